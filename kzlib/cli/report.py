"""``kzlib report``: one static site of all figures."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option(
    "--figures",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The published figures (default: figures/).",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    metavar="DIR",
    help="The site.",
)
def command(figures: Path | None, out: Path) -> None:
    """Build a site of the published figures: it needs no server and asks nothing of the network."""
    from kzlib.report import build
    from kzlib.runner.books import default_out

    number = build(default_out() if figures is None else figures, out)
    click.echo(f"{number} figures: open {out / 'index.html'}")
