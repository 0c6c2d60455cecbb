"""Tone verbs against means worked by hand, and what they say where nothing can be said."""

import numpy as np
import pandas as pd
import pytest
from corpora import write_corpus
from measured import PRESS, corpus_of, selected

from kzlib import tone
from kzlib.errors import KzlibError

SURE = {"n_boot": 200, "seed": 1}


def press(n=48, gap=0.4, quote=-0.3):
    """Outlets o0-o11, odd ones state and brighter by ``gap``; the second sentence is quoted and darker by ``quote``."""
    rng = np.random.default_rng(8)
    rows = []
    for k in range(n):
        outlet = k % 12
        base = rng.normal(0, 0.02) + (gap if outlet % 2 else 0)
        side = "state" if outlet % 2 else "independent"
        text = f"told {base:.4f}. «said {base + quote:.4f}»".replace(".", "_").replace("_ «", ". «")
        mentions = ["police"] if k % 3 == 0 else []
        day = f"202{k % 3}-0{1 + k % 9}-15"
        rows.append({"text": text, "outlet": f"o{outlet}", "side": side, "day": day, "mentions": mentions})
    return rows


def valence(part, lang):
    """The number that a made-up sentence holds is its tone; Kazakh has none."""
    if lang == "kk":
        return None
    digits = [word.strip("»").replace("_", ".") for word in part.split() if any(c.isdigit() for c in word)]
    return round(float(digits[0]), 4) if digits else 0.0


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    rows = press()
    corpus = corpus_of(tmp_path_factory.mktemp("tone"), rows, valence=valence)
    return corpus, selected(corpus, rows)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    corpus = corpus_of(
        tmp_path_factory.mktemp("small"), valence=lambda part, lang: None if lang == "kk" else 0.1
    )
    return corpus, selected(corpus)


def articles_of(made):
    return made[0].sql("select doc_id, avg(valence) as v from tone group by 1").set_index("doc_id")["v"]


def test_an_outlets_tone_is_the_mean_of_its_articles(made):
    table = tone.by_source(*made, min_articles=4)
    means = articles_of(made)
    outlet = made[1].set_index("doc_id")["outlet"]
    for row in table.to_dict("records"):
        mine = means[outlet[means.index] == row["outlet"]]
        assert row["estimate"] == pytest.approx(mine.mean(), abs=1e-12)
        assert row["low"] < row["estimate"] < row["high"]
        assert (row["n_articles"], row["n_sentences"]) == (4, 8)
    assert table["drawn"].all() and (table["note"] == "").all()
    assert table["estimate"].is_monotonic_decreasing


def test_small_outlets_are_in_the_table_and_not_drawn(made):
    table = tone.by_source(*made, min_articles=5)
    assert not table["drawn"].any()
    assert table["note"].unique().tolist() == ["interval not reliable: 4 articles, fewer than 5"]
    assert tone.by_source(*made, min_articles=2, top_n=3)["drawn"].sum() == 3


def test_no_spread_is_no_certainty(tmp_path):
    rows = [{"text": "a table", "outlet": "o", "side": "state", "day": None} for _ in range(6)]
    corpus = corpus_of(tmp_path, rows, valence=lambda part, lang: 0.3)
    (row,) = tone.by_source(corpus, selected(corpus, rows)).to_dict("records")
    assert (
        row["estimate"] == pytest.approx(0.3)
        and np.isnan(row["low"])
        and np.isnan(row["high"])
        and row["drawn"]
    )
    assert row["note"] == "interval not reliable: all 6 articles have the same tone"


def test_an_instrument_that_found_no_word_did_not_call_it_neutral(tmp_path):
    rows = [{"text": "a table", "outlet": f"o{k}", "side": "state", "day": "2022-01-02"} for k in range(6)]
    corpus = corpus_of(tmp_path, rows, valence=lambda part, lang: 0.0)
    for verb in (tone.by_source, tone.over_time, tone.by_voice, tone.toward):
        table = verb(corpus, selected(corpus, rows))
        assert table["estimate"].isna().all()
        assert table["note"].iloc[0] == "not estimable: the instrument found no word"


