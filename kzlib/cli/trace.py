"""``kzlib trace``: read a figure's provenance out of an image, and verify it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("images", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="IMAGE...")
@click.option("--verify", is_flag=True, help="Make the figure again and say whether it comes out the same.")
@click.option(
    "--corpus", metavar="DIR", help="The corpus to verify on (default: the one that ships with kzlib)."
)
@click.option(
    "--notebook",
    type=click.Path(),
    metavar="FILE",
    help="The notebook, if the figure comes from one of yours.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON line an image.")
def command(
    images: tuple[Path, ...], verify: bool, corpus: str | None, notebook: str | None, as_json: bool
) -> int:
    """Say what a PNG or SVG shows, from which corpus and parameters, and how to cite it.

    IMAGE may also be a .docx, .pptx, .odt or .html that holds figures.  Exit code 0: every figure found is as
    published (with --verify: comes out identical); 1 otherwise.
    """
    from kzlib.figures.tracing import trace
    from kzlib.figures.verifying import IDENTICAL, Verifier
    from kzlib.runner.books import scratch

    good = True
    with scratch() as folder:
        verifier = Verifier(Path(folder), corpus, notebook)
        for image in images:
            found = trace(image)
            with_record = [item for item in found if item.record is not None or item.problems]
            good &= bool(with_record) and not any(item.problems for item in found)
            for item in found:
                verdict = (
                    verifier.verify(item, lambda text: click.echo(text, err=True))
                    if verify and item.record
                    else None
                )
                good &= verdict is None or verdict.kind == IDENTICAL
                click.echo(_as_json(item, verdict) if as_json else _as_text(item, verdict))
    return 0 if good else 1


def _as_json(item: Any, verdict: Any) -> str:
    body = {"image": item.where, "record": item.record, "problems": list(item.problems)}
    if verdict is not None:
        body |= {"verdict": verdict.kind, "details": verdict.details, "notes": verdict.notes}
    return json.dumps(body, ensure_ascii=False)


def _as_text(item: Any, verdict: Any) -> str:
    from kzlib.figures.provenance import counted

    record = item.record
    lines = [item.where]
    if record is None:
        lines.append("  no kzlib provenance" if not item.problems else "  " + item.problems[0])
        return _printable("\n".join(lines))
    collections = [
        f"{name} ({about.get('drawn')})" if isinstance(about, dict) and about.get("drawn") else name
        for name, about in record["collections"].items()
    ]
    fields = {
        "figure": record["id"],
        "question": record.get("question"),
        "caption": record.get("caption"),
        "collections": "; ".join(collections),
        "corpus": record.get("corpus_fingerprint"),
        "counted": counted(record),
        "notebook": record.get("notebook"),
        "parameters": ", ".join(f"{name}={value!r}" for name, value in record["parameters"].items()),
        "versions": ", ".join(
            f"{name} {value}" for name, value in dict(record.get("versions") or {}).items()
        ),
        "formula": record.get("reference"),
        "licence": record.get("licence"),
        "cite as": record.get("citation"),
    }
    lines += [f"  {name + ':':<13}{value}" for name, value in fields.items() if value]
    lines += [f"  {'warning:':<13}{problem}" for problem in item.problems]
    if verdict is not None:
        reason = f" ({'; '.join(verdict.details)})" if verdict.details else ""
        lines.append(f"  {'verdict:':<13}{verdict.kind}{reason}")
        lines += [f"  {'note:':<13}{note}" for note in verdict.notes]
    return _printable("\n".join(lines))


def _printable(text: str) -> str:
    """Without what an image could use to steer a terminal."""
    return "".join(letter for letter in text if letter == "\n" or letter.isprintable())
