"""Collect pages from a list of addresses: politely, resumably, into one small web archive a page."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from kzlib.documents import formats
from kzlib.documents.encodings import decode
from kzlib.documents.html import dump, parsed
from kzlib.documents.lines import words
from kzlib.documents.manifest import NAME
from kzlib.documents.polite import Manners
from kzlib.documents.web import Answer, Browser, Limits
from kzlib.errors import KzlibError
from kzlib.paths import regular

DONE = ("fetched", "unchanged")
_KEPT = (
    "source_id",
    "title",
    "author",
    "published",
    "origin",
    "lang",
    "event",
    "country",
    "credited_source_id",
    "rights",
)
COLUMNS = ("file", "item", "url", *_KEPT, "status", "note", "final_url", "etag", "last_modified")
_CONSENT = re.compile(
    r"(^|[./-])(consent|guce|privacy-?(gate|wall|prompt)|cookie-?(wall|consent)|gdpr|paywall|captcha|challenge)([./?-]|$)",
    re.I,
)
_CONSENT_TEXT = re.compile(
    r"\b(accept|agree|consent|cookies?|captcha|checking your browser|javascript|согласие|қабылдау)\b", re.I
)


@dataclass(slots=True)
class Fetched:
    """What became of one entry of the list: fetched, unchanged, skipped, failed or (no address) rejected; and why."""

    url: str
    status: str
    note: str = ""


def fetch(
    urls: str | Path,
    out: str | Path,
    *,
    delay: float = 2.0,
    limits: Limits | None = None,
    contact: str = "",
    refresh: bool = False,
    most: int | None = None,
    report: Callable[[Fetched], None] = lambda entry: None,
) -> list[Fetched]:
    """Fetch the pages of a list into a folder that :func:`kzlib.documents.read` reads.

    Parameters
    ----------
    urls : a CSV table with a ``url`` column (other columns of a manifest are carried over) or a text file with an
        address a line.
    out : the folder: ``HOST/….warc.gz`` a page and ``documents.csv``, the manifest that also says what became of each
        address.  What is there already is not fetched again.
    delay : seconds between two requests to one host; robots.txt may ask for more.
    limits : size and time of a page, and whether private addresses are allowed.
    refresh : ask again for pages that are there, with a conditional request.
    most : fetch at most so many pages in this run.

    Raises
    ------
    KzlibError
        If the list cannot be read or holds no address, or the ``[fetch]`` extra is not installed.
    """
    folder = Path(out)
    wanted, rejected = listed(urls)
    rows = _state(folder / NAME)
    for url, row in wanted.items():
        rows.setdefault(url, dict.fromkeys(COLUMNS, "")).update({"url": url, **row})
    browser = Browser(limits or Limits(), contact)
    manners = Manners(browser, delay)
    waiting = [url for url in wanted if refresh or rows[url]["status"] not in DONE]
    waiting = waiting[:most] if most is not None else waiting
    folder.mkdir(parents=True, exist_ok=True)
    found = list(rejected)
    for entry in rejected:
        if entry.url:
            rows[entry.url] = dict.fromkeys(COLUMNS, "") | {"url": entry.url}
            rows[entry.url].update(status=entry.status, note=entry.note)
        report(entry)
    if rejected:
        _save(folder / NAME, rows)
    for url in _in_turn(waiting, manners):
        entry = _one(url, rows[url], folder, browser, manners, refresh)
        rows[url].update(status=entry.status, note=entry.note)
        _save(folder / NAME, rows)
        found.append(entry)
        report(entry)
    return found


def addresses(path: str | Path) -> dict[str, dict[str, str]]:
    """The addresses of a list in order, each with the manifest columns that stand beside it."""
    return listed(path)[0]


def listed(path: str | Path) -> tuple[dict[str, dict[str, str]], list[Fetched]]:
    """:func:`addresses`, and the lines or rows of the list that are no address, rejected."""
    try:
        text = decode(regular(path).read_bytes())
    except OSError as error:
        raise KzlibError(
            f"{path} cannot be read ({error.strerror}); give a table with a url column"
        ) from None
    header = text.split("\n", 1)[0].lower()
    found: dict[str, dict[str, str]] = {}
    rejected: list[Fetched] = []
    table = re.search(r"(^|[,;\t])\"?url\"?($|[,;\t])", header)
    for number, (address, columns) in enumerate(_rows(text, Path(path).name) if table else _lines(text), 2):
        if _ADDRESS.match(address):
            found.setdefault(address, columns)
        elif table or address:
            note = (
                "the url cell is empty"
                if not address
                else "no address: it has no http:// or https:// in front"
            )
            rejected.append(Fetched(address, "rejected", f"row {number}: {note}" if table else note))
    if not found:
        raise KzlibError(f"{path} holds no address; give a table with a url column, or an address a line")
    return found, rejected


_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+$", re.I)


def _rows(text: str, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    mark = formats.delimiter_of(text, name, frozenset({"url"})) or ","
    for row in csv.DictReader(io.StringIO(text), delimiter=mark):
        plain = {
            str(key).strip().lower(): (value or "").strip()
            for key, value in row.items()
            if isinstance(value, str)
        }
        yield plain.get("url", ""), {key: plain[key] for key in _KEPT if plain.get(key)}


def _lines(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for line in text.splitlines():
        yield ("" if line.startswith("#") else line.strip()), {}


def _in_turn(waiting: list[str], manners: Manners) -> Iterator[str]:
    """The addresses, always one of the host that may be asked soonest."""
    queues: dict[str, list[str]] = {}
    for url in waiting:
        queues.setdefault(urlsplit(url).netloc, []).append(url)
    while queues:
        host = min(queues, key=lambda name: manners.ready_at(queues[name][0]))
        yield queues[host].pop(0)
        if not queues[host]:
            del queues[host]


def _one(
    url: str, row: dict[str, str], folder: Path, browser: Browser, manners: Manners, refresh: bool
) -> Fetched:
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        return Fetched(url, "skipped", "only http and https addresses are fetched")
    refusal = manners.refusal(url)
    if refusal:
        return Fetched(url, "skipped" if "not allow" in refusal else "failed", refusal)
    headers = _conditions(row) if refresh else {}
    for _ in range(2):
        manners.wait(url)
        answer = browser.get(url, headers)
        rest = answer.header("Retry-After")
        if answer.status not in (429, 503) or not rest.isdecimal() or int(rest) > 120:
            break
        manners.rest(url, float(rest))
    if answer.status == 304 and row["status"] in DONE:
        return Fetched(url, "unchanged")
    problem = _problem(url, answer)
    if problem:
        return Fetched(url, "failed", problem)
    row["file"], row["item"], row["final_url"] = _archive(url, answer, folder), "0", answer.url
    etag, changed = answer.header("ETag"), answer.header("Last-Modified")
    row["etag"] = etag if re.fullmatch(r'(W/)?"[\x21\x23-\x7e]{0,200}"', etag) else ""
    row["last_modified"] = changed if re.fullmatch(r"[A-Z][a-z]{2}, [\w: ]{10,30}", changed) else ""
    return Fetched(url, "fetched")


def _conditions(row: dict[str, str]) -> dict[str, str]:
    named = {"If-None-Match": row["etag"], "If-Modified-Since": row["last_modified"]}
    return {name: value for name, value in named.items() if value}


def _problem(url: str, answer: Answer) -> str:
    """Why an answer is not the page that was asked for, or ""."""
    if answer.problem:
        return answer.problem
    if answer.status != 200:
        return f"status {answer.status} {answer.reason}".strip()
    kind = formats.kind_of(answer.body[: formats.HEAD])
    if not answer.body.strip():
        return "the answer is empty"
    if kind not in ("html", "feed"):
        return f"no page: {kind}"
    asked, reached = urlsplit(url), urlsplit(answer.url)
    if _CONSENT.search(f"{reached.netloc}{reached.path}") and answer.url != url:
        return "a consent wall stands before the page"
    if len(asked.path.strip("/")) > 1 and not reached.path.strip("/") and not reached.query:
        return "redirected to the front page: the article is gone"
    text = dump(parsed(answer.body)) if kind == "html" else "feed"
    if kind == "html" and len(words(text)) < 120 and len(_CONSENT_TEXT.findall(text)) >= 2:
        return "a consent wall or a browser check stands before the page"
    return ""


def _archive(url: str, answer: Answer, folder: Path) -> str:
    """Write a page as a web archive of one record; the file's name within the folder."""
    try:
        from warcio.statusandheaders import StatusAndHeaders
        from warcio.warcwriter import WARCWriter
    except ImportError:
        raise KzlibError("fetching pages needs a few packages more: install kzlib[fetch]") from None
    host = re.sub(r"[^a-z0-9.-]", "_", (urlsplit(url).hostname or "host").lower()).strip(".") or "host"
    name = f"{host[:80]}/{hashlib.sha256(url.encode()).hexdigest()[:16]}.warc.gz"
    unpacked = ("content-encoding", "transfer-encoding", "content-length", "connection", "set-cookie")
    headers = [(key, value) for key, value in answer.headers if key.lower() not in unpacked]
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    http = StatusAndHeaders(f"{answer.status} {answer.reason or 'OK'}", headers, protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            url, "response", payload=io.BytesIO(answer.body), length=len(answer.body), http_headers=http
        )
    )
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    _replace(target, buffer.getvalue())
    return name


def _state(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    if rows and not {"url", "status"} <= set(rows[0]):
        raise KzlibError(f"{path} is there but was not written by kzlib fetch; choose another folder")
    return {row["url"]: {name: row.get(name) or "" for name in COLUMNS} for row in rows}


def _save(path: Path, rows: dict[str, dict[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows.values():
        writer.writerow(
            {name: f"'{value}" if value[:1] in tuple("=+-@") else value for name, value in row.items()}
        )
    _replace(path, text.getvalue().encode())


def _replace(path: Path, data: bytes) -> None:
    """Write aside, then swap: a killed run leaves the old file or the new one."""
    aside = path.with_name(f".{path.name}.part")
    aside.write_bytes(data)
    aside.replace(path)
