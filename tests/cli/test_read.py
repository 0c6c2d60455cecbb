"""``kzlib read`` and ``kzlib fetch`` as programs see them."""

import json
from pathlib import Path

import pytest

from kzlib.cli import main

BODY = "The council of the small town met on Monday and decided to plant a thousand trees along the river, the mayor said."
DUMP = f"Accessibility links\n\nTrees for the river\n\n{BODY}\n\nTwitter Embed Tweet\n\n“We have waited for this for twenty years,” said a gardener.\n\nLeave a Reply\n"


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(list(args))
    streams = capsys.readouterr()
    return int(stop.value.code or 0), streams.out, streams.err


def test_json_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(DUMP)
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4")
    code, out, err = run(capsys, "read", str(tmp_path), "--jsonl", "--source", "tengrinews")
    assert code == 0
    (line,) = map(json.loads, out.splitlines())
    assert list(line)[:10] == [
        "file",
        "item",
        "title",
        "author",
        "published",
        "source_id",
        "lang",
        "url",
        "origin",
        "text",
    ]
    assert line["title"] == "Trees for the river"
    assert line["text"] == f"{BODY}\n\n“We have waited for this for twenty years,” said a gardener."
    assert (line["source_id"], line["published"], line["lang"], line["file"]) == (
        "tengrinews",
        None,
        "en",
        "a.txt",
    )
    assert err == "rejected: b.pdf, item 0: a PDF, not an article; save its text as .txt first\n"


def test_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(DUMP)
    code, out, _ = run(capsys, "read", str(tmp_path), "--explain")
    assert code == 0
    assert "  - [embed] Twitter Embed Tweet" in out
    assert "  - [end of page] Leave a Reply" in out
    assert f"  + {BODY}" in out


def test_nothing_found_is_an_error_and_so_are_bad_options(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4")
    assert run(capsys, "read", str(tmp_path))[0] == 1
    assert run(capsys, "read", str(tmp_path / "no"))[0] == 1
    assert run(capsys, "read", str(tmp_path), "--map", "text")[0] == 2
    assert run(capsys, "read", str(tmp_path), "--origin", "new")[0] == 2
    assert run(capsys, "read")[0] == 2


def test_a_table_with_a_map(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.csv").write_text(f'Paragraph,When,Seen\n"{BODY}",2023-05-06,yes\n"{BODY}",2023-05-07,no\n')
    code, out, err = run(
        capsys,
        "read",
        str(tmp_path / "t.csv"),
        "--map",
        "text=Paragraph,published=When",
        "--where",
        "Seen=yes",
        "--jsonl",
    )
    assert code == 0
    assert [json.loads(line)["published"] for line in out.splitlines()] == ["2023-05-06"]
    assert "column 'Seen' is 'no', not 'yes'" in err


def test_the_seed_pages(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "read", str(shared / "data" / "seeds"), "--jsonl")
    assert (code, err) == (0, "")
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) == 7
    furniture = (
        "Leave a Reply",
        "Twitter Embed Tweet",
        "See also:",
        "appeared first on",
        "Photo:",
        "Fill in",
        "XS",
        "Show More",
    )
    assert not [(line["file"], word) for line in lines for word in furniture if word in line["text"]]


def test_fetch_refuses_what_is_no_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "urls.txt").write_text("nothing\n")
    code, _, err = run(capsys, "fetch", str(tmp_path / "urls.txt"), "--out", str(tmp_path / "pages"))
    assert code == 1
    assert "holds no address" in err
    (tmp_path / "urls.txt").write_text("http://127.0.0.1:9/x\n")
    code, _, err = run(
        capsys,
        "fetch",
        str(tmp_path / "urls.txt"),
        "--out",
        str(tmp_path / "pages"),
        "--delay",
        "0",
        "--timeout",
        "2",
    )
    assert code == 1
    assert "no page could be fetched" in err
