"""A user's own Hugging Face classifier as an instrument (``pip install 'kzlib[transformers]'``).

Only a folder on disk, only safetensors weights, no remote code: nothing is downloaded and nothing is executed from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kzlib.errors import KzlibError
from kzlib.instruments.base import Instrument, Target

_BATCH = 32
_POLES = {
    "negative": -1,
    "neg": -1,
    "neutral": 0,
    "neu": 0,
    "positive": 1,
    "pos": 1,
    "-1": -1,
    "0": 0,
    "1": 1,
}


def load(path: str | Path) -> Instrument:
    """The classifier in a folder as an instrument.

    Its labels must be called negative, (neutral,) positive in ``config.json``'s ``id2label``.  Valence is
    P(positive) − P(negative); hits are 1 for a sentence with any word.

    Raises
    ------
    KzlibError
        If the extra is not installed, or the folder holds no such classifier.
    """
    folder = Path(path)
    signs = _signs(folder)
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise KzlibError(
            f"{folder} has no model.safetensors; save the classifier with safe_serialization=True"
        )
    try:
        from transformers import AutoModelForSequenceClassification, AutoTokenizer
    except ImportError:
        raise KzlibError("a Hugging Face classifier needs: pip install 'kzlib[transformers]'") from None
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
        model = AutoModelForSequenceClassification.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, use_safetensors=True
        )
    except (OSError, ValueError) as error:
        raise KzlibError(f"{folder}: {str(error).splitlines()[0]}") from None
    model.eval()

    def scorer(sentences: Sequence[str], targets: Sequence[Target] | None) -> tuple[np.ndarray, np.ndarray]:
        return _score(model, tokenizer, signs, sentences)

    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:8]
    return Instrument(
        name=f"transformer:{folder.name}",
        version=digest,
        languages=(),
        thresholds=(-1 / 3, 1 / 3),
        targeted=False,
        licence="the user's own copy",
        source=folder.name,
        scorer=scorer,
    )


def _signs(folder: Path) -> np.ndarray:
    """The pole (−1, 0, 1) of each of the classifier's labels."""
    try:
        labels = json.loads((folder / "config.json").read_text(encoding="utf-8"))["id2label"]
    except (OSError, ValueError, KeyError):
        raise KzlibError(
            f"{folder} holds no classifier; its config.json should name the labels in id2label"
        ) from None
    poles = [_POLES.get(str(labels[key]).lower()) for key in sorted(labels, key=int)]
    if None in poles or not {-1, 1} <= set(poles):
        raise KzlibError(
            f"{folder}: the labels are {sorted(labels.values())}; call them negative, neutral, positive"
        )
    return np.array(poles, dtype=float)


def _score(
    model: Any, tokenizer: Any, signs: np.ndarray, sentences: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    import torch

    hits = np.array([bool(sentence.strip()) for sentence in sentences], dtype=np.int32)
    valence = np.zeros(len(sentences))
    filled = np.flatnonzero(hits)
    for start in range(0, len(filled), _BATCH):
        rows = filled[start : start + _BATCH]
        # a lone surrogate is no text to a tokenizer
        batch = [sentences[row].encode("utf-8", "replace").decode("utf-8") for row in rows]
        encoded = tokenizer(batch, return_tensors="pt", padding=True, truncation=True)
        with torch.no_grad():
            shares = torch.softmax(model(**encoded).logits, dim=-1).numpy()
        valence[rows] = shares @ signs
    return valence, hits
