"""A headless Chromium, and JupyterLab as `make lab` starts it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1400,1600",
)


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    """A selenium driver on Debian's chromium; its console is kept for `complaints`."""
    webdriver = pytest.importorskip("selenium.webdriver")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("no chromium and chromedriver here: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield started
    started.quit()


@pytest.fixture
def screenshots(request) -> Path:
    """Where screenshots go that a person should look at (git-ignored)."""
    folder = Path(request.config.rootpath) / ".kzlib" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def complaints(browser):
    """A function: what the browser's console complained of since it was last asked."""
    browser.get_log("browser")
    return lambda: [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture(scope="session")
def lab(tmp_path_factory, root):
    """The address of a JupyterLab on a copy of the notebooks, set up as `make lab` does."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(root / "notebooks", folder / "notebooks")
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        f"--port={port}",
        "--port-retries=0",
    ]
    command += [
        f"--notebook-dir={folder}",
        "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True",
    ]
    command += [
        f"--LabApp.app_settings_dir={root / '.jupyter' / 'lab'}",
        "--LabApp.default_url=/lab/tree/notebooks/README.md",
    ]
    home = {
        f"JUPYTER_{name}_DIR": str(tmp_path_factory.mktemp(name)) for name in ("CONFIG", "DATA", "RUNTIME")
    }
    server = subprocess.Popen(
        command, env={**os.environ, **home}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(address, timeout=1)
            break
        except OSError:
            time.sleep(0.5)
    yield address
    server.terminate()
    server.wait(20)
