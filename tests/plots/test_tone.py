"""Tone figures as data: what is drawn, in which order, and what is said where nothing can be."""

import matplotlib
import numpy as np
import pandas as pd
import pytest
from measured import PRESS, corpus_of, selected

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from kzlib import tone
from kzlib.plots import common, style
from kzlib.plots import tone as plots

SURE = {"n_boot": 100, "seed": 1}


def press():
    rng = np.random.default_rng(3)
    rows = []
    for k in range(60):
        side = ["state", "independent"][k % 2]
        words = rng.choice(["good", "bad", "news", "plan", "war", "win"], 6)
        text = f"{' '.join(words[:3])}. «{' '.join(words[3:])}»"
        day = f"202{k % 3}-0{1 + k % 9}-15"
        rows.append(
            {"text": text, "outlet": f"o{k % 10}", "side": side, "day": day, "mentions": ["police"][: k % 3]}
        )
    return rows


def valence(part, lang):
    if lang != "en":
        return None
    return 0.3 * (part.count("good") + part.count("win")) - 0.3 * (part.count("bad") + part.count("war"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    rows = press()
    corpus = corpus_of(tmp_path_factory.mktemp("figures"), rows, valence=valence)
    return corpus, selected(corpus, rows)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def text_of(drawing):
    figure = drawing if hasattr(drawing, "axes") and not hasattr(drawing, "figure") else drawing.get_figure()
    figure.canvas.draw()
    found = [t.get_text() for t in figure.findobj(matplotlib.text.Text)]
    return "\n".join(found)


def test_outlets_from_bright_to_dark_with_their_articles(made):
    table = tone.by_source(*made)
    ax = plots.tone_by_source(table, ax=plt.subplots()[1])
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == [f"{outlet} (6)" for outlet in table["outlet"][::-1]]
    points = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert points == pytest.approx(table["estimate"][::-1].tolist())
    first = table.iloc[-1]
    assert [first["low"], first["high"]] in [
        list(line.get_xdata()) for line in ax.lines if line.get_marker() != "o"
    ]
    assert "valence" in ax.get_xlabel()


def test_classes_have_their_own_colours(made):
    figure = plots.tone_by_source(tone.by_source(*made))
    colours = {line.get_color() for line in figure.axes[0].lines if line.get_marker() == "o"}
    assert colours == {style.CLASS_COLOURS["state"], style.CLASS_COLOURS["independent"]}
    assert [t.get_text() for t in figure.legends[0].get_texts()] == ["state", "independent"]


def test_time_with_events_and_breaks(made):
    table = tone.over_time(*made, period="month", **SURE)
    events = pd.DataFrame({"date": pd.to_datetime(["2021-03-01"]), "label": ["something happened"]})
    figure = plots.tone_over_time(table, events=events)
    said = text_of(figure)
    assert "1  1 Mar 2021  something happened" in said and "English (60 articles; vader)" in said
    line = next(
        line for line in figure.axes[0].lines if line.get_linestyle() == "-" and len(line.get_xdata()) > 5
    )
    assert np.isnan(np.asarray(line.get_ydata(), dtype=float)).sum() == table["smooth"].isna().sum() > 0


def test_groups_get_a_panel_for_each_language_and_a_line_each(made):
    figure = plots.tone_over_time(tone.over_time(*made, group_by="side", period="year", **SURE))
    labels = [t.get_text() for t in figure.axes[0].get_legend().get_texts()]
    assert [label.split(" (")[0] for label in labels] == ["independent", "state"]
    colours = {line.get_color() for line in figure.axes[0].lines}
    assert {style.SIDE_COLOURS["state"], style.SIDE_COLOURS["independent"]} <= colours


def test_voices_and_their_difference(made):
    table = tone.by_voice(*made, group_by="side", **SURE)
    ax = plots.tone_by_voice(table)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert len(labels) == 6 and labels[0] == "narration (30 articles, 5 outlets)"
    assert labels[2] == "quotation − narration"
    assert -1 <= ax.get_xlim()[0] < ax.get_xlim()[1] <= 1


def test_targets_beside_all_sentences(made):
    figure = plots.tone_toward(tone.toward(*made, group_by="side", **SURE))
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels[-1].startswith("all sentences (30/5 | 30/5)") and labels[0].startswith("police (")


def test_word_shift_bars_are_the_contributions(made):
    table = tone.word_shift(*made, **SURE)
    figure = plots.tone_word_shift(table)
    bars = [patch.get_width() for patch in figure.axes[0].patches]
    assert bars == pytest.approx(table[table["kind"] == "word"]["estimate"][::-1].tolist())
    assert "state − independent" in figure.axes[0].get_xlabel()


def test_an_interval_beyond_the_scale_ends_in_an_arrowhead():
    rows = [
        {
            "voice": voice,
            "estimate": 0.1,
            "low": -1.5,
            "high": 0.5,
            "note": "",
            "n_articles": 9,
            "n_outlets": 5,
        }
        for voice in ("narration", "quotation", "quotation − narration")
    ]
    table = pd.DataFrame(rows).assign(collection="c", lang="kk", group="all")
    ax = plots.tone_by_voice(table)
    assert [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "<"] == [-1.0] * 3
    assert not [line for line in ax.lines if line.get_marker() == ">"]


def test_an_outlet_in_which_no_word_was_found_is_not_at_zero(tmp_path):
    rows = [{"text": "a table", "outlet": "o", "side": "state", "day": None} for _ in range(6)]
    corpus = corpus_of(tmp_path, rows, valence=lambda part, lang: 0.0)
    drawing = plots.tone_by_source(tone.by_source(corpus, selected(corpus, rows)))
    assert "no word found" in text_of(drawing)


def test_languages_have_colours_and_markers_that_no_class_has():
    assert not {style.LANGUAGE_COLOURS[k] for k in ("en", "ru", "kk")} & set(style.CLASS_COLOURS.values())
    assert not set(style.LANGUAGE_MARKERS.values()) & set(style.SIDE_MARKERS.values())
    greys = sorted(
        sum(w * c for w, c in zip((0.3, 0.59, 0.11), matplotlib.colors.to_rgb(style.colour(k)), strict=True))
        for k in ("en", "ru", "kk")
    )
    assert min(np.diff(greys)) > 0.15


def test_a_contrast_on_one_article_is_refused_and_the_lexicon_named(made):
    corpus, articles = made
    said = text_of(plots.tone_word_shift(tone.word_shift(corpus, articles, **SURE)))
    assert "test, English: vader" in said
    few = articles[(articles["side"] != "state") | (articles["outlet"] == articles["outlet"].iloc[0])]
    table = tone.word_shift(corpus, few, **SURE)
    assert table["note"].tolist() == ["not estimable: 1 state outlet, at least 3 are needed"]
    assert table["estimate"].isna().all()


def test_instruments(made):
    said = text_of(plots.tone_instruments(tone.instruments_table(*made)))
    assert "vader, test (" in said and "macro F1" in said


@pytest.mark.parametrize("name", ["by_source", "over_time", "by_voice", "toward", "word_shift"])
def test_nothing_to_draw_is_said_and_not_left_blank(name, tmp_path):
    rows = [row for row in PRESS if row.get("lang") == "kk"]
    corpus = corpus_of(tmp_path, rows)
    table = getattr(tone, name)(corpus, selected(corpus, rows))
    assert "not estimable: " in text_of(getattr(plots, f"tone_{name}")(table))


def test_a_missing_language_is_named_under_the_figure(tmp_path):
    rows = press() + [row for row in PRESS if row.get("lang") == "kk"]
    corpus = corpus_of(tmp_path, rows, valence=valence)
    said = text_of(plots.tone_by_source(tone.by_source(corpus, selected(corpus, rows))))
    assert "no instrument for Kazakh (1 article)" in said.replace("\n", " ")


def test_cells_that_are_not_drawn_are_named(made):
    def twice(table, **changed):
        """The table and a second collection, of which some rows are left."""
        return pd.concat([table, table.assign(collection="small", **changed)], ignore_index=True)

    table = tone.by_source(*made)
    assert "small, English: no outlet with enough articles" in text_of(
        plots.tone_by_source(twice(table, drawn=False))
    ).replace("\n", " ")
    table = tone.over_time(*made, period="year", **SURE)
    first = table.iloc[[0]].assign(collection="small")
    both = pd.concat([table, first, first.assign(lang="kk", n_articles=1)], ignore_index=True)
    said = text_of(plots.tone_over_time(both)).replace("\n", " ")
    assert f"small, English: one period alone ({first['n_articles'].iloc[0]} articles)" in said
    assert "small, Kazakh: one period alone (1 article)" in said
    table = tone.toward(*made, group_by="side", **SURE)
    other = table[table["target"] == plots.EVERY].assign(collection="small")
    figure = plots.tone_toward(pd.concat([table, other], ignore_index=True))
    assert "small, English: no target in enough sentences" in text_of(figure).replace("\n", " ")


@pytest.mark.parametrize("group_by", ["", "side"])
def test_where_no_word_was_found_there_is_no_line_and_no_empty_frame(group_by, tmp_path):
    text = "a table. police came"
    blind = [
        {"text": text, "outlet": "z", "side": "state", "lang": "ru", "day": f"202{k}-01-15", "mentions": ["police"]}
        for k in range(3)
    ]  # fmt: skip
    rows = press() + blind
    corpus = corpus_of(
        tmp_path, rows, valence=lambda part, lang: valence(part, "en") if lang == "en" else 0.0
    )
    articles = selected(corpus, rows)
    table = tone.over_time(corpus, articles, group_by=group_by, period="year", **SURE)
    figure = plots.tone_over_time(table)
    said = text_of(figure).replace("\n", " ")
    where = " in state" if group_by else ""
    assert f"test, Russian: the instrument found no word{where} (3 articles)" in said
    assert "(0 articles" not in said and len(figure.axes) == 1
    alone = plots.tone_over_time(table[table["lang"] == "ru"])
    assert "not estimable: the instrument found no word" in text_of(alone)
    figure = plots.tone_toward(tone.toward(corpus, articles, group_by=group_by, **SURE))
    assert "test, Russian: the instrument found no word" in text_of(figure).replace("\n", " ")


def test_the_legend_counts_what_is_drawn(made):
    table = tone.over_time(*made, period="year", **SURE)
    first = table.index[table["period"].notna()][0]
    table.loc[first, ["estimate", "smooth", "low", "high"]] = np.nan
    left = int(table.drop(first)["n_articles"].sum())
    assert f"English ({left} articles; vader)" in text_of(plots.tone_over_time(table))


def test_what_rounds_to_zero_has_no_sign():
    assert [common.signed(value) for value in (-0.0008, 0.0, 0.0049, -0.005001, np.nan)] == [
        "0.00", "0.00", "0.00", "−0.01", ""
    ]  # fmt: skip
