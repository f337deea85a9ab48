"""The employer of a single vacancy: from JSON-LD, or from a heading "About Acme" on a page that bears the name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from extractors.document import Document
from extractors.guide.shapes import is_name, is_proper
from extractors.guide.tree import Tree
from extractors.metadata import Metadata
from extractors.records import Entity, Evidence
from extractors.values.occupations import names_occupation
from extractors.values.places import find_places


def read_employer(document: Document, metadata: Metadata, tree: Tree, title: str | None) -> Iterator[Entity]:
    """The hiring organisation, at most one."""
    for thing in metadata.of_type("JobPosting"):
        holder = metadata.resolve(thing.data.get("hiringOrganization"))
        name = holder.get("name") if isinstance(holder, Mapping) else holder
        if isinstance(name, str) and name.strip() and not name.startswith("http"):
            path = thing.path(document, "hiringOrganization")
            yield Entity(
                name=name.strip(),
                evidence=Evidence(quote=name.strip(), path=path, rule="companies.employer", confidence=0.95),
            )
            return
    named = " ".join(
        filter(None, (title, document.title, *(n.heading.text for n in tree.nodes if n.heading.level == 1)))
    )
    for node in tree.nodes:
        texts = [(node.heading.text, node.heading.node)]
        if node.heading.kicker is not None:
            texts.append((node.heading.kicker.text, node.heading.kicker.node))
        for text, place in texts:
            found = _about().match(text)
            name = found[1].strip(" .:!") if found else ""
            if (
                name
                and name.lower() in named.lower()
                and is_name(name)
                and is_proper(name)
                and not names_occupation(name)
                and not find_places(name)
            ):
                evidence = Evidence(quote=name, path=document.path(place), rule="companies.employer", confidence=0.7)
                yield Entity(name=name, evidence=evidence)
                return


@cache
def _about() -> re.Pattern[str]:
    data = tomllib.loads(files("extractors.lexicon").joinpath("names.toml").read_text(encoding="utf-8"))
    words = sorted(map(re.escape, data["about"]["words"]), key=len, reverse=True)
    return re.compile(rf"^\s*(?:{'|'.join(words)})\s+(.{{2,60}})$", re.IGNORECASE)
