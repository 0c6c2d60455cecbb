"""Hand labels correct the sides' tone: against numbers worked by hand and against the figure's own means."""

import csv

import numpy as np
import pandas as pd
import pytest
from corpora import write_corpus

from kzlib import tone
from kzlib.errors import KzlibError
from kzlib.instruments import correction

SURE = {"n_boot": 300, "seed": 1}


def world(rng, outlets=8, articles=20, gap=0.3):
    """Two sides; true labels per sentence, an instrument that is 0.2 too bright and sees half of the tone."""
    tables = {name: [] for name in ("articles", "sentences", "tone")}
    truth, side_of = {}, {}
    for side in ("state", "independent"):
        for o in range(outlets):
            level = rng.normal(gap / 2 if side == "state" else -gap / 2, 0.05)
            for k in range(articles):
                doc, n = f"{side}{o}-{k}", int(rng.integers(1, 6))
                side_of[doc] = side
                tables["articles"].append({"doc_id": doc, "source_id": f"{side}{o}", "n_sentences": n})
                for sent in range(n):
                    label = int(np.clip(np.round(rng.normal(level, 0.6)), -1, 1))
                    truth[doc, sent] = label
                    key = {"doc_id": doc, "sent": sent}
                    tables["sentences"].append(key)
                    value = float(np.clip(0.5 * label + 0.2 + rng.normal(0, 0.2), -1, 1))
                    tables["tone"].append({**key, "valence": round(value, 4)})
    return tables, truth, side_of


def articles_of(corpus, side_of):
    found = corpus.sql("select * from articles order by doc_id")
    side = found["doc_id"].map(side_of)
    return found.assign(outlet=found["source_id"], side=side, **{"class": side})


def code(path, truth, share, rng):
    """Every sentence drawn with the same chance; a row each."""
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["doc_id", "sent", "text", "weight", "label_A", "label_B"])
        for (doc, sent), label in truth.items():
            if rng.random() < share:
                rows.writerow([doc, sent, "x", 1 / share, label, "" if rng.random() < 0.5 else label])
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    rng = np.random.default_rng(4)
    folder = tmp_path_factory.mktemp("corrected")
    tables, truth, side_of = world(rng)
    corpus = write_corpus(folder / "c", **tables)
    return corpus, articles_of(corpus, side_of), truth, code(folder / "coded.csv", truth, 0.4, rng)


def test_the_uncorrected_is_the_figures_own_mean(made):
    corpus, articles, truth, file = made
    table = tone.corrected(corpus, articles, [file], **SURE).set_index("group")
    assert list(table.index) == ["state", "independent", "state − independent"]
    plain = tone.over_time(
        corpus,
        articles.assign(published=pd.Timestamp("2022-01-01")),
        group_by="side",
        period="year",
        n_boot=50,
    ).set_index("group")
    for side in ("state", "independent"):
        assert table.loc[side, "uncorrected"] == pytest.approx(plain.loc[side, "estimate"], abs=1e-12)
        assert table.loc[side, "n_articles"] == plain.loc[side, "n_articles"] == 160
        assert table.loc[side, "n_sentences"] == plain.loc[side, "n_sentences"]
    assert table["n_coders"].tolist() == [2, 2, 2] and table["n_outlets"].tolist() == [8, 8, 16]


def test_the_correction_finds_what_people_would_have_said(made):
    corpus, articles, truth, file = made
    table = tone.corrected(corpus, articles, [file], **SURE).set_index("group")
    labels = pd.Series(truth).groupby(level=0).mean()
    for side in ("state", "independent"):
        everyone = labels[articles.loc[articles["side"] == side, "doc_id"]].mean()
        assert table.loc[side, "low"] < everyone < table.loc[side, "high"]
        assert abs(table.loc[side, "uncorrected"] - everyone) > 0.1
    assert table.loc["state − independent", "low"] > 0


def test_labelling_everything_gives_the_labels_and_any_lambda(made, tmp_path):
    corpus, articles, truth, _ = made
    file = code(tmp_path / "all.csv", truth, 1.0, np.random.default_rng(0))
    table = tone.corrected(corpus, articles, [file], **SURE).set_index("group")
    labels = pd.Series(truth).groupby(level=0).mean()
    for side in ("state", "independent"):
        everyone = labels[articles.loc[articles["side"] == side, "doc_id"]].mean()
        assert table.loc[side, "labels_only"] == pytest.approx(everyone, abs=1e-12)
        assert table.loc[side, "estimate"] == pytest.approx(everyone, abs=1e-12)


def test_refused_without_enough(made, tmp_path):
    corpus, articles, truth, file = made
    few = tmp_path / "few.csv"
    few.write_text("".join(file.read_text().splitlines(keepends=True)[:60]))
    table = tone.corrected(corpus, articles, [few], **SURE)
    assert table["estimate"].isna().all() and table["uncorrected"].notna().all()
    assert table["note"].str.contains(f"at least {correction.MIN_LABELS} of {correction.MIN_OUTLETS}").all()
    one = articles[articles["side"] == "state"]
    assert tone.corrected(corpus, one, [file], **SURE)["group"].tolist() == ["state"]
    assert tone.corrected(corpus, articles.assign(side=None), [file], **SURE).empty


def test_labels_of_another_corpus(made, tmp_path):
    corpus, articles, _, _ = made
    other = code(tmp_path / "other.csv", {("x", 0): 1}, 1.0, np.random.default_rng(0))
    with pytest.raises(KzlibError, match=r"other\.csv: none of these sentences is in the corpus"):
        tone.corrected(corpus, articles, [other])


def test_beside_the_outlets(made):
    corpus, articles, _, file = made
    plain = tone.by_source(corpus, articles)
    table = tone.by_source(corpus, articles, coded=[file], **SURE)
    pd.testing.assert_frame_equal(table[plain.columns].head(len(plain)), plain)
    assert table["group"].dropna().tolist() == ["state", "independent", "state − independent"]
    assert not table.loc[table["group"].notna(), "drawn"].any()


def test_coverage_of_means_over_articles_by_simulation():
    """As tone.corrected does it: articles scored whole, sentences labelled with weight 1 / (chance × article's length)."""
    rng = np.random.default_rng(11)
    covered, runs, share = 0, 200, 0.3
    for seed in range(runs):
        n = rng.integers(1, 6, (10, 20))  # sentences of each outlet's articles
        outlet, article = np.repeat(np.arange(10), n.sum(axis=1)), np.repeat(np.arange(200), n.ravel())
        level = rng.normal(0, 0.1, 10)[outlet] - 0.1 * (n.ravel()[article] - 3)  # long articles are darker
        label = np.clip(np.round(rng.normal(level, 0.6)), -1, 1)
        valence = np.clip(0.5 * label + 0.2 + rng.normal(0, 0.2, len(label)), -1, 1)
        frame = pd.DataFrame(
            {"group": "g", "outlet": outlet, "article": article, "label": label, "valence": valence}
        )
        scored = frame.groupby(["group", "outlet", "article"], as_index=False)["valence"].mean()
        drawn = rng.random(len(frame)) < share
        labelled = frame[drawn].assign(weight=1 / share / n.ravel()[article[drawn]])
        row = correction.corrected(labelled, scored, n_boot=200, seed=seed).iloc[0]
        covered += row["low"] <= 0 <= row["high"]  # lengths and levels are symmetric about 0
    assert 0.90 <= covered / runs <= 1.0
