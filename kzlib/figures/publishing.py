"""``publish``: one drawing becomes ID.svg, ID.png, ID.csv and ID.json, or is shown in JupyterLab."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kzlib.errors import KzlibError, UsageError
from kzlib.figures import provenance, rendering, saving

if TYPE_CHECKING:
    from kzlib.figures.run import Run

OUT = "KZLIB_OUT"  # set by the runner: the folder that takes this notebook's figures
FORMATS = "KZLIB_FORMATS"  # set by the runner: further formats, such as "pdf"
FIGURE_MIME = "application/vnd.kzlib.figure+json"
SUFFIXES = (".csv", ".svg", ".png", ".json")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def publish(
    drawing: Any,
    *,
    id: str,
    table: Any,
    caption: str,
    question: str | None = None,
    alt: str | None = None,
    reference: str | None = None,
    licence: str = provenance.LICENCE,
    n: dict[str, int] | None = None,
    run: Run | None = None,
    out: str | Path | None = None,
    formats: tuple[str, ...] = (),
) -> dict[str, Any]:
    """Save a figure with its numbers and its provenance, or show it where nothing says where to save.

    Parameters
    ----------
    drawing : matplotlib Axes, Figure or array of Axes
        What was drawn.  A source line is added below it.
    id : str
        Lower-case words joined by hyphens; the files are named after it.
    table : DataFrame
        The numbers drawn; they become ID.csv.
    caption : str
        What the figure shows and how to read it, one to three sentences.
    question, reference : str, optional
        What the figure answers and where its formula comes from; ``kzlib/data/figures.csv`` knows both for its ids.
    alt : str, optional
        The text for who cannot see it; by default question and caption.
    n : dict, optional
        What was counted, such as ``{"articles": 12, "outlets": 3}``; by default what ``run`` selected.
    run : Run, optional
        The run whose corpus, parameters and notebook are recorded.
    out : path, optional
        The folder; by default the one that the runner names.  Without either the figure is shown and nothing is written.
    formats : tuple of str
        Further formats: ``("pdf",)``.

    Returns
    -------
    dict
        The provenance record, as in ID.json.

    Raises
    ------
    UsageError
        If the id or a format is not one.
    """
    if not _ID.fullmatch(id):
        raise UsageError(f"figure id {id!r}: use lower-case words joined by hyphens, such as bias-tone-gap")
    if not hasattr(table, "columns"):
        raise UsageError(f"figure {id}: table= must be the DataFrame that was drawn")
    entry = provenance.catalogue().get(id, {})
    question = entry.get("question", "") if question is None else question
    numbers = saving.table_csv(table)
    record = provenance.record(
        id=id,
        table=numbers,
        caption=caption,
        question=question,
        alt=alt or f"{question} {caption}".strip(),
        reference=entry.get("reference", "") if reference is None else reference,
        licence=licence,
        **(run.described(table, n) if run is not None else {"n": n}),
    )
    target = out if out is not None else os.environ.get(OUT)
    wanted = _formats(formats)
    with rendering.sourced(drawing, source_line(record)) as (figure, box):
        image = rendering.pixels(figure, box)
        if target is None:
            shown = saving.png(image, {})
        else:
            _write(Path(target), id, record, numbers, image, figure, box, wanted)
    if target is None:
        _show(shown, record)
    elif out is None:
        _mention(record)
    _close(figure)
    return record


def source_line(record: dict[str, Any]) -> str:
    """What stands below the drawing: how each collection was drawn, the corpus, and what was counted."""
    parts = [
        f"{name} ({about['drawn']})" if about.get("drawn") else name
        for name, about in record["collections"].items()
    ]
    counted = provenance.counted(record)
    fingerprint = provenance.short(record["corpus_fingerprint"])
    pieces = [
        "Source: " + "; ".join(parts) if parts else "",
        f"Corpus {fingerprint}" if fingerprint else "",
        counted[:1].upper() + counted[1:] if counted.startswith("selected") else counted,
        f"kzlib figure {record['id']}",
    ]
    return ". ".join(piece for piece in pieces if piece) + "."


def _formats(given: tuple[str, ...]) -> tuple[str, ...]:
    wanted = tuple(given) + tuple(filter(None, os.environ.get(FORMATS, "").split(",")))
    for name in wanted:
        if name not in ("pdf",):
            raise UsageError(f"format {name!r}: every figure has svg, png, csv and json; pdf can be added")
    return wanted


def _write(
    folder: Path,
    id: str,
    record: dict[str, Any],
    numbers: bytes,
    image: Any,
    figure: Any,
    box: Any,
    formats: tuple[str, ...],
) -> None:
    drawing = rendering.svg(figure, box, id)
    files = {
        ".csv": numbers,
        ".svg": provenance.embed_svg(drawing, record, numbers).encode("utf-8"),
        ".png": saving.png(image, provenance.png_texts(record, numbers, image)),
        ".json": provenance.to_json(record).encode("utf-8"),
    }
    if "pdf" in formats:
        files[".pdf"] = rendering.pdf(figure, box)
    for suffix, data in files.items():
        path = folder / f"{id}{suffix}"
        try:
            # zlib builds differ in how they pack the same pixels: an equal image is left alone.
            if suffix == ".png" and path.is_file() and saving.same_image(path.read_bytes(), data):
                continue
            saving.write_atomic(path, data)
        except OSError as error:
            raise KzlibError(
                f"figure {id} cannot be written to {folder}: {error.strerror or error}"
            ) from None


def _interactive() -> bool:
    import sys

    shell = sys.modules.get("IPython")
    return shell is not None and shell.get_ipython() is not None


def _show(data: bytes, record: dict[str, Any]) -> None:
    if not _interactive():
        return
    from IPython.display import HTML, Image, display

    from kzlib.figures.saving import DPI

    width = int.from_bytes(data[16:20], "big") * 100 // DPI
    display(Image(data=data, format="png", width=width, alt=record["alt"]))
    display(HTML(_caption(record)))


def _caption(record: dict[str, Any]) -> str:
    from html import escape

    return f"<p><b>{escape(record['question'])}</b> {escape(record['caption'])}</p>"


def _mention(record: dict[str, Any]) -> None:
    """Leave a mark in the executed notebook, so that the report site can put the published figure there."""
    if _interactive():
        from IPython.display import display

        text = f"figure {record['id']}: {record['caption']}"
        display({FIGURE_MIME: {"id": record["id"]}, "text/plain": text}, raw=True)


def _close(figure: Any) -> None:
    import sys

    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
