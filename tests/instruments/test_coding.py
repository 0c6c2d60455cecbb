"""Sampling for hand coding, agreement, and the correction by hand labels."""

import numpy as np
import pandas as pd
import pytest

from kzlib.errors import KzlibError
from kzlib.instruments import coding
from tests.corpora import write_corpus


def corpus_with_texts(path, n=40):
    articles, texts, tone = [], [], []
    for i in range(n):
        doc = f"d{i:02}"
        articles.append({"doc_id": doc, "source_id": "tengrinews" if i % 2 else "inform"})
        for sent in range(3):
            texts.append({"doc_id": doc, "sent": sent, "text": f"Sentence {sent} of article {i}."})
            tone.append({"doc_id": doc, "sent": sent, "valence": (-0.5, 0.0, 0.5)[(i + sent) % 3]})
    sentences = [{"doc_id": row["doc_id"], "sent": row["sent"]} for row in texts]
    return write_corpus(path, articles=articles, texts=texts, tone=tone, sentences=sentences)


def test_sample_is_stratified_and_weighted(tmp_path):
    corpus = corpus_with_texts(tmp_path / "c")
    drawn = coding.sample(corpus, 30, seed=1)
    assert len(drawn) == 30
    assert not drawn.duplicated(["doc_id", "sent"]).any()
    assert drawn["weight"].sum() == pytest.approx(120)  # the weights rebuild the population
    assert drawn["label"].eq("").all()
    pd.testing.assert_frame_equal(drawn, coding.sample(corpus, 30, seed=1))
    assert set(drawn["doc_id"] + drawn["sent"].astype(str)) != set(
        (other := coding.sample(corpus, 30, seed=2))["doc_id"] + other["sent"].astype(str)
    )


def test_asking_for_more_than_there_is_draws_all(tmp_path):
    drawn = coding.sample(corpus_with_texts(tmp_path / "c"), 10_000)
    assert len(drawn) == 120
    assert drawn["weight"].eq(1).all()


def test_a_corpus_without_texts_is_refused(tmp_path):
    corpus = write_corpus(tmp_path / "c", articles=[{"doc_id": "d"}], sentences=[{"doc_id": "d"}])
    with pytest.raises(KzlibError, match="--keep-text"):
        coding.sample(corpus)


def test_a_stratum_does_not_tell_the_machines_tone(tmp_path):
    drawn = coding.sample(corpus_with_texts(tmp_path / "c"), 60)
    assert not drawn["stratum"].str.contains("positive|negative|neutral").any()
    assert drawn["stratum"].str.rsplit(" / ", n=1).str[1].isin(list("abc")).all()
    assert drawn["stratum"].nunique() == 6


def test_too_few_for_the_strata_or_nothing_selected(tmp_path):
    corpus = corpus_with_texts(tmp_path / "c")
    with pytest.raises(KzlibError, match="fewer than the 6 strata"):
        coding.sample(corpus, 5)
    with pytest.raises(KzlibError, match="no article"):
        coding.sample(corpus, 50, articles=corpus.where().head(0))


def test_a_sentence_in_another_language_is_not_drawn(tmp_path):
    corpus = write_corpus(
        tmp_path / "c",
        articles=[{"doc_id": "d", "lang": "ru"}, {"doc_id": "e", "lang": "other"}],
        texts=[{"doc_id": "d", "sent": k, "text": "x"} for k in (0, 1)] + [{"doc_id": "e", "text": "y"}],
        sentences=[{"doc_id": "d"}],
        tone=[
            {"doc_id": "d", "sent": 0, "instrument": "linear-ru", "valence": 0.5},
            {"doc_id": "d", "sent": 1, "instrument": "vader", "valence": 0.5},
        ],
    )
    drawn = coding.sample(corpus, 10).sort_values(["doc_id", "sent"])
    assert drawn[["doc_id", "sent"]].to_numpy().tolist() == [["d", 0], ["e", 0]]


