"""VADER (Hutto & Gilbert 2014), exactly: the authors' 3.3.2 and NLTK's variant, about a hundred times faster.

Everything VADER asks of a token depends on the distinct token only, so each distinct token is looked at once
(:mod:`kzlib.instruments.vader_tokens`); a sentence is then a run of such records, to which
:mod:`kzlib.instruments.vader_python` applies the rules and :mod:`kzlib.instruments.vader_kernel` does so over bytes with numba.  Both equal their originals in all four
rounded scores (``benchmarks/vader.py`` counts).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kzlib.instruments.vader_python import score_one, score_python
from kzlib.instruments.vader_rules import rules

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["polarity_scores", "score_all", "score_one", "score_python"]

#: sentences scored by the pure path before numba is worth its import (and, the first time, its compilation)
_KERNEL_AFTER = 20_000
_scored_slowly = 0


def score_all(
    sentences: Sequence[str], flavour: str = "vader", kernel: bool | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Scores (n × 4: neg, neu, pos, compound) and hits (n) of many sentences, by the faster path.

    Parameters
    ----------
    kernel : True or False choose the path; None takes numba's once enough sentences have come to repay its import.
    """
    global _scored_slowly
    if kernel is None:
        _scored_slowly += len(sentences)
        kernel = _scored_slowly >= _KERNEL_AFTER
    if kernel:
        try:
            from kzlib.instruments import vader_kernel
        except ImportError:
            return score_python(sentences, flavour)
        return vader_kernel.score_all(sentences, flavour)
    return score_python(sentences, flavour)


def polarity_scores(sentences: Sequence[str], flavour: str = "vader") -> pd.DataFrame:
    """VADER's four scores of each sentence.

    Parameters
    ----------
    sentences : the sentences.
    flavour : ``"vader"`` (vaderSentiment 3.3.2) or ``"vader-nltk"``.

    Returns
    -------
    DataFrame with ``neg``, ``neu``, ``pos`` (shares, 3 decimals) and ``compound`` (in [−1, 1], 4 decimals), one row
    a sentence.

    >>> polarity_scores(["A good plan.", "A plan."]).to_dict("records")[0]
    {'neg': 0.0, 'neu': 0.408, 'pos': 0.592, 'compound': 0.4404}
    """
    import pandas as pd

    rules(flavour)  # an unknown flavour is refused even where there are no sentences
    scores, _ = score_all(list(sentences), flavour)
    return pd.DataFrame(scores, columns=["neg", "neu", "pos", "compound"])
