"""The site's folder: pages, published files and assets, swapped in in one step."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from kzlib import __version__, paths
from kzlib.errors import KzlibError
from kzlib.figures.publishing import SUFFIXES
from kzlib.report.pages import about_page, figure_page, index_page, notebook_page
from kzlib.runner import gallery, staging
from kzlib.runner.cache import FOLDER

MARK = "made-by-kzlib.txt"
_ASSETS = Path(__file__).parent / "assets"


def build(figures: Path, out: Path) -> int:
    """Build the site of the figures below ``figures`` in ``out``.

    Parameters
    ----------
    figures : Path
        A folder of published figures, one folder a notebook.
    out : Path
        The site; replaced in one step if it is one of ours.

    Returns
    -------
    int
        The number of figures.

    Raises
    ------
    KzlibError
        If there are no figures, or ``out`` holds something else.
    """
    found = gallery.records(figures)
    if not found:
        raise KzlibError(f"there are no figures in {figures}; run `kzlib figures` first")
    if out.exists() and any(out.iterdir()) and not (out / MARK).is_file():
        raise KzlibError(f"{out} holds other files; give --out a new folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        _fill(folder, figures, found)
        folder.chmod(0o755)
        staging.swap(folder, out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return sum(map(len, found.values()))


def _fill(folder: Path, figures: Path, found: dict[str, list[dict[str, Any]]]) -> None:
    for name in ("assets", "files", "figure", "notebook"):
        (folder / name).mkdir()
    (folder / MARK).write_text(f"kzlib {__version__}\n", encoding="utf-8")
    for asset in sorted(_ASSETS.iterdir()):
        shutil.copyfile(asset, folder / "assets" / asset.name)
    for name, records in found.items():
        source = _notebook_file(figures, name)
        for record in records:
            for suffix in SUFFIXES:
                shutil.copyfile(
                    figures / name / f"{record['id']}{suffix}", folder / "files" / f"{record['id']}{suffix}"
                )
            body = figure_page(name, record, folder / "files", source)
            _write(folder / "figure" / f"{record['id']}.html", body)
        if source is not None:
            _write(folder / "notebook" / f"{name}.html", notebook_page(name, records, source))
    _write(folder / "index.html", index_page(found))
    _write(folder / "about.html", about_page(found, {path.stem for path in (folder / "notebook").iterdir()}))


def _write(path: Path, body: str) -> None:
    path.write_text(body, encoding="utf-8", newline="\n")


def _notebook_file(figures: Path, name: str) -> Path | None:
    """The notebook as it was run, else as it is shipped."""
    places = [figures / FOLDER / "executed" / f"{name}.ipynb"]
    with contextlib.suppress(KzlibError):
        places.append(paths.share("notebooks") / f"{name}.ipynb")
    return next((place for place in places if place.is_file()), None)
