"""Term figures as data: labels, order, intervals, gaps, reasons."""

import matplotlib
import numpy as np
import pandas as pd
import pytest
from measured import PRESS, corpus_of, selected

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from kzlib import terms
from kzlib.plots import style
from kzlib.plots import terms as plots

WORDS = ["law", "order", "police", "people", "square", "қала", "наурыз", "ұлы-дала", "әңгіме"]


def press(n=48):
    rng = np.random.default_rng(5)
    rows = []
    for k in range(n):
        side = ["state", "independent"][k % 2]
        mine = ["stability"] * 2 if side == "state" else ["detained"] * 2
        text = " ".join([*rng.choice(WORDS, 12), *mine])
        rows.append(
            {"text": text, "outlet": f"o{k % 12}", "side": side, "day": f"202{k % 3}-0{1 + k % 9}-15"}
        )
    return rows


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    corpus = corpus_of(tmp_path_factory.mktemp("words"), press())
    return corpus, selected(corpus, press())


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def text_of(drawing):
    figure = drawing if hasattr(drawing, "axes") and not hasattr(drawing, "figure") else drawing.get_figure()
    figure.canvas.draw()
    return "\n".join(t.get_text() for t in figure.findobj(matplotlib.text.Text))


def test_top_terms_in_order_with_articles_and_outlets(made):
    table = terms.frequencies(*made, top_n=5)
    ax = plots.terms_top(table, ax=plt.subplots()[1])
    assert [label.get_text() for label in ax.get_yticklabels()] == table["term"][::-1].tolist()
    beside = [text.get_text() for text in ax.texts]
    first = table.iloc[-1]
    assert beside[0] == f"{first['n_with']:,.0f} / {first['n_outlets_with']:.0f}"
    assert beside[-1] == "articles / outlets"
    assert ax.get_xlabel() == "per million words"


def test_kazakh_letters_are_drawn_whole(made, recwarn):
    said = text_of(plots.terms_top(terms.frequencies(*made, top_n=0)))
    for word in ("ұлы-дала", "әңгіме", "наурыз", "қала"):
        assert word in said
    assert not [warning for warning in recwarn if "Glyph" in str(warning.message)]


def test_groups_keep_their_colours(made):
    figure = plots.terms_top(terms.frequencies(*made, group_by="side", top_n=3))
    titles = [ax.get_title(loc="left").split("\n")[0] for ax in figure.axes[:2]]
    assert titles == ["test, English, independent", "test, English, state"]
    for ax, side in zip(figure.axes, ("independent", "state"), strict=False):
        assert {line.get_color() for line in ax.lines} == {style.SIDE_COLOURS[side]}


def test_groups_of_a_language_share_their_axis(made):
    table = terms.frequencies(*made, group_by="side", top_n=3)
    figure = plots.terms_top(table)
    left, right = (ax.get_xlim() for ax in figure.axes[:2])
    assert left == right
    assert right[1] >= table["estimate"].max()
    other = table.assign(collection="more", estimate=2 * table["estimate"], high=2 * table["high"])
    drawn = plots.terms_top(pd.concat([table, other], ignore_index=True)).axes[:4]
    assert len({ax.get_xlim() for ax in drawn}) == 2  # collections each have their own


def test_a_contrast_of_one_outlet_says_that_it_has_no_intervals(made):
    table = terms.keyness(*made, group_by="outlet", a="o1", b="", min_term_outlets=1, min_count=1, top_n=4)
    assert "no intervals: fewer than 3 outlets" in text_of(plots.terms_keyness(table))


def test_a_trend_has_its_unit_its_n_and_its_events(made):
    events = pd.DataFrame({"date": pd.to_datetime(["2021-03-01"]), "label": ["a law was passed"]})
    table = terms.trend(*made, [["law", "order"], ["zzz"]], period="year", measure="share")
    figure = plots.terms_trend(table, events=events)
    said = text_of(figure)
    assert "a law was passed" in said and "% of articles" in said
    assert "law + order (47 of 48 articles)" in said
    assert "not estimable: zzz does not occur in 48 dated articles" in said


def test_keyness_is_ordered_and_signed(made):
    table = terms.keyness(*made, top_n=4)
    figure = plots.terms_keyness(table)
    ax = figure.axes[0]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[-1] == "stability" and "detained" in labels
    points = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert points == pytest.approx(table["estimate"][::-1].tolist())
    assert "log-odds" in ax.get_xlabel()
    assert [t.get_text() for t in figure.legends[0].get_texts()] == ["more in state", "more in independent"]


def test_dispersion_between_nought_and_one(made):
    figure = plots.terms_dispersion(terms.dispersion(*made, top_n=4))
    assert figure.axes[0].get_xlim() == (0, 1)
    assert "12 outlets" in figure.axes[0].get_title(loc="left")


def test_company_is_a_network_around_the_node(made):
    figure = plots.terms_collocates(terms.collocates(*made, ["police"], top_n=5))
    said = text_of(figure)
    assert "police" in said and " articles" in said


def test_growth_has_two_logarithmic_panels(made):
    figure = plots.terms_growth(terms.growth(*made))
    left, right = figure.axes
    assert {left.get_xscale(), left.get_yscale(), right.get_xscale()} == {"log"}
    assert "covered" in left.get_legend().get_texts()[0].get_text()


@pytest.mark.parametrize(
    ("verb", "options"),
    [
        ("frequencies", {"terms": ["zzz"]}),
        ("trend", {"terms": ["zzz"]}),
        ("keyness", {"a": "party"}),
        ("dispersion", {"min_parts": 99}),
        ("collocates", {"terms": ["zzz"]}),
        ("growth", {}),
    ],
)
def test_nothing_to_draw_is_said_and_not_left_blank(verb, options, tmp_path):
    corpus = corpus_of(tmp_path, PRESS)
    table = getattr(terms, verb)(corpus, selected(corpus), **options)
    name = {"frequencies": "top"}.get(verb, verb)
    assert "not estimable: " in text_of(getattr(plots, f"terms_{name}")(table))
