"""What the neighbourhood gives away: signatures, biographies, captions said twice, labels in a row."""

from __future__ import annotations

import re
from collections import Counter

from kzlib.documents import heads, rules
from kzlib.documents.lines import Cleaned, Line, key, measure, words

LONG_LABEL = 10  # words: a shorter line without a full stop is a subheading
SAID = 0.6  # share of its three-word runs that stand elsewhere in the article


def _mark_signature(lines: list[Line], start: int, stop: int, found: Cleaned) -> None:
    """The signature under an article, and everything below it; a byline between headline and text."""
    kept = [i for i in range(start, stop) if not lines[i].rule]
    for i in kept:
        author = "" if lines[i].ends or lines[i].n_words > 12 else heads.byline(lines[i].text)
        if author:
            found.author = found.author or author
            lines[i].rule = "byline"
    for i in kept[-8:]:
        match = rules.SIGNED.match(lines[i].text)
        if match and heads.is_name(match["name"]) and lines[i].n_words <= 8:
            found.author = found.author or heads.name(match["name"])
            lines[i].rule = "signature"
            below = [j for j in kept if j > i]
            if sum(lines[j].n_words for j in below) < 0.3 * sum(lines[j].n_words for j in kept):
                for j in below:
                    lines[j].rule = lines[j].rule or "below the signature"
            break


def mark(lines: list[Line], start: int, stop: int, found: Cleaned) -> None:
    """Mark the lines between ``start`` and ``stop`` that are not the article's, by what stands around them."""
    _mark_signature(lines, start, stop, found)
    body = [line for line in lines[start:stop] if not line.rule]
    _mark_biography(body, found)
    _mark_repeats(lines[start:stop])
    _mark_caption_pairs(lines[start:stop])
    _mark_said_elsewhere([line for line in lines[start:stop] if not line.rule])
    _mark_runs([line for line in lines[start:stop] if not line.rule])
    _mark_bullets([line for line in lines[start:stop] if not line.rule])
    _trim(lines, start, stop)


def _mark_biography(body: list[Line], found: Cleaned) -> None:
    for i in range(max(1, len(body) - 4), len(body)):
        line = body[i]
        match = rules.BIOGRAPHY.match(line.text)
        if match and (i >= len(body) - 2 or not any(later.prose for later in body[i + 1 :])):
            named = set(words(match["name"])) & set(words(found.author)) if found.author else True
            if named and not any(
                _shares_name(match["name"], other.text) for other in body[:i] if other.prose
            ):
                line.rule = "biography"

    for before, line in zip(body[-6:], body[-5:], strict=False):
        name = words(before.text)
        if (
            heads.is_name(before.text)
            and before.n_words <= 4
            and line.prose
            and set(words(line.text)[:3]) & set(name)
        ):
            before.rule = line.rule = "biography"


def _shares_name(name: str, text: str) -> bool:
    last = name.split()[-1] if name.split() else ""
    return bool(last) and re.search(rf"\b{re.escape(last)}\b", text) is not None


def _mark_repeats(body: list[Line]) -> None:
    """Labels that come again and again ("Embedded tweet") and paragraphs said twice."""
    counts = Counter(key(line.text) for line in body if not line.rule)
    seen: set[str] = set()
    for line in body:
        name = key(line.text)
        if line.rule or not name:
            continue
        if counts[name] >= 3 and not line.ends and line.n_words <= 8:
            line.rule = "repeated label"
        elif (
            name in seen and line.n_words >= 6 and (counts[name] == 2 or not line.ends)
        ):  # an interview repeats questions
            line.rule = "said before"
        elif line.text.isupper() and line.n_words >= 8 and not line.ends:
            line.rule = "headline in capitals"
        seen.add(name)


def _mark_caption_pairs(body: list[Line]) -> None:
    """A caption: the same or nearly the same label twice in a row (a picture's text and its visible caption)."""
    for before, line in zip(body, body[1:], strict=False):
        if before.ends and before.n_words > 8 or before.prose and not line.rule:
            continue
        one, other = set(words(before.text)), set(words(line.text))
        if not one or not other or len(one) > 40:
            continue
        alike = len(one & other) / min(len(one), len(other))
        captioned = line.rule in ("photo line", "said before", "repeated label", "caption") or not line.rule
        credit = line.rule == "photo line"
        label = credit or (not line.ends and abs(len(one) - len(other)) <= 12)
        if alike >= (0.6 if credit else 0.8) and captioned and label and len(one & other) >= 2:
            before.rule = before.rule or "caption"
            line.rule = line.rule or "caption"


def _mark_said_elsewhere(body: list[Line]) -> None:
    """A caption or a pull quote taken from the text: no full stop at its end, and most of its wording said elsewhere."""
    for i, line in enumerate(body):
        if line.ends or line.n_words < LONG_LABEL:
            continue
        mine = _triples(line.text)
        others = set[tuple[str, ...]]().union(*(_triples(other.text) for other in body[:i] + body[i + 1 :]))
        if mine and len(mine & others) >= SAID * len(mine):
            line.rule = "caption said in the text"


def _triples(text: str) -> set[tuple[str, ...]]:
    said = words(text)
    return set(zip(said, said[1:], said[2:], strict=False))


def _mark_runs(body: list[Line]) -> None:
    """Labels in a row (a menu, a list of headlines); a single one above prose is a subheading and stays."""
    run: list[Line] = []
    for line in [*body, measure("End of the page, a line of prose which closes the last run of labels.")]:
        if line.prose or line.sentence or line.listed:
            if len(run) >= 3 or (len(run) == 2 and all(label.n_words >= 5 for label in run)):
                for label in run:
                    label.rule = "labels in a row"
            run = []
        else:
            run.append(line)


def _mark_bullets(body: list[Line]) -> None:
    """Bullets of a few words each that no sentence announces: tags, a menu, links."""
    run: list[Line] = []
    above = ""
    for line in [*body, measure("The end of the page.")]:
        if line.listed and line.n_words <= 6 and not line.ends:
            run.append(line)
            continue
        if (
            len(run) >= 3
            and not above.rstrip().endswith(":")
            and sum(label.n_words for label in run) <= 3.5 * len(run)
        ):
            for label in run:
                label.rule = "bullets of tags or links"
        run, above = [], line.text


def _trim(lines: list[Line], start: int, stop: int) -> None:
    """Labels left at either end of the article are not its paragraphs."""
    for indices in (range(start, stop), range(stop - 1, start - 1, -1)):
        for i in indices:
            if lines[i].rule:
                continue
            if lines[i].prose or lines[i].sentence or lines[i].n_words >= 12:
                break
            lines[i].rule = "label at the edge"
