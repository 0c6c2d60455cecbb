"""A user's own Hugging Face classifier as an instrument (``pip install 'kzlib[transformers]'``).

Only a folder on disk, only safetensors weights, no remote code: nothing is downloaded and nothing is executed from it.
"""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

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


class Classifier(NamedTuple):
    """The model, its tokenizer, the pole (−1, 0, 1) of each label and the most tokens that it reads."""

    model: Any
    tokenizer: Any
    poles: np.ndarray
    most: int

    def score(
        self, sentences: Sequence[str], targets: Sequence[Target] | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """P(positive) − P(negative) of each sentence, and 1 for each that holds anything but white space."""
        # a lone surrogate is no text to a tokenizer
        texts = [sentence.encode("utf-8", "replace").decode("utf-8") for sentence in sentences]
        hits = np.array([bool(text.strip()) for text in texts], dtype=np.int32)
        valence = np.zeros(len(texts))
        rows = sorted(np.flatnonzero(hits), key=lambda row: len(texts[row]))  # alike lengths: little padding
        cut = 0
        for start in range(0, len(rows), _BATCH):
            batch = rows[start : start + _BATCH]
            shares, n_cut = self._shares([texts[row] for row in batch])
            valence[batch] = shares @ self.poles
            cut += n_cut
        if cut:
            told = f"{cut} of {len(texts)} texts are longer than the {self.most} tokens that the classifier reads"
            warnings.warn(f"{told}; only their beginnings were scored", stacklevel=3)
        return valence, hits

    def _shares(self, texts: list[str]) -> tuple[np.ndarray, int]:
        """The labels' probabilities of each text, and how many texts were cut."""
        import torch

        encoded = self.tokenizer(texts, padding=True, truncation=True, max_length=self.most + 1)
        cut = sum(sum(mask) > self.most for mask in encoded["attention_mask"])
        if cut:
            encoded = self.tokenizer(texts, padding=True, truncation=True, max_length=self.most)
        inputs = {name: torch.tensor(values) for name, values in encoded.items()}
        with torch.inference_mode():
            logits = self.model(**inputs).logits
        return torch.softmax(logits.double(), dim=-1).numpy(), cut


def load(path: str | Path) -> Instrument:
    """The classifier in a folder as an instrument of any language.

    The folder is what ``save_pretrained`` wrote: ``config.json``, ``model.safetensors`` and the tokenizer's files.  Its
    labels must be called negative, (neutral,) positive (or −1, 0, 1) in ``config.json``'s ``id2label``.  Valence is
    P(positive) − P(negative), so that P(neutral) draws it toward 0; hits are 1 for a text that is not empty.  A text of
    more tokens than the classifier reads is cut, with a warning.

    Raises
    ------
    KzlibError
        If the extra is not installed, or the folder holds no such classifier.
    """
    folder = Path(path)
    poles = _poles(folder)
    weights = _weights(folder)
    try:
        import torch  # noqa: F401
        from transformers import AutoModelForSequenceClassification, AutoTokenizer
        from transformers.utils import logging
    except ImportError:
        raise KzlibError("a Hugging Face classifier needs: pip install 'kzlib[transformers]'") from None
    shown, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    here = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, **here)
        model, found = AutoModelForSequenceClassification.from_pretrained(
            folder, use_safetensors=True, output_loading_info=True, **here
        )
    except (
        Exception
    ) as error:  # the library raises what its parts raise: any of them means an unusable folder
        raise KzlibError(f"{folder} is no classifier that can be loaded: {_first_line(error)}") from None
    finally:
        logging.set_verbosity(shown)
        if bars:
            logging.enable_progress_bar()
    files = set(getattr(tokenizer, "vocab_files_names", {}).values())
    if files and not any((folder / name).is_file() for name in files):  # the library would know no word
        raise KzlibError(f"{folder} has no tokenizer ({', '.join(sorted(files))}); save it there too")
    if found["missing_keys"]:  # the library would fill them with random numbers
        raise KzlibError(
            f"{folder}: the weights lack {sorted(found['missing_keys'])[0]}; save the whole model"
        )
    classifier = Classifier(model.eval(), tokenizer, poles, _most_tokens(model, tokenizer))
    return Instrument(
        name=f"transformer:{folder.resolve().name}",
        version=_digest(weights),
        languages=(),
        thresholds=(-1 / 3, 1 / 3),
        targeted=False,
        licence="the user's own copy",
        source=folder.resolve().name,
        scorer=classifier.score,
    )


def _poles(folder: Path) -> np.ndarray:
    """The pole (−1, 0, 1) of each of the classifier's labels."""
    try:
        labels = json.loads((folder / "config.json").read_text(encoding="utf-8"))["id2label"]
        named = [str(labels[key]) for key in sorted(labels, key=int)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KzlibError(
            f"{folder} holds no classifier; its config.json should name the labels in id2label"
        ) from None
    poles = [_POLES.get(label.strip().lower().replace("\u2212", "-")) for label in named]
    if None in poles or not {-1, 1} <= set(poles):
        raise KzlibError(
            f"{folder}: the labels are {', '.join(named)}; call them negative, neutral, positive in id2label of config.json"
        )
    return np.array(poles, dtype=float)


def _weights(folder: Path) -> list[Path]:
    """The safetensors files; anything else (a pickle may run code when it is read) is refused."""
    if (folder / "model.safetensors").is_file():
        return [folder / "model.safetensors"]
    if (folder / "model.safetensors.index.json").is_file():
        return sorted(folder.glob("model-*.safetensors"))
    raise KzlibError(
        f"{folder} has no model.safetensors; save the classifier with save_pretrained(…, safe_serialization=True)"
    )


def _most_tokens(model: Any, tokenizer: Any) -> int:
    """What tokenizer and positions allow; RoBERTa and its kin lose the positions up to their padding's."""
    config = model.config
    positions = getattr(config, "max_position_embeddings", None) or 512
    embeddings = getattr(getattr(model, model.base_model_prefix, None), "embeddings", None)
    padded = getattr(getattr(embeddings, "position_embeddings", None), "padding_idx", None)
    if padded is not None:
        positions -= padded + 1
    return int(min(tokenizer.model_max_length, positions))


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:8]


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
