"""Which of our languages a text is in: English, Russian, Kazakh (in any script) or another."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from kzlib.languages.normalise import normalise

_CYR = re.compile("[Ѐ-ԯ]")
_LAT = re.compile("[A-Za-zÀ-ɏ]")
_KK = re.compile("[әғқңөұүһі]")
_OTHER_CYR = re.compile("[ўҳҷӣӯҙҫҡїєґђћљњџјҥ]")


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_pickled_model(MODEL_FILE)


def detect(texts: Sequence[str]) -> list[str]:
    """The language of each text: "en", "ru", "kk" or "other".

    >>> detect(["Қазақстан Республикасының Үкіметі", "Правительство страны", "12.5"])
    ['kk', 'ru', 'other']
    """
    return [_detect(text) for text in texts]


def _detect(text: str) -> str:
    text = normalise(text[:4000]).lower()
    letters = sum(c.isalpha() for c in text)
    cyrillic, latin = len(_CYR.findall(text)), len(_LAT.findall(text))
    if not letters or 2 * max(cyrillic, latin) < letters:
        return "other"
    if cyrillic >= latin:
        if _OTHER_CYR.search(text):
            return "other"
        if len(_KK.findall(text)) / cyrillic > 0.02:
            return "kk" if re.search("[қғұәіһ]", text) else "other"
        return "ru"
    if re.search("[ǵńśúáóıýğŋşūäöü]", text) and re.search("q|ǵ|ń|ý|ı", text):
        return "kk"
    found = _identifier().classify(text)[0]
    return found if found in ("en",) else "other"
