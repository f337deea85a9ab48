"""What a reader does not see at once: collapsed (can be opened), off-screen (for screen readers), hidden outright."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

COLLAPSED, OFF_SCREEN, SECRET = 1, 2, 3

_DISPLAY_NONE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# Names that CSS frameworks give to text for screen readers only (WordPress, Bootstrap, Tailwind, Foundation, Drupal).
_OFF_SCREEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text)?|screenreader\S*|show-for-sr|element-invisible"
    r"|off-?screen|a11y-hidden|u-hidden-visually|assistive-text)(?:\s|$)",
    re.IGNORECASE,
)
_OPENABLE = re.compile(r"tab|accord|collaps|panel|toggle|faq|answer|expand|more|slide|carousel|drawer", re.IGNORECASE)


def visibility_of(tag: str, attributes: Mapping[str, str]) -> int:
    """0 where the element is visible; else `COLLAPSED`, `OFF_SCREEN` or `SECRET`."""
    get = attributes.get
    if (css_class := get("class")) and _is_off_screen(css_class):
        return OFF_SCREEN
    style = get("style")
    if "hidden" in attributes or (style and _is_display_none(style)):
        return COLLAPSED if _can_be_opened(attributes) else SECRET
    if tag == "details" and "open" not in attributes:
        return COLLAPSED
    return 0


@lru_cache(maxsize=4096)
def _is_off_screen(css_class: str) -> bool:
    return _OFF_SCREEN_CLASS.search(css_class) is not None


@lru_cache(maxsize=4096)
def _is_display_none(style: str) -> bool:
    return _DISPLAY_NONE.search(style) is not None


def _can_be_opened(attributes: Mapping[str, str]) -> bool:
    if attributes.get("hidden") == "until-found" or attributes.get("role") == "tabpanel":
        return True
    return _OPENABLE.search(f"{attributes.get('class', '')} {attributes.get('id', '')}") is not None


def controlled_ids(attributes: list[Mapping[str, str]]) -> set[str]:
    """Ids that some control of the page opens (`aria-controls`, `href="#…"`, `data-target` and its kin)."""
    found: set[str] = set()
    for one in attributes:
        for name in ("aria-controls", "href", "data-target", "data-bs-target", "data-tab", "data-toggle-target"):
            value = one.get(name)
            if value and (name == "aria-controls" or value.startswith("#")):
                found.update(value.replace("#", " ").split())
    return found
