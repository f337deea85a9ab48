"""`guidepost backup`: store, archive and configuration in one verified file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guidepost.commands._output import AsJson, print_json, waiting
from guidepost.commands._store import Data, data_folder, held


def command(
    target: Annotated[
        Path | None, typer.Argument(help="File to write; by default a dated one in `backups` in the data folder.")
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Copy store, archive, suppression list and configuration into one file, and verify it by its digests.

    The store is copied in a consistent state, from SQLite and PostgreSQL alike. Exports are not in it: they can be made
    anew. The file holds all that the data folder holds, people's data too: keep it as you keep that.

    Examples: guidepost backup
              guidepost backup /mnt/backups/guidepost-monday.tar
    """
    from crawlers.config import find_project_file, load_config
    from storage.retention.backup import default_name, make_backup
    from storage.retention.size import readable

    folder = data_folder(data)
    config, _ = load_config()
    project = find_project_file(Path.cwd())
    files = {project.name: project} if project else {}
    files |= {f"sites/{path.name}": path for sites in config.sites for path in sorted(sites.glob("*.toml"))}
    place = target or folder.backups / default_name()
    with held(folder, "backup") as store, waiting("copying"):
        manifest = make_backup(folder, store, place, config=files)
    if as_json:
        print_json({"file": str(place), "bytes": manifest.bytes, "files": sorted(manifest.files)})
    else:
        typer.echo(f"{place}: {len(manifest.files)} files, {readable(manifest.bytes)}, verified")
