"""The documents that are made from the code: the schema of a record, an example, and the table of its fields.

Run `make docs` after a change of the records; a test tells when it was forgotten.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from extractors.extract import extract
from guidepost.record_schema import record_schema

EXAMPLE_URL = "https://guides.fernwick.example/hiring/data-engineers-in-ghent"


def generated(docs: Path) -> dict[Path, bytes]:
    """What each generated file under `docs` should hold."""
    html = (docs / "example" / "guide.html").read_bytes()
    record = msgspec.structs.replace(extract(html, url=EXAMPLE_URL), extractor_version="0.0.0+example")
    return {
        docs / "record.schema.json": record_schema(),
        docs / "example" / "record.json": msgspec.json.format(record.to_json()) + b"\n",
        docs / "record.md": _reference(msgspec.json.decode(record_schema())).encode(),
    }


def _reference(schema: dict[str, Any]) -> str:
    lines = [
        "# Records",
        "",
        "One page gives one record. This page is made from the code by `make docs`; the machine's version is",
        "[record.schema.json](record.schema.json). See [the page](example/guide.html) and",
        "[what is read from it](example/record.json) for an example of all of it.",
        "",
        "A field that the page does not state is null or empty. Every value carries its evidence. Addresses are",
        "absolute; those of a saved page that tells none of its own stay as they are written.",
    ]
    names = ["PageRecord", *(name for name in schema["$defs"] if name != "PageRecord")]
    for name in names:
        part = schema["$defs"][name]
        lines += ["", f"## {name}", "", part["description"].split("\n\n")[0].replace("\n", " "), ""]
        lines += ["| field | type | what |", "|---|---|---|"]
        for field, described in part["properties"].items():
            lines.append(f"| `{field}` | {_type(described)} | {described.get('description', '')} |")
    return "\n".join(lines) + "\n"


def _type(described: dict[str, Any]) -> str:
    if "anyOf" in described:
        return " or ".join(_type(one) for one in described["anyOf"])
    if "allOf" in described:
        return " and ".join(_type(one) for one in described["allOf"])
    if "$ref" in described:
        name = described["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "enum" in described:
        return ", ".join(f"`{value}`" for value in described["enum"])
    if described.get("type") == "array":
        return f"list of {_type(described['items'])}"
    if described.get("type") == "object":
        return f"map to {_type(described['additionalProperties'])}"
    return str(described.get("type", "any"))


def main() -> None:
    """Write the generated files."""
    for path, content in generated(Path("docs")).items():
        path.write_bytes(content)


if __name__ == "__main__":
    main()
