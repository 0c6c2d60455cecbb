"""JupyterLab as a reader meets it: the start page, Run All, a figure, a widget moved."""

import time

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

# An element found a moment ago may be drawn anew before it is asked: then the question is asked again.
REDRAWN = (StaleElementReferenceException,)
RUNNING = "return [...document.querySelectorAll('.jp-InputPrompt')].some(p => p.textContent.includes('*'))"


def wait(browser, seconds, condition):
    return WebDriverWait(browser, seconds, poll_frequency=0.05, ignored_exceptions=REDRAWN).until(condition)


def read(browser, selector, what):
    """What all elements of a selector say, in one question to the page: none can vanish in between."""
    script = f"return [...document.querySelectorAll(arguments[0])].map(e => e.{what})"
    return browser.execute_script(script, selector)


def test_the_start_page_says_where_to_go(browser, lab, screenshots):
    browser.get(lab)
    wait(browser, 60, lambda b: b.find_elements(By.CSS_SELECTOR, ".jp-RenderedMarkdown table a"))
    links = [link.text for link in browser.find_elements(By.CSS_SELECTOR, ".jp-RenderedMarkdown table a")]
    assert links == ["corpus.ipynb", "sentiment.ipynb", "source_bias.ipynb", "term_frequency.ipynb"]
    browser.save_screenshot(str(screenshots / "lab-start.png"))


def run_all(browser, lab, name):
    browser.get(f"{lab}/lab/tree/notebooks/{name}.ipynb?reset")
    wait(browser, 60, lambda b: b.find_elements(By.CSS_SELECTOR, ".jp-Notebook .jp-CodeCell"))
    wait(
        browser,
        60,
        lambda b: (
            "Idle"
            in b.find_element(
                By.CSS_SELECTOR,
                ".jp-Notebook-ExecutionIndicator, .jp-Toolbar-kernelStatus, #jp-main-statusbar",
            ).text
            or b.find_elements(By.CSS_SELECTOR, "[data-status=idle]")
        ),
    )
    browser.find_element(By.CSS_SELECTOR, ".jp-Notebook").click()
    menu = [m for m in browser.find_elements(By.CSS_SELECTOR, ".lm-MenuBar-itemLabel") if m.text == "Run"]
    menu[0].click()
    entry = wait(
        browser,
        20,
        lambda b: [
            m for m in b.find_elements(By.CSS_SELECTOR, ".lm-Menu-itemLabel") if m.text == "Run All Cells"
        ],
    )
    entry[0].click()


@pytest.mark.parametrize("name", ["corpus", "sentiment", "source_bias", "term_frequency"])
def test_run_all_shows_figures_and_a_widget_changes_one(browser, lab, screenshots, complaints, name):
    run_all(browser, lab, name)
    wait(browser, 180, lambda b: b.find_elements(By.CSS_SELECTOR, ".jupyter-widgets select[multiple]"))
    wait(browser, 60, lambda b: not b.execute_script(RUNNING))
    shown = browser.find_elements(By.CSS_SELECTOR, ".jp-OutputArea-output img")
    assert len(shown) >= 3, "the notebook's figures are visible"
    assert not browser.find_elements(
        By.CSS_SELECTOR, ".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']"
    )
    explorer = ".widget-output img, .jupyter-widgets-output-area img"
    before = wait(browser, 60, lambda b: read(b, explorer, "src"))[0]
    box = browser.find_elements(By.CSS_SELECTOR, ".jupyter-widgets select[multiple]")[-1]
    ActionChains(browser).scroll_to_element(box).perform()
    options = box.find_elements(By.TAG_NAME, "option")
    started = time.monotonic()
    options[-1].click()  # one language alone

    def changed(b):
        return [source for source in read(b, explorer, "src") if source != before]

    wait(browser, 30, changed)
    print(f"{name}: the figure changed in {time.monotonic() - started:.2f} s")
    browser.save_screenshot(str(screenshots / f"lab-{name}.png"))
    assert complaints() == []
    ActionChains(browser).send_keys(Keys.ESCAPE).perform()


def test_the_numbers_can_be_sorted(browser, lab, screenshots):
    run_all(browser, lab, "corpus")
    wait(browser, 120, lambda b: b.find_elements(By.CSS_SELECTOR, ".jupyter-widgets select[multiple]"))
    title = wait(browser, 30, lambda b: b.find_elements(By.CSS_SELECTOR, ".jupyter-widget-Collapse-header"))[
        -1
    ]
    ActionChains(browser).scroll_to_element(title).perform()
    title.click()

    def cells(b):
        found = read(b, "table.dataTable tbody tr td:nth-child(2)", "innerText")
        return found if found and found[0] else []

    before = wait(browser, 30, cells)
    heads = browser.find_elements(By.CSS_SELECTOR, "table.dataTable thead th:nth-child(2) .dt-column-order")
    ActionChains(browser).scroll_to_element(heads[0]).perform()
    heads[0].click()
    wait(browser, 20, lambda b: cells(b) and cells(b) != before)
    assert cells(browser) == sorted(cells(browser))
    browser.save_screenshot(str(screenshots / "lab-table.png"))
