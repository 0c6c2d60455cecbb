"""``kzlib kwic TERM CORPUS``: a term in its contexts."""

from __future__ import annotations

import click


@click.command(short_help="a term in its contexts (corpus with kept texts)")
@click.argument("term")
@click.argument("corpus")
@click.option(
    "--sort",
    type=click.Choice(["date", "left", "right", "outlet"]),
    default="date",
    help="Order of the lines.",
)
@click.option("--side", default="", help="Only this side: state or independent.")
@click.option("--lang", "languages", multiple=True, help="Only this language (may be repeated).")
@click.option("--source", "sources", multiple=True, help="Only this outlet (may be repeated).")
@click.option("--since", default="", help="First day, e.g. 2022-01-01.")
@click.option("--until", default="", help="Last day.")
@click.option(
    "--width", type=click.IntRange(0, 500), default=50, show_default=True, help="Characters on either side."
)
@click.option("--limit", type=click.IntRange(0), default=0, help="At most so many lines (0: all).")
@click.option("--lemma", is_flag=True, help="TERM is a dictionary form: find all its forms.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def command(
    term: str,
    corpus: str,
    sort: str,
    side: str,
    languages: tuple[str, ...],
    sources: tuple[str, ...],
    since: str,
    until: str,
    width: int,
    limit: int,
    lemma: bool,
    as_json: bool,
) -> None:
    """Show TERM with the words left and right of it, in a CORPUS that was ingested with --keep-text.

    TERM is a word, a word with wildcards (protest*), two words, or /a regular expression/; several are separated by
    commas. A corpus that is shared holds no texts: this works on your own.
    """
    from kzlib import sources as registry
    from kzlib.corpus import Corpus
    from kzlib.errors import UsageError
    from kzlib.terms.kwic import kwic, need_texts

    opened = Corpus.open(corpus)
    need_texts(opened)
    articles = opened.where(languages=languages, sources=sources, since=since or None, until=until or None)
    articles = articles.assign(side=registry.sides(articles, ["state"], ["independent", "foreign_public"]))
    if side and side not in ("state", "independent"):
        raise UsageError(f"--side takes state or independent, not {side!r}")
    patterns = [term] if term.startswith("/") else [part for part in term.split(",") if part.strip()]
    by = "lemma" if lemma else "form"
    table = kwic(opened, articles, patterns, width=width, sort=sort, side=side, limit=limit, by=by)
    if as_json:
        click.echo(
            table.to_json(orient="records", lines=True, force_ascii=False, date_format="iso").rstrip("\n")
        )
        return
    for row in table.to_dict("records"):
        day = (
            str(row["published"])[:10]
            if row["published"] == row["published"] and row["published"]
            else "undated"
        )
        outlet = row["outlet"] if isinstance(row["outlet"], str) else "unknown"
        click.echo(
            f"{day:10}  {outlet[:18]:18}  {row['left']:>{max(width, 1)}} [{row['hit']}] {row['right']}"
        )
    click.echo(f"{len(table):,} line{'' if len(table) == 1 else 's'} of {term} in {opened.path}", err=True)
