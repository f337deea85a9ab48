"""Logs hold no secrets, and are JSON where asked for."""

import json
import logging

import pytest

from guidepost.logs import JsonFormatter, hide_secrets, redact

SECRETS = [
    ("a password in an address", "store postgresql://bob:hunter2@db/x", "store postgresql://bob:***@db/x"),
    ("a header", "Authorization: Bearer abc.def", "Authorization: ***"),
    ("a cookie", "{'Cookie': 'sid=42'}", "{'Cookie': ***"),
    ("a key in a query", "GET /a?api_key=s3cr3t&page=2", "GET /a?api_key=***&page=2"),
    ("a token at the end", "https://h/x?page=2&access_token=zzz", "https://h/x?page=2&access_token=***"),
    ("nothing secret", "https://h/x?page=2&city=gent", "https://h/x?page=2&city=gent"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in SECRETS], ids=[case[0] for case in SECRETS])
def test_redact(text: str, expected: str) -> None:
    assert redact(text) == expected


def test_arguments_are_redacted_too() -> None:
    record = logging.makeLogRecord({"msg": "opening %s", "args": ("https://bob:hunter2@h/",)})
    assert hide_secrets(record)
    assert record.getMessage() == "opening https://bob:***@h/"


def test_json_has_time_level_message_and_extra_fields() -> None:
    record = logging.makeLogRecord({"msg": "fetched", "levelname": "INFO", "name": "crawl", "site": "example.org"})
    entry = json.loads(JsonFormatter().format(record))
    assert entry["message"] == "fetched"
    assert entry["level"] == "INFO"
    assert entry["site"] == "example.org"
    assert entry["time"].endswith("+00:00")
