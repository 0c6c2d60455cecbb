"""``kzlib sample``: draw sentences for hand coding."""

from __future__ import annotations

import click


@click.command()
@click.argument("corpus")
@click.option("-n", "number", default=300, show_default=True, help="Sentences to draw.")
@click.option("--seed", default=0, show_default=True, help="The same seed draws the same sentences.")
@click.option(
    "--out", type=click.Path(dir_okay=False), help="Write the CSV here instead of to standard output."
)
def command(corpus: str, number: int, seed: int, out: str | None) -> None:
    """Draw a stratified sample of sentences from CORPUS (ingested with --keep-text), as CSV.

    Strata are language, outlet class and the sign of the machine's tone; ``weight`` is the inverse inclusion
    probability.  Fill in ``label``: -1 negative, 0 neutral, 1 positive.
    """
    from kzlib.corpus import Corpus
    from kzlib.instruments.coding import sample

    text = sample(Corpus.open(corpus), number, seed=seed).to_csv(index=False, lineterminator="\n")
    if out is None:
        click.echo(text, nl=False)
        return
    from pathlib import Path

    Path(out).write_text(text, encoding="utf-8")
    click.echo(f"{out}: {text.count(chr(10)) - 1} lines to code", err=True)
