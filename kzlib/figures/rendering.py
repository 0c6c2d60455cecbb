"""A matplotlib figure to pixels and SVG, with the source line drawn below it."""

from __future__ import annotations

import contextlib
import io
import math
import re
import textwrap
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from kzlib.figures.saving import DPI, clean

SOURCE_SIZE = 5.6  # points: the smallest type that is still read on paper
_LINE = SOURCE_SIZE * 1.25 / 72
_MARGIN = 0.04
_HASHED = re.compile(r' id="(\w*[0-9a-f]{10})"')
_USED = re.compile(r'( id="|"#|\(#)(\w*[0-9a-f]{10})("|\))')
_FIXED = {
    "svg.fonttype": "none",
    "path.sketch": None,
    "savefig.facecolor": "white",
    "savefig.transparent": False,
}


def figure_of(drawing: Any) -> Any:
    """The Figure of a Figure, an Axes or a collection of Axes."""
    if hasattr(drawing, "savefig"):
        return drawing
    if hasattr(drawing, "get_figure"):
        return drawing.get_figure(root=True)
    if isinstance(drawing, dict):
        drawing = list(drawing.values())
    return figure_of(np.ravel(np.asarray(drawing, dtype=object))[0])


@contextlib.contextmanager
def sourced(drawing: Any, source: str) -> Iterator[tuple[Any, Any]]:
    """The figure with ``source`` written under it, and the box (inches) that holds everything drawn.

    The layout above is not touched: the page is extended downwards, and sideways where a label would
    otherwise be cut.  On leaving, the figure is as it was.
    """
    from matplotlib.transforms import Bbox

    with warnings.catch_warnings():
        # An emoji in a title from outside is drawn as a box; Latin, Cyrillic and Kazakh letters are all there.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure = figure_of(drawing)
        width, height = figure.get_size_inches()
        lines = _wrapped(clean(source), width)
        bounds = _extent(figure, width, height)
        thaw = _freeze(figure)
        depth = bounds.y0 - _MARGIN - _LINE * len(lines)
        text = figure.text(
            (_MARGIN + bounds.x0) / width,
            (bounds.y0 - 0.3 * _MARGIN) / height,
            "\n".join(lines),
            fontsize=SOURCE_SIZE,
            color="#5F5F5F",
            va="top",
            ha="left",
            linespacing=1.1,
            parse_math=False,
            in_layout=False,
        )
        box = Bbox([[bounds.x0, _snap(depth, math.floor)], [bounds.x1, bounds.y1]])
        try:
            yield figure, box
        finally:
            text.remove()
            thaw()


def _freeze(figure: Any) -> Callable[[], None]:
    """Stop the layout engine and round the places that it found; returns how to undo it.

    Laying out anew for each format would cost a drawing each, and the last bits of what the engine's solver
    finds could differ.
    """
    import matplotlib as mpl

    engine, places = figure.get_layout_engine(), [(ax, ax.get_position()) for ax in figure.axes]
    if engine is None:
        return lambda: None
    with mpl.rc_context({"figure.autolayout": False, "figure.constrained_layout.use": False}):
        figure.set_layout_engine(None)  # "none" would leave a placeholder, for which savefig draws once more
    for ax, place in places:
        ax.set_position([round(value, 6) for value in place.bounds])

    def thaw() -> None:
        for ax, place in places:
            ax.set_position(place)
        figure.set_layout_engine(engine)

    return thaw


def pixels(figure: Any, box: Any) -> np.ndarray:
    """RGB pixels of the part ``box`` (inches) of a figure at 200 dots an inch: height × width × 3, uint8."""
    buffer = io.BytesIO()
    _save(figure, buffer, format="rgba", dpi=DPI, bbox_inches=box)
    columns, rows = round(box.width * DPI), round(box.height * DPI)
    data = np.frombuffer(buffer.getvalue(), dtype=np.uint8)
    if data.size != columns * rows * 4:  # matplotlib rounded the other way: let its own PNG say the size
        from kzlib.figures.saving import pixels_of

        buffer = io.BytesIO()
        _save(figure, buffer, format="png", dpi=DPI, bbox_inches=box)
        return pixels_of(buffer.getvalue())
    return np.ascontiguousarray(data.reshape(rows, columns, 4)[:, :, :3])


