"""Build a corpus: read documents, measure them shard by shard, find duplicates, write the tables."""

from __future__ import annotations

import itertools
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from kzlib import documents
from kzlib import instruments as tone_instruments
from kzlib.corpus import workers
from kzlib.corpus.admit import Admitted, admit, orders
from kzlib.corpus.articles import Gathered, stories
from kzlib.corpus.finish import Cut, finish_shard, merged, note_common_pairs, vocabulary
from kzlib.corpus.measure import instruments_for
from kzlib.corpus.parts import write_part
from kzlib.corpus.query import Corpus
from kzlib.corpus.recipe import UNSTATED, Collection
from kzlib.corpus.store import Writer
from kzlib.digests import sha256_of
from kzlib.documents.inputs import expand
from kzlib.errors import KzlibError, UsageError
from kzlib.grouping import plural

SHARD = 4000  # documents a shard: about 10 MB of text; fixed, so that --jobs changes no byte
MERGED = 16  # shards whose words are added up at a time
_TOLD = ["collection", "lang", "origin", "source_id", "published", "duplicate_of"]
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
    instruments: Sequence[str] = (),
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
    instruments : sequence of str
        Instruments to score with beside each language's own: built-ins by name, one's own by path.
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
        [one],
        out,
        keep_text=keep_text,
        jobs=jobs,
        scheduler=scheduler,
        force=force,
        instruments=instruments,
        report=report,
    )


def build_collections(
    collections: Sequence[Collection],
    out: str | Path,
    *,
    keep_text: bool = False,
    jobs: int = 1,
    scheduler: str | None = None,
    force: bool = False,
    instruments: Sequence[str] = (),
    report: Report = lambda line: None,
) -> Corpus:
    """Measure several collections into one corpus; see :func:`build`."""
    ledgers = [_Ledger(one) for one in collections]
    also = _checked(instruments)
    with Writer(out, force=force) as writer:
        spill = writer.folder / "spill"
        spill.mkdir()
        with workers.pool(jobs, scheduler) as pool:
            batches = _admitted(ledgers, None if scheduler else spill, keep_text, pool, jobs, also)
            gathered = _gather(batches, ledgers, spill, report)
            if not gathered.n_articles:
                raise KzlibError(_nothing(ledgers))
            articles = gathered.articles([ledger.collection.name for ledger in ledgers])
            report(f"{articles.num_rows - articles['duplicate_of'].null_count} of them repeat another")
            note_common_pairs(spill, gathered.sizes, *stories(articles))
            cuts = _cuts(gathered.sizes, articles["doc_id"].to_pylist(), spill, writer.folder, keep_text)
            done = workers.in_order(finish_shard, cuts, None if scheduler else pool, jobs)
            writer.add("vocabulary", vocabulary(_adopted(writer, done, report)))
        writer.add("articles", articles)
        shutil.rmtree(spill)
        rejects = itertools.chain.from_iterable(ledger.rejects for ledger in ledgers)
        corpus = writer.finish(_meta(ledgers, articles.select(_TOLD).to_pandas(), keep_text, also), rejects)
    corpus.postings().prepare()
    return corpus


def _checked(names: Sequence[str]) -> list[str]:
    """The instruments asked for, each known and no two of one name, since a corpus knows them by it."""
    paths: dict[str, str] = {}
    for name in names:
        known = tone_instruments.get(name).name
        if paths.setdefault(known, name) != name:
            raise UsageError(f"{paths[known]} and {name} would both be called {known}; rename one")
    return list(paths.values())


def _admitted(
    ledgers: Sequence[_Ledger],
    spill: Path | None,
    keep_text: bool,
    pool: Executor | None,
    jobs: int,
    also: Sequence[str],
) -> Iterator[Admitted]:
    """What came of every batch of input, in order."""
    inputs = [documents.portions(one.collection.paths, **one.collection.read) for one in ledgers]
    given = orders(inputs, str(spill) if spill else None, keep_text, also)
    return workers.in_order(admit, given, pool, jobs)


