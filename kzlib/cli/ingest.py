"""``kzlib ingest``: measure articles and write a corpus."""

from __future__ import annotations

from typing import Any

import click

from kzlib.cli.reading import reading, warn


@click.command("ingest")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--out", required=True, type=click.Path(), help="The corpus' folder.")
@click.option("--collection", default="mine", show_default=True, help="What to call these articles.")
@click.option("--drawn", default="", help="How they were chosen, one clause; figures repeat it.")
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
@click.option(
    "--instrument",
    "instruments",
    multiple=True,
    metavar="NAME_OR_PATH",
    help="Score also with this instrument, beside each language's own (repeatable).",
)
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1, 256), help="Worker processes.")
@click.option("--scheduler", default=None, help="Address of a dask scheduler instead of --jobs.")
@click.option("--force", is_flag=True, help="Replace the corpus that is there.")
@reading
def command(
    paths: tuple[str, ...],
    out: str,
    collection: str,
    drawn: str,
    recipe: str | None,
    base: str | None,
    keep_text: bool,
    instruments: tuple[str, ...],
    jobs: int,
    scheduler: str | None,
    force: bool,
    reading: dict[str, Any],
) -> None:
    """Measure the articles in PATHS (files, folders, archives) and write a corpus.

    Texts are read once and not kept, unless --keep-text is given.  What could not be admitted is listed
    in rejects.csv in the corpus, with the reason.
    """
    from kzlib.corpus.ingest import build_collections
    from kzlib.corpus.recipe import UNSTATED, Collection, instruments_of, load
    from kzlib.errors import UsageError

    if bool(paths) == bool(recipe):
        raise UsageError("give either PATHS to read or --recipe FILE")
    if recipe and reading:
        option = next(iter(reading)).replace("clean", "raw")
        raise UsageError(f"--{option} goes with PATHS; a recipe says in `read` how each collection is read")
    warn([reading["source"]] if "source" in reading else [])
    if recipe:
        collections = load(recipe, base)
        instruments = (*instruments_of(recipe), *instruments)
    else:
        from pathlib import Path

        places = tuple(Path(path) for path in paths)
        collections = [Collection(name=collection, paths=places, drawn=drawn or UNSTATED, read=reading)]
    _tell_languages(instruments)
    corpus = build_collections(
        collections,
        out,
        keep_text=keep_text,
        jobs=jobs,
        scheduler=scheduler,
        force=force,
        instruments=instruments,
        report=lambda line: click.echo(line, err=True),
    )
    from kzlib.cli.describe import flow_lines

    click.echo("\n".join(flow_lines(corpus)))
    found = corpus.sql("select distinct source_id from articles where source_id is not null")["source_id"]
    warn(sorted(set(found) - {reading.get("source")}))
    click.echo(f"corpus written to {out}; what was not admitted, and why: {corpus.path / 'rejects.csv'}")


def _tell_languages(names: tuple[str, ...]) -> None:
    """Say in which language each of the user's lexicons is matched: it is told by its file's name or by its words."""
    from kzlib.instruments import get
    from kzlib.languages import NAMES

    for one in map(get, names):
        if one.name.startswith("lexicon:"):
            lang = NAMES[one.languages[0]]
            click.echo(
                f"{one.source} is read as a lexicon of {lang}; it scores {lang} articles only", err=True
            )
