"""Lexicon instruments: forms, false hits, negation, and users' files."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlib import instruments
from kzlib.errors import KzlibError, UsageError
from kzlib.instruments import lexicon
from kzlib.instruments.kazakh import Stems
from kzlib.instruments.lexicon import Lexicon
from kzlib.instruments.lexicon_files import read


@pytest.mark.parametrize(
    "token, sign",
    [
        ("жақсы", 1),
        ("жақсылар", 1),
        ("жеңістеріміз", 1),
        ("жеңісіне", 1),
        ("қайғылы", -1),
        ("аурулардың", -1),
        ("аурухана", 0),  # a hospital is not an illness
        ("аурухананың", 0),
        ("нашарлау", -1),
        ("ұнайды", 1),
        ("ұнамайды", -1),
        ("ұнамады", -1),
        ("қауіпсіз", 1),
        ("алып", 0),  # a light verb, whatever a translated lexicon says
        ("берді", 0),
        ("жатыр", 0),
        ("келді", 0),
        ("президенті", 0),
        ("үкімет", 0),
        ("жер", 0),
        ("соғысында", -1),
        ("жеңілді", -1),  # was defeated, not the light one
        ("жеңді", 1),
        ("алдады", -1),
        ("ақталды", 1),
        ("сынды", 0),  # "like", not criticism
        ("ісіне", 0),
        ("журналистер", 0),
        ("жұмыссыздар", -1),
    ],
)
def test_kazakh_forms_and_false_hits(token, sign):
    value = lexicon.built_in("lexicon-kk").valence(token)
    assert (value > 0) - (value < 0) == sign


def test_kazakh_negation_stands_after():
    good, not_good, no_fault = instruments.get("lexicon-kk").score(
        ["Жоба жақсы.", "Жоба жақсы емес.", "Кемшілік жоқ."]
    )[0]
    assert good > 0 > not_good
    assert no_fault > 0


@given(st.text(alphabet="абғдеіңқүұөсмнл", max_size=12))
def test_a_stem_with_anything_behind_it_is_read_without_error(rest):
    value = Stems({"қуану": 1.0, "дос": 1.0}).find("дос" + rest)
    assert value in (-1.0, 0.0, 1.0)


def test_russian_lemmas_negation_and_intensifiers():
    score = instruments.get("lexicon-ru").score
    plain, denied, strong = score(["Это победа.", "Это не победа.", "Очень хороший итог."])[0]
    assert plain > 0 > denied
    assert strong > score(["Хороший итог."])[0][0]
    assert score(["Погибших нет среди пострадавших от взрывов."])[1][0] >= 2


@pytest.mark.parametrize("name", ["lexicon-ru", "lexicon-kk", "linear-ru", "linear-en", "vader"])
@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "a" * 100_000, "1 2 3", "👍", "<b>x</b>"])
def test_anything_is_scored(name, text):
    valence, hits = instruments.get(name).score([text])
    assert -1 <= valence[0] <= 1
    assert hits[0] >= 0


def test_csv_of_a_user(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("word;score\nотлично;5\nтрагед*;-4\nчёрный день;-2,5\n", encoding="utf-8")
    mine = instruments.get(str(path))
    assert (mine.name, mine.languages) == ("lexicon:mine", ("ru",))
    valence, hits = mine.score(["Отлично", "Трагедии и трагедия", "Чёрный день", "Ничего"])
    assert [v > 0 for v in valence] == [True, False, False, False]
    assert hits.tolist() == [1, 2, 1, 0]
    assert instruments.score(["отлично"], "ru", str(path))["valence"][0] > 0


def test_header_is_optional_and_values_are_scaled(tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text("good,3\nbad,-3\n", encoding="utf-8")
    assert read(path) == {"good": 1.0, "bad": -1.0}


def test_liwc_dic(tmp_path):
    path = tmp_path / "mine.dic"
    path.write_text("%\n1\tposemo\n2\tnegemo\n3\tfunction\n%\nhapp*\t1\nsad\t2\nthe\t3\n", encoding="utf-8")
    valence, hits = instruments.get(str(path)).score(["happily", "not happy", "the sad"])
    assert valence[0] > 0 > valence[1]
    assert hits.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    "name, text, says",
    [
        ("a.csv", "word,valence\ngood,1\nbad,much\n", "line 3"),
        ("a.csv", "word,valence\ngood\n", "line 2"),
        ("a.csv", "x,y\na,b\n", "line 1"),
        ("a.csv", "", "empty"),
        ("a.csv", "word,valence\nthe,0\n", "no word has a valence"),
        ("a.csv", "good,nan\n", "line 1"),
        ("a.dic", "1\tposemo\n%\n", "line 1"),
        ("a.dic", "%\n1\tposemo\n%\ngood\t7\n", "line 4"),
        ("a.dic", "%\nposemo\n%\n", "line 2"),
        ("a.dic", "%\n1\tcogproc\n%\ngood\t1\n", "positive"),
        ("a.dic", "%\n1\tposemo\n", "do not end"),
    ],
)
def test_unreadable_lexicons_say_where(tmp_path, name, text, says):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KzlibError, match=says):
        lexicon.load(path)


def test_not_utf8_says_the_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("слово,1\nплохо,-1\n".encode("cp1251"))
    with pytest.raises(KzlibError, match="line 1: not UTF-8"):
        lexicon.load(path)


def test_phrases_match_before_words():
    found = Lexicon({"bad": -1.0, "not bad at all": 1.0}, "en").hits(["not", "bad", "at", "all"])
    assert found == [(0, 4, 1.0)]


def test_the_last_word_of_a_phrase_may_be_a_prefix():
    english = Lexicon({"peace deal*": 1.0, "peace deal breaker": -1.0, "peace dealer": -0.5}, "en")
    assert english.hits(["a", "peace", "deals"]) == [(1, 3, 1.0)]
    assert english.hits(["peace", "deal", "breaker"]) == [(0, 3, -1.0)]
    assert english.hits(["peace", "dealer"]) == [(0, 2, -0.5)]
    assert english.hits(["the", "peace"]) == english.hits(["peace", "talks"]) == []
    assert Lexicon({"чёрный ден*": -1.0}, "ru").hits(["чёрные", "деньки"]) == [(0, 2, -1.0)]
    kazakh = Lexicon({"жек көр*": -1.0}, "kk")
    assert kazakh.hits(["жек", "көреді"]) == [(0, 2, -1.0)]
    assert kazakh.hits(["жекке", "көреді"]) == []


def test_registry():
    table = instruments.available()
    assert {"vader", "vader-nltk", "linear-en", "linear-ru", "lexicon-ru", "lexicon-kk"} <= set(
        table["instrument"]
    )
    for lang in ("en", "ru", "kk"):
        name = instruments.default(lang)
        assert lang in instruments.get(name).languages
    assert instruments.default("ky") is None
    with pytest.raises(UsageError, match="en, ru, kk"):
        instruments.score(["жакшы"], "ky")
    with pytest.raises(UsageError, match="no instrument"):
        instruments.get("nothing")
    with pytest.raises(UsageError, match="targets"):
        instruments.get("linear-en").score(["a", "b"], [None])


def test_a_classifier_whose_files_have_changed_is_loaded_again(tmp_path, monkeypatch):
    monkeypatch.setattr("kzlib.instruments.transformer.load", lambda folder: object())
    (tmp_path / "config.json").write_text("{}")
    first = instruments.get(str(tmp_path))
    assert instruments.get(str(tmp_path)) is first
    (tmp_path / "config.json").write_text('{"a": 1}')
    assert instruments.get(str(tmp_path)) is not first


def signs(name, text):
    """The sign of each sentence's valence."""
    return np.sign(instruments.get(name).score(text.split("|"))[0]).astype(int).tolist()


