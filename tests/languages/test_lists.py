"""Word lists: versioned, the user's words added, none that carries tone."""

import pytest

from kzlib import paths
from kzlib.errors import UsageError
from kzlib.languages import intensifiers, negators, stop_words, words


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_each_list_names_its_version_and_holds_words_as_they_are_counted(lang: str) -> None:
    head = paths.data(f"stopwords/{lang}.txt").read_text(encoding="utf-8").splitlines()[0]
    assert "version 2" in head and "MIT" in head
    assert len(stop_words(lang)) > 150
    assert all(words(word) == [word] for word in stop_words(lang))


def test_words_of_tone_are_no_stop_words() -> None:
    assert not stop_words("kk") & {"жақсы", "нашар", "жаман", "жаңа"}
    assert not stop_words("ru") & {"хорошо", "плохо", "хороший"}
    assert not stop_words("en") & {"good", "bad", "new"}


def test_words_of_reporting_are_stop_words() -> None:
    assert {"передаёт", "сообщается", "словам"} <= stop_words("ru")
    assert {"ретінде", "айтуынша", "сондай-ақ"} <= stop_words("kk")
    assert {"according", "u", "told"} <= stop_words("en")


def test_the_users_words_are_added() -> None:
    assert "қазақстан" in stop_words("kk", extra=["қазақстан"])
    assert "қазақстан" not in stop_words("kk")
    assert stop_words("other") == frozenset()


def test_negators_and_intensifiers() -> None:
    assert {"емес", "жоқ"} <= negators("kk") and {"не", "без"} <= negators("ru") and "not" in negators("en")
    for lang in ("en", "ru", "kk"):
        factors = intensifiers(lang)
        assert min(factors.values()) < 1 < max(factors.values())
    with pytest.raises(UsageError):
        negators("ky")
