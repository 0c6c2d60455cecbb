"""``kzlib sources``: search the registry of outlets and see the evidence."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import click

from kzlib.errors import KzlibError, UsageError


@click.command("sources")
@click.argument("query", default="", required=False)
@click.option("--class", "class_", metavar="CLASS", help="Only outlets of this class.")
@click.option("--on", "day", metavar="DATE", help="Only periods that hold on this day (YYYY-MM-DD).")
@click.option(
    "--registry", type=click.Path(path_type=Path), help="Search (and check) a registry of your own."
)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output: a list of rows.")
def command(query: str, class_: str | None, day: str | None, registry: Path | None, as_json: bool) -> None:
    """Search the registry of outlets: class, period, confidence, evidence, and how each match was made.

    QUERY is a name, an alias, a domain, a URL or a source_id; without it every outlet is listed.

    \b
    kzlib sources vlast
    kzlib sources https://kaz.tengrinews.kz/some/page
    kzlib sources --class state --on 2022-01-05
    """
    from kzlib import sources

    table = sources.load_sources(registry)
    if class_ is not None and class_ not in sources.CLASSES:
        raise UsageError(f"--class {class_!r} is not one of {', '.join(sources.CLASSES)}")
    found = sources.search(query, table)
    if class_ is not None:
        found = found[found["class"] == class_]
    if day is not None:
        found = _on(found, day)
    rows = [{str(name): _plain(value) for name, value in row.items()} for row in found.to_dict("records")]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif rows:
        click.echo(_brief(rows) if len(rows) > 12 else "\n\n".join(_card(row) for row in rows))
    if not rows:
        raise KzlibError(f"no outlet in the registry matches {query!r}{_nearest(query, table)}")


def _on(found: Any, day: str) -> Any:
    import pandas as pd

    try:
        date = pd.Timestamp(day)
    except ValueError:
        raise UsageError(f"--on {day!r} is not a date like 2022-01-05") from None
    return found[~(found["since"] > date) & ~(found["until"] <= date)]


def _plain(value: Any) -> Any:
    import pandas as pd

    if value is pd.NaT:
        return None
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value


def _period(row: dict[str, Any]) -> str:
    if row["since"] is None and row["until"] is None:
        return "whole time"
    if row["since"] is None:
        return f"before {row['until']}"
    return f"since {row['since']}" + (f", before {row['until']}" if row["until"] else "")


def _card(row: dict[str, Any]) -> str:
    head = f"{row['source_id']} · {row['name']}"
    if row["name_native"] not in ("", row["name"]):
        head += f" · {row['name_native']}"
    lines = [
        ("class", f"{row['class']} ({row['kind']}), {_period(row)}, confidence {row['confidence']}"),
        ("owner", row["owner"] + (f"; {row['funding']}" if row["funding"] else "")),
        ("domains", row["domains"].replace(";", " ")),
        ("matrix", f"{row['smm_type']} (State Media Matrix)" if row["smm_type"] else ""),
        ("evidence", row["evidence_note"]),
        ("", row["evidence_url"]),
        ("note", row["note"]),
        ("matched", row["match"]),
    ]
    body = [
        textwrap.fill(
            text,
            width=100,
            initial_indent=f"  {label:<9} ",
            subsequent_indent=" " * 12,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for label, text in lines
        if text
    ]
    return "\n".join([head, *body])


def _brief(rows: list[dict[str, Any]]) -> str:
    wide = max(len(row["source_id"]) for row in rows)
    lines = [
        f"{row['source_id']:<{wide}}  {row['class']:<17} {row['kind']:<10} {row['confidence']:<6}  {_period(row)}"
        for row in rows
    ]
    return "\n".join([*lines, f"{len(rows)} rows; name one for its evidence"])


def _nearest(query: str, table: Any) -> str:
    import difflib

    near = difflib.get_close_matches(query.lower(), sorted(set(table["source_id"])), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""
