"""The site's pages: a gallery with filters, a page a figure, a page a notebook, and what it all rests on."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from kzlib import __version__
from kzlib.figures import citing, provenance
from kzlib.report import notebook as notebooks
from kzlib.report.markup import definitions, page, plain, tag, text
from kzlib.report.tables import table
from kzlib.runner.parameters import load_notebook

_NAMES = {
    "corpus": "Corpus",
    "sentiment": "Sentiment",
    "source_bias": "Source bias",
    "term_frequency": "Term frequency",
}


def index_page(found: dict[str, list[dict[str, Any]]]) -> str:
    """The gallery."""
    options = [tag("option", "All notebooks", value="")] + [
        tag("option", text(_NAMES.get(name, name)), value=name) for name in found
    ]
    collections = sorted(
        {name for records in found.values() for record in records for name in record["collections"]}
    )
    others = [tag("option", "All collections", value="")] + [
        tag("option", text(name), value=name) for name in collections
    ]
    filters = tag(
        "form",
        tag("label", "Search ", tag("input", type="search", id="search", autocomplete="off")),
        tag("label", "Notebook ", tag("select", *options, id="notebook")),
        tag("label", "Collection ", tag("select", *others, id="collection")),
        tag("p", "", id="count", role="status"),
        class_="filters",
        role="search",
        aria_label="Filter the figures",
    )
    cards = [_card(name, record) for name, records in found.items() for record in records]
    intro = tag(
        "p",
        "News coverage of Kazakhstan, measured. Every figure carries its numbers, its provenance and its citation.",
    )
    return page(
        "kzlib: figures",
        [tag("h1", "Figures"), intro, filters, tag("ul", *cards, class_="gallery")],
        current="index.html",
    )


def _card(name: str, record: dict[str, Any]) -> str:
    title = record["question"] or record["id"]
    words = " ".join([record["id"], title, record["caption"], *record["collections"]]).lower()
    picture = tag("img", src=f"files/{record['id']}.svg", alt="", loading="lazy")
    link = tag("a", picture, tag("span", text(title), class_="question"), href=f"figure/{record['id']}.html")
    return tag(
        "li",
        link,
        tag("p", text(record["caption"])),
        tag("p", text(_NAMES.get(name, name)), " · ", tag("code", text(record["id"])), class_="faint"),
        data_notebook=name,
        data_collections=" ".join(record["collections"]),
        data_words=words,
    )


def figure_page(name: str, record: dict[str, Any], files: Path, source: Path | None) -> str:
    """The page of one figure."""
    id, title = record["id"], record["question"] or record["id"]
    reading = notebooks.prose_around(load_notebook(source), id) if source is not None else ""
    how = (
        tag(
            "section",
            tag("h2", "How to read it", id="how"),
            tag("div", notebooks.markdown(reading), class_="prose"),
        )
        if reading
        else ""
    )
    downloads = [
        tag("a", label, href=f"../files/{id}.{end}", download=f"{id}.{end}")
        for end, label in (
            ("csv", "Numbers (CSV)"),
            ("svg", "SVG"),
            ("png", "PNG"),
            ("json", "Record (JSON)"),
        )
    ]
    body = [
        tag(
            "p",
            tag("a", "All figures", href="../index.html"),
            " / ",
            text(_NAMES.get(name, name)),
            class_="faint",
        ),
        tag("h1", text(title)),
        tag(
            "figure",
            tag("img", src=f"../files/{id}.svg", alt=record["alt"]),
            tag("figcaption", text(record["caption"])),
        ),
        tag("p", *(f"{link} " for link in downloads), class_="downloads"),
        how,
        tag("section", tag("h2", "Numbers"), table(files / f"{id}.csv", f"The numbers of figure {id}")),
        tag("section", tag("h2", "Cite it"), _citations(record)),
        tag("section", tag("h2", "Provenance"), _provenance(record)),
    ]
    if source is not None:
        body.append(tag("p", tag("a", "The notebook that made it", href=f"../notebook/{name}.html")))
    return page(f"{title} – kzlib", body, up="../")


def _citations(record: dict[str, Any]) -> str:
    parts = []
    for style, label in (
        ("apa", "APA"),
        ("gost", "GOST R 7.0.5–2008"),
        ("bibtex", "BibTeX"),
        ("csl-json", "CSL-JSON"),
    ):
        body = citing.formatted(record, style)
        name = f"cite-{style}"
        copy = tag(
            "button",
            "Copy",
            tag("span", f" {label}", class_="unseen"),
            type="button",
            class_="copy",
            data_copy=name,
        )
        parts.append(
            tag(
                "div",
                tag("h3", text(label)),
                tag("pre", text(body), id=name, tabindex="0"),
                copy,
                class_="citation",
            )
        )
    return "".join(parts) + tag("p", "", id="copied", role="status")


def _provenance(record: dict[str, Any]) -> str:
    drawn = "; ".join(
        f"{name} ({about.get('drawn')})" if about.get("drawn") else name
        for name, about in record["collections"].items()
    )
    first = {
        "Collections": drawn,
        "Corpus fingerprint": record["corpus_fingerprint"],
        "Counted": provenance.counted(record),
        "Formula": record["reference"],
        "Licence": record["licence"],
        "Notebook": record["notebook"],
        "Digest of the numbers": record["numbers"]["sha256"],
    }
    parameters = {name: plain(value) for name, value in record["parameters"].items()}
    verify = tag("p", "To check it: ", tag("code", text(f"kzlib trace --verify {record['id']}.png")))
    return (
        definitions(first)
        + tag("h3", "Parameters")
        + definitions(parameters)
        + tag("h3", "Versions")
        + definitions(record["versions"])
        + verify
    )


def notebook_page(name: str, records: list[dict[str, Any]], source: Path) -> str:
    """A notebook, with the published figures where it publishes them."""
    figures = {
        record["id"]: tag(
            "figure",
            tag("img", src=f"../files/{record['id']}.svg", alt=record["alt"], loading="lazy"),
            tag(
                "figcaption",
                text(record["caption"]),
                " ",
                tag(
                    "a",
                    f"Numbers and provenance of {text(record['id'])}",
                    href=f"../figure/{record['id']}.html",
                ),
            ),
        )
        for record in records
    }
    body = [
        tag("p", tag("a", "All figures", href="../index.html"), class_="faint"),
        notebooks.render(source, figures),
    ]
    return page(f"Notebook {_NAMES.get(name, name)} – kzlib", body, up="../")


def about_page(found: dict[str, list[dict[str, Any]]], rendered: Collection[str]) -> str:
    """What the figures rest on: corpora, versions, notebooks."""
    records = [record for rows in found.values() for record in rows]
    prints = sorted({record["corpus_fingerprint"] for record in records if record["corpus_fingerprint"]})
    collections = {
        name: about.get("drawn", "") for record in records for name, about in record["collections"].items()
    }
    links = [
        tag("li", tag("a", text(_NAMES.get(name, name)), href=f"notebook/{name}.html"))
        for name in found
        if name in rendered
    ]
    body = [
        tag("h1", "About these figures"),
        tag(
            "p",
            text(
                f"{len(records)} figures, made by kzlib {__version__}. Cite a figure by the citation on its page."
            ),
        ),
        tag("h2", "Corpus"),
        definitions({"Fingerprint": ", ".join(prints)} | dict(sorted(collections.items()))),
        tag("h2", "Notebooks"),
        tag("ul", *links),
        tag("h2", "How to check a figure"),
        tag(
            "p",
            "An image carries its own record: ",
            tag("code", "kzlib trace IMAGE"),
            " prints it, ",
            tag("code", "kzlib trace --verify IMAGE"),
            " makes the figure again and compares.",
        ),
        tag("p", text(f"Licence: {provenance.LICENCE}.")),
    ]
    return page("About – kzlib", body, current="about.html")
