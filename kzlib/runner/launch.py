"""One notebook in a process of its own: environment, kernel, time limit, and what a failure says."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kzlib import paths
from kzlib.figures.publishing import FORMATS, OUT
from kzlib.figures.run import PARAMETERS

START_TIMEOUT = 90  # seconds for a kernel to answer on a busy machine, before it is started again
START_GRACE = 60  # seconds that the limit leaves for the start of worker and kernel
TIME_LIMIT = 1800  # seconds for a whole notebook
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_LEFT_OUT = (
    "PYTHONSTARTUP",
    "PYTHONHOME",
    "PYTHONINSPECT",
    "JUPYTER_PREFER_ENV_PATH",
    "KERNEL_USERNAME",
    "PAPERMILL_DEBUG",
)


@dataclass(frozen=True)
class Outcome:
    """How one notebook went: ``error`` is "" or one sentence, ``executed`` the notebook as far as it came.

    ``told`` is what kzlib itself said was wrong, without notebook and cell; "" for any other failure.  ``usage`` is true
    if it was something that the user gave.
    """

    error: str
    seconds: float
    executed: Path
    peak: int = 0
    told: str = ""
    usage: bool = False


def kernel_home(folder: Path) -> Path:
    """A Jupyter data folder whose kernel ``python3`` is this very interpreter, whatever is installed elsewhere."""
    spec = folder / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True, exist_ok=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    body = {"argv": argv, "display_name": "Python 3", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(body), encoding="utf-8")
    return folder / "jupyter"


def environment(home: Path, out: Path, names: list[str], formats: str = "") -> dict[str, str]:
    """The environment of a notebook: this one, without what would change a figure from machine to machine."""
    env = {key: value for key, value in os.environ.items() if key not in _LEFT_OUT}
    env |= {
        "JUPYTER_PATH": str(home),
        "JUPYTER_DATA_DIR": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "MPLBACKEND": "agg",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
        OUT: str(out),
        FORMATS: formats,
        PARAMETERS: json.dumps(names),
    }
    for name in _ONE_THREAD:
        env.setdefault(name, "1")
    rc = _default_rc()
    if rc is not None:
        env["MATPLOTLIBRC"] = str(rc)
    root = paths.checkout()
    if root is not None:
        env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))
    return env


def _default_rc() -> Path | None:
    """matplotlib's own matplotlibrc, so that a reader's settings do not reach a published figure."""
    spec = importlib.util.find_spec("matplotlib")
    file = Path(spec.origin).parent / "mpl-data" / "matplotlibrc" if spec and spec.origin else None
    return file if file is not None and file.is_file() else None


class Launcher:
    """Starts workers and can stop them all."""

    def __init__(self, folder: Path, time_limit: float = TIME_LIMIT) -> None:
        self.folder, self.time_limit = folder, time_limit
        self.home = kernel_home(folder)
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def run(
        self,
        name: str,
        path: Path,
        parameters: dict[str, Any],
        names: list[str],
        out: Path,
        formats: str = "",
    ) -> Outcome:
        """Run the notebook at ``path``; its figures go to ``out``."""
        executed = self.folder / f"{name}.ipynb"
        job_file, result = self.folder / f"{name}.job", self.folder / f"{name}.result"
        job = {
            "notebook": str(path.resolve()),
            "output": str(executed),
            "parameters": parameters,
            "folder": str(path.resolve().parent),
            "start_timeout": START_TIMEOUT,
            "cell_timeout": max(1, int(self.time_limit)),
            "result": str(result),
            "parent": os.getpid(),
        }
        job_file.write_text(json.dumps(job), encoding="utf-8")
        began = time.monotonic()
        with (self.folder / f"{name}.log").open("wb") as log:
            process = self._start(job_file, environment(self.home, out, names, formats), log)
            late = self._wait(process)
        seconds = time.monotonic() - began
        if late:
            return Outcome(
                f"{name}{_at(executed)}: stopped at the limit of {self.time_limit:g} s", seconds, executed
            )
        return _outcome(name, result, executed, seconds, process.returncode)

    def _start(self, job: Path, env: dict[str, str], log: Any) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "kzlib.runner.worker", str(job)]
        with self._lock:
            if self._stopped:
                raise KeyboardInterrupt
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=env,
                cwd=self.folder,
                start_new_session=True,
            )
            self._running.add(process)
        return process

    def _wait(self, process: subprocess.Popen[bytes]) -> bool:
        """Wait; True if the time limit passed and the worker was ended."""
        try:
            process.wait(timeout=self.time_limit + START_GRACE)
            return False
        except subprocess.TimeoutExpired:
            _end(process)
            return True
        finally:
            with self._lock:
                self._running.discard(process)

    def stop(self) -> None:
        """End every worker (their kernels follow within a second)."""
        with self._lock:
            self._stopped = True
            running = list(self._running)
        for process in running:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=5)
            return
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            return


def _at(executed: Path) -> str:
    from kzlib.runner.worker import last_cell

    cell = last_cell(executed)
    return f", cell {cell}" if cell else ""


def _outcome(name: str, result: Path, executed: Path, seconds: float, code: int) -> Outcome:
    try:
        report = json.loads(result.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        log = result.with_suffix(".log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return Outcome(
            f"{name}{_at(executed)}: the process ended with {code} ({log[-1] if log else 'no word'})",
            seconds,
            executed,
        )
    if report["ok"]:
        return Outcome("", seconds, executed, report.get("peak", 0))
    where = f"{name}, cell {report['cell']}" if report.get("cell") else name
    words = " ".join(str(report["evalue"]).split())[:500]
    ename = report["ename"]
    if ename in ("KzlibError", "UsageError"):
        return Outcome(
            f"{where}: {words}", seconds, executed, report.get("peak", 0), words, ename == "UsageError"
        )
    if ename == "DeadKernel":
        sentence = f"{where}: the kernel died (its peak memory was {report.get('peak', 0)} MiB)"
    elif ename == "CellTimeout":
        sentence = f"{where}: {words}"
    else:
        sentence = f"{where}: {ename}: {words}"
    return Outcome(sentence, seconds, executed, report.get("peak", 0))
