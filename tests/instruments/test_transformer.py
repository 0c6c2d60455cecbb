"""A user's own classifier: refusals without the extra; a tiny model where it is installed."""

import json

import pytest

from kzlib.errors import KzlibError
from kzlib.instruments import get


def config(folder, labels):
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps({"id2label": labels}), encoding="utf-8")
    return str(folder)


def test_a_folder_that_holds_no_classifier_is_refused(tmp_path):
    with pytest.raises(KzlibError, match="id2label"):
        get(str(tmp_path))
    with pytest.raises(KzlibError, match="negative, neutral, positive"):
        get(config(tmp_path / "a", {"0": "LABEL_0", "1": "LABEL_1"}))
    with pytest.raises(KzlibError, match="safetensors"):
        get(config(tmp_path / "b", {"0": "negative", "1": "positive"}))


def test_a_tiny_model(tmp_path):
    pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad"])
    )
    tokenizer = transformers.BertTokenizer(str(folder / "vocab.txt"))
    tokenizer.save_pretrained(folder)
    settings = transformers.BertConfig(
        vocab_size=7,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        id2label={0: "negative", 1: "neutral", 2: "positive"},
        label2id={"negative": 0, "neutral": 1, "positive": 2},
    )
    transformers.BertForSequenceClassification(settings).save_pretrained(folder, safe_serialization=True)
    valence, hits = get(str(folder)).score(["good", "", "bad \ud800"])
    assert ((valence >= -1) & (valence <= 1)).all()
    assert hits.tolist() == [1, 0, 1]
    assert valence[1] == 0.0
