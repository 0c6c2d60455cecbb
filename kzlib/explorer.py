"""The explorer at the end of each notebook: widgets over the selection, the figure redrawn as they move.

It is idle when the notebook runs headlessly, and where ipywidgets is not installed (the ``[lab]`` extra).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from kzlib import sources
from kzlib.corpus import Corpus
from kzlib.errors import KzlibError
from kzlib.figures.run import INDEPENDENT, STATE, Run

Compute = Callable[[pd.DataFrame], pd.DataFrame]
Draw = Callable[[pd.DataFrame], Any]


def explore(run: Run, figures: Mapping[str, tuple[Compute, Draw]]) -> None:
    """Show widgets over a notebook's selection and redraw one of its figures as they move.

    Parameters
    ----------
    run : Run
        What :func:`kzlib.figures.begin` returned.
    figures : mapping
        Figure id → (compute, draw): ``compute`` takes the selected articles and returns the figure's table,
        ``draw`` takes the table and returns Axes or a Figure.

    Examples
    --------
    ``explore(run, {"bias-tone-gap": (lambda articles: bias.tone_gap(run.corpus, articles), plots.tone_gap)})``
    """
    if idle():
        return
    from IPython.display import display

    _load_tables()
    display(Explorer(run, figures).widget)


def idle() -> bool:
    """True when nobody watches: the runner executes the notebook, or there is no JupyterLab to show widgets."""
    if os.environ.get("KZLIB_OUT"):
        return True
    try:
        import ipywidgets  # noqa: F401
        from IPython import get_ipython
    except ImportError:
        return True
    return get_ipython() is None


class Explorer:
    """The widgets and what they say; :attr:`widget` is what to display."""

    def __init__(self, run: Run, figures: Mapping[str, tuple[Compute, Draw]]) -> None:
        import ipywidgets as w

        self.run, self.figures = run, dict(figures)
        everything = run.corpus.sql("select distinct collection, lang from articles order by 1, 2")
        chosen = run.articles
        wide = {"style": {"description_width": "8em"}, "layout": w.Layout(width="24em")}
        self.figure = w.Dropdown(options=list(self.figures), description="figure", **wide)
        self.collections = w.SelectMultiple(
            options=list(everything["collection"].unique()),
            value=tuple(sorted(chosen["collection"].unique())),
            description="collections",
            rows=4,
            **wide,
        )
        self.languages = w.SelectMultiple(
            options=list(everything["lang"].unique()),
            value=tuple(sorted(chosen["lang"].unique())),
            description="languages",
            rows=4,
            **wide,
        )
        given = run.parameters
        dated = {"placeholder": "2022-01-31", "continuous_update": False, **wide}
        self.since = w.Text(value=str(given.get("since", "")), description="since", **dated)
        self.until = w.Text(value=str(given.get("until", "")), description="until", **dated)
        self.duplicates = w.Checkbox(
            value=bool(given.get("include_duplicates")), description="count duplicates", **wide
        )
        self.said = w.HTML()
        self.drawn = w.Output()
        self.rows = w.Output()
        table = w.Accordion(children=[self.rows], titles=("the numbers drawn",), selected_index=None)
        for knob in self.knobs:
            knob.observe(lambda _: self.redraw(), names="value")
        left = w.VBox([self.figure, self.collections, self.languages])
        right = w.VBox([self.since, self.until, self.duplicates, self.said])
        self.widget = w.VBox([w.HBox([left, right]), self.drawn, table])
        self.redraw()

    @property
    def knobs(self) -> list[Any]:
        """The widgets that change the figure."""
        return [self.figure, self.collections, self.languages, self.since, self.until, self.duplicates]

    def selected(self) -> Run:
        """The run with the articles that the widgets select.

        Raises
        ------
        KzlibError
            If a date is not an ISO date or no article is left.
        """
        articles = self.run.corpus.where(
            collections=self.collections.value,
            languages=self.languages.value,
            sources=self.run.parameters.get("sources"),
            since=self.since.value.strip() or None,
            until=self.until.value.strip() or None,
            include_duplicates=self.duplicates.value,
            include_reworded=bool(self.run.parameters.get("include_reworded")),
        )
        if articles.empty:
            raise KzlibError("no article is left; widen the selection")
        state = self.run.parameters.get("state_classes") or list(STATE)
        independent = self.run.parameters.get("independent_classes") or list(INDEPENDENT)
        return replace(self.run, articles=articles.assign(side=sources.sides(articles, state, independent)))

    def redraw(self) -> None:
        """Compute and draw the chosen figure anew; a bad selection is said beside the widgets."""
        import matplotlib.pyplot as plt
        from IPython.display import display

        compute, draw = self.figures[self.figure.value]
        try:
            run = self.selected()
            table = compute(run.articles)
        except KzlibError as error:
            self.said.value = f"<b>{_escaped(str(error))}</b>"
            return
        outlets = run.articles["outlet"].nunique()
        self.said.value = f"{len(run.articles):,} articles, {outlets:,} outlets"
        drawing = draw(table)
        figure = drawing if hasattr(drawing, "savefig") else drawing.figure
        self.drawn.clear_output(wait=True)
        with self.drawn:
            display(figure)
        plt.close(figure)
        self.rows.clear_output(wait=True)
        with self.rows:
            display(scrollable(table))


CONTEXT = ["published", "outlet", "side", "left", "hit", "right"]


def concordance(corpus: Corpus, articles: pd.DataFrame, terms: Sequence[Any], **options: Any) -> None:
    """Show :func:`kzlib.terms.kwic` as a table in JupyterLab; a click on a heading sorts by that column.

    Nothing is shown when a notebook runs headlessly: a published notebook holds no texts.  Where the corpus keeps none,
    one sentence says how to get them.

    Parameters
    ----------
    terms, options
        As in :func:`kzlib.terms.kwic`: width, sort (date, left, right, outlet), side, limit, by.
    """
    if idle():
        return
    from IPython.display import display

    from kzlib.terms import kwic

    try:
        table = kwic(corpus, articles, terms, **options)
    except KzlibError as error:
        print(error)
        return
    _load_tables()
    right = {"className": "dt-right", "targets": [CONTEXT.index("left")]}
    display(scrollable(table[CONTEXT], showIndex=False, columnDefs=[right]))


def _load_tables() -> None:
    """Put the table library, which itables brings along, into the page: nothing is fetched from outside.

    ``itables.init_notebook_mode`` would also set a colour scheme, by a script that runs before the library is
    there and complains in the console.
    """
    try:
        from itables import options
        from itables.javascript import generate_init_offline_itables_html
    except ImportError:
        return
    from IPython.display import HTML, display

    display(HTML(generate_init_offline_itables_html(options.dt_bundle)))


def scrollable(table: pd.DataFrame, **options: Any) -> Any:
    """A table to scroll and sort in JupyterLab (itables, offline, with its options); plain HTML in a box elsewhere."""
    from IPython.display import HTML

    try:
        from itables import to_html_datatable
    except ImportError:
        return HTML(f'<div style="max-height:24em;overflow:auto">{table.to_html(escape=True)}</div>')
    drawn = to_html_datatable(table, connected=False, maxBytes=0, classes="display compact", **options)
    return HTML(f'<div style="overflow-x:auto">{drawn}</div>')


def _escaped(text: str) -> str:
    import html

    return html.escape(text)
