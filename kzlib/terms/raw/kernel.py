"""Counting words, compiled: UTF-8 bytes in, entries of two tables out.

A document is read once.  Each plain token is found in the table of words; each chunk between spaces that is not plain
is found, as it is written, in the table of chunks, whose words Python tells once per distinct chunk.  The entries of a
document wait in ``ids`` until all of them are known and are then counted at one go, so that a word that a document
holds in several spellings counts once among its documents.  A document that does not fit is undone and told; Python
enlarges, and it is read again.
"""

from __future__ import annotations

import numpy as np

from kzlib.terms.raw.characters import COLON, DIGIT, DOT, LETTER, ODD, SPACE
from kzlib.terms.raw.memory import address, cached, compiled, get8, get32, get64, put8, put32, put64
from kzlib.terms.raw.tables import COUNT, DOCUMENTS, LAST, RECORDS, SHORT, TAG, key_of, place
from kzlib.terms.raw.tokens import BOTH, LATIN, ascii_token, kind_at, may_be_address, token

#: places of ``state``: waiting entries and documents, next row, document number, chunks whose words are known, their
#: links to words, the next byte of what is told
IDS, WAITING, ROW, DOCUMENT, KNOWN, LINKS, AT = range(7)
#: what is full
NOTHING, WORDS, CHUNKS, ROOM_FOR_LINKS = range(4)
_RECORD = 32


@compiled
def _document(i, end, limit, group, characters, scratch, ids, words, chunks, known, mixer):
    """Write the entries of a document to ``ids`` (chunks as −1 − entry): how many, has it unknown chunks, what is full."""
    n = mark = scripts = 0
    chunk = i
    waits = False
    while True:
        odd = False
        kind, width = kind_at(i, end, characters)
        if kind <= DIGIT:
            script, size, key, after = LATIN, -1, np.int64(0), i
            if kind == LETTER and width == 1:
                after, size, key = ascii_token(i, end, limit, characters, scratch, mixer)
            if size < 0:
                after, size, script, odd = token(i, end, characters, scratch)
                key = key_of(scratch, size, mixer)
            i = after
            scripts |= script
            if size > 0 and not odd:
                entry = place(words, key, group << 1 | (size > SHORT), mixer, scratch, size)
                if entry < 0:
                    return n, waits, WORDS
                put32(ids + 4 * n, entry)
                n += 1
        elif kind == SPACE:
            odd = scripts == BOTH
        elif kind == ODD:
            odd = True
        elif DOT <= kind <= COLON:
            odd = may_be_address(i, chunk, end, kind, characters)
            i += 1
        else:
            i += width
        if odd:
            i, entry = _chunk(chunk, i, end, group, characters, scratch, chunks, mixer)
            if entry < 0:
                return n, waits, CHUNKS
            waits = waits or entry >= known
            put32(ids + 4 * mark, -1 - entry)
            n = mark + 1
            width = 1
        if odd or kind == SPACE:
            if i >= end:
                return n, waits, NOTHING
            i += width
            chunk, mark, scripts = i, n, 0


@compiled
def _chunk(first, i, end, group, characters, scratch, chunks, mixer):
    """Where the chunk from ``first`` on, which is odd at i, ends, and its entry."""
    while i < end and get8(characters + get8(i)) != SPACE:
        i += 1
    for j in range(i - first):
        put8(scratch + j, get8(first + j))
    return i, place(chunks, key_of(scratch, i - first, mixer), group << 1 | 1, mixer, scratch, i - first)


@compiled
def _use(record, document):
    put64(record + COUNT, get64(record + COUNT) + 1)
    if get32(record + LAST) != document:
        put32(record + LAST, document)
        put32(record + DOCUMENTS, get32(record + DOCUMENTS) + 1)


@compiled
def _count(ids, n, document, words, spans, links):
    """Count a document's entries, all of which are known."""
    records = get64(words + RECORDS)
    for j in range(n):
        entry = get32(ids + 4 * j)
        if entry >= 0:
            _use(records + _RECORD * entry, document)
        else:
            for k in range(spans[-1 - entry], spans[-entry]):
                _use(records + _RECORD * links[k], document)


@cached
def read_block(
    stamp, text, offsets, rows, groups, characters, scratch, ids, waiting, words, chunks, spans, links, state, mixer
):  # fmt: skip
    """Read the documents ``rows`` from ``state[ROW]`` on; those with new chunks wait in ``ids``.  Says what is full."""
    first = address(text)
    limit = first + text.size
    for r in range(state[ROW], rows.size):
        row = rows[r]
        mine = address(ids) + 4 * state[IDS]
        n, waits, full = _document(
            first + offsets[row], first + offsets[row + 1], limit, groups[row], address(characters),
            address(scratch), mine, address(words), address(chunks), state[KNOWN], mixer,
        )  # fmt: skip
        if full != NOTHING:
            state[ROW] = r
            return full
        if waits:
            state[IDS] += n
            state[WAITING] += 1
            waiting[state[WAITING]] = state[IDS]
        else:
            _count(mine, n, state[DOCUMENT], address(words), spans, links)
            state[DOCUMENT] += 1
    state[ROW] = rows.size
    return NOTHING


@cached
def resolve(stamp, told, words, chunks, spans, links, state, mixer):
    """Take the words of the chunks from ``state[KNOWN]`` on: a line a chunk, a space between words.  Says what is full."""
    at = address(told)
    begin = state[AT]
    for i in range(begin, told.size):
        if told[i] != 32 and told[i] != 10:
            continue
        size = i - begin
        if size > 0:
            group = get32(get64(address(chunks) + RECORDS) + _RECORD * state[KNOWN] + TAG) >> 1
            tag = group << 1 | (size > SHORT)
            entry = place(address(words), key_of(at + begin, size, mixer), tag, mixer, at + begin, size)
            if entry < 0 or state[LINKS] == links.size:
                state[LINKS] = spans[state[KNOWN]]
                return WORDS if entry < 0 else ROOM_FOR_LINKS
            links[state[LINKS]] = entry
            state[LINKS] += 1
        begin = i + 1
        if told[i] == 10:
            state[KNOWN] += 1
            spans[state[KNOWN]] = state[LINKS]
            state[AT] = begin
    return NOTHING


@cached
def count_waiting(stamp, ids, waiting, words, spans, links, state):
    """Count the documents that waited for their chunks' words."""
    for w in range(state[WAITING]):
        mine = address(ids) + 4 * waiting[w]
        _count(mine, waiting[w + 1] - waiting[w], state[DOCUMENT], address(words), spans, links)
        state[DOCUMENT] += 1
    state[WAITING] = state[IDS] = 0
