"""``kzlib read``: what kzlib understood of raw inputs."""

from __future__ import annotations

import json
from typing import Any

import click

from kzlib.cli.reading import reading, warn


@click.command("read")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@click.option(
    "--jsonl",
    is_flag=True,
    help="One JSON object a line: file, title, author, published, source_id, lang, url, origin, text.",
)
@click.option(
    "--explain",
    is_flag=True,
    help="Show every line of each page, the dropped ones with the rule that dropped them.",
)
@reading
def command(
    paths: tuple[str, ...],
    jsonl: bool,
    explain: bool,
    reading: dict[str, Any],
) -> None:
    """Read PATHS (files, folders, globs, archives) and show the articles in them.

    Inputs that hold no article are listed on standard error with the reason.
    """
    from kzlib import documents
    from kzlib.errors import KzlibError
    from kzlib.grouping import plural

    warn([reading["source"]] if "source" in reading else [])
    n_documents = n_rejects = 0
    for entry, lines in documents.explain(paths, **reading):
        if isinstance(entry, documents.Reject):
            n_rejects += 1
            click.echo(f"rejected: {entry.file}, item {entry.item}: {entry.reason}", err=True)
            if explain and lines:
                _explain(lines)
            continue
        n_documents += 1
        if jsonl:
            click.echo(json.dumps(as_json(entry), ensure_ascii=False))
        else:
            _listing(entry)
            if explain:
                _explain(lines)
    if not n_documents:
        raise KzlibError(
            "no article was found"
            + (
                f"; {plural(n_rejects, 'input')} {'was' if n_rejects == 1 else 'were'} rejected"
                if n_rejects
                else " in what was given"
            )
        )
    if not jsonl:
        click.echo(f"{plural(n_documents, 'article')}, {n_rejects} rejected")


def as_json(document: Any) -> dict[str, Any]:
    """A document as ``--jsonl`` prints it; unknown is null.

    >>> from kzlib.documents import Document
    >>> as_json(Document("Text.", title="T"))["published"] is None
    True
    """
    return {
        "file": document.file,
        "item": document.item,
        "title": document.title or None,
        "author": document.author or None,
        "published": document.published.isoformat() if document.published else None,
        "source_id": document.source_id,
        "lang": document.lang,
        "url": document.url or None,
        "origin": document.origin,
        "text": document.text,
        **{
            name: value
            for name in ("event", "country", "credited_source_id")
            if (value := getattr(document, name))
        },
        **({"translated": True} if document.translated else {}),
    }


def _listing(document: Any) -> None:
    day = document.published.isoformat() if document.published else "undated"
    click.echo(click.style(document.title or "(no title)", bold=True))
    facts = [
        document.source_id or "outlet unknown",
        day,
        document.lang,
        document.origin,
        f"{len(document.text.split())} words",
    ]
    click.echo("  " + " · ".join([*facts, *([document.author] if document.author else [])]))
    click.echo(f"  {document.file}, item {document.item}" + (f" · {document.url}" if document.url else ""))


def _explain(lines: tuple[tuple[str, str], ...]) -> None:
    for text, rule in lines:
        click.echo(click.style(f"  - [{rule}] {text}", dim=True) if rule else f"  + {text}")
