"""What a reader does not see at once: collapsed (can be opened), off-screen (for screen readers), hidden outright."""

from __future__ import annotations

import re
from collections.abc import Mapping

COLLAPSED, OFF_SCREEN, SECRET = 1, 2, 3

_DISPLAY_NONE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Names that CSS frameworks give to text for screen readers only (WordPress, Bootstrap, Tailwind, Foundation, Drupal),
# and MediaWiki to the links that edit a section.
_OFF_SCREEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text)?|screenreader\S*|show-for-sr|element-invisible"
    r"|off-?screen|a11y-hidden|u-hidden-visually|assistive-text|mw-editsection)(?:\s|$)",
    re.IGNORECASE,
)
_OPENABLE = re.compile(r"tab|accord|collaps|panel|toggle|faq|answer|expand|more|slide|carousel|drawer", re.IGNORECASE)

_CONTROLS = frozenset(
    {"aria-controls", "href", "data-target", "data-bs-target", "data-tab", "data-toggle-target"}
)  # fmt: skip

PLAIN_CLASSES: set[str | None] = {None}
"""Class attributes known to hide nothing. Pages repeat theirs; one look-up here stands for the pattern."""
PLAIN_STYLES: set[str | None] = set()
"""Style attributes known to hide nothing."""
_OFF_SCREEN_CLASSES: set[str | None] = set()
_MOST_KEPT, _LONGEST_KEPT = 20_000, 300  # so that hostile pages cannot fill the memory


def visibility_of(tag: str, attributes: Mapping[str, str]) -> int:
    """0 where the element is visible; else `COLLAPSED`, `OFF_SCREEN` or `SECRET`."""
    css_class = attributes.get("class")
    if css_class is not None and css_class not in PLAIN_CLASSES:
        if css_class in _OFF_SCREEN_CLASSES:
            return OFF_SCREEN
        if _OFF_SCREEN_CLASS.search(css_class):
            _remember(css_class, _OFF_SCREEN_CLASSES)
            return OFF_SCREEN
        _remember(css_class, PLAIN_CLASSES)
    style = attributes.get("style")
    if style is not None and style not in PLAIN_STYLES:
        if _DISPLAY_NONE.search(style):
            return COLLAPSED if _can_be_opened(attributes) else SECRET
        _remember(style, PLAIN_STYLES)
    if "hidden" in attributes:
        return COLLAPSED if _can_be_opened(attributes) else SECRET
    if tag == "details" and "open" not in attributes:
        return COLLAPSED
    return 0


def is_off_screen(css_class: str) -> bool:
    """Whether class names say that the element is for screen readers only."""
    return css_class not in PLAIN_CLASSES and _OFF_SCREEN_CLASS.search(css_class) is not None


def _remember(value: str, plain: set[str | None]) -> None:
    if len(plain) >= _MOST_KEPT:
        plain.clear()
        plain.add(None)
    if len(value) <= _LONGEST_KEPT:
        plain.add(value)


def _can_be_opened(attributes: Mapping[str, str]) -> bool:
    if attributes.get("hidden") == "until-found" or attributes.get("role") == "tabpanel":
        return True
    return _OPENABLE.search(f"{attributes.get('class', '')} {attributes.get('id', '')}") is not None


def controlled_ids(attributes: list[Mapping[str, str]], ids: set[str]) -> set[str]:
    """Those of the ids that some control of the page opens (`aria-controls`, `href="#…"`, `data-target`, …)."""
    found: set[str] = set()
    for one in attributes:
        for name in _CONTROLS.intersection(one):
            value = one[name]
            if value.startswith("#") or name == "aria-controls":
                found.update(value.replace("#", " ").split())
    return found & ids
