"""The process that runs one notebook: ``python -m kzlib.runner.worker JOB.json``.

It is a process of its own, so that a kernel that dies or hangs takes nothing else with it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kzlib.parents import end_with_parent

STARTS = 3  # of a kernel
STILLBORN = ("Kernel died before replying", "Kernel didn't respond")  # in what jupyter_client raises
_LONGEST_SOCKET = 80  # characters of a folder in which sockets fit into the system's 104


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Run a notebook through papermill and say how it went.

    ``job`` holds notebook, output, parameters, folder (the kernel's working directory), start_timeout and
    cell_timeout (seconds).  The result has ``ok``, and on failure ``cell`` (1-based), ``ename``, ``evalue``
    and the kernel's ``peak`` memory in MiB.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    output = Path(job["output"])
    try:
        _execute(papermill.execute_notebook, job)
    except PapermillExecutionError as error:
        return _failed(output, error.ename, error.evalue)
    except CellTimeoutError:
        return _failed(output, "CellTimeout", f"it took longer than {job['cell_timeout']} s")
    except DeadKernelError:
        return {**_failed(output, "DeadKernel", "the kernel died"), "peak": _peak()}
    except Exception as error:
        return _failed(output, type(error).__name__, str(error))
    return {"ok": True, "peak": _peak()}


def _execute(execute: Callable[..., Any], job: dict[str, Any]) -> None:
    """Run the notebook; a kernel that dies before it says a word, or says none, has run no cell and is started again."""
    for left in reversed(range(STARTS)):
        try:
            with tempfile.TemporaryDirectory(prefix="kz") as sockets:
                execute(
                    _literal_path(job["notebook"]),
                    _literal_path(job["output"]),
                    parameters=job["parameters"],
                    kernel_name="python3",
                    language="python",
                    progress_bar=False,
                    log_output=False,
                    start_timeout=job["start_timeout"],
                    execution_timeout=job["cell_timeout"],
                    cwd=job["folder"],
                    kernel_manager_class=_manager(sockets),
                )
            return
        except RuntimeError as error:
            if not left or not any(words in str(error) for words in STILLBORN):
                raise


def _manager(sockets: str) -> type:
    """A kernel manager that talks through sockets in a folder of its own.

    jupyter_client chooses free ports, lets them go and has the kernel take them: of two kernels that start at the same
    time, one may find its port taken and die, or both may wait for ever.  Files have no such race.
    """
    from jupyter_client.manager import AsyncKernelManager

    if sys.platform == "win32" or len(sockets) > _LONGEST_SOCKET:
        return AsyncKernelManager

    class Manager(AsyncKernelManager):
        def __init__(self, **options: Any) -> None:
            super().__init__(**{"transport": "ipc", "ip": f"{sockets}/kernel", **options})

    return Manager


def _literal_path(path: str) -> str:
    return path.replace("{", "{{").replace("}", "}}")  # papermill would fill in parameters


def _failed(output: Path, ename: str, evalue: str) -> dict[str, Any]:
    return {"ok": False, "ename": ename, "evalue": evalue, "cell": last_cell(output)}


def last_cell(output: Path) -> int | None:
    """The number (from 1) of the last cell that was begun, counted as in the notebook that was given."""
    try:
        cells = json.loads(output.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return None
    number = last = 0
    for cell in cells:
        metadata = cell.get("metadata", {})
        if {"injected-parameters", "papermill-error-cell-tag"} & set(metadata.get("tags", ())):
            continue
        number += 1
        if metadata.get("papermill", {}).get("status") in ("running", "failed", "completed"):
            last = number
    return last or None


def _peak() -> int:
    import resource

    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // unit


def main() -> None:
    """Read the job, run it, write the result beside it."""
    # A terminated worker leaves through the same door as a failed one, so that its kernel is shut down.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    path = Path(sys.argv[1])
    job = json.loads(path.read_text(encoding="utf-8"))
    end_with_parent(job["parent"])  # the kernel looks after its own parent
    result = run(job)
    temporary = path.with_suffix(".part")
    temporary.write_text(json.dumps(result), encoding="utf-8")
    temporary.replace(job["result"])
    sys.stdout.flush()
    os._exit(0)  # zmq's and asyncio's farewells would cost half a second


if __name__ == "__main__":
    main()
