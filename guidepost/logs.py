"""Structured logs: for people on a terminal, or one JSON object a line; no secrets in either."""

from __future__ import annotations

import logging
import re
import sys
from datetime import UTC, datetime

import msgspec
from rich.console import Console
from rich.logging import RichHandler

from crawlers.config import load_config

_SECRETS = (
    # user:password in an address, and values of headers and parameters that carry credentials
    (re.compile(r"(://[^/\s:@]*:)[^@/\s]+@"), r"\1***@"),
    (re.compile(r"(?i)\b(authorization|proxy-authorization|cookie|set-cookie)(['\"]?\s*[:=]\s*)[^\r\n]+"), r"\1\2***"),
    (
        re.compile(
            r"(?i)([?&;]|\b)((?:api[-_]?key|access[-_]?token|token|secret|password|passwd|signature|sig)=)[^&\s'\"]+"
        ),
        r"\1\2***",
    ),
)
_PLAIN = logging.Formatter()
_OWN_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def configure_logging() -> None:
    """Send all log records to standard error, as the configuration says."""
    config, _ = load_config()
    if config.log_format == "json":
        handler: logging.Handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonFormatter())
    else:
        handler = RichHandler(console=Console(stderr=True), show_path=False, rich_tracebacks=False)
    handler.addFilter(hide_secrets)
    logging.basicConfig(level=config.log_level, handlers=[handler], format="%(message)s", force=True)


def hide_secrets(record: logging.LogRecord) -> bool:
    """Replace credentials in the message and its traceback by `***`; always true, so that it serves as a filter."""
    record.msg, record.args = redact(record.getMessage()), ()
    if record.exc_info:  # formatters take the text where there is one
        record.exc_text = redact(_PLAIN.formatException(record.exc_info))
    return True


def redact(text: str) -> str:
    """The text without passwords, tokens and cookies."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and what the caller passed as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="microseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **{key: _told(value) for key, value in vars(record).items() if key not in _OWN_FIELDS},
        }
        if record.exc_info:
            entry["traceback"] = record.exc_text or redact(self.formatException(record.exc_info))
        return msgspec.json.encode(entry, enc_hook=str).decode()


def _told(value: object) -> object:
    return redact(value) if isinstance(value, str) else value
