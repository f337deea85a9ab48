"""`guidepost restore`: a backup, back in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guidepost.commands._output import AsJson, count_lines, print_json, print_table, waiting
from guidepost.commands._store import Data, data_folder
from storage.store import Store


def command(
    source: Annotated[Path, typer.Argument(help="A file that `guidepost backup` has written.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Put it in the place of the data that is there, which goes.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Only verify the file.")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Bring store, archive and suppression list back from a backup, after every digest in it has been verified.

    What was forgotten since the backup was made is forgotten again at once. The configuration is laid beside, in
    `config-of-backup`, for you to compare. A backup of SQLite can be restored to PostgreSQL and the other way round.

    Examples: guidepost restore guidepost-monday.tar --check
              guidepost restore guidepost-monday.tar --data new-folder
    """
    from extractors.extract import extract_page
    from pipelines.forget import carry_out, plan_forget
    from storage.retention.backup_file import verify
    from storage.retention.restore import restore_backup

    if check:
        manifest = verify(source)
        counts, forgotten = manifest.counts, 0
    else:
        folder = data_folder(data)
        with folder.lock("restore"):
            with waiting("restoring"):
                manifest = restore_backup(source, folder, replace=replace)
            with Store.open(folder.store_url, backups=folder.backups) as store:
                plan = plan_forget(folder, store)
                if not plan.empty:
                    with waiting("forgetting again"):
                        carry_out(plan, folder, store, extract_page, keep_backups=True)
                counts, forgotten = store.counts(), len(plan.store.removed) + len(plan.store.masked)
    if as_json:
        print_json({"made_at": manifest.made_at, "store": counts, "pages_forgotten_again": forgotten, "check": check})
        return
    typer.echo(f"{source}: of {manifest.made_at}, {len(manifest.files)} files, all as the manifest says")
    print_table(("in the backup" if check else "in the store", "rows"), count_lines(counts))
    if forgotten:
        typer.echo(f"{forgotten} pages held something that was forgotten since, and were cleared again")
