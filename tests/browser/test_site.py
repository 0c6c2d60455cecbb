"""The report site in a real browser: filter, sort, copy, dark mode, no complaint, and axe finds nothing serious."""

from __future__ import annotations

import functools
import http.server
import importlib.util
import threading
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest

mpl.use("agg")
HOSTILE = "<script>document.title='owned'</script>]]>\"'\u202eright\u202c" + "long" * 500
PAGES = ("index.html", "about.html", "figure/site-bars.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site of two small figures, one with hostile words, served on this machine."""
    from drawings import bars

    from kzlib.figures import publish
    from kzlib.report import build

    figures, out = tmp_path_factory.mktemp("figures"), tmp_path_factory.mktemp("site") / "site"
    table = pd.DataFrame(
        {"outlet": ["beta", "alpha", "=gamma"], "share": [0.5, 0.25, 0.125], "n": [10, 9, 100]}
    )
    publish(
        bars(table),
        id="site-bars",
        table=table,
        caption="Bars of three outlets.",
        question="How long are they?",
        out=figures / "one",
    )
    hostile = table.assign(outlet=[HOSTILE, "b", "c"])
    publish(
        bars(table),
        id="site-hostile",
        table=hostile,
        caption=HOSTILE,
        question=HOSTILE[:80],
        out=figures / "two",
    )
    build(figures, out)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(out)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", out
    server.shutdown()


def shown(browser) -> list[str]:
    cards = browser.find_elements("css selector", ".gallery > li")
    return [card.find_element("css selector", "code").text for card in cards if card.is_displayed()]


def test_the_gallery_filters(site, browser, complaints, screenshots):
    from selenium.webdriver.common.keys import Keys

    address, _ = site
    browser.get(address + "index.html")
    assert shown(browser) == ["site-bars", "site-hostile"]
    browser.find_element("id", "search").send_keys("three OUTLETS")
    assert shown(browser) == ["site-bars"]
    assert browser.find_element("id", "count").text == "1 of 2 figures"
    browser.find_element("id", "search").send_keys(Keys.CONTROL, "a", Keys.DELETE)
    browser.find_element("css selector", "#notebook option[value=two]").click()
    assert shown(browser) == ["site-hostile"]
    assert browser.title == "kzlib: figures"
    browser.save_screenshot(str(screenshots / "site-gallery.png"))
    assert complaints() == []


def test_a_table_sorts_by_keyboard(site, browser, complaints):
    from selenium.webdriver.common.keys import Keys

    address, _ = site
    browser.get(address + "figure/site-bars.html")

    def column(i: int) -> list[str]:
        return [cell.text for cell in browser.find_elements("css selector", f"tbody td:nth-child({i})")]

    assert column(1) == ["beta", "alpha", "=gamma"]
    buttons = browser.find_elements("css selector", "th button")
    buttons[2].send_keys(Keys.ENTER)
    assert column(3) == ["9", "10", "100"]
    buttons[2].send_keys(Keys.ENTER)
    assert column(3) == ["100", "10", "9"]
    assert browser.find_elements("css selector", "th")[2].get_attribute("aria-sort") == "descending"
    assert complaints() == []


def test_a_citation_is_copied(site, browser, complaints):
    address, _ = site
    browser.get(address + "figure/site-bars.html")
    browser.find_element("css selector", "button.copy").click()
    wait_for(lambda: browser.find_element("id", "copied").text == "Copied.")
    field = browser.find_element("css selector", "#theme")
    assert field.is_displayed()
    assert "The kzlib authors. (2026). How long are they?" in browser.find_element("id", "cite-apa").text
    assert complaints() == []


def test_dark_mode_is_remembered(site, browser, complaints, screenshots):
    address, _ = site
    browser.get(address + "figure/site-bars.html")
    ground = lambda: browser.execute_script("return getComputedStyle(document.body).backgroundColor")  # noqa: E731
    before = ground()
    browser.find_element("id", "theme").click()
    assert ground() != before
    browser.save_screenshot(str(screenshots / "site-figure-dark.png"))
    browser.get(address + "index.html")
    assert ground() != before
    browser.find_element("id", "theme").click()
    assert ground() == before
    assert complaints() == []


def test_hostile_words_stay_words(site, browser, complaints):
    address, _ = site
    for name in ("figure/site-hostile.html", "index.html"):
        browser.get(address + name)
        assert browser.title != "owned"
        assert browser.find_elements("css selector", "main script") == []
    assert complaints() == []


def test_a_page_opened_as_a_file_works_too(site, browser, complaints):
    _, out = site
    browser.get((out / "index.html").as_uri())
    browser.find_element("id", "search").send_keys("three outlets")
    assert shown(browser) == ["site-bars"]
    assert complaints() == []


def test_nothing_is_asked_of_the_network(site):
    _, out = site
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert 'src="http' not in text and 'href="http' not in text.replace(
            'href="https://', 'href="http', 0
        ), page.name


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(site, browser, name, dark):
    address, _ = site
    browser.get(address + name)
    if dark:
        browser.execute_script("document.documentElement.dataset.theme = 'dark'")
    else:
        browser.execute_script("document.documentElement.dataset.theme = 'light'")
    browser.execute_script(axe())
    found = browser.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
    serious = [
        (item["id"], [node["html"] for node in item["nodes"]][:3])
        for item in found["violations"]
        if item["impact"] in ("serious", "critical")
    ]
    assert serious == []


def axe() -> str:
    """axe-core's source, out of whichever package brings it."""
    for package in ("axe_core_python", "axe_playwright_python"):
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.submodule_search_locations:
            file = Path(spec.submodule_search_locations[0]) / "axe.min.js"
            if file.is_file():
                return file.read_text(encoding="utf-8")
    pytest.skip("no axe-core here: pip install axe-core-python")


def wait_for(condition, seconds: float = 5) -> None:
    import time

    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
