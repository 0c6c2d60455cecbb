"""``begin``: what every notebook starts with.  It opens the corpus and selects by the standard parameters."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kzlib.errors import KzlibError, UsageError
from kzlib.figures import checks
from kzlib.figures.publishing import publish

PARAMETERS = "KZLIB_PARAMETERS"  # set by the runner: the names in the notebook's parameters cell, as JSON
STATE = ("state",)
INDEPENDENT = ("independent", "foreign_public")
_PLAIN = (bool, int, float, str, list)
_SHELL = {"In", "Out", "exit", "quit"}


@dataclass(frozen=True)
class Run:
    """One execution of a notebook.

    Attributes
    ----------
    notebook : str
        Its name, as in the figure catalogue.
    corpus : Corpus
        The corpus that its parameter ``corpus`` names.
    articles : DataFrame
        The articles that its standard parameters select, classified (see :func:`kzlib.sources.classify`),
        with the column ``side``: "state", "independent" or missing.
    parameters : dict
        The notebook's parameters by name.
    """

    notebook: str
    corpus: Any
    articles: Any
    parameters: dict[str, Any] = field(default_factory=dict)

    def publish(self, drawing: Any, *, id: str, table: Any, caption: str, **options: Any) -> None:
        """:func:`kzlib.figures.publish` with this run's corpus, parameters and notebook."""
        publish(drawing, id=id, table=table, caption=caption, run=self, **options)

    def described(self, table: Any, n: dict[str, int] | None = None) -> dict[str, Any]:
        """What a record says of this run: the collections that ``table`` draws on, and what was counted in them.

        ``selected`` counts what the parameters chose, of which a figure may use less; ``n`` is the figure's own count,
        where it was given or the table is one of the corpus' items (column ``n_items``), which nothing selects.
        """
        known = self.corpus.meta.get("collections", {})
        names = sorted(self.articles["collection"].dropna().unique())
        if "collection" in table.columns:
            drawn = set(table["collection"].dropna().astype(str))
            names = [name for name in sorted({*names, *known}) if name in drawn] or names
        rows = self.articles[self.articles["collection"].isin(names)]
        selected = {"articles": len(rows)}
        if "outlet" in rows.columns:
            selected["outlets"] = int(rows["outlet"].nunique())
        if n is None and "n_items" in table.columns:
            n = {"items": int(table["n_items"].sum())}
        return {
            "notebook": self.notebook,
            "parameters": self.parameters,
            "collections": {name: {"drawn": str(known.get(name, {}).get("drawn", ""))} for name in names},
            "fingerprint": str(self.corpus.fingerprint),
            "n": n,
            "selected": {} if n is not None else selected,
        }


def begin(notebook: str, namespace: Mapping[str, Any]) -> Run:
    """Open the corpus and select the articles that a notebook's parameters ask for.

    Parameters
    ----------
    notebook : str
        The notebook's name, without ``.ipynb``.
    namespace : mapping
        Its ``globals()``, read for the parameters only.

    Returns
    -------
    Run

    Raises
    ------
    KzlibError
        If there is no such corpus or nothing is selected.
    UsageError
        If a parameter's value cannot mean anything (see :mod:`kzlib.figures.checks`).
    """
    import pandas as pd

    from kzlib import sources
    from kzlib.corpus import Corpus
    from kzlib.plots import style

    parameters = parameters_in(notebook, namespace)
    declared = _declared(notebook) is not None
    checks.check_values(
        {name: value for name, value in parameters.items() if declared or name in checks.STANDARD}, notebook
    )
    corpus = Corpus.open(parameters.get("corpus") or "seeds")
    if declared:
        checks.check_against(parameters, corpus)
    articles = corpus.where(
        collections=_listed(parameters, "collections"),
        languages=_listed(parameters, "languages"),
        sources=_listed(parameters, "sources"),
        since=parameters.get("since") or None,
        until=parameters.get("until") or None,
        include_duplicates=bool(parameters.get("include_duplicates", False)),
        include_reworded=bool(parameters.get("include_reworded", False)),
    )
    if not len(articles):
        raise KzlibError(f"no article is left: {_selection(parameters)}; widen the selection")
    state = _listed(parameters, "state_classes") or list(STATE)
    independent = _listed(parameters, "independent_classes") or list(INDEPENDENT)
    articles = articles.assign(side=sources.sides(articles, state, independent))
    style.use()
    pd.set_option("display.max_colwidth", 200)  # a reason cut off in the middle is none
    return Run(notebook, corpus, articles, parameters)


def parameters_in(notebook: str, namespace: Mapping[str, Any]) -> dict[str, Any]:
    """The notebook's parameters in its ``globals()``: the names that the runner, or its shipped file, declares.

    For a notebook of one's own in JupyterLab these are the plain values (numbers, text, lists) defined so far.

    >>> parameters_in("mine", {"seed": 1, "_x": 2, "In": [], "np": object()})
    {'seed': 1}
    """
    names = _declared(notebook)
    if names is None:
        hidden = _SHELL | set(_hidden())
        names = [name for name, value in namespace.items() if name[:1] != "_" and name not in hidden]
        names = [name for name in names if isinstance(namespace[name], _PLAIN)]
    return {name: namespace[name] for name in names if name in namespace}


def _declared(notebook: str) -> list[str] | None:
    given = os.environ.get(PARAMETERS)
    if given:
        return list(json.loads(given))
    from kzlib import paths
    from kzlib.runner.parameters import read_parameters

    try:
        file = paths.share("notebooks") / f"{notebook}.ipynb"
        return list(read_parameters(file)) if file.is_file() else None
    except KzlibError:
        return None


def _hidden() -> list[str]:
    import sys

    shell = sys.modules.get("IPython")
    active = shell.get_ipython() if shell is not None else None
    return list(getattr(active, "user_ns_hidden", ()))


def _listed(parameters: Mapping[str, Any], name: str) -> list[str] | None:
    value = parameters.get(name)
    if isinstance(value, str):
        if value:
            raise UsageError(f"parameter {name}: {value!r} is text; write a list, such as [{value!r}]")
        return None
    return list(value) if value else None


def _selection(parameters: Mapping[str, Any]) -> str:
    names = ("collections", "languages", "sources", "since", "until")
    chosen = [f"{name}={parameters[name]!r}" for name in names if parameters.get(name)]
    return "the corpus is selected by " + ", ".join(chosen) if chosen else "the corpus is empty"
