"""``kzlib sample``: draw sentences for hand coding."""

from __future__ import annotations

import click


@click.command()
@click.argument("corpus")
@click.option("-n", "number", default=300, show_default=True, help="Sentences to draw.")
@click.option("--lang", multiple=True, help="Only articles in this language; may be repeated.")
@click.option(
    "--class", "classes", multiple=True, help="Only outlets of this class (state …); may be repeated."
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="The same seed draws the same sentences.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False), help="Write the CSV here instead of to standard output."
)
def command(
    corpus: str, number: int, lang: tuple[str, ...], classes: tuple[str, ...], seed: int, out: str | None
) -> None:
    """Draw a stratified sample of sentences from CORPUS (ingested with --keep-text), as CSV.

    Strata are language, outlet class and the sign of the machine's tone; ``weight`` is the inverse inclusion
    probability.  Fill in ``label`` (-1 negative, 0 neutral, 1 positive), or code in JupyterLab.  What is coded
    corrects the means of groups that have 100 labels of 5 outlets.

    Example: kzlib sample mine --lang ru --class state --class independent -n 240 --out coded.csv
    """
    from kzlib.corpus import Corpus
    from kzlib.instruments.coding import enough, sample

    opened = Corpus.open(corpus)
    articles = opened.where(languages=list(lang) or None)
    if classes:
        articles = articles[articles["class"].isin(classes)]
    drawn = sample(opened, number, articles=articles, seed=seed)
    text = drawn.to_csv(index=False, lineterminator="\n")
    if out is None:
        click.echo(text, nl=False)
        return
    from pathlib import Path

    Path(out).write_text(text, encoding="utf-8", newline="")
    click.echo(f"{out}: {len(drawn)} sentences to code", err=True)
    for row in enough(drawn).to_dict("records"):
        lacks = "" if row["enough"] else " (too few to correct this class alone)"
        click.echo(
            f"  {row['lang']}, {row['class']}: {row['n']} of {row['outlets']} outlets{lacks}", err=True
        )
    click.echo(
        f"fill in label, or in JupyterLab: from kzlib.instruments import coding; coding.code({out!r})",
        err=True,
    )
