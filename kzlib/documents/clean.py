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
from dataclasses import dataclass, field
from datetime import date

from kzlib.documents import dates, rules
from kzlib.documents.lines import Line, measure, split, words


@dataclass(slots=True)
class Cleaned:
    """An article as the cleaner leaves it; ``lines`` pairs every line with the rule that dropped it ("" if kept)."""

    paragraphs: list[str]
    title: str = ""
    author: str = ""
    published: date | None = None
    outlet: str = ""
    lines: list[tuple[str, str]] = field(default_factory=list)
    n_raw_words: int = 0

    @property
    def text(self) -> str:
        """The paragraphs, an empty line between them."""
        return "\n\n".join(self.paragraphs)


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
    _read_head(lines, start, found)
    for i, line in enumerate(lines):
        if not line.rule and not start <= i < stop:
            line.rule = "before the article" if i < start else "after the article"
    _mark_signature(lines, start, stop, found)
    _mark_neighbours(lines, start, stop, found)
    found.paragraphs = [line.text for line in lines if not line.rule]
    found.lines = [(line.text, line.rule) for line in lines]
    return found


def key(line: str) -> str:
    """What two lines must share to be the same line of a template: words without numbers.

    >>> key("Comments (12)") == key("Comments (7)")
    True
    """
    return " ".join(words(line))


def template_of(texts: Iterable[str], share: float = 0.3) -> frozenset[str]:
    """Keys of the lines that recur on a site's pages: its template, not its articles.

    ``texts`` are dumps of one site; a line belongs to the template when at least 3 pages and the ``share`` of all
    hold it.  Fewer than 3 pages have none.
    """
    counts: Counter[str] = Counter()
    pages = 0
    for text in texts:
        pages += 1
        counts.update({key(line.text) for line in split(text)} - {""})
    need = max(3, share * pages)
    return frozenset(line for line, count in counts.items() if count >= need)


# --- step 1: lines known by their wording ---------------------------------------------------------------------------


def _mark_template(lines: list[Line], template: Collection[str]) -> None:
    if template:
        for line in lines:
            if key(line.text) in template:
                line.rule = "recurs on the site's pages"


def _mark_rules(lines: list[Line], found: Cleaned) -> None:
    for i, line in enumerate(lines):
        if line.rule:
            continue
        rule = rules.rule_of(line.text)
        if rule and not _is_sentence_of_article(line, rule):
            line.rule = rule.name
            at_edge = not 3 <= i < len(lines) - 6
            if not found.outlet and (rule.name == "copyright" or (at_edge and "©" in line.text)):
                found.outlet = _outlet(line.text)
        elif rules.ADDRESS.match(line.text):
            line.rule = "address"
        elif line.n_words <= 12 and _is_date(line.text):
            line.rule = "date line"
            found.published = found.published or dates.find(line.text)


def _is_sentence_of_article(line: Line, rule: rules.Rule) -> bool:
    """Rules are for labels: a long sentence that merely mentions a photo or a form is the article's."""
    if rule.name in ("project note", "copyright"):
        return line.n_words > 70
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


def _outlet(text: str) -> str:
    """The name in a copyright line: «© 2024 The Daily» -> "The Daily"."""
    match = re.search(
        r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:\d{4}(?:\s*[-–—]\s*\d{2,4})?)?[\s,.]*(?:by\s+)?([^|.\n]{3,80})",
        text,
        re.I,
    )
    name = match.group(1) if match else ""
    name = re.split(r"\s+[-–—]\s+|,|\ball rights|\bвсе права|\bпри \w+|\bбарлық", name, flags=re.I)[0]
    return name.strip(" .,:;-–—|")


# --- step 2: the stretch that reads like running text ---------------------------------------------------------------


def _body(lines: list[Line]) -> tuple[int, int]:
    """First line and end of the article: the stretch with the largest sum of prose less labels."""
    end = _page_end(lines)
    best, best_span, total, begin = 0.0, (0, end), 0.0, 0
    for i in range(end):
        total += _weight(lines[i])
        if total > best:
            best, best_span = total, (begin, i + 1)
        if total < 0:
            total, begin = 0.0, i + 1
    start, stop = best_span
    while start < stop and lines[start].rule:
        start += 1
    return start, stop


def _weight(line: Line) -> float:
    if line.rule:
        return -4.0
    if line.prose:
        return float(min(line.n_words, 80))
    if line.sentence:
        return float(min(line.n_words, 10)) / 2
    return -min(8.0, 4.0 + line.n_words / 3)


def _page_end(lines: list[Line]) -> int:
    """Where a heading of comments, teasers or forms closes the page, once an article has been seen before it."""
    before = 0
    total = sum(line.n_words for line in lines if line.prose and not line.rule)
    for i, line in enumerate(lines):
        if line.rule == rules.TAIL.name:
            comments = re.search(r"comment|repl|respon|discuss|комментари|пікір", line.text, re.I)
            if before >= 60 and (comments or before >= 0.5 * total):
                return i
        elif line.prose and not line.rule:
            before += line.n_words
    return len(lines)


# --- step 3: what the neighbourhood gives away ----------------------------------------------------------------------


def _read_head(lines: list[Line], start: int, found: Cleaned) -> None:
    """Title, author and date out of the lines above the article."""
    head = lines[:start]
    for line in head:
        match = (
            rules.BYLINE.match(line.text)
            if not line.rule or line.rule in ("date line", "service line")
            else None
        )
        if match and _is_name(match["name"]) and not found.author:
            found.author, line.rule = _name(match["name"]), "byline"
            found.published = found.published or dates.find(line.text)
    if not found.title:
        found.title = _title(head, lines, start) or _first_line_title(lines, start)
    if found.title:
        wanted = key(found.title)
        for line in lines:
            if not line.rule and line.n_words <= 40 and _same(key(line.text), wanted):
                line.rule = "headline"


