"""What a notebook's parameters may be: one sentence where a value cannot mean anything, before anything is computed.

A check a parameter's name.  Parameters of names unknown here are the notebook's own business.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from kzlib.errors import UsageError

#: name → its least value, and why
LEAST: dict[str, tuple[int, str]] = {
    "n_boot": (40, "of fewer resamples none lies beyond a 95 % interval's ends"),
    "n_perm": (19, "with fewer shuffles no p can be as small as 0.05"),
    "min_outlets": (3, "two outlets say nothing of how outlets differ"),
    "seed": (0, "a seed is a number from 0 on"),
    "top_n": (1, "it is the number of rows to draw"),
    "n_events": (0, "it is the number of events to mark"),
    "min_articles": (1, "it is a number of articles"),
    "min_count": (1, "it is a number of uses"),
    "window_words": (1, "it is a number of words on either side"),
}
#: lists of which a contrast needs at least one
NEEDED = ("state_classes", "independent_classes")
LANGUAGES = ("en", "ru", "kk", "other")
#: notebooks whose ``targets`` are those of kzlib/data/targets.csv
TARGETED = ("sentiment",)


#: what stands for the same in every notebook, shipped or one's own
STANDARD = ("n_boot", "n_perm", "min_outlets", "seed", "languages", *NEEDED)


def check_values(parameters: Mapping[str, Any], notebook: str = "") -> None:
    """Refuse values that cannot mean anything, whatever the corpus.

    >>> check_values({"n_boot": 2000, "seed": 1, "state_classes": ["state"]})

    Raises
    ------
    UsageError
        One sentence naming the parameter, the value and what it may be.
    """
    for name, (least, why) in LEAST.items():
        value = parameters.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value < least:
            raise UsageError(f"parameter {name}: {value} is less than {least}; {why}")
    _check_classes(parameters)
    _check_known("languages", parameters.get("languages") or (), LANGUAGES, "no language that kzlib knows")
    if notebook in TARGETED and parameters.get("targets"):
        from kzlib import reference

        known = [name for name in reference.load_targets()["target"].unique() if not name.startswith("!")]
        _check_known("targets", parameters["targets"], known, "no target (kzlib/data/targets.csv)")


def check_against(parameters: Mapping[str, Any], corpus: Any) -> None:
    """Refuse an instrument that the corpus was not scored with.

    Raises
    ------
    UsageError
        One sentence naming the instruments that the corpus holds.
    """
    from kzlib import instruments

    wanted = parameters.get("instrument")
    held = corpus.meta.get("instruments", {})
    if not wanted or not isinstance(wanted, str) or wanted in held:
        return
    holds = f"it holds {', '.join(held)}" if held else "it holds none"
    near = "" if wanted in instruments.available()["instrument"].tolist() else _near(wanted, held)
    hint = f"did you mean {near}?" if near else "kzlib ingest --instrument scores with another"
    raise UsageError(f"parameter instrument: the corpus has no scores of {wanted!r}, {holds}; {hint}")


def _check_classes(parameters: Mapping[str, Any]) -> None:
    from kzlib.registry import CLASSES

    for name in NEEDED:
        if name not in parameters or not isinstance(parameters[name], list | tuple):
            continue
        if not parameters[name]:
            raise UsageError(
                f"parameter {name}: an empty list puts no outlet on this side; name one of {', '.join(CLASSES)}"
            )
        _check_known(name, parameters[name], CLASSES, "no class of outlets")


def _check_known(name: str, values: Iterable[Any], known: Iterable[str], what: str) -> None:
    names = sorted(known)
    for value in values:
        if value not in names:
            near = _near(str(value), names)
            hint = f"did you mean {near}?" if near else f"there are {', '.join(names)}"
            raise UsageError(f"parameter {name}: {value!r} is {what}; {hint}")


def _near(name: str, known: Iterable[str]) -> str:
    return next(iter(difflib.get_close_matches(name.lower(), list(known), n=1, cutoff=0.6)), "")
