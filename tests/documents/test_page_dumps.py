"""The cleaner on dumps of every kind of page that boilerplate comes from (tests/pages)."""

from pathlib import Path

import pytest

from kzlib.documents.pages import pages

PAGES = sorted((Path(__file__).parent.parent / "pages").glob("*.txt"))


def parsed(path: Path) -> tuple[str, str, dict[str, str]]:
    """The dump, the expected text and what else is expected."""
    dump, kept, facts = [], [], {}
    for line in path.read_text(encoding="utf-8").splitlines():
        mark, rest = line[:2], line[2:]
        if mark == "= ":
            name, _, value = rest.partition(": ")
            facts[name] = value
            continue
        dump.append(rest)
        if mark == "+ ":
            kept.append(rest)
    return "\n\n".join(dump), "\n\n".join(kept), facts


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_article_and_nothing_else(path: Path) -> None:
    dump, kept, _ = parsed(path)
    (page,) = pages(dump)
    assert page.text.split("\n\n") == kept.split("\n\n")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_lines_without_empty_ones_between(path: Path) -> None:
    dump, kept, _ = parsed(path)
    (page,) = pages(dump.replace("\n\n", "\n"))
    assert page.text.split("\n\n") == kept.split("\n\n")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_title_author_and_date(path: Path) -> None:
    dump, _, facts = parsed(path)
    (page,) = pages(dump)
    assert page.title == facts["title"]
    if "author" in facts:
        assert page.author == facts["author"]
    if "published" in facts:
        assert str(page.published) == facts["published"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_line_is_accounted_for(path: Path) -> None:
    dump, _, _ = parsed(path)
    (page,) = pages(dump)
    kept = [line for line, rule in page.lines if not rule]
    assert "\n\n".join(kept) == page.text
    assert sum(len(line.split()) for line, _ in page.lines) == len(dump.split())
