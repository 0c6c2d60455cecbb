"""``kzlib validate`` and ``kzlib sample``."""

import json

import numpy as np
import pandas as pd
import pytest

from kzlib.cli import main
from tests.corpora import write_corpus
from tests.instruments.test_coding import corpus_with_texts


def run(*args):
    with pytest.raises(SystemExit) as done:
        main([str(arg) for arg in args])
    return done.value.code


@pytest.fixture
def labels(tmp_path):
    path = tmp_path / "labels.csv"
    frame = pd.DataFrame({"text": ["A good plan.", "A bad plan.", "A plan."], "label": ["positive", -1, 0]})
    frame.to_csv(path, index=False)
    return path


def test_json_has_the_promised_keys(labels, capsys):
    assert run("validate", "vader", labels, "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert {
        "n",
        "accuracy",
        "macro_f1",
        "macro_f1_low",
        "macro_f1_high",
        "confusion",
        "coverage",
        "lang",
    } <= set(row)
    assert row["accuracy"] == row["macro_f1"] == 1.0
    assert row["confusion"] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_the_card_for_people(labels, capsys):
    assert run("validate", "vader", labels) == 0
    out = capsys.readouterr().out
    assert "macro_f1" in out
    assert "coverage" in out


def test_a_bad_label_is_exit_1_and_an_unknown_instrument_exit_2(labels, tmp_path, capsys):
    bad = tmp_path / "bad.csv"
    bad.write_text("text,label\na,great\n")
    assert run("validate", "vader", bad) == 1
    assert "row 2" in capsys.readouterr().err
    assert run("validate", "vadre", labels) == 2


def test_a_spreadsheets_labels_are_read_as_the_plain_ones(labels, capsys):
    assert run("validate", "vader", labels) == 0
    plain = capsys.readouterr().out
    frame = pd.read_csv(labels)
    frame.to_csv(labels, index=False, sep=";", encoding="utf-8-sig", lineterminator="\r\n")
    assert run("validate", "vader", labels) == 0
    assert capsys.readouterr().out == plain


def test_a_text_with_a_bare_comma_is_refused_by_its_row(tmp_path, capsys):
    path = tmp_path / "x.csv"
    path.write_text("text,label\nGreat success, they said,1\nTerrible crisis, says minister,-1\nA, b,0\n")
    assert run("validate", "vader", path) == 1
    assert "row 2 has 3 cells where the header has 2" in capsys.readouterr().err


