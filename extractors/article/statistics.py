"""Quantified claims of the main text, each with its sentence as evidence."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.document import Document
from extractors.records import Evidence, QuantifiedClaim
from extractors.values.quantities import claims_in, may_claim
from extractors.values.sentences import sentences

MOST = 300
"""Claims of one page."""
_NO_PROSE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "pre", "td", "th", "dt"})
_SHORTEST = 15


def read_statistics(document: Document, blocks: Sequence[int], language: str | None) -> tuple[QuantifiedClaim, ...]:
    """The claims in the given blocks' running text, in order, each once."""
    found: dict[tuple[object, ...], QuantifiedClaim] = {}
    for index in blocks:
        block = document.blocks[index]
        if block.tag in _NO_PROSE or len(block.text) < _SHORTEST or not may_claim(block.text):
            continue
        for offset, sentence in sentences(block.text):
            if len(sentence) < _SHORTEST:
                continue
            for claim in claims_in(sentence, language):
                key = (claim.value, claim.unit, claim.currency, claim.quantity)
                if key in found:
                    continue
                found[key] = QuantifiedClaim(
                    quantity=claim.quantity,
                    value=claim.value,
                    unit=claim.unit,
                    currency=claim.currency,
                    as_of=claim.as_of,
                    comparison=claim.comparison,
                    raw=claim.raw,
                    evidence=Evidence(
                        quote=sentence, path=document.path(block.node), rule="claim", confidence=0.8, start=offset
                    ),
                )
        if len(found) >= MOST:
            break
    return tuple(found.values())[:MOST]
