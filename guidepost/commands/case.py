"""`guidepost case`: pages with what is to be read from them, and what a change in the code moves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractors.errors import UsageError
from guidepost.commands._output import AsJson, complain, print_json, progress

if TYPE_CHECKING:
    from guidepost.cases.case import Case
    from guidepost.cases.reading import Reading

app = typer.Typer(no_args_is_help=True)
Root = Annotated[Path, typer.Option("--cases", help="The folder of cases.", envvar="GUIDEPOST_CASES")]
Names = Annotated[list[str] | None, typer.Argument(help="Cases, or sites of cases; all of them if none is named.")]
Pages = Annotated[list[Path] | None, typer.Argument(help="Folders of saved pages to be read beside the cases.")]
_ROOT = Path("tests/fixtures")


@app.callback()
def _group() -> None:
    """Keep pages with what is to be read from them, and see what a change in the code moves."""


@app.command()
def add(
    source: Annotated[str, typer.Argument(help="An .html or .html.gz file, - for standard input, or an address.")],
    name: Annotated[str | None, typer.Option(help="SITE/SLUG; by default from the address.")] = None,
    url: Annotated[str | None, typer.Option(help="The address that a saved page came from.")] = None,
    note: Annotated[str, typer.Option(help="What the case is about, in a sentence.")] = "",
    contact: Annotated[str | None, typer.Option(help="Mail or web address at which the site reaches you.")] = None,
    cases: Root = _ROOT,
    as_json: AsJson = False,
) -> None:
    """Make a case of a page: its bytes, a frozen time, and all that is read from it today.

    Read `expected.json` then, and mend what is wrong in it: from there on it says what is to be read. Only pages that
    are yours to give away belong into a repository; name a private folder with --cases for others.

    Examples: guidepost case add page.html --url https://example.org/nurses-in-ghent
              guidepost case add https://example.org/nurses-in-ghent --cases ~/my-cases
    """
    from extractors.extract import extract_page
    from guidepost.cases.case import add as add_case
    from guidepost.cases.case import bare, write_json
    from guidepost.commands.extract import page_from

    page = page_from(source, url, contact)
    made = add_case(cases, page, name=name, fetched_at=page.fetched_at or datetime.now(UTC), note=note)
    write_json(made.folder / "expected.json", bare(extract_page(made.page())))
    if as_json:
        print_json({"case": made.name, "folder": str(made.folder)})
    else:
        typer.echo(f"{made.folder}/: read expected.json, mend what is wrong, then `guidepost case check {made.name}`")


@app.command()
def check(names: Names = None, cases: Root = _ROOT, as_json: AsJson = False) -> None:
    """Read all cases: whole records exact, evidence standing, figures not below their floors.

    Example: guidepost case check example.org
    """
    from guidepost.cases import checking
    from guidepost.cases.case import find
    from guidepost.commands._cases import checked_as_data, print_report

    found = find(cases, tuple(names or ()))
    with progress("checking cases", len(found)) as show:
        report = checking.check(cases, found, whole=not names, on_page=show)
    if as_json:
        print_json(checked_as_data(report))
    else:
        print_report(report)
    if not report.holds:
        raise typer.Exit(1)


@app.command()
def update(
    names: Names = None,
    floors: Annotated[bool, typer.Option("--floors", help="Raise floors.toml to the figures of the day.")] = False,
    lower: Annotated[
        list[str] | None,
        typer.Option("--lower", metavar="FIELD", help="Let this floor sink, too; `all` for every one."),
    ] = None,
    cases: Root = _ROOT,
    as_json: AsJson = False,
) -> None:
    """Freeze anew what is read: `expected.json` where it has moved, and the floors if asked for.

    What moved is printed; look at it, and at `git diff`, before it is committed.

    Examples: guidepost case update
              guidepost case update --floors --lower subtitle
    """
    from guidepost.cases import checking
    from guidepost.cases import floors as least
    from guidepost.cases.case import find, write_json
    from guidepost.commands._cases import print_floors, print_moved

    if names and (floors or lower):
        raise UsageError("floors are those of all cases: name none, or leave --floors and --lower out")
    found = find(cases, tuple(names or ()))
    with progress("reading cases", len(found)) as show:
        report = checking.check(cases, found, whole=False, on_page=show)
    asked = [*report.scores] if lower and "all" in lower else lower or []
    if unknown := [field for field in asked if field not in report.scores]:
        raise UsageError(f"--lower: there is no floor for {unknown[0]!r}; there are {', '.join(report.scores)}, all")
    moved = {one.case.name: one.moved for one in report.checked if one.moved}
    for one in report.checked:
        fresh = one.case.stated("expected") is None and one.case.stated("truth") is None
        if one.moved or fresh:
            write_json(one.case.folder / "expected.json", one.read)
    old = new = least.load(cases)
    if floors or lower:
        new = least.raised(old, report.scores, least.corpus_digest(found), asked)
        least.save(cases, new)
    if as_json:
        print_json({"moved": moved, "floors": new.least if new else {}})
        return
    print_moved(moved)
    typer.echo(f"{len(moved)} of {len(found)} cases were frozen anew" if moved else "no expected record has moved")
    if new is not None and (floors or lower):
        print_floors(old, new, report.scores)


@app.command()
def snapshot(
    file: Annotated[Path, typer.Argument(help="Where to write it, such as before.jsonl.gz.")],
    pages: Pages = None,
    cases: Root = _ROOT,
    as_json: AsJson = False,
) -> None:
    """Keep what is read today from all cases and folders of pages, to compare with after a change.

    Example: guidepost case snapshot before.jsonl.gz ~/pages && guidepost case diff ~/pages --against before.jsonl.gz
    """
    from extractors.version import extractor_version
    from guidepost.cases.snapshot import save

    reading = _read(_all(cases, pages), "reading")
    save(file, reading, extractor_version())
    if as_json:
        print_json({"file": str(file), "pages": len(reading), "extractor_version": extractor_version()})
    else:
        typer.echo(f"{file}: {len(reading)} pages as {extractor_version()} reads them")


@app.command()
def diff(
    pages: Pages = None,
    against: Annotated[
        str, typer.Option("--against", "-a", help="A revision of the checkout, or a file of `case snapshot`.")
    ] = "HEAD",
    cases: Root = _ROOT,
    as_json: AsJson = False,
) -> None:
    """Say what a change in the code moves, field by field, over all cases and any folder of pages.

    The pages are read by the readers as they are and by those of the revision (by default the last commit), or compared
    with what a snapshot holds. Where cases have a truth, the figures before and after are told.

    Examples: guidepost case diff
              guidepost case diff ~/pages --against main
    """
    from guidepost.cases.compare import differences
    from guidepost.cases.reading import code_of
    from guidepost.cases.snapshot import load
    from guidepost.commands._cases import moved_as_data, print_moved, print_scores, scores_of

    found = _all(cases, pages)
    if Path(against).is_file():
        before = load(Path(against))
    else:
        with code_of(against) as code:
            before = _read(found, f"reading as {against}", code)
    after = _read(found, "reading")
    if missing := [case.name for case in found if case.name not in before]:
        complain("not compared", f"{len(missing)} pages are not in {against}, such as {missing[0]}")
    both = [case for case in found if case.name in before]
    moved = {case.name: differences(before[case.name], after[case.name]) for case in both}
    moved = {name: changes for name, changes in moved.items() if changes}
    old, new = scores_of(both, before), scores_of(both, after)
    if as_json:
        print_json(moved_as_data(moved, old, new))
        return
    print_moved(moved)
    print_scores(old, new)
    typer.echo(
        f"{len(moved)} of {len(both)} pages are read otherwise than by {against}" if moved else "nothing has moved"
    )


def _all(cases: Path, pages: list[Path] | None) -> list[Case]:
    """The cases, where their folder is there or nothing else is named, and the pages of the folders."""
    from guidepost.cases.case import find, saved_pages

    found = find(cases) if cases.is_dir() or not pages else []
    return [*found, *(page for folder in pages or () for page in saved_pages(folder))]


def _read(found: list[Case], what: str, code: Path | None = None) -> Reading:
    from guidepost.cases.reading import OWN, read_all

    with progress(what, len(found)) as show:
        return read_all(found, code or OWN, show)
