"""Narration or quotation, and who is speaking: in English, Russian and Kazakh, by rules, without a model.

:func:`quotations` finds what is said (between marks, after a dash, or reported) and by whom;
:func:`attribute` tells each sentence's voice.  See docs/methods/voices.md for the definitions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kzlib.voices.speech import Quotation, quotations

__all__ = ["VOICES", "Quotation", "attribute", "quotations", "voice_numbers"]

VOICES = ("narration", "quotation", "mixed")

WHOLLY = (
    0.9  # the share of a sentence's words, quoted, from which it is a quotation (the rest is a "he said")
)


def attribute(
    text: str, spans: Sequence[tuple[int, int]], lang: str
) -> tuple[list[tuple[int, str]], list[Quotation]]:
    """The voice of each sentence, and the quotations of the text.

    Parameters
    ----------
    text : str
        An article, already normalised.
    spans : sequence of (start, end)
        Its sentences (:func:`kzlib.languages.sentence_spans`), in order.
    lang : str
        "en", "ru", "kk" or "other".

    Returns
    -------
    (list of (n_quoted, voice), list of Quotation)
        For each sentence the number of its words inside direct quotations, and "quotation" (at least nine
        tenths of its words are), "mixed" (some) or "narration" (none).  Reported speech is narration.

    >>> attribute('"I am going home now," she said. It rained.', [(0, 32), (33, 43)], "en")[0]
    [(5, 'mixed'), (0, 'narration')]
    """
    found = quotations(text, lang)
    direct = [(quote.start, quote.end) for quote in found if quote.direct]
    voices: list[tuple[int, str]] = []
    first = 0
    for start, end in spans:
        while first < len(direct) and direct[first][1] <= start:
            first += 1
        if first == len(direct) or direct[first][0] >= end:
            voices.append((0, "narration"))
            continue
        voices.append(_voice(text, start, end, direct[first:]))
    return voices, found


def _voice(text: str, start: int, end: int, direct: Sequence[tuple[int, int]]) -> tuple[int, str]:
    from kzlib.languages import words

    quoted = 0
    for a, b in direct:
        if a >= end:
            break
        quoted += len(words(text[max(a, start) : min(b, end)]))
    total = len(words(text[start:end]))
    return quoted, VOICES[int(voice_numbers(quoted, total))]


def voice_numbers(quoted: np.ndarray | int, words: np.ndarray | int) -> np.ndarray:
    """The voice (a place in :data:`VOICES`) of sentences with so many words, so many of them quoted.

    >>> voice_numbers(np.array([0, 9, 2]), np.array([4, 10, 4])).tolist()
    [0, 1, 2]
    """
    quoted, words = np.asarray(quoted), np.asarray(words)
    return np.where(quoted == 0, 0, np.where(quoted >= WHOLLY * words, 1, 2))
