"""Checks of a record before it is stored: what cannot be true is marked with an `Issue`, never dropped.

A check is a plain callable from record to record; `CHECKS` is their list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from extractors.records import Issue, PageRecord

Stage = Callable[[PageRecord], PageRecord]

# Ends that lie further apart are an error of reading or of the page, in any currency.
_HIGHEST_RATIO = Decimal(50)


def clean_text(record: PageRecord) -> PageRecord:
    """Take out what no database column can hold: NUL characters and lone surrogates."""
    try:
        plain = msgspec.json.encode(record)
    except UnicodeEncodeError:
        return _with_issue(_cleaned(record), "unpaired_surrogate", "lone surrogates were replaced by U+FFFD")
    if rb"\u0000" not in plain:
        return record
    return _with_issue(_cleaned(record), "nul_character", "NUL characters were replaced by U+FFFD")


def _cleaned(record: PageRecord) -> PageRecord:
    return msgspec.convert(_clean(msgspec.to_builtins(record, builtin_types=(Decimal,))), PageRecord, strict=False)


def _clean(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(part) for part in value]
    return value


def pay_bounds(record: PageRecord) -> PageRecord:
    """Mark pay whose bounds contradict each other or lie so far apart that they cannot be one range."""
    issues = []
    for pay in record.salaries:
        low, high = pay.min_value, pay.max_value
        if low is None and high is None:
            issues.append(_issue("pay_without_amount", f"no amount in {pay.raw!r}", pay.evidence.path))
        elif low is not None and high is not None:
            if low > high:
                issues.append(_issue("pay_bounds_reversed", f"{low} to {high} in {pay.raw!r}", pay.evidence.path))
            elif low > 0 and high / low > _HIGHEST_RATIO:
                issues.append(_issue("pay_range_too_wide", f"{low} to {high} in {pay.raw!r}", pay.evidence.path))
        if any(amount is not None and amount < 0 for amount in (low, high)):
            issues.append(_issue("pay_negative", f"negative amount in {pay.raw!r}", pay.evidence.path))
    return _with(record, issues)


def dates(record: PageRecord) -> PageRecord:
    """Mark dates that lie after the fetch, and a change before the publication."""
    issues = []
    published, modified = _day(record.date_published), _day(record.date_modified)
    if record.fetched_at is not None:
        latest = record.fetched_at.date() + timedelta(days=1)  # somewhere it is tomorrow already
        for name, day in (("date_published", published), ("date_modified", modified)):
            if day is not None and day > latest:
                issues.append(_issue("date_after_fetch", f"{name} {day} lies after the fetch", None))
    if published is not None and modified is not None and modified < published:
        issues.append(_issue("modified_before_published", f"{modified} lies before {published}", None))
    return _with(record, issues)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _issue(code: str, message: str, path: str | None) -> Issue:
    return Issue(code=code, message=message, path=path)


def _with_issue(record: PageRecord, code: str, message: str) -> PageRecord:
    return _with(record, [_issue(code, message, None)])


def _with(record: PageRecord, issues: Iterable[Issue]) -> PageRecord:
    new = tuple(issue for issue in issues if issue not in record.issues)
    return msgspec.structs.replace(record, issues=record.issues + new) if new else record


CHECKS: tuple[Stage, ...] = (clean_text, pay_bounds, dates)
"""In the order that they are applied; each gives the same record again when applied twice."""
