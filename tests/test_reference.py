"""The reference lists that ship: sound, and right on sentences written for the purpose."""

import itertools

import pandas as pd
import pytest

from kzlib import paths, reference
from kzlib.errors import KzlibError
from kzlib.languages import words
from kzlib.matcher import pattern_complaint
from tests.corpora import write_corpus

EVENT_KINDS = {"disaster", "economy", "election", "government", "law", "media", "protest", "violence"}
ROLES = {"official", "civic", "expert", "citizen", "media", "unknown"}


def test_events_are_dated_sourced_and_worded():
    events = reference.load_events()
    assert len(events) >= 80
    assert events["date"].is_monotonic_increasing
    assert events["date"].notna().all()
    assert (events["until"].isna() | (events["until"] > events["date"])).all()
    assert set(events["kind"]) == EVENT_KINDS
    assert events["evidence_url"].str.match(r"https?://").all()
    assert not events.duplicated(["date", "label"]).any()
    for column in ("words_en", "words_ru", "words_kk"):
        assert (events[column] != "").all()
        assert not [p for cell in events[column] for p in cell.split(";") if pattern_complaint(p)]


def test_event_slugs_are_those_of_the_headlines(shared):
    urls = pd.read_csv(shared / "facts/reference_urls.csv", dtype=str)
    slugs = {slug for cell in reference.load_events()["slugs"] for slug in cell.split(";") if slug}
    assert slugs <= set(urls["event"]) and len(slugs) >= 40


@pytest.mark.parametrize(
    "load", [reference.load_targets, reference.load_topics, reference.load_naming, reference.load_roles]
)
def test_lists_have_no_row_twice_and_three_languages(load):
    table = load()
    assert not table.duplicated().any()
    labels = table[~table.iloc[:, 0].str.startswith("!")]
    assert (labels.groupby(labels.columns[0])["lang"].nunique() == 3).all()


def _event_words():
    events = reference.load_events()
    return [
        p for name in ("words_en", "words_ru", "words_kk") for cell in events[name] for p in cell.split(";")
    ]


@pytest.mark.parametrize(
    "load",
    [
        lambda: reference.load_targets()["pattern"],
        lambda: reference.load_topics()["pattern"],
        lambda: reference.load_naming()["pattern"],
        lambda: reference.load_roles()["pattern"],
        _event_words,
    ],
)
def test_every_pattern_can_be_met(load):
    """A pattern that words() never yields ("prosecutor's") would wait for ever."""
    for pattern in load():
        for spelling in itertools.product(*(word.split("|") for word in pattern.split(" "))):
            plain = [word.rstrip("*").rstrip("-") for word in spelling]
            assert words(" ".join(plain)) == plain, pattern


def test_topics_are_single_words_so_that_the_terms_table_holds_them():
    assert not reference.load_topics()["pattern"].str.contains(" ").any()


def test_roles():
    roles = reference.load_roles()
    assert set(roles["role"]) == ROLES
    assert set(roles["kind"]) == {"title", "organisation", "person", "cue"}
    assert set(roles.loc[roles["role"] == "unknown", "kind"]) == {"cue"}


def targets(text, lang):
    return reference.mentions(words(text), lang)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("President Tokayev met the protesters.", ["president", "protesters"]),
        ("President Putin called from Moscow.", ["russia"]),
        ("The first president left the Majilis.", ["nazarbayev", "parliament"]),
        ("She studies at Nazarbayev University in West Kazakhstan.", []),
        ("The U.S. and the European Union urged restraint; the West waits.", ["west"]),
        ("They told us about the river.", []),
        ("The Russian government replied.", ["russia"]),
        ("Nur Otan and the akim of Almaty", ["local_authorities", "ruling_party"]),
    ],
)
def test_mentions_in_english(text, found):
    assert targets(text, "en") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Токаеву доложили о протестующих.", ["president", "protesters"]),
        ("Президентские выборы прошли.", []),
        ("Президент России Путин позвонил.", ["russia"]),
        ("Дарига Назарбаева покинула сенат.", ["parliament"]),
        ("Судьба города решится.", []),
        ("Премьера фильма в Астане.", []),
        ("Журналистика умирает, журналисты нет.", ["journalists"]),
        ("Полицейские задержали активистку у здания акимата.", ["activists", "local_authorities", "police"]),
        ("Россияне и китайцы торгуют.", ["china", "russia"]),
    ],
)
def test_mentions_in_russian(text, found):
    assert targets(text, "ru") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Тоқаевтың жолдауын журналистер талқылады.", ["journalists", "president"]),
        ("Президенттік сайлау өтті.", []),
        ("Ол көп ақша тапты.", []),
        ("АҚШ-тың елшісі келді.", ["west"]),
        ("Үкімет мәжілісінде министр сөйледі.", ["government"]),
        ("Президент әкімшілігі хабарлады.", ["president"]),
        ("Полицияға наразылық білдірушілер келді.", ["police", "protesters"]),
        ("Батыс Қазақстан облысының әкімі", ["local_authorities"]),
    ],
)
def test_mentions_in_kazakh(text, found):
    assert targets(text, "kk") == found


