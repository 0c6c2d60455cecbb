"""Open a corpus and ask it questions: ``where`` selects articles, ``sql`` runs DuckDB over the tables."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import pyarrow.parquet as pq

from kzlib import paths
from kzlib.corpus import damage, postings_file, schema
from kzlib.digests import fingerprint_of, sha256_of
from kzlib.errors import KzlibError

if TYPE_CHECKING:
    from kzlib.corpus.postings import Postings

SEEDS = "seeds"  # the name under which the shipped corpus opens wherever kzlib is installed


class Corpus:
    """A corpus on disk, opened for reading; make one with :meth:`Corpus.open`.

    Attributes
    ----------
    path : Path
        The folder.
    meta : dict
        What ``corpus.json`` says: versions, instruments, collections, the flow of counts.
    """

    def __init__(self, path: Path, meta: dict[str, Any], files: dict[str, list[Path]]) -> None:
        self.path, self.meta, self.files = path, meta, files
        self._postings: dict[tuple[int, bool], Postings] = {}

    @classmethod
    def open(cls, name: str | Path = SEEDS) -> Corpus:
        """Open the corpus ``name``: ``"seeds"`` is the shipped one, anything else a folder.

        Raises
        ------
        KzlibError
            If there is no such folder, it is no corpus, or one of its files is damaged.
        """
        path = paths.share("seeds/corpus") if str(name) == SEEDS else Path(name)
        if not path.is_dir():
            raise KzlibError(
                f"there is no corpus at {path}; make one with `kzlib ingest PATH... --out {path}`"
            )
        meta = _read_meta(path)
        files: dict[str, list[Path]] = {}
        for file in meta["files"]:
            table, shard = file.rsplit("-", 1)[0], path / file
            if table not in schema.SCHEMAS or not re.fullmatch(r"[a-z]+-\d+\.parquet", file):
                raise KzlibError(f"{path / 'corpus.json'} lists {file!r}, which is no table of a corpus")
            _check(shard, table)
            files.setdefault(table, []).append(shard)
        missing = sorted(set(schema.SCHEMAS) - {"texts"} - set(files))
        if missing:
            raise KzlibError(f"the corpus at {path} has no table {missing[0]!r}; ingest it again")
        return cls(path, meta, files)

    @property
    def collections(self) -> list[str]:
        """The names of its collections, as ingested."""
        return list(self.meta["collections"])

    @property
    def has_texts(self) -> bool:
        """True if it was built with ``--keep-text``."""
        return "texts" in self.files

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the contents of all tables (kept texts aside): the same measurements, the same fingerprint.

        The digests recorded in ``corpus.json`` are believed only for files whose bytes are still those
        that were recorded; any other file is read and digested again.
        """
        digests = []
        for table, shards in sorted(self.files.items()):
            if table == "texts":
                continue
            for shard in sorted(shards):
                known = self.meta["files"].get(shard.name, {})
                same = known.get("sha256") == sha256_of(shard)
                digests.append(known["digest"] if same else schema.digest(schema.read(shard, table)))
        return fingerprint_of(digests)

    def sql(self, query: str, /, **frames: pd.DataFrame) -> pd.DataFrame:
        """Run a DuckDB query over the corpus' tables and the DataFrames given by name.

        Parameters
        ----------
        query : str
            SQL over the views articles, sentences, quotations, tone, terms, names, vocabulary (and texts
            where they were kept).  ``$name`` is not needed: pass a DataFrame as keyword and select from it.
        **frames : DataFrame
            Further tables, by the name used in the query.

        Returns
        -------
        DataFrame
            What the query selects.  Add ORDER BY: SQL promises no order without it.

        Raises
        ------
        KzlibError
            If the query does not run.  It can read nothing but these tables: files, the network and
            extensions are out of reach.

        Examples
        --------
        >>> Corpus.open().sql("select count(*) > 0 as any from articles")
            any
        0  True
        """
        connection = self._connect()
        try:
            for name, frame in frames.items():
                connection.register(name, frame)
            _only_reads(connection, query)
            return connection.execute(query).df()
        except duckdb.Error as error:
            raise KzlibError(damage.told(error, self.path, self.meta)) from None
        finally:
            connection.close()

    def postings(self, size: int = 1, *, quoted: bool = False) -> Postings:
        """The terms as postings, for counting in bulk; kept for the next question.

        ``size`` is 1 for words (those of ``vocabulary``) or 2 for pairs; ``quoted`` also reads how many uses
        are quoted.
        """
        from kzlib.corpus.postings import Postings

        known = self._postings.get((size, True)) or self._postings.get((size, quoted))
        if known is None:
            entries = "select term, lang, df from vocabulary order by lang, term"
            if size != 1:
                entries = f"select term, lang, count(*) as df from terms where size = {int(size)} group by all order by lang, term"
            doc_ids = self.sql("select doc_id from articles order by doc_id")["doc_id"].tolist()
            place = postings_file.place(self.path, self.files, size=size, quoted=quoted)
            terms = self.files["terms"]
            known = Postings(terms, self.sql(entries), doc_ids, size=size, quoted=quoted, kept_in=place)
            self._postings.pop((size, False), None)  # what is read with quotations serves both
            self._postings[size, quoted] = known
        return known

    def where(
        self,
        *,
        collections: Sequence[str] | None = None,
        languages: Sequence[str] | None = None,
        sources: Sequence[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        include_duplicates: bool = False,
        include_reworded: bool = False,
        include_translated: bool = True,
        origins: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """The articles that meet all conditions, classified.

        Parameters
        ----------
        collections, languages, sources, origins : sequence of str, optional
            Keep these only; None or empty keeps all.  ``sources`` are outlet ids (the credited origin of a repost).
        since, until : str, optional
            ISO dates, both inclusive.  An article without a date is dropped when either is given.
        include_duplicates : bool
            Also keep articles that repeat another one of their collection.
        include_reworded : bool
            Also keep mechanically reworded pages, whose wording is nobody's.
        include_translated : bool
            Also keep texts that the collection's makers translated.

        Returns
        -------
        DataFrame
            A row an article: the columns of ``articles`` and outlet, class, kind, confidence
            (see :func:`kzlib.sources.classify`), sorted by doc_id.

        Raises
        ------
        KzlibError
            If a collection is not in this corpus or a date is not an ISO date.
        """
        self._known(collections)
        conditions: list[str] = []
        values: list[Any] = []
        for column, wanted in (("collection", collections), ("lang", languages), ("origin", origins)):
            if wanted:
                conditions.append(f"{column} in (select unnest(?))")
                values.append(list(wanted))
        if sources:
            conditions.append("coalesce(credited_source_id, source_id) in (select unnest(?))")
            values.append(list(sources))
        for bound, sign in ((since, ">="), (until, "<=")):
            if bound:
                conditions.append(f"published {sign} ?")
                values.append(_iso(bound))
        if not include_duplicates:
            conditions.append("duplicate_of is null")
        if not include_reworded and not (origins and "reworded" in origins):
            conditions.append("origin <> 'reworded'")
        if not include_translated:
            conditions.append("not translated")
        connection = self._connect()
        try:
            query = f"select * from articles where {' and '.join(conditions) or 'true'} order by doc_id"
            articles = connection.execute(query, values).df()
        finally:
            connection.close()
        from kzlib import sources as registry

        return registry.classify(articles)

    def _known(self, collections: Sequence[str] | None) -> None:
        for name in collections or ():
            if name not in self.meta["collections"]:
                have = ", ".join(self.collections)
                raise KzlibError(f"the corpus has no collection {name!r}; it has {have}")

    def _connect(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:")
        # what does not fit in memory goes there, not into the folder that the user happens to work in
        connection.execute(f"set temp_directory = {_literal(f'{tempfile.gettempdir()}/kzlib-{os.getpid()}')}")
        files = {table: [str(shard) for shard in shards] for table, shards in self.files.items()}
        for table, shards in files.items():
            connection.execute(f"create view {table} as select * from read_parquet({_sql_list(shards)})")
        connection.execute(f"set allowed_paths = {_sql_list(sum(files.values(), []))}")
        connection.execute("set enable_external_access = false")
        connection.execute("set autoinstall_known_extensions = false")
        connection.execute("set autoload_known_extensions = false")
        connection.execute("set lock_configuration = true")
        return connection


def _only_reads(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    kinds = {statement.type for statement in connection.extract_statements(query)}
    if not kinds <= {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}:
        raise KzlibError("the query must only read: begin it with SELECT or WITH")


def _read_meta(path: Path) -> dict[str, Any]:
    file = path / "corpus.json"
    try:
        meta = json.loads(file.read_text(encoding="utf-8"))
        version, _ = meta["schema_version"], meta["files"].items()
        _ = meta["collections"].items()
    except FileNotFoundError:
        raise KzlibError(
            f"{path} is no corpus (it has no corpus.json); make one with `kzlib ingest`"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KzlibError(f"{file} is damaged; ingest the corpus again") from None
    if version != schema.VERSION:
        raise KzlibError(
            f"{file} has schema {version}, this kzlib reads {schema.VERSION}; ingest the corpus again"
        )
    return meta


def _check(shard: Path, table: str) -> None:
    """Read the footer only: a truncated file or one with other columns is told now, not in the middle of a figure."""
    try:
        names = pq.read_schema(shard).names
    except FileNotFoundError:
        raise KzlibError(f"{shard} is missing; ingest the corpus again") from None
    except Exception as error:
        reason = str(error).strip().splitlines()[0][:160]
        raise KzlibError(f"{shard} is damaged ({reason}); ingest the corpus again") from None
    if names != schema.SCHEMAS[table].names:
        raise KzlibError(f"{shard} does not have the columns of {table!r}; ingest the corpus again")


def _iso(text: str) -> str:
    import datetime

    try:
        return datetime.date.fromisoformat(str(text)).isoformat()
    except ValueError:
        raise KzlibError(f"{text!r} is not a date; write it as 2022-01-31") from None


def _sql_list(items: Sequence[str]) -> str:
    return "[" + ", ".join(map(_literal, items)) + "]"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
