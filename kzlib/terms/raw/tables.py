"""Hash tables of words, compiled: bytes and a group in, the number of an entry out.

A table is ``slots`` (open addressing: entry + 1, 0 is free), ``records`` (RECORD, a row an entry), ``starts`` and
``letters`` (the entries' bytes, one behind another).  A tag holds the group and whether the key is a digest: a key of
seven bytes or fewer is the word itself, behind a digest all bytes are compared.  Compiled code takes a table as the
address of its head, never enlarges it, and says so when it is full.
"""

from __future__ import annotations

import os

import numpy as np

from kzlib.terms.raw.memory import STAMP, address, cached, compiled, get8, get32, get64, put8, put32, put64

#: an entry: key, uses, tag, documents, the last of them; and where these are
RECORD = np.dtype(
    [("key", "i8"), ("count", "i8"), ("tag", "i4"), ("documents", "i4"), ("last", "i4"), ("", "i4")]
)
KEY, COUNT, TAG, DOCUMENTS, LAST, _RECORD = 0, 8, 16, 20, 24, 32
#: where the parts of a head are
SLOTS, RECORDS, STARTS, LETTERS, MASK, CAPACITY, ROOM, SIZE = range(0, 64, 8)
#: slots an entry: fewer collide oftener, more stay less near
_SLOTS = 4
#: bytes of the longest word that is its own key
SHORT = 7
#: bytes that may be read behind what is asked for
PADDING = 16


class Table:
    """A table's arrays and their head."""

    def __init__(self, entries: int) -> None:
        self.records = np.empty(entries, RECORD)
        self.starts = np.zeros(entries + 1, np.int64)
        self.letters = np.empty(16 * entries + PADDING, np.uint8)
        self.slots = np.zeros(_SLOTS * entries, np.int32)
        self.head = np.zeros(8, np.int64)
        self._fill_head()

    def __len__(self) -> int:
        return int(self.head[SIZE // 8])

    def enlarge(self, mixer: np.int64) -> None:
        """Twice the entries, or twice the room for letters, whichever is at its end."""
        if len(self) == len(self.records):
            self.starts = np.concatenate([self.starts, np.zeros(len(self), np.int64)])
            self.records = np.concatenate([self.records, np.empty_like(self.records)])
            self.slots = np.zeros(_SLOTS * len(self.records), np.int32)
        else:
            self.letters = np.concatenate([self.letters, np.empty_like(self.letters)])
        self._fill_head()
        if not self.slots.any():
            _rehash(STAMP, self.head, mixer)

    def _fill_head(self) -> None:
        arrays = (self.slots, self.records, self.starts, self.letters)
        sizes = (len(self.slots) - 1, len(self.records), len(self.letters) - PADDING)
        self.head[:7] = [*(array.ctypes.data for array in arrays), *sizes]


def random_mixer() -> np.int64:
    """An odd number that nobody can know beforehand, so that no text can be made to fill one part of a table."""
    return np.int64(int.from_bytes(os.urandom(8), "little", signed=True) | 1)


@compiled
def _slot(key, tag, mixer, mask):
    mixed = (key ^ (tag * np.int64(0x2545F491))) * mixer
    return ((mixed >> 40) ^ (mixed >> 20)) & mask


@compiled
def fold(digest, eight, mixer):
    """The digest with eight more bytes in it."""
    digest = (digest ^ eight) * mixer
    return digest ^ (digest >> 32)


@compiled
def key_of(source, size, mixer):
    """The key of bytes behind which eight more may be read."""
    digest = np.int64(0)
    for j in range(0, size - 7, 8):
        digest = fold(digest, get64(source + j), mixer)
    tail = get64(source + (size & ~7)) & ((np.int64(1) << (8 * (size & 7))) - 1)
    return tail if size <= SHORT else fold(digest, tail, mixer)


@compiled
def _same(one, other, size):
    """Whether as many bytes, eight or more, are equal."""
    for j in range(0, size - 8, 8):
        if get64(one + j) != get64(other + j):
            return False
    return get64(one + size - 8) == get64(other + size - 8)


@compiled
def place(table, key, tag, mixer, source, size):
    """The entry of these bytes, new if need be; −1 where the table is full."""
    mask, slots, records = get64(table + MASK), get64(table + SLOTS), get64(table + RECORDS)
    slot = _slot(key, tag, mixer, mask)
    entry = get32(slots + 4 * slot) - 1
    while entry >= 0:
        record = records + _RECORD * entry
        if get64(record + KEY) == key and get32(record + TAG) == tag:
            if tag & 1 == 0:  # the key is the word
                return entry
            start = get64(get64(table + STARTS) + 8 * entry)
            same_size = get64(get64(table + STARTS) + 8 * entry + 8) - start == size
            if same_size and (size < 8 or _same(get64(table + LETTERS) + start, source, size)):
                return entry
        slot = (slot + 1) & mask
        entry = get32(slots + 4 * slot) - 1
    return _append(table, slots + 4 * slot, key, tag, source, size)


@compiled
def _append(table, slot, key, tag, source, size):
    """A new entry, told to the free slot."""
    entry = get64(table + SIZE)
    start = get64(get64(table + STARTS) + 8 * entry)
    if entry == get64(table + CAPACITY) or start + size > get64(table + ROOM):
        return np.int64(-1)
    for j in range(size):
        put8(get64(table + LETTERS) + start + j, get8(source + j))
    put64(get64(table + STARTS) + 8 * entry + 8, start + size)
    record = get64(table + RECORDS) + _RECORD * entry
    put64(record + KEY, key)
    put64(record + COUNT, 0)
    put32(record + TAG, tag)
    put32(record + DOCUMENTS, 0)
    put32(record + LAST, -1)
    put32(slot, entry + 1)
    put64(table + SIZE, entry + 1)
    return entry


@cached
def _rehash(stamp, head, mixer):
    """Fill the free slots of an enlarged table."""
    table = address(head)
    slots, records, mask = get64(table + SLOTS), get64(table + RECORDS), get64(table + MASK)
    for entry in range(get64(table + SIZE)):
        record = records + _RECORD * entry
        slot = _slot(get64(record + KEY), get32(record + TAG), mixer, mask)
        while get32(slots + 4 * slot):
            slot = (slot + 1) & mask
        put32(slots + 4 * slot, entry + 1)


@cached
def absorb(stamp, head, other_head, first, mixer):
    """Add another table's counts from its entry ``first`` on; the entry at which this table was full, or all of them."""
    table, other = address(head), address(other_head)
    for entry in range(first, get64(other + SIZE)):
        record = get64(other + RECORDS) + _RECORD * entry
        if get64(record + COUNT):
            start = get64(get64(other + STARTS) + 8 * entry)
            size = get64(get64(other + STARTS) + 8 * entry + 8) - start
            tag = get32(record + TAG)
            mine = place(table, get64(record + KEY), tag, mixer, get64(other + LETTERS) + start, size)
            if mine < 0:
                return entry
            mine = get64(table + RECORDS) + _RECORD * mine
            put64(mine + COUNT, get64(mine + COUNT) + get64(record + COUNT))
            put32(mine + DOCUMENTS, get32(mine + DOCUMENTS) + get32(record + DOCUMENTS))
    return get64(other + SIZE)
