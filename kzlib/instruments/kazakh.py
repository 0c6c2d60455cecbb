"""Kazakh words for a lexicon: a token is an entry plus a chain of endings, or it is not that entry.

Kazakh glues its endings on, so one noun has hundreds of forms.  A longest-prefix match finds them and much else
(``аурухана`` "hospital" is not ``ауру`` "illness"): here what follows the stem must read as inflection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLURAL = "(?:[лдт][ае]р)?"
_OWNER = "(?:[ыі]?м[ыі]з|[ыі]?ң[ыі]з|[ыі]?м|[ыі]?ң|с?[ыі])?"
_CASE = "(?:[ндт][ыі]ң|[ғг][ае]|[қк][ае]|н?[ае]|[ндт][ыі]|н|н?[дт][ае]|[дтн][ае]н|[мбп]ен|[дт][аеғг]{2}[ыі])?"
_PERSON = "(?:[мбп][ыі]н|с[ыі]ң|с[ыі]з|[мбп][ыі]з|с[ыі]ңд[ае]р|с[ыі]зд[ае]р)?"
_NOMINAL = f"{_PLURAL}{_OWNER}{_CASE}{_PERSON}"
_DEGREE = "(?:[ыі]?р[ае][қк]|[лдт][ае]у)?"
#: after a noun or an adjective: (privative)(degree)(plural)(owner)(case)(person), or an adverb
_NOUN = re.compile(f"(?P<without>с[ыі]з(?:д[ыі][қк])?)?{_DEGREE}(?:{_NOMINAL}|ш[ае])")
#: a verb's past, which a noun's accusative looks like
_PAST = "[дт][ыі](?:м|ң|қ|к|ң[ыі]з|ңд[ае]р)?"
_FINITE = "(?:[дт][ыі]|м[ыі]н|с[ыі]ң|с[ыі]з|м[ыі]з|[бп][ыі]з)?"
#: after the stem of a verb: (voice)(negation)(tense, participle, converb or verbal noun)
_VERB = re.compile(
    f"(?:[ыі]?[лнст]|[дт][ыі]р|[ғгқк][ыі]з)?(?P<without>[мбп][ае])?"
    f"(?:{_PAST}|[ғгқк][ае]н{_NOMINAL}|(?:[ае]|й)т[ыі]н{_NOMINAL}|[ае]?[рс]{_FINITE}|[ыі]?п(?:т[ыі])?{_PERSON}"
    f"|[аей]{_FINITE}|у(?:ш[ыі])?{_NOMINAL}|с[ае](?:м|ң|қ|к|ң[ыі]з)?|с[ыі]н|[ае]?й[ыі][қк]|[ғгқк][ыі]ш{_NOMINAL}"
    "|[ғгқк][ае]л[ыі]|[ыі]?ң[ыі]з(?:д[ае]р)?)"
)
_PAST_OR_OBJECT = re.compile("[дт][ыі]")
_SOFTER = {"п": "б", "к": "г", "қ": "ғ"}
#: how people write without a Kazakh keyboard
_PLAIN = str.maketrans("әғқңөұүһі", "агкноуухи")
_KAZAKH = re.compile("[әғқңөұүһі]")


class Stems:
    """Lexicon entries by stem: :meth:`find` reads a token as stem and endings.

    >>> Stems({"ауру": -1.0, "қуану": 1.0, "күш": 1.0}).find("аурулардың")
    -1.0
    >>> [Stems({"ауру": -1.0, "қуану": 1.0, "күш": 1.0}).find(w) for w in ("аурухана", "қуанбады", "күшсіз")]
    [0.0, -1.0, -1.0]
    """

    def __init__(self, entries: dict[str, float]):
        self._nouns: dict[str, float] = {}
        self._verbs: dict[str, float] = {}
        for word, valence in entries.items():
            self._nouns[word] = valence
            if word[-1:] in _SOFTER:
                self._nouns.setdefault(word[:-1] + _SOFTER[word[-1]], valence)
            if word.endswith("у") and len(word) > 2:
                self._add_verb(word[:-1], valence)
        self._plain = _unambiguous(
            (word.translate(_PLAIN), valence) for word, valence in entries.items() if len(word) > 3
        )

    def _add_verb(self, stem: str, valence: float) -> None:
        self._verbs.setdefault(stem, valence)
        # a narrow vowel falls out before -у: бүліну, бүлін-; оқу, оқы-
        for vowel in "ыі":
            self._verbs.setdefault(stem + vowel, valence)

    def find(self, token: str) -> float:
        """The token's valence, 0.0 where it is a form of no entry."""
        return self.match(token) or 0.0

    def match(self, token: str) -> float | None:
        """The valence of the longest entry that the token is a form of, None where there is none.

        A privative ("without") and a verb's negation turn it.  A stem of two letters can only silence.
        """
        if token in self._nouns:
            return self._nouns[token]
        for cut in range(len(token), 1, -1):
            stem, rest = token[:cut], token[cut:]
            ways = [(self._nouns, _NOUN), (self._verbs, _VERB)]
            if self._verbs.get(stem) and _PAST_OR_OBJECT.fullmatch(rest):
                # «жеңілді» is sooner "was defeated" than "the light one"
                ways.reverse()
            for table, endings in ways:
                value = table.get(stem)
                match = None if value is None or (cut < 3 and value) else endings.fullmatch(rest)
                if match and value is not None:
                    return -value if match["without"] else value
        return None if _KAZAKH.search(token) else self._plain.get(token)


def _unambiguous(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Keys with one value only."""
    out: dict[str, float] = {}
    for key, value in pairs:
        out[key] = value if out.get(key, value) == value else 0.0
    return out
