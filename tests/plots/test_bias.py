"""The bias figures as data: what is drawn is what the tables say."""

import numpy as np
import pandas as pd
import pytest

from kzlib import bias
from kzlib.plots import bias as plots
from kzlib.plots import common
from kzlib.plots.bias import forest
from tests.bias.conftest import Planted

QUICK = {"n_boot": 99, "n_perm": 99}
TOPICS = pd.DataFrame(
    [("protest", "en", "rally"), ("economy", "en", "tenge")], columns=["topic", "lang", "pattern"]
)


@pytest.fixture(autouse=True)
def closed():
    """No figure outlives its test; nothing opens a window."""
    import matplotlib

    matplotlib.use("Agg")
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """Every table of a small planted corpus."""

    def plant(row):
        row["tone"] += 0.4 * (row["side"] == "state")
        row["words"] = ["common"] * 3 + ["stability" if row["side"] == "state" else "verdict"] * 2
        row["event"] = "floods-2024" if row["number"] < 6 else None

    start = Planted().change(plant)
    start.rows["names"] = [
        {"doc_id": row["doc_id"], "actor": "rally", "variant": f"name{row['number'] % 2}", "count": 1}
        for row in start.frame
    ]
    start.rows["quotations"] = [{"doc_id": row["doc_id"], "quote": 0, "n_words": 3} for row in start.frame]
    corpus, articles = start.write(tmp_path_factory.mktemp("plots"))
    articles["class"], articles["kind"], articles["confidence"] = articles["side"], "newsroom", "high"
    return {
        "tone_gap": bias.tone_gap(corpus, articles, **QUICK),
        "coverage": bias.coverage(corpus, articles, topics=TOPICS),
        "word_choice": bias.word_choice(corpus, articles, n_perm=99),
        "decomposition": bias.decomposition(corpus, articles, topics=TOPICS, n_boot=99),
        "naming": bias.naming(corpus, articles),
        "voices": bias.voices(corpus, articles),
        "slant": bias.slant(corpus, articles, n_boot=20, n_perm=19),
        "sensitivity": bias.sensitivity(corpus, articles, **QUICK),
    }


NAMES = ["tone_gap", "coverage", "word_choice", "decomposition", "naming", "voices", "slant", "sensitivity"]


def points(ax):
    """The x of every marker drawn."""
    return [
        line.get_xdata()[0]
        for line in ax.lines
        if line.get_marker() not in ("None", None, "x") and len(line.get_xdata()) == 1
    ]


def labels(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


@pytest.mark.parametrize("name", NAMES)
def test_drawn_with_labels_and_units(tables, name):
    axes = np.ravel(getattr(plots, name)(tables[name]))
    for ax in axes:
        assert ax.get_xlabel()
        assert labels(ax)
        assert points(ax)


@pytest.mark.parametrize("name", NAMES)
def test_no_estimate_is_a_panel_with_the_reason(tables, name):
    blank = tables[name].assign(
        note="not estimable: no state outlets, at least 3 are needed", measure="separability"
    )
    blank = blank if name in ("slant", "voices") else blank.drop(columns="measure")
    for column in ("estimate", "low", "high"):
        if column in blank:
            blank[column] = np.nan
    if "term" in blank:
        blank["term"] = None
    ax = getattr(plots, name)(blank)
    assert "not estimable: no state outlets" in " ".join(
        text.get_text().replace("\n", " ") for text in ax.texts
    )
    assert not points(ax)


@pytest.mark.parametrize("name", NAMES)
def test_an_axes_given_is_drawn_on_and_returned(tables, name):
    import matplotlib.pyplot as plt

    mine = plt.subplots()[1]
    assert getattr(plots, name)(tables[name], ax=mine) is mine


def test_tone_gap_draws_its_estimates_and_intervals(tables):
    table = tables["tone_gap"]
    ax = plots.tone_gap(table)
    drawn = table[
        (table["voice"] != "quotation") & ((table["voice"] == "all") | (table["weights"] == "outlets"))
    ]
    assert sorted(points(ax)) == pytest.approx(sorted(drawn["estimate"]))
    ends = {tuple(np.round(line.get_xdata(), 6)) for line in ax.lines if len(line.get_xdata()) == 2}
    for row in drawn.itertuples():
        assert (round(row.low, 6), round(row.high, 6)) in ends
    text = " ".join(each.get_text() for each in ax.texts)
    assert "6 | 7" in text and "72 | 84" in text and "p =" in text or "p <" in text


def test_several_languages_are_drawn_on_one_scale(tables):
    """Valences of several instruments are no common axis; standard deviations are, and valence stands beside."""
    table = tables["tone_gap"]
    both = pd.concat(
        [
            table.assign(scale=0.5),
            table.assign(lang="combined", collection="combined", unit="standard deviations", scale=1.0),
        ]
    )
    ax = plots.tone_gap(both)
    first = table.iloc[0]
    assert first["estimate"] / 0.5 in [pytest.approx(x) for x in points(ax)]
    assert "standard deviations" in ax.get_xlabel()
    assert common.signed(first["estimate"], 3) in [text.get_text() for text in ax.texts]
    assert "valence" in plots.tone_gap(table).get_xlabel()


def test_an_unreliable_interval_is_dashed(tables):
    weak = tables["tone_gap"].assign(note="interval not reliable: 4 state outlets, fewer than 5")
    ax = plots.tone_gap(weak)
    lines = [line for line in ax.lines if len(line.get_xdata()) == 2 and line.get_zorder() == 2]
    assert lines and all(line.get_linestyle() == "--" for line in lines)


def test_a_discovery_is_filled_and_anything_else_hollow(tables):
    table = tables["word_choice"]
    ax = plots.word_choice(table)
    filled = sum(
        line.get_markerfacecolor() != "white" for line in ax.lines if line.get_marker() in ("s", "o")
    )
    assert filled == table["shown"].sum() > 0


def test_coverage_counts_stand_in_the_labels(tables):
    axes = plots.coverage(tables["coverage"])
    assert labels(axes[0])[0].endswith("36 | 42")
    assert labels(axes[1]) == ["floods 2024  36 | 42"]


def test_slant_says_how_separable_the_sides_are(tables):
    ax = plots.slant(tables["slant"])
    assert any(
        "separability" in text.get_text() and "shuffled labels" in text.get_text() for text in ax.texts
    )


def test_an_instrument_without_an_estimate_says_why(tables):
    table = tables["sensitivity"]
    note = "not estimable: it measures too few outlets"
    missing = table.head(1).assign(
        scenario="English by mine, not vader", kind="instrument", estimate=np.nan, p=np.nan, note=note
    )
    ax = plots.sensitivity(pd.concat([table, missing], ignore_index=True))
    assert "English by mine, not vader" in labels(ax)
    assert note in [text.get_text() for text in ax.texts]
    assert len(points(ax)) == table["estimate"].notna().sum()


def test_no_stars_anywhere(tables):
    for name in NAMES:
        for ax in np.ravel(getattr(plots, name)(tables[name])):
            text = " ".join(each.get_text() for each in [*ax.texts, ax.title, ax.xaxis.label])
            assert "*" not in text


def test_p_is_never_a_zero():
    assert forest.p_text(0.0) == "p < .001"
    assert forest.p_text(1.0) == "p = 1.00"
    assert forest.p_text(0.0999) == "p = .10"