def test_russian_negation_after_the_noun_and_twice():
    assert signs("lexicon-ru", "Жертв нет.|Нарушений не выявлено.|Жертв и разрушений нет.") == [1, 1, 1]
    assert signs("lexicon-ru", "Нельзя не радоваться.|Он не может не радовать.|Не только хорошо.") == [
        1,
        1,
        1,
    ]
    assert signs("lexicon-ru", "Вряд ли это хорошо.|Он перестал радовать.|Отсутствие нарушений.") == [
        -1,
        -1,
        1,
    ]
    assert signs("lexicon-ru", "Нельзя радоваться.|Никто не рад.|Никто не пострадал.") == [-1, -1, 1]


def test_what_rises_is_judged_by_what_it_is():
    assert signs("lexicon-ru", "Цены на хлеб выросли.|Цены на нефть выросли.|Безработица снизилась.") == [
        -1,
        1,
        1,
    ]
    assert instruments.get("lexicon-ru").score(["Уровень безработицы вырос."])[1].tolist() == [1]


def test_names_are_not_read_as_words():
    assert signs("lexicon-ru", "Суд выслушал Надежду.|Партия «Справедливость».|Надежда есть.") == [0, 0, 1]
    assert signs("lexicon-ru", "Надежда Петрова пришла.") == [0]
    assert signs("lexicon-kk", "Әділет Сейітов келді.|Кеше Бақыт Асанов келді.|Бақыт деген осы.") == [0, 0, 1]


def test_a_fight_against_something_says_nothing():
    assert signs("lexicon-ru", "Борьба с коррупцией.|Противодействие терроризму.|Коррупция.") == [0, 0, -1]


def test_participles_are_words_of_their_own():
    valence = lexicon.built_in("lexicon-ru").valence
    assert (
        valence("заключённых") < 0 == valence("заключили") == valence("расширенное") == valence("вырученные")
    )


def test_phrases_are_found_in_all_forms():
    assert signs("lexicon-ru", "Вызвали скорую помощь.|О ценных бумагах.|После роста цен.") == [0, 0, -1]
    mine = Lexicon({"чёрный день": -1.0}, "ru")
    assert [value for _, _, value in mine.hits(["чёрными", "днями"])] == [-1.0]


def test_kazakh_institutions_and_prices():
    assert signs(
        "lexicon-kk", "Қауіпсіздік кеңесінің отырысы.|Отан соғысының жылдары.|Жаңа орталық пайда болды."
    ) == [
        0,
        0,
        0,
    ]
    assert signs("lexicon-kk", "Баға өсімі байқалды.|Экономикалық өсім байқалды.") == [-1, 1]
