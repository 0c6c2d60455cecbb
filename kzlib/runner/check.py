"""``kzlib figures --check``: make the figures again in a temporary folder and say what differs, number by number."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kzlib.figures.publishing import SUFFIXES
from kzlib.figures.saving import pixels_of, same_file
from kzlib.figures.tracing import drawing_of

SHOWN = 5  # differing numbers that are spelled out a figure


@dataclass
class Difference:
    """How one figure differs: sentences about its numbers, its record and its drawing."""

    figure: str
    numbers: list[str] = field(default_factory=list)
    record: list[str] = field(default_factory=list)
    drawing: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.numbers or self.record or self.drawing)

    def lines(self) -> list[str]:
        """One line a finding."""
        found = [*self.numbers, *self.record, *self.drawing]
        return [f"{self.figure}: {text}" for text in found]


def read_table(data: bytes) -> tuple[list[str], list[list[str]]]:
    """A published CSV as header and rows."""
    rows = list(csv.reader(data.decode("utf-8", "replace").splitlines(keepends=True)))
    return (rows[0], rows[1:]) if rows else ([], [])


def compare_tables(old: bytes, new: bytes, shown: int | None = SHOWN) -> list[str]:
    """Sentences about the numbers that differ: which row and column, both values, how far.

    >>> compare_tables(b"lang,gap\\nen,0.5\\n", b"lang,gap\\nen,0.25\\n")
    ['gap at lang=en: 0.5, now 0.25 (-0.25)', '1 of 2 cells differ, at most by 0.25']
    """
    if old == new:
        return []
    (head, rows), (new_head, new_rows) = read_table(old), read_table(new)
    if head != new_head:
        gone, come = [c for c in head if c not in new_head], [c for c in new_head if c not in head]
        detail = [f"without {', '.join(gone)}" if gone else "", f"with {', '.join(come)}" if come else ""]
        return ["the columns are others: " + (", ".join(filter(None, detail)) or "another order")]
    findings = [f"{len(rows)} rows, now {len(new_rows)}"] if len(rows) != len(new_rows) else []
    keys = _key_columns(head, rows)
    pairs = _paired(rows, new_rows, keys)
    if keys:
        findings += _lone(head, rows, new_rows, keys, "gone") + _lone(head, new_rows, rows, keys, "new")
    count, furthest = 0, 0.0
    for row, new_row in pairs:
        for column, (a, b) in enumerate(zip(row, new_row, strict=False)):
            if a == b:
                continue
            count += 1
            far = _distance(a, b)
            furthest = max(furthest, abs(far or 0.0))
            if shown is None or count <= shown:
                at = ", ".join(f"{head[key]}={row[key]}" for key in keys) or f"row {rows.index(row) + 1}"
                findings.append(
                    f"{head[column]} at {at}: {a or 'missing'}, now {b or 'missing'}"
                    + (f" ({far:+.6g})" if far is not None else "")
                )
    if count:
        findings.append(
            f"{count} of {len(head) * len(rows)} cells differ"
            + (f", at most by {furthest:.6g}" if furthest else "")
        )
    return findings or ["the rows are the same, written otherwise"]


def _key_columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The leading text columns that tell the rows apart, as few as do."""
    texts = [
        i
        for i, _ in enumerate(head)
        if any(row[i] and _number(row[i]) is None for row in rows if i < len(row))
    ]
    texts = [i for i in texts if head[i] not in ("note", "caption")]
    for size in range(1, len(texts) + 1):
        chosen = texts[:size]
        if len({tuple(row[i] for i in chosen) for row in rows}) == len(rows):
            return chosen
    return []


def _paired(rows: Any, new_rows: Any, keys: Sequence[int]) -> Iterable[tuple[Any, Any]]:
    if not keys:
        return zip(rows, new_rows, strict=False)
    index = {tuple(row[i] for i in keys): row for row in new_rows}
    found = [(row, index.get(tuple(row[i] for i in keys))) for row in rows]
    return [(row, other) for row, other in found if other is not None]


def _lone(head: Sequence[str], rows: Any, others: Any, keys: Sequence[int], word: str) -> list[str]:
    known = {tuple(row[i] for i in keys) for row in others}
    lone = [row for row in rows if tuple(row[i] for i in keys) not in known]
    named = [
        "the row " + ", ".join(f"{head[i]}={row[i]}" for i in keys) + f" is {word}" for row in lone[:SHOWN]
    ]
    return named + ([f"{len(lone) - SHOWN} more rows are {word}"] if len(lone) > SHOWN else [])


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _distance(a: str, b: str) -> float | None:
    first, second = _number(a), _number(b)
    return None if first is None or second is None else second - first


