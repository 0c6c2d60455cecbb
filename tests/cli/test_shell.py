"""The shell as a whole: every command is listed, documented and importable."""

import subprocess
import sys

import click
import pytest

from kzlib.cli import COMMANDS, group


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help(name):
    command = group.get_command(click.Context(group), name)
    assert isinstance(command, click.Command)
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option)), (
        "an option without help"
    )


def test_readme_documents_no_command_that_is_not_there(root):
    import re

    text = (root / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^    kzlib (\w+)", text, re.M)) <= set(COMMANDS)


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from kzlib.cli import group; group.main(['--help'], standalone_mode=False); "
        "print([m for m in ('pandas', 'numpy', 'duckdb', 'matplotlib', 'nltk', 'numba') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")
