"""Damaged inputs: good ones of every format, each spoilt in one of many ways by a seeded hand."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable

import pandas as pd

SENTENCES = (
    "The council of the small town met on Monday and decided to plant a thousand trees along the river, the mayor said.",
    "Городской совет решил посадить вдоль реки тысячу деревьев, сообщил в понедельник мэр небольшого города.",
    "Қала кеңесі өзен бойына мың түп ағаш отырғызу туралы шешім қабылдады, деп хабарлады дүйсенбі күні әкім.",
    "“We have waited for this for twenty years,” said a gardener, who had brought his own spade to the meeting.",
    '=HYPERLINK("http://example.org") is what somebody typed into the minutes, and the clerk left it there.',
)


def _text(rng: random.Random) -> str:
    return "\n\n".join(
        ["Menu", "Trees for the river", *rng.choices(SENTENCES, k=rng.randint(1, 8)), "Leave a Reply"]
    )


def _html(rng: random.Random) -> bytes:
    paragraphs = "".join(f"<p>{rng.choice(SENTENCES)}</p>" for _ in range(rng.randint(1, 9)))
    return f"<!DOCTYPE html><html><head><title>Trees</title></head><body><nav>Home</nav><h1>Trees</h1>{paragraphs}</body></html>".encode()


def _rows(rng: random.Random) -> list[dict[str, str]]:
    return [
        {
            "title": f"={i}",
            "text": rng.choice(SENTENCES),
            "date": "2023-05-06",
            "url": f"https://example.org/{i}",
        }
        for i in range(rng.randint(1, 12))
    ]


def _csv(rng: random.Random) -> bytes:
    return (
        pd.DataFrame(_rows(rng))
        .to_csv(index=False, sep=rng.choice(",;\t"))
        .encode(rng.choice(["utf-8", "utf-16", "utf-8-sig"]))
    )


def _jsonl(rng: random.Random) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=rng.random() < 0.5) for row in _rows(rng)).encode()


def _table(rng: random.Random, kind: str) -> bytes:
    buffer = io.BytesIO()
    frame = pd.DataFrame(_rows(rng))
    frame.to_parquet(buffer) if kind == "parquet" else frame.to_excel(buffer, index=False)
    return buffer.getvalue()


def _feed(rng: random.Random) -> bytes:
    items = "".join(
        f"<item><title>T{i}</title><description>{rng.choice(SENTENCES[:4])}</description><pubDate>Mon, 03 Apr 2023 18:00:00 +0000</pubDate></item>"
        for i in range(rng.randint(1, 6))
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>S</title>{items}</channel></rss>'.encode()
    )


def _zip(rng: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(rng.randint(1, 4)):
            name = rng.choice(
                [
                    "page.html",
                    "../up.html",
                    "/root.html",
                    "a/../../b.html",
                    "C:\\x.html",
                    "con.txt",
                    "\u202egnp.html",
                    "x" * 300 + ".html",
                ]
            )
            archive.writestr(f"{number}{name}" if name[0].isalpha() else name, _html(rng))
        if rng.random() < 0.3:
            archive.writestr("bomb.txt", b"0" * (70 << 20))
    return buffer.getvalue()


def _deep(rng: random.Random) -> bytes:
    depth = rng.choice([300, 5000, 60000])
    tag = rng.choice(["div", "b", "table", "ul><li"])
    return f"<html><body>{f'<{tag}>' * depth}<p>{SENTENCES[0]}</p>".encode()


def _one_line(rng: random.Random) -> bytes:
    return rng.choice([b"word ", b"a", b"<p>", b"\xd0", b'{"a":', b'"', b","]) * rng.choice(
        [10_000, 1_000_000, 4_000_000]
    )


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "txt": lambda rng: _text(rng).encode(rng.choice(["utf-8", "utf-16", "cp1251"]), errors="replace"),
    "html": _html,
    "csv": _csv,
    "jsonl": _jsonl,
    "json": lambda rng: json.dumps(_rows(rng)).encode(),
    "parquet": lambda rng: _table(rng, "parquet"),
    "xlsx": lambda rng: _table(rng, "xlsx"),
    "xml": _feed,
    "zip": _zip,
    "gz": lambda rng: gzip.compress(_html(rng)),
    "deep.html": _deep,
    "line.txt": _one_line,
}


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _flip(data: bytes, rng: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(rng.choice([1, 3, 20, 200])):
        if spoilt:
            spoilt[rng.randrange(len(spoilt))] ^= 1 << rng.randrange(8)
    return bytes(spoilt)


def _nuls(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + bytes(rng.choice([1, 10, 5000])) + data[at:]


def _double(data: bytes, rng: random.Random) -> bytes:
    return data + data[rng.randrange(len(data) + 1) :]


def _quote(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice([b'"', b"<![CDATA[", b"<!--", b"\xff\xfe", b"&a;" * 50, b"}{"]) + data[at:]


def _as_is(data: bytes, rng: random.Random) -> bytes:
    return data


SPOILERS = (_cut, _flip, _nuls, _double, _quote, _as_is)


def damaged(seed: int) -> tuple[str, bytes]:
    """The name and the bytes of the damaged input of a seed."""
    rng = random.Random(seed)
    kind = rng.choice(sorted(MAKERS))
    data = rng.choice(SPOILERS)(MAKERS[kind](rng), rng)
    extension = rng.choice([kind, kind, *MAKERS]).rpartition(".")[2]  # a third of them with another format's
    return f"{seed:05d}.{extension}", data
