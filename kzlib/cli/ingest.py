"""``kzlib ingest``: measure articles and write a corpus."""

from __future__ import annotations

import click


@click.command("ingest")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--out", required=True, type=click.Path(), help="The corpus' folder.")
@click.option("--collection", default="mine", show_default=True, help="What to call these articles.")
@click.option("--drawn", default="", help="How they were chosen, one clause; figures repeat it.")
@click.option("--source", default=None, help="The outlet id of all of them, where pages do not tell.")
@click.option("--lang", default=None, help="Their language (en, ru, kk), where it should not be detected.")
@click.option("--map", "mapping", default=None, help="Columns of a table: text=Paragraph,date=Published.")
@click.option(
    "--manifest", default=None, type=click.Path(exists=True), help="A table saying what each file is."
)
@click.option(
    "--recipe", default=None, type=click.Path(), help="A TOML file of collections instead of PATHS."
)
@click.option(
    "--base",
    default=None,
    type=click.Path(),
    help="The folder that a recipe's outside paths are relative to.",
)
@click.option(
    "--keep-text", is_flag=True, help="Also keep the sentences (for kwic and sample); never share them."
)
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1, 256), help="Worker processes.")
@click.option("--scheduler", default=None, help="Address of a dask scheduler instead of --jobs.")
@click.option("--force", is_flag=True, help="Replace the corpus that is there.")
def command(
    paths: tuple[str, ...],
    out: str,
    collection: str,
    drawn: str,
    source: str | None,
    lang: str | None,
    mapping: str | None,
    manifest: str | None,
    recipe: str | None,
    base: str | None,
    keep_text: bool,
    jobs: int,
    scheduler: str | None,
    force: bool,
) -> None:
    """Measure the articles in PATHS (files, folders, archives) and write a corpus.

    Texts are read once and not kept, unless --keep-text is given.  What could not be admitted is listed
    in rejects.csv in the corpus, with the reason.
    """
    from kzlib.corpus.ingest import build_collections
    from kzlib.corpus.recipe import UNSTATED, Collection, load
    from kzlib.errors import UsageError

    if bool(paths) == bool(recipe):
        raise UsageError("give either PATHS to read or --recipe FILE")
    if recipe:
        collections = load(recipe, base)
    else:
        from pathlib import Path

        given = {"source": source, "lang": lang, "map": _pairs(mapping), "manifest": manifest}
        reading = {name: value for name, value in given.items() if value is not None}
        places = tuple(Path(path) for path in paths)
        collections = [Collection(name=collection, paths=places, drawn=drawn or UNSTATED, read=reading)]
    corpus = build_collections(
        collections,
        out,
        keep_text=keep_text,
        jobs=jobs,
        scheduler=scheduler,
        force=force,
        report=lambda line: click.echo(line, err=True),
    )
    from kzlib.cli.describe import flow_lines

    click.echo("\n".join(flow_lines(corpus)))
    click.echo(f"corpus written to {out}; what was not admitted, and why: {corpus.path / 'rejects.csv'}")


def _pairs(mapping: str | None) -> dict[str, str] | None:
    from kzlib.errors import UsageError

    if mapping is None:
        return None
    pairs = [pair.partition("=") for pair in mapping.split(",")]
    for name, sign, column in pairs:
        if not (name and sign and column):
            raise UsageError(f"--map {mapping!r}: write it as text=Paragraph,date=Published")
    return {name.strip(): column.strip() for name, _, column in pairs}
