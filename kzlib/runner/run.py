"""Run notebooks and swap their figures in; ``kzlib figures`` is this function on the shell."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from kzlib.errors import KzlibError, UsageError
from kzlib.figures.checks import check_against, check_values
from kzlib.runner import cache, gallery, staging
from kzlib.runner.books import Notebook, corpus_folder, default_out, find_notebooks
from kzlib.runner.parameters import bind

Say = Callable[[str], None]


def figures(
    names: Sequence[str] = (),
    *,
    corpus: str | None = None,
    out: Path | None = None,
    assignments: Iterable[tuple[str, str]] = (),
    jobs: int | None = None,
    force: bool = False,
    formats: Sequence[str] = (),
    time_limit: float | None = None,
    say: Say = print,
) -> int:
    """Run notebooks whose figures are not up to date, and publish all of them or none.

    Parameters
    ----------
    names : sequence of str
        Shipped notebooks by name or own ones by path; all shipped ones by default.
    corpus : str, optional
        A corpus folder, or "seeds"; by default what the notebook's own parameter says.
    out : Path, optional
        The folder of figures; one folder a notebook is made in it.
    assignments : iterable of (name, text)
        Parameters as typed.
    jobs : int, optional
        Notebooks at a time; by default one a processor.
    force : bool
        Run also what is up to date.
    formats : sequence of str
        Further formats, such as "pdf".
    time_limit : float, optional
        Seconds for one notebook.
    say : callable
        Takes one line of progress.

    Returns
    -------
    int
        The number of files that changed.

    Raises
    ------
    UsageError
        If a parameter or notebook is unknown or a value is not of its type.
    KzlibError
        If a notebook fails; the figures are then left as they were.
    """
    notebooks = find_notebooks(names)
    given = given_values(notebooks, corpus, assignments)
    out = (default_out() if out is None else Path(out)).resolve()
    records = cache.Records(out)
    keys = {book.name: key_of(book, given[book.name], records, formats) for book in notebooks}
    reasons = {
        book.name: "--force" if force else records.why(book.name, keys[book.name]) for book in notebooks
    }
    todo = [book for book in notebooks if reasons[book.name]]
    for book in notebooks:
        say(f"{book.name}: " + (f"runs ({reasons[book.name]})" if reasons[book.name] else "nothing changed"))
    if not todo:
        gallery.write(out)
        return 0
    with staging.locked(out) as folder:
        execute(
            todo,
            given,
            folder,
            jobs=jobs,
            formats=formats,
            time_limit=time_limit,
            say=say,
            keep=cache.private(out) / "failed",
        )
        changed = _publish(todo, folder, out, say)
        for book in todo:
            records.remember(
                book.name,
                keys[book.name],
                (path for path in (out / book.name).iterdir() if path.suffix in staging._MINE),
            )
        records.save()
        gallery.write(out)
    return changed


def given_values(
    notebooks: Sequence[Notebook], corpus: str | None, assignments: Iterable[tuple[str, str]]
) -> dict[str, dict[str, Any]]:
    """The parameters to inject, by notebook.  Paths are made absolute, since kernels work elsewhere."""
    assignments = list(assignments)
    if corpus is not None:
        assignments.append(("corpus", corpus))
    given = bind(assignments, {book.name: book.known for book in notebooks})
    for values in given.values():
        if "corpus" in values and values["corpus"] != "seeds":
            values["corpus"] = str(Path(values["corpus"]).resolve())
        if isinstance(values.get("coded"), list):
            values["coded"] = [str(Path(file).resolve()) for file in values["coded"]]
    for book in notebooks:
        _fit_collections(book, given[book.name])
        check_values(book.values(given[book.name]), book.name)
    return given


def _fit_collections(book: Notebook, values: dict[str, Any]) -> None:
    """A corpus of one's own has other collections than the shipped one: unless told, take all that it has."""
    folder, declared = values.get("corpus", "seeds"), book.known.get("collections")
    if folder == "seeds" or not declared or "collections" in values:
        return
    try:
        have = json.loads((Path(folder) / "corpus.json").read_text(encoding="utf-8"))["collections"]
    except (OSError, ValueError, KeyError, TypeError):
        return  # opening it says what is wrong
    if not set(declared.default) <= set(have):
        values["collections"] = []


def key_of(
    book: Notebook, given: dict[str, Any], records: cache.Records, formats: Sequence[str] = ()
) -> dict[str, Any]:
    """The cache key of a run, in named parts."""
    values = book.values(given)
    name = values.pop("corpus", None)
    digest = ""
    if isinstance(name, str) and name:
        folder = corpus_folder(name, book.path.resolve().parent)
        if not (folder / "corpus.json").is_file():
            _open(folder)  # says in one sentence what is wrong with it
        digest = records.corpus_digest(folder)
    if isinstance(values.get("coded"), list):  # files of hand-coded sentences: what they say now
        files = [Path(file) for file in values["coded"]]
        values["coded"] = [cache.sha256_of(file) if file.is_file() else str(file) for file in files]
    return {
        "notebook": cache.notebook_digest(book.content),
        "parameters": values,
        "library": cache.library_digest(),
        "corpus": digest,
        "packages": cache.package_versions(),
        "formats": ",".join(sorted(formats)),
    }


