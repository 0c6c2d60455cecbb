"""The process that runs one notebook: what it does where the kernel does not even start."""

from __future__ import annotations

import pytest

from kzlib.runner import worker


@pytest.fixture
def job(tmp_path):
    return {
        "notebook": str(tmp_path / "a.ipynb"), "output": str(tmp_path / "out.ipynb"), "parameters": {},
        "folder": str(tmp_path), "start_timeout": 5, "cell_timeout": 5,
    }  # fmt: skip


def kernels(monkeypatch, *endings):
    """papermill, with kernels that end so, one after another; returns the list of those that were started."""
    papermill, started, waiting = pytest.importorskip("papermill"), [], list(endings)

    def execute(*_, **__):
        started.append(len(started))
        if (error := waiting.pop(0)) is not None:
            raise error

    monkeypatch.setattr(papermill, "execute_notebook", execute)
    return started


@pytest.mark.parametrize("said", worker.STILLBORN)
def test_a_kernel_that_never_says_a_word_is_started_again(job, monkeypatch, said):
    stillborn = RuntimeError(f"{said} to kernel_info")
    started = kernels(monkeypatch, stillborn, stillborn, None)
    assert worker.run(job)["ok"] and len(started) == 3


def test_but_not_for_ever(job, monkeypatch):
    started = kernels(monkeypatch, *[RuntimeError(f"{worker.STILLBORN[0]} to kernel_info")] * 9)
    result = worker.run(job)
    assert not result["ok"] and worker.STILLBORN[0] in result["evalue"] and len(started) == worker.STARTS


def test_what_failed_otherwise_is_not_run_twice(job, monkeypatch):
    started = kernels(monkeypatch, RuntimeError("something else"), None)
    assert worker.run(job)["evalue"] == "something else" and len(started) == 1


def test_kernels_need_no_ports(tmp_path):
    """Two kernels that start at once cannot take each other's."""
    import socket

    def taken(*_, **__):
        raise AssertionError("a port was asked for")

    folder = tmp_path / "s"
    folder.mkdir()
    manager = worker._manager(str(folder))(kernel_name="python3")
    if manager.transport != "ipc":
        pytest.skip("no sockets in files here")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(socket.socket, "bind", taken)
        manager.write_connection_file()
    assert manager.ip.startswith(str(folder)) and manager.get_connection_info()["transport"] == "ipc"
    manager.cleanup_connection_file()


def test_where_sockets_have_no_place_there_are_ports():
    assert worker._manager("/tmp/" + "x" * 100)(kernel_name="python3").transport == "tcp"
