"""Which language: ours, in every spelling; neighbours are other."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlib.languages import detect
from kzlib.languages.detect import _LATIN_WORD, script_words
from kzlib.languages.normalise import MARKS, fold, normalise, scan


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("kk", "Үкімет жаңа заң жобасын мәжіліске жіберді."),
        ("kk", "Укимет жана зан жобасын мажилиске жиберди, халык кутип отыр"),
        ("kk", "Úkimet jańa zań jobasyn májiliske jiberdi"),
        ("kk", "Ükımet jaña zañ jobasyn mäjılıske jıberdı"),
        ("kk", "Ukimet zhana zan zhobasyn mazhiliske zhiberdi, halyk kutip otyr"),
        ("ru", "Правительство направило новый законопроект в мажилис."),
        ("ru", "Токаев прибыл в Астану"),
        ("en", "The government sent a new bill to the Majilis."),
        ("en", "Kazakhstan: Tokayev visits Zhanaozen"),
        ("en", "KAZAKHSTAN VOTES"),
        ("en", "Kazakh tenge"),
        ("en", "Mukhtar Ablyazov"),
        ("kk", "Нұрсұлтан Назарбаев"),
        ("ru", "Аким Алматы"),
        ("other", "Президент України"),
        ("other", "Президентът на Казахстан"),
        ("other", "Президенти Тоҷикистон Эмомалӣ Раҳмон"),
        ("other", "Polis protestocuları gözaltına aldı"),
        ("other", "Qazaxıstan Prezidenti"),
        ("other", "Proteste in Kasachstan"),
        ("other", "Казанда митинг узды"),
        ("other", "Өкмөт жаңы мыйзам долбоорун парламентке жөнөттү деп билдирди басма сөз кызматы."),
        ("other", "Hukumat yangi qonun loyihasini parlamentga yubordi, deb xabar berdi matbuot xizmati."),
        ("other", "Ҳукумат янги қонун лойиҳасини парламентга юборди, деб хабар берди матбуот хизмати."),
        ("other", "Уряд надіслав новий законопроєкт до парламенту, повідомила пресслужба."),
        ("other", "Хөкүмәт яңа закон проектын парламентка җибәрде, диде матбугат хезмәте."),
        ("other", "Hükümet yeni yasa tasarısını meclise gönderdi ve halk bekliyor."),
        ("other", "Die Regierung hat dem Parlament ein neues Gesetz vorgelegt und wartet."),
        ("other", "Le gouvernement a envoyé un nouveau projet de loi au parlement hier."),
        ("other", "ۇكىمەت جاڭا زاڭ جوباسىن جىبەردى"),
        ("other", "政府向议会提交了新法案"),
        ("other", "2022: 15,4 % — 100"),
        ("other", ""),
    ],
)
def test_examples(lang: str, text: str) -> None:
    assert detect([text]) == [lang]


def test_a_mixed_article_keeps_a_language_for_each_sentence() -> None:
    assert detect(["Президент халыққа жолдау арнады.", "Он пообещал реформы."]) == ["kk", "ru"]


def test_the_answer_does_not_depend_on_the_company() -> None:
    texts = [
        "Жаңа мектеп ашылды.",
        "Новая школа открылась.",
        "A new school opened.",
        "",
        "Жаңы мектеп ачылды, деди ал.",
    ] * 900
    assert detect(texts) == detect(texts[:5]) * 900


def test_odd_characters_do_not_break_it() -> None:
    assert len(detect(["\ud800", "\x00\x01", "🎉🎉", "ъ", "a" * 100_000])) == 5


@pytest.mark.parametrize(
    ("code", "lang", "least"), [("kaz_Cyrl", "kk", 0.99), ("rus_Cyrl", "ru", 0.99), ("eng_Latn", "en", 0.99)]
)
def test_sib200_ours(shared, code: str, lang: str, least: float) -> None:
    assert _share(shared, code, lang) >= least


@pytest.mark.parametrize("code", ["kir_Cyrl", "uzn_Latn"])
def test_sib200_neighbours(shared, code: str) -> None:
    assert _share(shared, code, "kk") < 0.05


def _share(shared, code: str, lang: str) -> float:
    import pandas as pd

    table = pd.read_csv(shared / "data/language/sib200_parallel.csv")
    found = detect(table[table.lang == code].text.tolist())
    return found.count(lang) / len(found)


@given(st.text(alphabet="abZ'’“ 1-_.€", max_size=30))
def test_words_of_ascii_letters_are_those_of_the_pattern(text):
    plain = normalise(text)
    if scan(plain) <= MARKS:
        assert script_words(plain)[1] == _LATIN_WORD.findall(fold(plain))


def test_headlines() -> None:
    """170 headlines of our own, written before the word lists of benchmarks/detect_words.py and not looked at since."""
    with (Path(__file__).parent / "headlines.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found = detect([row["text"] for row in rows])
    for lang in ("en", "ru", "kk", "other"):
        right = [answer == lang for row, answer in zip(rows, found, strict=True) if row["lang"] == lang]
        assert sum(right) / len(right) >= 0.9
