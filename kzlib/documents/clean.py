"""The line cleaner: a page dumped to plain text in, the article out, every dropped line with its rule.

It works by what dumps look like, in three steps: (1) rules that know a line by its wording
(:mod:`kzlib.documents.rules`) or by its recurrence on other pages of the site; (2) the stretch of lines that reads
most like running text; (3) within it, what the neighbourhood gives away: captions said twice, repeated headlines,
short lines in a row, the author's biography.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from kzlib.documents import dates, heads, neighbours, rules
from kzlib.documents.lines import Cleaned, Line, key, split, words


def clean(text: str, *, title: str = "", template: Collection[str] = frozenset()) -> Cleaned:
    """The article of one page that was dumped to plain text.

    Parameters
    ----------
    text : the dump, one line a block.
    title : the headline where it is known from outside; repetitions of it are dropped.
    template : keys of lines that recur on the site's pages, from :func:`template_of`.

    >>> page = "Menu\\nNews\\n\\nA bridge opens\\n\\nThe bridge over the river was opened on Monday by the mayor.\\n\\n"
    >>> clean(page + "Leave a Reply\\n\\nYour name").text
    'The bridge over the river was opened on Monday by the mayor.'
    """
    lines = split(text)
    raw_words = sum(line.n_words for line in lines)
    found = Cleaned([], title=title, n_raw_words=raw_words)
    if not lines:
        return found
    _mark_template(lines, template)
    _mark_rules(lines, found)
    start, stop = _body(lines)
    heads.read(lines, start, found)
    for i, line in enumerate(lines):
        if not line.rule and not start <= i < stop:
            line.rule = "before the article" if i < start else "after the article"
    neighbours.mark(lines, start, stop, found)
    found.paragraphs = [line.text for line in lines if not line.rule]
    found.lines = [(line.text, line.rule) for line in lines]
    return found


def template_of(texts: Iterable[str], share: float = 0.3) -> frozenset[str]:
    """Keys of the lines that recur on a site's pages: its template, not its articles.

    ``texts`` are dumps of one site; a line belongs to the template when at least 3 different pages and the ``share``
    of all hold it.  Pages that share most of their prose (one story saved twice) count as one.  Labels are compared
    without their numbers, prose to the letter; labels with numbers are also kept to the letter, to tell a counter from
    the titles of a series.
    """
    counts: Counter[str] = Counter()
    seen: list[set[str]] = []
    for text in texts:
        lines = split(text)
        prose = {line.text for line in lines if line.prose}
        if any(len(prose & other) > 0.5 * max(1, min(len(prose), len(other))) for other in seen):
            continue
        seen.append(prose)
        counts.update({_template_key(line) for line in lines} - {""})
        counts.update({line.text for line in lines if not line.prose and _NUMBER.search(line.text)})
    need = max(3, share * len(seen))
    return frozenset(line for line, count in counts.items() if count >= need)


def _template_key(line: Line) -> str:
    return line.text if line.prose else key(line.text)


# --- step 1: lines known by their wording ---------------------------------------------------------------------------


_NUMBER = re.compile(r"\d")


def _mark_template(lines: list[Line], template: Collection[str]) -> None:
    if not template:
        return
    for i, line in enumerate(lines):
        if line.text in template or (_template_key(line) in template and not _in_a_series(lines, i)):
            line.rule = "recurs on the site's pages"


def _in_a_series(lines: list[Line], i: int) -> bool:
    """Whether a label that other pages have with another number may be a title ("Digest No. 12"), no counter.

    It is if it opens the page, says what opens the page, or is of four words and stands above prose or a date, with
    nothing but labels of a word or two between.
    """
    line = lines[i]
    if line.prose or line.n_words < 2 or not _NUMBER.search(line.text):
        return False
    if i == 0 or key(line.text) in (key(lines[0].text), key(heads.unsuffixed(lines[0].text))):
        return True
    below = next((other for other in lines[i + 1 : i + 4] if other.n_words > 2 or _is_date(other.text)), None)
    return len(line.text.split()) >= 4 and below is not None and (below.prose or _is_date(below.text))


def _mark_rules(lines: list[Line], found: Cleaned) -> None:
    for i, line in enumerate(lines):
        if line.rule:
            continue
        short = line.n_words <= 12 and len(line.text) <= 200
        rule = rules.rule_of(line.text)
        if rule and not is_sentence_of_article(line, rule):
            line.rule = rule.name
            if rule is rules.NUMBERS and dates.find(line.text):
                line.rule = "date line"
            at_edge = not 3 <= i < len(lines) - 6
            if not found.outlet and (rule.name == "copyright" or (at_edge and "©" in line.text)):
                found.outlet = heads.outlet(line.text)
        elif len(line.text) <= 400 and rules.ADDRESS.match(line.text):
            line.rule = "address"
        elif short and _is_date(line.text):
            line.rule = "date line"
        elif short and not line.ends and (author := heads.byline(line.text)):
            line.rule = "byline"
            found.author = found.author or author
    _mark_glued(lines)


_GLUE = re.compile(r"\b[^\W\d_]{0,24}[a-zа-яё]{3}[?!.’”\d]{0,3}[A-ZА-ЯЁ][a-zа-яё’]*(?=\s)")


def _mark_glued(lines: list[Line]) -> None:
    """Teasers whose headline and summary run together without a space, at least two of them in a row."""
    found = [_GLUE.findall(line.text) if len(line.text) <= 600 and not line.rule else [] for line in lines]
    counts = Counter(token for tokens in found for token in tokens)  # "SpaceX" comes again
    glued = [any(counts[token] == 1 for token in tokens) for tokens in found]
    for i, line in enumerate(lines):
        if glued[i] and sum(glued[max(i - 2, 0) : i + 3]) >= 2:
            line.rule = "headline and summary run together"


def is_sentence_of_article(line: Line, rule: rules.Rule) -> bool:
    """Rules are for labels: a long sentence that merely mentions a photo or a form is the article's."""
    if rule.name in ("project note", "cookie notice"):
        return line.n_words > 90
    if rule.name == "copyright":
        return line.prose and line.n_words > 45
    return line.prose and line.n_words > 28


