"""2,000 damaged inputs: no crash, none takes longer than 30 seconds, nothing is written.

    python tests/fuzz/run.py [--count N] [--first SEED]

Prints what was read and how the rest was refused; exits 1 if an input crashed the reader, hung it or made it write.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from damage import damaged

from kzlib import documents
from kzlib.errors import KzlibError

SECONDS = 30


class Hung(Exception):
    """An input took too long."""


def _alarm(*_: object) -> None:
    raise Hung


def check(seed: int, folder: Path) -> tuple[str, float]:
    """What became of one input ("read", "rejected", or the failure) and the seconds it took."""
    name, data = damaged(seed)
    (folder / name).write_bytes(data)
    before = sorted(path.name for path in folder.rglob("*"))
    begin = time.perf_counter()
    try:
        found, rejects = documents.read_all(folder / name)
        outcome = "read" if found else "rejected"
        if not found and not rejects:
            outcome = "FAILED: neither an article nor a reason"
        if any(not reject.reason or len(reject.reason) > 500 for reject in rejects):
            outcome = "FAILED: a reason that nobody can read"
    except KzlibError:
        outcome = "refused"
    except Hung:
        outcome = "FAILED: hung"
    except Exception as error:  # what a fuzz run is there to find
        outcome = f"FAILED: {type(error).__name__}: {str(error)[:80]}"
    seconds = time.perf_counter() - begin
    if sorted(path.name for path in folder.rglob("*")) != before:
        outcome = "FAILED: something was written"
    (folder / name).unlink()
    return outcome, seconds


def main() -> int:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    slowest, failed = (0.0, 0), []
    warnings.simplefilter("ignore")  # zipfile warns of the tricks that these archives are made of
    signal.signal(signal.SIGALRM, _alarm)
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        folder = Path(name) / "inputs"
        folder.mkdir()
        for seed in range(options.first, options.first + options.count):
            signal.alarm(SECONDS)
            outcome, seconds = check(seed, folder)
            signal.alarm(0)
            counts[outcome.partition(":")[0]] += 1
            slowest = max(slowest, (seconds, seed))
            if outcome.startswith("FAILED"):
                failed.append((seed, outcome))
        left = [path.name for path in Path(name).iterdir() if path.name != "inputs"]
    print(", ".join(f"{count} {what}" for what, count in sorted(counts.items())))
    print(f"slowest: {slowest[0]:.1f} s (seed {slowest[1]})")
    for seed, outcome in failed[:20]:
        print(f"seed {seed}: {outcome}")
    if left:
        print(f"written outside: {left}")
    return 1 if failed or left else 0


if __name__ == "__main__":
    sys.exit(main())
