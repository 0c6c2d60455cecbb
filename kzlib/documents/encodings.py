"""Bytes to text: what crawlers, databases and spreadsheets of three alphabets leave behind."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{3,20})""", re.I)
_CYRILLIC = ("cp1251", "kz1048", "koi8-r", "cp866", "mac-cyrillic")
# Letters that Russian and Kazakh texts are made of; a wrong code page turns them into rare ones.
_COMMON = frozenset("оеаинтсрвлкмдпуяыьгзбчйәңқұөіү")
_SAMPLE = 1 << 18


def encoding_of(data: bytes, declared: bool = False) -> str:
    """The encoding of a text by its bytes; ``declared`` also believes a ``charset=`` near its start.

    >>> encoding_of("Қазақстан жаңалықтары".encode())
    'utf-8'
    >>> encoding_of("Сегодня в Алматы прошёл митинг".encode("cp1251"))
    'cp1251'
    """
    for bom, marked in _BOMS:
        if data.startswith(bom):
            return marked
    sample = data[:_SAMPLE]
    wide = _utf16(sample)
    if wide:
        return wide
    if _utf8(sample):
        return "utf-8"
    if declared:
        found = _DECLARED.search(sample[:4096])
        if found and (name := _known(found.group(1).decode("ascii"))) and not name.startswith("utf"):
            return name
    return _eight_bit(sample)


def decode(data: bytes, declared: bool = False) -> str:
    """Text of the bytes, with NULs and stray control characters out and line ends as ``\\n``.

    Bytes that the encoding does not know become U+FFFD; nothing is raised.
    """
    return scrub(data.decode(encoding_of(data, declared), errors="replace").removeprefix("\ufeff"))


_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")


# What may be none of these: any byte of UTF-8 but the controls' and the first of the two of U+0080–U+00BF.
_PLAIN = bytes(b for b in range(256) if b in (9, 10) or (b >= 32 and b not in (0x7F, 0xC2)))


def scrub(text: str) -> str:
    """Line ends as ``\\n``; control characters that no text needs are out.

    >>> scrub("a\\r\\nb\\x00c")
    'a\\nbc'
    """
    if not text.encode("utf-8", "surrogatepass").translate(None, _PLAIN) and (
        text.isascii() or not ("\u2028" in text or "\u2029" in text)
    ):
        return text
    if _BREAKS.search(text):
        text = _BREAKS.sub("\n", text)
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


def _utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
        return True
    except UnicodeDecodeError:
        pass
    # A few damaged bytes in a UTF-8 text leave it UTF-8: most of its high bytes still form valid pairs.
    high = sum(byte >= 0x80 for byte in sample)
    bad = sample.decode("utf-8", errors="replace").count("\ufffd")
    return bad * 20 < high


def _utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark: every second byte repeats (0 for Latin, 4 for Cyrillic)."""
    if len(sample) < 8:
        return None
    for name, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        high = sample[offset::2]
        low = sample[1 - offset :: 2]
        if sum(byte in (0, 4) for byte in high) > 0.8 * len(high) and low.count(0) < 0.2 * len(low):
            return name
    return None


def _known(name: str) -> str | None:
    try:
        return codecs.lookup({"windows-1251": "cp1251", "win-1251": "cp1251"}.get(name.lower(), name)).name
    except LookupError:
        return None


def _eight_bit(sample: bytes) -> str:
    high = sum(byte >= 0x80 for byte in sample)
    if sum(map(len, re.findall(rb"[\x80-\xff]{3,}", sample))) < 0.5 * high and high < 0.2 * len(sample):
        return "cp1252"  # single accents and curly quotes among Latin letters
    best, score = "cp1252", 0.0
    for name in _CYRILLIC:
        likely = _plausible(sample.decode(name, errors="replace"))
        if likely > score + 1e-9:
            best, score = name, likely
    if score > 0.5:
        return best
    from charset_normalizer import from_bytes

    match = from_bytes(sample[:65536], steps=5).best()
    return match.encoding if match else "cp1252"


def _plausible(text: str) -> float:
    """Share of non-ASCII characters that are common Cyrillic letters, less capitals inside words."""
    other = [char for char in text if char > "\x7f"]
    if not other:
        return 0.0
    common = sum(char.lower() in _COMMON for char in other)
    inside = len(re.findall(r"(?<=[а-яәіңғүұқөһ])[А-ЯӘІҢҒҮҰҚӨҺ]", text))
    return (common - 2 * inside) / len(other)
