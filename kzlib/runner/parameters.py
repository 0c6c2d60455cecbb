"""A notebook's parameters cell, read without running it, and the strict reading of ``-p NAME=VALUE``.

The cell tagged ``parameters`` holds assignments of plain literals (annotations allowed).  The default's type
is the parameter's type.  Nothing here evaluates code.
"""

from __future__ import annotations

import ast
import datetime
import difflib
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kzlib.errors import KzlibError, UsageError

DATES = ("since", "until")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")
_ANNOTATED = {"bool": bool, "int": int, "float": float, "str": str, "list": list, "dict": dict}
_NAMES = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "a dictionary",
}


@dataclass(frozen=True)
class Parameter:
    """One parameter: its name, default and type."""

    name: str
    default: Any
    kind: type | None

    @property
    def is_date(self) -> bool:
        """True if its value must be an ISO date or empty."""
        is_iso = isinstance(self.default, str) and _ISO.fullmatch(self.default) is not None
        return self.kind is str and (self.name in DATES or self.name.endswith("_date") or is_iso)


def load_notebook(path: Path) -> dict[str, Any]:
    """A notebook's JSON.

    Raises
    ------
    KzlibError
        If the file is missing or no notebook.
    """
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise KzlibError(f"there is no notebook at {path}") from None
    except (ValueError, OSError) as error:
        raise KzlibError(f"{path} is no notebook: {error}") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise KzlibError(f"{path} is no notebook: it has no cells")
    return notebook


def source_of(cell: Mapping[str, Any]) -> str:
    """A cell's source as one string."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def declared_figures(notebook: Mapping[str, Any]) -> list[str]:
    """The figure ids in the notebook's metadata, in order."""
    metadata = notebook.get("metadata", {}).get("kzlib", {})
    figures = metadata.get("figures", []) if isinstance(metadata, dict) else []
    return [str(item) for item in figures] if isinstance(figures, list) else []


def read_parameters(path: Path, notebook: Mapping[str, Any] | None = None) -> dict[str, Parameter]:
    """The parameters of the notebook at ``path``, in the order of its parameters cell; {} if it has none.

    Raises
    ------
    KzlibError
        If the cell holds anything but assignments of plain literals.
    """
    cells = (notebook or load_notebook(path))["cells"]
    tagged = [cell for cell in cells if "parameters" in cell.get("metadata", {}).get("tags", ())]
    return parse_cell(source_of(tagged[0]), path.name) if tagged else {}


def parse_cell(source: str, where: str = "the notebook") -> dict[str, Parameter]:
    """The parameters that a cell's source assigns.

    >>> list(parse_cell("seed = 7\\nsince: str = ''\\nlanguages = ['en']  # codes").values())
    [Parameter(name='seed', default=7, kind=<class 'int'>),
     Parameter(name='since', default='', kind=<class 'str'>),
     Parameter(name='languages', default=['en'], kind=<class 'list'>)]
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        raise KzlibError(f"{where}, parameters cell: {error}") from None
    found: dict[str, Parameter] = {}
    for node in tree.body:
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            continue
        target, annotation = _target(node)
        if target is None or getattr(node, "value", None) is None:
            raise KzlibError(
                f"{where}, parameters cell, line {node.lineno}: only assignments such as seed = 1 may stand here"
            )
        try:
            value = ast.literal_eval(node.value)  # type: ignore[attr-defined]
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            raise KzlibError(
                f"{where}, parameters cell, line {node.lineno}: {target} must be a plain literal"
            ) from None
        found[target] = Parameter(target, value, _kind(value, annotation))
    return found


def _target(node: ast.stmt) -> tuple[str | None, str]:
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id, ""
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id, ast.unparse(node.annotation)
    return None, ""


def _kind(value: Any, annotation: str) -> type | None:
    written = re.match(r"[a-z]+", annotation.strip("'\" "))
    if written and written[0] in _ANNOTATED:
        return _ANNOTATED[written[0]]
    return None if value is None else list if isinstance(value, tuple) else type(value)


def split_assignment(text: str) -> tuple[str, str]:
    """``NAME=VALUE`` as a pair.

    >>> split_assignment("term=a=b")
    ('term', 'a=b')
    """
    name, mark, value = text.partition("=")
    if not mark or not name.strip().isidentifier():
        raise UsageError(f"-p {text!r}: write NAME=VALUE, such as -p since=2022-01-01")
    return name.strip(), value


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name closest to ``name``.

    >>> nearest("sicne", ["seed", "since", "sources"])
    'since'
    """
    names = list(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.0)
    return close[0] if close else ""


