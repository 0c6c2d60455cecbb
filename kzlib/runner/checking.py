"""The run behind ``kzlib figures --check``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kzlib.grouping import plural
from kzlib.runner import gallery
from kzlib.runner.books import default_out, find_notebooks, scratch
from kzlib.runner.check import compare_folders, leave_pairs, strays
from kzlib.runner.run import Say, execute, given_values


def check_figures(
    names: Sequence[str] = (),
    *,
    corpus: str | None = None,
    out: Path | None = None,
    assignments: Iterable[tuple[str, str]] = (),
    jobs: int | None = None,
    time_limit: float | None = None,
    say: Say = print,
) -> int:
    """Run the notebooks aside and compare with the published figures; 0 if nothing differs, else 1.

    Compared are CSV, JSON and SVG bytes and the PNGs' decoded pixels.  Image pairs of what differs are left in
    ``figures-check`` beside the folder of figures.
    """
    notebooks = find_notebooks(names)
    given = given_values(notebooks, corpus, assignments)
    out = default_out() if out is None else out
    with scratch() as name:
        folder = Path(name)
        execute(notebooks, given, folder, jobs=jobs, time_limit=time_limit, say=say)
        new = folder / "figures"
        names = [book.name for book in notebooks]
        differences, extra = compare_folders(out, new, names), strays(out, new, names)
        place = out.resolve().parent / "figures-check"
        pairs = leave_pairs(differences, out, new, place)
    total = sum(len(book.declared) for book in notebooks)
    for difference in differences:
        for line in difference.lines():
            say(line)
    for name in extra:
        say(f"{name}: no notebook makes this file")
    stale = _stale_gallery(out)
    if stale:
        say(stale)
    if pairs:
        say(f"the images of what differs are in {place}")
    if not differences and not stale and not extra:
        say(f"{total} figures checked: no difference")
        return 0
    more = f", {plural(len(extra), 'file')} too many" if extra else ""
    say(f"{len(differences)} of {total} figures differ{more}")
    return 1


def _stale_gallery(out: Path) -> str:
    file = out / "README.md"
    if file.is_file() and file.read_text(encoding="utf-8") != gallery.markdown(out):
        return "README.md does not say what the records say; run `kzlib figures`"
    return ""
