"""The shell: ``kzlib COMMAND``.  Each command is a module of this package, imported when called."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from typing import Any

import click

from kzlib import __version__
from kzlib.errors import KzlibError

COMMANDS = {
    "read": "what kzlib understood of raw inputs (articles with clean text)",
    "ingest": "measure articles and write a corpus",
    "describe": "what a corpus holds, and what was dropped on the way",
    "sources": "search the registry of outlets and see the evidence",
    "score": "the tone of sentences from standard input",
    "validate": "what an instrument is worth on labelled sentences",
    "sample": "draw sentences for hand coding",
    "voices": "the quotations in a text and who speaks them",
    "kwic": "a term in its contexts (corpus with kept texts)",
    "figures": "run the notebooks and regenerate the figures",
    "trace": "read a figure's provenance out of an image, and verify it",
    "cite": "how to cite a figure",
    "report": "one static site of all figures",
    "fetch": "collect pages from a list of URLs",
    "notebooks": "copy the notebooks into a folder of yours",
}


class _Lazy(click.Group):
    """A group that imports a command's module only when it is called, so that ``kzlib --help`` is instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        return importlib.import_module(f"kzlib.cli.{name}").command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kzlib")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def group(debug: bool) -> None:
    """Sentiment, source bias and term frequency in news about Kazakhstan."""


def main(argv: list[str] | None = None) -> None:
    """Run the shell and exit: 0 done, 1 the work failed, 2 bad arguments.

    ``--debug`` is accepted anywhere on the line, since that is where one types it after an error.
    """
    args = list(sys.argv[1:] if argv is None else argv)
    debug = "--debug" in args
    args = [arg for arg in args if arg != "--debug"]
    try:
        code: Any = group.main(args, prog_name="kzlib", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        code = _complain("interrupted", 130)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except BrokenPipeError:  # `kzlib … | head` is not an error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KzlibError as error:
        if debug:
            raise
        code = _complain(str(error), error.exit_code)
    except (OSError, MemoryError) as error:
        if debug:
            raise
        code = _complain(_sentence(error), 1)
    sys.exit(code if isinstance(code, int) else 0)


_REMEDY = {
    errno.ENOTDIR: "a file lies where a folder is needed, give another path",
    errno.EISDIR: "it is a folder, give a file",
    errno.ENOENT: "check how the path is spelled",
    errno.EACCES: "you may not read or write there, give another path",
    errno.EROFS: "nothing can be written there, give another path",
    errno.ENOSPC: "make room or give another disk",
    errno.ENAMETOOLONG: "give a shorter name",
}


def _sentence(error: BaseException) -> str:
    if isinstance(error, OSError) and error.filename:
        remedy = _REMEDY.get(error.errno or 0, "")
        return f"{error.filename}: {error.strerror or error}" + (f"; {remedy}" if remedy else "")
    return str(error) or type(error).__name__


def _complain(message: str, code: int) -> int:
    print(f"kzlib: {message}", file=sys.stderr)
    return code
