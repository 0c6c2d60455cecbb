"""The words of a text: one definition that counting, tone and search share.

A word is a run of letters and digits that begins with a letter, with single hyphens and apostrophes
inside (``covid-19``, ``g20``, ``don't``, ``қызыл-жасыл``).  English ``'s`` is no part of it
(``government's`` counts as ``government``).  ``#тег`` and ``@name`` are words of their own kind.
What begins with a digit is a number with whatever hangs on it (``2022``, ``1990s``, ``35-летний``,
``5-ші``) and is left out, as are addresses (URLs, e-mail, ``akorda.kz``).

The definition as two patterns of Python's ``re``, for anybody who counts independently::

    words(text) == re.findall(WORD, re.sub(SKIP, " ", fold(normalise(text))))
"""

import re

from kzlib.languages.normalise import ANY, MARKS, fold, normalise_and_scan

_HOSTS = "kz|ru|com|org|net|info|biz|gov|edu|uz|kg|tj|ua|eu|uk|cn|asia|io"
_ALNUM = r"[^\W_²³¹º¼-¾]"
_LETTER = r"[^\W\d_²³¹º¼-¾]"
#: Addresses (no look-behind, so that linear-time engines take the pattern too; every run that could be
#: tried again from each of its letters is bounded, so that a line of ten megabytes does no harm).
ADDRESS = (
    r"(?:(?:https?|ftp)://[^\s<>\"«»“”]+"
    r"|www\.[^\s<>\"«»“”]+"
    r"|[\w.+%-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}"
    rf"|[a-z0-9][a-z0-9-]{{0,62}}(?:\.[a-z0-9-]{{1,63}}){{0,4}}\.(?:{_HOSTS})\b(?:/[^\s<>\"«»“”]*)?)"
    rf"(?:[-']{_ALNUM}+)*"
)
#: What is cut out before words are looked for: addresses, and numbers with what hangs on them.
SKIP = rf"{ADDRESS}|(?<![\w#@])(?<!{_ALNUM}[-'])\d{_ALNUM}*(?:[-']{_ALNUM}+)*"
_POSSESSIVE = rf"(?<=')s(?!{_ALNUM})"
#: A word of the folded, normalised text after SKIP.
WORD = (
    rf"(?<!{_ALNUM})(?:[#@]\w*{_LETTER}\w*"
    rf"|(?!(?<={_ALNUM}'){_POSSESSIVE}){_LETTER}{_ALNUM}*(?:[-'](?!{_POSSESSIVE}){_ALNUM}+)*)"
)
#: Words and numbers as one run, without look-around: ``extract_all(TOKEN)`` in DuckDB (``[\p{L}\p{N}]`` for
#: its ASCII-only ``\w``) or polars, then drop what begins with a digit and strip a final ``'s``, gives the
#: same words on text without ``#``, ``@`` and ``_``.
TOKEN = rf"{_ALNUM}+(?:[-']{_ALNUM}+)*"

_word = re.compile(WORD)
_skip = re.compile(SKIP)
_token = re.compile(TOKEN)
# The same on the letters of our languages and their neighbours, half as fast again.
_common = re.compile(r"[a-z0-9ß-öø-ſа-ӿ]+(?:[-'][a-z0-9ß-öø-ſа-ӿ]+)*")
_host = re.compile(rf"\.(?:{_HOSTS})\b")
_mail = re.compile(r"@[\w-]+\.")
_hint = re.compile(rf"{_host.pattern}|://|www\.|{_mail.pattern}")
_tag = re.compile(rf"([#@]\w*{_LETTER}\w*)")
_SPACE = re.compile(r"\s")
# Rare neighbours for which only the two patterns themselves are exact.
_ODD_TAG = re.compile(r"[#@](?:(?<=[^\W_].)|\w*[-'])")
_ODD_CLITIC = re.compile(r"'[sS]['-]")
_ODD_NUMBER = re.compile(r"_\d")
_DIGIT_OR_SUPER = re.compile(r"[^\D0-9]|[²³¹º¼-¾]")
# ASCII text: everything but letters, digits, hyphen and apostrophe becomes a space, capitals small.
_TABLE = "".join(chr(c).lower() if chr(c).isalnum() or chr(c) in "-'" else " " for c in range(128))


