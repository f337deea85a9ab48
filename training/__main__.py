"""`python -m training`: make `extractors/scoring/weights.bin` anew, and say how well it does on sites left out."""

from __future__ import annotations

import argparse
import hashlib
import os
import pickle
import random
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before scikit-learn is imported

from extractors.guide.lists.decode import Choice
from extractors.guide.lists.read import LEAST
from extractors.guide.lists.trust import second_look
from extractors.scoring import Linear
from extractors.scoring.linear import Weights, pack, trying, weights
from training import bank, judge
from training.fit import fit
from training.lists import Labelled, forget, from_folder, list_model, made_up, without_lists
from training.words import heading_model, item_model

_FOLDS = 4
_TARGET = Path("extractors/scoring/weights.bin")


def main() -> None:
    """Words, then lists, then trust; figures on the way."""
    options = _options()
    sections = bank.sections()
    if options.pages and options.pages.exists():
        models, pages = pickle.loads(options.pages.read_bytes())  # our own file of an earlier step
    else:
        models = {"headings": heading_model(sections), "items": item_model(sections)}
        pages = [*made_up(options.rounds)]
        with trying(models):
            forget()
            for folder in options.corpora:
                pages += from_folder(folder)
            pages += without_lists(options.without)
        if options.pages:
            options.pages.write_bytes(pickle.dumps((models, pages)))
    print(f"{len(pages):,} pages, {sum(len(page.rows) for page in pages):,} candidates", flush=True)
    left_out = _left_out(pages)
    models["trust"] = _trust(pages, left_out)
    for least in (0.4, LEAST, 0.6, 0.7):
        print(f"--- at {least}")
        shown = [
            (page, _choices(page, chances, models["trust"])) for page, chances in zip(pages, left_out, strict=True)
        ]
        for line in judge.table([page for page, _ in shown], [told for _, told in shown], least):
            print(line)
    models["lists"] = list_model(pages)
    digest = hashlib.sha256(bank.digest().encode())
    for page in pages:
        digest.update(page.id.encode())
    if _TARGET.exists() and not options.fresh:
        models = {**weights().models, **models}
    _TARGET.write_bytes(pack(Weights(digest.hexdigest(), models)))
    print(f"{_TARGET}: {_TARGET.stat().st_size:,} bytes")


def _folds(pages: Sequence[Labelled]) -> dict[str, int]:
    templates = sorted({page.template for page in pages})
    random.Random(1).shuffle(templates)
    return {template: place % _FOLDS for place, template in enumerate(templates)}


def _left_out(pages: Sequence[Labelled]) -> list[list[list[float]]]:
    """For each page the first model's chances, from a model that has seen no page of its site."""
    folds = _folds(pages)
    chances: list[list[list[float]]] = [[] for _ in pages]
    for fold in range(_FOLDS):
        known = list_model([page for page in pages if folds[page.template] != fold])
        for place, page in enumerate(pages):
            if folds[page.template] == fold:
                chances[place] = [known.chances(row.candidate.features) for row in page.rows]
        print(f"fold {fold + 1} of {_FOLDS}", file=sys.stderr, flush=True)
    return chances


def _trust(pages: Sequence[Labelled], chances: Sequence[list[list[float]]]) -> Linear:
    found, answers, weights_ = [], [], []
    for page, told in zip(pages, chances, strict=True):
        rows = page.rows
        for place, kind, features in second_look([row.candidate.features for row in rows], told):
            row = rows[place]
            if row.answer is None or (row.answer == "none" and kind not in page.gold):
                continue
            found.append(features)
            answers.append("yes" if row.answer == kind else "no")
            weights_.append({"bank": 0.25, "synthetic": 0.25}.get(page.corpus, 1.0))
    return fit(found, answers, ("no", "yes"), strength=1.0, weights=weights_)


def _choices(page: Labelled, chances: list[list[float]], trust: Linear) -> list[Choice]:
    return [
        Choice(place, kind, trust.chances(features)[1])
        for place, kind, features in second_look([row.candidate.features for row in page.rows], chances)
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rounds", type=int, default=2, help="pages made from the bank: times that each section is used"
    )
    parser.add_argument("--corpora", type=Path, nargs="*", default=[], help="folders with labels.jsonl and pages")
    parser.add_argument("--without", type=Path, nargs="*", default=[], help="pages that list nothing of the kinds")
    parser.add_argument("--pages", type=Path, help="keep the pages as read in this file, or take them from it")
    parser.add_argument("--fresh", action="store_true", help="keep no model of the present weights")
    return parser.parse_args()


if __name__ == "__main__":
    main()
