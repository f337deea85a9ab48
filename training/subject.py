"""Fit the weights of place and occupation: `python -m training.subject CORPORA`.

Every text of a page that names one is a case: right where the labels say so, wrong where they say another, and wrong on
articles, which are about none. Prints weights for `extractors/guide/occupation.py` and `location.py`, and how sure they
are of what is right, each page judged by weights that were fitted without its site.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import extractors.guide.location as location
import extractors.guide.occupation as occupation
from extractors import extract
from extractors.guide.about import Source
from extractors.guide.parts import Context

_STEPS, _RATE, _RIDGE, _FOLDS = 400, 0.5, 0.02, 5
_ARTICLES_WEIGH = 0.5
"""What an article counts: they are many, and some are about a place after all."""


class Case(NamedTuple):
    """What a text names, by features, and whether that is right."""

    page: str
    features: Mapping[str, float]
    right: bool
    weight: float


class Seen:
    """What the last page was asked."""

    sources: Sequence[Source] = ()
    context: Context | None = None


def collect(corpora: Path) -> tuple[list[Case], list[Case]]:
    """Cases of occupation and of place."""
    occupations: list[Case] = []
    places: list[Case] = []
    choose = occupation.choose_occupation

    def spy(sources: Sequence[Source], context: Context) -> occupation.Chosen | None:
        Seen.sources, Seen.context = sources, context
        return choose(sources, context)

    sys.modules["extractors.guide.subject"].choose_occupation = spy  # type: ignore[attr-defined]
    for site, label, html in _pages(corpora):
        extract(html, url=label.get("url"))
        assert Seen.context is not None
        weight = _ARTICLES_WEIGH if "occupation" not in label and "location" not in label else 1.0
        if "occupation" in label:
            wanted = [_words(name) for name in (label["occupation"], *label.get("occupation_also", ()))]
            for _, found, features in occupation.candidates(Seen.sources, Seen.context):
                named = _words(found.name)
                occupations.append(Case(site, features, any(one <= named or named <= one for one in wanted), weight))
        if label.get("location"):
            for _, stated, features in location.candidates(Seen.sources, Seen.context):
                places.append(Case(site, features, _is_place(stated.place, label["location"]), weight))
        if "article" in label:
            found_there = occupation.candidates(Seen.sources, Seen.context)
            occupations += [Case(site, features, False, weight) for _, _, features in found_there]
            stated_there = location.candidates(Seen.sources, Seen.context)
            places += [Case(site, features, False, weight) for _, _, features in stated_there]
    return occupations, places


def _pages(corpora: Path) -> Iterator[tuple[str, dict[str, Any], bytes]]:
    for name in ("guides", "found", "authored"):
        for line in (corpora / name / "labels.jsonl").read_text("utf-8").splitlines():
            label = json.loads(line)
            yield label["template"], label, gzip.decompress((corpora / name / label["html_file"]).read_bytes())
    for folder in sorted((corpora / "articles").iterdir()):
        records = folder / "records.jsonl"
        for line in records.read_text("utf-8").splitlines() if records.exists() else ():
            label = json.loads(line)
            html = gzip.decompress((folder / label["html_file"]).read_bytes())
            yield f"{folder.name}/{label['id']}", {"url": label.get("url"), "article": True}, html


def _words(name: str) -> frozenset[str]:
    plain = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFKD", name.casefold()))
    return frozenset(plain.split())


def _is_place(place: Any, wanted: Mapping[str, Any]) -> bool:
    if wanted.get("city"):
        cities = [_words(name) for name in (wanted["city"], *wanted.get("city_also", ()))]
        return place.city is not None and _words(place.city) in cities
    return bool(wanted.get("country")) and place.country == wanted["country"] and place.city is None


def fit(cases: Sequence[Case], names: Sequence[str]) -> dict[str, float]:
    """Weights by plain gradient descent with a little ridge."""
    weights = dict.fromkeys(names, 0.0)
    total = sum(case.weight for case in cases)
    for _ in range(_STEPS):
        slope = {name: _RIDGE * weights[name] / 10 for name in names}
        for case in cases:
            miss = case.weight * (probability(weights, case.features) - case.right)
            for name, value in case.features.items():
                if value:
                    slope[name] += miss * value / total
        for name in names:
            weights[name] -= _RATE * 4 * slope[name]
    return weights


def probability(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Of a case to be right."""
    return 1 / (1 + math.exp(-sum(weights[name] * value for name, value in features.items())))


def report(name: str, cases: list[Case], names: Sequence[str]) -> None:
    """Weights, and a table of how often what is claimed is right."""
    sys.stdout.write(f"\n{name}: {len(cases)} cases, {sum(case.right for case in cases)} right\n")
    for key, weight in fit(cases, names).items():
        sys.stdout.write(f'    "{key}": {weight:.1f},\n')
    judged: list[tuple[float, Case]] = []
    pages = sorted({case.page for case in cases})
    for fold in range(_FOLDS):
        out = set(pages[fold::_FOLDS])
        weights = fit([case for case in cases if case.page not in out], names)
        judged += [(probability(weights, case.features), case) for case in cases if case.page in out]
    for low in (0.0, 0.1, 0.3, 0.5, 0.7, 0.9):
        high = {0.0: 0.1, 0.9: 1.01}.get(low, low + 0.2)
        inside = [(chance, case) for chance, case in judged if low <= chance < high]
        if inside:
            right = sum(case.right for _, case in inside)
            sys.stdout.write(f"  {low:.1f}–{high:.1f}: {len(inside)} cases, {right / len(inside):.2f} right\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", type=Path)
    occupations, places = collect(parser.parse_args().corpora)
    report("occupation", occupations, list(occupation._WEIGHTS))
    report("place", places, list(location._WEIGHTS))


if __name__ == "__main__":
    main()
