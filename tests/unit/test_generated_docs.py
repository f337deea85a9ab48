"""The documents that are made from the code are those that the code makes."""

from pathlib import Path

import jsonschema
import msgspec
import pytest

from extractors.extract import extract
from guidepost.record_docs import generated
from guidepost.record_schema import record_schema

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("path", list(generated(DOCS)), ids=lambda path: path.name)
def test_is_up_to_date(path: Path) -> None:
    assert path.read_bytes() == generated(DOCS)[path], "run `make docs`"


@pytest.mark.parametrize("page", [b"", b"<p>hello", (DOCS / "example" / "guide.html").read_bytes()], ids=len)
def test_records_fit_the_schema(page: bytes) -> None:
    validator = jsonschema.Draft202012Validator(msgspec.json.decode(record_schema()))
    validator.validate(extract(page, url="https://example.org/a").to_dict())