def test_one_outlet_with_nearly_all_articles_is_said(tmp_path):
    rows = [
        {
            "text": f"told 0_{k % 3 + 1}. «said 0_{k % 2 + 1}»",
            "outlet": f"o{max(0, k - 40)}",
            "side": "state",
            "day": "2022-01-02",
        }
        for k in range(48)
    ]
    corpus = corpus_of(tmp_path, rows, valence=valence)
    articles = selected(corpus, rows)
    held = "interval not reliable: o0 holds 85% of the articles"
    assert tone.over_time(corpus, articles, **SURE)["note"].tolist() == [held]
    assert tone.toward(corpus, articles, **SURE)["note"].tolist() == [held]
    voices = tone.by_voice(corpus, articles, **SURE).set_index("voice")["note"]
    assert voices["narration"] == held
    assert voices["quotation − narration"] == "interval not reliable: o0 holds 85% of the narrating articles"


def test_a_voice_of_two_outlets_is_no_contrast(tmp_path):
    rows = [
        {
            "text": "told 0_1. «said 0_2»" if k < 2 else "told 0_1",
            "outlet": f"o{k}",
            "side": "state",
            "day": None,
        }
        for k in range(8)
    ]
    corpus = corpus_of(tmp_path, rows, valence=valence)
    row = (
        tone.by_voice(corpus, selected(corpus, rows), **SURE).set_index("voice").loc["quotation − narration"]
    )
    assert np.isnan(row["estimate"])
    assert row["note"] == "not estimable: quotation in 2 outlets, at least 3 are needed"


def test_a_language_without_an_instrument_is_missing_and_never_neutral(small):
    table = tone.by_source(*small)
    kazakh = table[table["lang"] == "kk"]
    assert kazakh["estimate"].isna().all() and kazakh["outlet"].isna().all()
    assert kazakh["note"].tolist() == ["not estimable: no instrument for Kazakh (1 article)"]
    over = tone.over_time(*small, **SURE)
    assert over[over["lang"] == "kk"]["estimate"].isna().all()
    voices = tone.by_voice(*small, **SURE)
    assert voices[voices["lang"] == "kk"]["note"].str.startswith("not estimable: no instrument").all()


def test_an_english_sentence_is_not_a_russian_articles_tone(tmp_path):
    rows = [dict(PRESS[6], text="протест прошёл")]
    corpus = corpus_of(tmp_path, rows, valence=lambda part, lang: None)
    articles = selected(corpus, rows)
    tone_rows = corpus.sql("select 'd000' as doc_id, 0 as sent")
    assert len(tone_rows) == 1
    mixed = write_corpus(
        tmp_path / "mixed",
        articles=[{"doc_id": "d000", "source_id": "x", "lang": "ru"}],
        tone=[{"doc_id": "d000", "instrument": "vader", "valence": 0.5}],
    )
    table = tone.by_source(mixed, articles)
    assert table["estimate"].isna().all()


def test_an_instrument_may_be_named(small):
    table = tone.by_source(*small, instrument="vader")
    assert set(table.loc[table["estimate"].notna(), "lang"]) == {"en"}
    assert "vader has no scores of Russian" in " ".join(table["note"])


def test_over_time_is_the_mean_by_period(made):
    table = tone.over_time(*made, period="year", **SURE)
    means = articles_of(made)
    year = pd.to_datetime(made[1].set_index("doc_id")["published"]).dt.year
    for row in table.to_dict("records"):
        mine = means[year[means.index] == row["period"].year]
        assert row["estimate"] == pytest.approx(mine.mean(), abs=1e-12)
        assert row["low"] <= row["estimate"] <= row["high"]
        assert row["n_articles"] == len(mine)


