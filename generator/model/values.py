"""Bytes by key, each with the numbers of what it was made from, in a few large pieces.

An object for each of a hundred thousand values would cost more than most of them, and forked processes would get a
copy of every page of memory on which they look at one. So all values stand in one text, all numbers in one array.
"""

from __future__ import annotations

import marshal
import sys
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, chain, groupby
from pathlib import Path
from typing import Any

from generator.kept import keep_sealed, sealed

_FEW = 64  # so few numbers are looked for one by one


class Values:
    """Values by key; one that is put again takes the place of the other, which can still be read by its place."""

    def __init__(self) -> None:
        """Begin with no value."""
        self.places: dict[str, int] = {}
        self._keys: list[str] = []
        self._numbers = array("I")
        self._number_ends = array("Q")
        self._old = memoryview(b"")  # as it was read: a copy would take longer than reading
        self._new = bytearray()
        self._data_ends = array("Q")

    def __getstate__(self) -> dict[str, Any]:
        """Take everything to another machine, copied."""
        return {**vars(self), "_old": bytes(self._old)}

    def __len__(self) -> int:
        """Return how many values were put: their places are the numbers below."""
        return len(self._keys)

    def put(self, key: str, numbers: Iterable[int], value: bytes) -> None:
        """Put a value under a key, at a new place."""
        self.places[key] = len(self._keys)
        self._keys.append(key)
        self._numbers.extend(numbers)
        self._number_ends.append(len(self._numbers))
        self._new += value
        self._data_ends.append(len(self._old) + len(self._new))

    def value(self, place: int) -> bytes:
        """Return the value at a place."""
        start, end, old = _start(self._data_ends, place), self._data_ends[place], len(self._old)
        return bytes(self._old[start:end] if end <= old else self._new[start - old : end - old])

    def _pieces(self, start: int, end: int) -> Iterator[memoryview]:
        """Yield what stands between two places in the text of all values."""
        old = len(self._old)
        if start < old:
            yield memoryview(self._old)[start : min(end, old)]
        if end > old:
            yield memoryview(self._new)[max(start - old, 0) : end - old]

    def numbers(self, place: int) -> Sequence[int]:
        """Return the numbers of the value at a place."""
        return self._numbers[_start(self._number_ends, place) : self._number_ends[place]]

    def having(self, numbers: Collection[int]) -> set[int]:
        """Return the places of the values that have any of these numbers."""
        if len(numbers) > _FEW:
            wanted = frozenset(numbers)
            return {place for place in range(len(self)) if not wanted.isdisjoint(self.numbers(place))}
        text = self._numbers.tobytes()
        return {place for number in numbers for place in self._found(text, array("I", [number]).tobytes())}

    def _found(self, text: bytes, number: bytes) -> Iterator[int]:
        """Yield the places whose part of the text of all numbers has this one."""
        at = text.find(number)
        while at >= 0:
            if at % len(number):
                at = text.find(number, at + 1)
            else:
                place = bisect_right(self._number_ends, at // len(number))
                yield place
                at = text.find(number, self._number_ends[place] * len(number))

    def save(self, path: Path, head: Any, wanted: Sequence[int]) -> None:
        """Keep the values at whose places there is a 1, and `head`, plain data, where that is possible."""
        runs = [[place for place, _ in run] for want, run in groupby(enumerate(wanted), lambda item: item[1]) if want]
        spans = [(run[0], run[-1] + 1) for run in runs]
        keys = list(chain.from_iterable(self._keys[first:last] for first, last in spans))
        lengths = [array("Q", _lengths(ends, spans)) for ends in (self._number_ends, self._data_ends)]
        numbers = array("I")
        data: list[memoryview] = []
        for first, last in spans:
            numbers += self._numbers[_start(self._number_ends, first) : self._number_ends[last - 1]]
            data += self._pieces(_start(self._data_ends, first), self._data_ends[last - 1])
        text = marshal.dumps((sys.byteorder, head, keys, len(numbers), *(each.tobytes() for each in lengths)))
        keep_sealed(path, len(text).to_bytes(8), text, numbers.tobytes(), *data)


def _start(ends: Sequence[int], place: int) -> int:
    """Return where the value at a place begins, by where all end."""
    return ends[place - 1] if place else 0


def _lengths(ends: Sequence[int], spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Yield the lengths of the values of spans, each from a first place to before a last one."""
    for first, last in spans:
        before = _start(ends, first)
        for end in ends[first:last]:
            yield end - before
            before = end


def read(path: Path) -> tuple[Any, Values]:
    """Return head and values as they were kept; raises OSError or ValueError where there is nothing to trust."""
    data = sealed(path)
    at = 8 + int.from_bytes(data[:8])
    order, head, keys, numbers, *lengths = marshal.loads(data[8:at])
    if order != sys.byteorder:
        raise ValueError("of another machine")
    found = Values()
    found._keys = keys
    found.places = dict(zip(keys, range(len(keys)), strict=True))
    found._number_ends, found._data_ends = (array("Q", accumulate(memoryview(each).cast("Q"))) for each in lengths)
    found._numbers.frombytes(data[at : at + 4 * numbers])
    found._old = data[at + 4 * numbers :]
    return head, found
