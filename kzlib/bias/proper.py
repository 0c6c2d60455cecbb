"""Words that name the outlets themselves, and the cities that datelines begin with: no preference, a signature."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Agencies begin a dispatch with the city it was filed from; the word says where the bureau is, not what is told.
DATELINES = frozenset(
    ("astana", "nur-sultan", "nursultan", "almaty", "akorda", "астана", "нур-султан", "нұр-сұлтан", "алматы",
     "акорда", "ақорда")
)  # fmt: skip


def own_words(outlets: Iterable[str]) -> set[str]:
    """The words in the names, aliases and domains of these outlets, and the cities of datelines.

    A word that is common outside names (``news``, ``press``, ``time``) is taken out as well: whoever reads
    the list should not meet an outlet's masthead as its vocabulary.

    >>> sorted(own_words(["kazinform"]) & {"kazinform", "казинформ", "president", "almaty"})
    ['almaty', 'kazinform', 'казинформ']
    """
    from kzlib import sources

    registry = sources.load_sources()
    mine = registry[registry["source_id"].isin(set(outlets))]
    words = set(DATELINES)
    for column in ("source_id", "name", "name_native", "aliases", "domains"):
        for value in mine[column]:
            words |= {word for word in re.findall(r"[\w'-]+", str(value).lower()) if len(word) > 2}
    return words