def test_gaps_are_gaps_and_smoothing_weighs_articles(small):
    english = tone.over_time(*small, **SURE).query("lang == 'en'").set_index("period")
    assert np.isnan(english.loc["2022-03-01", "estimate"])
    assert english.loc["2022-03-01", "note"] == "not estimable: no articles"
    smooth = tone.over_time(*small, window=3, **SURE).query("lang == 'en'").set_index("period")
    assert smooth["window"].unique().tolist() == [3]
    with pytest.raises(KzlibError, match="odd number"):
        tone.over_time(*small, window=2)


def test_undated_articles_say_so(tmp_path):
    rows = [dict(row, day=None) for row in PRESS[:3]]
    corpus = corpus_of(tmp_path, rows, valence=valence)
    table = tone.over_time(corpus, selected(corpus, rows), **SURE)
    assert table["note"].tolist() == ["not estimable: none of 3 articles has a date"]


def test_the_difference_of_voices_is_planted_and_found(made):
    table = tone.by_voice(*made, **SURE).set_index("voice")
    assert table.loc["quotation − narration", "estimate"] == pytest.approx(-0.3, abs=1e-3)
    # every outlet has the same difference: pairing leaves no doubt, though outlets differ by 0.4
    assert table.loc["quotation − narration", "high"] - table.loc["quotation − narration", "low"] < 0.01
    assert table.loc["narration", "high"] - table.loc["narration", "low"] > 0.1
    assert table.loc["narration", "n_sentences"] == 48


def test_a_voice_that_nobody_has_is_a_row_that_says_so(small):
    table = tone.by_voice(*small, **SURE).query("lang == 'en'").set_index("voice")
    assert table.loc["quotation", "note"] == "not estimable: no quotation"
    assert table.loc["quotation − narration", "note"] == "not estimable: no quotation"


def test_toward_takes_only_sentences_that_mention(made):
    table = tone.toward(*made, group_by="side", **SURE)
    police = table[table["target"] == "police"].set_index("group")
    assert police.loc["state", "estimate"] - police.loc["independent", "estimate"] == pytest.approx(
        0.4, abs=0.05
    )
    assert police["n_articles"].sum() == 16 and (police["basis"] == "sentence").all()
    assert table.iloc[0]["target"] == "all sentences"
    asked = tone.toward(*made, targets=["russia", "police"], **SURE)
    assert asked.set_index("target").loc["russia", "note"] == "not estimable: no sentence mentions russia"
    few = tone.toward(*made, min_sentences=1000, **SURE)
    assert few[few["target"] == "police"]["estimate"].isna().all()


def test_the_same_seed_gives_the_same_table(made):
    pd.testing.assert_frame_equal(tone.over_time(*made, **SURE), tone.over_time(*made, **SURE))


def toward_a_target(path):
    """An instrument that is targeted: praise of the police in dark sentences; no targets scored in Russian."""
    articles, sentences, tones = [], [], []
    for k in range(24):
        doc, lang = f"t{k:02}", "en" if k < 12 else "ru"
        name = "linear-en" if lang == "en" else "linear-ru"
        articles.append({"doc_id": doc, "source_id": f"o{k % 6}", "lang": lang, "published": "2022-02-02"})
        for sent, mentions in enumerate((["police"], ["police", "president"], [])):
            key = {"doc_id": doc, "sent": sent}
            sentences.append({**key, "lang": lang, "mentions": mentions})
            tones.append({**key, "instrument": name, "valence": -0.4})
            if lang == "en":
                scored = {"police": 0.6, "president": 0.1 * (k % 3)}
                tones += [{**key, "instrument": name, "target": t, "valence": scored[t]} for t in mentions]
    corpus = write_corpus(path, articles=articles, sentences=sentences, tone=tones)
    found = corpus.sql("select * from articles order by doc_id")
    return corpus, found.assign(outlet=found["source_id"], side="state", **{"class": "state"})


