"""Sentences: abbreviations, quotations, dialogue, paragraphs."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlib.languages import sentence_spans, sentences

TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("АбЖж. !?…»”\"'()—\n г1A bс"), st.characters(codec=None)), max_size=60
)


@settings(max_examples=600, deadline=None)
@given(TEXTS, st.sampled_from(["en", "ru", "kk", "other"]))
def test_spans_cover_everything_but_space_in_order(text: str, lang: str) -> None:
    at = 0
    for start, end in sentence_spans(text, lang):
        assert at <= start < end
        assert not text[at:start].strip()
        assert not text[start].isspace() and not text[end - 1].isspace()
        assert "\n" not in text[start:end]
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("en", ["Mr. Lee met Sen. J. P. Orr at 5 p.m. Tuesday.", "They left."]),
        ("en", ["The U.S. Army moved on Jan. 5.", "It rained."]),
        ("en", ["He works in the U.S.", "The pay is good."]),
        ("en", ["“Stop!” Brown said.", "“We will.”", "Nobody moved..."]),
        ("en", ["It cost $3.5 million (see Fig. 2).", "No. 5 won.", "She said no.", "He agreed."]),
        ("en", ["So did I.", "Why?!", "Because."]),
        ("ru", ["В 2021 г. выросли цены.", "Суд г. Алматы отказал."]),
        ("ru", ["Это было в 2021 г.", "Потом всё изменилось."]),
        ("ru", ["Он выделил 5 млрд. тенге на школы, больницы и т.д.", "Больше не дали."]),
        ("ru", ["По ст. 274 УК РК осудили А. С. Ивана.", "Он молчал…", "Суд ушёл."]),
        ("en", ["It began at 5 p.m. Astana time.", "It ended at 7 p.m. Friday."]),
        ("en", ["They met at 5 p.m.", "Protesters gathered there.", "It was 6 a.m. EST."]),
        ("en", ["She flew to Washington, D.C.", "Officials were waiting.", "The D.C. Council voted."]),
        ("en", ["He left Acme Inc.", "Shares fell.", "Acme Inc. Chief Executive Ann Lee left."]),
        ("en", ["He left.[1]", "She stayed.[2][3]", "Nobody came."]),
        ("ru", ["Дело от 5 янв. 2022 г. закрыли, в т.ч. Алматы и область.", "Потом его вернули."]),
        ("ru", ["Завод построили в 90-х гг.", "Потом он закрылся."]),
        ("ru", ["Сбор в 10.00 ч.", "Приходите вовремя.", "По ч. 2 ст. 5 это не запрещено."]),
        ("ru", ["«Кто там?» — спросил он.", "— Мы."]),
        ("ru", ["Он ушёл.", "Она осталась."]),
        ("kk", ["2022 ж. Қазақстан шешім қабылдады.", "Неге?", "Белгісіз."]),
        ("kk", ["Алматы қ. Абай к. 5 үйде Қ.К. Сейіт тұрады.", "– Қайда? – деп сұрады."]),
        ("kk", ["Бюджет 1 млрд. АҚШ долларына жетті, яғни мектеп, жол т.б.", "Содан кейін тоқтады."]),
        ("kk", ["Абай даңғ. 5-үйде тұрады.", "Үй биіктігі 50 м.", "Ол кең."]),
        ("kk", ["Ол «Кім бар?» деді.", "Ешкім үндемеді."]),
    ],
)
def test_joined_sentences_come_apart_again(lang: str, wanted: list[str]) -> None:
    assert sentences(" ".join(wanted), lang) == wanted


def test_a_line_is_a_paragraph() -> None:
    assert sentences("Бас тақырып\n\nБірінші сөйлем. Екінші", "kk") == [
        "Бас тақырып",
        "Бірінші сөйлем.",
        "Екінші",
    ]


def test_a_missing_space_parts_sentences_but_not_names() -> None:
    assert sentences("Он ушёл.Она осталась.", "ru") == ["Он ушёл.", "Она осталась."]
    assert sentences("Как пишет Vlast.Kz сегодня.", "ru") == ["Как пишет Vlast.Kz сегодня."]


def test_spans_of_kazakh_gold(shared) -> None:
    texts = [
        line.split("=", 1)[1].strip()
        for line in (shared / "data/language/kk_ktb.conllu").read_text(encoding="utf-8").splitlines()
        if line.startswith("# text =")
    ]
    ends, gold = 0, set()
    for text in texts:
        ends += len(text)
        gold.add(ends)
        ends += 1
    found = {end for _, end in sentence_spans(" ".join(texts), "kk")}
    assert 2 * len(found & gold) / (len(found) + len(gold)) > 0.97


@pytest.mark.parametrize(
    "unit", ["т. ", "Dr. A ", "г. Ж. ", "А.", "аб.Аб", "5 млн. АҚШ ", "(. ", "!" * 9 + " a", '." (']
)
def test_a_giant_line_takes_no_giant_time(unit: str) -> None:
    start = time.process_time()
    for lang in ("en", "ru", "kk"):
        sentence_spans(unit * (100_000 // len(unit)), lang)
    assert time.process_time() - start < 6