def coerce(parameter: Parameter, text: str) -> Any:
    """The value that ``text`` (from a command line) gives to a parameter.

    >>> coerce(Parameter("languages", [], list), '["en"]'), coerce(Parameter("n_boot", 10, int), "500")
    (['en'], 500)

    Raises
    ------
    UsageError
        If the text is not of the default's type.
    """
    kind, given = parameter.kind, text.strip()
    if kind is bool:
        if given.lower() not in _TRUE + _FALSE:
            raise _refused(parameter, text)
        return given.lower() in _TRUE
    if kind is int:
        if not re.fullmatch(r"[+-]?\d{1,18}", given):
            raise _refused(parameter, text)
        return int(given)
    if kind is float:
        try:
            value = float(given)
        except ValueError:
            raise _refused(parameter, text) from None
        return checked(parameter, value)
    if kind is str:
        return checked(parameter, text)
    value = _literal(given)
    if value is _NOTHING:
        if kind is None:
            return text
        raise _refused(parameter, text)
    return checked(parameter, value)


def checked(parameter: Parameter, value: Any) -> Any:
    """``value`` itself if it is of the parameter's type; used for values that come from a record, too.

    >>> checked(Parameter("since", "", str), "2022-01-31")
    '2022-01-31'
    """
    kind = parameter.kind
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if kind is not None and type(value) is not kind:
        raise _refused(parameter, value)
    if kind is float and not math.isfinite(value):
        raise _refused(parameter, value)
    if kind is list or kind is dict:
        _check_items(parameter, value)
    if parameter.is_date and value:
        try:
            if not _ISO.fullmatch(value):
                raise ValueError
            datetime.date.fromisoformat(value)
        except ValueError:
            raise UsageError(
                f"parameter {parameter.name}: {value!r} is not a date; write it as 2022-01-31"
            ) from None
    return value


def _check_items(parameter: Parameter, value: Any) -> None:
    items = value if isinstance(value, list) else [*value, *value.values()]
    wanted = (
        {type(item) for item in parameter.default} if isinstance(parameter.default, list | tuple) else set()
    )
    allowed = wanted or {str, int, float, bool}
    for item in items:
        if type(item) not in allowed:
            kinds = " or ".join(sorted(_NAMES.get(kind, kind.__name__) for kind in allowed))
            raise UsageError(f"parameter {parameter.name}: {item!r} in the list must be {kinds}")


_NOTHING = object()


def _literal(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        value = ast.literal_eval(text)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return _NOTHING
    return list(value) if isinstance(value, tuple) else value


def _refused(parameter: Parameter, value: Any) -> UsageError:
    wanted = _NAMES.get(parameter.kind or str, "a plain value")
    example = ' such as \'["en", "ru"]\'' if parameter.kind is list else ""
    return UsageError(
        f"parameter {parameter.name}: {value!r} is not {wanted}{example} (its default is {parameter.default!r})"
    )


def bind(
    assignments: Iterable[tuple[str, str]], known: Mapping[str, Mapping[str, Parameter]]
) -> dict[str, dict[str, Any]]:
    """Give each notebook the values of the parameters it knows.

    Parameters
    ----------
    assignments : iterable of (name, text)
        As typed after ``-p``.
    known : mapping
        Notebook name → its parameters.

    Returns
    -------
    dict
        Notebook name → {parameter: value}, for those set.

    Raises
    ------
    UsageError
        If no notebook knows a name (the nearest known one is named) or a value is not of its type.
    """
    values: dict[str, dict[str, Any]] = {notebook: {} for notebook in known}
    for name, text in assignments:
        holders = [notebook for notebook, parameters in known.items() if name in parameters]
        if not holders:
            everything = sorted({other for parameters in known.values() for other in parameters})
            guess = nearest(name, everything)
            hint = f"; did you mean {guess}?" if guess else ""
            raise UsageError(f"no parameter {name} in {', '.join(known) or 'any notebook'}{hint}")
        for notebook in holders:
            values[notebook][name] = coerce(known[notebook][name], text)
    return values
