"""``kzlib validate``: what an instrument is worth on labelled sentences."""

from __future__ import annotations

import json

import click


@click.command()
@click.argument("instrument")
@click.argument("labels", type=click.Path(exists=True, dir_okay=False))
@click.option("--lang", help="The texts' language, where the file has no column lang.")
@click.option("--seed", default=0, show_default=True, help="Seed of the bootstrap.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(instrument: str, labels: str, lang: str | None, seed: int, as_json: bool) -> None:
    """Judge INSTRUMENT (a name or a lexicon's path) on LABELS, a CSV.

    Columns: text, label (-1 0 1 or negative neutral positive), optionally lang, and from, to: the character span of
    the target.  Prints n, accuracy, macro_f1 with its 95 % bootstrap interval, coverage and the confusion of label
    (rows) and verdict (columns).
    """
    from kzlib.instruments.validity import read_labels, validate

    table = validate(instrument, read_labels(labels), lang=lang, seed=seed)
    rows = json.loads(table.to_json(orient="records", double_precision=6))
    for row in rows:
        row["confusion"] = json.loads(row["confusion"]) if row["confusion"] else None
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(_card(row))


def _card(row: dict) -> str:
    head = f"{row['instrument']} {row['version']} on {row['n']} texts in {row['lang']}"
    if row["macro_f1"] is None:
        return f"{head}: {row['note']}"
    lines = [
        head,
        f"  macro_f1  {row['macro_f1']:.3f}  ({row['macro_f1_low']:.3f} to {row['macro_f1_high']:.3f})",
        f"  accuracy  {row['accuracy']:.3f}  (always the commonest label: {row['majority_accuracy']:.3f})",
        f"  coverage  {row['coverage']:.3f}  (texts with a hit)",
        f"  polarity  {_share(row['polarity_accuracy'])}  (the sign is right, of polar labels with a valence)",
        "  label \\ verdict" + "".join(f"{name:>7}" for name in ("-1", "0", "1")),
    ]
    lines += [
        f"  {name:>15}" + "".join(f"{count:7}" for count in counts)
        for name, counts in zip(("-1", "0", "1"), row["confusion"], strict=True)
    ]
    return "\n".join([*lines, *([f"  {row['note']}"] if row["note"] else [])])


def _share(value: float | None) -> str:
    return "  -  " if value is None else f"{value:.3f}"