def test_a_language_without_a_list_mentions_nobody():
    assert reference.mentions(["president"], "other") == []
    assert reference.names(["rioters"], "other") == {}


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("Rioters, not peaceful protesters", "en", {"protesters/rioters", "protesters/peaceful protesters"}),
        ("He is on hunger strike", "en", set()),
        ("Участники январских событий", "ru", {"january-2022/events"}),
        ("Это была попытка государственного переворота", "ru", {"january-2022/coup attempt"}),
        ("Қанды қаңтар туралы", "kk", {"january-2022/bloody january"}),
        ("Украинадағы соғыс", "kk", {"war-in-ukraine/war"}),
        ("специальная военная операция", "ru", {"war-in-ukraine/special operation"}),
        ("Елбасы и глава государства", "ru", {"nazarbayev/Elbasy", "president/head of state"}),
    ],
)
def test_naming(text, lang, found):
    assert {f"{actor}/{variant}" for actor, variant in reference.names(words(text), lang)} == found


def test_of_overlapping_names_the_longest_counts():
    hits = reference.name_hits(["unauthorised", "rally", "and", "rally"], "en")
    assert hits == [("rally", "unauthorised rally", 0, 2), ("rally", "rally", 3, 1)]


def terms(*docs):
    rows = [(f"d{i}", "en", word, 1, 1) for i, text in enumerate(docs) for word in words(text)]
    return pd.DataFrame(rows, columns=["doc_id", "lang", "term", "size", "count"])


def test_topics_of_short_texts():
    found = reference.topics(terms("Fuel prices rise after the vote", "Nothing at all"))
    assert found.values.tolist() == [["d0", "economy", 2], ["d0", "election", 1], ["d1", "none", 0]]


def test_a_long_text_is_not_about_everything_it_touches():
    filler = "quietly they walked along " * 60
    assert reference.topics(terms("court vote " + filler))["topic"].tolist() == ["none"]
    found = reference.topics(terms("court judge trial vote " + filler))
    assert found["topic"].tolist() == ["justice"]


def test_topics_of_nothing():
    empty = terms("").astype({"count": int, "size": int})
    assert reference.topics(empty).empty
    assert list(reference.topics(empty)) == ["doc_id", "topic", "hits"]


def test_an_edited_list_of_topics():
    mine = pd.DataFrame({"topic": ["tea"], "lang": ["en"], "pattern": ["samovar*"]})
    assert reference.topics(terms("Two samovars"), mine)["topic"].tolist() == ["tea"]


def test_topics_of_a_corpus_count_as_those_of_its_terms(tmp_path):
    texts = ["court judge trial vote", "tea and milk", "Prices and tariffs of the bank, the court"]
    table = terms(*texts)
    corpus = write_corpus(
        tmp_path / "c",
        articles=[{"doc_id": f"d{i}"} for i in range(4)],
        terms=table.to_dict("records"),
    )
    articles = pd.DataFrame({"doc_id": [f"d{i}" for i in range(4)]})
    found = reference.article_topics(corpus, articles)
    assert found[["doc_id", "topic", "hits"]].values.tolist() == [
        *reference.topics(table).values.tolist(),
        ["d3", "none", 0],
    ]
    assert found.groupby("doc_id")["share"].sum().round(9).eq(1).all()
    assert reference.article_topics(corpus, articles.iloc[:1])["doc_id"].unique().tolist() == ["d0"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("protest,en,Strike", "line 2: pattern 'Strike' must be in lower case"),
        ("protest,de,streik", "line 2: lang is 'de'; it must be one of en, ru, kk"),
        ("protest,en,st*ike", r"line 2: pattern 'st\*ike': \* may only end a word"),
    ],
)
def test_a_broken_list_names_its_line(tmp_path, row, says):
    path = tmp_path / "topics.csv"
    path.write_text(f"topic,lang,pattern\n{row}\n", encoding="utf-8")
    with pytest.raises(KzlibError, match=says):
        reference.load_topics(path)


def test_files_that_are_no_list(tmp_path):
    with pytest.raises(KzlibError, match="no such reference list"):
        reference.load_targets(tmp_path / "absent.csv")
    (tmp_path / "a.csv").write_text("target,lang\nx,en\n")
    with pytest.raises(KzlibError, match="the column 'pattern' is missing"):
        reference.load_targets(tmp_path / "a.csv")
    (tmp_path / "e.csv").write_text(
        "date,until,label,kind,words_en,words_ru,words_kk,slugs,evidence_url\nMay,,,,,,,,\n"
    )
    with pytest.raises(KzlibError, match="line 2: date is 'May'"):
        reference.load_events(tmp_path / "e.csv")


def test_no_cell_would_run_in_a_spreadsheet():
    for name in ("sources", "events", "targets", "topics", "naming", "roles"):
        table = pd.read_csv(paths.data(f"{name}.csv"), dtype=str, keep_default_na=False)
        for column in table:
            assert not table[column].str.startswith(("=", "+", "-", "@", "\t")).any(), (name, column)
