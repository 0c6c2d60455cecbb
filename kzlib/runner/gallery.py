"""figures/README.md: every published figure with its question, caption, n and citation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kzlib.figures import provenance
from kzlib.figures.provenance import catalogue
from kzlib.figures.saving import write_atomic

_HEAD = """# Figures

Every figure here comes out of a notebook in `notebooks/` by `make figures`, and carries its proof: `kzlib trace FILE`
reads what it shows and how it was made out of the image itself, `kzlib trace --verify FILE` makes it again and compares,
`kzlib cite ID` says how to cite it. Beside each drawing lie its numbers (CSV) and its record (JSON).
"""


def records(out: Path) -> dict[str, list[dict[str, Any]]]:
    """The records below ``out``: notebook → records, in the order of the catalogue."""
    order = {id: i for i, id in enumerate(catalogue())}
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(out.glob("*/*.json")):
        if path.parent.name.startswith("."):
            continue
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(record, dict) and record.get("id") == path.stem and "caption" in record:
            found.setdefault(path.parent.name, []).append(record)
    for rows in found.values():
        rows.sort(key=lambda record: (order.get(record["id"], len(order)), record["id"]))
    return dict(sorted(found.items(), key=lambda item: (order.get(item[1][0]["id"], len(order)), item[0])))


def markdown(out: Path) -> str:
    """The gallery's text."""
    parts = [_HEAD]
    for notebook, rows in records(out).items():
        parts.append(f"\n## {_inert(notebook)}\n")
        for record in rows:
            stem = f"{notebook}/{record['id']}"
            counted = _inert(provenance.counted(record))
            parts += [
                f"\n### {_inert(record['question'] or record['id'])}\n\n",
                f"![{_inert(record['question'] or record['id'])}]({stem}.svg)\n\n",
                f"{_inert(record['caption'])}\n\n",
                f"*{counted}.* " if counted else "",
                f"[numbers]({stem}.csv) · [record]({stem}.json) · [PNG]({stem}.png)\n\n",
                f"> {_inert(record['citation'])}\n",
            ]
    return "".join(parts)


def write(out: Path) -> bool:
    """Write ``out/README.md``; False if it already says so."""
    if not records(out):
        return False
    return write_atomic(out / "README.md", markdown(out).encode("utf-8"))


def _inert(text: str) -> str:
    """Text from outside as Markdown that stays text."""
    out = " ".join(str(text).split())
    for mark in "\\`*_[]<>|#":
        out = out.replace(mark, "\\" + mark)
    return out.replace("&", "&amp;")
