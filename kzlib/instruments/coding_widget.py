"""Hand coding in JupyterLab: one sentence at a time, saved at once.

The machine's tone, the outlet and the stratum are not shown: a coder should see the sentence and nothing else.
"""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path
from typing import Any

import pandas as pd

from kzlib.errors import KzlibError
from kzlib.instruments.coding import SKIP, read

CHOICES = {"negative": "-1", "neutral": "0", "positive": "1", "skip": SKIP}
_COLOURS = {"negative": "#F6D5CC", "neutral": "#EEEEEE", "positive": "#CFE3F3", "skip": "#FFFFFF"}


class Coder:
    """The widgets of one coder; :attr:`widget` is what to display, and JupyterLab shows the object itself.

    Attributes
    ----------
    frame : the sample, with the coder's column ``label_CODER`` (or ``label``): −1, 0, 1, ``skip`` or empty.
    at : the row that is shown; the number of rows when all are coded.
    """

    def __init__(self, sample: str | Path | pd.DataFrame, coder: str = "") -> None:
        if not re.fullmatch(r"[\w-]*", coder):
            raise KzlibError(f"{coder!r} cannot name a coder's column; use letters and digits")
        try:
            import ipywidgets as w
        except ImportError:
            raise KzlibError(
                "coding here needs: pip install 'kzlib[lab]'; a spreadsheet does, too: fill the column label"
            ) from None
        self.column = f"label_{coder}" if coder else "label"
        self.path = None if isinstance(sample, pd.DataFrame) else Path(sample)
        self.frame = sample.astype(str) if isinstance(sample, pd.DataFrame) else _rows(sample)
        if self.frame.empty:
            raise KzlibError("the sample has no sentence to code; draw one with kzlib sample")
        if self.column not in self.frame.columns:
            self.frame[self.column] = ""
        self.at = self._next(0)
        self.progress = w.IntProgress(max=len(self.frame), layout=w.Layout(width="20em"))
        self.said = w.HTML()
        self.sentence = w.HTML(layout=w.Layout(min_height="6em", max_width="46em"))
        self.buttons: dict[str, Any] = {}
        for name in CHOICES:
            button = w.Button(description=name, layout=w.Layout(width="8em"))
            button.style.button_color = _COLOURS[name]
            button.on_click(lambda _, name=name: self.choose(name))
            self.buttons[name] = button
        self.back_button = w.Button(description="back", layout=w.Layout(width="6em"))
        self.back_button.on_click(lambda _: self.back())
        self.buttons["skip"].tooltip = "no sentence, or nobody could tell"
        self.back_button.tooltip = "see the sentence before again, and change what was chosen"
        row = w.HBox([*self.buttons.values(), self.back_button])
        self.widget = w.VBox([w.HBox([self.progress, self.said]), self.sentence, row])
        self._show()

    def choose(self, name: str) -> None:
        """Code the sentence shown as negative, neutral, positive or skip, save, and show the next one not coded."""
        if self.at >= len(self.frame):
            return
        row, value = self.frame.index[self.at], CHOICES[name]
        try:
            self._save(row, value)
        except (KzlibError, OSError) as error:
            self.said.value = f"<b>Not saved: {html.escape(str(error))}</b>"
            return
        self.at = self._next(self.at + 1)
        self._show()

    def back(self) -> None:
        """Show the sentence before, coded or not."""
        self.at = max(self.at - 1, 0)
        self._show()

    @property
    def done(self) -> int:
        """How many sentences this coder has coded or skipped."""
        return int((self.frame[self.column] != "").sum())

    def _next(self, start: int) -> int:
        """The first row from ``start`` that is not coded; else the first of all; else the number of rows."""
        empty = (self.frame[self.column] == "").to_numpy().nonzero()[0]
        return int(next((row for row in empty if row >= start), empty[0] if len(empty) else len(self.frame)))

    def _save(self, row: Any, value: str) -> None:
        """Into this coder's column of the file as it is now: another coder may have saved since."""
        frame = self.frame if self.path is None else _rows(self.path)
        keys = ["doc_id", "sent"]
        if self.path is not None and not frame[keys].equals(self.frame[keys]):
            raise KzlibError(f"{self.path} holds other sentences than when it was opened; open it again")
        if self.column not in frame.columns:
            frame[self.column] = ""
        frame.loc[row, self.column] = value
        if self.path is not None:
            # a run killed in the middle leaves the old file or the new one
            part = self.path.with_name(f".{self.path.name}.part")
            part.write_bytes(_csv(frame).encode())
            part.replace(self.path)
        self.frame = frame

    def _show(self) -> None:
        self.progress.value = self.done
        self.said.value = f"{self.done:,} of {len(self.frame):,} coded"
        over = self.at >= len(self.frame)
        for button in self.buttons.values():
            button.disabled = over
        if over:
            self.sentence.value = "<p>All sentences are coded. Thank you.</p>"
            return
        text = self.frame["text"].iloc[self.at]
        chosen = self.frame[self.column].iloc[self.at]
        for name, value in CHOICES.items():
            self.buttons[name].icon = "check" if chosen == value else ""
        self.sentence.value = f'<p style="font-size:130%;line-height:1.4;white-space:pre-line" dir="auto">{html.escape(text)}</p>'

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.widget._repr_mimebundle_(**options)


def _rows(path: str | Path) -> pd.DataFrame:
    """The sample's sentences, numbered as they follow each other: what is saved has no empty rows between them."""
    return read(path).reset_index(drop=True)


def _csv(frame: pd.DataFrame) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(frame.itertuples(index=False))
    return out.getvalue()