def test_enough(tmp_path):
    table = coding.enough(coding.sample(corpus_with_texts(tmp_path / "c"), 30))
    assert table["n"].tolist() == [15, 15] and not table["enough"].any()


HEAD = "doc_id,sent,text,weight"


def written(path, *lines, head=HEAD, encoding="utf-8"):
    path.write_text("\n".join([head, *lines]) + "\n", encoding=encoding)
    return path


def test_codings_of_columns_and_of_files(tmp_path):
    one = written(
        tmp_path / "one.csv", "d,0,x,2,1,neutral", "d,1,y,2,skip,-1", head=f"{HEAD},label_A,label_B"
    )
    both = coding.codings(one)
    assert both[["item", "coder", "label"]].to_numpy().tolist() == [
        ["d 0", "A", 1],
        ["d 0", "B", 0],
        ["d 1", "B", -1],
    ]
    table = coding.labels(both)
    assert table["label"].tolist() == [0.5, -1] and table["n_coders"].tolist() == [2, 1]
    assert table["sent"].tolist() == [0, 1] and table["weight"].tolist() == [2, 2]
    files = [written(tmp_path / f"{name}.csv", "d,0,x,2,1", head=f"{HEAD},label") for name in ("ann", "bo")]
    assert coding.codings(*files)["coder"].tolist() == ["ann", "bo"]
    assert coding.codings(files[0])["coder"].tolist() == [""]


def test_files_of_one_name_are_coders_apart(tmp_path):
    for folder, label in (("x/ann", 1), ("x/bo", 0), ("y/bo", -1)):
        (tmp_path / folder).mkdir(parents=True)
        written(tmp_path / folder / "s.csv", f"d,0,x,2,{label}", head=f"{HEAD},label")
    ann, bo, other = (tmp_path / name / "s.csv" for name in ("x/ann", "x/bo", "y/bo"))
    both = coding.codings(ann, bo)
    assert both["coder"].tolist() == ["ann/s.csv", "bo/s.csv"]
    assert coding.labels(both)["n_coders"].tolist() == [2]
    assert coding.codings(ann, bo, other)["coder"].tolist() == ["x/ann/s.csv", "x/bo/s.csv", "y/bo/s.csv"]
    with pytest.raises(KzlibError, match="is given twice"):
        coding.codings(ann, bo, tmp_path / "x" / "bo" / ".." / "ann" / "s.csv")


def test_a_weight_alone_makes_no_sample():
    assert coding.is_sample(pd.DataFrame(columns=[*HEAD.split(","), "label"]))
    assert not coding.is_sample(pd.DataFrame(columns=["text", "label", "weight"]))


def test_a_spreadsheets_csv_is_read(tmp_path):
    head = HEAD.replace(",", ";") + ";label"
    path = written(tmp_path / "x.csv", "d;0;a, b;2,5;−1", "d;1;c;2,5;1.0", head=head, encoding="utf-8-sig")
    table = coding.codings(path)
    assert table["weight"].tolist() == [2.5, 2.5] and table["label"].tolist() == [-1, 1]


