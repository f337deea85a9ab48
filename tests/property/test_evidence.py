"""Every value cites words that stand where it says, on the project's own pages and on real ones."""

import gzip
from pathlib import Path

import pytest

from extractors.extract import extract_page
from extractors.page import Page
from guidepost.evidence import check_evidence

ROOT = Path(__file__).parents[2]
OWN = [ROOT / "docs" / "example" / "guide.html"]  # cases are checked where they are read
CORPORA = ROOT.parent / "shared" / "corpora"
REAL = sorted(CORPORA.glob("**/*.html.gz"))[::23]


def faults(content: bytes) -> list[str]:
    page = Page(content=content, url="https://www.example.org/a/page")
    return [
        f"{finding.field} {finding.value!r}: {finding.fault}"
        for finding in check_evidence(extract_page(page), page)
        if finding.fault
    ]


@pytest.mark.parametrize("path", OWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_own_pages(path: Path) -> None:
    assert faults(path.read_bytes()) == []


@pytest.mark.skipif(not REAL, reason="the corpora of the development folder are not here")
@pytest.mark.parametrize("path", REAL, ids=lambda path: str(path.relative_to(CORPORA)))
def test_real_pages(path: Path) -> None:
    assert faults(gzip.decompress(path.read_bytes())) == []
