"""Users' lexicon files: CSV of words and values, or LIWC's ``.dic``.  What cannot be read is named by its line."""

from __future__ import annotations

import csv
import math
import warnings
from collections.abc import Iterator
from pathlib import Path

from kzlib import languages
from kzlib.errors import KzlibError

_Row = tuple[int, str, float]  # line, word, value

_WORD = ("word", "term", "token", "lemma", "слово", "термин", "сөз")
_VALUE = ("valence", "value", "score", "sentiment", "polarity", "weight", "tone", "тональность", "оценка")
_POSITIVE = ("posemo", "positive", "pos", "tone_pos", "emo_pos", "emo_posi", "posfeel", "positiv")
_NEGATIVE = ("negemo", "negative", "neg", "tone_neg", "emo_neg", "negativ")


def read(path: Path) -> dict[str, float]:
    """Entries (word, phrase or ``prefix*``) with valences in [−1, 1].

    A row whose word no text can hold is left out, with one warning for all of them.

    Raises
    ------
    KzlibError
        If the file, or a line of it, cannot be read; the message says which.
    """
    return parse(path, contents(path))


def contents(path: Path) -> bytes:
    """What a lexicon file holds."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise KzlibError(
            f"{path}: {error.strerror}; give the path of a lexicon in CSV or .dic form"
        ) from None


def parse(path: Path, raw: bytes) -> dict[str, float]:
    """:func:`read` of a file whose contents are at hand."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise KzlibError(f"{path}, line {line}: not UTF-8; save the lexicon as UTF-8") from None
    found: dict[str, float] = {}
    lines: dict[str, int] = {}
    idle: list[str] = []
    largest = 1.0
    for n, word, value in _dic(path, text) if path.suffix.lower() == ".dic" else _csv(path, text):
        largest = max(largest, abs(value))
        entry = as_in_texts(word)
        if not entry:
            idle += [f"line {n} {word!r}"] if value else []
        elif found.setdefault(entry, value) != value:
            raise KzlibError(
                f"{path}, lines {lines[entry]} and {n}: {entry!r} has two valences, "
                f"{found[entry]:g} and {value:g}; keep one"
            )
        lines.setdefault(entry, n)
    if idle:
        more = f" and {len(idle) - 5} more" if len(idle) > 5 else ""
        why = "since no word of a text can be like them (signs, numbers, 's, a * before the end)"
        warnings.warn(f"{path}: left out, {why}: {', '.join(idle[:5])}{more}", stacklevel=2)
    if not any(found.values()):
        raise KzlibError(f"{path}: no word has a valence; a lexicon needs at least one")
    return {word: value / largest for word, value in found.items()}


def as_in_texts(word: str) -> str:
    """An entry as the words that a text would have in its place, "" where none could be told to be it.

    >>> as_in_texts("U.S."), as_in_texts("Peace  deal*"), as_in_texts("it's great")
    ('u s', 'peace deal*', 'it great')
    >>> [as_in_texts(word) for word in (":)", "№1", "it's", "top 10")]
    ['', '', '', '']
    """
    whole = languages.normalise(word).strip()
    stem = whole.rstrip("*")
    letters = [char for char in stem if char.isalnum()]
    if not letters or "*" in stem:
        return ""
    # a prefix is read with one letter more, since what it ends in need not end a word («anti-*»)
    end = "" if stem == whole else letters[-1]
    found = languages.words(stem + end)
    if not found or found == [end.lower()]:
        return ""
    found[-1] = found[-1].removesuffix(end.lower())
    # what texts lose (numbers, addresses, 's) makes an entry another one, but for the 's of a phrase
    lost = len(letters) - sum(char.isalnum() for part in found for char in part)
    told = lost <= (stem.lower().count("'s") if len(found) > 1 else 0)
    sign = len(found) == 1 < len(stem) and len(found[0]) == 1  # «:D» is no letter d
    if not found[-1] or sign or not told:
        return ""
    return " ".join(found) + "*" * bool(end)


def _csv(path: Path, text: str) -> Iterator[_Row]:
    lines = [
        (n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip() and not line.startswith("#")
    ]
    if not lines:
        raise KzlibError(f"{path}: the file is empty; a lexicon has a word and a value on each line")
    first = lines[0][1]
    delimiter = max("\t;,", key=lambda mark: first.count(mark))
    rows = [(n, next(csv.reader([line.rstrip("\r")], delimiter=delimiter))) for n, line in lines]
    word, value = 0, 1
    head = [cell.strip().lower() for cell in rows[0][1]]
    if not any(_number(cell) is not None for cell in head[1:]):
        columns = _column(head, _WORD), _column(head, _VALUE)
        if columns[0] is None or columns[1] is None:
            raise KzlibError(
                f"{path}, line {rows[0][0]}: no columns for word and valence; name them word and valence"
            )
        word, value = columns[0], columns[1]
        rows = rows[1:]
    for n, row in rows:
        number = _number(row[value]) if len(row) > max(word, value) else None
        if number is None or not row[word].strip():
            raise KzlibError(
                f"{path}, line {n}: expected a word and a number, found {delimiter.join(row)[:60]!r}"
            )
        yield n, row[word].strip(), number


def _column(head: list[str], names: tuple[str, ...]) -> int | None:
    return next((head.index(name) for name in names if name in head), None)


def _number(cell: str) -> float | None:
    try:
        number = float(cell.strip().replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _dic(path: Path, text: str) -> Iterator[_Row]:
    """LIWC: categories between two lines of ``%``, then words with the numbers of their categories."""
    signs: dict[str, float] = {}
    marks = 0
    for n, line in enumerate(text.splitlines(), 1):
        cells = line.split("\t") if "\t" in line else line.split()
        cells = [cell.strip() for cell in cells if cell.strip()]
        if not cells:
            continue
        if cells == ["%"]:
            marks += 1
        elif marks == 1:
            if len(cells) < 2 or not cells[0].isdigit():
                raise KzlibError(
                    f"{path}, line {n}: expected a category's number and name, found {line[:60]!r}"
                )
            name = cells[1].split()[0].lower()
            signs[cells[0]] = 1.0 if name in _POSITIVE else -1.0 if name in _NEGATIVE else 0.0
        elif marks == 2:
            numbers = cells[1:]
            if not numbers or any(number not in signs for number in numbers):
                raise KzlibError(
                    f"{path}, line {n}: expected a word and numbers of categories, found {line[:60]!r}"
                )
            value = sum(signs[number] for number in numbers)
            if value:
                yield n, cells[0], max(-1.0, min(1.0, value))
        else:
            raise KzlibError(f"{path}, line {n}: a .dic file begins with a line of % before its categories")
    if marks < 2:
        raise KzlibError(
            f"{path}, line {n if text else 1}: the categories do not end; close them with a line of %"
        )
    if not any(signs.values()):
        named = ", ".join((*_POSITIVE[:2], *_NEGATIVE[:2]))
        raise KzlibError(
            f"{path}: no category is known as positive or negative; name two of them like {named}"
        )
