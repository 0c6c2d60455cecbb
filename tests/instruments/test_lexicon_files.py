"""Users' lexicon files: what is read out of them, in which language, and when they are read again."""

import warnings

import pytest

from kzlib import instruments
from kzlib.errors import KzlibError, UsageError
from kzlib.instruments import lexicon
from kzlib.instruments.lexicon_files import read
from kzlib.instruments.lexicon_language import guess_language

KAZAKH = "word,valence\nадал,1\nбатыр,1\nзиян,-1\n"


@pytest.fixture
def written(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize(
    "entries, lang",
    [
        ("адал батыр зиян", "kk"),  # none of the nine letters; батыр is in the Russian dictionary, too
        ("успех пожар жаңаөзен", "ru"),
        ("жақсы", "kk"),
        ("ненавист* ужас*", "ru"),
        ("адал* зиян*", "kk"),
        ("good bad", "en"),
        ("good bad nice fine успех", "en"),
        ("good успех", None),
        ("батыр талап", None),  # both
        ("жаксы кайгы", None),  # typed without a Kazakh keyboard: nobody's words
        ("успех бвгдж жзклм ъъып фхцч щщф", None),
        ("", None),
        ("а" * 5000, None),
    ],
)
def test_the_words_tell_the_language_or_not(entries, lang):
    assert guess_language(entries.split()) == lang


@pytest.mark.parametrize("name, lang", [("ru_own", "ru"), ("kk_own", "kk"), ("kk_sezim", "kk")])
def test_the_lexicons_of_our_own_are_told(name, lang):
    assert guess_language(lexicon.entries(name)) == lang


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
@pytest.mark.parametrize("name", ["mine.{}.csv", "mine_{}.csv", "my-{}.tsv", "MINE ({}).csv"])
def test_the_name_says_the_language(written, name, lang):
    one = instruments.get(written(name.format(lang), "batyr\t1\nбатыр\t1\n"))
    assert one.languages == (lang,)
    assert one.name == f"lexicon:{name.format(lang)[:-4]}"


def test_the_caller_says_the_language(written):
    path = written("mine.ru.csv", KAZAKH)
    assert instruments.get(path, lang="kk").score(["батырлары", "зияндары"])[0].tolist() == [0.5, -0.5]
    assert instruments.score(["батырлары"], "kk", path)["hits"].tolist() == [1]
    assert instruments.get(path, lang="kk").version != instruments.get(path).version
    with pytest.raises(UsageError, match="en, ru, kk, not in 'ky'"):
        instruments.score(["батыр"], "ky", path)


def test_a_language_that_nothing_tells_is_asked_for(written):
    path = written("mine.csv", "батыр,1\nталап,-1\n")
    with pytest.raises(KzlibError, match=r"do not tell .* as in mine\.kk\.csv"):
        instruments.get(path)
    assert instruments.get(path, lang="kk").languages == ("kk",)


def test_a_file_that_has_changed_is_read_again(written):
    first = instruments.get(written("mine.csv", "good,1\nbad,-1\n"))
    assert instruments.get(written("mine.csv", "good,1\nbad,-1\n")) is first
    path = written("mine.csv", "good,-1\nbad,1\n")  # of the same size, within the clock's tick
    assert instruments.get(path).score(["good", "bad"])[0].tolist() == [-0.5, 0.5]
    assert instruments.score(["good"], "en", path)["valence"].tolist() == [-0.5]
    assert instruments.get(path).version != first.version


def test_the_ending_is_read_in_any_case(written):
    path = written("MINE.DIC", "%\n1\tposemo\n2\tnegemo\n%\ngood luck*\t1\nsad\t2\n")
    assert instruments.get(path).score(["good lucky", "sad"])[0].tolist() == [0.5, -0.5]


def test_entries_are_read_as_texts_are(written):
    text = 'word,valence\nU.S.,-1\npeace  deal*,1\n"Good, very",1\nanti-*,-1\nit\'s great,1\nthe,0\n:),0\n'
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # :) has no valence to lose
        mine = instruments.get(written("mine.csv", text))
    texts = ["the U.S. army", "Peace deals", "good, very", "anti-war", "It’s great", "antique", "us"]
    assert mine.score(texts)[0].tolist() == [-0.5, 0.5, 0.5, -0.5, 0.5, 0.0, 0.0]


def test_entries_that_can_hit_nothing_are_named(written):
    idle = [":)", "№1", "it's", "top 10", ":D", "peace *", "*news", "akorda.kz"]
    path = written("mine.csv", "\n".join(["word,valence", "good,1", *(f"{word},2" for word in idle)]))
    with pytest.warns(UserWarning, match=r"line 3 ':\)', line 4 '№1', .*, line 7 ':D' and 3 more"):
        mine = instruments.get(path, lang="en")
    # their values count in the scale
    assert mine.score([*idle, "good"])[1].tolist() == [0] * len(idle) + [1]
    assert mine.score(["good"])[0].tolist() == pytest.approx([0.5 / (0.25 + lexicon.ALPHA) ** 0.5])


def test_a_file_of_signs_alone(written):
    with pytest.warns(UserWarning, match="line 1 ':\\)'"), pytest.raises(KzlibError, match="no word has"):
        instruments.get(written("mine.csv", ":),1\n"))


@pytest.mark.parametrize(
    "name, text, lines",
    [
        (
            "a.csv",
            "word,valence\ngood,1\nbad,-1\nGood,0.3\n",
            "lines 2 and 4: 'good' has two valences, 1 and 0.3",
        ),
        ("a.dic", "%\n1\tposemo\n2\tnegemo\n%\nwell\t1\nwell\t2\n", "lines 5 and 6: 'well'"),
    ],
)
def test_a_word_with_two_valences_is_an_error(written, name, text, lines):
    with pytest.raises(KzlibError, match=lines):
        instruments.get(written(name, text))


def test_a_word_twice_with_one_valence_is_none(written, tmp_path):
    written("a.csv", "good,1\nbad,-1\nGood,1\n")
    assert read(tmp_path / "a.csv") == {"good": 1.0, "bad": -1.0}
