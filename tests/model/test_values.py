"""Values come back by key and by place, from memory and from a file that is whole."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.model import values
from generator.model.values import Values, read

NUMBERS = st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 300), max_size=4)
PUTS = st.lists(st.tuples(st.sampled_from("abcdef"), NUMBERS, st.binary(max_size=9)), max_size=12)


def filled(puts: list[tuple[str, list[int], bytes]]) -> Values:
    """Return values that were put in this order."""
    found = Values()
    for put in puts:
        found.put(*put)
    return found


@given(PUTS, PUTS, st.data())
def test_what_is_wanted_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[tuple[str, list[int], bytes]],
    more: list[tuple[str, list[int], bytes]],
    data: st.DataObject,
) -> None:
    """Also after more was put to what was read, and when only some of both is kept."""
    file = tmp_path_factory.mktemp("values") / "kept"
    filled(first).save(file, "head", [1] * len(first))
    head, found = read(file)
    assert head == "head"
    for put in more:
        found.put(*put)
    for _ in range(2):
        assert [(found.numbers(n).tolist(), found.value(n)) for n in range(len(found))] == [
            (numbers, value) for _, numbers, value in first + more
        ]
        found = pickle.loads(pickle.dumps(found))
    wanted = data.draw(st.lists(st.integers(0, 1), min_size=len(found), max_size=len(found)))
    found.save(file, None, wanted)
    kept = [put for put, want in zip(first + more, wanted, strict=True) if want]
    _, again = read(file)
    assert [(again.numbers(n).tolist(), again.value(n)) for n in range(len(again))] == [put[1:] for put in kept]
    assert again.places == {key: place for place, (key, _, _) in enumerate(kept)}


@example([("a", [256, 256], b"")], {1}, False)  # 1 stands across the two in the bytes of a little-endian machine
@given(PUTS, st.sets(st.integers(0, 300), max_size=5), st.booleans())
def test_places_are_found_by_number(puts: list[tuple[str, list[int], bytes]], wanted: set[int], many: bool) -> None:
    more = {2**33 + number for number in range(100)} if many else set()
    found = filled(puts).having(wanted | more if many else wanted)
    assert found == {place for place, (_, numbers, _) in enumerate(puts) if wanted & {*numbers}}


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "kept"
    filled([("a", [1, 2], b"one"), ("b", [3], b"other")]).save(file, {"some": "head"}, [1, 1])
    whole = file.read_bytes()
    read(file)
    for at in range(len(whole)):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            file.write_bytes(damaged)
            with pytest.raises(ValueError, match="damaged"):
                read(file)


def test_numbers_of_another_machine_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "kept"
    monkeypatch.setattr(
        values, "sys", type("Other", (), {"byteorder": {"little": "big", "big": "little"}[sys.byteorder]})
    )
    filled([("a", [1], b"x")]).save(file, None, [1])
    monkeypatch.undo()
    with pytest.raises(ValueError, match="another machine"):
        read(file)
