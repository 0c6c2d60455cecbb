"""Validate on your own corpus: draw sentences for hand coding, code them, measure coders' agreement, correct the means.

kzlib sample mine --out coded.csv                       draw sentences of a corpus with kept texts
coding.code("coded.csv", coder="A")                     code them in JupyterLab (or fill `label` in a spreadsheet)
coding.agreement(coding.codings("coded.csv"))           Krippendorff's alpha of two coders
tone.corrected(corpus, articles, ["coded.csv"])         group means and their gap, corrected by the labels
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from kzlib.errors import KzlibError
from kzlib.instruments import label_files
from kzlib.instruments.correction import MIN_LABELS, MIN_OUTLETS, corrected

if TYPE_CHECKING:
    from kzlib.corpus import Corpus

__all__ = ["agreement", "allocate", "code", "codings", "corrected", "enough", "labels", "read", "sample"]

SKIP = "skip"  # a coder looked and could not tell
NEEDED = ("doc_id", "sent", "text", "weight")
_WANTED = "the CSV that kzlib sample wrote"

# A stratum's letter stands for a sign of the machine's tone, another one in each: it must not sway the coder.
_SAMPLE = """
with scored as (
    select t.doc_id, t.sent, t.text, sel.lang, sel.outlet, coalesce(sel.class, 'unlabelled') as class,
           tone.valence is not null as has, coalesce(sign(tone.valence), 0)::int as tone
    from texts t join sel using (doc_id)
    left join tone on tone.doc_id = t.doc_id and tone.sent = t.sent and tone.target is null and tone.instrument = sel.instrument
), read as (
    -- sentences in another language than their article's have no tone
    select * from scored qualify has or not bool_or(has) over (partition by doc_id)
), strata as (
    select *, dense_rank() over (partition by lang, class order by md5(concat_ws('-', lang, class, tone, {seed}))) as letter
    from read
), ranked as (
    select *, concat_ws(' / ', lang, class, chr((96 + letter)::int)) as stratum,
           count(*) over (partition by lang, class, tone) as size,
           row_number() over (partition by lang, class, tone order by md5(concat_ws('-', doc_id, sent, {seed})), doc_id, sent)
               as place
    from strata
)
select doc_id, sent, lang, outlet, stratum, size, text from ranked where place <= {most} order by stratum, place
"""


def sample(
    corpus: Corpus, n: int = 300, *, articles: pd.DataFrame | None = None, seed: int = 0
) -> pd.DataFrame:
    """Draw sentences for hand coding: strata are language × outlet class × sign of the machine's tone.

    Parameters
    ----------
    corpus : a corpus with kept texts (``kzlib ingest --keep-text``).
    n : sentences to draw, shared evenly over the strata (a small stratum is drawn whole).
    articles : what ``corpus.where()`` returned; by default all that it selects by default.
    seed : of the draw; the same seed draws the same sentences.

    Returns
    -------
    DataFrame with ``doc_id``, ``sent``, ``lang``, ``outlet``, ``stratum`` (language / class / a letter), ``weight`` (inverse
    inclusion probability), ``text`` and an empty ``label`` for the coder (−1, 0, 1), in random order.  The machine's score is
    left out and its sign hidden behind the letter, so that it does not sway the coder.

    Raises
    ------
    KzlibError
        If the corpus has no kept texts, the selection is empty, or there are more strata than ``n``.
    """
    from kzlib import instruments

    if not corpus.has_texts:
        raise KzlibError("the corpus has no kept texts; ingest it with --keep-text to draw sentences from it")
    if n < 1:
        raise KzlibError(f"cannot draw {n} sentences; ask for at least one")
    chosen = corpus.where() if articles is None else articles
    if chosen.empty:
        raise KzlibError("no article is in this selection; widen it")
    chosen = chosen[["doc_id", "lang", "outlet", "class"]].astype({"class": "string"})
    chosen = chosen.assign(instrument=[instruments.default(lang) or "" for lang in chosen["lang"]])
    drawn = corpus.sql(_SAMPLE.format(seed=int(seed), most=int(n)), sel=chosen)
    if drawn.empty:
        raise KzlibError("no kept sentence is in this selection; widen it or ingest with --keep-text")
    sizes = drawn.groupby("stratum")["size"].first()
    if n < len(sizes):
        raise KzlibError(
            f"{n} sentences are fewer than the {len(sizes)} strata; ask for more, or select less"
        )
    shares = allocate(sizes.to_numpy(), n)
    quota = dict(zip(sizes.index, shares, strict=True))
    drawn = drawn[drawn.groupby("stratum").cumcount() < drawn["stratum"].map(quota)]
    drawn = drawn.assign(weight=drawn["size"] / drawn["stratum"].map(quota), label="")
    order = np.random.default_rng(seed).permutation(len(drawn))
    columns = ["doc_id", "sent", "lang", "outlet", "stratum", "weight", "text", "label"]
    return drawn[columns].iloc[order].reset_index(drop=True)


def allocate(sizes: np.ndarray, n: int) -> np.ndarray:
    """How many to draw from each stratum: an even share each, what small strata leave going to the others.

    >>> allocate(np.array([2, 50, 50]), 20).tolist()
    [2, 9, 9]
    """
    quota = np.zeros(len(sizes), dtype=np.int64)
    left = n
    for done, stratum in enumerate(np.argsort(sizes, kind="stable")):  # the smallest first
        quota[stratum] = min(sizes[stratum], left // (len(sizes) - done))
        left -= quota[stratum]
    return quota


def enough(drawn: pd.DataFrame) -> pd.DataFrame:
    """What each language and class of a sample could be corrected with.

    Returns
    -------
    DataFrame, a row a ``lang`` and ``class``: ``n`` sentences, ``outlets``, ``enough`` (for a correction of that class alone).
    """
    parts = drawn["stratum"].str.split(" / ", expand=True)
    by = drawn.assign(**{"class": parts[1]}).groupby(["lang", "class"], sort=True)
    out = by.agg(n=("doc_id", "size"), outlets=("outlet", "nunique")).reset_index()
    return out.assign(enough=(out["n"] >= MIN_LABELS) & (out["outlets"] >= MIN_OUTLETS))


def is_sample(table: pd.DataFrame) -> bool:
    """Whether a table has the columns that ``kzlib sample`` writes and coding needs; a weight alone makes no sample."""
    return set(NEEDED) <= set(table.columns)


def read(path: str | Path) -> pd.DataFrame:
    """A coded sample as text, cell by cell, whatever separator a spreadsheet saved it with.

    Returns
    -------
    DataFrame with the file's columns; its index is the row of the file (see :func:`kzlib.instruments.label_files.read`).

    Raises
    ------
    KzlibError
        If the file cannot be read, or is no sample.
    """
    frame = label_files.read(path, _WANTED)
    missing = [name for name in NEEDED if name not in frame.columns]
    if missing:
        raise KzlibError(f"{path} has no column {missing[0]!r}; give {_WANTED}")
    return frame


def codings(*paths: str | Path) -> pd.DataFrame:
    """What each coder said, from one file with a column a coder or from a file a coder.

    Parameters
    ----------
    paths : coded samples.  A column ``label_A`` is coder A's; a column ``label`` is the only coder's, or, of several
        files, that of the coder after whom the file is named (with its folder, where two files have one name).

    Returns
    -------
    DataFrame with ``doc_id``, ``sent``, ``item`` (both as text), ``weight``, ``coder`` and ``label`` (−1, 0, 1), a row a coder
    and sentence; what is empty or skipped is left out.

    Raises
    ------
    KzlibError
        Naming the file and row whose label or weight cannot be used, or the file that is given twice.
    """
    parts = []
    for path, named in zip(paths, _names(paths), strict=True):
        frame = read(path)
        for column in (name for name in frame.columns if name == "label" or name.startswith("label_")):
            coder = column.removeprefix("label").removeprefix("_") or named
            parts.append(_coder(frame, column, coder, Path(path)))
    if not parts:
        raise KzlibError("the sample has no column label; add one, or code it with coding.code")
    return pd.concat(parts, ignore_index=True)


def _names(paths: Sequence[str | Path]) -> list[str]:
    """After whom each file is named: its stem, or as much of its path as tells it from the others; "" for one alone."""
    if len(paths) < 2:
        return [""] * len(paths)
    full = [Path(path).resolve() for path in paths]
    twice = next((path for path, where in zip(paths, full, strict=True) if full.count(where) > 1), None)
    if twice is not None:
        raise KzlibError(f"{twice} is given twice; give each coder's own file once")
    names, depth = [path.stem for path in full], 0
    while len(set(names)) < len(names):
        depth += 1
        names = ["/".join(path.parts[-depth:]) for path in full]
    return names


def _coder(frame: pd.DataFrame, column: str, coder: str, path: Path) -> pd.DataFrame:
    said = frame[column].str.strip().str.lower()
    given = (said != "") & (said != SKIP)
    values = said.map(label_files.polarity)
    weights = frame["weight"].map(label_files.weight)
    for wrong, name, hint in (
        (given & values.isna(), column, "use -1 0 1 or negative neutral positive, or leave it empty"),
        (given & ~(weights > 0), "weight", "leave the weights as they were drawn"),
    ):
        if wrong.any():
            row = int(wrong.to_numpy().argmax())
            raise KzlibError(f"{path}, row {frame.index[row]}: {name} is {frame[name].iloc[row]!r}; {hint}")
    item = frame["doc_id"] + " " + frame["sent"]
    every = frame[["doc_id", "sent"]].assign(item=item, weight=weights, coder=coder, label=values)
    return every[given].astype({"label": int})


def labels(coded: pd.DataFrame) -> pd.DataFrame:
    """One label a sentence: the mean of its coders'.

    Parameters
    ----------
    coded : what :func:`codings` returned.

    Returns
    -------
    DataFrame with ``doc_id``, ``sent`` (a number), ``weight``, ``label`` (−1 to 1) and ``n_coders``.
    """
    by = coded.groupby(["doc_id", "sent"], sort=True)
    out = by.agg(weight=("weight", "first"), label=("label", "mean"), n_coders=("coder", "nunique"))
    out = out.reset_index()
    return out.assign(sent=pd.to_numeric(out["sent"]).astype("int64"))


def agreement(codings: pd.DataFrame) -> float:
    """Krippendorff's alpha of several coders (interval distance: −1 against 1 is worse than against 0).

    Parameters
    ----------
    codings : columns ``coder``, ``item`` and ``label`` (−1, 0, 1); items that one coder only has seen do not count.

    Returns
    -------
    float: 1 for full agreement, 0 for what chance gives; missing where all labels are alike, which proves nothing.

    >>> one = pd.DataFrame({"coder": ["a"] * 3 + ["b"] * 3, "item": [1, 2, 3] * 2, "label": [-1, 0, 1] * 2})
    >>> agreement(one)
    1.0
    """
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import interval_distance

    coders = codings.groupby("item")["coder"].transform("nunique")
    rows = codings[coders > 1]
    if rows.empty:
        raise KzlibError("no item was coded by two coders; agreement needs items in common")
    if len(set(rows["label"])) == 1:
        return float("nan")
    data = list(
        zip(rows["coder"].astype(str), rows["item"].astype(str), rows["label"].astype(int), strict=True)
    )
    return float(AnnotationTask(data, distance=interval_distance).alpha())


def code(sample: str | Path | pd.DataFrame, coder: str = "") -> Any:
    """Code a sample in JupyterLab, sentence by sentence; see :class:`kzlib.instruments.coding_widget.Coder`.

    Parameters
    ----------
    sample : the CSV that ``kzlib sample`` wrote; every choice is saved in it at once, and coding goes on where it was left.
        A DataFrame is coded in memory (the result is the returned object's ``frame``).
    coder : who codes: the column ``label_CODER`` is theirs; without a name it is ``label``.

    Returns
    -------
    Coder, which JupyterLab shows.
    """
    from kzlib.instruments.coding_widget import Coder

    return Coder(sample, coder)
