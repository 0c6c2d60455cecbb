"""Rebuild seeds/corpus from the raw data: ``make seeds``.

The raw texts are other people's journalism and lie outside this repository, in the shared data folder beside
the checkout.  What is written here are measurements: the same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

from kzlib import __version__
from kzlib.corpus import Corpus, schema
from kzlib.corpus.ingest import build_collections
from kzlib.corpus.recipe import instruments_of, load
from kzlib.errors import KzlibError

SEEDS = Path(__file__).resolve().parent
_FIELD_TYPES = {
    "int32": "integer",
    "int8": "integer",
    "double": "number",
    "bool": "boolean",
    "date32[day]": "date",
}


def main() -> None:
    """Read the collections, write seeds/corpus and seeds/datapackage.json."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--shared", default=SEEDS.parent.parent / "shared", type=Path, help="the shared data folder"
    )
    parser.add_argument("--out", default=SEEDS / "corpus", type=Path)
    parser.add_argument("--jobs", default=1, type=int)
    args = parser.parse_args()
    if not (args.shared / "data").is_dir():
        sys.exit(
            f"make seeds reads the raw data, which is not part of the repository: {args.shared}/data was expected, with "
            "seeds/, central_asia/migration_to_russia.csv and messy/ru_tengrinews.jsonl in it.  "
            "seeds/corpus is committed; you need this only to rebuild it."
        )
    try:
        table = args.shared / "facts" / "reference_urls.csv"
        if table.is_file():  # the addresses and titles themselves travel with the repository
            shutil.copyfile(table, SEEDS / "reference_urls.csv")
        collections = load(SEEDS / "collections.toml", args.shared)
        also = instruments_of(SEEDS / "collections.toml")
        corpus = build_collections(
            collections, args.out, jobs=args.jobs, force=True, instruments=also, report=print
        )
    except KzlibError as error:
        sys.exit(f"make seeds: {error}")
    write_datapackage(corpus, args.out.parent / "datapackage.json")
    print(f"{args.out}: fingerprint {corpus.fingerprint}")


def write_datapackage(corpus: Corpus, path: Path) -> None:
    """Describe the seed corpus for data catalogues (Frictionless Data Package)."""
    resources = [_parquet(name, corpus) for name in sorted(corpus.files)]
    for name, title in (
        ("documents.csv", "The five seed documents: addresses, hashes, outlets, rights"),
        ("reference_urls.csv", "Paired coverage: addresses, titles, dates, events"),
        ("corpus/rejects.csv", "Inputs not admitted, and why"),
    ):
        if (SEEDS / name).is_file():
            resources.append(
                {"name": Path(name).stem.replace("_", "-"), "title": title, "path": name, "format": "csv"}
            )
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "kzlib-seeds",
        "title": "kzlib seed corpus: measurements of news on Kazakhstan",
        "version": __version__,
        "description": "Measurements (not texts) of four collections of news on Kazakhstan in English, Russian and "
        "Kazakh. See README.md for how each collection was drawn.",
        "licenses": [
            {"name": "CC-BY-4.0", "title": "for the measurements; the texts measured are their publishers'"}
        ],
        "fingerprint": corpus.fingerprint,
        "resources": resources,
    }
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _parquet(name: str, corpus: Corpus) -> dict[str, object]:
    fields = [
        {
            "name": field.name,
            "type": _FIELD_TYPES.get(str(field.type), "array" if "list" in str(field.type) else "string"),
        }
        for field in schema.SCHEMAS[name]
    ]
    paths = [f"corpus/{shard.name}" for shard in sorted(corpus.files[name])]
    return {
        "name": name,
        "path": paths if len(paths) > 1 else paths[0],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "schema": {"fields": fields, "primaryKey": list(schema.SORT_KEYS[name])},
    }


if __name__ == "__main__":
    main()
