"""What is odd about a page: rendered twice, an empty section, a shell without content, a code fence, a huge table."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.document import Document
from extractors.guide.tree import ENTITY_KINDS, Node, Tree
from extractors.records import Issue

_SHELL_TEXT = 200
_SHELL_ROOTS = ("root", "app", "__next", "__nuxt", "gatsby")
_FENCE = "```"


def read_oddities(document: Document, tree: Tree) -> Iterator[Issue]:
    """Issues, in no particular order; the page was read all the same."""
    if tree.repeated:
        message = f"The page holds its {tree.repeated} sections twice in a row; they were read once."
        yield Issue(code="rendered_twice", message=message)
    if document.blocks and document.blocks[0].text.startswith(_FENCE):
        yield Issue(
            code="code_fence",
            message="A literal code fence stands around the page's mark-up; it was passed over.",
            path=document.path(document.blocks[0].node),
        )
    if _is_shell(document):
        yield Issue(code="application_shell", message="The page holds next to no text: scripts were to fill it.")
    for node in tree.own:
        if _is_empty(node):
            yield Issue(
                code="empty_section",
                message=f"Nothing stands under the heading {node.heading.text!r}.",
                path=document.path(node.heading.node),
            )
        for group in node.groups:
            if group.grid is not None and group.grid.cut:
                yield Issue(
                    code="table_cut",
                    message=f"A table has more than {len(group.grid.rows):,} rows; the first ones were read.",
                    path=document.path(group.node),
                )


def _is_empty(node: Node) -> bool:
    """A section that promises names, pay or a path and holds nothing at all."""
    promising = node.kind in ENTITY_KINDS or node.kind in ("salaries", "career_path")
    return promising and not node.groups and not node.children and not node.listed


def _is_shell(document: Document) -> bool:
    if sum(len(block.text) for block in document.blocks) > _SHELL_TEXT:
        return False
    return any(
        attributes and attributes.get("id") in _SHELL_ROOTS and document.first_block[node] == document.last_block[node]
        for node, attributes in enumerate(document.attributes)
    )
