"""Published figures: a drawing, its numbers and its proof, and the way back from the image to all of it."""

from kzlib.figures.citing import cite
from kzlib.figures.publishing import publish
from kzlib.figures.run import Run, begin
from kzlib.figures.tracing import trace

__all__ = ["Run", "begin", "cite", "publish", "trace"]
