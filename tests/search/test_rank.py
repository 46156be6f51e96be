"""What is found, and what stands first."""

from __future__ import annotations

import pytest

from generator.search.runtime import Engine
from generator.session import Session


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("发票领用", "procedures/fapiao-ling-yong"),
        ("發票領用", "procedures/fapiao-ling-yong"),
        ("fapiaolingyong", "procedures/fapiao-ling-yong"),
        ("fply", "procedures/fapiao-ling-yong"),
        ("发漂领用", "procedures/fapiao-ling-yong"),
        ("请问发票领用怎么办啊？", "procedures/fapiao-ling-yong"),
        ("１２３６６", "procedures/12366-nashui-jiaofei-fuwu-rexian-zixun"),
        ("征管法", "laws/shuishou-zhengshou-guanlifa"),
        ("首问责任制", "regimes/shouwen-zeren-zhi"),
        ("城东分局在哪里", "organs/chengdong-fenju"),
    ],
)
def test_what_is_meant_stands_first(engine: Engine, query: str, first: str) -> None:
    assert engine.rank([query])[0].paths[0] == first


def test_polyphones_are_found_by_either_reading(engine: Engine) -> None:
    for letters in ("caiwukuaiji", "caiwuhuiji"):
        assert "caiwukuaiji" in engine.rank([letters])[0].paths[0]


@pytest.mark.parametrize(
    ("query", "intent"),
    [
        ("发票领用要多久", "time"),
        ("代开发票要带什么", "materials"),
        ("开无欠税证明收费吗", "fee"),
        ("交契税去哪里办", "place"),
        ("发票领用不给办", "complaint"),
        ("发票领用", ""),
    ],
)
def test_what_is_asked_about(engine: Engine, query: str, intent: str) -> None:
    assert engine.rank([query])[0].intent == intent


def test_filters(engine: Engine) -> None:
    (found,) = engine.rank(["发票"], theme="invoice", online=True)
    assert found.paths and all(path.startswith("procedures/") for path in found.paths)
    (found,) = engine.rank(["发票"], kind="laws")
    assert found.paths and all(path.startswith("laws/") for path in found.paths)
    every = [path for path in engine.rank(["发票"])[0].paths if path.startswith("laws/")]
    assert found.paths[: len(every)] == every
    assert engine.rank(["发票"], organ="nowhere")[0].paths == []


@pytest.mark.parametrize("query", ["", " ", "，。！", "𠮷", "zzzzqqq", "\\", "\0"])
def test_nothing_is_found_by_nothing(engine: Engine, query: str) -> None:
    assert engine.rank([query])[0].paths == []


def test_one_character_suggests_what_begins_with_it(engine: Engine) -> None:
    (found,) = engine.call("suggest", [["契"]])
    assert found and all("契" in item["name"] + item["matched"] for item in found)


def test_sayings_lead_to_what_they_stand_in(session: Session, engine: Engine) -> None:
    every = [
        (f"{folder}/{entry.id}", saying)
        for folder, entries in session.registry.entries.items()
        for entry in entries.values()
        for saying in getattr(entry, "sayings", ())
    ]
    tried = every[::9]
    found = engine.rank(saying for _, saying in tried)
    lost = [saying for (path, saying), item in zip(tried, found, strict=True) if path not in item.paths[:5]]
    assert len(every) > 2000
    assert len(lost) <= len(tried) / 100, lost


@pytest.mark.parametrize(
    ("dialect", "plain"),
    [
        ("税务局几点落班", "税务局几点下班"),
        ("发票唔见咗", "发票丢失"),
        ("到边度交契税", "到哪里交契税"),
        ("车子转名", "汽车过户"),
    ],
)
def test_dialect_is_read_as_plain_words(engine: Engine, dialect: str, plain: str) -> None:
    one, other = engine.rank([dialect, plain])
    assert one.intent == other.intent
    (spellings,) = engine.call("reader.spellings", [[dialect]])
    assert plain in [text.replace("咗", "") for text, _ in spellings]
