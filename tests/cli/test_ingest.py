"""`kzlib ingest` and `kzlib describe`, as a user types them."""

import json

import pytest

from kzlib import tone
from kzlib.cli import main
from kzlib.corpus import Corpus

ROW = {
    "url": "https://vlast.kz/1",
    "Body": "Roads were closed. People waited for hours in the cold.",
    "Published": "2024-01-05",
}


def run(capsys, *argv):
    with pytest.raises(SystemExit) as stop:
        main([str(arg) for arg in argv])
    said = capsys.readouterr()
    return stop.value.code, said.out, said.err


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "export.jsonl"
    path.write_text(json.dumps(ROW) + "\n")
    return path


def test_ingest_then_describe(capsys, tmp_path, export):
    code, out, _ = run(capsys, "ingest", export, "--out", tmp_path / "c", "--map", "text=Body,date=Published")
    assert code == 0
    assert "1 file, 1 item = 1 article + 0 rejected" in out
    code, out, _ = run(capsys, "describe", tmp_path / "c")
    assert code == 0
    assert "fingerprint" in out
    code, out, _ = run(capsys, "describe", tmp_path / "c", "--json")
    about = json.loads(out)
    assert about["collections"]["mine"]["flow"]["articles"] == 1
    assert about["rows"]["articles"] == 1
    assert about["texts"] is False


def test_a_corpus_is_not_overwritten(capsys, tmp_path, export):
    run(capsys, "ingest", export, "--out", tmp_path / "c")
    code, _, err = run(capsys, "ingest", export, "--out", tmp_path / "c")
    assert code == 1
    assert "--force" in err


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["--out", "c"], 2, "give either PATHS"),
        (["x.csv", "--out", "c", "--map", "text"], 2, "text=Paragraph"),
        (["missing.csv", "--out", "c"], 1, "missing.csv"),
        (["--recipe", "missing.toml", "--out", "c"], 1, "missing.toml"),
    ],
)
def test_bad_calls_are_one_sentence(capsys, tmp_path, monkeypatch, argv, code, said):
    monkeypatch.chdir(tmp_path)
    got, _, err = run(capsys, "ingest", *argv)
    assert got == code
    assert said in err
    assert "Traceback" not in err
    assert not (tmp_path / "c").exists()


def test_describe_says_what_is_no_corpus(capsys, tmp_path):
    code, _, err = run(capsys, "describe", tmp_path)
    assert code == 1
    assert "no corpus" in err


def test_every_option_of_reading_works_with_both(capsys, tmp_path):
    rows = [ROW | {"seen": "yes"}, ROW | {"seen": "no", "url": "https://vlast.kz/2"}]
    export = tmp_path / "export.jsonl"
    export.write_text("".join(json.dumps(row) + "\n" for row in rows))
    options = ["--map", "text=Body", "--where", "seen=yes", "--origin", "excerpt", "--country", "kz", "--raw"]
    options += ["--translated", "vlast.kz", "--lang", "en", "--source", "tengrinews"]
    code, out, _ = run(capsys, "read", export, "--jsonl", *options)
    assert code == 0
    read = json.loads(out)
    code, out, _ = run(capsys, "ingest", export, "--out", tmp_path / "c", *options)
    assert code == 0
    assert "1 file, 2 items = 1 article + 1 rejected" in out
    columns = ["url", "origin", "country", "translated", "lang", "source_id"]
    measured = Corpus.open(tmp_path / "c").sql("select * from articles")[columns].to_dict("records")
    assert measured == [{name: read[name] for name in columns}]


def test_an_outlet_that_is_not_in_the_registry_is_told(capsys, tmp_path, export):
    for command in (["read", export], ["ingest", export, "--out", tmp_path / "c"]):
        code, _, err = run(capsys, *command, "--map", "text=Body", "--source", "tengrinew")
        assert code == 0
        assert "'tengrinew' is no outlet of the registry" in err
        assert err.count("did you mean tengrinews?") == 1


def test_a_recipe_reads_as_it_says(capsys, tmp_path, export):
    recipe = tmp_path / "r.toml"
    recipe.write_text('[[collection]]\nname = "a"\npaths = ["export.jsonl"]\nread = { orgin = "excerpt" }\n')
    code, _, err = run(capsys, "ingest", "--recipe", recipe, "--out", tmp_path / "c")
    assert code == 2
    assert "'orgin' is no option of reading" in err
    code, _, err = run(capsys, "ingest", "--recipe", recipe, "--out", tmp_path / "c", "--raw")
    assert code == 2
    assert "--raw goes with PATHS" in err


def test_a_file_where_a_folder_is_needed_is_told_with_a_remedy(capsys, tmp_path, export):
    code, _, err = run(capsys, "ingest", export, "--map", "text=Body", "--out", export)
    assert code == 1
    assert "Not a directory; a file lies where a folder is needed" in err


