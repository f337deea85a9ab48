"""`guidepost forget`: a person, an address or a site, out of everything that is kept."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from extractors.errors import UsageError
from guidepost.commands._output import AsJson, print_json, print_table, waiting
from guidepost.commands._store import Data, data_folder, held

if TYPE_CHECKING:
    from pipelines.forget import ForgetPlan
    from storage.store import Store

_SHOWN = 15


def command(
    person: Annotated[
        list[str] | None,
        typer.Option("--person", "-p", help="A name as it is written; repeat it for other spellings of the same name."),
    ] = None,
    url: Annotated[list[str] | None, typer.Option("--url", "-u", help="The address of a page.")] = None,
    site: Annotated[
        list[str] | None, typer.Option("--site", "-s", help="A site's domain, such as example.org.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Look for everything on the suppression list, as after a restore.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do it. Without this nothing is changed.")] = False,
    keep_backups: Annotated[
        bool, typer.Option("--keep-backups", help="Leave the backups in the data folder, which hold what goes.")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Take a person, a page or a site out of rows, history, evidence, queue, archive, exports and backups, for good.

    Shows what would go; with --yes it goes. A suppression list of hashes keeps it from coming back, whether by a crawl
    or by reading old files again. A page that only mentions somebody stays: the name is masked in the archive and the
    page read anew. A page whose address names the person goes whole. docs/data-protection.md says what is found, and
    what is not.

    Examples: guidepost forget --person "Jane Doe"
              guidepost forget --person "Jane Doe" --person "Jane Smith" --yes
              guidepost forget --url https://example.org/about/jane --site example.com --yes
    """
    from extractors.extract import extract_page
    from pipelines.forget import carry_out, plan_forget

    if not (person or url or site or again):
        raise UsageError("forget whom or what? Give --person, --url or --site, or --again for all that is on the list")
    folder = data_folder(data)
    with held(folder, "forget") as store:
        with waiting("looking"):
            plan = plan_forget(folder, store, persons=person or (), urls=url or (), sites=site or ())
        shown = _shown(plan, store, keep_backups)
        if yes:
            with waiting("forgetting") as status:
                run_id = carry_out(
                    plan,
                    folder,
                    store,
                    extract_page,
                    keep_backups=keep_backups,
                    on_step=lambda step: status.update(Text(step)),
                )
            shown |= {"done": True, "run": run_id}
    if as_json:
        print_json(shown)
    else:
        _print(shown, yes)


def _shown(plan: ForgetPlan, store: Store, keep_backups: bool) -> dict[str, Any]:
    from storage.retention.ledger import runs

    segments: Counter[str] = sum(plan.archive.segments.values(), Counter())
    reparsed = [source for run in runs(store, kind="reparse") for source in run.arguments.get("sources", ())]
    return {
        "done": False,
        "found": not plan.empty,
        "pages_removed": sorted(plan.store.removed.values()),
        "pages_masked": sorted(plan.store.masked.values()),
        "pages_not_in_archive": sorted(plan.store.unarchived.values()),
        "sources": sorted(set(reparsed)) if plan.store.unarchived else [],
        "rows": dict(Counter(find.table for find in plan.store.rows)),
        "archive": {"segments": len(plan.archive.segments), **segments},
        "words": dict(plan.archive.words.most_common()),
        "exports": [str(path) for path in plan.exports],
        "backups": [] if keep_backups else [str(path) for path in plan.backups],
        "other_files": [str(path) for path in plan.others],
    }


def _print(shown: dict[str, Any], yes: bool) -> None:
    archive = shown["archive"]
    rows = [
        ("pages that go whole", len(shown["pages_removed"]), _some(shown["pages_removed"])),
        ("pages masked and read anew", len(shown["pages_masked"]), _some(shown["pages_masked"])),
        ("rows about no page", sum(shown["rows"].values()), ", ".join(shown["rows"])),
        ("archive records dropped", archive.get("dropped", 0), f"in {archive['segments']} segments"),
        ("archive records masked", archive.get("masked", 0), _some(f"{w!r} × {n}" for w, n in shown["words"].items())),
        ("exports removed", len(shown["exports"]), _some(shown["exports"])),
        ("backups removed", len(shown["backups"]), _some(shown["backups"])),
    ]
    print_table(("forgotten" if yes else "would go", "number", "which"), rows)
    if shown["pages_not_in_archive"]:
        sources = " ".join(json.dumps(source) for source in shown["sources"]) or "the saved files"
        number = len(shown["pages_not_in_archive"])
        typer.echo(
            f"{number} of the masked pages came from saved files, which the archive does not hold: their rows go. "
            f"To have them back without what is forgotten: guidepost reparse {sources}"
        )
    for path in shown["other_files"]:
        typer.secho(f"left for you to clear: {path}", fg="yellow")
    if not yes and shown["found"]:
        typer.echo("Nothing was changed. Repeat the command with --yes to do it; there is no way back.")
    elif not yes:
        typer.echo("Nothing that is kept holds any of it. With --yes it goes on the list that keeps it from coming.")


def _some(listed: Any) -> str:
    found = list(listed)
    rest = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return "\n".join(found[:_SHOWN]) + rest
