"""How long a forced run of all notebooks takes, against bare papermill.

Bare: four notebooks that import only pandas and pyplot, run by papermill, one process each, side by side.
Ours: ``kzlib figures --force``.  The target is 1.6 times bare plus 0.4 s a figure; a second run without
``--force`` says that nothing changed within 1 s.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kzlib.runner.launch import environment, kernel_home

RATIO, A_FIGURE, IDLE = 1.6, 0.4, 1.0
BARE = """
import sys, papermill
papermill.execute_notebook(sys.argv[1], sys.argv[2], kernel_name="python3", progress_bar=False)
"""


def bare(folder: Path, number: int = 4) -> float:
    """Seconds that papermill takes for ``number`` notebooks which import pandas and pyplot."""
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": []}
    cell["source"] = "import pandas as pd\nimport matplotlib.pyplot as plt"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    (folder / "bare.ipynb").write_text(
        json.dumps({"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})
    )
    env = environment(kernel_home(folder), folder, [])
    began = time.perf_counter()
    commands = (
        [sys.executable, "-c", BARE, str(folder / "bare.ipynb"), str(folder / f"{i}.ipynb")]
        for i in range(number)
    )
    running = [subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL) for command in commands]
    if any(process.wait() for process in running):
        sys.exit("bare papermill failed")
    return time.perf_counter() - began


def ours(out: Path, *more: str) -> float:
    """Seconds of one ``kzlib figures`` into ``out``."""
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "kzlib", "figures", "--out", str(out), *more],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - began


def main(times: int = 2) -> int:
    """Measure ``times`` times, take the best and print; 1 if a target is missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "bare").mkdir()
        ours(folder / "figures")  # the first run compiles and fills the disk's cache
        base = min(bare(folder / "bare") for _ in range(times))
        forced = min(ours(folder / "figures", "--force") for _ in range(times))
        idle = min(ours(folder / "figures") for _ in range(3))
        count = len(list((folder / "figures").glob("*/*.json")))
    limit = RATIO * base + A_FIGURE * count
    load = os.getloadavg()[0]
    print(f"bare papermill, 4 notebooks side by side   {base:6.1f} s   (load {load:.1f})")
    print(
        f"kzlib figures --force, {count} figures          {forced:6.1f} s   {forced / base:.2f} x bare; limit {limit:.1f} s"
    )
    print(f"kzlib figures, nothing changed             {idle:6.2f} s   limit {IDLE:.1f} s")
    return int(forced > limit or idle > IDLE)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2))
