"""The models of sections and of pages: labelled pages and made-up ones, surveyed as a page is read."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from extractors.article import read_article
from extractors.classify import classify, running_text
from extractors.document import read
from extractors.extract import context_of
from extractors.guide.judge import features_of_sections
from extractors.guide.kind_of_page import page_features
from extractors.guide.read import survey
from extractors.metadata import read_metadata
from extractors.page import Page
from extractors.scoring.linear import Linear, trying
from training.bank import KINDS, sections
from training.fit import fit
from training.lists import forget, key, read_titles
from training.render import page
from training.words import heading_model, item_model

PAGE_KINDS = ("hiring_guide", "article", "other")
WEIGHTS = {"bank": 0.4, "synthetic": 0.2}


class Surveyed(NamedTuple):
    """A page: its sections' features with the kinds that they may have, and its own."""

    corpus: str
    template: str
    sections: tuple[tuple[dict[str, float], frozenset[str]], ...]
    features: dict[str, float] | None
    kinds: frozenset[str]


def surveyed(html: bytes, label: Mapping[str, Any], corpus: str) -> Surveyed:
    """The page with what its label says of its sections and of itself."""
    one = Page(content=html, url=label.get("url"), headers={})
    document = read(html)
    metadata = read_metadata(document)
    article = read_article(document, metadata, url=one.url, fetched_at=None)
    context = context_of(one, article)
    found = survey(document, metadata, context)
    kind, _ = classify(
        document, metadata, context, found.tree, found.subject, salaries=len(found.salaries),
        entities=sum(map(len, found.entities.values())),
    )  # fmt: skip
    wanted = {key(section["heading"]): _kinds(section) for section in label.get("sections") or ()}
    told = zip(
        found.tree.own, features_of_sections(document, found.tree.own, found.lists, context.language), strict=True
    )
    rows = tuple(
        (features, wanted[key(node.heading.text)]) for node, features in told if key(node.heading.text) in wanted
    )
    features = page_features(
        document, metadata, context, found.tree, found.subject, lists=found.lists, entities=found.entities,
        salaries=found.salaries, steps=len(found.path), by_rules=kind, running=running_text(document),
    )  # fmt: skip
    return Surveyed(
        corpus,
        f"{corpus}:{label.get('template', label.get('id'))}",
        rows,
        features,
        frozenset(label.get("kinds") or ()),
    )


def _kinds(section: Mapping[str, Any]) -> frozenset[str]:
    also = section.get("kind_also") or ()
    return frozenset([section["kind"], *([also] if isinstance(also, str) else also)])


def from_folder(folder: Path) -> Iterator[Surveyed]:
    """The pages of a labelled corpus of guides."""
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        raw = (folder / label["html_file"]).read_bytes()
        yield surveyed(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw, label, folder.name)


def of_kind(paths: Sequence[Path], kind: str) -> Iterator[Surveyed]:
    """Pages whose kind alone is known."""
    for path in paths:
        raw = path.read_bytes()
        label = {"id": path.name, "kinds": [kind]}
        yield surveyed(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw, label, kind)


def made_up(rounds: int, seed: int = 11) -> Iterator[Surveyed]:
    """Pages from the bank for their sections: what such a page is as a whole is not told."""
    bank = sections()
    titles = read_titles()
    rng = random.Random(seed)
    for parity in (0, 1):
        others, mine = bank[1 - parity :: 2], bank[parity::2]
        with trying({"headings": heading_model(others), "items": item_model(others)}):
            forget()
            for _ in range(rounds):
                for language in sorted({section["lang"] for section in mine}):
                    order = [section for section in mine if section["lang"] == language]
                    rng.shuffle(order)
                    while order:
                        part, order = order[:7], order[7:]
                        first = {
                            **part[0],
                            "title": rng.choice(titles[language]).format(
                                t=part[0].get("trade") or "", c=part[0].get("city") or ""
                            ),
                        }
                        html, _ = page([first, *part[1:]], rng)
                        told = [
                            {
                                "heading": one["heading"],
                                "kind": one["kind"] if one["kind"] != "none" else one.get("section", "other"),
                            }
                            for one in part
                        ]
                        label = {
                            "id": f"{parity}-{language}-{len(order)}",
                            "sections": [one for one in told if one["kind"] in KINDS],
                        }
                        yield surveyed(html.encode(), label, "bank")
    forget()


def section_model(pages: Sequence[Surveyed]) -> Linear:
    """The model of sections; where a label accepts two kinds both are learned, each for half."""
    rows = [
        (features, kind, WEIGHTS.get(one.corpus, 1.0) / len(kinds))
        for one in pages
        for features, kinds in one.sections
        for kind in sorted(kinds)
        if kind in KINDS
    ]
    return fit(
        [row[0] for row in rows],
        [row[1] for row in rows],
        KINDS,
        strength=0.3,
        weights=[row[2] for row in rows],
        seldom=3,
    )


def page_model(pages: Sequence[Surveyed]) -> Linear:
    """The model of kinds of page."""
    rows = [
        (one.features, kind, WEIGHTS.get(one.corpus, 1.0) / len(one.kinds))
        for one in pages
        if one.features
        for kind in sorted(one.kinds)
    ]
    return fit(
        [row[0] for row in rows],
        [row[1] for row in rows],
        PAGE_KINDS,
        strength=0.3,
        weights=[row[2] for row in rows],
        seldom=3,
    )


def left_out(pages: Sequence[Surveyed], folds: Mapping[str, int]) -> Iterator[str]:
    """Shares of sections and pages whose kind is right, by corpus, on sites left out, beside those of the rules."""
    scores: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for fold in sorted(set(folds.values())):
        seen = [page for page in pages if folds[page.template] != fold]
        of_sections, of_pages = section_model(seen), page_model([page for page in seen if page.kinds])
        for one in pages:
            if folds[one.template] != fold:
                continue
            for features, kinds in one.sections:
                rule = next(name[5:] for name in features if name.startswith("rule:") and name.count(":") == 1)
                scores["sections", one.corpus].append((_likeliest(of_sections, features) in kinds, rule in kinds))
            if one.kinds and one.features:
                rule = next(name[6:] for name in one.features if name.startswith("rules:"))
                scores["pages", one.corpus].append((_likeliest(of_pages, one.features) in one.kinds, rule in one.kinds))
    for (what, corpus), hits in sorted(scores.items()):
        learned, ruled = (sum(hit[at] for hit in hits) / len(hits) for at in (0, 1))
        yield f"{what:9} {corpus:10} {len(hits):5}  learned {learned:.3f}  rules {ruled:.3f}"


def _likeliest(known: Linear, features: Mapping[str, float]) -> str:
    chances = known.chances(features)
    return known.labels[max(range(len(chances)), key=chances.__getitem__)]