@pytest.fixture
def bilingual(tmp_path):
    rows = [
        ROW
        | {"Body": "Roads were closed. It was a terrible and sad day for all of the drivers in the town."},
        {
            "url": "https://vlast.kz/2",
            "Body": "Сегодня в городе открыли новый мост через реку, и первые машины проехали по нему утром.",
        },
    ]
    path = tmp_path / "two.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    (tmp_path / "mine.csv").write_text("word,valence\nroads,1\nsad,-1\n")
    return path


def held(folder):
    corpus = Corpus.open(folder)
    table = corpus.sql(
        "select a.lang, t.instrument, count(*)::int as n from tone t join articles a using (doc_id) "
        "where target is null group by all order by all"
    )
    return corpus, list(table[["lang", "instrument"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("jobs", [1, 2])
def test_other_instruments_score_beside_each_languages_own(capsys, tmp_path, bilingual, jobs):
    options = ["--map", "text=Body", "--jobs", jobs, "--out", tmp_path / "c"]
    options += ["--instrument", "linear-en", "--instrument", tmp_path / "mine.csv", "--instrument", "vader"]
    code, _, err = run(capsys, "ingest", bilingual, *options)
    assert code == 0, err
    corpus, scored = held(tmp_path / "c")
    assert scored == [("en", "lexicon:mine"), ("en", "linear-en"), ("en", "vader"), ("ru", "linear-ru")]
    assert list(corpus.meta["instruments"]) == ["lexicon:mine", "linear-en", "linear-ru", "vader"]
    assert corpus.meta["parameters"]["instruments"] == ["linear-en", "lexicon:mine", "vader"]
    assert str(tmp_path) not in json.dumps(corpus.meta)
    articles = corpus.where()
    assert sorted(set(tone.by_source(corpus, articles)["instrument"])) == ["linear-ru", "vader"]
    for other in ("linear-en", "lexicon:mine"):
        found = tone.by_source(corpus, articles, instrument=other, min_articles=1)
        assert found.loc[found["lang"] == "en", "instrument"].tolist() == [other]
    code, out, _ = run(capsys, "describe", tmp_path / "c")
    assert "lexicon:mine" in out


def test_a_recipe_asks_for_instruments(capsys, tmp_path, bilingual):
    recipe = tmp_path / "r.toml"
    collection = '[[collection]]\nname = "a"\npaths = ["two.jsonl"]\nread = { map = { text = "Body" } }\n'
    recipe.write_text('instruments = ["linear-en", "mine.csv"]\n' + collection)
    assert run(capsys, "ingest", "--recipe", recipe, "--out", tmp_path / "c")[0] == 0
    assert ("en", "lexicon:mine") in held(tmp_path / "c")[1]
    recipe.write_text("instrument = []\n" + collection)
    code, _, err = run(capsys, "ingest", "--recipe", recipe, "--out", tmp_path / "d")
    assert code == 1
    assert "'instrument' is no key of a recipe" in err


def test_instruments_that_cannot_be_are_told(capsys, tmp_path, bilingual):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "mine.csv").write_text("word,valence\nroads,1\n")
    given = [bilingual, "--map", "text=Body", "--out", tmp_path / "c"]
    code, _, err = run(capsys, "ingest", *given, "--instrument", "vadre")
    assert code == 2
    assert "no instrument 'vadre'" in err
    both = ["--instrument", tmp_path / "mine.csv", "--instrument", tmp_path / "b" / "mine.csv"]
    code, _, err = run(capsys, "ingest", *given, *both)
    assert code == 2
    assert "would both be called lexicon:mine" in err
    assert not (tmp_path / "c").exists()


def test_a_lexicon_scores_the_language_it_is_in_or_none(capsys, tmp_path, bilingual):
    text = (
        "Адал адамдар бар екенін бәріміз білеміз. Ауылдың батырлары кеше кешке дейін қалада болды, сол рас."
    )
    with bilingual.open("a") as file:
        file.write(json.dumps({"url": "https://vlast.kz/3", "Body": text}) + "\n")
    lexicon = tmp_path / "list.csv"
    lexicon.write_text("word,valence\nадал,1\nбатыр,1\nзиян,-1\n")  # no letter that Russian has not
    given = [bilingual, "--map", "text=Body", "--instrument", lexicon]
    code, _, err = run(capsys, "ingest", *given, "--out", tmp_path / "c")
    assert code == 0, err
    assert "list.csv is read as a lexicon of Kazakh; it scores Kazakh articles only\n" in err
    assert [lang for lang, name in held(tmp_path / "c")[1] if name == "lexicon:list"] == ["kk"]
    lexicon.write_text("word,valence\nбатыр,1\nталап,-1\n")  # in the dictionaries of both
    code, _, err = run(capsys, "ingest", *given, "--out", tmp_path / "d")
    assert code == 1
    assert "end the file's name in .en, .ru or .kk, as in list.kk.csv" in err
    assert not (tmp_path / "d").exists()
