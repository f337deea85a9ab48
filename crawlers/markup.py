"""HTML's tags, scanned and not parsed: what a crawler wants of a page needs no tree.

By the rules of HTML's tokeniser (names of attributes may hold quotes, `<!-->` is a whole comment, a reference without a
semicolon stands for itself before `=` or a letter). The scan is linear in the size of the page, whatever is on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5

import msgspec

# Possessive quantifiers: an unclosed quote costs one scan, not a quadratic one.
_TAG = re.compile(
    r"<(?:(!--)|([!?]|/(?![a-z]))"
    r"|(script|style|template|textarea|title|iframe|noembed|noframes|xmp|plaintext)(?=[\s/>])"
    r"|(/?noscript)(?=[\s/>])"
    r"|(a|area|link|meta|base|frame)(?=[\s/])"
    r"|/?[a-z][^\s>]*+(?!>))",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+))?+)?+""")
_REST = re.compile(r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)*+>?""")
"""What is left of a tag that nobody wants, quoted `>` included."""
_COMMENT_ENDS = re.compile(r"--!?>")
_REFERENCE = re.compile(r"&(?:#\w+;?|[A-Za-z][A-Za-z0-9]*;?)")
_MAX_ATTRIBUTES = 200
_CLOSERS = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("style", "textarea", "title", "iframe", "noembed", "noframes", "xmp")
}
_SCRIPT = re.compile(r"(<!--)(-?>)?|(-->)|<(/?)script(?=[\s/>])", re.IGNORECASE)
_TEMPLATE = re.compile(r"<(/?)template(?=[\s/>])", re.IGNORECASE)


class Tag(msgspec.Struct, frozen=True):
    """A start tag: `a`, `area`, `link`, `meta`, `base` or `frame`."""

    name: str
    attributes: dict[str, str]
    """By name in lower case; references decoded. Of two with one name the first counts."""
    in_noscript: bool
    """Whether only a browser without scripts would see it."""


def tags(text: str) -> Iterator[Tag]:
    """The tags that lead somewhere or speak to robots, in the page's order.

    None of those inside comments, scripts, styles, templates, text fields or other tags' attributes.
    """
    position, in_noscript = 0, False
    while match := _TAG.search(text, position):
        position = match.end()
        if match[1]:
            position = _after_comment(text, position)
        elif match[2]:
            position = text.find(">", position) + 1
        elif match[3]:
            position = _after_raw(text, match[3].lower(), position)
        elif match[5]:
            attributes, position = _attributes(text, position)
            if text[position - 1] != ">":
                return  # the page was cut off here
            yield Tag(match[5].lower(), attributes, in_noscript)
        else:
            if match[4]:
                in_noscript = not match[4].startswith("/")
            position = _after_tag(text, position)
        if position <= 0:
            return


def _after_tag(text: str, position: int) -> int:
    rest = _REST.match(text, position)
    return rest.end() if rest else position


def _after_comment(text: str, position: int) -> int:
    """Where a comment ends that began with `<!--`; 0 where it never does."""
    for whole in (">", "->"):
        if text.startswith(whole, position):
            return position + len(whole)
    end = _COMMENT_ENDS.search(text, position)
    return end.end() if end else 0


def _after_raw(text: str, name: str, position: int) -> int:
    """Where an element ends whose content is no markup, or none that anybody sees; 0 where it never does."""
    position = _after_tag(text, position)
    if name == "script":
        return _after_script(text, position)
    if name in _CLOSERS:
        closer = _CLOSERS[name].search(text, position)
        return _after_tag(text, closer.end()) if closer else 0
    depth = 1 if name == "template" else 0
    for edge in _TEMPLATE.finditer(text, position) if depth else ():
        depth += -1 if edge[1] else 1
        if depth == 0:
            return _after_tag(text, edge.end())
    return 0


def _after_script(text: str, position: int) -> int:
    """Where a script ends: not at a `</script>` that closes a `<script>` written within `<!--` and `-->`."""
    in_comment, nested = False, False
    for edge in _SCRIPT.finditer(text, position):
        if edge[1]:
            in_comment = in_comment or not edge[2]
        elif edge[3]:
            in_comment = nested = False
        elif edge[4] and not nested:
            return _after_tag(text, edge.end())
        else:
            nested = in_comment and not edge[4]
    return 0


def _attributes(text: str, position: int) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    while len(found) < _MAX_ATTRIBUTES and (match := _ATTRIBUTE.match(text, position)):
        value = match[2] or match[3] or match[4] or ""
        found.setdefault(match[1].lower(), _REFERENCE.sub(_decoded, value) if "&" in value else value)
        position = match.end()
    return found, _after_tag(text, position)


def _decoded(reference: re.Match[str]) -> str:
    """A character reference in an attribute (HTML, 13.2.5.73).

    Without a semicolon a name is a reference only where nothing follows that could belong to it: `?a=1&region=BE` names
    a parameter and no registered trade mark.
    """
    written = reference[0]
    if written.startswith("&#"):
        return unescape(written)
    name = written[1:]
    if name not in html5 or (not name.endswith(";") and reference.string[reference.end() : reference.end() + 1] == "="):
        return written
    return html5[name]
