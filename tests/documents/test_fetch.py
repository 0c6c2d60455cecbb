"""Fetching from a real server on loopback: slow, broken, redirecting, packed, huge, in cp1251, never ending."""

import gzip
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kzlib import documents
from kzlib.documents.fetch import addresses, fetch, listed
from kzlib.documents.polite import Manners
from kzlib.documents.web import Answer, Browser, Limits
from kzlib.errors import KzlibError

BODY = "The council of the small town met on Monday and decided to plant a thousand trees along the river, the mayor said. "
PAGE = f"<!DOCTYPE html><html><head><title>Trees</title></head><body><h1>Trees for the river</h1><p>{BODY * 3}</p><p>{BODY * 2}</p></body></html>"
BOMB = gzip.compress(b"<p>" + b"0" * (40 << 20), 1)
RU = (
    "Городской совет решил посадить вдоль реки тысячу деревьев, сообщил в понедельник мэр небольшого города. "
)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        pass

    def reply(
        self, body: bytes, status: int = 200, kind: str = "text/html; charset=utf-8", **headers: str
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.server.seen[self.path] += 1  # type: ignore[attr-defined]
        name = self.path.strip("/").replace("-", "_").replace(".", "_") or "front"
        getattr(self, f"on_{name}", self.on_page)()

    def on_robots_txt(self) -> None:
        self.reply(b"User-agent: *\nDisallow: /private\n", kind="text/plain")

    def on_front(self) -> None:
        self.reply(b"<html><body><p>Welcome to the front page</p></body></html>")

    def on_page(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.reply(b"", 304)
        else:
            self.reply(PAGE.encode(), ETag='"v1"')

    def on_gzipped(self) -> None:
        self.reply(gzip.compress(PAGE.encode()), Content_Encoding="gzip")

    def on_bomb(self) -> None:
        self.reply(BOMB, Content_Encoding="gzip")

    def on_cp1251(self) -> None:
        page = f"<html><head><meta charset='windows-1251'></head><body><h1>Деревья</h1><p>{RU * 4}</p><p>{RU * 2}</p></body></html>"
        self.reply(page.encode("cp1251"), kind="text/html")

    def on_missing(self) -> None:
        self.reply(b"gone", 404)

    def on_broken(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"<html>only this")
        self.close_connection = True

    def on_moved(self) -> None:
        self.reply(b"", 302, Location="/page")

    def on_loop(self) -> None:
        self.reply(b"", 302, Location="/loop")

    def on_home(self) -> None:
        self.reply(b"", 301, Location="/")

    def on_wall(self) -> None:
        self.reply(b"", 302, Location="/consent-page")

    def on_consent_page(self) -> None:
        self.reply(b"<html><body><p>We value your privacy. Accept all cookies to go on.</p></body></html>")

    def on_file(self) -> None:
        self.reply(b"", 302, Location="file:///etc/passwd")

    def on_picture(self) -> None:
        self.reply(b"\x89PNG\r\n\x1a\n" + bytes(100), kind="text/html")

    def on_huge(self) -> None:
        self.reply(b"<p>" + b"word " * 100000)

    def on_endless(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"1\r\nx\r\n")
                time.sleep(0.1)
        except OSError:
            pass
        self.close_connection = True

    def on_silent(self) -> None:
        time.sleep(4)
        self.close_connection = True

    def on_busy(self) -> None:
        if self.server.seen["/busy"] == 1:  # type: ignore[attr-defined]
            self.reply(b"later", 503, Retry_After="0")
        else:
            self.on_page()


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.seen = Counter()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def site(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


LIMITS = Limits(size=200_000, seconds=1.5, silence=1.0, allow_private=True)


def notes(server: ThreadingHTTPServer, tmp_path: Path, *names: str) -> dict[str, str]:
    urls = tmp_path / "urls.txt"
    urls.write_text("\n".join(f"{site(server)}/{name}" for name in names))
    found = fetch(urls, tmp_path / "pages", delay=0.0, limits=LIMITS)
    return {entry.url.rpartition("/")[2]: f"{entry.status}: {entry.note}" for entry in found}


def test_pages_are_fetched_and_read(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    urls = tmp_path / "urls.csv"
    urls.write_text(
        f"url,source_id,published,title\n{site(server)}/page,tengrinews,2020-02-03,=Trees\n{site(server)}/gzipped,,,\n{site(server)}/cp1251,,,\n{site(server)}/moved,,,\n"
    )
    found = fetch(urls, tmp_path / "pages", delay=0.0, limits=LIMITS)
    assert [entry.status for entry in found] == ["fetched"] * 4
    articles, rejects = documents.read_all(tmp_path / "pages")
    assert not rejects
    assert len(articles) == 4
    by_url = {article.url.rpartition("/")[2]: article for article in articles}
    assert by_url["page"].source_id == "tengrinews"
    assert str(by_url["page"].published) == "2020-02-03"
    assert by_url["gzipped"].text.startswith(BODY.strip())
    assert by_url["cp1251"].text.startswith("Городской совет решил")
    assert by_url["cp1251"].lang == "ru"
    manifest = (tmp_path / "pages" / "documents.csv").read_text()
    assert "'=Trees" in manifest
    assert f"{site(server)}/page," in manifest.partition("/moved")[2]  # where the redirect led


def test_everything_that_goes_wrong_is_told_and_nothing_hangs(
    server: ThreadingHTTPServer, tmp_path: Path
) -> None:
    begin = time.monotonic()
    found = notes(
        server,
        tmp_path,
        "missing",
        "broken",
        "loop",
        "home",
        "wall",
        "file",
        "picture",
        "huge",
        "bomb",
        "endless",
        "silent",
        "private",
    )
    assert time.monotonic() - begin < 12
    assert found["missing"] == "failed: status 404 Not Found"
    assert found["broken"] == "failed: the answer broke off"
    assert found["loop"] == "failed: more than 5 redirects"
    assert found["home"].startswith("failed: redirected to the front page")
    assert found["wall"].startswith("failed: a consent wall")
    assert found["file"] == "failed: only http and https addresses are fetched"
    assert found["picture"] == "failed: no page: a picture"
    assert found["huge"] == found["bomb"] == "failed: longer than 200000 bytes"
    assert found["endless"] == "failed: no complete answer within 1.5 seconds"
    assert found["silent"].startswith("failed: ")
    assert found["private"] == "skipped: robots.txt does not allow it"
    assert server.seen["/private"] == 0  # type: ignore[attr-defined]


def test_a_busy_host_is_asked_again(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    assert notes(server, tmp_path, "busy") == {"busy": "fetched: "}


def test_a_run_is_resumed_and_refreshed_conditionally(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    urls = tmp_path / "urls.txt"
    urls.write_text(f"{site(server)}/page\n{site(server)}/other\n")
    options = {"delay": 0.0, "limits": LIMITS}
    assert len(fetch(urls, tmp_path / "pages", most=1, **options)) == 1  # type: ignore[arg-type]
    assert len(fetch(urls, tmp_path / "pages", **options)) == 1  # type: ignore[arg-type]
    assert fetch(urls, tmp_path / "pages", **options) == []  # type: ignore[arg-type]
    again = fetch(urls, tmp_path / "pages", refresh=True, **options)  # type: ignore[arg-type]
    assert [entry.status for entry in again] == ["unchanged", "unchanged"]
    assert len(documents.read_all(tmp_path / "pages")[0]) == 2


def test_private_addresses_are_refused(server: ThreadingHTTPServer, tmp_path: Path) -> None:
    (tmp_path / "urls.txt").write_text(
        f"{site(server)}/page\nhttp://localhost:{server.server_address[1]}/page\nftp://example.org/x\n"
    )
    found = fetch(tmp_path / "urls.txt", tmp_path / "pages", delay=0.0, limits=Limits(seconds=2))
    assert all("not a public address" in entry.note for entry in found[:2])
    assert found[2].note == "only http and https addresses are fetched"
    assert not server.seen  # type: ignore[attr-defined]


def test_hosts_are_given_pauses() -> None:
    now, slept = [0.0], []

    class Quiet(Browser):
        def get(self, url: str, headers: dict[str, str] | None = None) -> Answer:
            return Answer(url, 200, body=b"User-agent: *\nCrawl-delay: 7\n")

    def sleep(seconds: float) -> None:
        slept.append(round(seconds, 3))
        now[0] += seconds

    manners = Manners(Quiet(Limits()), 2.0, clock=lambda: now[0], sleep=sleep)
    assert manners.refusal("https://a.example/1") == ""
    manners.wait("https://a.example/1")
    manners.wait("https://a.example/2")
    manners.wait("https://b.example/1")
    assert slept == [2.0, 7.0]


def test_the_list_must_hold_addresses(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("nothing here\n")
    with pytest.raises(KzlibError, match="no address"):
        addresses(tmp_path / "a.txt")
    with pytest.raises(KzlibError, match="cannot be read"):
        addresses(tmp_path / "b.txt")
    (tmp_path / "c.csv").write_text("id;url;title\n1;https://example.org/a;T\n2;;\n")
    assert addresses(tmp_path / "c.csv") == {"https://example.org/a": {"title": "T"}}


def test_what_is_no_address_is_told_and_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# a list\nhttp://127.0.0.1:9/a\nnot a url\n\nexample.org/b\n")
    found = fetch(tmp_path / "a.txt", tmp_path / "out", delay=0)
    assert [(entry.url, entry.status) for entry in found] == [
        ("not a url", "rejected"),
        ("example.org/b", "rejected"),
        ("http://127.0.0.1:9/a", "failed"),
    ]
    assert "no address" in found[0].note
    kept = (tmp_path / "out" / "documents.csv").read_text()
    assert "example.org/b" in kept
    assert "no address" in kept
    (tmp_path / "c.csv").write_text("id;url\n1;https://example.org/a\n2;\n3;word\n")
    assert [entry.note.partition(":")[0] for entry in listed(tmp_path / "c.csv")[1]] == ["row 3", "row 4"]
