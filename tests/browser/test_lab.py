"""JupyterLab as a reader meets it: the start page, Run All, a figure, a widget moved."""

import time

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait


def wait(browser, seconds, condition):
    return WebDriverWait(browser, seconds, poll_frequency=0.05).until(condition)


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
    boxes = wait(
        browser, 180, lambda b: b.find_elements(By.CSS_SELECTOR, ".jupyter-widgets select[multiple]")
    )
    shown = browser.find_elements(By.CSS_SELECTOR, ".jp-OutputArea-output img")
    assert len(shown) >= 3, "the notebook's figures are visible"
    assert not browser.find_elements(
        By.CSS_SELECTOR, ".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']"
    )
    explorer = ".widget-output img, .jupyter-widgets-output-area img"
    before = wait(browser, 60, lambda b: b.find_elements(By.CSS_SELECTOR, explorer))[0].get_attribute("src")
    ActionChains(browser).scroll_to_element(boxes[-1]).perform()
    options = boxes[-1].find_elements(By.TAG_NAME, "option")
    started = time.monotonic()
    options[-1].click()  # one language alone

    def changed(b):
        return [
            image
            for image in b.find_elements(By.CSS_SELECTOR, explorer)
            if image.get_attribute("src") != before
        ]

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
        found = b.find_elements(By.CSS_SELECTOR, "table.dataTable tbody tr td:nth-child(2)")
        return [cell.text for cell in found] if found and found[0].text else []

    before = wait(browser, 30, cells)
    heads = browser.find_elements(By.CSS_SELECTOR, "table.dataTable thead th:nth-child(2) .dt-column-order")
    ActionChains(browser).scroll_to_element(heads[0]).perform()
    heads[0].click()
    wait(browser, 20, lambda b: cells(b) and cells(b) != before)
    assert cells(browser) == sorted(cells(browser))
    browser.save_screenshot(str(screenshots / "lab-table.png"))
