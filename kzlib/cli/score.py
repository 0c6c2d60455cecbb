"""``kzlib score``: one JSON line of tone for each line of standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import BinaryIO

import click

_CHUNK = 1 << 24


@click.command()
@click.option("--lang", required=True, help="The sentences' language: en, ru or kk.")
@click.option(
    "--instrument",
    help="An instrument's name, a lexicon's path or a classifier's folder; default: the language's own.",
)
def command(lang: str, instrument: str | None) -> None:
    """Score sentences from standard input, one a line; write one JSON line each: index, valence, hits.

    A line is one sentence, whatever it holds, and ends at \\n only; an empty line has valence 0.0 and hits 0.
    A lexicon of yours is matched in the language of --lang.

    Example: printf 'A good plan.\\n' | kzlib score --lang en
    """
    from kzlib.instruments import choose

    chosen = choose(lang, instrument)
    index = 0
    for lines in _blocks(sys.stdin.buffer):
        valences, hits = chosen.score(lines)
        out = [
            f'{{"index": {index + i}, "valence": {round(valence, 4) + 0.0!r}, "hits": {hit}}}\n'
            for i, (valence, hit) in enumerate(zip(valences.tolist(), hits.tolist(), strict=True))
        ]
        index += len(out)
        sys.stdout.write("".join(out))
        sys.stdout.flush()


def _blocks(stream: BinaryIO) -> Iterator[list[str]]:
    """Lines in blocks of about 16 MB; ill-formed bytes become lone surrogates, which no instrument minds."""
    rest: list[bytes] = []
    # read1 returns what a pipe holds, so that a person who types is answered line by line
    while block := stream.read1(_CHUNK):  # type: ignore[attr-defined]
        head, newline, tail = block.rpartition(b"\n")
        if not newline:
            rest.append(block)
            continue
        yield _lines(b"".join([*rest, head]))
        rest = [tail] if tail else []
    if rest:
        yield _lines(b"".join(rest))


def _lines(block: bytes) -> list[str]:
    return block.decode("utf-8", "surrogateescape").split("\n")
