"""``kzlib report``: one static site of all published figures, with no server and no outside requests."""

from kzlib.report.site import build

__all__ = ["build"]
