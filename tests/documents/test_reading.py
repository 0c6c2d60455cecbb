"""The door: formats by content, bad rows told, good rows kept, archives safe."""

import gzip
import io
import json
import os
import zipfile
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kzlib import documents
from kzlib.documents import Document, Reject
from kzlib.errors import KzlibError, UsageError

BODY = "The council of the small town met on Monday and decided to plant a thousand trees along the river, the mayor said."
SECOND = "The work will begin in April, as soon as the ground has thawed, and it is expected to last for about three weeks."
PAGE = f"<!DOCTYPE html><html><head><title>Trees for the river | The Site</title><meta property='article:published_time' content='2023-05-06T10:00:00Z'><link rel='canonical' href='https://astanatimes.com/2023/05/trees/'></head><body><nav><a href='/'>Home</a></nav><article><h1>Trees for the river</h1><p>{BODY}</p><p>{SECOND}</p></article></body></html>"


def read(path: object, **options: object) -> tuple[list[Document], list[Reject]]:
    return documents.read_all(path, **options)  # type: ignore[arg-type]


def test_a_csv_is_known_by_its_content_and_its_bad_rows_are_told(tmp_path: Path) -> None:
    file = tmp_path / "export.dat"
    file.write_text(
        "title,text,date,url\n"
        f'One,"{BODY}",2023-05-06,https://astanatimes.com/2023/05/one/\n'
        "Two,only,three,cells,and,more\n"
        f"Three,{BODY.replace(',', '')},15 мая 2023,\n"
        "Four,,2023-01-01,\n"
    )
    found, rejects = read(file)
    assert [document.title for document in found] == ["One", "Three"]
    assert found[0].source_id == "astana-times"
    assert found[1].published == date(2023, 5, 15)
    assert [reject.reason for reject in rejects] == [
        "row 3 has 6 cells where the header has 4",
        "there is no text",
    ]
    assert [entry.item for entry in documents.read(file)] == [0, 1, 2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters_and_encodings(tmp_path: Path, encoding: str, mark: str) -> None:
    file = tmp_path / "table.csv"
    text = "Сегодня в городе открыли новый мост через реку и первые машины проехали по нему утром."
    file.write_bytes(f"Заголовок{mark}Текст{mark}Дата\nМост{mark}{text}{mark}06.05.2023\n".encode(encoding))
    (document,), rejects = read(file)
    assert (document.title, document.text, document.published, document.lang) == (
        "Мост",
        text,
        date(2023, 5, 6),
        "ru",
    )
    assert not rejects


def test_columns_by_map_and_a_column_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(f'Paragraph,When\n"{BODY}",2023-05-06\n')
    (document,), _ = read(file, map={"text": "paragraph", "published": "When"})
    assert document.text == BODY
    assert document.published == date(2023, 5, 6)
    _, (reject,) = read(file, map={"text": "Absatz"})
    assert "no column 'Absatz'" in reject.reason
    file.write_text("a,b\n1,2\n")
    _, (reject,) = read(file, map={"title": "a"})
    assert "--map text=COLUMN" in reject.reason


def test_rows_by_where_with_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "urls.csv"
    file.write_text(
        "title,url,headline_seen\nA bridge opens,https://tengrinews.kz/x,True\nB,https://tengrinews.kz/y,False\n"
    )
    found, rejects = read(
        file,
        map={"text": "title"},
        where={"headline_seen": "True"},
        where_reason="a URL to fetch",
        origin="headline",
    )
    assert [(d.text, d.title, d.origin, d.source_id) for d in found] == [
        ("A bridge opens", "A bridge opens", "headline", "tengrinews")
    ]
    assert [reject.reason for reject in rejects] == ["a URL to fetch"]


def test_json_lines_and_arrays(tmp_path: Path) -> None:
    row = {"headline": "T", "body": BODY, "date": "Вчера 10:00", "extra": {"a": 1}}
    lines = tmp_path / "a.txt"
    lines.write_text(json.dumps(row) + "\n{broken\n[1, 2]\n\n" + json.dumps(row, ensure_ascii=False) + "\n")
    found, rejects = read(lines)
    assert len(found) == 2
    assert found[0].published is None
    assert [reject.reason for reject in rejects] == ["line 2 is no valid JSON", "line 3 is no JSON object"]
    array = tmp_path / "b.json"
    array.write_text(json.dumps({"articles": [row, row, 3]}, indent=1))
    found, rejects = read(array)
    assert (len(found), len(rejects)) == (2, 1)


def test_parquet_and_excel_with_the_wrong_extension(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"title": ["T", "U"], "text": [BODY, None], "published": pd.to_datetime(["2023-05-06", None])}
    )
    frame.to_parquet(tmp_path / "a.csv")
    frame.to_excel(tmp_path / "b.xlsx", index=False)
    (tmp_path / "b.xlsx").rename(tmp_path / "b.txt")
    for name in ("a.csv", "b.txt"):
        found, rejects = read(tmp_path / name)
        assert [(d.title, d.published) for d in found] == [("T", date(2023, 5, 6))]
        assert [reject.reason for reject in rejects] == ["there is no text"]


