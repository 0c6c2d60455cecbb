"""The linear instruments: what ships, and how logits become valences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlib import paths
from kzlib.instruments import get
from kzlib.instruments.features import Reader
from kzlib.instruments.linear import EDGE, model, valence


@pytest.mark.parametrize("name", ["linear-en", "linear-ru"])
def test_models_are_small_plain_arrays_without_long_runs_of_words(name):
    path = paths.data(f"models/{name}.npz")
    assert path.stat().st_size <= 5_000_000
    with np.load(path, allow_pickle=False) as arrays:
        assert all(array.dtype.kind in "fuU" for array in arrays.values())
    for form in model(name).forms.values():
        assert len(form.rows) == len(form.weights)
        assert np.isfinite(form.weights).all()
        assert (
            max(feature.count("_") for feature in form.rows) <= 3
        )  # pairs of words at most; "<t>" and "_" aside


@given(st.lists(st.tuples(*[st.floats(-50, 50)] * 3), min_size=1, max_size=20))
def test_thresholds_are_the_models_own_verdict(rows):
    logits = np.array(rows)
    found = valence(logits)
    assert ((found >= -1) & (found <= 1)).all()
    pole = np.maximum(logits[:, 0], logits[:, 2])
    clear = np.abs(pole - logits[:, 1]) > 1e-9
    assert ((np.abs(found) > EDGE) == (pole > logits[:, 1]))[clear & (np.abs(found) != EDGE)].all()


def test_tone_is_toward_the_target():
    text = "The brave doctors helped the victims of the corrupt minister."
    doctors, minister = (text.index(word) for word in ("doctors", "minister"))
    toward = get("linear-en").score([text] * 2, [(doctors, doctors + 7), (minister, minister + 8)])[0]
    assert toward[0] > toward[1]


def test_features_see_both_sides_of_the_target():
    names = Reader("en").features("Good plan, says Asel of bad roads", (16, 20))
    assert {"b1:say", "a1:of", "t:asel", "L:good", "R:bad"} <= set(names)
    assert names["#lpos"] > 0
    assert names["#rneg"] > 0


def test_the_same_twice():
    sentences = ["Мирное соглашение стало победой.", "Авария унесла жизни людей."]
    first, second = (get("linear-ru").score(sentences)[0] for _ in range(2))
    assert first.tolist() == second.tolist()
