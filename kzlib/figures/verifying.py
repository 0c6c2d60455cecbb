"""Make a traced figure again and say whether it still comes out the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kzlib.errors import KzlibError
from kzlib.figures import provenance
from kzlib.figures.tracing import Traced, drawing_of

IDENTICAL = "identical"
SAME_NUMBERS = "same numbers, different drawing"
DIFFERENT = "different numbers"
CANNOT = "cannot be regenerated"


@dataclass(frozen=True)
class Verdict:
    """One of the four verdicts, and the sentences behind it."""

    kind: str
    details: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Verifier:
    """Makes figures again; images from one notebook, corpus and set of parameters share a run.

    Parameters
    ----------
    corpus : path, optional
        The corpus to use; by default the shipped one, if its fingerprint is the image's.  Never a path from an image.
    notebook : path, optional
        A notebook of one's own, where the figure does not come from one of kzlib's.
    """

    def __init__(self, folder: Path, corpus: str | None = None, notebook: str | None = None) -> None:
        self.folder, self.corpus, self.notebook = folder, corpus, notebook
        self._runs: dict[str, Path | str] = {}

    def verify(self, item: Traced, say: Callable[[str], None] = lambda _: None) -> Verdict:
        """The verdict on one image."""
        record = item.record
        if record is None:
            return Verdict(CANNOT, ["the image carries no provenance"])
        try:
            notes = self._corpus_notes(record)
            made = self._made(record, say)
        except KzlibError as error:
            return Verdict(CANNOT, [str(error)])
        id = str(record["id"])
        new = next((path for path in made.glob("*/*.json") if path.stem == id), None)
        if new is None:
            return Verdict(CANNOT, [f"its notebook makes no figure {id} any more"], notes)
        return _compared(item, record, new, notes)

    def _corpus_notes(self, record: dict[str, Any]) -> list[str]:
        from kzlib.corpus import Corpus

        wanted = str(record.get("corpus_fingerprint") or "")
        if not wanted:
            return []
        have = Corpus.open(self.corpus or "seeds").fingerprint
        if have == wanted:
            return []
        differ = f"the image's corpus is {provenance.short(wanted)}, this one is {provenance.short(have)}"
        if self.corpus is None:
            raise KzlibError(f"{differ}; give the right one with --corpus DIR")
        return [differ]

    def _made(self, record: dict[str, Any], say: Callable[[str], None]) -> Path:
        from kzlib.runner.books import find_notebooks
        from kzlib.runner.run import execute

        name = str(record["notebook"])
        if self.notebook is None and not name.replace("_", "").replace("-", "").isalnum():
            raise KzlibError("the record names no notebook")
        try:
            (book,) = find_notebooks([self.notebook or name])
        except KzlibError:
            raise KzlibError(f"kzlib has no notebook {name}; give the file with --notebook") from None
        values = strict_values(record, book.known)
        if "corpus" in book.known and self.corpus is not None:
            values["corpus"] = "seeds" if self.corpus == "seeds" else str(Path(self.corpus).resolve())
        elif "corpus" in book.known:
            values["corpus"] = "seeds"
        key = json.dumps([book.name, values], sort_keys=True)
        if key not in self._runs:
            place = self.folder / str(len(self._runs))
            place.mkdir(parents=True)
            say(f"making {book.name} again")
            try:
                execute([book], {book.name: values}, place, say=lambda _: None)
                self._runs[key] = place / "figures"
            except KzlibError as error:
                self._runs[key] = str(error)
        made = self._runs[key]
        if isinstance(made, str):
            raise KzlibError(made)
        return made


def strict_values(record: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """The record's parameters, each known to the notebook and of its type; anything else is refused.

    Raises
    ------
    KzlibError
        If one is not.
    """
    from kzlib.runner.parameters import checked

    values = {}
    for name, value in record["parameters"].items():
        if name not in known or name == "corpus":
            raise KzlibError(f"its notebook has no parameter {name!r}")
        values[name] = checked(known[name], value)
    return values


def _compared(item: Traced, record: dict[str, Any], new: Path, notes: list[str]) -> Verdict:
    from kzlib.runner.check import compare_records, compare_tables

    made = json.loads(new.read_text(encoding="utf-8"))
    table = new.with_suffix(".csv").read_bytes()
    numbers: list[str] = []
    if item.table is not None:
        numbers = compare_tables(item.table, table)
    if not numbers and made["numbers"]["sha256"] != record["numbers"]["sha256"]:
        numbers = ["the table's digest is another; the image does not carry the numbers themselves"]
    for name in ("n", "selected"):
        numbers += compare_records({name: record.get(name, {})}, {name: made[name]})
    versions = compare_records({"versions": record.get("versions")}, {"versions": made["versions"]})
    notes = notes + versions
    if numbers:
        return Verdict(DIFFERENT, numbers, notes)
    apart = ("versions", "n", "selected", "citation", "seal", "corpus_fingerprint")
    told = [key for key in record if key not in apart]
    words = compare_records({key: record[key] for key in told}, {key: made.get(key) for key in told})
    drawn = drawing_of(item.image) == drawing_of(
        new.with_suffix(".svg" if item.is_svg else ".png").read_bytes()
    )
    if words or not drawn:
        return Verdict(SAME_NUMBERS, words + ([] if drawn else ["the drawing is another"]), notes)
    return Verdict(IDENTICAL, [], notes)
