"""Errors that a user is told in one sentence: what is wrong, where, and what to do."""


class KzlibError(Exception):
    """The work failed (exit code 1).  The message names the file, row or cell and the remedy."""

    exit_code = 1


class UsageError(KzlibError):
    """The call's words are off (exit code 2)."""

    exit_code = 2
