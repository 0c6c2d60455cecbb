"""``kzlib validate``: what an instrument is worth on labelled sentences."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from kzlib.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd


@click.command()
@click.argument("instrument")
@click.argument("labels", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option("--lang", help="The texts' language, where no column lang tells it.")
@click.option(
    "--corpus", help="Correct the tone of this corpus' sides by LABELS, drawn from it by kzlib sample."
)
@click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the bootstrap."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    instrument: str, labels: tuple[str, ...], lang: str | None, corpus: str | None, seed: int, as_json: bool
) -> None:
    """Judge INSTRUMENT (a name, a lexicon's path or a classifier's folder) on LABELS, a CSV.

    Columns: text, label (-1 0 1 or negative neutral positive), optionally lang, weight, and from, to: the character
    span of the target (empty: none).  Prints n, accuracy, macro_f1 with its 95 % bootstrap interval, coverage and the
    confusion of label (rows) and verdict (columns), which counts texts whatever their weight.

    LABELS may be what kzlib sample drew, coded: a column label_NAME (or a file) a coder.  Then only sentences on
    which the coders agree are judged, weighted as they were drawn, and Krippendorff's alpha of the coders is printed.
    """
    from kzlib.instruments import coding, label_files
    from kzlib.instruments.validity import validate

    frames = {path: label_files.read(path) for path in labels}
    plain = [path for path, frame in frames.items() if not coding.is_sample(frame)]
    if plain and labels[1:]:
        raise UsageError(
            f"{plain[0]} is not what kzlib sample drew; several files are coders' copies of one sample: "
            "give other labels one file at a time"
        )
    sampled = corpus is not None or not plain
    table = validate(instrument, _agreed(labels) if sampled else frames[labels[0]], lang=lang, seed=seed)
    rows = json.loads(table.to_json(orient="records", double_precision=6))
    for row in rows:
        row["confusion"] = json.loads(row["confusion"]) if row["confusion"] else None
    found: dict[str, Any] = {"instruments": rows}
    if sampled:
        found["agreement"] = _agreement(labels)
    if corpus is not None:
        found["corrected"] = _corrected(corpus, labels, rows[0]["instrument"], seed)
    if as_json:
        click.echo(json.dumps(found if sampled else rows, ensure_ascii=False, indent=1))
        return
    cards = [_card(row) for row in rows]
    cards += [_alpha(found["agreement"])] if sampled else []
    cards += [_sides(found["corrected"], rows[0]["instrument"])] if corpus is not None else []
    click.echo("\n".join(cards))


def _agreed(paths: tuple[str, ...]) -> pd.DataFrame:
    """The sentences of coded samples on which all their coders agree."""
    import pandas as pd

    from kzlib.errors import KzlibError
    from kzlib.instruments import coding

    coded = coding.codings(*paths)
    same = coded.groupby("item")["label"].transform("nunique") == 1
    chosen = coded[same].drop_duplicates("item")
    if chosen.empty:
        raise KzlibError("no sentence is coded yet; fill in label, or code in JupyterLab with coding.code")
    texts = pd.concat([coding.read(path) for path in paths]).drop_duplicates(["doc_id", "sent"])
    columns = [name for name in ("doc_id", "sent", "lang", "text") if name in texts]
    said = chosen.set_index(["doc_id", "sent"])[["weight", "label"]]
    return texts[columns].join(said, on=["doc_id", "sent"], how="inner")


def _agreement(paths: tuple[str, ...]) -> dict[str, Any]:
    from kzlib.instruments import coding

    coded = coding.codings(*paths)
    twice = coded.groupby("item")["coder"].nunique().gt(1)
    alpha = coding.agreement(coded) if twice.any() else float("nan")
    return {
        "alpha": None if alpha != alpha else round(alpha, 6),
        "coders": int(coded["coder"].nunique()),
        "coded": len(twice),
        "coded_twice": int(twice.sum()),
    }


def _corrected(corpus: str, paths: tuple[str, ...], instrument: str, seed: int) -> list[dict[str, Any]]:
    from kzlib import sources, tone
    from kzlib.corpus import Corpus
    from kzlib.figures.run import INDEPENDENT, STATE

    opened = Corpus.open(corpus)
    articles = opened.where()
    articles = articles.assign(side=sources.sides(articles, list(STATE), list(INDEPENDENT)))
    table = tone.corrected(opened, articles, paths, instrument=instrument, seed=seed)
    return json.loads(table.to_json(orient="records", double_precision=6))


def _alpha(found: dict[str, Any]) -> str:
    counts = f"{found['coded']:,} sentences coded, {found['coded_twice']:,} of them by two coders or more"
    alpha = "not estimable" if found["alpha"] is None else f"{found['alpha']:.3f}"
    return f"coders' agreement\n  {counts}; Krippendorff's alpha {alpha}"


def _sides(rows: list[dict[str, Any]], instrument: str) -> str:
    lines = ["mean tone, corrected by the labels (uncorrected; labels alone)"]
    for row in rows:
        where = f"  {row['collection']}, {row['lang']}, {row['group']}: "
        if row["estimate"] is None:
            lines.append(where + row["note"])
            continue
        alone = f"{row['labels_only']:+.3f}, {row['labels_low']:+.3f} to {row['labels_high']:+.3f}"
        lines.append(
            f"{where}{row['estimate']:+.3f}, {row['low']:+.3f} to {row['high']:+.3f} ({row['uncorrected']:+.3f}; {alone})"
        )
    nothing = f"  not estimable: the corpus has no article of either side that {instrument} scored"
    return "\n".join(lines if rows else [*lines, nothing])


def _card(row: dict) -> str:
    from kzlib.grouping import plural

    head = f"{row['instrument']} {row['version']} on {plural(row['n'], 'text')} in {row['lang']}"
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
