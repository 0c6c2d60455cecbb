"""A file's own beginning says what it is, whatever its cells hold."""

import csv
import io
import json
from pathlib import Path

import pytest

from kzlib import documents
from kzlib.documents.formats import kind_of

WORDS = "The council of the small town met on day {n} and planted trees along the river."
LINK = "https://astanatimes.com/2023/05/{n}/"
FEW, MANY = 1, 12  # paragraphs a cell


def cell(n: int, paragraphs: int, tag: str) -> str:
    sentence = WORDS.format(n=n)
    if tag == "br":
        return "<br/>".join(f"{sentence} Part {i}." for i in range(paragraphs + 1))
    if tag == "page":
        return f"<!DOCTYPE html>\n<html><body>{f'<p>{sentence}</p>' * paragraphs}</body></html>"
    return "\n".join(f'<p class="x">{sentence} <a href="/a">Part</a> {i}.</p>' for i in range(paragraphs))


def rows(names: tuple[str, str, str], paragraphs: int, tag: str) -> list[dict[str, str]]:
    title, url, text = names
    return [{title: f"Story {n}", url: LINK.format(n=n), text: cell(n, paragraphs, tag)} for n in range(6)]


def written(kind: str, table: list[dict[str, str]]) -> str:
    if kind == "jsonl":
        return "\n".join(json.dumps(row) for row in table)
    if kind.startswith("json"):
        return json.dumps(table, indent=1 if kind == "json, indented" else None)
    file = io.StringIO()
    writer = csv.DictWriter(file, list(table[0]), delimiter="\t" if kind == "tsv" else ",")
    writer.writeheader()
    writer.writerows(table)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "json", "json, indented"])
@pytest.mark.parametrize("paragraphs", [FEW, MANY])
@pytest.mark.parametrize("tag", ["p", "br", "page"])
@pytest.mark.parametrize("mapped", [False, True])
def test_a_table_of_html_is_a_table(
    tmp_path: Path, kind: str, paragraphs: int, tag: str, mapped: bool
) -> None:
    names = ("post_title", "guid", "post_content") if mapped else ("title", "url", "text")
    mapping = {"text": "post_content", "title": "post_title", "url": "guid"} if mapped else None
    file = tmp_path / "export.txt"
    file.write_text(written(kind, rows(names, paragraphs, tag)), encoding="utf-8-sig")
    found, rejects = documents.read_all(file, map=mapping)
    assert not rejects
    assert [(d.title, d.url, d.source_id) for d in found] == [
        (f"Story {n}", LINK.format(n=n), "astana-times") for n in range(6)
    ]
    assert all(WORDS.format(n=n) in document.text for n, document in enumerate(found))
    assert not any("<" in document.text or ">" in document.text for document in found)


def test_a_column_that_the_user_names_makes_a_table(tmp_path: Path) -> None:
    file = tmp_path / "wp.dat"
    header = "ID,post_author,post_date,post_content,post_title,post_status"
    line = '{n},1,2023-05-06 10:00:00,"' + "<p>{words}</p>" * 5 + '",Story {n},publish'
    lines = [line.format(n=n, words=WORDS.format(n=n)) for n in range(8)]
    file.write_text("\n".join([header, *lines]))
    found, rejects = documents.read_all(file, map={"text": "post_content", "title": "post_title"})
    assert [document.title for document in found] == [f"Story {n}" for n in range(8)]
    assert not rejects


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE html>\n",
        "\ufeff<!doctype html>",
        "<!-- saved on a Monday, title, text, date -->\n",
        '<?xml version="1.0"?>\n<!-- a, b --><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">',
        "Skip to the content, or to the menu\n",
        "Article, by our own correspondent\n",
        "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<!doctype html>",
    ],
)
@pytest.mark.parametrize("paragraphs", [2, 40])
def test_a_page_is_a_page(head: str, paragraphs: int) -> None:
    body = "".join(f"<p>{WORDS.format(n=n)}</p>\n" for n in range(paragraphs))
    page = f"{head}<html><head><title>Trees, title, text</title></head><body>\n{body}</body></html>"
    assert kind_of(page.encode(), "page.html") == "html"


def test_a_piece_of_a_page_is_a_page() -> None:
    body = "".join(f"<p>{WORDS.format(n=n)}</p>\n" for n in range(30))
    assert kind_of(body.encode(), "piece.txt") == "html"
    assert kind_of(f"Date, and more of the same\n{body}".encode(), "piece.txt") == "html"


def test_a_cells_marks_go_and_its_paragraphs_stay(tmp_path: Path) -> None:
    texts = [
        f"{WORDS.format(n=1)}\n\nAn <em>inline</em> <a href='/x'>link</a> &amp; more stood here.",
        "One line.<br>Another &laquo;line&raquo;.",
        "Less than 3 &lt; 5, bread &amp; salt were sold.",
        "A sum of 3 < 5 and 7 > 2 was written on the wall.",
    ]
    file = tmp_path / "t.jsonl"
    file.write_text("\n".join(json.dumps({"title": "A &amp; <b>B</b>", "text": text}) for text in texts))
    found, _ = documents.read_all(file)
    assert [document.text for document in found] == [
        f"{WORDS.format(n=1)}\n\nAn inline link & more stood here.",
        "One line.\n\nAnother «line».",
        "Less than 3 < 5, bread & salt were sold.",
        "A sum of 3 < 5 and 7 > 2 was written on the wall.",
    ]
