"""``kzlib figures``: run the notebooks and regenerate the figures."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click


@click.command()
@click.argument("notebooks", nargs=-1, metavar="[NOTEBOOK]...")
@click.option("--corpus", metavar="DIR", help="The corpus; by default the one that ships with kzlib.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Where the figures go (default: figures/)."
)
@click.option(
    "-p",
    "assignments",
    multiple=True,
    metavar="NAME=VALUE",
    help="Set a parameter of the notebooks that know it.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Notebooks at a time (default: one a processor).")
@click.option("--force", is_flag=True, help="Run also what is up to date.")
@click.option(
    "--check",
    is_flag=True,
    help="Make the figures aside, say what differs from the published ones, change nothing.",
)
@click.option("--pdf", is_flag=True, help="Write ID.pdf, too.")
@click.option(
    "--time-limit", type=click.FloatRange(min=1), metavar="SECONDS", help="For one notebook (default: 1800)."
)
def command(
    notebooks: tuple[str, ...],
    corpus: str | None,
    out: Path | None,
    assignments: tuple[str, ...],
    jobs: int | None,
    force: bool,
    check: bool,
    pdf: bool,
    time_limit: float | None,
) -> int:
    """Run notebooks (all by default) and publish their figures.

    A NOTEBOOK is one of kzlib's by name or one of yours by path.  What is up to date is not run again.
    """
    from kzlib.runner.parameters import split_assignment

    given = [split_assignment(text) for text in assignments]
    say = _progress()
    if check:
        from kzlib.runner.checking import check_figures

        return check_figures(
            notebooks,
            corpus=corpus,
            out=out,
            assignments=given,
            jobs=jobs,
            time_limit=time_limit,
            say=say,
        )
    from kzlib.runner.run import figures

    formats = ("pdf",) if pdf else ()
    changed = figures(
        notebooks,
        corpus=corpus,
        out=out,
        assignments=given,
        jobs=jobs,
        force=force,
        formats=formats,
        time_limit=time_limit,
        say=say,
    )
    click.echo(f"{changed} files changed" if changed else "nothing changed")
    return 0


def _progress() -> Callable[[str], None]:
    """Takes one line a step: printed as it is, on a terminal above a bar that counts the notebooks."""
    if not sys.stdout.isatty():
        return click.echo
    from tqdm import tqdm

    bar = tqdm(
        total=0, unit="notebook", leave=False, bar_format="{n_fmt} of {total_fmt} notebooks {bar} {elapsed}"
    )

    def say(line: str) -> None:
        if ": runs (" in line:
            bar.total += 1
        bar.write(line)
        if ": done in " in line or ": failed in " in line:
            bar.update()
        if 0 < bar.total <= bar.n:
            bar.close()
        else:
            bar.refresh()

    return say
