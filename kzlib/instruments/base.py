"""What every instrument is: sentences in, valence in [−1, 1] and hits out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kzlib.errors import UsageError

#: the character span of a sentence's target, or None for the whole sentence
Target = tuple[int, int] | None
Scorer = Callable[[Sequence[str], Sequence[Target] | None], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Instrument:
    """A named, versioned way of giving sentences a valence.

    Attributes
    ----------
    name, version : what the corpus records beside every score.
    languages : the languages that it reads; any other is missing, never neutral.
    thresholds : ``(low, high)``: a valence ≤ low is negative (−1), ≥ high positive (1), between them neutral (0).
        Set on training data, part of the instrument.
    targeted : whether a target changes the score (valence toward the target).
    licence, source : terms and origin of its lexicon or weights.
    scorer : the function behind :meth:`score`.
    """

    name: str
    version: str
    languages: tuple[str, ...]
    thresholds: tuple[float, float]
    targeted: bool
    licence: str
    source: str
    scorer: Scorer

    def score(
        self, sentences: Sequence[str], targets: Sequence[Target] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Valence (float in [−1, 1], one a sentence; no hit is 0.0) and hits (int: words that carried valence).

        Parameters
        ----------
        sentences : the sentences, each one score.
        targets : for each sentence the ``(from, to)`` character span of its target, or None.  An instrument that is
            not targeted ignores them.
        """
        if targets is not None and len(targets) != len(sentences):
            raise UsageError(
                f"{len(sentences)} sentences but {len(targets)} targets; give one target (or None) each"
            )
        if not len(sentences):
            return np.zeros(0), np.zeros(0, dtype=np.int32)
        return self.scorer(sentences, targets if self.targeted else None)

    def polarity(self, valence: np.ndarray) -> np.ndarray:
        """Valences as −1, 0 or 1 by the instrument's thresholds."""
        low, high = self.thresholds
        valence = np.asarray(valence)
        return (valence >= high).astype(np.int8) - (valence <= low).astype(np.int8)
