"""Where quotation marks open and close."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlib.voices.marks import spans


def quoted(text: str) -> list[str]:
    return [text[span.start : span.end] for span in spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Go,” she said.", ["Go,"]),
        ('"Go," she said. "Now."', ["Go,", "Now."]),
        ("«Идём», – сказала она.", ["Идём"]),
        ("„Барамыз“, – деді ол.", ["Барамыз"]),
        ("„Барамыз”, – деді ол.", ["Барамыз"]),
        ("''Go,'' she said. ''Now.''", ["Go,", "Now."]),
        ("``Go,'' she said.", ["Go,"]),
        ("'Go now,' she said.", ["Go now,"]),
        ("‘Go now,’ she said.", ["Go now,"]),
    ],
)
def test_every_kind_of_marks(text, expected):
    assert quoted(text) == expected or [q.strip() for q in quoted(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "It's the editors' choice, don't you think?",
        "In the '90s they said 'twas rock 'n' roll.",
        'A 5" pipe and a 6" pipe.',
        "Qazaq'stan o'zbek so'zi",
        "",
        '"',
        "«",
        "“”",
    ],
)
def test_apostrophes_and_inches_are_no_quotations(text):
    assert [q for q in quoted(text) if q.strip()] == []


def test_apostrophes_inside_single_marks():
    assert quoted("She said: ‘I don’t know the users’ names,’ and left.") == [
        "I don’t know the users’ names,"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“He cried ‘stop’ and ran,” she said.", ["He cried ‘stop’ and ran,"]),
        ('"He cried "stop" and ran," she said.', ['He cried "stop" and ran,']),
        ("«Фонд «Дала» закрыт», – сказал он.", ["Фонд «Дала» закрыт"]),
        ("«Мы из фонда «Дала», – сказал он. Потом ушёл. Вот «Жер».", ["Мы из фонда «Дала", "Жер"]),
        ("“The “Dala” fund is shut,” he said.", ["The “Dala” fund is shut,"]),
    ],
)
def test_the_outer_marks_of_nested_ones(text, expected):
    assert quoted(text) == expected


def test_a_quotation_over_paragraphs_is_one():
    text = "She said: “It began in May.\n\n“It ended in June.\n\n“We paid.” Nobody came. “Right.”"
    assert quoted(text) == ["It began in May.\n\n“It ended in June.\n\n“We paid.", "Right."]


def test_an_unclosed_quotation_ends_with_its_paragraph():
    text = "“It began in May and went on.\n\nThe city is quiet. “Really.”"
    assert quoted(text) == ["It began in May and went on.", "Really."]
    assert [span.closed for span in spans(text)] == [False, True]


def test_a_wrapped_line_does_not_end_a_quotation():
    assert quoted("“It began in May and\nwent on,” she said.") == ["It began in May and\nwent on,"]


def test_marks_of_two_kinds_by_mistake():
    assert quoted('“So it goes," he said. “Next.”') == ["So it goes,", "Next."]
    assert quoted('"So it goes,” he said.') == ["So it goes,"]


def test_missing_spaces_before_the_mark():
    assert quoted('сообщили в акимате"Дорога закрыта до утра", – сказал он.') == ["Дорога закрыта до утра"]


@given(st.text(alphabet="abA .,\n\"'“”«»„‘’—", max_size=80))
def test_spans_are_ordered_disjoint_and_inside(text):
    last = 0
    for span in spans(text):
        assert last <= span.start < span.end <= len(text)
        last = span.end


def test_many_unclosed_marks_take_linear_time():
    import time

    start = time.perf_counter()
    for mark in "“«\"'":
        spans(f"{mark}word " * 20_000)
    assert time.perf_counter() - start < 5