def _title(head: list[Line], lines: list[Line], start: int) -> str:
    """The headline: said twice, or the longest label right above the article."""
    body = {key(line.text) for line in lines[start:]}
    candidates = [line for line in head if not line.rule and 2 <= line.n_words <= 30]
    counts = Counter(key(_unsuffixed(line.text)) for line in candidates)
    best, best_score = "", 0.0
    for position, line in enumerate(candidates):
        name = _unsuffixed(line.text)
        around = candidates[max(position - 1, 0) : position + 2]
        in_a_row = sum(key(other.text) == key(line.text) for other in around) > 1  # as captions are
        again = counts[key(name)] > 1 and not (in_a_row and counts[key(name)] == 2 and position)
        score = min(line.n_words, 14) + 4.0 * (again and line.n_words > 3)
        score += 3.0 * (name != line.text) + 2.0 * (position >= len(candidates) - 2) + 2.0 * (position == 0)
        score -= 6.0 * (key(line.text) in body) + 3.0 * line.ends * (line.n_words > 12)
        if score > best_score:
            best, best_score = name, score
    return best


def _first_line_title(lines: list[Line], start: int) -> str:
    """A headline that was taken for text because it closes like a sentence: a short line above longer ones."""
    if start + 1 >= len(lines):
        return ""
    asks = lines[start].text.rstrip().endswith(("?", "!"))
    if (asks or not lines[start].prose) and 2 <= lines[start].n_words <= 20:
        following = [line for line in lines[start + 1 :] if not line.rule][:2]
        if any(line.prose and line.n_words > lines[start].n_words for line in following):
            return _unsuffixed(lines[start].text)
    return ""


def _unsuffixed(text: str) -> str:
    """A page title without the site's or the section's name behind a bar."""
    head, bar, _ = text.partition(" | ")
    return head.strip() if bar and len(words(head)) >= 3 else text


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    return len(other) > 15 and one.startswith(other) and len(one) < len(other) + 40


def _is_name(text: str) -> bool:
    text = text.strip(" .,")
    return bool(rules.NAME.match(text)) and sum(word[0].isupper() for word in text.split()) >= 2


def _name(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" .,:-–—")


def _mark_signature(lines: list[Line], start: int, stop: int, found: Cleaned) -> None:
    """The signature under an article, and everything below it; a byline between headline and text."""
    kept = [i for i in range(start, stop) if not lines[i].rule]
    for i in kept[:3]:
        match = rules.BYLINE.match(lines[i].text)
        if (
            match
            and (match["colon"] or lines[i].text[:2].lower() == "by")
            and _is_name(match["name"])
            and not lines[i].ends
        ):
            found.author = found.author or _name(match["name"])
            lines[i].rule = "byline"
    for i in kept[-8:]:
        match = rules.SIGNED.match(lines[i].text)
        if match and _is_name(match["name"]) and lines[i].n_words <= 8:
            found.author = found.author or _name(match["name"])
            lines[i].rule = "signature"
            below = [j for j in kept if j > i]
            if sum(lines[j].n_words for j in below) < 0.3 * sum(lines[j].n_words for j in kept):
                for j in below:
                    lines[j].rule = lines[j].rule or "below the signature"
            break


def _mark_neighbours(lines: list[Line], start: int, stop: int, found: Cleaned) -> None:
    body = [line for line in lines[start:stop] if not line.rule]
    _mark_biography(body, found)
    _mark_repeats(lines[start:stop])
    _mark_caption_pairs(lines[start:stop])
    _mark_runs([line for line in lines[start:stop] if not line.rule])
    _trim(lines, start, stop)


def _mark_biography(body: list[Line], found: Cleaned) -> None:
    for i in range(max(1, len(body) - 4), len(body)):
        line = body[i]
        match = rules.BIOGRAPHY.match(line.text)
        if match and (i >= len(body) - 2 or not any(later.prose for later in body[i + 1 :])):
            named = set(words(match["name"])) & set(words(found.author)) if found.author else True
            if named and not any(_shares_name(match["name"], other.text) for other in body[:i]):
                line.rule = "biography"


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
        elif counts[name] > 1 and name in seen and line.n_words >= 6:
            line.rule = "said before"
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
        if alike >= (0.6 if line.rule == "photo line" else 0.8) and captioned and len(one & other) >= 2:
            if line.rule == "photo line" or (not line.ends and abs(len(one) - len(other)) <= 12):
                before.rule = before.rule or "caption"
                line.rule = line.rule or "caption"


def _mark_runs(body: list[Line]) -> None:
    """Labels in a row (a menu, a list of headlines); a single one above prose is a subheading and stays."""
    run: list[Line] = []
    for line in [*body, measure("End of the page, a line of prose which closes the last run of labels.")]:
        if line.prose or line.sentence or line.listed:
            if len(run) >= 3:
                for label in run:
                    label.rule = "labels in a row"
            run = []
        else:
            run.append(line)


def _trim(lines: list[Line], start: int, stop: int) -> None:
    """Labels left at either end of the article are not its paragraphs."""
    for indices in (range(start, stop), range(stop - 1, start - 1, -1)):
        for i in indices:
            if lines[i].rule:
                continue
            if lines[i].prose or lines[i].sentence or lines[i].n_words >= 12:
                break
            lines[i].rule = "label at the edge"
