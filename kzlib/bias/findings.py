"""The closing table: what was found, how large, how sure, and what would overturn it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from kzlib.bias.common import COMBINED

LEVEL = 0.05
COLUMNS = ("question", "finding", "estimate", "interval", "what_would_overturn_it")


def findings(
    *,
    agenda: pd.DataFrame,
    names: pd.DataFrame,
    gap: pd.DataFrame,
    parts: pd.DataFrame,
    words: pd.DataFrame,
    speakers: pd.DataFrame,
    places: pd.DataFrame,
    labels: pd.DataFrame,
) -> pd.DataFrame:
    """One row a question, in words made from the tables by fixed rules.

    Parameters
    ----------
    agenda, names, gap, parts, words, speakers, places, labels : DataFrame
        What coverage, naming, tone_gap, decomposition, word_choice, voices, slant and sensitivity returned.

    Returns
    -------
    DataFrame
        Text columns question, finding, estimate, interval, what_would_overturn_it.  "Shown" means that the 95 %
        interval leaves out zero (and, for the gap in tone, that p is at most .05 too); an interval that is not reliable, or an estimate that cannot be made, shows nothing.
    """
    rows = [
        *_agenda(agenda),
        *_gap(gap),
        *_labels(labels),
        *_parts(parts),
        *_words(words),
        *_names(names),
        *_speakers(speakers),
        *_places(places),
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def main_row(table: pd.DataFrame) -> dict[Any, Any] | None:
    """The combined row if it has an estimate, else the first row that has one, else None."""
    known = table[table["estimate"].notna()]
    combined = known[known["lang"] == COMBINED]
    chosen = combined if len(combined) else known
    return chosen.iloc[0].to_dict() if len(chosen) else None


def _where(row: dict[Any, Any]) -> str:
    return "languages combined" if row["lang"] == COMBINED else f"{row['collection']}, {row['lang']}"


def _shown(row: dict[Any, Any]) -> int:
    """1 or −1 where the interval lies on one side of zero, else 0."""
    if row["note"] or not (row["low"] > 0 or row["high"] < 0):
        return 0
    return 1 if row["low"] > 0 else -1


def _number(value: float) -> str:
    return f"{value:+.3f}".replace("-", "−")


def _interval(row: dict[Any, Any]) -> str:
    text = f"{_number(row['low'])} to {_number(row['high'])}"
    return f"{text} (not reliable)" if row["note"] else text


def _units(row: dict[Any, Any]) -> str:
    return "valence" if row["unit"] == "valence" else "SD of article tone"


def _nothing(question: str, table: pd.DataFrame) -> tuple[str, ...]:
    notes = [note for note in table["note"] if note]
    return question, "nothing can be said", "", "", notes[0] if notes else "no data"


def _points(row: dict[Any, Any]) -> tuple[str, str]:
    """A difference of shares and its interval, in percentage points."""
    value, low, high = (f"{100 * row[name]:+.1f}".replace("-", "−") for name in ("estimate", "low", "high"))
    return f"{value} points", f"{low} to {high} points"


def _differences(table: pd.DataFrame) -> pd.DataFrame:
    """The rows state − independent that have an estimate: the combined ones where there are any."""
    known = table[(table["side"] == "difference") & table["estimate"].notna()]
    combined = known[known["lang"] == COMBINED]
    known = combined if len(combined) else known
    return known.loc[known["estimate"].abs().sort_values(ascending=False, kind="stable").index]


def _largest(known: pd.DataFrame, label: str) -> tuple[str, str, str]:
    """Which differences are shown, the largest first; the largest one's estimate and interval."""
    shown = [row for row in known.to_dict("records") if _shown(row)]
    listed = [f"{'more' if row['estimate'] > 0 else 'less'} {row[label]}" for row in shown[:4]]
    found = f"state outlets: {', '.join(listed)}" if listed else "no difference is shown"
    first = shown[0] if shown else known.iloc[0].to_dict()
    estimate, interval = _points(first)
    return f"{found} ({len(shown)} of {len(known)} shown)", f"{first[label]} {estimate}", interval


