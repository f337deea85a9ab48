"""How well names are resolved: pairwise precision and recall on labelled pairs, and how long many names take.

    python benchmarks/entities.py                 # the half that rules were tuned on
    python benchmarks/entities.py --half held-out
    python benchmarks/entities.py --half held-out --misses       # looking at these ends their use as held out
    python benchmarks/entities.py --speed 100000

All names of a half go through one batch, as in a store, and a pair counts as joined when both got the same entity.
Which half a pair belongs to comes from a hash of its type and of what it is about, so that no name stands in both.
"""

from __future__ import annotations

import argparse
import random
import time
import tomllib
from collections import defaultdict
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from pipelines.resolve.engine import alias_of, resolve
from pipelines.resolve.names import TYPES, Name

PAIRS = Path(__file__).parents[1] / "tests" / "fixtures" / "entities" / "pairs.toml"


class Pair(NamedTuple):
    """Two names, and whether they mean the same."""

    type: str
    about: str
    one: str
    other: str
    same: bool
    why: str

    @property
    def held_out(self) -> bool:
        """Whether the pair is kept out of tuning."""
        return blake2b(f"{self.type}|{self.about}".encode(), digest_size=8).digest()[0] % 2 == 1


def pairs() -> list[Pair]:
    """All of them."""
    listed = tomllib.loads(PAIRS.read_text("utf-8"))
    return [
        Pair(of_type, about, one, other, verdict == "same", why)
        for of_type in TYPES
        for about, one, other, verdict, why in listed[of_type]
    ]


class Score(NamedTuple):
    """What came out."""

    joined_right: int
    joined_wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the pairs that were joined, how many mean the same."""
        return self.joined_right / max(1, self.joined_right + self.joined_wrong)

    @property
    def recall(self) -> float:
        """Of the pairs that mean the same, how many were joined."""
        return self.joined_right / max(1, self.joined_right + self.missed)


def joined(asked: list[Pair]) -> list[bool]:
    """Whether each pair was joined, with all names in one batch; names are met on one site."""
    site = frozenset({"example.org"})
    names = {Name(pair.type, text, 1, site) for pair in asked for text in (pair.one, pair.other)}
    entity = {(one.type, one.alias): one.entity for one in resolve(names)}
    return [entity[pair.type, alias_of(pair.one)] == entity[pair.type, alias_of(pair.other)] for pair in asked]


def score(asked: list[Pair], answers: list[bool]) -> Score:
    """Pairwise."""
    right = sum(pair.same and answer for pair, answer in zip(asked, answers, strict=True))
    wrong = sum(answer and not pair.same for pair, answer in zip(asked, answers, strict=True))
    return Score(right, wrong, sum(pair.same for pair in asked) - right)


def report(half: str, misses: bool) -> None:
    """Print the figures of a half."""
    asked = [pair for pair in pairs() if half == "all" or pair.held_out == (half == "held-out")]
    answers = joined(asked)
    by_type: dict[str, list[int]] = defaultdict(list)
    for number, pair in enumerate(asked):
        by_type[pair.type].append(number)
        by_type["all"].append(number)
    print(f"{half}: {len(asked)} pairs in one batch")
    print(f"{'':12}{'pairs':>6}{'precision':>11}{'recall':>8}")
    for of_type, numbers in by_type.items():
        found = score([asked[n] for n in numbers], [answers[n] for n in numbers])
        print(f"{of_type:12}{len(numbers):6}{found.precision:11.3f}{found.recall:8.3f}")
    if misses:
        for pair, answer in zip(asked, answers, strict=True):
            if answer != pair.same:
                print(f"  {'joined' if answer else 'missed'}: {pair.type} {pair.one!r} {pair.other!r} ({pair.why})")


def speed(number: int) -> None:
    """Print the CPU time of many made-up names."""
    dice = random.Random(7)
    syllables = "ba co del fin gra hol in jor kel lum mar nor ost pra quin ros sol tra ul ver wil xan yor zen".split()
    ends = ("", " NV", " SA/NV", " GmbH", " Ltd.", " Group", " Technologies", " (Brussels)")
    names = set()
    while len(names) < number:
        stem = " ".join(
            "".join(dice.choices(syllables, k=dice.randint(2, 4))).title() for _ in range(dice.randint(1, 3))
        )
        of_type = dice.choice(TYPES)
        names.add(
            Name(of_type, stem + (dice.choice(ends) if of_type == "company" else ""), 1, frozenset({"example.org"}))
        )
    resolve([Name("university", "University of Ghent")])
    start = time.process_time()
    resolve(names)
    spent = time.process_time() - start
    print(f"{number} names: {spent:.1f} s of CPU, {number / spent:,.0f} names/s")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tuning", "held-out", "all"), default="tuning")
    parser.add_argument("--misses", action="store_true", help="list the pairs that came out wrong")
    parser.add_argument("--speed", type=int, metavar="NAMES")
    arguments = parser.parse_args()
    if arguments.speed:
        speed(arguments.speed)
    else:
        report(arguments.half, arguments.misses)


if __name__ == "__main__":
    main()
