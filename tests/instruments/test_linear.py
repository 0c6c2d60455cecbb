"""The linear instruments: what ships, and how logits become valences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzlib import paths
from kzlib.instruments import get
from kzlib.instruments.features import PLACES, Reader
from kzlib.instruments.linear import EDGE, model, valence


@pytest.mark.parametrize("name", ["linear-en", "linear-ru"])
def test_models_are_small_plain_arrays_without_long_runs_of_words(name):
    path = paths.data(f"models/{name}.npz")
    assert path.stat().st_size <= 5_000_000
    with np.load(path, allow_pickle=False) as arrays:
        assert all(array.dtype.kind in "fiuU" for array in arrays.values())
    for form in model(name).forms.values():
        assert len(form.rows) == len(form.weights)
        assert np.isfinite(form.weights).all()
        # pairs of words at most; the target's "_t" and the join aside
        assert (
            max(feature.count("_") for feature in form.rows if feature[:2] in ("w:", "c:", "b:", "a:")) <= 3
        )


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
    names, _, size = Reader("en").read("Good plan, says Asel of bad roads", (16, 20))
    assert {"b:1say", "a:1of", "t:asel", "L:good", "R:bad", "c:say__t", "s:target C", "s:w_w"} <= set(names)
    assert "c:good" not in names
    assert names["#lpos"] > 0
    assert names["#rneg"] > 0
    assert size == 6


def test_russian_features_tell_who_does_it_to_whom():
    text = "Депутат обвинил министра в халатности"
    start = text.index("министра")
    names = set(Reader("ru").read(text, (start, start + 8))[0])
    assert {"g:l:обвинить:o", "g:l:o:-", "g:NOUNaccs"} <= names or {"g:l:обвинить:o", "g:NOUNgent"} <= names
    assert "g:l:обвинить:s" not in names


def test_words_have_scores_by_their_place():
    read = model("linear-ru").reader.read
    placed = read("Жюри похвалило певицу за талант", (15, 21))[1]
    assert {place for place, _, _ in placed} <= set(range(len(PLACES)))
    assert {PLACES[place] for place, _, _ in placed} >= {"w", "dl", "dr", "t", "b", "a"}
    assert Reader("ru").read("Жюри похвалило певицу за талант", (15, 21))[1] == []


def test_words_without_an_entry_are_known_by_their_meaning():
    words = model("linear-ru").reader
    polarity = [words._word(word).learned for word in ("упорство", "злодей", "стол")]
    assert polarity[0] > 0 > polarity[1]
    assert polarity[2] == 0
    assert not any(words._word(word).valence for word in ("упорство", "злодей"))


@pytest.mark.parametrize("name", ["linear-en", "linear-ru"])
def test_one_at_a_time_or_all_at_once(name):
    sentences = ["A good day.", "", "Хороший день, плохой вечер.", "12 %", "a" * 500]
    targets = [(2, 6), None, None, None, (0, 3)]
    together = get(name).score(sentences, targets)[0]
    alone = [get(name).score([s], [t])[0][0] for s, t in zip(sentences, targets, strict=True)]
    assert np.allclose(together, alone, atol=1e-12)


def test_the_same_twice():
    sentences = ["Мирное соглашение стало победой.", "Авария унесла жизни людей."]
    first, second = (get("linear-ru").score(sentences)[0] for _ in range(2))
    assert first.tolist() == second.tolist()
