"""What a page says: pure functions from bytes to records, and from text to pay."""

from extractors.extract import extract, extract_page
from extractors.values.money import parse_money
from extractors.values.pay import parse_pay

__all__ = ["extract", "extract_page", "parse_money", "parse_pay"]
