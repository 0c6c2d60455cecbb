"""One form for one word: composed letters, no stress marks, no letters of the wrong alphabet.

Pages hold the same word in many byte forms.  A dictionary look-up or a count must not depend on
which keyboard typed the page, so every text passes through :func:`normalise` before it is measured.
"""

import re
import unicodedata

# Deleting the ASCII bytes from UTF-8 leaves the other characters whole, and their set says at
# memory speed which repairs a text needs.  Most texts need none.
_ASCII = bytes(range(128))

# Nobody sees them, and they cut words in two: soft hyphen, zero-width characters, direction marks, BOM.
_INVISIBLE = dict.fromkeys(
    [
        0x00AD,
        0x034F,
        0x061C,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        0xFEFF,
    ]
)
_SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_HYPHENS = dict.fromkeys([0x2010, 0x2011, 0xFE63, 0xFF0D], "-")
_CHARACTERS = _INVISIBLE | _SPACES | _HYPHENS
_CHANGED = frozenset(map(chr, _CHARACTERS))
# Stress marks that remain after composition; ѐ and ѝ are stressed е and и, not letters of our languages.
_STRESS = {0x0300: None, 0x0301: None, 0x0450: "е", 0x045D: "и", 0x0400: "Е", 0x040D: "И"}
_STRESSED = frozenset(map(chr, _STRESS))
_APOSTROPHES = "’‘ʼʻʹˈ´`′＇ꞌ"

# Letters that look the same in both alphabets.  ə and ɵ stand in for Kazakh ә and ө on many
# pages, i for і and h for һ; accented Latin vowels stand in for stressed Russian ones.
_LATIN = "ABCEHIKMOPTXYaceiopxyhjkəƏɵƟáéóýÁÉÓÝàèòÈÀÒúÚ"
_CYRILLIC = "АВСЕНІКМОРТХУасеіорхуһјкәӘөӨаеоуАЕОУаеоЕАОиИ"
_TO_CYRILLIC = dict(zip(map(ord, _LATIN), _CYRILLIC, strict=True))
_BACK_LATIN = "ABCEHIKMOPTXYaceiopxyhjHK"
_BACK_CYRILLIC = "АВСЕНІКМОРТХУасеіорхуһјНК"
_TO_LATIN = dict(zip(map(ord, _BACK_CYRILLIC), _BACK_LATIN, strict=True))
_RUN = re.compile(r"[A-Za-zÀ-ɏəɵЀ-ӿ]+")
_LATIN_RUN = re.compile(r"[A-Za-zÀ-ɏəɵ]+")
_CYRILLIC_RUN = re.compile(r"[Ѐ-ӿ]+")
_BORDER = re.compile(r"[A-Za-zÀ-ɏəɵ][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-zÀ-ɏəɵ]")
# Characters that composition cannot touch: texts made of them alone skip it.
_COMPOSED = frozenset(
    c
    for c in map(
        chr,
        [*range(0xA1, 0x250), *range(0x400, 0x530), *range(0x2010, 0x2060), *range(0x20A0, 0x20C0), 0x2116],
    )
    if unicodedata.is_normalized("NFC", c) and not unicodedata.combining(c)
)


def other_characters(text: str) -> set[str]:
    """The characters of a text outside ASCII.

    >>> sorted(other_characters("naïve plan"))
    ['ï']
    """
    if text.isascii():
        return set()
    return set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))


def normalise(text: str) -> str:
    """A text in the form in which kzlib measures it.

    Composed (NFC); stress marks, soft hyphens and zero-width characters out; every kind of space
    but tab and line end becomes a plain space, every kind of hyphen ``-``; apostrophes between letters
    become ``'``; a Latin letter that stands in a Cyrillic word for its look-alike (or the reverse) is
    put right.  Lines stay as they are, and normalising twice changes nothing more.

    >>> normalise("Қaзақстан О’Нил за\u0301мок")
    "Қазақстан О'Нил замок"
    """
    return normalise_with_others(text)[0]


def normalise_with_others(text: str) -> tuple[str, set[str]]:
    """:func:`normalise`, and the characters outside ASCII that the result holds (at most a few more)."""
    others = other_characters(text)
    if not others and "`" not in text:
        return text, others
    if not others.isdisjoint(_CHANGED):
        text = text.translate(_CHARACTERS)
    if not others <= _COMPOSED:
        text = unicodedata.normalize("NFC", text)
        others = other_characters(text)
    if not others.isdisjoint(_STRESSED):
        text = unicodedata.normalize("NFC", text.translate(_STRESS))
        others = other_characters(text)
    for mark in _APOSTROPHES:
        if mark in text:
            text = _straighten(text, mark)
    if any("Ѐ" <= c <= "ӿ" for c in others) and _mixed(text):
        text = _RUN.sub(_one_alphabet, text)
        others = other_characters(text)
    return text, others


def fold(text: str) -> str:
    """Lower case without changing the length (``İ`` alone would grow), so that offsets stay true.

    >>> fold("ҚАЗАҚСТАН İstanbul")
    'қазақстан istanbul'
    """
    return text.replace("İ", "i").lower() if "İ" in text else text.lower()


def _straighten(text: str, mark: str) -> str:
    """The mark between two letters becomes a plain apostrophe; elsewhere it may be a quotation mark."""
    parts = text.split(mark)
    out = [parts[0]]
    for before, after in zip(parts, parts[1:], strict=False):
        out.append("'" if before[-1:].isalpha() and after[:1].isalpha() else mark)
        out.append(after)
    return "".join(out)


def _mixed(text: str) -> bool:
    """Whether a Latin letter touches a Cyrillic one; looks only round the rarer alphabet's runs."""
    runs = _LATIN_RUN if len(text.encode("ascii", "ignore")) * 2 < len(text) else _CYRILLIC_RUN
    return any(_BORDER.search(text, max(0, m.start() - 1), m.end() + 1) for m in runs.finditer(text))


def _one_alphabet(match: re.Match[str]) -> str:
    """A run of letters in one alphabet where look-alikes allow it, else the run as it was."""
    run = match.group()
    cyrillic = sum("Ѐ" <= c <= "ӿ" for c in run)
    if cyrillic in (0, len(run)):
        return run
    order = (_TO_CYRILLIC, _TO_LATIN) if 2 * cyrillic >= len(run) else (_TO_LATIN, _TO_CYRILLIC)
    for table in order:
        repaired = run.translate(table)
        if len({"Ѐ" <= c <= "ӿ" for c in repaired}) == 1:
            return repaired
    return run
