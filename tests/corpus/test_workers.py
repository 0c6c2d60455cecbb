"""A cluster measures what one process measures."""

import json

import pytest

from kzlib.corpus import build
from kzlib.errors import KzlibError


@pytest.fixture
def table(tmp_path):
    rows = [
        {"url": f"https://vlast.kz/{n}", "text": f"Road number {n} was closed. Nobody was hurt."}
        for n in range(5)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return tmp_path / "in.jsonl"


def test_a_dask_cluster_gives_the_same_corpus(table, tmp_path):
    distributed = pytest.importorskip("distributed")
    alone = build([table], tmp_path / "alone")
    options = {"n_workers": 1, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster:
        together = build([table], tmp_path / "together", scheduler=cluster.scheduler_address)
    assert together.fingerprint == alone.fingerprint


def test_a_scheduler_that_is_not_there_is_one_sentence(table, tmp_path):
    pytest.importorskip("distributed")
    with pytest.raises(KzlibError, match="no dask scheduler answers at"):
        build([table], tmp_path / "c", scheduler="inproc://nowhere")
