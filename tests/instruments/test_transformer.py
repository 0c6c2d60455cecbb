"""A user's own classifier: refusals without the extra; a tiny model of our own making where it is installed."""

import json
import pickle
import shutil
import socket
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from kzlib import instruments
from kzlib.errors import KzlibError, UsageError
from kzlib.instruments import get

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad", "plan", "хорошо", "плохо", ".", "жақсы"]
MOST = 16


def config(folder, labels):
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps({"id2label": labels}), encoding="utf-8")
    return str(folder)


def test_a_folder_that_holds_no_classifier_is_refused(tmp_path):
    with pytest.raises(KzlibError, match="id2label"):
        get(str(tmp_path))
    with pytest.raises(KzlibError, match="LABEL_0, LABEL_1; call them negative, neutral, positive"):
        get(config(tmp_path / "a", {"0": "LABEL_0", "1": "LABEL_1"}))
    with pytest.raises(KzlibError, match="negative, neutral, positive"):
        get(config(tmp_path / "c", {"0": "negative", "1": "neutral"}))
    with pytest.raises(KzlibError, match="id2label"):
        get(config(tmp_path / "d", ["negative", "positive"]))


def test_only_safetensors(tmp_path):
    folder = config(tmp_path / "b", {"0": "negative", "1": "positive"})
    (tmp_path / "b" / "pytorch_model.bin").write_bytes(pickle.dumps({"weight": 1}))
    with pytest.raises(KzlibError, match="safetensors") as told:
        get(folder)
    assert "\n" not in str(told.value)


def test_a_name_on_a_hub_is_never_looked_up(monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *args: pytest.fail("the network was asked"))
    with pytest.raises(UsageError, match="nothing is downloaded"):
        get("someone/some-classifier")


def test_a_missing_extra_says_what_to_install(tmp_path, monkeypatch):
    folder = config(tmp_path / "e", {"0": "negative", "1": "positive"})
    (tmp_path / "e" / "model.safetensors").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(KzlibError, match=r"pip install 'kzlib\[transformers\]'"):
        get(folder)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A BERT of one layer with seeded random weights, large enough that texts differ."""
    torch = pytest.importorskip("torch", reason="the [transformers] extra is not installed")
    transformers = pytest.importorskip("transformers", reason="the [transformers] extra is not installed")
    folder = tmp_path_factory.mktemp("model") / "tiny"
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    settings = transformers.BertConfig(
        vocab_size=len(WORDS),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        max_position_embeddings=MOST,
        initializer_range=1.0,
        id2label={0: "NEUTRAL", 1: "Positive", 2: "negative"},
        label2id={"NEUTRAL": 0, "Positive": 1, "negative": 2},
    )
    torch.manual_seed(5)
    transformers.BertForSequenceClassification(settings).save_pretrained(folder)
    return folder


@pytest.fixture
def copy(tiny, tmp_path):
    """The tiny model, to be spoilt."""
    return shutil.copytree(tiny, tmp_path / "copy")


def by_hand(folder, text):
    """P(positive) − P(negative) straight from the model's logits."""
    import torch
    import transformers

    model = transformers.BertForSequenceClassification.from_pretrained(folder).eval()
    encoded = transformers.BertTokenizer.from_pretrained(folder)(text, return_tensors="pt")
    with torch.no_grad():
        logits = model(**encoded).logits[0].double().numpy()
    shares = np.exp(logits) / np.exp(logits).sum()
    return shares[1] - shares[2]


def test_valence_is_positive_less_negative(tiny):
    one = get(str(tiny))
    valence, hits = one.score(["good plan", "bad", "хорошо.", ""])
    assert valence[:3] == pytest.approx([by_hand(tiny, text) for text in ["good plan", "bad", "хорошо."]])
    assert len(set(valence.round(4))) == 4
    assert valence[3] == 0.0 and hits.tolist() == [1, 1, 1, 0]
    assert (one.name, one.languages, one.targeted) == ("transformer:tiny", (), False)
    assert len(one.version) == 8 and one.version == get(f"{tiny}/").version


