"""The words of many pieces of text in one pass: :func:`kzlib.languages.words` of each, at a tenth of its cost.

Pieces of ordinary text (no tags, addresses or rare characters) are joined, taken apart together and parted again
at a mark that no word can be.  Anything else is read piece by piece.  Both give the same words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from kzlib.languages.normalise import ANY, MARKS, fold, scan
from kzlib.languages.words import _common, _is_odd, _may_hold_address, without_marks, word_spans, words

END = "{"  # stands behind the words of each piece; no word holds it
_JOINT = " \n "
# ASCII: letters small, hyphen and apostrophe as they are, a line's end the mark, anything else a space.
_BYTES = bytes(
    ord(END) if c == 10 else ord(chr(c).lower()) if c < 128 and (chr(c).isalnum() or chr(c) in "-'") else 32
    for c in range(256)
)
_COMMON = re.compile(_common.pattern + "|\n")


def use_of(text: str) -> int:
    """How the words of a normalised text can be found: ``MARKS`` (ASCII but for punctuation), ``COMMON``, or
    ``ANY`` for piece by piece.

    >>> use_of("A plan."), use_of("План."), use_of("#план")
    (1, 2, 3)
    """
    if "#" in text or "@" in text:
        return ANY
    use = scan(text)
    if use == ANY or _is_odd(text, False, use) or _may_hold_address(text):
        return ANY
    return max(use, MARKS)


def flat_words(pieces: Sequence[str], use: int) -> list[str]:
    """The words of all pieces in one list, :data:`END` behind each piece's.

    Parameters
    ----------
    pieces : parts of normalised texts, without line ends.
    use : what :func:`use_of` says of those texts.

    >>> flat_words(["Go on.", "Stop!"], use_of("Go on. Stop!"))
    ['go', 'on', '{', 'stop', '{']
    """
    if not pieces:
        return []
    if use == MARKS:
        return [word for word in _blanked(pieces).split() if word >= "a"]
    if use == ANY:
        return [word for piece in pieces for word in (*words(piece), END)]
    folded = fold(_JOINT.join(pieces) + _JOINT)
    found = [word for word in _COMMON.findall(folded) if word >= "a" or word == "\n"]
    if "'s" in folded:
        found = [word[:-2] if word.endswith("'s") else word for word in found]
    return [END if word == "\n" else word for word in found]


def flat_places(pieces: Sequence[str], use: int) -> np.ndarray:
    """Where each entry of :func:`flat_words` begins, counted in the joined pieces (three characters between two).

    >>> flat_places(["Go on.", "Stop!"], 1).tolist()
    [0, 3, 7, 9, 15]
    """
    if use == MARKS:
        codes = np.frombuffer(_blanked(pieces).encode("ascii"), dtype=np.uint8)
        starts = np.flatnonzero(np.diff(codes != 32, prepend=False) & (codes != 32))
        return starts[codes[starts] >= ord("a")] - 1
    places: list[int] = []
    begin = 0
    for piece in pieces:
        places += [begin + at for at, _, _ in word_spans(piece)]
        places.append(begin + len(piece) + 1)
        begin += len(piece) + len(_JOINT)
    return np.array(places, dtype=np.int64)


def _blanked(pieces: Sequence[str]) -> str:
    """The joined pieces, of the same length and one space before, with nothing left but words and marks."""
    joined = _JOINT.join(pieces)
    text = f" {joined}{_JOINT}".encode("ascii", "replace").translate(_BYTES).decode("ascii")
    return without_marks(text)
