"""The look of every figure: one style, fixed colours, sizes for column, page and slide.

The palette is Okabe and Ito's (2008), ordered so that neighbouring classes differ in lightness as well as in
hue: it survives colour-blindness and greyscale.  A class has the same colour and the same marker everywhere.
"""

from __future__ import annotations

from typing import Any

from kzlib.paths import data

COLUMN, PAGE, SLIDE = 3.5, 7.0, 10.0
"""Widths in inches: a report's column, its page, a slide."""

SIDE_COLOURS = {"state": "#B3471B", "independent": "#0072B2", "other": "#8A8A8A"}
SIDE_MARKERS = {"state": "s", "independent": "o", "other": "^"}
CLASS_COLOURS = {
    "state": "#B3471B",
    "state_aligned": "#E69F00",
    "foreign_state": "#5B2C6F",
    "independent": "#0072B2",
    "foreign_public": "#56B4E9",
    "party_or_ngo": "#009E73",
    "intergovernmental": "#CC79A7",
    "unknown": "#8A8A8A",
}
CLASS_NAMES = {
    "state": "state",
    "state_aligned": "state-aligned",
    "foreign_state": "foreign state",
    "independent": "independent",
    "foreign_public": "foreign public",
    "party_or_ngo": "party or NGO",
    "intergovernmental": "intergovernmental",
    "unknown": "unknown",
}
LANGUAGE_NAMES = {"en": "English", "ru": "Russian", "kk": "Kazakh", "other": "other"}
# no class's colours; lightness 13, 40 and 66, so that greyscale tells them apart, and a marker and line of their own
LANGUAGE_COLOURS = {"en": "#14213D", "ru": "#A8325E", "kk": "#A6A600", "other": "#8A8A8A"}
LANGUAGE_MARKERS = {"en": "D", "ru": "v", "kk": "p", "other": "X"}
LANGUAGE_LINES = {"en": "-", "ru": "--", "kk": "-.", "other": ":"}
VOICE_COLOURS = {"narration": "#000000", "quotation": "#CC79A7", "mixed": "#8A8A8A"}
CYCLE = ("#0072B2", "#B3471B", "#009E73", "#E69F00", "#CC79A7", "#56B4E9", "#000000", "#8A8A8A")
INK, FAINT, GRID = "#1A1A1A", "#6B6B6B", "#DDDDDD"


def use() -> None:
    """Apply kzlib's matplotlib style to everything drawn from here on."""
    import matplotlib.pyplot as plt

    plt.style.use(str(data("kzlib.mplstyle")))


def axes(ax: Any = None, *, width: float = PAGE, height: float = 3.2) -> Any:
    """``ax`` itself, or the Axes of a new figure of that size in inches."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    use()
    return plt.subplots(figsize=(width, height), layout="constrained")[1]


def language(code: str) -> str:
    """A language's English name.

    >>> language("kk")
    'Kazakh'
    """
    return LANGUAGE_NAMES.get(code, code)


def colour(key: str, index: int = 0) -> str:
    """The fixed colour of a side, class or language; otherwise the cycle's ``index``-th.

    >>> colour("state") == CLASS_COLOURS["state"]
    True
    """
    for table in (SIDE_COLOURS, CLASS_COLOURS, LANGUAGE_COLOURS, VOICE_COLOURS):
        if key in table:
            return table[key]
    return CYCLE[index % len(CYCLE)]


def marker(key: str, index: int = 0) -> str:
    """The fixed marker of a language or side; otherwise one after the other.

    >>> marker("ru"), marker("state")
    ('v', 's')
    """
    return {**SIDE_MARKERS, **LANGUAGE_MARKERS}.get(key) or "osD^v"[index % 5]
