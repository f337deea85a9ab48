"""What a page says: pure functions from bytes to records, and from text to pay."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.extract import extract, extract_page
    from extractors.values.money import parse_money
    from extractors.values.pay import parse_pay

__all__ = ["extract", "extract_page", "parse_money", "parse_pay"]

_HOMES = {
    "extract": "extractors.extract",
    "extract_page": "extractors.extract",
    "parse_money": "extractors.values.money",
    "parse_pay": "extractors.values.pay",
}


def __getattr__(name: str) -> Any:
    # Imported when asked for: a command that reads no page must not wait for what reads them.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


class _Package(ModuleType):
    def __setattr__(self, name: str, value: Any) -> None:
        # Importing the module `extract` would set it here under its own name, which is the function's.
        if name == "extract" and isinstance(value, ModuleType):
            value = value.extract
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
