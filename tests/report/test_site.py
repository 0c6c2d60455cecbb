"""The report site as files: what is there, what stays text, and what is asked of the network (nothing)."""

import re
from html.parser import HTMLParser
from pathlib import Path

import matplotlib as mpl
import nbformat
import pandas as pd
import pytest
from drawings import bars

from kzlib.errors import KzlibError
from kzlib.figures import publish
from kzlib.report import build, markup, tables
from kzlib.report import notebook as notebooks

mpl.use("agg")
HOSTILE = "<script>alert(1)</script>]]>\"'\u202ertl\u202c" + "x" * 10_000


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A site of two figures; the second one's words are hostile."""
    figures, out = tmp_path_factory.mktemp("figures"), tmp_path_factory.mktemp("out") / "site"
    table = pd.DataFrame({"outlet": ["=b", "a"], "share": [0.5, 0.25], "n": [1, 2]})
    publish(
        bars(table), id="plain", table=table, caption="Two bars.", question="How long?", out=figures / "one"
    )
    hostile = table.assign(outlet=[HOSTILE, "c"])
    publish(bars(table), id="hostile", table=hostile, caption=HOSTILE, question=HOSTILE, out=figures / "one")
    assert build(figures, out) == 2
    return out


class Found(HTMLParser):
    """Every element of a page, checked to be closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("img", "link", "meta", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_every_page_is_whole_and_every_link_leads_somewhere(site):
    pages = sorted(site.rglob("*.html"))
    assert {str(page.relative_to(site)) for page in pages} == {
        "about.html",
        "index.html",
        "figure/plain.html",
        "figure/hostile.html",
    }
    for page in pages:
        for tag, attributes in Found(page.read_text(encoding="utf-8")).tags:
            target = attributes.get("href") or attributes.get("src")
            if tag in ("a", "img", "link", "script") and target and not target.startswith(("#", "data:")):
                assert not re.match(r"[a-z]+:|//", target), target
                assert (page.parent / target).is_file(), f"{page.name}: {target}"
            assert not any(name.startswith("on") for name in attributes)


def test_hostile_words_stay_words(site):
    for page in site.rglob("*.html"):
        scripts = [
            attributes for tag, attributes in Found(page.read_text(encoding="utf-8")).tags if tag == "script"
        ]
        assert len(scripts) == 1
        assert scripts[0]["src"].endswith("assets/site.js")


def test_images_have_alternatives_and_fields_have_labels(site):
    for page in site.rglob("*.html"):
        for tag, attributes in Found(page.read_text(encoding="utf-8")).tags:
            if tag == "img":
                assert "alt" in attributes
    text = (site / "figure" / "plain.html").read_text(encoding="utf-8")
    assert 'alt="How long? Two bars."' in text


def test_the_site_is_replaced_whole_and_nothing_else_is(site, tmp_path):
    figures = tmp_path / "figures"
    with pytest.raises(KzlibError, match="there are no figures"):
        build(figures, tmp_path / "site")
    table = pd.DataFrame({"outlet": ["a"], "share": [1.0]})
    publish(bars(table), id="one", table=table, caption="", out=figures / "x")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("do not touch")
    with pytest.raises(KzlibError, match="holds other files"):
        build(figures, tmp_path / "mine")
    build(figures, tmp_path / "site")
    first = {
        str(path.relative_to(tmp_path / "site")): path.read_bytes()
        for path in (tmp_path / "site").rglob("*")
        if path.is_file()
    }
    build(figures, tmp_path / "site")
    assert first == {
        str(path.relative_to(tmp_path / "site")): path.read_bytes()
        for path in (tmp_path / "site").rglob("*")
        if path.is_file()
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["figures", "mine", "site"]


def test_tables_show_what_the_csv_guards(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n'=1+1,2\n'tis,\n", encoding="utf-8")
    text = tables.table(tmp_path / "x.csv", "X")
    assert "<td>=1+1</td>" in text
    assert "<td>&#x27;tis</td>" in text
    assert '<td class="number">2</td>' in text


def test_long_tables_say_that_they_are_cut(tmp_path):
    (tmp_path / "x.csv").write_text("a\n" + "1\n" * 1000, encoding="utf-8")
    text = tables.table(tmp_path / "x.csv", "X")
    assert text.count("<tr>") == tables.MOST_ROWS + 1
    assert "The first 400 of 1000 rows" in text


def test_a_notebook_cannot_bring_scripts_in(tmp_path):
    book = nbformat.v4.new_notebook()
    html = "<table onclick='x()'><tr><td>7</td></tr></table><script>alert(1)</script><img src=https://example.org/x.png>"
    outputs = [
        nbformat.v4.new_output("display_data", {"text/html": html}),
        nbformat.v4.new_output("stream", text="noise"),
    ]
    book.cells = [
        nbformat.v4.new_markdown_cell(
            "# T\n\n<script>alert(2)</script>\n\nand [a](javascript:alert(3)) ![b](https://example.org/y.png)"
        ),
        nbformat.v4.new_code_cell("x = '<script>'", outputs=outputs),
    ]
    nbformat.write(book, tmp_path / "n.ipynb")
    text = notebooks.render(tmp_path / "n.ipynb", {})
    assert "<script" not in text
    assert "onclick" not in text
    assert "javascript:" not in text
    assert "example.org" not in text
    assert "<td>7</td>" in text


def test_how_to_read_a_figure_is_found_beside_its_cell():
    def cell(kind, source):
        return {"cell_type": kind, "source": source, "metadata": {}}

    book = {
        "cells": [
            cell("markdown", "# All"),
            cell("markdown", "## The gap\nIt is a difference."),
            cell("code", "run.publish(ax, id='gap', table=t, caption='c')"),
            cell("markdown", "**How to read it.** Right is brighter."),
            cell("markdown", "## Next"),
            cell("code", "run.publish(ax, id='gap-two', table=t, caption='c')"),
        ]
    }
    assert (
        notebooks.prose_around(book, "gap") == "It is a difference.\n\n**How to read it.** Right is brighter."
    )
    assert notebooks.prose_around(book, "gap-two") == ""
    assert notebooks.prose_around(book, "none") == ""


def test_attributes_are_escaped():
    assert markup.tag("a", href='"><script>') == '<a href="&quot;&gt;&lt;script&gt;"></a>'
