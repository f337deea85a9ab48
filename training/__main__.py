"""`python -m training lists|pages`: make `extractors/scoring/weights.bin` anew; figures are for sites left out.

`lists` trains the models of words, of lists and of how far lists are to be trusted; `pages`, which comes after it,
those of sections and of kinds of page. Each keeps the other's models.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before scikit-learn is imported

from extractors.guide.lists.decode import Choice
from extractors.guide.lists.read import LEAST, WORTH
from extractors.guide.lists.trust import second_look
from extractors.scoring import ITEM_KINDS, Linear
from extractors.scoring.linear import Weights, pack, trying, weights
from training import bank, judge, pages
from training.fit import fit
from training.lists import (
    Labelled,
    forget,
    from_folder,
    list_model,
    listing_model,
    made_up,
    paragraph_model,
    without_lists,
    worth_model,
)
from training.words import heading_model, item_model

_FOLDS = 4
_NONE = [1.0] + [0.0] * (len(ITEM_KINDS) - 1)
_TARGET = Path("extractors/scoring/weights.bin")
_LIGHT = {"bank": 0.25, "synthetic": 0.25}
"""Weights of made-up pages where probabilities are fitted: real pages tell better how far to trust."""


def main() -> None:
    """Train what is asked for."""
    options = _options()
    if options.what == "lists":
        _train_lists(options)
    else:
        _train_pages(options)
    print(f"{_TARGET}: {_TARGET.stat().st_size:,} bytes")


def _train_lists(options: argparse.Namespace) -> None:
    sections = bank.sections()
    models = {"headings": heading_model(sections), "items": item_model(sections)}
    told = [*made_up(options.rounds)]
    with trying(models):
        forget()
        for folder in options.corpora:
            told += from_folder(folder)
        told += without_lists(options.without)
    print(f"{len(told):,} pages, {sum(len(page.rows) for page in told):,} candidates", flush=True)
    left_out = _left_out(told)
    models["trust"] = _trust(told, left_out)
    choices = [_choices(page, chances, models["trust"]) for page, chances in zip(told, left_out, strict=True)]
    for least in (0.4, LEAST, 0.6, 0.7):
        print(f"--- taken from a chance of {least}")
        for line in judge.table(told, choices, least):
            print(line)
    for line in judge.reliability(told, choices):
        print(line)
    models["worth"], models["paragraphs"] = worth_model(told), paragraph_model(told)
    models["listing"], models["lists"] = listing_model(told), list_model(told)
    _write(models, [page.id for page in told])


def _train_pages(options: argparse.Namespace) -> None:
    told = [*pages.made_up(options.rounds)]
    for folder in options.corpora:
        told += pages.from_folder(folder)
    told += pages.of_kind(options.articles, "article")
    told += pages.of_kind(options.without, "other")
    for line in pages.left_out(told, _folds(told)):
        print(line)
    whole = [page for page in told if page.kinds]
    models = {"sections": pages.section_model(told)}
    if whole:  # what a made-up page is as a whole is not told
        models["pages"] = pages.page_model(whole)
    _write(models, [page.template for page in told])


def _write(models: dict[str, Linear], ids: Sequence[str]) -> None:
    """The models in place of those of the same names."""
    before = weights() if _TARGET.exists() else Weights("", {})
    digest = hashlib.sha256((before.trained_on + bank.digest() + "\n".join(ids)).encode())
    _TARGET.write_bytes(pack(Weights(digest.hexdigest(), {**before.models, **models})))


class _OfASite(Protocol):
    @property
    def template(self) -> str: ...


def _folds(told: Sequence[_OfASite]) -> dict[str, int]:
    """Which part each site is left out with."""
    templates = sorted({page.template for page in told})
    random.Random(1).shuffle(templates)
    return {template: place % _FOLDS for place, template in enumerate(templates)}


def _left_out(told: Sequence[Labelled]) -> list[list[list[float]]]:
    """For each page the first model's chances, from models that have seen no page of its site."""
    folds = _folds(told)
    chances: list[list[list[float]]] = [[] for _ in told]
    for fold in range(_FOLDS):
        seen = [page for page in told if folds[page.template] != fold]
        known, worth = list_model(seen), worth_model(seen)
        for place, page in enumerate(told):
            if folds[page.template] == fold:
                chances[place] = [
                    known.chances(row.candidate.features) if worth.chances(row.candidate.first)[1] >= WORTH else _NONE
                    for row in page.rows
                ]
        print(f"part {fold + 1} of {_FOLDS} left out", file=sys.stderr, flush=True)
    return chances


def _trust(told: Sequence[Labelled], chances: Sequence[list[list[float]]]) -> Linear:
    found, answers, heavy = [], [], []
    for page, known in zip(told, chances, strict=True):
        for place, kind, features in second_look([row.candidate.features for row in page.rows], known):
            answer = page.rows[place].answer
            if answer is None or (answer == "none" and kind not in page.gold):
                continue
            found.append(features)
            answers.append("yes" if answer == kind else "no")
            heavy.append(_LIGHT.get(page.corpus, 1.0))
    return fit(found, answers, ("no", "yes"), strength=1.0, weights=heavy)


def _choices(page: Labelled, chances: list[list[float]], trust: Linear) -> list[Choice]:
    return [
        Choice(place, kind, trust.chances(features)[1])
        for place, kind, features in second_look([row.candidate.features for row in page.rows], chances)
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("what", choices=("lists", "pages"), help="which models to train")
    parser.add_argument("--rounds", type=int, default=1, help="how many pages each section of the bank stands on")
    parser.add_argument("--corpora", type=Path, nargs="*", default=[], help="folders with labels.jsonl and pages")
    parser.add_argument("--articles", type=Path, nargs="*", default=[], help="articles, for kinds of page")
    parser.add_argument("--without", type=Path, nargs="*", default=[], help="pages that are no guides and list nothing")
    return parser.parse_args()


if __name__ == "__main__":
    main()
