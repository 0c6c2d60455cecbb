"""Killed outright, kzlib leaves nothing running."""

import os
import signal
import subprocess
import sys
import time

import pytest

from kzlib import parents

SCRIPT = """
import os, time
from kzlib.corpus.workers import pool
if __name__ == "__main__":
    with pool(2, None) as workers:
        for _ in range(2):
            print(workers.submit(os.getpid).result(), flush=True)
        time.sleep(60)
"""
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals and parents as POSIX has them")


def _is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:  # a zombie that nobody has waited for is no longer running
        with open(f"/proc/{pid}/stat", encoding="ascii") as handle:
            return handle.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return True


def _gone(pids, seconds=10):
    end = time.monotonic() + seconds
    while any(map(_is_running, pids)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(_is_running, pids))


@POSIX
def test_workers_end_with_an_ingest_that_is_killed(tmp_path):
    script = tmp_path / "main.py"
    script.write_text(SCRIPT, encoding="utf-8")
    process = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    try:
        pids = {int(process.stdout.readline()) for _ in range(2)}
        assert all(map(_is_running, pids))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert _gone(pids)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@POSIX
def test_a_watched_parent_that_goes_takes_the_process_along(tmp_path):
    child = "import time; from kzlib import parents; import os; parents._asked_kernel = lambda: False; "
    child += "parents._EVERY = 0.05; parents.end_with_parent(os.getppid()); print(os.getpid(), flush=True); time.sleep(60)"
    code = f"import subprocess, sys, os; subprocess.Popen([sys.executable, '-c', {child!r}]); import time; time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        pid = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert _gone([pid])
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@POSIX
def test_a_parent_that_was_gone_already_ends_it(tmp_path):
    code = "from kzlib.parents import end_with_parent; end_with_parent(1 << 30); import time; time.sleep(5)"
    assert subprocess.run([sys.executable, "-c", code], timeout=20, check=False).returncode == 1


def test_without_the_kernel_nothing_is_asked(monkeypatch):
    monkeypatch.setattr(parents.ctypes, "CDLL", lambda name: object())
    assert not parents._asked_kernel()
