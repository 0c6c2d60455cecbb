"""Word lists written as plain lines of text."""


def listed(text: str) -> frozenset[str]:
    """The words of a text as a set.

    >>> sorted(listed("b a"))
    ['a', 'b']
    """
    return frozenset(text.split())


def factors(text: str) -> dict[str, float]:
    """Lines of a number and the words that have it.

    >>> factors("1.3 very most")
    {'very': 1.3, 'most': 1.3}
    """
    rows = (line.split() for line in text.splitlines() if line.strip())
    return {word: float(number) for number, *words in rows for word in words}
