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


@pytest.mark.parametrize("formatter", [logging.Formatter("%(message)s"), JsonFormatter()], ids=["human", "json"])
def test_tracebacks_and_extra_fields_hold_no_secrets(formatter: logging.Formatter) -> None:
    try:
        raise ValueError("cannot reach https://bob:hunter2@h/?token=zzz")
    except ValueError as error:
        told = {"msg": "failed", "exc_info": (type(error), error, error.__traceback__), "url": "https://h/?token=zzz"}
    record = logging.makeLogRecord(told)
    assert hide_secrets(record)
    shown = formatter.format(record)
    assert "ValueError: cannot reach" in shown
    assert "hunter2" not in shown
    assert "zzz" not in shown
