"""What is wrong in a site file: every fault, each with its key, and the key that was meant where one is near."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, get_args, get_type_hints

import msgspec

from crawlers.cron import trigger_of
from crawlers.urls import absolute, as_url
from extractors.errors import ConfigurationError
from storage.urls import host_of

_URLS = ("start_urls", "sitemaps", "feeds")
_PATTERNS = ("read", "follow", "skip", "first")


def faults_of(values: Mapping[str, Any], kind: type[msgspec.Struct]) -> list[str]:
    """All faults of a file's values, read as `kind`; none where the file will do."""
    typed = list(_mistyped(values, kind, ""))
    wrong = {fault.partition(":")[0].partition("[")[0] for fault in typed}
    sound = {key: value for key, value in values.items() if key not in wrong}
    return [*typed, *_no_urls(sound), *_no_patterns(sound), *_no_times(sound)]


def nearest(word: str, known: Collection[str]) -> str:
    """`; did you mean x?`, or nothing where nothing is near."""
    found = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f"; did you mean {found[0]!r}?" if found else ""


def _mistyped(values: Mapping[str, Any], kind: type[msgspec.Struct], within: str) -> Iterator[str]:
    """Keys that are unknown, missing, or hold what they cannot."""
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    hints = get_type_hints(kind)
    for key, value in values.items():
        if key not in fields:
            yield f"{within}{key}: no such key{nearest(key, fields) or '; there are ' + ', '.join(fields)}"
            continue
        inner = _struct_in(hints[key])
        if inner is not None and isinstance(value, Mapping):
            yield from _mistyped(value, inner, f"{within}{key}.")
            continue
        try:
            msgspec.convert(value, fields[key].type)
        except msgspec.ValidationError as error:
            said, _, where = str(error).partition(" - at `$")
            yield f"{within}{key}{where.rstrip('`')}: {said[:1].lower()}{said[1:]}"
    yield from (
        f"{within}{name}: is missing" for name, field in fields.items() if field.required and name not in values
    )


def _struct_in(hint: Any) -> type[msgspec.Struct] | None:
    for one in (hint, *get_args(hint)):
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            return one
    return None


def _no_urls(values: Mapping[str, Any]) -> Iterator[str]:
    for key in _URLS:
        yield from (
            f"{key}: {url!r} is no http or https URL" for url in values.get(key, ()) if absolute(url, url) is None
        )
    yield from (f"hosts: {host!r} is no host" for host in values.get("hosts", ()) if not host_of(as_url(host)))


def _no_patterns(values: Mapping[str, Any]) -> Iterator[str]:
    for key in _PATTERNS:
        for pattern in values.get(key, ()):
            try:
                re.compile(pattern)
            except re.error as error:
                yield f"{key}: {pattern!r}: {error}"


def _no_times(values: Mapping[str, Any]) -> Iterator[str]:
    schedule = values.get("schedule")
    if not isinstance(schedule, Mapping) or not isinstance(schedule.get("cron"), str):
        return
    zone = schedule.get("timezone", "UTC")
    try:
        trigger_of(schedule["cron"], zone if isinstance(zone, str) else "UTC")
    except ConfigurationError as error:
        yield f"schedule.{error}"
