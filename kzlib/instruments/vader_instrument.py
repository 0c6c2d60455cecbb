"""VADER's two flavours behind the instruments' interface."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kzlib.instruments.base import Instrument, Target
from kzlib.instruments.vader import score_all
from kzlib.instruments.vader_rules import rules

#: the authors' own cut points (Hutto & Gilbert 2014)
THRESHOLDS = (-0.05, 0.05)
_VERSIONS = {"vader": "3.3.2", "vader-nltk": "3.10"}


def instrument(name: str) -> Instrument:
    """``vader`` (vaderSentiment 3.3.2) or ``vader-nltk`` (NLTK's code on the same lexicon).

    The valence is the compound score; hits are the tokens that the lexicon gives a valence.
    """
    rules(name)

    def scorer(sentences: Sequence[str], targets: Sequence[Target] | None) -> tuple[np.ndarray, np.ndarray]:
        scores, hits = score_all(sentences, name)
        return scores[:, 3], hits

    return Instrument(
        name=name,
        version=_VERSIONS[name],
        languages=("en",),
        thresholds=THRESHOLDS,
        targeted=False,
        licence="MIT",
        source="Hutto & Gilbert 2014" + ("" if name == "vader" else ", as NLTK has it"),
        scorer=scorer,
    )
