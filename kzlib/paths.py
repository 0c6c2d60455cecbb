"""Where kzlib's own files lie: in a checkout, or inside an installed wheel."""

from pathlib import Path

from kzlib.errors import KzlibError

_PACKAGE = Path(__file__).resolve().parent


def data(name: str) -> Path:
    """The path of a file in ``kzlib/data``.

    >>> data("sources.csv").name
    'sources.csv'
    """
    return _PACKAGE / "data" / name


def checkout() -> Path | None:
    """The root of the checkout that this kzlib runs from, or None for an installed wheel."""
    root = _PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "notebooks").is_dir() else None


def share(name: str) -> Path:
    """The path of what travels with kzlib outside the package: ``notebooks`` or ``seeds/corpus``.

    A checkout's own files win; an installed wheel carries a copy in ``kzlib/share``.

    >>> share("notebooks").is_dir()
    True

    Raises
    ------
    KzlibError
        If neither is there.
    """
    root = checkout()
    place = (root or _PACKAGE / "share") / name
    if not place.exists():
        raise KzlibError(
            f"{name} did not come with this installation of kzlib; reinstall it or use a checkout"
        )
    return place


def regular(path: str | Path) -> Path:
    """The path itself, if it is a file: a pipe without a writer is waited for, and a device never ends.

    Raises
    ------
    KzlibError
        If a pipe, a socket or a device lies there.
    """
    if Path(path).exists() and not Path(path).is_file() and not Path(path).is_dir():
        raise KzlibError(f"{path} is a pipe or a device and no file; save what it gives into a file first")
    return Path(path)
