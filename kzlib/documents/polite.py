"""Manners of fetching: robots.txt, and a pause between two requests to one host."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from kzlib.documents.web import Browser
from kzlib.errors import KzlibError

MAX_DELAY = 60.0


class Manners:
    """What each host allows, and when it may be asked again.

    ``delay`` is the pause in seconds between requests to one host, longer where its robots.txt asks for it.
    """

    def __init__(
        self,
        browser: Browser,
        delay: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._browser, self._delay, self._clock, self._sleep = browser, delay, clock, sleep
        self._rules: dict[str, Any] = {}
        self._free: dict[str, float] = {}

    def refusal(self, url: str) -> str:
        """Why a page may not be fetched, or "" if it may."""
        rules = self._robots(url)
        if isinstance(rules, str):
            return rules
        if rules is not None and not rules.can_fetch(url, self._browser.agent):
            return "robots.txt does not allow it"
        return ""

    def wait(self, url: str) -> None:
        """Sleep until the host may be asked again, and note the request."""
        host = urlsplit(url).netloc
        pause = self._free.get(host, 0.0) - self._clock()
        if pause > 0:
            self._sleep(pause)
        self._free[host] = self._clock() + self._pause_of(url)

    def rest(self, url: str, seconds: float) -> None:
        """The host asked for a longer rest."""
        self._free[urlsplit(url).netloc] = self._clock() + min(seconds, 2 * MAX_DELAY)

    def ready_at(self, url: str) -> float:
        """When the host may be asked again; hosts are asked in turn."""
        return self._free.get(urlsplit(url).netloc, 0.0)

    def _pause_of(self, url: str) -> float:
        rules = self._rules.get(_origin(url))
        asked = (
            rules.crawl_delay(self._browser.agent)
            if rules is not None and not isinstance(rules, str)
            else None
        )
        return max(self._delay, min(float(asked or 0.0), MAX_DELAY))

    def _robots(self, url: str) -> Any:
        """The host's rules: a parser, ``None`` if there are none, or a sentence if they could not be had."""
        origin = _origin(url)
        if origin not in self._rules:
            self._rules[origin] = self._read(origin)
        return self._rules[origin]

    def _read(self, origin: str) -> Any:
        try:
            from protego import Protego
        except ImportError:
            raise KzlibError("fetching pages needs a few packages more: install kzlib[fetch]") from None
        address = f"{origin}/robots.txt"
        self.wait(address)
        answer = self._browser.get(address)
        if answer.private:
            return answer.problem
        if answer.problem:
            return f"robots.txt could not be read: {answer.problem}"
        if answer.status >= 500 or answer.status == 429:
            return f"robots.txt could not be read (status {answer.status}); try again later"
        if answer.status != 200:
            return None  # no rules: everything is allowed (RFC 9309)
        return Protego.parse(answer.body[: 512 << 10].decode("utf-8", errors="replace"))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