def _agenda(table: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    question = "Do the sides cover different things?"
    known = _differences(table[(table["dimension"] == "topic") & (table["item"] != "none")])
    if not len(known):
        yield _nothing(question, table)
        return
    sampled = known["sampled_by_event"].any()
    why = "another sample: these articles were looked up event by event" if sampled else "finer topics"
    yield question, *_largest(known, "label"), why


def _names(table: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    question = "Do the sides call the same things by other names?"
    used = table[table["voice"] == "all"]
    several = used[used["n_item"] > 0].drop_duplicates(["actor", "variant"]).groupby("actor").size()
    used = used[used["actor"].map(several) > 1]  # an actor with one name leaves no choice
    known = _differences(used)
    if not len(known):
        yield _nothing(question, used)
        return
    known = known.assign(name=known["variant"] + " for " + known["actor"].str.replace("-", " "))
    yield question, *_largest(known, "name"), "fuller texts: a name in quotation marks is the speaker's"


def _gap(table: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    question = "Is state media's tone another one?"
    row = main_row(table[(table["voice"] == "all") & (table["weights"] == "outlets")])
    if row is None:
        yield _nothing(question, table)
        return
    verdicts = {1: "state outlets are brighter", -1: "state outlets are darker", 0: "no difference is shown"}
    verdict = verdicts[_verdict(row)]
    ends = f"{_number(row['loo_low'])} to {_number(row['loo_high'])} with any one outlet left out ({row['loo_outlet']} moves it most)"
    yield (
        question,
        f"{verdict} ({_where(row)})",
        f"{_number(row['estimate'])} {_units(row)}, p = {row['p']:.3f}",
        _interval(row),
        ends,
    )


def _labels(table: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    question = "Does that hang on who is called state media?"
    known = table[table["estimate"].notna()]
    if not (known["kind"] == "main").any():
        yield _nothing(question, table)
        return
    measured = known["kind"] == "instrument"
    yield question, *_range(known[~measured], "labelling")
    if measured.any():
        yield (
            "Does it hang on the instrument?",
            *_range(known[measured | (known["kind"] == "main")], "instrument"),
        )


def _range(known: pd.DataFrame, what: str) -> tuple[str, str, str, str]:
    """How many other labellings or instruments agree with the main row, its estimate, their range, the least favourable."""
    main = known[known["kind"] == "main"].iloc[0]
    others = known[known["kind"] != "main"]
    same = int(((others["estimate"] > 0) == (main["estimate"] > 0)).sum())
    agree = sum(_verdict(row) == _verdict(main.to_dict()) for row in others.to_dict("records"))
    found = f"{same} of {len(others)} other {what}s keep the sign, {agree} keep the verdict"
    spread = f"{_number(known['estimate'].min())} to {_number(known['estimate'].max())} (range)"
    signed = known["estimate"] * (1 if main["estimate"] > 0 else -1)
    least = known.iloc[int(signed.to_numpy().argmin())]
    worst = (
        f"none is less favourable than {main['scenario']}" if least["kind"] == "main" else least["scenario"]
    )
    return (
        found,
        f"{_number(main['estimate'])} {_units(main.to_dict())}",
        spread,
        f"least favourable {what}: {worst}",
    )


def _verdict(row: dict[Any, Any]) -> int:
    """1 brighter, −1 darker, 0 no difference shown: interval and p agree."""
    return _shown(row) if row["p"] <= LEVEL else 0


def _parts(table: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    question = "Is it the agenda or the framing?"
    whole = table[table["topic"] == ""]
    row = main_row(whole[whole["part"] == "gap"])
    if row is None:
        yield _nothing(question, table)
        return
    here = whole[(whole["collection"] == row["collection"]) & (whole["lang"] == row["lang"])].set_index(
        "part"
    )
    shown = [part for part in ("agenda", "framing") if _shown(here.loc[part].to_dict())]
    found = f"shown: {' and '.join(shown)}" if shown else "neither part is shown"
    estimate = "; ".join(
        f"{part} {_number(here.loc[part, 'estimate'])}" for part in ("agenda", "framing", "unmatched")
    )
    estimate += f" ({_units(row)})"
    interval = "; ".join(f"{part} {_interval(here.loc[part].to_dict())}" for part in ("agenda", "framing"))
    yield (
        question,
        f"{found} ({_where(row)})",
        estimate,
        interval,
        "finer topics: what looks like framing may be another story",
    )


def _words(table: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    question = "Which words set the sides apart?"
    known = table.dropna(subset=["term"])
    if not len(known):
        yield _nothing(question, table)
        return
    found = known[known["shown"].astype(bool)]
    listed = ", ".join(found["term"].head(6)) or "no word survives the test by outlet"
    tested = " and ".join(f"{len(part)} in {lang}" for lang, part in known.groupby("lang", sort=False))
    yield (
        question,
        listed,
        f"{len(found)} words shown",
        f"words tested: {tested} (q ≤ .05 and an interval without zero)",
        "other outlets of the same kind; longer texts",
    )


def _speakers(table: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    question = "Do the sides quote differently?"
    row = main_row(table[(table["role"] == "quoted") & (table["side"] == "difference")])
    if row is None:
        yield _nothing(question, table)
        return
    verdict = {1: "state outlets quote more", -1: "state outlets quote less", 0: "no difference is shown"}[
        _shown(row)
    ]
    estimate, interval = _points(row)
    yield (
        question,
        f"{verdict} ({_where(row)})",
        f"{estimate} of all words",
        interval,
        "full texts: headlines hardly quote",
    )


def _places(table: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    question = "Can an outlet's side be told from its words?"
    known = table[(table["measure"] == "separability") & table["estimate"].notna()]
    if not len(known):
        yield _nothing(question, table)
        return
    for row in known.to_dict("records"):
        above = row["estimate"] > row["null_high"]
        found = "better than shuffled labels" if above else "no better than shuffled labels"
        found = "not shown: too few outlets" if above and row["note"] else found
        band = f"shuffled labels: {row['null_low']:.2f} to {row['null_high']:.2f}"
        band += " (not reliable)" if row["note"] else ""
        told = "topics: words separate agendas as well as sides"
        yield (
            question,
            f"{found} ({_where(row)})",
            f"{row['estimate']:.2f} (0.5: not at all), p = {row['p']:.3f}",
            band,
            told,
        )
