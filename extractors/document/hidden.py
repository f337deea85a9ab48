"""What a reader does not see at once: collapsed (can be opened), off-screen (for screen readers), hidden outright."""

from __future__ import annotations

import re
from collections.abc import Mapping

COLLAPSED, OFF_SCREEN, SECRET = 1, 2, 3

_DISPLAY_NONE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
# Names that CSS frameworks give to text for screen readers only (WordPress, Bootstrap, Tailwind, Foundation, Drupal).
_OFF_SCREEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text)?|screenreader\S*|show-for-sr|element-invisible"
    r"|off-?screen|a11y-hidden|u-hidden-visually|assistive-text)(?:\s|$)",
    re.IGNORECASE,
)
_OPENABLE = re.compile(r"tab|accord|collaps|panel|toggle|faq|answer|expand|more|slide|carousel|drawer", re.IGNORECASE)


# Pages repeat their classes; bounded so that a hostile page cannot fill the memory.
_off_screen: dict[str | None, bool] = {None: False}
_MOST_CACHED = 20_000


def visibility_of(tag: str, attributes: Mapping[str, str]) -> int:
    """0 where the element is visible; else `COLLAPSED`, `OFF_SCREEN` or `SECRET`."""
    css_class = attributes.get("class")
    try:
        if _off_screen[css_class]:
            return OFF_SCREEN
    except KeyError:
        if _remember(css_class or ""):
            return OFF_SCREEN
    if "style" in attributes:
        style = attributes["style"].lower()
        if ("none" in style or "hidden" in style) and _DISPLAY_NONE.search(style):
            return COLLAPSED if _can_be_opened(attributes) else SECRET
    if "hidden" in attributes:
        return COLLAPSED if _can_be_opened(attributes) else SECRET
    if tag == "details" and "open" not in attributes:
        return COLLAPSED
    return 0


def _remember(css_class: str) -> bool:
    if len(_off_screen) >= _MOST_CACHED:
        _off_screen.clear()
        _off_screen[None] = False
    off_screen = _OFF_SCREEN_CLASS.search(css_class) is not None
    _off_screen[css_class] = off_screen
    return off_screen


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
