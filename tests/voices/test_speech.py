"""What is speech and what is not, who speaks, and in which role: English, Russian, Kazakh."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzlib import voices
from kzlib.voices import Quotation, quotations


def direct(text: str, lang: str = "en") -> list[tuple[str, str | None]]:
    return [(q.text, q.speaker) for q in quotations(text, lang) if q.direct]


def reported(text: str, lang: str = "en") -> list[tuple[str, str | None]]:
    return [(q.text, q.speaker) for q in quotations(text, lang) if not q.direct]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Prices will fall,” Aida Serik said on Monday.", [("Prices will fall,", "Aida Serik")]),
        ("“Prices will fall,” said Aida Serik, a lawyer in Astana.", [("Prices will fall,", "Aida Serik")]),
        ("Aida Serik, a lawyer in Astana, said: “Prices will fall.”", [("Prices will fall.", "Aida Serik")]),
        ("In Astana, Aida Serik told the board, “Prices will fall.”", [("Prices will fall.", "Aida Serik")]),
        ("“Prices will fall,” said Sen. Aida Serik (D-Ill.).", [("Prices will fall,", "Aida Serik")]),
        (
            "The bank's lawyer, Aida Serik, said “prices will fall soon enough.”",
            [("prices will fall soon enough.", "Aida Serik")],
        ),
        ("“Prices will fall.” — Aida Serik", [("Prices will fall.", "Aida Serik")]),
        (
            "According to Aida Serik, “prices will fall soon enough.”",
            [("prices will fall soon enough.", "Aida Serik")],
        ),
        ("Bolat Omar met Aida Serik, saying, “Prices will fall.”", [("Prices will fall.", "Bolat Omar")]),
        (
            "Aida Serik made this comment:\n\n“Prices will fall before the summer comes.”",
            [("Prices will fall before the summer comes.", "Aida Serik")],
        ),
        ("“Prices will fall,” the ministry said.", [("Prices will fall,", "the ministry")]),
    ],
)
def test_english_speakers(text, expected):
    assert direct(text) == expected


def test_pronouns_are_the_last_speaker():
    text = "“Prices will fall,” said Aida Serik. “It is sure,” she added. He likes tea.\n\n“We all wait,” she said."
    assert [speaker for _, speaker in direct(text)] == ["Aida Serik"] * 3


def test_a_quotation_that_goes_on_after_its_cue_has_the_same_speaker():
    text = "“Prices will fall,” said Aida Serik. “But nobody knows when that will be.”"
    assert [speaker for _, speaker in direct(text)] == ["Aida Serik"] * 2


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("On “The Evening Show,” Aida Serik sang.", "en"),
        ("The film “Red Apples” opened. He read “The Steppe.”", "en"),
        ("The so-called “reform” failed.", "en"),
        ("ТОО «Алма Трейд» открыло магазин.", "ru"),
        ("Партия «Аманат» выдвинула кандидата, заявил депутат.", "ru"),
        ("«Алма Трейд» закрылась, сообщили в фонде.", "ru"),
        ("«Алма Трейд» ЖШС дүкен ашты.", "kk"),
        ("Кеше «Көк төбе» фильмі көрсетілді.", "kk"),
    ],
)
def test_names_and_scare_quotes_are_no_speech(text, lang):
    assert direct(text, lang) == []


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("«Цены вырастут», – заявил министр Ерлан Сапаров.", "ru", [("Цены вырастут", "Ерлан Сапаров")]),
        ("Министр Ерлан Сапаров сказал: «Цены вырастут».", "ru", [("Цены вырастут", "Ерлан Сапаров")]),
        (
            "По словам Анны Ким из фонда «Жер», «дом ещё можно спасти».",
            "ru",
            [("дом ещё можно спасти", "Анны Ким")],
        ),
        (
            "Об этом сказал посол страны в КНДР Болат Ермеков: «Ждём новостей с утра».",
            "ru",
            [("Ждём новостей с утра", "Болат Ермеков")],
        ),
        ("„Цены вырастут“, – сказала Анна Ким.", "ru", [("Цены вырастут", "Анна Ким")]),
        ("«Баға өседі», – деді министр Ерлан Сапаров.", "kk", [("Баға өседі", "Ерлан Сапаров")]),
        ("Ерлан Сапаров: «Баға өседі» деп мәлімдеді.", "kk", [("Баға өседі", "Ерлан Сапаров")]),
        (
            "«Баға көктемде қайта өседі» дейді Ерлан Сапаров.",
            "kk",
            [("Баға көктемде қайта өседі", "Ерлан Сапаров")],
        ),
    ],
)
def test_russian_and_kazakh_speakers(text, lang, expected):
    assert direct(text, lang) == expected


def test_a_russian_dialogue():
    text = (
        "— Когда откроют мост? — спросил журналист.\n\n"
        "— Мост откроют весной, — ответил аким Болат Ермеков. — Деньги уже есть.\n\nМост строят с мая."
    )
    assert [q.text for q in quotations(text, "ru")] == [
        "Когда откроют мост?",
        "Мост откроют весной,",
        "Деньги уже есть.",
    ]
    assert quotations(text, "ru")[2].speaker == "Болат Ермеков"


def test_a_kazakh_dialogue():
    text = "– Көпір көктемде ашылады, – деді әкім Болат Ермеков.\n\nКөпір мамырдан бері салынып жатыр."
    assert direct(text, "kk") == [("Көпір көктемде ашылады,", "Болат Ермеков")]


def test_a_list_with_dashes_is_no_dialogue():
    assert quotations("В программе:\n— концерт;\n— ярмарка;\n— салют.", "ru") == []


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("Aida Serik said that the old bridge was shut.", "en", [("the old bridge was shut", "Aida Serik")]),
        (
            "The mayor told reporters on Monday that the bridge was shut.",
            "en",
            [("the bridge was shut", "The mayor")],
        ),
        (
            "The old bridge is shut, Aida Serik said on Monday.",
            "en",
            [("The old bridge is shut", "Aida Serik")],
        ),
        (
            "The old bridge is shut, according to the ministry.",
            "en",
            [("The old bridge is shut", "the ministry")],
        ),
        (
            "Министр Ерлан Сапаров сообщил, что мост закрыт до весны.",
            "ru",
            [("мост закрыт до весны", "Ерлан Сапаров")],
        ),
        ("Старый мост закрыт, сообщила Анна Ким.", "ru", [("Старый мост закрыт", "Анна Ким")]),
        ("По словам Анны Ким, старый мост закрыт.", "ru", [("старый мост закрыт", "Анны Ким")]),
        (
            "Ескі көпір көктемге дейін жабық деп хабарлады Ерлан Сапаров.",
            "kk",
            [("Ескі көпір көктемге дейін жабық", "Ерлан Сапаров")],
        ),
        (
            "Ерлан Сапаров ескі көпірдің жабылғанын айтты.",
            "kk",
            [("ескі көпірдің жабылғанын", "Ерлан Сапаров")],
        ),
    ],
)
def test_reported_speech(text, lang, expected):
    assert reported(text, lang) == expected
    assert direct(text, lang) == []


def test_words_quoted_within_reported_speech_are_direct():
    found = quotations("Aida Serik said that the old bridge was “a disgrace to us all.”", "en")
    assert [(q.text, q.direct) for q in found] == [
        ("the old bridge was", False),
        ("a disgrace to us all.", True),
    ]


def test_an_outlets_credit_line_is_nobodys_speech():
    assert quotations("Старый мост закрыт до весны, передает Tengrinews.", "ru") == []


@pytest.mark.parametrize(
    ("text", "lang", "role"),
    [
        ("“Prices will fall,” said the minister, Aida Serik.", "en", "official"),
        ("“Prices will fall,” said Aida Serik, an economist at the institute.", "en", "expert"),
        ("“Prices will fall,” said Aida Serik, a resident of Aqtau.", "en", "citizen"),
        ("«Цены вырастут», – сказал аким Болат Ермеков.", "ru", "official"),
        ("«Баға өседі», – деді депутат Болат Ермеков.", "kk", "official"),
        ("“Prices will fall,” said Aida Serik.", "en", "unknown"),
    ],
)
def test_roles(text, lang, role):
    assert [q.role for q in quotations(text, lang)] == [role]


def test_a_role_once_told_holds_for_the_name():
    text = "“Prices will fall,” said the minister, Aida Serik.\n\nIt rained.\n\n“Nobody knows,” Serik said."
    assert [q.role for q in quotations(text, "en")] == ["official", "official"]


def test_a_role_is_told_where_the_name_is_introduced():
    text = "Economist Aida Serik opened the fair. It rained.\n\n“Nobody knows,” Serik told the police."
    assert [(q.speaker, q.role) for q in quotations(text, "en")] == [("Serik", "expert")]


def test_offsets_count_in_the_text_as_given():
    text = "Сөз басы.\r\n\r\n“Prices will fall,” said Aida Serik.\r\n"
    (quote,) = quotations(text, "en")
    assert text[quote.start : quote.end] == quote.text == "Prices will fall,"
    assert quote.cue == "said"
    assert isinstance(quote, Quotation)


def test_attribute_tells_the_voice_of_each_sentence():
    text = "“It is cold.” It snows. “It is cold,” said Aida Serik. Aida Serik said that it snowed all day."
    ends = [
        text.index(" It snows"),
        text.index(" “It is cold,”"),
        text.index(" Aida Serik said that"),
        len(text),
    ]
    spans = list(zip([0, *(end + 1 for end in ends)], ends, strict=False))
    voiced, found = voices.attribute(text, spans, "en")
    assert voiced == [(3, "quotation"), (0, "narration"), (3, "mixed"), (0, "narration")]
    assert [q.direct for q in found] == [True, True, False]


def test_a_quotation_over_sentences_counts_in_each():
    text = "“It is cold. It snows here,” said Aida Serik."
    voiced, _ = voices.attribute(text, [(0, 12), (13, len(text))], "en")
    assert voiced == [(3, "quotation"), (3, "mixed")]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "“",
                "”",
                '"',
                "«",
                "»",
                "'",
                "— ",
                "Aida Serik ",
                "said ",
                "she ",
                "cold ",
                ", ",
                ". ",
                "\n\n",
                "сказал ",
                "что ",
                "деді ",
                "деп айтты ",
            ]
        ),
        max_size=40,
    ),
    st.sampled_from(["en", "ru", "kk", "other"]),
)
def test_any_text_gives_ordered_disjoint_quotations(pieces, lang):
    text = "".join(pieces)
    last = 0
    for quote in quotations(text, lang):
        assert last <= quote.start < quote.end <= len(text)
        assert text[quote.start : quote.end] == quote.text
        assert quote.role in {"official", "civic", "expert", "citizen", "media", "unknown"}
        last = quote.end


@pytest.mark.parametrize(
    ("lang", "text", "said"),
    [
        ("ru", "Токаев отметил, что «Казахстан остаётся надёжным партнёром для всех стран».", "Казахстан остаётся надёжным партнёром для всех стран"),
        ("ru", "«Нет», — ответил министр.", "Нет"),
        ("ru", "Министр ответил: «Никогда».", "Никогда"),
        ("ru", "Он назвал решение «большой ошибкой».", "большой ошибкой"),
        ("kk", "Ол: «Жоқ», – деп жауап берді.", "Жоқ"),
        ("kk", "Мамай: «Кетпеймін!»", "Кетпеймін!"),
        ("en", "The crowd chanted “Old man, go away!”", "Old man, go away!"),
    ],
)  # fmt: skip
def test_short_and_embedded_speech_is_found(lang, text, said):
    assert [quote.text for quote in quotations(text, lang) if quote.direct] == [said]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ru", "«Казахстан темир жолы» сообщила о задержке поездов."),
        ("ru", "Министр сообщил, что «КазМунайГаз» повысит цены."),
        ("ru", "Пожар начался в здании фитнес-клуба «World class», сообщает пресс-служба."),
        ("ru", "Он выиграл «серебро», сообщила федерация."),
        ("ru", "Его судят по статье «Превышение власти», сообщили в суде."),
        ("ru", "Как отметили в «Народном банке Казахстана», прибыль выросла."),
        ("kk", "«Қазақстан темір жолы» компаниясы хабарлады."),
        ("kk", "«Ақ жол» партиясының төрағасы Азат Перуашев айтты."),
        ("kk", "Полиция «лаңкестер» туралы хабарлады."),
    ],
)
def test_names_between_marks_are_no_speech(lang, text):
    assert not [quote for quote in quotations(text, lang) if quote.direct]


@pytest.mark.parametrize(
    ("lang", "text", "role", "speaker"),
    [
        ("ru", "Токаев заявил: «Мы справимся с этим».", "official", "Токаев"),
        ("en", "“We will manage,” Tokayev said.", "official", "Tokayev"),
        ("en", "“We will manage,” said Aida Serik, who had left Tokayev.", "unknown", "Aida Serik"),
        ("ru", "Член рабочей группы Иван Петров сказал, что цены вырастут скоро.", "unknown", "Иван Петров"),
        ("ru", "Пресс-служба министерства сообщила, что авария устранена полностью.", "official", "Пресс-служба"),
        ("en", "“They beat us all,” a protester who asked not to be named told the agency.", "citizen", "a protester"),
        ("kk", "Ішкі істер министрлігінің хабарлауынша, жол жабық болды.", "official", "Ішкі істер министрлігінің"),
    ],
)  # fmt: skip
def test_roles_of_offices_and_persons(lang, text, role, speaker):
    quote = quotations(text, lang)[0]
    assert (quote.role, quote.speaker) == (role, speaker)


@pytest.mark.parametrize(
    ("lang", "text", "reported"),
    [
        ("ru", "Об этом сообщает корреспондент портала со ссылкой на пресс-службу МВД.", []),
        ("ru", "Полицейские задержали сто человек, передаёт корреспондент портала со ссылкой на МВД.",
         [("Полицейские задержали сто человек", "official")]),
        ("ru", "Аналитик сказал, что рынок показывает хорошие результаты, передает Казинформ.",
         [("рынок показывает хорошие результаты", "expert")]),
        ("kk", "Бұл туралы порталға ІІМ-ге сілтеме жасап хабарлайды.", []),
        ("en", "In a tweet, Tokayev wrote, “We are one people.”", []),
        ("en", "Asked if it was true, “Yes,” he said.", []),
    ],
)  # fmt: skip
def test_credits_and_lead_clauses_are_not_reported_speech(lang, text, reported):
    assert [(q.text, q.role) for q in quotations(text, lang) if not q.direct] == reported


def test_whose_words_his_words_are():
    text = (
        "«Мы уйдём», — сказал командир Сергей Петров. По его словам, «приказа не было ни вчера, ни сегодня»."
    )
    assert [quote.speaker for quote in quotations(text, "ru")] == ["Сергей Петров"] * 2
