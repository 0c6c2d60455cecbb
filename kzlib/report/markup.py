"""HTML that stays text: every value that enters a page goes through here."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any

from kzlib.figures.saving import clean

_POLICY = "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"


def text(value: object) -> str:
    """``value`` as HTML text or attribute value.

    >>> text('<script>"]]>')
    '&lt;script&gt;&quot;]]&gt;'
    """
    return html.escape(clean(value), quote=True)


def tag(name: str, /, *content: str, **attributes: str | bool | None) -> str:
    """An element; ``content`` is HTML already, attribute values are escaped here (``_`` stands for ``-``).

    >>> tag("a", text("x < y"), href="a.html", data_id='"')
    '<a href="a.html" data-id="&quot;">x &lt; y</a>'
    """
    parts = [name]
    for key, value in attributes.items():
        key = key.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(key)
        elif value is not None and value is not False:
            parts.append(f'{key}="{text(value)}"')
    opening = f"<{' '.join(parts)}>"
    return (
        opening if name in ("img", "link", "meta", "input", "br") else f"{opening}{''.join(content)}</{name}>"
    )


def definitions(rows: Mapping[str, object]) -> str:
    """A description list; empty values are left out."""
    pairs = (
        tag("dt", text(key)) + tag("dd", text(value))
        for key, value in rows.items()
        if value not in ("", None)
    )
    return tag("dl", *pairs)


def page(title: str, body: Iterable[str], *, up: str = "", current: str = "") -> str:
    """A whole page.  ``up`` leads to the site's root: "" or "../"."""
    links: list[tuple[str, str]] = [("index.html", "Figures"), ("about.html", "About")]
    menu = (
        tag("a", text(label), href=up + to, aria_current="page" if to == current else None)
        for to, label in links
    )
    head = (
        '<meta charset="utf-8">',
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", text(title)),
        tag("link", rel="icon", href="data:,"),
        tag("link", rel="stylesheet", href=f"{up}assets/site.css"),
        tag("script", src=f"{up}assets/site.js", defer=True),
    )
    theme = tag("button", "Dark", type="button", id="theme", aria_pressed="false")
    header = tag(
        "header",
        tag("a", "kzlib", class_="brand", href=f"{up}index.html"),
        tag("nav", *menu, aria_label="Site"),
        theme,
    )
    skip = tag("a", "Skip to content", class_="skip", href="#main")
    whole = tag("head", *head) + tag("body", skip, header, tag("main", *body, id="main"))
    return "<!DOCTYPE html>\n" + tag("html", whole, lang="en") + "\n"


def plain(value: Any) -> str:
    """A parameter's or entry's value as a reader writes it.

    >>> plain(["en", "ru"]), plain(""), plain(True)
    ('en, ru', '(none)', 'yes')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "(all)"
    return "(none)" if value in ("", None) else str(value)
