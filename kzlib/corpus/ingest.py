"""Build a corpus: read documents, measure them shard by shard, find duplicates, write the tables."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from kzlib import documents, instruments, languages
from kzlib.corpus import duplicates, schema, workers
from kzlib.corpus.finish import keep_common_bigrams, vocabulary
from kzlib.corpus.measure import BIGRAMS, Item, Shard, instruments_for
from kzlib.corpus.query import Corpus, sha256_of
from kzlib.corpus.recipe import UNSTATED, Collection
from kzlib.corpus.store import Writer
from kzlib.documents.document import Document
from kzlib.errors import KzlibError

SHARD = 4000  # documents a shard: about 10 MB of text; fixed, so that --jobs changes no byte
TEXTS_IN_MEMORY = 200_000_000  # characters; beyond them duplicates are verified on sketches alone
Report = Callable[[str], None]


@dataclass(slots=True)
class _Ledger:
    """Accounts for every item of one collection, from file to row or reject."""

    collection: Collection
    files: set[str] = field(default_factory=set)
    rejects: list[tuple[str, str, int, str]] = field(default_factory=list)
    n_items: int = 0

    def flow(self, articles: pd.DataFrame) -> dict[str, Any]:
        reasons = Counter(reason for _, _, _, reason in self.rejects)
        repeated = articles["duplicate_of"].notna()
        reworded = articles["origin"].eq("reworded") & ~repeated
        return {
            "files": len(self.files),
            "items": self.n_items,
            "rejected": dict(sorted(reasons.items())),
            "articles": len(articles),
            "duplicates": int(repeated.sum()),
            "reworded": int(reworded.sum()),
            "kept": int((~repeated & ~reworded).sum()),
            "without_outlet": int(articles["source_id"].isna().sum()),
            "without_date": int(articles["published"].isna().sum()),
        }


def build(
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    collection: str = "mine",
    title: str = "",
    drawn: str = UNSTATED,
    keep_text: bool = False,
    jobs: int = 1,
    scheduler: str | None = None,
    force: bool = False,
    report: Report = lambda line: None,
    **reading: Any,
) -> Corpus:
    """Measure the articles in ``paths`` and write a corpus of one collection.

    Parameters
    ----------
    paths : sequence of path
        Files, folders or archives, in any format that :func:`kzlib.documents.read` knows.
    out : path
        The corpus' folder.
    collection, title, drawn : str
        Its name, what it is, and how its articles were chosen.
    keep_text : bool
        Also write the sentences themselves (table ``texts``), for KWIC and hand coding.  Do not share them.
    jobs, scheduler
        Worker processes, or the address of a dask scheduler.
    force : bool
        Replace a corpus that is there.
    **reading
        Options of :func:`kzlib.documents.read`: map, source, lang, origin, …

    Returns
    -------
    Corpus
        The corpus, opened.

    Raises
    ------
    KzlibError
        If nothing could be admitted, or ``out`` holds something else.
    """
    one = Collection(
        name=collection, paths=tuple(Path(p) for p in paths), title=title, drawn=drawn, read=reading
    )
    return build_collections(
        [one], out, keep_text=keep_text, jobs=jobs, scheduler=scheduler, force=force, report=report
    )


def build_collections(
    collections: Sequence[Collection],
    out: str | Path,
    *,
    keep_text: bool = False,
    jobs: int = 1,
    scheduler: str | None = None,
    force: bool = False,
    report: Report = lambda line: None,
) -> Corpus:
    """Measure several collections into one corpus; see :func:`build`."""
    ledgers = [_Ledger(one) for one in collections]
    ids: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    with Writer(out, force=force) as writer, workers.pool(jobs, scheduler) as pool:
        spill = writer.folder / "spill"
        spill.mkdir()
        n_shards = n_characters = 0
        shards = workers.batches(_items(ledgers, ids, rows), SHARD)
        for tables, summaries in workers.measured(shards, pool, jobs):
            for row, summary in zip(rows[n_shards * SHARD :], summaries, strict=False):
                row.update(summary._asdict())
                row["kept_share"] = _kept_share(summary.n_words, row.pop("n_raw_words"))
            n_characters = _forget_texts(rows[n_shards * SHARD :][: len(summaries)], n_characters)
            _write_shard(writer, tables, spill, n_shards, keep_text)
            n_shards += 1
            report(f"measured {min(n_shards * SHARD, len(rows))} articles")
        if not rows:
            raise KzlibError(_nothing(ledgers))
        articles = _with_duplicates(rows)
        report(f"{int(articles['duplicate_of'].notna().sum())} of them repeat another")
        keep_common_bigrams(writer, spill, n_shards, articles)
        writer.add("vocabulary", vocabulary(spill, n_shards))
        writer.add(
            "articles",
            pa.Table.from_pandas(articles, schema=schema.SCHEMAS["articles"], preserve_index=False),
        )
        _remove(spill)
        rejects = itertools.chain.from_iterable(ledger.rejects for ledger in ledgers)
        return writer.finish(_meta(ledgers, articles, keep_text), rejects)


def _items(ledgers: list[_Ledger], ids: Counter[str], rows: list[dict[str, Any]]) -> Iterator[Item]:
    """Every admitted document as an item, its row of ``articles`` noted on the way."""
    for ledger in ledgers:
        for entry in documents.read(ledger.collection.paths, **ledger.collection.read):
            ledger.n_items += 1
            ledger.files.add(entry.file)
            if not isinstance(entry, Document):
                ledger.rejects.append((ledger.collection.name, entry.file, entry.item, entry.reason))
                continue
            sha = hashlib.sha256(entry.text.encode("utf-8", "surrogatepass")).hexdigest()
            day = entry.published.strftime("%Y%m%d") if entry.published else "undated"
            stem = f"{entry.source_id or 'none'}-{day}-{sha[:16]}"
            ids[stem] += 1
            doc_id = stem if ids[stem] == 1 else f"{stem}-{ids[stem]}"
            lang = entry.lang or languages.detect([entry.text])[0]
            rows.append(_row(doc_id, lang, sha, ledger.collection.name, entry))
            yield Item(doc_id, lang, entry)


def _row(doc_id: str, lang: str, sha: str, collection: str, document: Document) -> dict[str, Any]:
    return {
        "doc_id": doc_id,
        "collection": collection,
        "source_id": document.source_id,
        "url": document.url or None,
        "title": document.title or None,
        "author": document.author or None,
        "published": document.published,
        "event": document.event,
        "lang": lang,
        "country": document.country,
        "text_sha256": sha,
        "origin": document.origin,
        "translated": document.translated,
        "credited_source_id": document.credited_source_id,
        "duplicate_of": None,
        "n_raw_words": document.n_raw_words,
        "text": document.text,
    }


def _kept_share(n_words: int, n_raw_words: int) -> float | None:
    return round(min(n_words / n_raw_words, 1.0), 4) if n_raw_words else None


def _forget_texts(rows: list[dict[str, Any]], n_characters: int) -> int:
    """Texts are at hand for verifying duplicates up to a limit of memory; beyond it their sketches must do."""
    n_characters += sum(len(row["text"]) for row in rows)
    if n_characters > TEXTS_IN_MEMORY:
        for row in rows:
            row["text"] = None
    return n_characters


def _with_duplicates(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """The rows of ``articles``; duplicates are looked for within a collection, since collections are never pooled."""
    articles = pd.DataFrame(rows)
    columns = ["doc_id", "sketch", "published", "source_id", "credited_source_id"]
    if articles["text"].notna().all():
        columns.append("text")
    for _, part in articles.groupby("collection", sort=False):
        found = duplicates.find(part[columns].rename(columns={"doc_id": "key"}).reset_index(drop=True))
        originals = found.set_index("key")["duplicate_of"].dropna()
        articles.loc[part.index, "duplicate_of"] = part["doc_id"].map(originals)
    return articles.drop(columns=["text", "sketch"])


def _write_shard(writer: Writer, tables: Shard, spill: Path, number: int, keep_text: bool) -> None:
    for name in ("sentences", "quotations", "tone", "names", *(("texts",) if keep_text else ())):
        writer.add(name, tables[name])
    for name in ("terms", BIGRAMS):  # they wait for what only the whole corpus can tell
        schema.write(tables[name], spill / f"{name}-{number:04d}.parquet")


def _remove(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()


def _nothing(ledgers: list[_Ledger]) -> str:
    rejects = [reject for ledger in ledgers for reject in ledger.rejects]
    if not rejects:
        return "no input held anything to read; give files or folders with articles"
    _, file, item, reason = rejects[0]
    return f"none of {len(rejects)} items could be admitted; the first is {file}, item {item}: {reason}"


def _meta(ledgers: list[_Ledger], articles: pd.DataFrame, keep_text: bool) -> dict[str, Any]:
    collections: dict[str, Any] = {}
    for ledger in ledgers:
        one = ledger.collection
        own = articles[articles["collection"] == one.name]
        collections[one.name] = {
            "title": one.title or one.name,
            "drawn": one.drawn,
            "sampled_by_event": one.sampled_by_event,
            "licence": one.licence,
            "inputs": _inputs(one),
            "languages": own["lang"].value_counts().sort_index().to_dict(),
            "flow": ledger.flow(own),
        }
    used = sorted({name for lang in articles["lang"].unique() for name in instruments_for(lang)})
    return {
        "parameters": {"keep_text": keep_text, "shard": SHARD},
        "instruments": {name: instruments.get(name).version for name in used},
        "collections": collections,
    }


def _inputs(collection: Collection) -> dict[str, str]:
    """File name → SHA-256 of what was read.  Names only: where they lay is nobody's business."""
    found: dict[str, str] = {}
    for path in collection.paths:
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            found[name] = sha256_of(file)
    return found
