"""A linear model as data: its labels, and a row of weights for each feature that has any."""

from __future__ import annotations

import math
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

import msgspec

_MAGIC = b"guidepost-weights 1\n"
_FILE = "weights.bin"
_STEPS = 127
"""A weight is a whole number from -127 to 127 times the model's `scale`."""


_SHIFT = 128
"""Added to each weight in its lane."""
_FINE = 1024
"""Steps of a feature's value."""
_LANE = 40
_LANE_MASK = (1 << _LANE) - 1
_LANE_START = 1 << (_LANE - 1)
"""Values may be negative; their sums are far below this."""


class ScoringError(Exception):
    """The weights are missing, damaged, or of another version than this program."""


class _Lanes(NamedTuple):
    """A model's rows as whole numbers, each made when it is first needed: a page needs few of them."""

    start: int
    places: tuple[int, ...]
    rows: dict[str, int]

    def row(self, weights: bytes) -> int:
        """A row of weights in lanes."""
        lanes = zip(array("b", weights), self.places, strict=True)
        return sum((weight + _SHIFT) << place for weight, place in lanes)


@dataclass(frozen=True)
class Linear:
    """One model."""

    labels: tuple[str, ...]
    scale: float
    bias: tuple[float, ...]
    rows: dict[str, bytes]
    """By feature: a signed byte a label."""

    def chances(self, features: Mapping[str, float]) -> list[float]:
        """The probability of each label, in their order; they add up to 1.

        A row is one large whole number with a lane of bits a label, so that a feature costs one multiplication
        whatever the number of labels; weights are shifted to be positive, and the shift is taken off at the end.
        """
        lanes = self._lanes
        total, count = lanes.start, 0
        known, raw = lanes.rows, self.rows
        for name, value in features.items():
            row = known.get(name)
            if row is None:
                if name not in raw:
                    continue
                row = known[name] = lanes.row(raw[name])
            steps = int(value * _FINE)
            total += steps * row
            count += steps
        shift = _LANE_START + count * _SHIFT
        scale = self.scale / _FINE
        scores = [
            bias + scale * (((total >> place) & _LANE_MASK) - shift)
            for bias, place in zip(self.bias, lanes.places, strict=True)
        ]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        whole = sum(powers)
        return [power / whole for power in powers]

    @cached_property
    def _lanes(self) -> _Lanes:
        places = tuple(_LANE * at for at in range(len(self.labels)))
        return _Lanes(sum(_LANE_START << place for place in places), places, {})

    def reasons(
        self, features: Mapping[str, float], label: int, against: int, most: int = 4
    ) -> list[tuple[str, float]]:
        """The features that spoke most for one label and not for another, with what each added to the score."""
        added = [
            (name, value * self.scale * (weights[label] - weights[against]))
            for name, value in features.items()
            if value and name in self.rows and (weights := array("b", self.rows[name]))
        ]
        return sorted(added, key=lambda one: -one[1])[:most]


class Weights(msgspec.Struct, frozen=True):
    """All models, and what they were trained on."""

    trained_on: str
    """SHA-256 of the training data, as hexadecimal digits."""
    models: dict[str, Linear]


@cache
def weights() -> Weights:
    """The shipped weights; `ScoringError` says what is wrong with them and what to do."""
    try:
        raw = files("extractors.scoring").joinpath(_FILE).read_bytes()
    except OSError as error:
        raise ScoringError(f"the weights cannot be read ({error}): install Guidepost anew") from error
    return unpack(raw)


_trial: dict[str, Linear] = {}


def model(name: str) -> Linear:
    """A model by name."""
    return _trial.get(name) or weights().models[name]


@contextmanager
def trying(models: Mapping[str, Linear]) -> Iterator[None]:
    """Other models in place of the shipped ones, while they are being trained; callers clear their own caches."""
    before = dict(_trial)
    _trial.update(models)
    try:
        yield
    finally:
        _trial.clear()
        _trial.update(before)


def linear(labels: Sequence[str], bias: Sequence[float], rows: Mapping[str, Sequence[float]]) -> Linear:
    """A model from weights as trained; those too small to count are left out."""
    largest = max((abs(weight) for row in rows.values() for weight in row), default=1.0)
    scale = largest / _STEPS
    kept: dict[str, bytes] = {}
    for name, row in sorted(rows.items()):
        steps = [round(weight / scale) for weight in row]
        if any(steps):
            kept[name] = array("b", steps).tobytes()
    return Linear(tuple(labels), scale, tuple(bias), kept)


def pack(found: Weights) -> bytes:
    """The bytes of a file: the same weights give the same bytes."""
    return _MAGIC + zlib.compress(msgspec.msgpack.encode(found), 9)


def unpack(raw: bytes) -> Weights:
    """The weights from the bytes of their file."""
    if not raw.startswith(_MAGIC):
        raise ScoringError(
            f"the weights are others than this program reads (they begin with {raw[:24]!r}, not {_MAGIC!r}):"
            " install Guidepost anew, or make them with python -m training"
        )
    try:
        return msgspec.msgpack.decode(zlib.decompress(raw[len(_MAGIC) :]), type=Weights)
    except (zlib.error, msgspec.MsgspecError) as error:
        raise ScoringError(f"the weights are damaged ({error}): install Guidepost anew") from error
