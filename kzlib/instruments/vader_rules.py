# ruff: noqa: SIM905  (word lists read better as text)
"""VADER's word lists and constants, in the authors' flavour and in NLTK's.

The lexicon and the emoji descriptions are read from the authors' wheel (vaderSentiment 3.3.2, MIT); the lists of
boosters, negators and idioms below are its constants and NLTK's (Apache-2.0).  See LICENSES/vader.txt.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from kzlib.errors import KzlibError, UsageError

BOOST = 0.293
CAPITALS = 0.733
NEGATION = -0.74
ALPHA = 15

_RAISE = """
absolutely amazingly awfully completely considerably decidedly deeply effing enormously entirely especially
exceptionally extremely fabulously flippin flipping frickin fricking friggin frigging fucking fully greatly hella
highly hugely incredibly intensely majorly more most particularly purely quite really remarkably so substantially
thoroughly totally tremendously uber unbelievably unusually utterly very
""".split()
_LOWER = """
almost barely hardly kind-of kinda kindof less little marginally occasionally partly scarcely slightly somewhat
sort-of sorta sortof
""".split()
_RAISE_AUTHORS = """
considerable enormous exceptional extreme frackin fracking fuckin fuggin fugging incredible major total tremendous
utter
""".split()
_LOWER_AUTHORS = "marginal occasional scarce slight".split()

NEGATORS = frozenset(
    """
ain't aint aren't arent can't cannot cant couldn't couldnt daren't darent despite didn't didnt doesn't doesnt don't
dont hadn't hadnt hasn't hasnt haven't havent isn't isnt mightn't mightnt mustn't mustnt needn't neednt neither never
none nope nor not nothing nowhere oughtn't oughtnt rarely seldom shan't shant shouldn't shouldnt uh-uh uhuh wasn't
wasnt weren't werent without won't wont wouldn't wouldnt
""".split()
)
#: what NLTK strips from one side of a word
PUNCTUATION_RUNS = tuple(". ! ? , ; : - ' \" !! !!! ?? ??? ?!? !?! ?!?! !?!?".split())
BOOSTER_PAIRS = (("just", "enough"), ("kind", "of"), ("sort", "of"))


@dataclass(frozen=True)
class Rules:
    """One flavour of VADER: its lexicon, boosters and idioms, and where the two codes part."""

    flavour: str
    lexicon: dict[str, float]
    boosters: dict[str, float]
    idioms: dict[tuple[str, ...], float]
    emoji: dict[str, str]

    @property
    def authors(self) -> bool:
        """True for the authors' own code, False for NLTK's."""
        return self.flavour == "vader"


_IDIOMS = {
    ("the", "shit"): 3,
    ("the", "bomb"): 3,
    ("bad", "ass"): 1.5,
    ("yeah", "right"): -2,
    ("kiss", "of", "death"): -1.5,
}
_IDIOMS_AUTHORS = {("bus", "stop"): 0.0, ("to", "die", "for"): 3, ("beating", "heart"): 3.5}
_IDIOMS_NLTK = {("cut", "the", "mustard"): 2, ("hand", "to", "mouth"): -2}


@lru_cache(maxsize=2)
def rules(flavour: str) -> Rules:
    """The rules of ``"vader"`` (the authors' 3.3.2) or ``"vader-nltk"``.

    >>> rules("vader").lexicon["good"], len(rules("vader-nltk").boosters)
    (1.9, 63)
    """
    if flavour not in ("vader", "vader-nltk"):
        raise UsageError(f"unknown flavour of VADER: {flavour!r}; there are 'vader' and 'vader-nltk'")
    authors = flavour == "vader"
    raising = _RAISE + (_RAISE_AUTHORS if authors else [])
    lowering = _LOWER + (_LOWER_AUTHORS if authors else [])
    boosters = dict.fromkeys(raising, BOOST) | dict.fromkeys(lowering, -BOOST)
    return Rules(
        flavour=flavour,
        lexicon={word: float(value) for word, value in _table("vader_lexicon.txt").items()},
        boosters=boosters,
        idioms=_IDIOMS | (_IDIOMS_AUTHORS if authors else _IDIOMS_NLTK),
        # only single characters can match: the authors' code walks the text character by character
        emoji={k: v for k, v in _table("emoji_utf8_lexicon.txt").items() if len(k) == 1} if authors else {},
    )


def _table(name: str) -> dict[str, str]:
    """A tab-separated file of the installed vaderSentiment, which is never imported."""
    spec = find_spec("vaderSentiment")
    if spec is None or not spec.submodule_search_locations:
        raise KzlibError("VADER's lexicon is missing; install vaderSentiment==3.3.2")
    lines = (
        (Path(spec.submodule_search_locations[0]) / name).read_text(encoding="utf-8").rstrip("\n").split("\n")
    )
    rows = (line.strip().split("\t") for line in lines if line)
    return {row[0]: row[1] for row in rows}
