"""Which format a file is in, by its content: extensions lie."""

from __future__ import annotations

import csv
import io
import json
import re

from kzlib.documents.encodings import decode

HEAD = 1 << 16
_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"PAR1", "parquet"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a sound"),
    (b"SQLite format 3", "a database file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
)
REMEDY = {
    "a PDF": "save its text as .txt first",
    "an old Office file": "save it as .xlsx, .csv or .txt first",
    "a bzip2 archive": "unpack it first",
    "a 7z archive": "unpack it first",
    "a RAR archive": "unpack it first",
    "an xz archive": "unpack it first",
    "a database file": "export the table as .csv first",
}
KINDS = ("text", "html", "feed", "csv", "jsonl", "json", "parquet", "zip", "gzip", "warc")


def kind_of(head: bytes, name: str = "", columns: frozenset[str] = frozenset()) -> str:
    """The format of a file by its first bytes: one of :data:`KINDS`, or what it is instead ("a PDF").

    ``columns`` are column names the user asked for; a table that has them is a table whatever its extension.

    >>> kind_of(b"<!DOCTYPE html><html><body>"), kind_of(b"url,title,text\\n1,2,3\\n"), kind_of(b"%PDF-1.7")
    ('html', 'csv', 'a PDF')
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if re.match(rb"\s*WARC/1\.\d\r?\n", head):
        return "warc"
    text = decode(head, declared=True)
    stripped = text.lstrip("\ufeff \t\n")
    start = stripped[:4096].lower()
    if re.match(
        r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*|<\?[^>]*>\s*|<!doctype (?!html)[^>]*>\s*)*<(rss|feed|rdf:rdf)\b",
        start,
        re.S,
    ):
        return "feed"
    if _PAGE.match(start):
        return "html"
    # A table's cells and a JSON object's strings may hold whole pages: their own beginning goes before any tag.
    if stripped[:1] in ("{", "[") and (found := _json_kind(stripped)):
        return found
    if (mark := delimiter_of(text, name, columns)) and (
        not _is_html(start, stripped) or _is_table(stripped, mark, columns)
    ):
        return "no text (binary data)" if _is_binary(head, text) else "csv"
    if _is_html(start, stripped):
        return "html"
    return "no text (binary data)" if _is_binary(head, text) else "text"


_PAGE = re.compile(r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype html|<html\b|<head\b|<body\b)", re.S | re.I)
_TAG = re.compile(r"</?[a-z!]", re.I)


def _is_html(start: str, text: str) -> bool:
    if re.search(r"^\s*<(!doctype html|html)\b", start, re.M):  # below a line of text, or a server's headers
        return True
    tags = len(
        re.findall(
            r"</?(?:p|div|span|a|li|ul|br|td|tr|article|section|h[1-6]|img|script|meta)\b[^>]{0,400}>",
            text,
            re.I,
        )
    )
    return start.startswith("<") and tags >= 3 or tags >= 20 and tags * 400 > len(text)


def _is_table(text: str, mark: str, columns: frozenset[str]) -> bool:
    """Whether text full of tags is a table all the same: by its header, or by rows as long as the header."""
    rows = csv.reader(io.StringIO(text), delimiter=mark)
    try:
        header = [cell.strip().lower() for cell in next(rows)]
        if sum(cell in _KNOWN for cell in header) >= 2 or columns & set(header):
            return True
        lengths = [len(row) for row in rows if any(cell.strip() for cell in row)]
    except (csv.Error, StopIteration):
        return False
    return 2 * sum(length == len(header) for length in lengths) > len(lengths)


def _json_kind(text: str) -> str | None:
    first = text.splitlines()[0].strip() if text else ""
    if first.startswith("{") and first.endswith("}"):
        try:
            return "jsonl" if isinstance(json.loads(first), dict) else None
        except ValueError:
            return "jsonl" if re.match(r'\{\s*"[^"]{1,60}"\s*:', first) else None
    if re.match(r'\[\s*(\{\s*"|\]|$)', text) or re.match(r'\{\s*"[^"]{1,60}"\s*:', text):
        return "jsonl" if re.match(r'\{\s*"', first) and len(first) > 60000 else "json"
    return None


def _is_binary(head: bytes, text: str) -> bool:
    sample = text[:8192]
    odd = sum(char == "\ufffd" or ("\x80" <= char < "\xa0") for char in sample)
    nul = (
        head[:8192].count(0)
        if b"\x00" in head[:8192] and not re.match(rb"(..){0,2}\xff\xfe|\xfe\xff", head[:2])
        else 0
    )
    wide = len(text) <= 0.6 * len(head)
    control = sum(byte < 9 or 13 < byte < 32 for byte in head[:8192])
    if control > 0.05 * len(head[:8192]) and not wide and nul < control:
        return True
    return odd > 0.1 * max(1, len(sample)) or (nul > 0.3 * min(len(head), 8192) and not wide)


# What columns are called, in the exports that newspapers, archives and monitoring services give.
NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "content", "body", "article", "fulltext", "full_text", "article_text", "articlebody", "paragraph", "hit_sentence", "maintext",
             "текст", "содержание", "содержимое", "мәтін", "мәтіні"),
    "title": ("title", "headline", "heading", "subject", "заголовок", "название", "тақырып", "тақырыбы"),
    "author": ("author", "authors", "byline", "creator", "автор", "авторы"),
    "published": ("published", "date", "pubdate", "publish_date", "published_at", "publication_date", "date_published", "datetime", "date_txt",
                  "created_at", "timestamp", "time", "дата", "дата публикации", "күні", "жарияланған күні"),
    "url": ("url", "link", "page_url", "article_url", "canonical_url", "web_url", "href", "permalink", "guid", "ссылка", "сілтеме", "адрес"),
    "source_id": ("source_id",),
    "source": ("source", "outlet", "publisher", "media", "newspaper", "site", "domain", "publication", "media_name", "source_name", "outlet_name",
               "источник", "сми", "издание", "дереккөз"),
    "lang": ("lang", "language", "язык", "тіл", "тілі"),
    "event": ("event",),
    "country": ("country", "страна", "ел"),
    "origin": ("origin",),
    "credited_source_id": ("credited_source_id",),
}  # fmt: skip
_KNOWN = frozenset(name for names in NAMES.values() for name in names)


def delimiter_of(text: str, name: str = "", columns: frozenset[str] = frozenset()) -> str | None:
    """The delimiter of a table with a header row, or ``None`` for running text.

    >>> delimiter_of("title;text\\na;b\\n"), delimiter_of("Yes, no, and maybe.\\nSo it goes, on and on.")
    (';', None)
    """
    header = text.lstrip("\ufeff\n ").split("\n", 1)[0]
    if not header or len(header) > 20000 or _TAG.search(header):
        return None
    table = name.lower().endswith((".csv", ".tsv", ".tab"))
    best, best_score = None, 0
    for mark in (",", ";", "\t", "|"):
        try:
            names = next(csv.reader(io.StringIO(header), delimiter=mark), [])
        except csv.Error:
            continue
        plain = [cell.strip().lower() for cell in names]
        known = sum(cell in _KNOWN or cell in columns for cell in plain)
        if len(names) < 2 or any(len(cell) > 80 for cell in plain):
            continue
        score = 10 * known + len(names)
        if (
            known >= 2 or known == 1 and len(plain) <= 4 or table or columns & set(plain)
        ) and score > best_score:
            best, best_score = mark, score
    if (
        best is None
        and (table or header.strip().lower() in columns)
        and header.strip().lower() in _KNOWN | columns
    ):
        return ","
    return best