def test_an_html_page(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    (document,), _ = read(tmp_path / "page.txt")
    assert document.text == f"{BODY}\n\n{SECOND}"
    assert (document.title, document.published, document.source_id) == (
        "Trees for the river",
        date(2023, 5, 6),
        "astana-times",
    )
    assert document.url == "https://astanatimes.com/2023/05/trees/"


def test_a_feed(tmp_path: Path) -> None:
    feed = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Site</title>
    <item><title>One &amp; only</title><link>https://astanatimes.com/a</link><pubDate>Mon, 03 Apr 2023 18:00:00 +0000</pubDate>
    <description>A summary.</description><content:encoded><![CDATA[<p>{BODY}</p><p>{SECOND}</p><p>The post One &amp; only appeared first on The Site.</p>]]></content:encoded></item>
    <item><title>Two</title><description>Only these words.</description></item></channel></rss>"""
    (tmp_path / "feed.xml").write_text(feed)
    (one, two), _ = read(tmp_path / "feed.xml")
    assert (one.title, one.text, one.published, one.origin) == (
        "One & only",
        f"{BODY}\n\n{SECOND}",
        date(2023, 4, 3),
        "original",
    )
    assert (two.text, two.origin, two.item) == ("Only these words.", "excerpt", 1)


def test_a_feed_dumped_to_text(tmp_path: Path) -> None:
    dump = (
        "River Archives · The Site News for all Sun, 07 May 2023 04:11:52 +0000 en-US hourly 1 River Archives · The Site 32 32 "
        f"Trees Mon, 08 May 2023 17:00:00 +0000 (7/4 – 88) The council of the small town met…\n\nThe post Trees appeared first on The Site.\n\n\n(7/4 – 88)\n\n{BODY}\n\n{SECOND}\n\n"
        "The post Trees appeared first on The Site.\n\n"
        f"Bread and Salt Tue, 28 Mar 2023 15:10:22 +0000 The work…\n\nThe post Bread and Salt appeared first on The Site.\n\n\n{SECOND}\n\nThe post Bread and Salt appeared first on The Site.\n"
    )
    (tmp_path / "dump.txt").write_text(dump)
    (one, two), _ = read(tmp_path / "dump.txt")
    assert (one.title, one.text, one.published) == ("Trees", f"{BODY}\n\n{SECOND}", date(2023, 5, 8))
    assert (two.title, two.text, two.published, two.item) == ("Bread and Salt", SECOND, date(2023, 3, 28), 1)


def test_archives_are_read_and_their_tricks_refused(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep.html", PAGE)
    outer = tmp_path / "pages.zip"
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/page.html", PAGE)
        archive.writestr("../../evil.txt", "x")
        archive.writestr("/etc/evil.txt", "x")
        archive.writestr("C:\\evil.txt", "x")
        archive.writestr("bomb.txt", b"0" * (80 << 20))
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("__MACOSX/._page", "x")
    found, rejects = read(outer)
    assert [document.file for document in found] == ["pages.zip/a/page.html", "pages.zip/inner.zip/deep.html"]
    assert sum("outside the archive" in reject.reason for reject in rejects) == 3
    assert sum("unpacks to" in reject.reason for reject in rejects) == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["pages.zip"]


def test_gzip_and_its_bomb(tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (document,), _ = read(tmp_path / "page.html.gz")
    assert document.title == "Trees for the river"
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"0" * (70 << 20)))
    _, (reject,) = read(tmp_path / "bomb.gz")
    assert "unpacks to more than" in reject.reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b"%PDF-1.7 ...", "a PDF, not an article"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture"),
        (bytes(range(256)) * 40, "binary data"),
        (b"   \n\n \n", "there is no text"),
        (b"12 34 56\n78", "there is no text"),
        (b"PK\x03\x04 truncated", "the archive is damaged"),
        (b"PAR1 truncated", "the Parquet file is damaged"),
        (b"\x1f\x8b truncated", "the gzip file is damaged"),
    ],
)
def test_what_is_no_article_is_rejected_with_a_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "x.txt").write_bytes(data)
    found, (reject,) = read(tmp_path / "x.txt")
    assert not found
    assert reason in reject.reason


def test_a_monstrous_line_is_refused_quickly(tmp_path: Path) -> None:
    with (tmp_path / "x.txt").open("wb") as handle:
        for _ in range(200):
            handle.write(b"word " * (1 << 18))
    _, (reject,) = read(tmp_path / "x.txt")
    assert "no page" in reject.reason


def test_folders_globs_and_missing_paths(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "one.html").write_text(PAGE)
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / ".hidden.html").write_text(PAGE)
    assert [document.file for document in read(tmp_path)[0]] == ["a.html", "b/one.html"]
    assert [document.file for document in read(f"{tmp_path}/*.html")[0]] == ["a.html"]
    with pytest.raises(KzlibError, match="does not exist"):
        read(tmp_path / "nothing")
    with pytest.raises(KzlibError, match="no file matches"):
        read(f"{tmp_path}/*.xyz")


def test_a_manifest_says_what_the_page_does_not(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "x.txt").write_text(f"Trees for the river\n\n{BODY}\n\n{SECOND}\n")
    manifest = tmp_path / "pages" / "documents.csv"
    manifest.write_text(
        "file,item,url,source_id,author,published,origin\nx.txt,0,https://example.org/x,tengrinews,A. Writer,2020-02-03,reworded\n"
    )
    (document,), rejects = read(tmp_path / "pages")
    assert not rejects
    assert (document.source_id, document.author, document.published) == (
        "tengrinews",
        "A. Writer",
        date(2020, 2, 3),
    )
    assert (document.url, document.origin, document.title) == (
        "https://example.org/x",
        "reworded",
        "Trees for the river",
    )
    manifest.rename(tmp_path / "elsewhere.csv")
    (document,), _ = read(tmp_path / "pages")
    assert document.source_id is None
    (document,), _ = read(tmp_path / "pages", manifest=tmp_path / "elsewhere.csv")
    assert document.source_id == "tengrinews"
    (tmp_path / "elsewhere.csv").write_text("a,b\n1,2\n")
    with pytest.raises(KzlibError, match="no manifest"):
        read(tmp_path / "pages", manifest=tmp_path / "elsewhere.csv")


def test_translated_places_and_fixed_facts(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(
        f'url,text\nhttps://time.kz/news/1,"{BODY}"\nhttps://en.example.kz/1,"{BODY}"\nhttps://24.kz/ru/1,"{BODY}"\n'
    )
    found, _ = read(
        tmp_path,
        translated=["time.kz", "24.kz/ru"],
        source="khabar24",
        country="Kazakhstan",
        lang="en",
        origin="excerpt",
    )
    assert [document.translated for document in found] == [True, False, True]
    assert {(d.source_id, d.country, d.lang, d.origin) for d in found} == {
        ("khabar24", "Kazakhstan", "en", "excerpt")
    }


def test_options_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(BODY)
    with pytest.raises(UsageError, match="origin"):
        read(tmp_path, origin="invented")
    with pytest.raises(UsageError, match="language"):
        read(tmp_path, lang="de")


def test_lines_that_recur_on_a_sites_pages_are_learned(tmp_path: Path) -> None:
    for number in range(4):
        text = f"A Story Number {'abcd'[number].upper()}\n\nIt was a day like the {number} others before it in the long row of days that the town had seen.\n\n{BODY.replace('trees', 'trees' + 'abcd'[number])}\n\nThe town paper comes out every Thursday and is sold at all kiosks for thirty coins apiece.\n"
        (tmp_path / f"{number}.txt").write_text(text)
    found, _ = read(tmp_path)
    assert len(found) == 4
    assert not any("kiosks" in document.text for document in found)
    assert all("like the" in document.text for document in found)


def series(number: int) -> str:
    return (
        f"It was the day after number {number} when the members of the club met for their talk about the old mill.\n\n"
        f"Their guest of evening {number} told them how the wheel was built and why it had to be left to the ice.\n"
    )


@pytest.mark.parametrize("head", ["", "Menu\n\n", "Menu\n\nViews: 12{n}\n\n"])
@pytest.mark.parametrize("below", ["", "Views: 34{n}\n\n", "5 May 2023\n\n"])
def test_titles_of_a_series_are_no_template(tmp_path: Path, head: str, below: str) -> None:
    for n in range(1, 6):
        page = (
            f"{head}Evening {n} at the mill\n\n{below}{series(n)}\nComments ({n})\n\nRoom 7 is open\n".format(
                n=n
            )
        )
        (tmp_path / f"{n}.txt").write_text(page)
    found, _ = read(tmp_path)
    assert [document.title for document in found] == [f"Evening {n} at the mill" for n in range(1, 6)]
    assert not any("Views" in d.text or "Comments" in d.text or "Room 7" in d.text for d in found)


@pytest.mark.parametrize("label", ["", "URL: ", "Источник: "])
def test_a_dump_that_begins_with_its_address_has_it(tmp_path: Path, label: str) -> None:
    (tmp_path / "x.txt").write_text(
        f"{label}https://astanatimes.com/2023/05/trees/\n\nTrees for the river\n\n{BODY}\n\n{SECOND}\n"
    )
    (document,), _ = read(tmp_path)
    assert (document.url, document.source_id) == ("https://astanatimes.com/2023/05/trees/", "astana-times")
    assert (document.title, document.text) == ("Trees for the river", f"{BODY}\n\n{SECOND}")
    (tmp_path / "x.txt").write_text(
        f"Trees for the river\n\n{BODY}\n\nhttps://example.org/other\n\n{SECOND}\n"
    )
    (document,), _ = read(tmp_path)
    assert document.url == ""


def test_the_seed_pages_give_seven_articles(shared: Path) -> None:
    found, rejects = read(shared / "data" / "seeds")
    assert (len(found), len(rejects)) == (7, 0)
    assert [document.source_id for document in found] == [
        "rferl",
        "cabar",
        None,
        "tashkent-citizen",
        "tashkent-citizen",
        "tashkent-citizen",
        None,
    ]
    assert [document.origin for document in found].count("reworded") == 1
    assert [str(document.published) for document in found][3:6] == ["2023-04-03", "2023-03-28", "2023-03-10"]
    assert [len(document.text.split()) for document in found] == [334, 1038, 499, 548, 1058, 548, 917]


def test_kazakh_in_arabic_letters_is_another_language_whatever_is_stated(tmp_path):
    table = tmp_path / "rows.csv"
    table.write_text("text,lang\nقازاقستان استاناسى,kk\nҚазақстан астанасы,kk\n", encoding="utf-8")
    found, rejects = documents.read_all([table], map={"text": "text", "lang": "lang"})
    assert [one.lang for one in found] == ["other", "kk"] and not rejects


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for given in (tmp_path / "pipe", f"{tmp_path}/pi*", "/dev/zero"):
        with pytest.raises(KzlibError, match="pipe or a device"):
            read(given)
    (tmp_path / "page.html").write_text(PAGE)
    assert [document.file for document in read(tmp_path)[0]] == ["page.html"]
    with pytest.raises(KzlibError, match="pipe or a device"):
        read(tmp_path / "page.html", manifest=tmp_path / "pipe")


def test_a_pattern_finds_names_with_brackets(tmp_path: Path) -> None:
    (tmp_path / "a[1].html").write_text(PAGE)
    assert [document.file for document in read(f"{tmp_path}/*.html")[0]] == ["a[1].html"]


def test_a_field_that_is_none_is_refused_and_a_columns_name_will_do(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(f'Paragraph,When\n"{BODY}",2023-05-06\n')
    with pytest.raises(UsageError, match="'titel' is no field .* did you mean title"):
        read(file, map={"titel": "Paragraph"})
    (document,), _ = read(file, map={"body": "Paragraph", "date": "When"})
    assert (document.text, document.published) == (BODY, date(2023, 5, 6))
    _, (reject,) = read(file, map={"text": "Paragraph", "title": "Nosuch"})
    assert reject.reason == "the table has no column 'Nosuch' for title (it has Paragraph, When)"
    _, (reject,) = read(file, map={"text": "Paragraph"}, where={"Nosuch": "1"})
    assert reject.reason == "the row has no column 'Nosuch' (it has Paragraph, When)"
