"""One page from the web, safely: public addresses, a size, a deadline and few redirects.  Needs ``[fetch]``."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from kzlib import __version__
from kzlib.errors import KzlibError

REDIRECTS = 5
_CHUNK = 16384


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page may take: bytes after unpacking, seconds in all, seconds of silence."""

    size: int = 10 << 20
    seconds: float = 30.0
    silence: float = 10.0
    allow_private: bool = False


@dataclass(slots=True)
class Answer:
    """What came back: the final address, the status, headers and bytes; or ``problem``, a sentence.

    ``private`` is true where the address was refused because it is not public.
    """

    url: str
    status: int = 0
    reason: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    problem: str = ""
    private: bool = False

    def header(self, name: str) -> str:
        """A header's value, or ""."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


class Browser:
    """A session that gets pages one at a time within :class:`Limits`.

    >>> Browser(Limits()).get("file:///etc/passwd").problem
    'only http and https addresses are fetched'
    """

    def __init__(self, limits: Limits, contact: str = "") -> None:
        self.limits = limits
        self.agent = f"kzlib/{__version__} (research; reads robots.txt{'; ' + contact if contact else ''})"
        self._open: list[socket.socket] = []
        self._session = _session(self._admit)

    def get(self, url: str, headers: dict[str, str] | None = None) -> Answer:
        """The answer to GET, redirects followed; nothing is raised."""
        deadline = time.monotonic() + self.limits.seconds
        expired = threading.Event()
        timer = threading.Timer(self.limits.seconds, self._expire, (expired,))
        timer.daemon = True
        timer.start()
        try:
            for _ in range(REDIRECTS + 1):
                answer = self._once(url, headers or {}, deadline)
                target = answer.header("Location")
                if answer.problem or answer.status not in (301, 302, 303, 307, 308) or not target:
                    break
                url = urljoin(url, target)
            else:
                answer = Answer(url, problem=f"more than {REDIRECTS} redirects")
        finally:
            timer.cancel()
            self._open.clear()
        if expired.is_set():
            answer = Answer(
                url, answer.status, problem=f"no complete answer within {self.limits.seconds:g} seconds"
            )
        return answer

    def _once(self, url: str, headers: dict[str, str], deadline: float) -> Answer:
        import requests

        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return Answer(url, problem="only http and https addresses are fetched")
        try:
            with self._session.get(
                url,
                headers={
                    "User-Agent": self.agent,
                    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.8,*/*;q=0.5",
                    **headers,
                },
                timeout=self.limits.silence,
                allow_redirects=False,
                stream=True,
            ) as response:
                answer = Answer(
                    url, response.status_code, response.reason or "", list(response.headers.items())
                )
                if 300 <= response.status_code < 400:
                    return answer
                return self._body(response, answer, deadline)
        except _Private as error:
            refused = f"{error} is not a public address; such are refused unless --allow-private is given"
            return Answer(url, problem=refused, private=True)
        except requests.exceptions.InvalidURL:
            return Answer(url, problem="the address is not valid")
        except (requests.exceptions.RequestException, OSError, ValueError) as error:
            return Answer(url, problem=_plain(error))

    def _body(self, response: Any, answer: Answer, deadline: float) -> Answer:
        size = 0
        chunks = []
        for chunk in response.iter_content(_CHUNK):
            size += len(chunk)
            if size > self.limits.size:
                answer.problem = f"longer than {self.limits.size} bytes"
                return answer
            if time.monotonic() > deadline:
                answer.problem = f"no complete answer within {self.limits.seconds:g} seconds"
                return answer
            chunks.append(chunk)
        answer.body = b"".join(chunks)
        return answer

    def _admit(self, sock: socket.socket) -> None:
        """Look at a fresh connection before a byte is sent: the address it reached must be public."""
        address = sock.getpeername()[0]
        if not self.limits.allow_private and not is_public(address):
            sock.close()
            raise _Private(address)
        self._open.append(sock)

    def _expire(self, expired: threading.Event) -> None:
        expired.set()
        for sock in list(self._open):
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Private(Exception):
    """A connection led to an address that is not public."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet.

    >>> (
    ...     is_public("8.8.8.8"),
    ...     is_public("127.0.0.1"),
    ...     is_public("::ffff:10.0.0.1"),
    ...     is_public("169.254.169.254"),
    ... )
    (True, False, False, False)
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None)
    return (mapped or ip).is_global and not (mapped or ip).is_multicast


def _session(admit: Any) -> Any:
    try:
        import requests
        from requests.adapters import HTTPAdapter
        from urllib3.connection import HTTPConnection, HTTPSConnection
        from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
    except ImportError:
        raise KzlibError("fetching pages needs a few packages more: install kzlib[fetch]") from None

    # The check sits where the socket is made, so that no name that resolves differently a moment later slips past it.
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            sock = super()._new_conn()
            admit(sock)
            return sock

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            sock = super()._new_conn()
            admit(sock)
            return sock

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    session = requests.Session()
    session.trust_env = False  # no proxy and no password that the user did not name
    for scheme in ("http://", "https://"):
        adapter = HTTPAdapter(max_retries=0, pool_connections=1, pool_maxsize=1)
        adapter.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}
        session.mount(scheme, adapter)
    return session


def _plain(error: BaseException) -> str:
    """A network error as a short sentence without addresses of objects."""
    name = type(error).__name__
    known = {
        "ConnectTimeout": "the host does not answer",
        "ReadTimeout": "the host fell silent",
        "SSLError": "the host's certificate is not valid",
        "ChunkedEncodingError": "the answer broke off",
        "ContentDecodingError": "the answer's packing is damaged",
    }
    text = str(error)
    if "Name or service not known" in text or "NameResolution" in text or "getaddrinfo" in text:
        return "the host's name is not known"
    if "refused" in text:
        return "the host refused the connection"
    if name == "ConnectionError":
        return (
            "the host closed the connection"
            if "reset" in text.lower() or "aborted" in text.lower()
            else "the connection failed"
        )
    return known.get(name, f"the request failed ({name})")
