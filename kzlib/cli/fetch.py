"""``kzlib fetch``: collect pages from a list of URLs."""

from __future__ import annotations

import click


@click.command("fetch")
@click.argument("urls", type=click.Path())
@click.option("--out", required=True, type=click.Path(), help="The folder for the pages.")
@click.option(
    "--delay",
    default=2.0,
    show_default=True,
    type=click.FloatRange(0, 600),
    help="Seconds between two requests to one host.",
)
@click.option(
    "--timeout",
    default=30.0,
    show_default=True,
    type=click.FloatRange(0.1, 600),
    help="Seconds that one page may take.",
)
@click.option(
    "--max-bytes",
    default=10 << 20,
    show_default=True,
    type=click.IntRange(1),
    help="Bytes that one page may have.",
)
@click.option(
    "--limit", default=None, type=click.IntRange(1), help="Fetch at most so many pages in this run."
)
@click.option(
    "--contact", default="", help="An address by which a site's owner can reach you; it is sent along."
)
@click.option(
    "--refresh", is_flag=True, help="Ask again for pages that are there (only changed ones are sent)."
)
@click.option("--allow-private", is_flag=True, help="Also fetch from addresses that are not public.")
def command(
    urls: str,
    out: str,
    delay: float,
    timeout: float,
    max_bytes: int,
    limit: int | None,
    contact: str,
    refresh: bool,
    allow_private: bool,
) -> None:
    """Fetch the pages listed in URLS (a table with a url column, or an address a line), politely.

    robots.txt is obeyed and hosts are asked in turn.  A run that was stopped is continued by the same
    command.  OUT/documents.csv says what became of each address; `kzlib ingest OUT` measures the pages.
    """
    from collections import Counter

    from kzlib.documents.fetch import DONE, Fetched, fetch
    from kzlib.documents.web import Limits
    from kzlib.errors import KzlibError

    def told(entry: Fetched) -> None:
        told = f"{entry.url} ({entry.note})" if entry.url and entry.note else entry.url or entry.note
        click.echo(f"{entry.status}: {told}", err=True)

    limits = Limits(size=max_bytes, seconds=timeout, silence=min(timeout, 10.0), allow_private=allow_private)
    found = fetch(
        urls, out, delay=delay, limits=limits, contact=contact, refresh=refresh, most=limit, report=told
    )
    counts = Counter(entry.status for entry in found)
    tried = [entry for entry in found if entry.status != "rejected"]
    if not tried:
        bad = f" ({counts['rejected']} rejected)" if counts["rejected"] else ""
        click.echo(f"every page of the list is there already{bad}; --refresh asks again")
        return
    click.echo(", ".join(f"{count} {status}" for status, count in sorted(counts.items())))
    if not any(counts[status] for status in DONE):
        raise KzlibError(f"no page could be fetched; the first: {tried[0].note}")
    click.echo(f"pages are in {out}; measure them with: kzlib ingest {out} --out CORPUS")
