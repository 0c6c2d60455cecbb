"""What is drawn where nothing can be estimated: a panel with the reason, never an empty frame."""

from __future__ import annotations

import textwrap
from typing import Any

from kzlib.plots import style


def panel(reason: str, *, ax: Any = None, title: str = "") -> Any:
    """Draw the reason why a figure has no estimate, and return the Axes.

    Parameters
    ----------
    reason : str
        Shown after "not estimable: " unless it begins so itself.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure otherwise.
    """
    ax = style.axes(ax, height=2.0)
    text = reason if reason.startswith("not estimable") else f"not estimable: {reason}"
    ax.set_axis_off()
    if title:
        ax.set_title(title)
    ax.text(
        0.5,
        0.5,
        "\n".join(textwrap.wrap(text, 72)),
        ha="center",
        va="center",
        color=style.FAINT,
        transform=ax.transAxes,
    )
    return ax
