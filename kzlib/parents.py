"""Processes that end when the one that started them does, however it ended: nothing is left computing for nobody."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1
_EVERY = 1.0  # seconds between two looks at the parent


def end_with_parent(parent: int) -> None:
    """End this process when process ``parent``, which started it, is gone.

    On Linux the kernel sends SIGKILL; elsewhere a thread looks whether the parent is still the same.
    """
    if sys.platform == "linux" and _asked_kernel():
        if os.getppid() != parent:  # it went before it could be watched
            os._exit(1)
        return
    if hasattr(os, "getppid"):
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _asked_kernel() -> bool:
    try:
        return ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) == 0
    except (OSError, AttributeError):
        return False


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_EVERY)
    os._exit(1)
