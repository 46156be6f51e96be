"""What most people type: short questions lead to the commonest matters, lists and tools are found, and few results."""

from __future__ import annotations

import statistics

import pytest

from generator.search.evaluate import read_queries
from generator.search.runtime import Engine
from tests.search.test_evaluate import QUERIES


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("怎么开发票", "procedures/daikai-zengzhishui-putongfapiao"),
        ("退税", "procedures/jumin-geren-zonghe-suode-niandu-huisuan"),
        ("退税啥时候到账", "procedures/jumin-geren-zonghe-suode-niandu-huisuan"),
        ("税务局搁哪儿", "organs/zhengwu-zhongxin-banshuiting"),
        ("专票掉了", "procedures/fapiao-yishi-sunhui-baogao"),
        ("注销营业执照", "procedures/qingshui-zhuxiao"),
        ("税务局能不能上门办", "regimes/yuyue-fuwu"),
        ("投诉三次会怎样", "regimes/tousu-jieti-chuli"),
        ("第43号", "laws/shuishou-jianmian-guanli-banfa"),
        ("2019年第48号", "laws/shuishou-zhengguan-ruogan-shixiang-de-gonggao"),
        ("A类申报表", "materials/qiye-suodeshui-niandu-nashui-shenbaobiao-a-lei"),
        ("CA证书", "procedures/dianzi-shuiwuju-yonghuzhuce"),
    ],
)
def test_short_questions_lead_to_the_commonest_matter(engine: Engine, query: str, wanted: str) -> None:
    (ranked,) = engine.rank([query])
    assert wanted in ranked.paths[:5]


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("征期日历", "filing-calendar"),
        ("几号要报税", "filing-calendar"),
        ("今天谁值班", "rosters"),
        ("公开覆盖表", "coverage"),
        ("网站地图", "site-map"),
        ("减负", "burden"),
        ("我能享受什么优惠", "reliefs"),
        ("税务局年报", "annual-report"),
        ("上个月承诺做到没有", "results"),
        ("谁没按时办", "performance"),
        ("契税计算器", "local-standards"),
    ],
)
def test_lists_and_tools_are_found(engine: Engine, query: str, page: str) -> None:
    (ranked,) = engine.rank([query])
    assert f"lists/{page}" in ranked.paths[:3]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("tax refund", "procedures/jumin-geren-zonghe-suode-niandu-huisuan"),
        ("how to get an invoice", "procedures/fapiao-ling-yong"),
        ("deed tax", "procedures/qishui-shenbao"),
        ("Tax residency certificate", "procedures/zhongguo-shuishou-juminshenfenzheng-ming-kaiju"),
        ("close company", "procedures/qingshui-zhuxiao"),
        ("opening hours", "organs/zhengwu-zhongxin-banshuiting"),
        ("complaint", "oversight/fuwu-tousu"),
    ],
)
def test_english_leads_to_the_matter(engine: Engine, query: str, wanted: str) -> None:
    (ranked,) = engine.rank([query])
    assert wanted in ranked.paths[:3]


def test_pinyin_is_not_taken_for_english(engine: Engine) -> None:
    """ "can" and "fapiao" are syllables, "to" stands within a word."""
    (fapiao, customs) = engine.rank(["fapiao", "customs"])
    assert fapiao.paths[0].startswith("procedures/fapiao-") and customs.paths == []


def test_what_has_little_to_do_with_it_is_not_found(engine: Engine) -> None:
    """Half of all queries have at most ten results, and what is wanted is not cut off."""
    queries = read_queries(QUERIES, "dev")
    ranked = list(engine.rank(query.text for query in queries))
    assert statistics.median(len(found.paths) for found in ranked) <= 10
    lost = [
        query.text for query, found in zip(queries, ranked, strict=True) if not set(query.wanted) & set(found.paths)
    ]
    assert len(lost) <= 2
