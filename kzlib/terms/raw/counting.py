"""One thread's counts: the compiled tables, enlarged and told the words of chunks as they ask for it."""

from __future__ import annotations

from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait

import numpy as np
import pyarrow as pa

from kzlib.languages.words import words
from kzlib.terms.raw import kernel
from kzlib.terms.raw.characters import characters
from kzlib.terms.raw.memory import STAMP
from kzlib.terms.raw.reading import Batch, Reader
from kzlib.terms.raw.tables import PADDING, Table, absorb, random_mixer

#: chunks, or bytes of theirs, after which they are forgotten
_FORGET, _FORGET_BYTES = 1 << 17, 16 << 20


def count(reader: Reader, jobs: int) -> tuple[pa.Array, np.ndarray, np.ndarray, np.ndarray]:
    """Terms, their groups' numbers, uses and documents (not sorted), by so many threads."""
    mixer = random_mixer()
    told: dict[bytes, bytes] = {}

    def count_batches() -> Counts:
        counts = Counts(mixer, told)
        for batch in reader.batches():
            counts.add(batch)
        return counts

    with ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(count_batches) for _ in range(jobs)]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
        finally:  # whoever fails or is interrupted does not wait for the others to finish
            reader.stop()
        counts, *others = [future.result() for future in futures]
    while others:
        counts.absorb(others.pop())
    table = counts.words
    used = np.flatnonzero(table.records["count"][: len(table)])
    records = table.records[used]
    starts = pa.py_buffer(table.starts[: len(table) + 1])
    terms = pa.LargeStringArray.from_buffers(len(table), starts, pa.py_buffer(table.letters))
    documents = records["documents"].astype(np.int64)
    return terms.take(pa.array(used)), records["tag"] >> 1, records["count"], documents


class Counts:
    """Uses and documents of each word of each group."""

    def __init__(self, mixer: np.int64, told: dict[bytes, bytes]) -> None:
        self.words = Table(1 << 16)
        self._mixer, self._told = mixer, told
        self._scratch, self._ids = np.empty(0, np.uint8), np.empty(0, np.int32)
        self._waiting = np.zeros(1, np.int64)
        self._state = np.zeros(7, np.int64)
        self._chunks: Table
        self._spans: np.ndarray
        self._links: np.ndarray
        self._forget()

    def add(self, batch: Batch) -> None:
        """Count the words of a batch of texts."""
        size = len(batch.text) + len(batch.offsets) + PADDING
        if len(self._scratch) < size:
            self._scratch, self._ids = np.empty(size, np.uint8), np.empty(size, np.int32)
        if len(self._waiting) <= len(batch.rows):
            self._waiting = np.zeros(len(batch.rows) + 1, np.int64)
        self._state[kernel.ROW] = 0
        while full := kernel.read_block(
            STAMP, *batch, characters(), self._scratch, self._ids, self._waiting, self.words.head,
            self._chunks.head, self._spans, self._links, self._state, self._mixer,
        ):  # fmt: skip
            self._enlarge(full)
        if self._state[kernel.WAITING]:
            self._resolve()
            kernel.count_waiting(
                STAMP, self._ids, self._waiting, self.words.head, self._spans, self._links, self._state
            )
        if len(self._chunks) > _FORGET or self._chunks.starts[len(self._chunks)] > _FORGET_BYTES:
            self._forget()

    def absorb(self, other: Counts) -> None:
        """Add another thread's counts."""
        done = 0
        while (done := absorb(STAMP, self.words.head, other.words.head, done, self._mixer)) < len(
            other.words
        ):
            self.words.enlarge(self._mixer)

    def _resolve(self) -> None:
        """Tell the words of the chunks that are new."""
        first, last = int(self._state[kernel.KNOWN]), len(self._chunks)
        starts = self._chunks.starts[first : last + 1].tolist()
        letters = self._chunks.letters[starts[0] : starts[-1]].tobytes()
        lines = [
            self._words_of(letters[start - starts[0] : end - starts[0]])
            for start, end in zip(starts, starts[1:], strict=False)
        ]
        text = b"\n".join([*lines, b""])
        told = np.frombuffer(text + bytes(PADDING), dtype=np.uint8)[: len(text)]
        self._spans = np.concatenate([self._spans[: first + 1], np.zeros(last - first, np.int64)])
        self._state[kernel.AT] = 0
        while full := kernel.resolve(
            STAMP,
            told,
            self.words.head,
            self._chunks.head,
            self._spans,
            self._links,
            self._state,
            self._mixer,
        ):
            self._enlarge(full)

    def _words_of(self, chunk: bytes) -> bytes:
        line = self._told.get(chunk)
        if line is None:
            line = " ".join(words(chunk.decode("utf-8", "replace"))).encode()
            self._told[chunk] = line
        return line

    def _enlarge(self, full: int) -> None:
        if full == kernel.WORDS:
            self.words.enlarge(self._mixer)
        elif full == kernel.CHUNKS:
            self._chunks.enlarge(self._mixer)
        else:
            self._links = np.concatenate([self._links, np.empty_like(self._links)])

    def _forget(self) -> None:
        self._chunks = Table(1 << 14)
        self._spans, self._links = np.zeros(1, np.int64), np.empty(1 << 14, np.int32)
        self._state[[kernel.KNOWN, kernel.LINKS]] = 0
        self._told.clear()
