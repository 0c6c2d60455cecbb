"""``kzlib voices FILE``: the quotations in a text and who speaks them."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("voices")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--jsonl", is_flag=True, help="One JSON object a line, for programs.")
@click.option(
    "--lang", type=click.Choice(["en", "ru", "kk"]), help="The language; by default it is detected."
)
def command(file: Path, jsonl: bool, lang: str | None) -> None:
    """The quotations in a text FILE: where, what, direct or reported, the cue, the speaker and the role.

    Offsets count characters of the file as decoded, from 0, with its own line ends.
    """
    from kzlib import languages, voices

    text = _text(file)
    code = lang or languages.detect([text])[0]
    for quote in voices.quotations(text, code):
        if jsonl:
            row = {name: getattr(quote, name) for name in quote.__slots__}
            click.echo(json.dumps(row, ensure_ascii=False))
        else:
            how = "direct" if quote.direct else "reported"
            shown = " ".join(quote.text.split())
            speaker = f"{quote.speaker or '?'} ({quote.role})"
            click.echo(f"{quote.start}-{quote.end}  {how}  {speaker}  [{quote.cue or ''}]  {shown}")


def _text(file: Path) -> str:
    """The text of the file, its line ends untouched."""
    from charset_normalizer import from_bytes

    from kzlib.errors import KzlibError

    if not file.is_file():
        raise KzlibError(f"{file} is not a file; give a text file with one article")
    raw = file.read_bytes()
    for encoding in ("utf-8-sig", "utf-16") if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(raw).best()
    if best is None:
        raise KzlibError(f"{file} is not text in any encoding that kzlib knows; save it as UTF-8")
    return str(best)
