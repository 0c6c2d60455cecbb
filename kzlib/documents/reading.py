"""The door: any input in, one :class:`Document` or :class:`Reject` an item out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path

from kzlib.documents import manifest as manifests
from kzlib.documents import tables
from kzlib.documents.document import ORIGINS, Document, Reject
from kzlib.documents.portions import Lines, Options, Portion, portions_of
from kzlib.errors import UsageError

_OPTIONS = tuple(field.name for field in fields(Options))


def read(
    paths: Iterable[str | Path] | str | Path,
    *,
    map: Mapping[str, str] | None = None,
    where: Mapping[str, str] | None = None,
    where_reason: str = "",
    source: str | None = None,
    origin: str | None = None,
    lang: str | None = None,
    country: str | None = None,
    translated: Sequence[str] = (),
    manifest: str | Path | None = None,
    clean: bool = True,
) -> Iterator[Document | Reject]:
    """Read articles from files, folders, globs and archives, in any of the formats kzlib knows.

    The format is known by its content: plain-text dumps of pages and feeds, HTML, RSS and Atom, CSV and TSV, JSON,
    JSON lines, Parquet, Excel, zip and gzip, WARC (with the ``[fetch]`` extra).  Streaming: a table of any length is
    read row by row.  After splitting, every item is a :class:`Document` or a :class:`Reject`.

    Parameters
    ----------
    paths : a path or several.
    map : field → column for tables, where their names do not tell: ``{"text": "Paragraph", "published": "Date"}``.
    where : column → value; a row whose cell differs is rejected, with ``where_reason`` if one is given.
    source : ``source_id`` of everything read.
    origin : one of original, repost, reworded, excerpt, headline, for everything read.  With ``headline`` the text is
        taken as it stands.
    lang : en, ru, kk or other, where it should not be detected.
    country : for everything read.
    translated : hosts, each with or without the beginning of a path (``"ru.sputnik.kz"``, ``"24.kg/russian"``):
        articles from there are marked as translations.
    manifest : a table that says what each file is (:mod:`kzlib.documents.manifest`).  Without it ``documents.csv``
        beside the inputs is used, if it is there.
    clean : whether texts are cleaned; ``False`` takes the text of tables and dumps as it stands.

    Yields
    ------
    Document or Reject

    Raises
    ------
    KzlibError
        If a path is not there.
    UsageError
        If ``origin``, ``lang`` or a field of ``map`` is none that there is.
    """
    for entry, _ in explain(
        paths, map=map, where=where, where_reason=where_reason, source=source, origin=origin, lang=lang, country=country,
        translated=translated, manifest=manifest, clean=clean,
    ):  # fmt: skip
        yield entry


def read_all(
    paths: Iterable[str | Path] | str | Path, **options: object
) -> tuple[list[Document], list[Reject]]:
    """All documents and all rejects of :func:`read`, as two lists."""
    documents: list[Document] = []
    rejects: list[Reject] = []
    for entry in read(paths, **options):  # type: ignore[arg-type]
        (documents if isinstance(entry, Document) else rejects).append(entry)  # type: ignore[arg-type]
    return documents, rejects


def explain(
    paths: Iterable[str | Path] | str | Path, *, manifest: str | Path | None = None, **options: object
) -> Iterator[tuple[Document | Reject, Lines]]:
    """As :func:`read`, with every line of the page and the rule that dropped it ("" where it was kept)."""
    for portion in portions(paths, manifest=manifest, **options):
        yield from portion.entries()


def portions(
    paths: Iterable[str | Path] | str | Path, *, manifest: str | Path | None = None, **options: object
) -> Iterator[Portion]:
    """The inputs cut into pieces that can be read apart from each other, by workers; in the order of the items."""
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    unknown = sorted(set(options) - set(_OPTIONS))
    if unknown:
        raise UsageError(
            f"{unknown[0]!r} is no option of reading; there are {', '.join(_OPTIONS)} and manifest"
        )
    settings = Options(**{name: value for name, value in options.items() if value is not None})  # type: ignore[arg-type]
    if settings.origin is not None and settings.origin not in ORIGINS:
        raise UsageError(f"{settings.origin!r} is no origin; there are {', '.join(ORIGINS)}")
    if settings.lang is not None and settings.lang not in ("en", "ru", "kk", "other"):
        raise UsageError(f"{settings.lang!r} is no language kzlib knows; there are en, ru, kk and other")
    settings = replace(settings, map=tables.fields_of(settings.map))
    yield from portions_of(given, settings, _manifest(manifest, given))


def _manifest(path: str | Path | None, given: Sequence[str | Path]) -> manifests.Manifest:
    if path is not None:
        return manifests.load(path)
    return manifests.beside([Path(entry) for entry in given if Path(entry).exists()])
