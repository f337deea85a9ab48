"""What the readers of authors, dates and titles had to choose from, from those readers' own steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractors.article import authors, dates, title
from extractors.article.authors.bylines import shown_bylines
from extractors.article.date_choice import Line, stands_alone
from extractors.article.date_lines import Lines
from extractors.article.date_places import Dated
from extractors.article.read import Survey
from extractors.document import Document
from extractors.document.zones import zones_of
from extractors.metadata import Metadata
from extractors.options import Explained, Feature, Option
from extractors.records import Evidence, Issue


def explain_authors(seen: Survey) -> Explained:
    """Bylines that the page shows, by weight, then authors that its metadata state."""
    place = seen.byline
    weighed, read = authors.weigh(place), authors.read_authors(place)
    believed = {one.evidence.path for one in weighed.chosen}
    found: list[Option] = []
    for weight, group in shown_bylines(place):
        names = ", ".join(one.name.name for one in group)
        chosen = any(one.evidence.path in believed for one in group)
        found.append(_option(names, group[0].evidence, place.document, group[0].block, chosen, weight))
    found += [
        _option(one.name.name, one.evidence, place.document, None, one.evidence.path in believed)
        for one in weighed.stated
    ]
    return Explained(
        field="author",
        value="; ".join(one.name for one in read.authors) or None,
        options=tuple(found),
        notes=tuple(issue.message for issue in read.issues),
    )


def explain_dates(seen: Survey) -> tuple[Explained, Explained]:
    """Date of publication and of the last change: what each way of reading finds, in the order they are asked."""
    place, read = seen.dateline, dates.read_dates(seen.dateline)
    lines = Lines(dates.with_custom(place))
    notes = tuple(issue.message for issue in read.issues)
    published = _ways((*dates.STATED, *dates.UNSTATED), lines, read.published)
    modified = _ways(dates.MODIFIED, lines, read.modified)
    shown = [_line_option(line, read) for line in (*lines.near, *lines.after)]
    return (
        Explained(
            field="date_published",
            value=read.published.iso if read.published else None,
            options=_once([*published, *(one for one in shown if one.rule != "line_modified")]),
            notes=notes,
        ),
        Explained(
            field="date_modified",
            value=read.modified.iso if read.modified else None,
            options=_once([*modified, *(one for one in shown if one.rule == "line_modified")]),
        ),
    )


def explain_title(document: Document, metadata: Metadata, seen: Survey) -> Explained:
    """The page's main headings and what its metadata call it."""
    headings, stated = title.candidates(document, metadata, seen.subjects)
    options = [
        _option(
            document.blocks[index].text,
            Evidence(quote="", path=document.path(document.blocks[index].node), rule=document.blocks[index].tag),
            document,
            index,
            seen.heading is not None and seen.heading.block == index,
        )
        for index in headings
    ]
    for text, path, rule in stated:
        evidence = Evidence(quote=text, path=path, rule=rule)
        chosen = seen.heading is not None and seen.heading.evidence.path == path
        options.append(_option(text, evidence, document, None, chosen))
    notes = [f"by the rule {seen.heading.evidence.rule}"] if seen.heading else []
    return Explained(
        field="title", value=seen.heading.text if seen.heading else None, options=tuple(options), notes=tuple(notes)
    )


def _option(
    value: str, evidence: Evidence, document: Document, block: int | None, chosen: bool, score: float | None = None
) -> Option:
    features = [Feature(name="confidence", detail=f"{evidence.confidence:g}")] if evidence.confidence < 1 else []
    if block is not None:
        zone = zones_of(document)[document.blocks[block].node]
        features.append(Feature(name="zone", detail=zone or "none"))
    return Option(
        value=value,
        rule=evidence.rule,
        chosen=chosen,
        score=score,
        features=tuple(features),
        quote=evidence.quote,
        path=evidence.path,
    )


def _ways(ways: Sequence[dates.Way], lines: Lines, read: Dated | None) -> Iterator[Option]:
    unheard: list[Issue] = []
    for way in ways:
        if found := way(lines, unheard):
            chosen = read is not None and found.evidence.path == read.evidence.path
            yield _option(found.iso, found.evidence, lines.place.document, None, chosen)


def _line_option(line: Line, read: dates.Dates) -> Option:
    document = line.place.document
    path = document.path(document.blocks[line.block].node)
    features = [Feature(name="stands alone")] if stands_alone(line) else [Feature(name="part of a longer text")]
    features.append(Feature(name="near the title" if line.near else "below the text"))
    return Option(
        value=line.found.iso,
        rule=f"line_{line.kind or 'date'}",
        chosen=any(one is not None and one.evidence.path == path for one in (read.published, read.modified)),
        features=tuple(features),
        quote=line.quote,
        path=path,
    )


def _once(options: Iterable[Option]) -> tuple[Option, ...]:
    """The options without those of which an earlier one tells the same value from the same place."""
    kept: dict[tuple[str, str], Option] = {}
    for one in options:
        kept.setdefault((one.value, one.path), one)
    return tuple(kept.values())
