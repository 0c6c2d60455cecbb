"""A figure published once, and small corpora to publish from."""

from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from drawings import bars

mpl.use("agg")


@pytest.fixture(scope="session")
def table() -> pd.DataFrame:
    """Three rows, one of them hostile."""
    return pd.DataFrame(
        {
            "outlet": ["=HYPERLINK(1)", "Қазақ елі", "<b>]]>"],
            "share": [0.1 + 0.2, 1 / 3, -0.25],
            "n": [12, 3, 1],
        }
    )


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, table: pd.DataFrame) -> Path:
    """The folder of a published figure ``shares``."""
    from kzlib.figures import publish

    out = tmp_path_factory.mktemp("published")
    publish(
        bars(table),
        id="shares",
        table=table,
        caption="Shares by outlet.",
        question="Who writes?",
        n={"articles": 16},
        out=out,
    )
    return out
