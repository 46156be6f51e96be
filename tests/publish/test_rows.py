"""What is known of a release's files, packed by site."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from generator.publish.rows import Block, Known, Rows, Written, pack, site_of, unpack

SITES = ("shi/", "shi/xian/", "shi-2/")
PATHS = {
    "": ["a.html", "shi-1.html", "shi.html", "z/index.html"],
    "shi/": ["shi/a.html", "shi/xian-1/index.html", "shi/xian.html", "shi/z.html"],
    "shi/xian/": ["shi/xian/a.html", "shi/xian/z.html"],
    "shi-2/": ["shi-2/a.html"],
}


def row(path: str, fingerprint: str = "") -> Written:
    digest = f"{len(path):064x}"
    return Written(path, digest, len(path), fingerprint or digest)


def rows() -> Rows:
    made = Rows()
    for path in reversed(PATHS[""]):
        made.add(row(path))
    for site in SITES:
        made.add_block(site, Block.of([row(path) for path in reversed(PATHS[site])]))
    return made


def test_files_come_sorted_by_path_whatever_site_they_are_in() -> None:
    made = rows()
    everything = sorted(path for paths in PATHS.values() for path in paths)
    assert [item.path for item in made] == everything
    assert [item.path for item in made] == everything, "as often as asked"
    assert (made.count, made.size) == (len(everything), sum(map(len, everything)))


def test_a_block_is_what_was_packed() -> None:
    given = [row("b", "f" * 64), row("a")]
    assert unpack(pack(given)) == sorted(given)
    assert len({pack(list(order)) for order in permutations(given)}) == 1
    with pytest.raises(ValueError, match="damaged"):
        unpack(pack(given)[:-3])


def test_a_file_is_found_in_its_site(tmp_path: Path) -> None:
    made = rows()
    made.save_blocks(tmp_path / "blocks")
    known = Known(made.single, made.blocks, tmp_path / "blocks")
    for paths in PATHS.values():
        for path in paths:
            assert known.get(path) == row(path)
    assert known.get("shi/xian/none.html") is None
    assert [item.path for item in known.site("shi/").values()] == sorted(PATHS["shi/"])
    assert not known.site("none/")


def test_of_a_damaged_file_of_blocks_nothing_is_known(tmp_path: Path) -> None:
    made = rows()
    file = tmp_path / "blocks"
    made.save_blocks(file)
    data = bytearray(file.read_bytes())
    data[made.blocks["shi-2/"].start + 5] ^= 1
    file.write_bytes(data)
    known = Known(made.single, made.blocks, file)
    assert known.block("shi-2/") is None and not known.site("shi-2/")
    assert len(known.site("shi/")) == len(PATHS["shi/"])
    file.unlink()
    assert not known.site("shi/xian/")
    assert known.get("z/index.html")


def test_the_longest_site() -> None:
    for site, paths in PATHS.items():
        assert {site_of(path, frozenset(SITES)) for path in paths} == {site}