def test_lang_fills_empty_cells_and_is_refused_as_score_refuses_it(tmp_path, capsys):
    path = tmp_path / "x.csv"
    path.write_text("text,label,lang\nGood plan,1,\nBad,-1,EN\n")
    assert run("validate", "vader", path, "--lang", "en", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["n"] == 2 and row["lang"] == "en" and row["accuracy"] == 1.0
    assert run("validate", "vader", path, "--lang", "EN") == 2
    assert "does not read 'EN'" in capsys.readouterr().err


def test_ones_own_weights_make_no_sample(tmp_path, labels, capsys):
    path = tmp_path / "weighted.csv"
    path.write_text("text,label,weight\nA good plan.,1,2.0\nA bad plan.,1,1\n")
    assert run("validate", "vader", path, "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["accuracy"] == pytest.approx(2 / 3, abs=1e-6)
    assert run("validate", "vader", path) == 0
    assert "the measures are weighted, the confusion counts texts" in capsys.readouterr().out
    assert run("validate", "vader", labels, path) == 2
    assert "one file at a time" in capsys.readouterr().err


def test_a_seed_below_0_is_refused(labels, tmp_path, capsys):
    assert run("validate", "vader", labels, "--seed", "-1") == 2
    assert run("sample", tmp_path / "c", "--seed", "-1") == 2
    assert "-1 is not in the range" in capsys.readouterr().err


def test_sample_writes_a_csv_to_code(tmp_path, capsys):
    corpus_with_texts(tmp_path / "c")
    assert run("sample", tmp_path / "c", "-n", "12", "--out", tmp_path / "todo.csv") == 0
    frame = pd.read_csv(tmp_path / "todo.csv")
    assert len(frame) == 12
    assert {"stratum", "weight", "text", "label"} <= set(frame.columns)


@pytest.fixture
def coded(tmp_path):
    """A corpus of two sides by seven outlets, and 240 of its sentences coded by A and, half of them, by B."""
    from kzlib.instruments import coding

    rng = np.random.default_rng(7)
    outlets = {
        "state": ["kazinform", "khabar", "khabar24", "egemen-qazaqstan", "kazpravda", "baq-kz"],
        "independent": ["vlast", "orda", "kaztag", "mediazona-ca", "ulysmedia", "factcheck-kz"],
    }
    tables = {name: [] for name in ("articles", "texts", "tone", "sentences")}
    truth = {}
    for side, names in outlets.items():
        for k in range(10 * len(names)):
            doc = f"{side}{k:02}"
            tables["articles"].append(
                {
                    "doc_id": doc,
                    "source_id": names[k % len(names)],
                    "n_sentences": 4,
                    "published": "2022-05-01",
                }
            )
            for sent in range(4):
                label = int(rng.choice([-1, 0, 1], p=[0.2, 0.3, 0.5] if side == "state" else [0.5, 0.3, 0.2]))
                truth[doc, str(sent)] = label
                key = {"doc_id": doc, "sent": sent}
                word = {-1: "bad", 0: "long", 1: "good"}[label]
                tables["texts"].append({**key, "text": f"A {word} plan {doc} {sent}."})
                tables["tone"].append({**key, "valence": round(0.3 * label + 0.2, 4)})
                tables["sentences"].append(key)
    corpus = write_corpus(tmp_path / "corpus", **tables)
    drawn = coding.sample(corpus, 240).astype(str)
    labels = [truth[key] for key in zip(drawn["doc_id"], drawn["sent"], strict=True)]
    drawn = drawn.assign(label_A=labels, label_B=[*labels[:119], -labels[119], *[""] * 120])
    drawn.to_csv(tmp_path / "coded.csv", index=False)
    return corpus.path, tmp_path / "coded.csv"


def test_a_coded_sample_corrects_the_sides(coded, capsys):
    corpus, file = coded
    assert run("validate", "vader", file, "--corpus", corpus, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    (row,) = found["instruments"]
    assert row["n"] in (239, 240) and row["macro_f1"] > 0.9
    assert found["agreement"]["coders"] == 2 and found["agreement"]["coded_twice"] == 120
    assert 0.9 < found["agreement"]["alpha"] <= 1
    state, independent, gap = found["corrected"]
    assert [state["group"], independent["group"]] == ["state", "independent"]
    assert state["low"] < state["estimate"] < state["high"] < 0.6
    # the instrument is brighter by 0.2 than the labels, and sees a third of the gap
    assert independent["uncorrected"] > 0 > independent["estimate"]
    assert gap["estimate"] > 1.5 * gap["uncorrected"]
    for one in found["corrected"]:
        assert one["high"] - one["low"] <= one["labels_high"] - one["labels_low"] + 1e-9
    assert run("validate", "vader", file, "--corpus", corpus) == 0
    out = capsys.readouterr().out
    assert "Krippendorff's alpha 0.9" in out and "state − independent: +" in out


def test_copies_of_one_name_and_of_a_spreadsheet_are_two_coders(coded, tmp_path, capsys):
    drawn = pd.read_csv(coded[1], dtype=str, keep_default_na=False)
    files = []
    for name in "AB":
        (tmp_path / name).mkdir()
        files.append(tmp_path / name / "s.csv")
        mine = drawn.drop(columns=["label_A", "label_B"]).assign(label=drawn[f"label_{name}"])
        mine.to_csv(files[-1], index=False, sep=";")
    assert run("validate", "vader", *files, "--json") == 0
    copies = json.loads(capsys.readouterr().out)
    assert copies["agreement"]["coders"] == 2 and copies["agreement"]["coded_twice"] == 120
    assert run("validate", "vader", coded[1], "--json") == 0
    assert copies == json.loads(capsys.readouterr().out)
    assert run("validate", "vader", files[0]) == 0
    assert "the measures are weighted, the confusion counts texts" in capsys.readouterr().out


def test_what_a_coded_sample_cannot_do(coded, tmp_path, capsys):
    corpus, file = coded
    few = tmp_path / "few.csv"
    few.write_text("".join(file.read_text().splitlines(keepends=True)[:100]))
    assert run("validate", "vader", few, "--corpus", corpus) == 0
    assert "at least 100 of 5 are needed" in capsys.readouterr().out
    assert run("validate", "linear-en", file, "--corpus", corpus) == 0
    assert "no article of either side that linear-en scored" in capsys.readouterr().out
    other = write_corpus(tmp_path / "other", articles=[{"doc_id": "x"}], sentences=[{"doc_id": "x"}])
    assert run("validate", "vader", file, "--corpus", other.path) == 1
    assert "none of these sentences is in the corpus" in capsys.readouterr().err
    drawn = pd.read_csv(file, dtype=str).drop(columns=["label_A", "label_B"])
    drawn.to_csv(tmp_path / "empty.csv", index=False)
    assert run("validate", "vader", tmp_path / "empty.csv") == 1
    assert "no sentence is coded yet" in capsys.readouterr().err


def test_sample_of_some_languages_and_classes(coded, capsys, tmp_path):
    corpus, _ = coded
    out = tmp_path / "s.csv"
    assert run("sample", corpus, "--lang", "en", "--class", "state", "-n", "120", "--out", out) == 0
    told = capsys.readouterr().err
    assert "en, state: 120 of 6 outlets" in told and "coding.code(" in told
    assert set(pd.read_csv(out)["stratum"].str.split(" / ").str[1]) == {"state"}
    assert run("sample", corpus, "--lang", "kk", "--out", out) == 1
    assert "no article is in this selection" in capsys.readouterr().err