def execute(
    notebooks: Sequence[Notebook],
    given: dict[str, dict[str, Any]],
    folder: Path,
    *,
    jobs: int | None = None,
    formats: Sequence[str] = (),
    time_limit: float | None = None,
    say: Say = print,
    keep: Path | None = None,
) -> None:
    """Run notebooks in parallel; figures go to ``folder/figures/NAME``, executed notebooks to ``folder/run``.

    Raises
    ------
    KzlibError
        If one fails, with all reasons; partial notebooks are then kept in ``keep``.  A UsageError if all fail for
        what they were given.
    """
    from concurrent.futures import ThreadPoolExecutor, as_completed

    from kzlib.runner.launch import TIME_LIMIT, Launcher

    _check_corpora(notebooks, given)
    (folder / "run").mkdir(parents=True)
    launcher = Launcher(folder / "run", TIME_LIMIT if time_limit is None else time_limit)
    errors: dict[str, str] = {}
    told: dict[str, str] = {}
    misused: set[str] = set()
    with ThreadPoolExecutor(_workers(jobs, len(notebooks))) as pool:
        started = {}
        for book in notebooks:
            target = folder / "figures" / book.name
            target.mkdir(parents=True)
            task = (
                book.name,
                book.path,
                given[book.name],
                list(book.known),
                target,
                ",".join(sorted(formats)),
            )
            started[pool.submit(launcher.run, *task)] = book
        try:
            for job in as_completed(started):
                book, outcome = started[job], job.result()
                problems = [outcome.error] if outcome.error else _complaints(book, folder)
                if outcome.told:
                    told[book.name] = outcome.told
                if outcome.usage:
                    misused.add(book.name)
                if problems:
                    errors[book.name] = "; ".join(problems) + _kept(outcome.executed, keep)
                say(f"{book.name}: {'failed' if problems else 'done'} in {outcome.seconds:.1f} s")
        except BaseException:
            launcher.stop()
            raise
    if errors:
        kind = UsageError if set(errors) <= misused else KzlibError
        raise kind("\n".join(_sentences([book.name for book in notebooks], errors, told)))


def _workers(jobs: int | None, notebooks: int) -> int:
    """Notebooks at a time: as told, or one a processor that this process may use."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(jobs or processors, notebooks))


def _complaints(book: Notebook, folder: Path) -> list[str]:
    return [
        f"{book.name}: {text}" for text in staging.complaints(folder / "figures" / book.name, book.declared)
    ]


def _sentences(names: Sequence[str], errors: dict[str, str], told: dict[str, str]) -> list[str]:
    """One sentence a failure; what kzlib says of several notebooks alike (an empty selection) is said once."""
    sentences, heads = [], [told[name].split(":")[0] for name in names if name in told]
    shared = {head for head in heads if heads.count(head) > 1}
    for name in (name for name in names if name in errors):
        head = told.get(name, "").split(":")[0]
        if head not in shared:
            sentences.append(errors[name])
            continue
        alike = [other for other in names if told.get(other, "").split(":")[0] == head]
        if name == alike[0]:
            sentences.append(f"{', '.join(alike)}: {min((told[other] for other in alike), key=len)}")
    return sentences


def _check_corpora(notebooks: Sequence[Notebook], given: dict[str, dict[str, Any]]) -> None:
    """Open each corpus once here, so that a damaged one is one sentence and not one a notebook."""
    opened: dict[Path, Any] = {}
    for book in notebooks:
        values = book.values(given[book.name])
        name = values.get("corpus")
        if isinstance(name, str) and name:
            folder = corpus_folder(name, book.path.resolve().parent)
            opened[folder] = opened.get(folder) or _open(folder)
            check_against(values, opened[folder])


def _open(folder: Path) -> Any:
    from kzlib.corpus import Corpus

    return Corpus.open(folder)


def _kept(executed: Path, keep: Path | None) -> str:
    if keep is None or not executed.is_file():
        return ""
    keep.mkdir(parents=True, exist_ok=True)
    shutil.copy2(executed, keep / executed.name)
    return f" (as far as it came: {_shown(keep / executed.name)})"


def _shown(path: Path) -> str:
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _publish(notebooks: Sequence[Notebook], folder: Path, out: Path, say: Say) -> int:
    executed = cache.private(out) / "executed"
    executed.mkdir(exist_ok=True)
    changed = {
        book.name: staging.settle(folder / "figures" / book.name, out / book.name) for book in notebooks
    }
    for book in notebooks:
        new, names = folder / "figures" / book.name, changed[book.name]
        total = len(list(new.glob("*.json")))
        if names or not (out / book.name).is_dir():
            staging.swap(new, out / book.name)
        (folder / "run" / f"{book.name}.ipynb").replace(executed / f"{book.name}.ipynb")
        ids = sorted({Path(name).stem for name in names})
        say(f"{book.name}: {total} figures, " + (f"changed: {', '.join(ids)}" if ids else "none changed"))
    return sum(map(len, changed.values()))