@pytest.mark.parametrize(
    "line, told",
    [
        ("d,0,x,2,2", r"row 2: label is '2'; use -1 0 1"),
        ("d,0,x,,1", r"row 2: weight is ''"),
        ("d,0,x,inf,1", r"row 2: weight is 'inf'"),
        ("\n,,,,\nd,0,x,2,good", r"row 4: label is 'good'"),
        ("d,0,x, y,2,1", "row 2 has 6 cells where the header has 5"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, line, told):
    with pytest.raises(KzlibError, match=told):
        coding.codings(written(tmp_path / "x.csv", line, head=f"{HEAD},label"))


def test_files_that_are_no_samples(tmp_path):
    with pytest.raises(KzlibError, match="no column 'doc_id'"):
        coding.codings(written(tmp_path / "x.csv", "1", head="a"))
    with pytest.raises(KzlibError, match="no column label"):
        coding.codings(written(tmp_path / "x.csv", "d,0,x,2"))
    with pytest.raises(KzlibError, match="UTF-8"):
        coding.codings(written(tmp_path / "x.csv", "d,0,дом,2,1", head=f"{HEAD},label", encoding="cp1251"))


def test_alpha_proves_nothing_where_all_is_alike():
    alike = pd.DataFrame({"coder": list("ab"), "item": [1, 1], "label": [0, 0]})
    assert np.isnan(coding.agreement(alike))
    with pytest.raises(KzlibError, match="two coders"):
        coding.agreement(alike.head(1))


def test_alpha_of_a_worked_example():
    # two coders, four items, interval distance: observed 2·1/8, expected over the 8 values −1 −1 −1 0 0 0 1 1
    codings = pd.DataFrame(
        {"coder": list("aaaabbbb"), "item": [1, 2, 3, 4] * 2, "label": [-1, 0, 1, -1, -1, 0, 1, 0]}
    )
    values = codings["label"].to_numpy()
    observed = 1 / 4
    expected = np.mean([(a - b) ** 2 for i, a in enumerate(values) for j, b in enumerate(values) if i != j])
    assert coding.agreement(codings) == pytest.approx(1 - observed / expected)


def world(rng, outlets=12, size=400, share=0.08, effect=0.0, bias=0.2):
    """Sentences whose true tone differs by outlet, scored by an instrument with a bias, some hand-labelled."""
    frames = []
    for outlet in range(outlets):
        level = effect + rng.normal(0, 0.15)
        truth = np.clip(np.round(rng.normal(level, 0.6, size)), -1, 1)
        valence = np.clip(0.6 * truth + bias + rng.normal(0, 0.25, size), -1, 1)
        frames.append(pd.DataFrame({"group": "g", "outlet": str(outlet), "label": truth, "valence": valence}))
    scored = pd.concat(frames, ignore_index=True)
    labelled = scored[rng.random(len(scored)) < share].assign(weight=1 / share)
    return labelled, scored


def test_corrected_is_never_wider_than_the_labels_alone():
    for seed in range(20):
        labelled, scored = world(np.random.default_rng(seed))
        row = coding.corrected(labelled, scored, n_boot=500, seed=seed).iloc[0]
        assert row["high"] - row["low"] <= row["labels_high"] - row["labels_low"] + 1e-12
        assert 0 <= row["lambda_"] <= 1


def test_coverage_by_simulation():
    covered = narrower = wrong = 0
    runs = 120
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        labelled, scored = world(rng)
        row = coding.corrected(labelled, scored, n_boot=300, seed=seed).iloc[0]
        truth = 0.0  # the outlets' levels are drawn around 0
        covered += row["low"] <= truth <= row["high"]
        narrower += row["high"] - row["low"] < row["labels_high"] - row["labels_low"]
        wrong += abs(row["uncorrected"] - truth) > abs(row["estimate"] - truth)
    assert 0.90 <= covered / runs <= 1.0
    assert narrower / runs > 0.5
    assert wrong / runs > 0.9  # the uncorrected mean carries the instrument's bias


def test_gap_and_refusal():
    rng = np.random.default_rng(5)
    parts = [world(rng, effect=0.3), world(rng, effect=-0.3)]
    labelled = pd.concat([part[0].assign(group=name) for part, name in zip(parts, "ab", strict=True)])
    scored = pd.concat([part[1].assign(group=name) for part, name in zip(parts, "ab", strict=True)])
    table = coding.corrected(labelled, scored, n_boot=300).set_index("group")
    assert table.loc["a − b", "low"] > 0
    few = coding.corrected(labelled[labelled["outlet"].isin(["1", "2"])], scored, n_boot=300)
    assert few["note"].str.startswith("not estimable").all()
    assert few["estimate"].isna().all()
    assert few["uncorrected"].notna().all()
