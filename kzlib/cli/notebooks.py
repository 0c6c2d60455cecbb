"""``kzlib notebooks``: copy the notebooks into a folder of one's own."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="Where to.")
@click.option("--force", is_flag=True, help="Replace notebooks that are there already.")
def command(out: Path, force: bool) -> None:
    """Copy kzlib's notebooks to DIR, to change them there."""
    import shutil

    from kzlib import paths
    from kzlib.errors import KzlibError

    files = sorted(paths.share("notebooks").glob("*.ipynb"))
    taken = [file.name for file in files if (out / file.name).exists()]
    if taken and not force:
        raise KzlibError(
            f"{out} has {', '.join(taken)} already; add --force to replace, or give another folder"
        )
    out.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copyfile(file, out / file.name)
        click.echo(str(out / file.name))
