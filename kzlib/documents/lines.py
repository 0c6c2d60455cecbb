"""The lines of a dump: split, mended where a link broke a sentence, and measured."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from kzlib.languages.normalise import MARKS, scan

WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_END = re.compile(r"[.!?…。؟](?:\s*[”\"»’')\]]+|\s*\[\d+\]|[\d*†]{1,3})*\s*$|[.!?…][”\"»]\S{0,3}$")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_SOFT_END = re.compile(r"[:;,–—-]\s*$|[”\"»]\s*$")
_LIST = re.compile(r"^\s*(?:[•●▪■◦·*–—-]|\(?\d{1,2}[.)]|[a-zа-я]\))\s+")
# Words that sentences are made of and headlines, menus and tags are not.
_FUNCTION_TEXT = """
the a an of to in and for on that is was are were be by with as at from his her their its it has have
had not he she they this which who will would been but or said after also about into more than when
while during over could there what и в на что с по не как к из от за о для у это был была были его её их
она он они мы я а но то же бы до при или также так со после этого если только во все будет было быть
может чтобы который которые которая том уже об где мен және деп да де бен пен үшін бұл ол туралы бойынша
болды болып еді екен деген кейін осы бар жоқ емес қарай дейін ретінде оның соң бір оны болған керек сол
арқылы тағы дейді деді отыр тұр
"""
_FUNCTION = frozenset(_FUNCTION_TEXT.split())


@dataclass(slots=True)
class Line:
    """A line: its text, what it measures, the rule that dropped it ("" while it is kept) and a heading's mark."""

    text: str
    n_words: int
    ends: bool  # closes like a sentence
    function: float  # share of function words
    gap: bool  # an empty line stands before it
    rule: str = ""

    @property
    def prose(self) -> bool:
        """Reads like running text rather than like a label, a headline or a menu."""
        if self.n_words >= 40:
            return self.function >= 0.12 or self.ends
        if self.n_words >= 8:
            return (self.ends and self.function >= 0.08) or (self.n_words >= 20 and self.function >= 0.2)
        return False

    @property
    def listed(self) -> bool:
        """Begins like an item of a list."""
        return bool(_LIST.match(self.text))

    @property
    def sentence(self) -> bool:
        """A short line that closes like a sentence, or leads on to the next one."""
        return self.n_words >= 2 and (self.ends or bool(_SOFT_END.search(self.text)))


@dataclass(slots=True)
class Cleaned:
    """An article as the cleaner leaves it; ``lines`` pairs every line with the rule that dropped it ("" if kept)."""

    paragraphs: list[str]
    title: str = ""
    author: str = ""
    published: date | None = None
    outlet: str = ""
    lines: list[tuple[str, str]] = field(default_factory=list)
    n_raw_words: int = 0

    @property
    def text(self) -> str:
        """The paragraphs, an empty line between them."""
        return "\n\n".join(self.paragraphs)


def words(text: str) -> list[str]:
    """Lower-cased words, by letters alone.

    >>> words("Two words, 3 signs!")
    ['two', 'words', 'signs']
    """
    return [word.lower() for word in WORD.findall(text)]


def n_words(text: str) -> int:
    """How many words a text has.

    >>> n_words("Two words, 3 signs!")
    3
    """
    if scan(text) > MARKS:
        return len(WORD.findall(text))
    plain = f" {text} ".replace("’", "'").encode("ascii", "replace").translate(_LETTERS)
    return len(plain.replace(b"--", b"  ").replace(b" -", b"  ").replace(b"- ", b"  ").split())


# ASCII: letters alike, hyphen and apostrophe alike, anything else a space.
_LETTERS = bytes(97 if c < 128 and chr(c).isalpha() else 45 if chr(c) in "-'" else 32 for c in range(256))


def key(line: str) -> str:
    """What two lines must share to be the same line of a template: words without numbers.

    >>> key("Comments (12)") == key("Comments (7)")
    True
    """
    return " ".join(words(line))


def measure(text: str, gap: bool = False) -> Line:
    """A line with its measures."""
    found = words(text)
    function = sum(word in _FUNCTION for word in found) / len(found) if found else 0.0
    n_words = len(found)
    if unspaced := len(_UNSPACED.findall(text)):  # scripts without spaces: about two characters a word
        n_words, function = n_words + unspaced // 2, max(function, 0.2 * (unspaced > 6))
    return Line(text, n_words, bool(_END.search(text)), function, gap)


