"""A notebook as a page: prose, code and what it published.  Nothing in it can run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kzlib.errors import KzlibError
from kzlib.figures.publishing import FIGURE_MIME
from kzlib.report.markup import tag, text
from kzlib.runner.parameters import load_notebook, source_of

_TAGS = [
    "a",
    "b",
    "br",
    "caption",
    "code",
    "div",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "li",
    "ol",
    "p",
    "pre",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
]


def markdown(source: str) -> str:
    """Markdown as HTML; HTML in it is shown, not obeyed.

    Raises
    ------
    KzlibError
        If the package mistune is missing.
    """
    try:
        import mistune
    except ImportError:
        raise KzlibError("the site needs the package mistune: pip install mistune") from None

    class Words(mistune.HTMLRenderer):
        """Pictures from elsewhere become their words: the site asks nothing of the network."""

        def image(self, text: str, url: str, title: str | None = None) -> str:
            return mistune.escape(text)

    return str(mistune.create_markdown(renderer=Words(escape=True), plugins=["table"])(source))


def prose_around(content: Mapping[str, Any], id: str) -> str:
    """The Markdown beside the cell that publishes the figure ``id``: what leads to it, and how to read it.

    It reaches back to the section's heading, which is left out, and on to the next heading or code.
    """
    wanted = re.compile(rf"""\bid\s*=\s*["']{re.escape(id)}["']""")
    cells = [cell for cell in content["cells"] if source_of(cell).strip()]
    for at, cell in enumerate(cells):
        if cell.get("cell_type") != "code" or not wanted.search(source_of(cell)):
            continue
        before = cells[at - 1] if at and cells[at - 1].get("cell_type") == "markdown" else None
        parts = [re.sub(r"\A\s*#+ .*\n?", "", source_of(before))] if before else []
        for after in cells[at + 1 :]:
            if after.get("cell_type") != "markdown" or source_of(after).lstrip().startswith("#"):
                break
            parts.append(source_of(after))
        return "\n\n".join(part.strip() for part in parts if part.strip())
    return ""


def render(path: Path, figures: Mapping[str, str]) -> str:
    """The HTML of a notebook.

    Parameters
    ----------
    path : Path
        An executed notebook, or one without outputs.
    figures : mapping
        Figure id → HTML that stands where the notebook published it.
    """
    parts = []
    placed: set[str] = set()
    for cell in load_notebook(path)["cells"]:
        source = source_of(cell)
        tags = cell.get("metadata", {}).get("tags", ())
        if not source.strip() or "injected-parameters" in tags or "papermill-error-cell-tag" in tags:
            continue
        if cell.get("cell_type") == "markdown":
            parts.append(tag("div", markdown(source), class_="prose"))
        elif cell.get("cell_type") == "code":
            parts.append(_code(source))
            for output in cell.get("outputs", ()):
                parts.append(_output(output))
            for id in re.findall(r"""\bid\s*=\s*["']([a-z0-9-]+)["']""", source):
                if id in figures and id not in placed:
                    placed.add(id)
                    parts.append(figures[id])
    return "".join(parts)


def _code(source: str) -> str:
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    coloured = highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))
    return tag("pre", tag("code", coloured), class_="code", tabindex="0")


def _output(output: Mapping[str, Any]) -> str:
    data = output.get("data", {})
    if FIGURE_MIME in data or output.get("output_type") == "error":
        return ""
    if "text/html" in data:
        return tag("div", _cleaned(_joined(data["text/html"])), class_="scroll output", tabindex="0")
    if "text/markdown" in data:
        return tag("div", markdown(_joined(data["text/markdown"])), class_="prose output")
    if "text/plain" in data:
        return tag("pre", text(_joined(data["text/plain"])), class_="output", tabindex="0")
    return ""


def _joined(value: Any) -> str:
    return value if isinstance(value, str) else "".join(map(str, value))


def _cleaned(source: str) -> str:
    """Tables and plain marks only: no script, style, link or picture of a notebook's output enters the site."""
    from lxml_html_clean import Cleaner

    if not source.strip():
        return ""
    attributes = frozenset({"colspan", "rowspan", "scope"})
    cleaner = Cleaner(
        allow_tags=[name for name in _TAGS if name != "a"],
        safe_attrs_only=True,
        safe_attrs=attributes,
        style=True,
    )
    return str(cleaner.clean_html(f"<div>{source}</div>"))
