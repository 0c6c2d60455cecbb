"""The notebooks sentiment and term_frequency from the first cell to the last, on a small corpus of our own."""

import csv

import matplotlib
import pytest

matplotlib.use("Agg")
import matplotlib.pyplot as plt

from kzlib.corpus.ingest import build
from kzlib.instruments import coding
from kzlib.runner.parameters import load_notebook, source_of

OUTLETS = {
    "state": ["kazinform", "khabar", "egemen-qazaqstan", "kazpravda", "baq-kz"],
    "independent": ["vlast", "orda", "kaztag", "mediazona-ca", "factcheck-kz"],
}
SENTENCES = {
    "en": {
        "state": "The president opened a great school in {place} on day {n}. “We are happy,” said the mayor of house {n}.",
        "independent": "Police detained protesters in {place} on day {n}. “It is a terrible loss,” said the lawyer of case {n}.",
    },
    "ru": {
        "state": "Президент открыл прекрасную школу в городе {place} в день {n}. «Мы рады», сказал аким дома {n}.",
        "independent": "Полиция задержала протестующих в городе {place} в день {n}. «Это ужасная потеря», сказал адвокат дела {n}.",
    },
    "kk": {
        "state": "Президент {place} қаласында {n} күні жақсы мектеп ашты. Әкім {n} үйдің тұрғындарына алғыс айтты.",
        "independent": "Полиция {place} қаласында {n} күні наразылық білдірушілерді ұстады. Адвокат {n} істің қайғылы екенін айтты.",
    },
}
PLACES = ["Almaty", "Aktau", "Oral", "Taraz", "Semey"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebooks")
    with (folder / "articles.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["text", "source_id", "published"])
        for lang, by_side in SENTENCES.items():
            for side, names in OUTLETS.items():
                for k in range(4 * len(names)):
                    parts = [
                        by_side[side].format(place=PLACES[(k + j) % 5], n=100 * k + 7 * j + len(side))
                        for j in range(3)
                    ]
                    day = f"202{2 + k % 2}-0{1 + k % 9}-1{k % 7}"
                    rows.writerow([f"{' '.join(parts)} ({lang} {k})", names[k % len(names)], day])
    return build([folder / "articles.csv"], folder / "mine", keep_text=True)


@pytest.fixture
def executed(root, monkeypatch):
    """Run a shipped notebook's cells in order with some parameters set: figure id → what it published."""

    def run(name, **given):
        published, namespace = {}, {}

        def keep(drawing, *, id, run, **told):
            assert hasattr(drawing, "savefig") or drawing.figure
            published[id] = {**told, **run.described(told["table"])}
            plt.close("all")

        monkeypatch.setattr("kzlib.figures.run.publish", keep)
        content = load_notebook(root / "notebooks" / f"{name}.ipynb")
        for cell in content["cells"]:
            if cell["cell_type"] == "code":
                exec(compile(source_of(cell), f"{name} {cell['id']}", "exec"), namespace)
                if "parameters" in cell["metadata"].get("tags", ()):
                    assert set(given) <= set(namespace), f"{name} lacks a parameter of {list(given)}"
                    namespace.update(given)
        assert set(published) == set(content["metadata"]["kzlib"]["figures"])
        return published

    return run


def test_sentiment(corpus, executed, tmp_path):
    coded = tmp_path / "coded.csv"
    coding.sample(corpus, 60).assign(label="1").to_csv(coded, index=False)
    found = executed("sentiment", corpus=str(corpus.path), coded=[str(coded)], n_boot=50, min_articles=2)
    table = found["tone-by-source"]["table"]
    mean = table.dropna(subset="outlet").set_index(["lang", "outlet"])["estimate"]
    for lang in SENTENCES:
        assert mean[lang, "khabar"] > mean[lang, "vlast"], lang
    assert set(found["tone-word-shift"]["table"]["lang"]) == set(SENTENCES)
    for id, said in found.items():
        assert id == "tone-instruments" or "Measured worth (macro-F1): vader 0." in said["caption"], id
    sides = table.dropna(subset="group")
    assert len(sides) == 9 and sides["note"].str.contains("at least 100 of 5").all()


def test_term_frequency(corpus, executed):
    found = executed("term_frequency", corpus=str(corpus.path), collections=[])
    table = found["terms-top"]["table"]
    count = table[table["lang"] == "en"].set_index("term")["count"]
    assert count["school"] == count["police"] == 60, "three sentences an article, twenty articles a side"
