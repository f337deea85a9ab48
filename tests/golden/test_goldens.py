"""Goldens: pages of our own under `tests/fixtures/<site>/<slug>/`, each field of the record a test.

A case is `page.html`, `meta.json` (`url`, `fetched_at`, `headers`: what a fetch knows; `only`: the fields that it is
about, where not all) and `expected.json`: the fields that are not empty, evidence left out. A case without
`expected.json` gets one from what was read, marked `"reviewed": false`, and fails until somebody has read it and
removed the mark.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractors.extract import extract

FIXTURES = Path(__file__).parent.parent / "fixtures"
CASES = sorted(path.parent for path in FIXTURES.glob("*/*/page.html"))
NOT_EXPECTED = frozenset({"url", "fetched_at", "digest", "extractor_version", "evidence", "kind_reason"})
"""What a case need not say: what the fetch knows, and where each value stood."""


def _name(case: Path) -> str:
    return f"{case.parent.name}/{case.name}"


@cache
def _read(case: Path) -> dict[str, Any]:
    meta = json.loads((case / "meta.json").read_text(encoding="utf-8"))
    fetched_at = datetime.fromisoformat(meta["fetched_at"]) if meta.get("fetched_at") else None
    record = extract(
        (case / "page.html").read_bytes(), url=meta.get("url"), headers=meta.get("headers"), fetched_at=fetched_at
    )
    return {
        name: _bare(value)
        for name, value in record.to_dict().items()
        if value and name not in NOT_EXPECTED and name in meta.get("only", (name,))
    }


def _bare(value: Any) -> Any:
    """A value without evidence and empty fields, so that cases stay short."""
    if isinstance(value, list):
        return [_bare(item) for item in value]
    if isinstance(value, dict):
        return {
            name: _bare(item)
            for name, item in value.items()
            if name != "evidence" and item not in (None, [], "", False)
        }
    return value


@cache
def _expected(case: Path) -> dict[str, Any]:
    path = case / "expected.json"
    if not path.exists():
        text = json.dumps({"reviewed": False, **_read(case)}, ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")
    expected: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return expected


def _fields() -> list[Any]:
    return [
        pytest.param(case, field, id=f"{_name(case)}-{field}")
        for case in CASES
        for field in sorted(_expected(case).keys() - {"reviewed"})
    ]


@pytest.mark.parametrize(("case", "field"), _fields())
def test_field(case: Path, field: str) -> None:
    assert _read(case).get(field) == _expected(case)[field]


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_no_field_that_nobody_expected(case: Path) -> None:
    assert sorted(_read(case).keys() - _expected(case).keys()) == []


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_expectation_was_reviewed(case: Path) -> None:
    assert _expected(case).get("reviewed", True), f"read {case / 'expected.json'}, then remove `reviewed`"