def test_tone_toward_the_target_is_taken_where_it_was_measured(tmp_path):
    corpus, articles = toward_a_target(tmp_path / "c")
    table = tone.toward(corpus, articles, **SURE).set_index(["lang", "target"])
    english, russian = table.loc["en"], table.loc["ru"]
    assert english["basis"].to_dict() == {
        "all sentences": "sentence",
        "police": "target",
        "president": "target",
    }
    assert english["estimate"].to_dict() == pytest.approx(
        {"all sentences": -0.4, "police": 0.6, "president": 0.1}
    )
    assert english["n_sentences"].to_dict() == {"all sentences": 36, "police": 24, "president": 12}
    # Russian was scored by whole sentences only: that is said, and is another number
    assert russian["basis"].unique().tolist() == ["sentence"]
    assert russian["estimate"].tolist() == pytest.approx([-0.4] * 3)
    # no other figure takes a target's score for a sentence's
    assert tone.by_source(corpus, articles)["estimate"].tolist() == pytest.approx([-0.4] * 12)
    assert tone.instruments_table(corpus, articles).query("kind == 'coverage'")["n"].tolist() == [36, 36]


@pytest.mark.parametrize("verb", ["by_source", "over_time", "by_voice", "toward", "word_shift"])
def test_an_empty_selection_is_an_empty_table(made, verb):
    corpus, articles = made
    assert getattr(tone, verb)(corpus, articles.head(0)).empty
    assert tone.instruments_table(corpus, articles.head(0)).empty


@pytest.mark.parametrize("verb", ["over_time", "by_voice", "toward"])
def test_articles_without_the_group_asked_for_say_so(made, verb):
    corpus, articles = made
    table = getattr(tone, verb)(corpus, articles.assign(side=None), group_by="side")
    assert table["note"].tolist() == ["not estimable: none of 48 articles has a side"]
    assert table["estimate"].isna().all()


def test_a_named_instrument_that_does_not_read_a_language_has_no_words_of_it(small):
    table = tone.word_shift(*small, instrument="vader", n_boot=50)
    russian = table[table["lang"] == "ru"]
    assert russian["note"].tolist() == ["not estimable: vader has no scores of Russian (2 articles)"]


def test_worth_is_quoted_from_what_was_measured(monkeypatch):
    measured = pd.DataFrame(
        [
            ("vader", "en", "Set one (half)", 100, 0.5, 0.4, 0.6, False),
            ("vader", "en", "Set two", 2000, 0.41, 0.405, 0.5, False),
            ("vader", "en", "Set three", 300, 0.45, 0.4, 0.5, False),
            ("vader", "en", "its own", 300, 0.9, 0.8, 0.95, True),
            ("lexicon-ru", "ru", "seen", 300, 0.9, 0.8, 0.95, True),
        ],
        columns=["instrument", "lang", "dataset", "n", "macro_f1", "macro_f1_low", "macro_f1_high", "seen"],
    )
    monkeypatch.setattr("kzlib.instruments.validity.measured", lambda: measured)
    table = pd.DataFrame(
        [
            ("ru", "mine", 0.1),
            ("en", "vader", 0.1),
            ("combined", "vader + mine", 0.1),
            ("kk", "lexicon-kk", np.nan),
        ],
        columns=["lang", "instrument", "estimate"],
    )
    assert tone.worth(table) == (
        "Measured worth (macro-F1): vader 0.41 (0.41–0.50; Set two, n 2,000) to 0.50 (0.40–0.60; Set one, n 100); "
        "mine not measured (`kzlib validate` does)."
    )
    lexicon = pd.DataFrame({"lang": ["ru"], "lexicon": ["lexicon-ru"], "estimate": [0.1]})
    assert tone.worth(lexicon).endswith("lexicon-ru 0.90 (0.80–0.95; seen, n 300), seen when it was made.")
    assert tone.worth(table.head(0)) == "No instrument measured this."


def test_articles_without_a_known_outlet_say_so(made):
    corpus, articles = made
    table = tone.by_source(corpus, articles.assign(outlet=None))
    assert table["note"].tolist() == ["not estimable: none of 48 articles has a known outlet"]
    assert tone.word_shift(corpus, articles.assign(outlet=None))["estimate"].isna().all()
