"""Configuration: read once, passed by argument from there on.

A value comes from a flag, else the environment (`GUIDEPOST_DELAY=2`), else the project file (`guidepost.toml` here or
in a folder above), else the user file (`~/.config/guidepost/config.toml`), else the default. `load_config` also tells
which of them it was.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_type_hints

import msgspec
from msgspec import Meta

from crawlers.texts import read_text
from extractors.errors import ConfigurationError
from storage.folder import DataFolder

PROJECT_FILE = "guidepost.toml"
ENVIRONMENT_PREFIX = "GUIDEPOST_"

Seconds = Annotated[float, Meta(ge=0)]
Count = Annotated[int, Meta(ge=0)]


class Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All settings, with polite defaults."""

    data: Annotated[Path, Meta(description="Folder that holds the store and the archive.")] = Path("guidepost-data")
    store: Annotated[str | None, Meta(description="SQLAlchemy URL; by default an SQLite file in the data folder.")] = (
        None
    )
    sites: Annotated[tuple[Path, ...], Meta(description="Folders with site files of your own.")] = ()

    contact: Annotated[str | None, Meta(description="Mail or web address at which a site's owner reaches you.")] = None
    user_agent: Annotated[str | None, Meta(description="By default the program's name, version and contact.")] = None
    allow_addresses: Annotated[
        tuple[str, ...],
        Meta(description="Loopback, private and other special addresses that may be crawled: IP, IP:port or network."),
    ] = ()

    delay: Annotated[Seconds, Meta(description="Seconds between two requests to a site that names no crawl-delay.")] = (
        1.0
    )
    max_delay: Annotated[
        Seconds, Meta(description="Longest crawl-delay that is waited for; a site that asks for more is left alone.")
    ] = 300.0
    jitter: Annotated[float, Meta(description="Share added to a delay at random, on average.", ge=0, le=1)] = 0.3
    concurrency: Annotated[int, Meta(description="Requests under way over all sites; each site has one.", ge=1)] = 8
    timeout: Annotated[float, Meta(description="Seconds that one response may take as a whole.", gt=0)] = 30.0
    max_body: Annotated[int, Meta(description="Bytes of a body, before and after decompression.", ge=1)] = 10_000_000
    retries: Annotated[Count, Meta(description="Further attempts after a passing fault.")] = 3
    backoff: Annotated[Seconds, Meta(description="Seconds before the first retry; doubled each time.")] = 5.0
    max_wait: Annotated[Seconds, Meta(description="Longest that a run waits for a Retry-After or a retry.")] = 300.0

    lock_wait: Annotated[Seconds, Meta(description="Seconds that a database locked by others is waited for.")] = 30.0
    lease: Annotated[float, Meta(description="Seconds after which what a dead worker held goes to another.", gt=0)] = (
        60.0
    )
    browser: Annotated[
        str | None, Meta(description="Chromium to use for sites that need one; by default the one on the path.")
    ] = None
    depth: Annotated[Count, Meta(description="Links followed from a start page, where a site file does not say.")] = 3
    pages: Annotated[Count, Meta(description="Pages a site and run, where a site file does not say; 0 is no end.")] = (
        500
    )
    failure_budget: Annotated[
        float, Meta(description="Share of a run's pages that may fail before the run counts as failed.", ge=0, le=1)
    ] = 0.1

    grace: Annotated[
        Seconds,
        Meta(description="Seconds for which a sudden loss of a page's or a site's records must last to be believed."),
    ] = 3 * 24 * 3600.0

    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], Meta(description="From which level on records are logged.")
    ] = "WARNING"
    log_format: Annotated[Literal["human", "json"], Meta(description="For people, or one JSON object a line.")] = (
        "human"
    )

    @property
    def folder(self) -> DataFolder:
        """The data folder and the store that belongs to it."""
        return DataFolder(self.data, self.store)


class Origin(NamedTuple):
    """Where a value came from."""

    value: Any
    source: str


FIELDS = tuple(field.name for field in msgspec.structs.fields(Config))
_LISTS = ("sites", "allow_addresses")
_PATHS = ("data", "sites")


def load_config(
    flags: Mapping[str, Any] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> tuple[Config, dict[str, Origin]]:
    """The configuration, and for each key the value's origin.

    Flags that are None count as not given. Raises ConfigurationError, naming the source and the key.
    """
    environment = os.environ if environment is None else environment
    layers = [
        *_file_layer(_user_file(environment)),
        *_file_layer(find_project_file(folder or Path.cwd())),
        ("environment", _from_environment(environment)),
        ("flag", {key: value for key, value in (flags or {}).items() if value is not None}),
    ]
    merged: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for source, values in layers:
        for key, value in values.items():
            if key not in FIELDS:
                raise ConfigurationError(f"{source}: unknown key {key!r}; known are {', '.join(FIELDS)}")
            _convert({key: value}, f"{source}: {key} = {masked(value)!r} will not do")
            merged[key] = value
            sources[key] = source
    config = _convert(merged, "configuration")
    origins = {key: Origin(getattr(config, key), sources.get(key, "default")) for key in FIELDS}
    return config, origins


def described() -> dict[str, str]:
    """What each setting is for, by its name."""
    hints = get_type_hints(Config, include_extras=True)
    metas = {key: [one.description for one in hints[key].__metadata__ if one.description] for key in FIELDS}
    return {key: lines[-1] for key, lines in metas.items()}


def unknown_variables(environment: Mapping[str, str] | None = None) -> list[str]:
    """Variables that begin like ours and name no setting: a slip, or another program's."""
    known = {ENVIRONMENT_PREFIX + key.upper() for key in FIELDS}
    found = os.environ if environment is None else environment
    return sorted(name for name in found if name.startswith(ENVIRONMENT_PREFIX) and name not in known)


def find_project_file(folder: Path) -> Path | None:
    """`guidepost.toml` in the folder or the nearest one above."""
    for place in (folder, *folder.parents):
        if (place / PROJECT_FILE).is_file():
            return place / PROJECT_FILE
    return None


def masked(value: Any) -> str:
    """A value as it may be shown: passwords in URLs replaced."""
    text = ", ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)
    return re.sub(r"(://[^/\s:@]*:)[^@/\s]+@", r"\1***@", text)


def _user_file(environment: Mapping[str, str]) -> Path | None:
    base = environment.get("XDG_CONFIG_HOME") or (
        Path(environment["HOME"]) / ".config" if "HOME" in environment else ""
    )
    path = Path(base) / "guidepost" / "config.toml"
    return path if base and path.is_file() else None


def _file_layer(path: Path | None) -> list[tuple[str, dict[str, Any]]]:
    if path is None:
        return []
    try:
        values = tomllib.loads(read_text(path))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path}: {error}") from error
    # A relative path in a file is meant from that file, not from wherever the program was started.
    for key in _PATHS:
        match values.get(key):
            case str(text):
                values[key] = str(path.parent / Path(text).expanduser())
            case list(items):
                values[key] = [str(path.parent / Path(str(item)).expanduser()) for item in items]
    return [(str(path), values)]


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in FIELDS:
        text = environment.get(ENVIRONMENT_PREFIX + key.upper())
        if text:
            found[key] = re.split(r"[,\s]+", text.strip()) if key in _LISTS else text
    return found


def _convert(values: Mapping[str, Any], source: str) -> Config:
    try:
        return msgspec.convert(values, Config, strict=False, dec_hook=_decode)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"{source}: {str(error).partition(' - at ')[0]}") from error


def _decode(kind: type, value: Any) -> Any:
    if kind is Path:
        return Path(value).expanduser()
    raise NotImplementedError(kind)
