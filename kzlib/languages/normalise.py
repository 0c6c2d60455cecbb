"""One form for one word: composed letters, no stress marks, no letters of the wrong alphabet.

Pages hold the same word in many byte forms.  A dictionary look-up or a count must not depend on
which keyboard typed the page, so every text passes through :func:`normalise` before it is measured.
"""

import re
import unicodedata
from collections.abc import Iterable

# How much of Unicode a text uses; the less, the quicker the way that it can take.
ASCII, MARKS, COMMON, ANY = range(4)


def _table(*groups: tuple[Iterable[int], str]) -> dict[str, str]:
    return {chr(code): target for codes, target in groups for code in codes}


# Circled and other fancy numbers, as on lists and footnotes: no letters, though Python's \w takes them for such.
_FANCY = [code for code in range(0x2070, 0x2800) if unicodedata.category(chr(code)) == "No"]
# Nobody sees the first group, and it cuts words in two: soft hyphen, zero-width characters, direction marks.
_CHARACTERS = _table(
    ([0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010)], ""),
    ([*range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A)], ""),
    ([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, *_FANCY], " "),
    ([0x2010, 0x2011, 0xFE63, 0xFF0D], "-"),
)
# Stress marks that remain after composition; ѐ and ѝ are stressed е and и, not letters of our languages.
_STRESS = _table(([0x300, 0x301], ""), ([0x450], "е"), ([0x45D], "и"), ([0x400], "Е"), ([0x40D], "И"))
_APOSTROPHES = "’‘ʼʻʹˈ´`′＇ꞌ"

# Letters that look the same in both alphabets.  ə and ɵ stand in for Kazakh ә and ө on many
# pages, i for і and h for һ; accented Latin vowels stand in for stressed Russian ones.
_TO_CYRILLIC = str.maketrans(
    "ABCEHIKMOPTXYaceiopxyhjkəƏɵƟáéóýÁÉÓÝàèòÈÀÒúÚ", "АВСЕНІКМОРТХУасеіорхуһјкәӘөӨаеоуАЕОУаеоЕАОиИ"
)
_TO_LATIN = str.maketrans("АВСЕНІКМОРТХУасеіорхуһј", "ABCEHIKMOPTXYaceiopxyhj")
_LATIN = "A-Za-zÀ-ɏəɵ"
_RUN = re.compile(rf"[{_LATIN}Ѐ-ӿ]+")
# A Latin letter beside a Cyrillic one, looked for from the letters that a text has fewer of.
_LATIN_BESIDE = re.compile(rf"[{_LATIN}](?:(?=[Ѐ-ӿ])|(?<=[Ѐ-ӿ].))")
_CYRILLIC_BESIDE = re.compile(rf"[Ѐ-ӿ](?:(?=[{_LATIN}])|(?<=[{_LATIN}].))")

# Deleting the ASCII bytes from UTF-8 leaves the other characters whole, at memory speed.
_ASCII_BYTES = bytes(range(128))
# Punctuation, symbols and emoji that need no repair.
_MARKS = frozenset(
    c
    for c in map(chr, [*range(0xA1, 0xC0), 0xD7, 0xF7, *range(0x2012, 0x2C00), *range(0x1F300, 0x1FB00)])
    if unicodedata.category(c)[0] in "PS" and c not in _CHARACTERS and c not in _APOSTROPHES[2:]
    if unicodedata.is_normalized("NFC", c)
)
_LETTERS = frozenset(
    c
    for c in map(chr, [*range(0xC0, 0x180), *range(0x401, 0x500)])
    if c.isalpha() and c not in _STRESS and unicodedata.is_normalized("NFC", c)
)
_USUAL = _MARKS | _LETTERS
_NOT_USUAL = re.compile(f"[^\x00-\x7f{re.escape(''.join(sorted(_USUAL)))}]")


def normalise(text: str) -> str:
    """A text in the form in which kzlib measures it.

    Composed (NFC); stress marks, soft hyphens and zero-width characters out; every kind of space
    but tab and line end becomes a plain space (fancy numbers as ⑧ too), every kind of hyphen ``-``; apostrophes between letters
    become ``'``; a Latin letter that stands in a Cyrillic word for its look-alike (or the reverse) is
    put right.  Lines stay as they are, and normalising twice changes nothing more.

    >>> normalise("Қaзақстан О’Нил за\u0301мок")
    "Қазақстан О'Нил замок"
    """
    return normalise_and_scan(text)[0]


def normalise_and_scan(text: str) -> tuple[str, int]:
    """:func:`normalise`, and how much of Unicode the result uses: ASCII, MARKS, COMMON or ANY."""
    use = scan(text)
    if use == ANY:
        text = _compose(text)
    if use != ASCII or "`" in text:
        for mark in _APOSTROPHES if use == ANY else "’‘`":
            if mark in text:
                text = _straighten(text, mark)
    if use >= COMMON:
        latin = len(text.encode("ascii", "ignore")) * 2 > len(text)
        if (_CYRILLIC_BESIDE if latin else _LATIN_BESIDE).search(text):
            text = _RUN.sub(_one_alphabet, text)
    return text, scan(text) if use == ANY else use


def _compose(text: str) -> str:
    """Unseen characters out, spaces and hyphens plain, letters composed, stress marks out."""
    unusual = set(_NOT_USUAL.findall(text))
    for character in unusual & _CHARACTERS.keys():
        text = text.replace(character, _CHARACTERS[character])
    if unusual <= _CHARACTERS.keys():
        return text
    text = unicodedata.normalize("NFC", text)
    for mark, plain in _STRESS.items():
        if mark in text:
            text = text.replace(mark, plain)
    # Turkish İ in small letters; what lost its stress may compose with the mark after it.
    return unicodedata.normalize("NFC", text.replace("i\u0307", "i"))


def scan(text: str) -> int:
    """ASCII; MARKS: besides ASCII only usual punctuation; COMMON: also composed European letters; ANY.

    >>> scan("plan"), scan("“plan”"), scan("план"), scan("plan²")
    (0, 1, 2, 3)
    """
    if text.isascii():
        return ASCII
    rest = text.encode("utf-8", "surrogatepass").translate(None, _ASCII_BYTES)
    if len(rest) * 4 > len(text) > 200:
        return ANY if _NOT_USUAL.search(text) else COMMON
    others = set(rest.decode("utf-8", "surrogatepass"))
    return MARKS if others <= _MARKS else COMMON if others <= _USUAL else ANY


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
