"""Times as the store keeps them: UTC, ISO 8601, always microseconds, so that they sort as text."""

from __future__ import annotations

from datetime import UTC, datetime

UNKNOWN = ""
"""The fetch time of a saved file that does not tell; sorts before every known time."""


def stamp(moment: datetime | None) -> str:
    """`2026-03-05T08:09:10.000011Z`; `UNKNOWN` for None. A naive time is taken for UTC."""
    if moment is None:
        return UNKNOWN
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:26] + "Z"


def moment(text: str) -> datetime | None:
    """The time that `stamp` wrote; None for `UNKNOWN`. `ValueError` where the text is no ISO 8601 time."""
    if not text:
        return None
    parsed = datetime.fromisoformat(text)
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
