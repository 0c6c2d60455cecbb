"""The options of reading, the same in every command that reads: ``read`` and ``ingest``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

_OPTIONS = (
    click.option("--map", default=None, help="Columns of a table: text=Paragraph,published=Date."),
    click.option("--where", default=None, help="Rows of a table to read: column=value,…"),
    click.option("--source", default=None, help="The outlet id of everything read."),
    click.option("--lang", default=None, help="The language (en, ru, kk), where it should not be detected."),
    click.option(
        "--origin", default=None, help="original, repost, reworded, excerpt or headline, for everything read."
    ),
    click.option("--country", default=None, help="The country that everything read is from."),
    click.option(
        "--translated",
        multiple=True,
        metavar="HOST[/PATH]",
        help="Articles from there are translations (repeatable).",
    ),
    click.option("--manifest", default=None, type=click.Path(), help="A table saying what each file is."),
    click.option("--raw", is_flag=True, help="Take texts as they stand, without cleaning."),
)
NAMES = ("map", "where", "source", "lang", "origin", "country", "translated", "manifest", "raw")


def reading(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of reading; it gets them in one dictionary, ``reading``, as ``documents.read`` takes."""
    from functools import wraps

    @wraps(command)
    def wrapped(**given: Any) -> None:
        chosen = {name: given.pop(name) for name in NAMES}
        command(**given, reading=taken(chosen))

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def taken(given: dict[str, Any]) -> dict[str, Any]:
    """What was typed, as options of :func:`kzlib.documents.read`; those not typed are left out.

    >>> taken({"map": "text=Body", "raw": True, "lang": None, "translated": ()})
    {'map': {'text': 'Body'}, 'clean': False}
    """
    options = {name: value for name, value in given.items() if value is not None and value != ()}
    for name in ("map", "where"):
        if name in options:
            options[name] = _pairs(options[name], f"--{name}")
    if options.pop("raw", False):
        options["clean"] = False
    return options


def _pairs(given: str, option: str) -> dict[str, str]:
    from kzlib.errors import UsageError

    pairs = [pair.partition("=") for pair in given.split(",")]
    if not all(name.strip() and sign and value.strip() for name, sign, value in pairs):
        example = "text=Paragraph,published=Date" if option == "--map" else "column=value,column=value"
        raise UsageError(f"{option} {given!r}: write it as {example}")
    return {name.strip(): value.strip() for name, _, value in pairs}


def warn(outlets: Sequence[str]) -> None:
    """Say on standard error which outlets the registry does not hold."""
    for sentence in unregistered(outlets) if outlets else ():
        click.echo(f"kzlib: {sentence}", err=True)


def unregistered(outlets: Sequence[str]) -> list[str]:
    """Sentences on outlets that the registry does not hold: they are counted, but their class is unknown.

    >>> unregistered(["vlast"]), unregistered(["vlst"])[0].split("; ")[1]
    ([], 'did you mean vlast?')
    """
    import difflib

    from kzlib.sources import load_sources

    known = sorted(set(load_sources()["source_id"]))
    odd = sorted(set(outlets) - set(known))
    if not odd:
        return []
    told = "is no outlet of the registry: its class is unknown and it is on neither side (kzlib sources lists them)"
    if len(odd) > 5:
        return [
            f"{len(odd)} outlets are not in the registry, their class is unknown: {', '.join(odd[:5])}, …"
        ]
    near = {name: difflib.get_close_matches(name.lower(), known, n=1, cutoff=0.6) for name in odd}
    guesses = {name: f"; did you mean {guess[0]}?" if guess else "" for name, guess in near.items()}
    return [f"{name!r} {told}{guesses[name]}" for name in odd]