def split(text: str) -> list[Line]:
    """The lines of a dump that hold anything, sentences that a link or a narrow column broke mended.

    >>> [line.text for line in split("The mayor told\\nthe paper\\n, and left.\\n\\nNext.")]
    ['The mayor told the paper, and left.', 'Next.']
    """
    raw: list[tuple[str, bool]] = []
    gap = False
    for line in _unpacked(text):
        line = re.sub(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+", " ", line).strip(
            " \u200b\u200c\u200d\u2060\ufeff"
        )
        if line:
            raw.append((line, gap))
        gap = not line
    raw = _unwrap(raw)
    lines = [measure(line, gap) for line, gap in _mend(raw)]
    long = [line.function for line in lines if line.n_words >= 15 and line.ends]
    if long and sum(long) / len(long) < 0.06:  # a language whose function words are not known here
        for one in lines:
            one.function = 0.25 if one.ends or one.n_words >= 40 else 0.0
    return lines


# Where one block's text runs into the next one's: "…in May.The mayor", "HomeNewsSport".
_SEAM = re.compile(
    r"(?<=[a-zа-яё\d)][.!?…”»\"])(?=[A-ZА-ЯЁ“«\"])|(?<=[a-zа-яё]{2})(?=[A-ZА-ЯЁ][a-zа-яё])|(?<=[a-zа-яё]{2})(?=[A-Z]{2,}\b)"
)


def _unpacked(text: str) -> list[str]:
    """The lines of a dump; a long one whose blocks run into each other without a space falls into its blocks."""
    lines = text.split("\n")
    if not any(len(line) > 800 for line in lines):
        return lines
    out: list[str] = []
    for line in lines:
        seams = len(_SEAM.findall(line)) if len(line) > 800 else 0
        out.extend(_SEAM.split(line) if seams >= 6 and seams * 1500 > len(line) else [line])
    return out


def _unwrap(raw: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Join the lines of paragraphs that were broken at a fixed width."""
    inner = [len(line) for line, gap in raw if not gap]
    if len(raw) < 8 or len(inner) < 0.5 * len(raw):
        return raw
    lengths = sorted(len(line) for line, _ in raw)
    width = lengths[-1]
    full = sum(length > 0.75 * width for length in lengths)
    if not 40 <= width <= 110 or full < 0.5 * len(raw):
        return raw
    out = raw[:1]
    for (before, _), (line, gap) in zip(raw, raw[1:], strict=False):
        if not gap and len(before) > 0.7 * width:
            out[-1] = (f"{out[-1][0]} {line}", out[-1][1])
        else:
            out.append((line, gap))
    return out


_CONTINUES = re.compile(r"^(?:[,.;:)\]!?%”»’]|[a-zа-яәіңғүұқөһё])")


_LABEL = re.compile(r"^(?:by\b|автор|фото|сурет|photo|via\b|source|text\b)", re.I)


def _mend(raw: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Join a line to the one before where the sentence plainly runs on (dumps that break at every link)."""
    out: list[tuple[str, bool]] = []
    i = 0
    while i < len(raw):
        line, gap = raw[i]
        if out and _open(out[-1][0], gap):
            if _CONTINUES.match(line) and not _LABEL.match(line):
                out[-1] = (_join(out[-1][0], line), out[-1][1])
                i += 1
                continue
            follows = raw[i + 1][0] if i + 1 < len(raw) else ""
            # "… told" / "Radio Azattyq" / "in an interview.": the middle piece is a link's text.
            if (
                len(line) <= 80
                and _CONTINUES.match(follows)
                and not _END.search(line)
                and len(out[-1][0]) > 25
            ):
                out[-1] = (_join(_join(out[-1][0], line), follows), out[-1][1])
                i += 2
                continue
        out.append((line, gap))
        i += 1
    return out


def _open(line: str, gap: bool) -> bool:
    """Whether a line is an unfinished sentence: not a label, and before an empty line a longer one."""
    if len(line) <= 12 or _END.search(line):
        return False
    found = words(line)
    function = any(word in _FUNCTION for word in found)
    return len(found) >= (8 if gap else 3) and (function or len(found) >= 8)


def _join(left: str, right: str) -> str:
    return left + right if re.match(r"[,.;:)\]!?%”»’]", right) else f"{left} {right}"
