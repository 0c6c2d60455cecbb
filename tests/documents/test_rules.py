"""Rules know labels, spare sentences, and take no time over strange lines."""

import time

import pytest

from kzlib.documents import rules
from kzlib.documents.clean import clean


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Leave a Reply", "end of page"),
        ("12 comments", "end of page"),
        ("Читайте также", "end of page"),
        ("Көп оқылғандар", "end of page"),
        ("Twitter Embed Tweet", "embed"),
        ("Ваш браузер не поддерживает HTML5", "embed"),
        ("See also: What the Reservoirs Will Hold", "see also"),
        ("Тағы оқыңыз: Су қоймалары туралы", "see also"),
        ("A street in winter. Photo: author", "photo line"),
        ("Фото: пресс-служба акимата", "photo line"),
        ("Сурет: әкімдік", "photo line"),
        ("Подписывайтесь на наш канал", "share or follow"),
        ("Telegram каналымызға жазылыңыз", "share or follow"),
        ("© 2024 The Daily. All rights reserved.", "copyright"),
        ("При использовании материалов ссылка обязательна", "copyright"),
        ("This site uses cookies to improve your experience.", "cookie notice"),
        ("You are commenting with a WordPress.com account. Log Out / Change )", "form"),
        ("XS", "service line"),
        ("Просмотров: 1284", "service line"),
        ("$ 447.12 € 480.05 ₽ 4.81", "numbers"),
        ("(9/3 – 125)", "numbers"),
        ("This story was originally published by The Daily.", "republication note"),
        ("Reporting by A. Sample; Editing by B. Sample", "credit line"),
    ],
)
def test_labels(line: str, name: str) -> None:
    rule = rules.rule_of(line)
    assert rule is not None
    assert rule.name == name


@pytest.mark.parametrize(
    "line",
    [
        "The road, which was created in 2010, is now the largest project in the region.",
        "A video by a witness shows two men at the door of the shop.",
        "The opinions of the villagers do not matter to the company, a farmer said.",
        "При использовании газа зимой жителям нужно проверять дымоход.",
        "People find him on Facebook and bring him their broken radios.",
        "She has read more than a thousand letters since then.",
        "The minister wants to improve the country's image: he will travel to nine capitals.",
        "Мнения экспертов о реформе пока не совпадают.",
        "По словам фотографа, снимок был сделан утром.",
    ],
)
def test_sentences_are_spared(line: str) -> None:
    assert rules.rule_of(line) is None


@pytest.mark.parametrize(
    "piece",
    [
        ",",
        ".",
        "a",
        "1",
        "1 ",
        "$1 ",
        ", a",
        "«",
        "(",
        "—",
        "a1",
        "ab ",
        ". ",
        "usd ",
        "1:1",
        "A b ",
        "a,",
        "\u0301",
        "<",
        "Aa",
    ],
)
def test_no_line_takes_long(piece: str) -> None:
    begin = time.perf_counter()
    for size in (50, 300, 600, 5000):
        clean(
            f"Title of it all\n\n{(piece * size)[:size]}\n\nA sentence that closes the page, as it should be."
        )
    assert time.perf_counter() - begin < 2