def _is_date(text: str) -> bool:
    """A line that says little but a date or a time."""
    rest = re.sub(
        r"\d+|\b(?:gmt|utc|msk|am|pm|г|года|ж|жыл\w*|at|on|in|date|published|updated|last|modified|posted|мск|"
        r"опубликовано|обновлено|дата|жарияланды|жаңартылды|ago|назад|бұрын|сегодня|вчера|бүгін|кеше|today|yesterday|"
        r"hours?|minutes?|days?|час\w*|минут\w*|дн\w+|сағат|минут|күн|[a-z]{3}day|mon|tue|wed|thu|fri|sat|sun|"
        r"\w+day|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|\w+сенбі|жұма|est|edt|pst|pdt|cet|bst)\b",
        " ",
        text,
        flags=re.I,
    )
    rest_words = [word for word in words(rest) if word not in dates.MONTHS]
    has_date = dates.find(text) is not None or re.search(r"\d{1,2}:\d{2}", text) or dates.is_relative(text)
    return bool(has_date) and len(rest_words) <= 2


# --- step 2: the stretch that reads like running text ---------------------------------------------------------------


# Weights in words of prose, found on the development pages of benchmarks/extraction.py; F1 hardly depends on them.
_CLOSED = 40.0  # what a heading of teasers takes away
_END_SHARE = 0.8  # of a page's prose above such a heading closes the page


def _body(lines: list[Line]) -> tuple[int, int]:
    """First line and end of the article: the stretch with the largest sum of prose less labels."""
    end = _page_end(lines)
    weight, (start, stop) = _heaviest(lines, 0, end)
    anchor = heads.anchor(lines, end)
    if anchor:
        below, span = _heaviest(lines, anchor + 1, end)
        if below >= 0.35 * weight:
            start, stop = _from_headline(lines, anchor, span[0]), span[1]
    while start < stop and lines[start].rule:
        start += 1
    while stop < end and lines[stop - 1].text.rstrip().endswith(":") and lines[stop].listed:
        stop += 1  # the list that the last sentence announces
        while stop < end and lines[stop].listed and not lines[stop].rule:
            stop += 1
    return start, stop


def _from_headline(lines: list[Line], anchor: int, start: int) -> int:
    """Where the article begins if a gallery or a box cut its first paragraphs off: the first prose below the headline."""
    for i in range(anchor + 1, min(anchor + 13, start)):
        if lines[i].prose and not lines[i].rule:
            prose = [line for line in lines[i:start] if line.prose and not line.rule]
            enough = sum(line.n_words for line in prose) >= 40 and len(prose) >= 0.3 * (start - i)
            return i if enough else start
    return start


def _heaviest(lines: list[Line], first: int, end: int) -> tuple[float, tuple[int, int]]:
    """The weight and the span of the heaviest stretch from ``first`` on.

    A stretch right below a date or a byline counts half as much again: that is where articles stand.
    """
    weights = _weights(lines, end)
    best, best_span, total, begin, boost = 0.0, (first, end), 0.0, first, 1.0
    for i in range(first, end):
        if total <= 0:
            total, begin = 0.0, i
            boost = (
                1.5
                if any(line.rule in ("date line", "byline") for line in lines[max(i - 6, 0) : i + 3])
                else 1.0
            )
        total += weights[i]
        if total * boost > best:
            best, best_span = total * boost, (begin, i + 1)
    return best, best_span


def _weights(lines: list[Line], end: int) -> list[float]:
    """What each line adds to a stretch: words of prose; labels take away, the more of them in a row the more."""
    weights = []
    run = 0
    for i, line in enumerate(lines[:end]):
        if line.rule == rules.TAIL.name:
            weights.append(-_CLOSED if _closes(lines, i) else -4.0)
        elif line.rule:
            weights.append(-1.0 if line.rule == rules.NUMBERS.name else -4.0)
        elif line.prose:
            run = 0
            weights.append(float(min(line.n_words, 80)))
        elif line.sentence:
            run = max(run - 1, 0)
            weights.append(float(min(line.n_words, 10)) / 2)
        else:
            run += 1
            weights.append(-min(12.0, 3.0 + line.n_words / 3 + 0.4 * run))
    return weights


def _closes(lines: list[Line], i: int) -> bool:
    """Whether a heading of teasers has teasers below it, rather than the article's next paragraph."""
    if rules.COMMENTS.search(lines[i].text) or rules.AUTHOR.search(lines[i].text):
        return True
    below = next((line for line in lines[i + 1 :] if not line.rule), None)
    return below is None or not below.prose


def _page_end(lines: list[Line]) -> int:
    """Where a heading of comments or forms closes the page, or one of teasers with little prose below it."""
    prose = [line.n_words if line.prose and not line.rule else 0 for line in lines]
    total, before = sum(prose), 0
    for i, line in enumerate(lines):
        closes = rules.COMMENTS.search(line.text) or before >= _END_SHARE * total
        if line.rule == rules.TAIL.name and before >= 60 and closes:
            return i
        before += prose[i]
    return len(lines)
