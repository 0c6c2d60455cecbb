"""``kzlib describe``: what a corpus holds and what was dropped on the way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from kzlib.corpus import Corpus


@click.command("describe")
@click.argument("corpus")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def command(corpus: str, as_json: bool) -> None:
    """What CORPUS holds: the flow of counts, languages, instruments, fingerprint.

    CORPUS is a folder, or `seeds` for the corpus that came with kzlib.
    """
    from kzlib.corpus import Corpus

    opened = Corpus.open(corpus)
    if as_json:
        click.echo(json.dumps(summary(opened), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(lines(opened)))


def summary(corpus: Corpus) -> dict[str, Any]:
    """What ``--json`` prints: versions, instruments, collections with their flow, rows a table, fingerprint."""
    rows: dict[str, int] = {}
    for file, entry in corpus.meta["files"].items():
        table = file.rsplit("-", 1)[0]
        rows[table] = rows.get(table, 0) + entry["rows"]
    return {
        "kzlib": corpus.meta["kzlib"],
        "schema_version": corpus.meta["schema_version"],
        "fingerprint": corpus.fingerprint,
        "instruments": corpus.meta["instruments"],
        "collections": corpus.meta["collections"],
        "rows": rows,
        "texts": corpus.has_texts,
    }


def lines(corpus: Corpus) -> list[str]:
    """The human-readable description."""
    about = summary(corpus)
    instruments = ", ".join(f"{name} {version}" for name, version in about["instruments"].items()) or "none"
    rows = ", ".join(f"{table} {n:,}" for table, n in about["rows"].items())
    return [
        *flow_lines(corpus),
        "",
        f"rows         {rows}",
        f"instruments  {instruments}",
        f"texts        {'kept: do not share this corpus' if about['texts'] else 'not kept'}",
        f"fingerprint  {about['fingerprint']}",
    ]


def flow_lines(corpus: Corpus) -> list[str]:
    """The flow of counts, collection by collection: items read = articles + rejects."""
    from kzlib.grouping import plural

    out: list[str] = []
    for name, about in corpus.meta["collections"].items():
        flow = about["flow"]
        languages = ", ".join(f"{lang} {n}" for lang, n in about.get("languages", {}).items())
        out.append(f"{name}: {about['title']}" if about["title"] != name else name)
        if not flow:
            continue
        rejected = sum(flow["rejected"].values())
        out.append(
            f"  {plural(flow['files'], 'file')}, {plural(flow['items'], 'item')} = "
            f"{plural(flow['articles'], 'article')} + {rejected:,} rejected"
        )
        out += [f"    rejected {n}: {reason}" for reason, n in flow["rejected"].items()]
        out.append(
            f"  {plural(flow['articles'], 'article')} = {flow['kept']:,} measured + "
            f"{plural(flow['duplicates'], 'duplicate')} + {flow['reworded']:,} reworded"
        )
        out.append(
            f"  languages {languages}; {flow['without_outlet']} without an outlet, {flow['without_date']} without a date"
        )
        out.append(f"  drawn: {about['drawn']}")
    return out
