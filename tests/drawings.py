"""Drawings for the tests of publishing."""

import pandas as pd


def bars(table: pd.DataFrame):
    """A small bar chart."""
    from kzlib.plots import style

    ax = style.axes(width=style.COLUMN, height=1.6)
    ax.barh(table["outlet"], table["share"])
    ax.set_xlabel("share of articles")
    return ax