def words(text: str) -> list[str]:
    """The lower-cased words of a text, in order.  See the module's head for what a word is.

    >>> words("Kazakhstan's G20 plan: don't wait, see https://akorda.kz #Жаңа 2022")
    ['kazakhstan', 'g20', 'plan', "don't", 'wait', 'see', '#жаңа']
    """
    text, use = normalise_and_scan(text)
    tagged = "#" in text or "@" in text
    if _is_odd(text, tagged, use):
        return _word.findall(_skip.sub(" ", fold(text)))
    if _may_hold_address(text):
        text = _without_addresses(fold(text))
    if not tagged:
        return _untagged_words(text, use)
    found: list[str] = []
    parts = _tag.split(fold(text))
    for between, tag in zip(parts[::2], [*parts[1::2], ""], strict=True):
        found += _untagged_words(between, use)
        found += [tag] if tag else []
    return found


def word_spans(text: str) -> list[tuple[int, int, str]]:
    """The words with where they stand: (start, end, lower-cased word), offsets into ``text``.

    ``text`` must be normalised already.

    >>> word_spans("Алматы, Almaty's")
    [(0, 6, 'алматы'), (8, 14, 'almaty')]
    """
    blank = _skip.sub(lambda match: " " * len(match.group()), fold(text))
    return [(match.start(), match.end(), match.group()) for match in _word.finditer(blank)]


def _may_hold_address(text: str) -> bool:
    if "." in text and _host.search(text.lower()):
        return True
    if "://" in text or "www." in text or "WWW." in text or "Www." in text:
        return True
    return "@" in text and _mail.search(text) is not None


def _is_odd(text: str, tagged: bool, use: int) -> bool:
    return (
        (tagged and _ODD_TAG.search(text) is not None)
        or ("_" in text and _ODD_NUMBER.search(text) is not None)
        or ("'" in text and _ODD_CLITIC.search(text) is not None)
        or (use == ANY and _DIGIT_OR_SUPER.search(text) is not None)
    )


def _without_addresses(folded: str) -> str:
    """The text with SKIP cut out of the space-delimited chunks that may hold an address."""
    out, done = [], 0
    for hint in _hint.finditer(folded):
        if hint.start() < done:
            continue
        start, end = hint.span()
        while start > done and not folded[start - 1].isspace():
            start -= 1
        space = _SPACE.search(folded, end)
        end = space.start() if space else len(folded)
        out += [folded[done:start], _skip.sub(" ", folded[start:end])]
        done = end
    return "".join([*out, folded[done:]])


def _untagged_words(text: str, use: int) -> list[str]:
    if use <= MARKS:
        return _ascii_words(text.encode("ascii", "replace").decode("ascii") if use else text)
    folded = fold(text)
    found = [word for word in (_token if use == ANY else _common).findall(folded) if word >= "a"]
    if "'s" in folded:
        found = [word[:-2] if word.endswith("'s") else word for word in found]
    return found


def _ascii_words(text: str) -> list[str]:
    """Words of ASCII text, without a regular expression."""
    return [word for word in without_marks(f" {text.translate(_TABLE)} ").split() if word >= "a"]


def without_marks(text: str) -> str:
    """Folded ASCII text that begins and ends with a space, its hyphens, apostrophes and *'s* left only inside words.

    Nothing moves: what goes leaves spaces.

    >>> without_marks(" 'don't' - that's well-known ").split()
    ["don't", 'that', 'well-known']
    """
    if "--" in text:
        text = text.replace("--", "  ")
    if "'" in text:
        text = text.replace("''", "  ").replace("'-", "  ").replace("-'", "  ")
        text = text.replace(" '", "  ").replace("' ", "  ")
        text = text.replace("'s ", "   ")
    return text.replace(" -", "  ").replace("- ", "  ")
