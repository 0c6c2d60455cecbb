"""What stands above an article: its headline, author, date and the outlet's name."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from kzlib.documents import dates, rules
from kzlib.documents.lines import Cleaned, Line, key, words

_SEPARATOR = re.compile(r"\s+(?:[|•·»›]|::|[-–—])\s+")


def read(lines: list[Line], start: int, found: Cleaned) -> None:
    """Title, author and date out of the lines above the article at ``start``; bylines and headlines are marked."""
    for line in lines[:start]:
        author = byline(line.text) if line.rule in ("", "date line", "service line", "credit line") else ""
        if author and not found.author:
            found.author, line.rule = author, "byline"
    found.published = found.published or published(lines, start)
    if not found.title:
        found.title = title(lines, start)
    if found.title:
        wanted = key(found.title)
        for line in lines:
            if not line.rule and line.n_words <= 40 and _same(key(line.text), wanted):
                line.rule = "headline"


_TODAY = re.compile(
    r"^\W*(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|^\W*(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\b|"
    r"^\W*(?:\w+сенбі|жұма)\b",
    re.I,
)


def published(lines: list[Line], start: int) -> date | None:
    """The first full date in the lines about the headline; the day that a site shows on top of all its pages is none."""
    first = max(start - 14, 0)
    for i in range(first, min(start + 3, len(lines))):
        line = lines[i]
        if line.rule not in ("date line", "byline", "service line") or line.n_words > 14:
            continue
        if i < 3 and start - i > 3 and _TODAY.match(line.text):
            continue
        day = dates.find(line.text)
        if day:
            return day
    return None


def title(lines: list[Line], start: int) -> str:
    """The headline: a label above the article whose words return in it, said again or in the page's title."""
    candidates = [i for i, line in enumerate(lines[:start]) if not line.rule and 2 <= line.n_words <= 30]
    candidates += _opening(lines, start)
    body = {word[:5] for line in lines[start : start + 40] if line.prose for word in words(line.text)}
    counts = Counter(key(unsuffixed(lines[i].text)) for i in candidates)
    best, best_score = "", 1.0
    for position, i in enumerate(candidates):
        line, name = lines[i], unsuffixed(lines[i].text)
        content = [word for word in words(name) if len(word) > 3]
        shared = sum(word[:5] in body for word in content) / max(len(content), 3)
        beside = [key(other.text) for other in (*lines[max(i - 1, 0) : i], *lines[i + 1 : i + 2])]
        in_a_row = key(line.text) in beside  # as captions are
        again = counts[key(name)] > 1 and not (in_a_row and counts[key(name)] == 2 and position)
        score = min(line.n_words, 12) / 2 + 8.0 * shared + 3.0 * (again and line.n_words > 2)
        score -= 4.0 * (in_a_row and position > 0) + 3.0 * (" | " in name) + 2.0 * line.listed
        score += 2.0 * (name != line.text and line.n_words > 4) + 1.0 * (position == 0)
        score += 2.0 * (position >= len(candidates) - 3) - 4.0 * (line.ends and line.n_words > 14)
        if score > best_score:
            best, best_score = name, score
    return best


def anchor(lines: list[Line], end: int) -> int:
    """Where the page's own headline stands, if the dump begins with the page's title and says it again; else 0."""
    first = next((i for i, line in enumerate(lines[:3]) if not line.rule and line.n_words >= 4), None)
    if first is None:
        return 0
    whole, own = key(lines[first].text), key(unsuffixed(lines[first].text))
    best, best_prose = 0, 20
    for i in range(first + 1, end):
        name = key(lines[i].text)
        if name == own or (lines[i].n_words >= 4 and len(name) > 0.5 * len(whole) and whole.startswith(name)):
            prose = sum(
                min(line.n_words, 60) for line in lines[i + 1 : i + 16] if line.prose and not line.rule
            )
            if prose > best_prose:
                best, best_prose = i, prose
    return best


def _opening(lines: list[Line], start: int) -> list[int]:
    """Short lines at the article's beginning that may be its headline: labels, and questions above longer lines."""
    found = []
    for i in range(start, min(start + 3, len(lines) - 1)):
        line = lines[i]
        asks = line.text.rstrip().endswith(("?", "!"))
        if line.rule or not 2 <= line.n_words <= 24 or (line.prose and not asks) or (line.ends and not asks):
            continue
        below = [other for other in lines[i + 1 :] if not other.rule][:3]
        if any(other.prose and other.n_words > line.n_words for other in below):
            found.append(i)
    return found


def unsuffixed(text: str) -> str:
    """A page's title without the names of site and section behind separators.

    >>> unsuffixed("A bridge opens today | News | The Daily"), unsuffixed("Almaty – a city")
    ('A bridge opens today', 'Almaty – a city')
    """
    parts = _SEPARATOR.split(text)
    if len(parts) == 1 or len(words(parts[0])) < 3:
        return text
    head, _, _ = text.partition(" | ")
    if head != text and len(words(head)) >= 3:
        return head.strip()
    return _without_last(text, parts)


def _without_last(text: str, parts: list[str]) -> str:
    """The text less its last part, where that is as short as a site's name and the rest as long as a headline."""
    rest = text[: text.rfind(parts[-1])].rstrip(" |•·»›:–—-\t")
    return rest if len(words(parts[-1])) <= 3 and len(words(rest)) >= 4 else text


def byline(text: str) -> str:
    """The author whom a byline names, or "".

    >>> byline("By Ainur Test, 3 May 2022"), byline("by clicking Accept")
    ('Ainur Test', '')
    """
    bare = rules.NAMED.match(text)
    if bare and is_name(bare["name"]):
        return name(bare["name"])
    match = rules.BYLINE.match(text)
    if not match or not (
        match["colon"] or re.match(r"\W*(?:by|written|reported|story|text|posted|published)\b", text, re.I)
    ):
        return ""
    return name(match["name"]) if is_name(match["name"]) else ""


def is_name(text: str) -> bool:
    """Whether a text is written like persons' names: words with capitals, few and without figures."""
    parts = [part for part in text.strip(" .,").split() if part not in ("and", "&", "и", "мен")]
    return (
        bool(rules.NAME.match(text.strip(" .,")))
        and len(parts) >= 2
        and parts[0][0].isupper()
        and parts[-1][0].isupper()
    )


def name(text: str) -> str:
    """A name as a byline has it, spaces and marks at its ends out; said twice, once."""
    plain = re.sub(r"\s+", " ", text).strip(" .,:-–—")
    half = len(plain) // 2
    return plain[:half] if plain[:half] == plain[half + 1 :] else plain


def outlet(text: str) -> str:
    """The name in a copyright line.

    >>> outlet("© 2019–2024 The Daily. All rights reserved")
    'The Daily'
    """
    match = re.search(
        r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:\d{4}(?:\s*[-–—]\s*\d{2,4})?)?[\s,.]*(?:by\s+)?([^|.\n]{3,80})",
        text,
        re.I,
    )
    found = match.group(1) if match else ""
    found = re.split(r"\s+[-–—]\s+|,|\ball rights|\bвсе права|\bпри \w+|\bбарлық", found, flags=re.I)[0]
    return found.strip(" .,:;-–—|")


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    return len(other) > 15 and one.startswith(other) and len(one) < len(other) + 40
