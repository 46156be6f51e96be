"""What is found, and what stands first."""

from __future__ import annotations

import pytest

from generator.search.question import in_figures
from generator.search.rank import Filter, Ranking
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
def test_what_is_meant_stands_first(ranking: Ranking, query: str, first: str) -> None:
    assert ranking.rank(query)[0].path == first


def test_polyphones_are_found_by_either_reading(ranking: Ranking) -> None:
    for letters in ("caiwukuaiji", "caiwuhuiji"):
        assert "caiwukuaiji" in ranking.rank(letters)[0].path


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
def test_what_is_asked_about(ranking: Ranking, query: str, intent: str) -> None:
    assert ranking.asked(query) == intent


def test_filters(ranking: Ranking) -> None:
    found = ranking.rank("发票", Filter(theme="invoice", online=True))
    assert found and all(item.path.startswith("procedures/") for item in found)
    laws = [item.path for item in ranking.rank("发票", Filter(kind="laws"))]
    assert laws and all(path.startswith("laws/") for path in laws)
    every = [item.path for item in ranking.rank("发票") if item.path.startswith("laws/")]
    assert laws[: len(every)] == every
    assert ranking.rank("发票", Filter(organ="nowhere")) == []


@pytest.mark.parametrize("query", ["", " ", "，。！", "𠮷", "zzzzqqq", "\\", "\0"])
def test_nothing_is_found_by_nothing(ranking: Ranking, query: str) -> None:
    assert ranking.rank(query) == []


def test_one_character_suggests_what_begins_with_it(ranking: Ranking) -> None:
    names = dict(zip(ranking.index.paths, ranking.index.head["names"].split("\n"), strict=True))
    found = [names[path] for path, _ in ranking.suggest("契")]
    assert found and all("契" in name for name in found)


def test_sayings_lead_to_what_they_stand_in(session: Session, ranking: Ranking) -> None:
    every = [
        (f"{folder}/{entry.id}", saying)
        for folder, entries in session.registry.entries.items()
        for entry in entries.values()
        for saying in getattr(entry, "sayings", ())
    ]
    tried = every[::9]
    lost = [saying for path, saying in tried if path not in [found.path for found in ranking.rank(saying)[:5]]]
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
def test_dialect_is_read_as_plain_words(ranking: Ranking, dialect: str, plain: str) -> None:
    assert plain in [text.replace("咗", "") for text, _ in ranking.index.reader.spellings(dialect)]
    assert ranking.asked(dialect) == ranking.asked(plain)


def test_pages_that_answer_what_is_asked_rank_higher(ranking: Ranking) -> None:
    assert ranking.factor("organs", "hours") > ranking.factor("organs", "")
    assert ranking.factor("laws", "hours") == ranking.factor("laws", "")


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("月销售额三十万以下", "月销售额30万以下"),
        ("一千二百元", "1200元"),
        ("十五日", "15日"),
        ("两百块", "200块"),
        ("一照一码", "一照一码"),
    ],
)
def test_what_is_counted_is_put_in_figures(text: str, figures: str) -> None:
    assert in_figures(text) == figures
