"""``kzlib cite``: how to cite a figure."""

from __future__ import annotations

import click


@click.command()
@click.argument("figure")
@click.option(
    "--style", default="apa", show_default=True, metavar="STYLE", help="apa, gost, bibtex or csl-json."
)
def command(figure: str, style: str) -> None:
    """Cite FIGURE: an id such as bias-tone-gap, or an image or document that carries one."""
    from kzlib.figures import cite

    click.echo(cite(figure, style))
