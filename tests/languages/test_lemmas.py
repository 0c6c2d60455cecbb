"""Dictionary forms in three languages."""

import pytest

from kzlib.errors import UsageError
from kzlib.languages import lemmas


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("қалаларымыздың", "қала"),
        ("кітабы", "кітап"),
        ("халқының", "халық"),
        ("еліміздегі", "ел"),
        ("тоқаевтың", "тоқаев"),
        ("партиясынан", "партия"),
        ("айтпады", "айт"),
        ("келетін", "кел"),
        ("қабылданған", "қабылда"),
        ("оқиды", "оқы"),
        ("тауып", "тап"),
        ("сайлауға", "сайлау"),
        ("оларға", "ол"),
        ("жақсы", "жақсы"),
        ("бала", "бала"),
        ("басты", "басты"),
        ("ақш-тың", "ақш"),
        ("премьер-министрдің", "премьер-министр"),
        ("қазақстан", "қазақстан"),
    ],
)
def test_kazakh(word: str, lemma: str) -> None:
    assert lemmas([word], "kk") == [lemma]


def test_the_vocabulary_is_the_evidence_for_unlisted_stems() -> None:
    names = ["смайыловқа", "смайыловтың", "смайылов", "смайыловпен"]
    assert set(lemmas(names, "kk")) == {"смайылов"}


def test_russian_and_english() -> None:
    assert lemmas(["выборов", "людям", "казахстанских"], "ru") == ["выборы", "человек", "казахстанский"]
    assert lemmas(["protesters", "elections", "said"], "en") == ["protester", "election", "say"]


@pytest.mark.parametrize("lang", ["en", "ru", "kk", "other"])
def test_one_lemma_a_word_and_tags_stay(lang: str) -> None:
    given = ["#қантар", "@azattyq", "x", "ъ", "covid-19", "-", ""]
    found = lemmas(given, lang)
    assert len(found) == len(given) and found[:2] == given[:2]


def test_an_unknown_language_is_the_callers_error() -> None:
    with pytest.raises(UsageError, match="en, ru or kk"):
        lemmas(["сөз"], "ky")


def test_kazakh_gold(shared) -> None:
    gold = [
        (row[1].lower(), row[2].lower())
        for line in (shared / "data/language/kk_ktb.conllu").read_text(encoding="utf-8").splitlines()
        if len(row := line.split("\t")) == 10 and row[0].isdigit() and row[3] not in ("PUNCT", "SYM", "NUM")
    ]
    found = lemmas([form for form, _ in gold], "kk")
    assert sum(a == b for a, (_, b) in zip(found, gold, strict=True)) / len(gold) > 0.85


def test_the_corpus_knows_names_that_no_dictionary_has() -> None:
    assert lemmas(["токаева", "токаев"], "ru") == ["токаев", "токаев"]
    assert lemmas(["машина", "машин"], "ru") == ["машина", "машина"]
    assert lemmas(["uyghurs", "uyghur", "media", "Kazakhstan".lower()], "en") == [
        "uyghur",
        "uyghur",
        "media",
        "kazakhstan",
    ]


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("банк", "банктер банкке банкі банкінің банкіге банктегі"),
        ("митинг", "митингтер митингке митингі митингіні митингіде"),
        ("факт", "фактілер фактісі фактіге"),
        ("съезд", "съезде съезі съезінде съездің"),
        ("ауыл", "аулы аулында ауылдың"),
        ("отырар", "отырарда отырардың"),
        ("тендер", "тендері тендерлер"),
    ],
)
def test_kazakh_loans_take_front_endings_and_a_linking_vowel(lemma: str, forms: str) -> None:
    assert {found for form in forms.split() for found in lemmas([form], "kk")} == {lemma}


@pytest.mark.parametrize(
    "name", ["қарағанды", "дариға", "мұхтар", "талғар", "ата", "шығын", "абақты", "сатыбалды"]
)
def test_listed_kazakh_nouns_are_whole(name: str) -> None:
    assert lemmas([name], "kk") == [name]


def test_kazakh_passives_go_to_the_active_verb() -> None:
    assert lemmas(["жарияланды", "табылды", "ашылды", "жабылған"], "kk") == ["жарияла", "тап", "аш", "жап"]


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("астана", "астаны астане астану астаной"),
        ("костанай", "костаная костанаю костанаем"),
        ("наурыз", "наурыз наурыза наурызом"),
        ("оралман", "оралманов оралманами"),
        ("садыков", "садыков садыкова садыковым"),
        ("масанчи", "масанчи"),
    ],
)
def test_kazakhstans_names_are_declined_in_russian(lemma: str, forms: str) -> None:
    assert {found for form in forms.split() for found in lemmas([form], "ru")} == {lemma}


def test_english_forms_that_the_dictionary_has_wrong() -> None:
    assert lemmas(["worse", "wales", "goods"], "en") == ["bad", "wales", "goods"]