def _gather(batches: Iterator[Admitted], ledgers: Sequence[_Ledger], spill: Path, report: Report) -> Gathered:
    """Account for what was read, batch by batch."""
    gathered = Gathered()
    paths = [path for ledger in ledgers for path in ledger.collection.paths]
    total = sum(source.size() for source in expand(paths)) or 1
    size, begun = 0, time.monotonic()
    for admitted in batches:
        ledger = ledgers[admitted.collection]
        ledger.n_items += admitted.n_items
        ledger.files |= admitted.files
        ledger.rejects += [(ledger.collection.name, *reject) for reject in admitted.rejects]
        if admitted.part is not None:
            write_part(admitted.part, spill, len(gathered.sizes))
        before = gathered.n_articles
        gathered.add(admitted)
        size += admitted.size
        if gathered.n_articles // SHARD > before // SHARD:
            report(
                f"measured {plural(gathered.n_articles, 'article')}{_time_left(size / total, time.monotonic() - begun)}"
            )
    if gathered.n_articles % SHARD:
        report(f"measured {plural(gathered.n_articles, 'article')}")
    return gathered


def _time_left(share: float, seconds: float) -> str:
    """What remains if it goes on as it went, once that can be told.

    >>> _time_left(0.25, 60.0), _time_left(1.0, 60.0)
    (' (25 % of the input, about 3 min left)', '')
    """
    if not 0.02 < share < 0.98:
        return ""
    left = seconds * (1 - share) / share
    told = f"{left / 60:.0f} min" if left >= 90 else f"{left:.0f} s"
    return f" ({100 * share:.0f} % of the input, about {told} left)"


def _cuts(sizes: Sequence[int], ids: list[str], spill: Path, folder: Path, keep_text: bool) -> Iterator[Cut]:
    """Shards of :data:`SHARD` articles, wherever the parts end."""
    part = low = 0
    for number, first in enumerate(range(0, len(ids), SHARD)):
        wanted = ids[first : first + SHARD]
        pieces, missing = [], len(wanted)
        while missing:
            high = min(sizes[part], low + missing)
            if high > low:
                pieces.append((part, low, high))
            missing -= high - low
            part, low = (part, high) if high < sizes[part] else (part + 1, 0)
        yield Cut(number, tuple(pieces), tuple(wanted), str(spill), str(folder), keep_text)


def _adopted(
    writer: Writer, done: Iterable[tuple[dict[str, dict[str, Any]], pa.Table]], report: Report
) -> pa.Table:
    """Take up finished shards; the frequencies of their words, added up."""
    waiting: list[pa.Table] = []
    for entries, frequencies in done:
        writer.adopt(entries)
        waiting.append(frequencies)
        if len(waiting) == MERGED:
            waiting = [merged(waiting)]
    return merged(waiting)


def _nothing(ledgers: list[_Ledger]) -> str:
    rejects = [reject for ledger in ledgers for reject in ledger.rejects]
    if not rejects:
        return "no input held anything to read; give files or folders with articles"
    _, file, item, reason = rejects[0]
    count = plural(len(rejects), "item")
    return f"none of {count} could be admitted; the first is {file}, item {item}: {reason}"


def _meta(
    ledgers: list[_Ledger], articles: pd.DataFrame, keep_text: bool, also: Sequence[str]
) -> dict[str, Any]:
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
    names = {name for lang in articles["lang"].unique() for name in instruments_for(lang, also=also)}
    used = sorted((one.name, one.version) for one in map(tone_instruments.get, names))
    asked = {"instruments": [tone_instruments.get(name).name for name in also]} if also else {}
    return {
        "parameters": {"keep_text": keep_text, "shard": SHARD, **asked},
        "instruments": dict(used),
        "collections": collections,
    }


def _inputs(collection: Collection) -> dict[str, str]:
    """File name → SHA-256 of what was read.  Names only: where they lay is nobody's business."""
    found: dict[str, str] = {}
    for path in collection.paths:
        if not path.exists():  # a pattern
            found |= {one.name: sha256_of(one.path) for one in expand([path]) if one.path is not None}
            continue
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            name = file.relative_to(path).as_posix() if path.is_dir() else file.name
            found[name] = sha256_of(file)
    return found