def compare_records(old: dict[str, Any], new: dict[str, Any], path: str = "") -> list[str]:
    """Sentences about the entries of two records that differ; digests and seals follow from the rest."""
    findings = []
    for key in [*old, *(key for key in new if key not in old)]:
        if key in ("seal", "numbers", "seed"):
            continue
        a, b, name = old.get(key), new.get(key), f"{path}{key}"
        if isinstance(a, dict) and isinstance(b, dict):
            findings += compare_records(a, b, name + ".")
        elif a != b:
            findings.append(f"{name}: {_brief(a)}, now {_brief(b)}")
    return findings


def _brief(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else text[:117] + "..."


def compare_figure(old: Path, new: Path, id: str, name: str = "") -> Difference:
    """How the figure ``id`` in folder ``new`` differs from the one in folder ``old``."""
    found = Difference(name or id)
    missing = [suffix for suffix in SUFFIXES if not (old / f"{id}{suffix}").is_file()]
    if missing:
        found.drawing.append(f"{id}{missing[0]} is not among the published files")
        return found
    found.numbers = compare_tables((old / f"{id}.csv").read_bytes(), (new / f"{id}.csv").read_bytes())
    try:
        record = json.loads((old / f"{id}.json").read_text(encoding="utf-8"))
        found.record = compare_records(record, json.loads((new / f"{id}.json").read_text(encoding="utf-8")))
        if not found.record and not found.numbers and not same_file(old / f"{id}.json", new / f"{id}.json"):
            found.record = ["the record's digests are others"]
    except (ValueError, AttributeError):
        found.record = [f"{id}.json is damaged"]
    found.drawing = _compare_drawings(old / f"{id}.png", new / f"{id}.png")
    if not same_svg(old / f"{id}.svg", new / f"{id}.svg"):
        found.drawing.append(f"{id}.svg is drawn otherwise")
    elif not found and not same_file(old / f"{id}.svg", new / f"{id}.svg"):
        found.record = [f"the record in {id}.svg is another"]
    return found


def same_svg(old: Path, new: Path) -> bool:
    """Whether two SVG files draw the same, whatever they say about it."""
    try:
        return drawing_of(old.read_bytes()) == drawing_of(new.read_bytes())
    except OSError:
        return False


def _compare_drawings(old: Path, new: Path) -> list[str]:
    try:
        a, b = pixels_of(old.read_bytes()), pixels_of(new.read_bytes())
    except (OSError, ValueError):
        return [f"{old.name} is damaged"]
    if a.shape != b.shape:
        return [f"the image is {b.shape[1]}x{b.shape[0]} pixels, it was {a.shape[1]}x{a.shape[0]}"]
    differing = (a != b).any(axis=2)
    return [f"{int(differing.sum()):,} of {differing.size:,} pixels differ"] if differing.any() else []


def compare_folders(old: Path, new: Path, notebooks: Sequence[str]) -> list[Difference]:
    """All differences between published figures and new ones, for these notebooks."""
    found = []
    for notebook in notebooks:
        made = {path.stem for path in (new / notebook).glob("*.json")}
        have = {path.stem for path in (old / notebook).glob("*.json")}
        for id in sorted(made):
            found.append(compare_figure(old / notebook, new / notebook, id, f"{notebook}/{id}"))
        for id in sorted(have - made):
            found.append(Difference(f"{notebook}/{id}", drawing=["no notebook makes it any more"]))
    return [item for item in found if item]


def strays(old: Path, new: Path, notebooks: Sequence[str]) -> list[str]:
    """Files among published figures that belong to none; notes (.md, .txt), hidden files and folders may lie there."""
    found = []
    for notebook in ("", *notebooks):
        ids = {path.stem for folder in (old, new) for path in (folder / notebook).glob("*.json") if notebook}
        mine = {f"{id}{suffix}" for id in ids for suffix in (*SUFFIXES, ".pdf")}
        files = sorted((old / notebook).iterdir()) if (old / notebook).is_dir() else []
        found += [
            path.relative_to(old).as_posix()
            for path in files
            if path.is_file()
            and path.name not in mine
            and path.name[:1] != "."
            and path.suffix not in (".md", ".txt")
        ]
    return found


def leave_pairs(differences: Iterable[Difference], old: Path, new: Path, place: Path) -> list[Path]:
    """Copy both images of each figure that differs to ``place``, to look at."""
    shutil.rmtree(place, ignore_errors=True)
    left = []
    for difference in differences:
        for folder, label in ((old, "published"), (new, "regenerated")):
            source = folder / f"{difference.figure}.png"
            if source.is_file():
                place.mkdir(parents=True, exist_ok=True)
                target = place / f"{difference.figure.replace('/', '-')}.{label}.png"
                shutil.copyfile(source, target)
                left.append(target)
    return left