def svg(figure: Any, box: Any, salt: str) -> str:
    """The same part as SVG text, with selectable text and ids that depend on ``salt`` only."""
    buffer = io.BytesIO()
    _save(figure, buffer, {"svg.hashsalt": salt}, format="svg", bbox_inches=box, metadata={"Date": None})
    return _numbered(clean(buffer.getvalue().decode("utf-8")), salt)


def _numbered(svg: str, salt: str) -> str:
    """Ids in order of appearance: matplotlib hashes coordinates into them, last bits included."""
    names = dict.fromkeys(_HASHED.findall(svg))
    new = {old: f"{salt}-{number}" for number, old in enumerate(names, 1)}
    return _USED.sub(lambda match: match[1] + new.get(match[2], match[2]) + match[3], svg)


def pdf(figure: Any, box: Any) -> bytes:
    """The same part as PDF with embedded TrueType text and no dates."""
    buffer = io.BytesIO()
    metadata = {"CreationDate": None, "ModDate": None, "Producer": None, "Creator": "kzlib"}
    _save(figure, buffer, {"pdf.fonttype": 42}, format="pdf", bbox_inches=box, metadata=metadata)
    return buffer.getvalue()


def _save(figure: Any, buffer: io.BytesIO, rc: dict[str, Any] | None = None, **options: Any) -> None:
    import matplotlib as mpl

    settings: Any = {**_FIXED, **(rc or {})}
    with mpl.rc_context(settings):
        figure.savefig(buffer, facecolor="white", **options)


def _take_literally(figure: Any) -> bool:
    """Draw dollar signs as dollar signs: a title from outside is no formula (matplotlib's own powers of ten are).

    True if there was one.
    """
    from matplotlib.text import Text

    found = False
    for text in figure.findobj(Text):
        if "$" in text.get_text() and "\\mathdefault" not in text.get_text():
            found |= text.get_parse_math()
            text.set_parse_math(False)
    return found


def _extent(figure: Any, width: float, height: float) -> Any:
    """The page and whatever sticks out of it, in inches, on whole pixels."""
    from matplotlib.transforms import Bbox

    _take_literally(figure)
    failed = True
    with contextlib.suppress(
        ValueError
    ):  # tick labels exist after a first pass only, and one may be no formula
        figure.draw_without_rendering()
        failed = False
    if _take_literally(figure) or failed:
        figure.draw_without_rendering()
    drawn = figure.get_tightbbox()
    finite = drawn is not None and np.isfinite(drawn.extents).all()
    x0, y0, x1, y1 = drawn.extents if finite else (0.0, 0.0, width, height)
    slack = 0.03
    # Ten page widths are more than any label needs; what lies farther out is a mistake of the drawing.
    x0 = _snap(max(x0 - slack, -9 * width), math.floor) if x0 < 0 else 0.0
    y0 = _snap(max(y0 - slack, -9 * height), math.floor) if y0 < 0 else 0.0
    x1 = _snap(min(x1 + slack, 10 * width), math.ceil) if x1 > width else _snap(width, math.ceil)
    y1 = _snap(min(y1 + slack, 10 * height), math.ceil) if y1 > height else _snap(height, math.ceil)
    return Bbox([[x0, y0], [x1, y1]])


def _snap(inches: float, how: Any) -> float:
    return how(round(inches * DPI, 3)) / DPI


def _wrapped(text: str, width: float) -> list[str]:
    per_line = max(20, int((width - 2 * _MARGIN) * 72 / (SOURCE_SIZE * 0.535)))
    return [line for part in text.splitlines() for line in textwrap.wrap(part, per_line)] or [""]