def test_a_batch_is_each_alone(tiny):
    texts = [" ".join(WORDS[5 + (k + j) % 7] for j in range(k % 9)) for k in range(80)]
    together, hits = get(str(tiny)).score(texts)
    alone = [get(str(tiny)).score([text])[0][0] for text in texts]
    assert together == pytest.approx(alone, abs=1e-6)
    assert hits.tolist() == [int(bool(text)) for text in texts]


def test_a_long_text_is_cut_and_the_user_told(tiny):
    long = "good " * 500
    with pytest.warns(UserWarning, match="1 of 2 texts are longer than the 16 tokens"):
        valence, _ = get(str(tiny)).score([long, "bad"])
    assert valence[0] == pytest.approx(by_hand(tiny, "good " * (MOST - 2)))


@pytest.mark.filterwarnings("ignore:1 of 1 texts")
@pytest.mark.parametrize("text", ["\ud800 bad", "\x00\x1b[0m", "\u2028", "bad\r", "bad " * 10_000])
def test_odd_texts(tiny, text):
    valence, hits = get(str(tiny)).score([text])
    assert -1 <= valence[0] <= 1 and hits[0] == int(bool(text.strip()))


def test_through_the_shell_and_validate(tiny, tmp_path):
    def shell(*args, stdin=b""):
        return subprocess.run(
            [sys.executable, "-m", "kzlib", *args], input=stdin, capture_output=True, timeout=300
        )

    done = shell("score", "--lang", "ru", "--instrument", str(tiny), stdin="хорошо\n\nплохо\n".encode())
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    expected = get(str(tiny)).score(["хорошо", "", "плохо"])[0].round(4)
    assert [row["valence"] for row in rows] == expected.tolist()
    assert [row["hits"] for row in rows] == [1, 0, 1]
    labels = pd.DataFrame({"text": ["good plan", "bad", "хорошо"], "label": ["positive", "negative", 1]})
    table = instruments.validate(str(tiny), labels, lang="ru")
    assert table["n"].tolist() == [3] and table["macro_f1"].between(0, 1).all()
    assert table["coverage"].tolist() == [1.0]


def test_no_network(tiny, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *args: pytest.fail("the network was asked"))
    instruments._classifier.cache_clear()
    assert get(str(tiny)).score(["good"])[1].tolist() == [1]


def test_remote_code_is_not_run(copy):
    marker = copy / "ran"
    (copy / "evil.py").write_text(f"import pathlib; pathlib.Path({str(marker)!r}).touch()\n")
    settings = json.loads((copy / "config.json").read_text())
    settings |= {"model_type": "mine", "auto_map": {"AutoConfig": "evil.C", "AutoModel": "evil.M"}}
    (copy / "config.json").write_text(json.dumps(settings))
    with pytest.raises(KzlibError, match="no classifier that can be loaded"):
        get(str(copy))
    assert not marker.exists()


def test_damaged_weights_are_refused(copy):
    from safetensors.numpy import load_file, save_file

    weights = load_file(copy / "model.safetensors")
    save_file(
        {k: v for k, v in weights.items() if "classifier" not in k},
        copy / "model.safetensors",
        {"format": "pt"},
    )
    with pytest.raises(KzlibError, match=r"the weights lack classifier\.bias"):
        get(str(copy))
    (copy / "model.safetensors").write_bytes(b"\x00" * 40)
    with pytest.raises(KzlibError, match="no classifier that can be loaded") as told:
        get(str(copy))
    assert "\n" not in str(told.value)


def test_without_a_tokenizer(copy):
    for file in copy.iterdir():
        if file.name not in ("config.json", "model.safetensors"):
            file.unlink()
    with pytest.raises(KzlibError, match="no tokenizer"):
        get(str(copy))
