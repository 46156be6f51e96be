"""E721-E723: explanations of measures. They are published before the measure takes effect, and in time to prepare."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.content import exists, pages_known
from generator.check.rule import Example, Hit, Session, rule
from generator.model.explanations import Explanation

NOTICE_DAYS = 10
"""Days between the publication of an explanation and the day from which the measure applies."""

_FILE = "explanations/dianzi-shenbao.yml"
_TEXT = """name: 申报表改版
concerns: 全部企业
why: 合并两张表，少填一次。
changes: [原来的附表并入主表]
ask: zonghe-chuangkou
starts_on: 2026-11-20
"""


@rule(
    "E721",
    "实行以后才解释",
    of=Explanation,
    message="{published} 才公布解释，{starts} 就实行了",
    hint="核对日期；确实晚了的，措施推迟到解释以后实行",
    why="事前解释说明清楚，不能等人来问再说“上面要求”。",
    example=Example(_FILE, _TEXT + "published_on: 2026-11-20\n", _TEXT + "published_on: 2026-11-02\n"),
)
def explained_before(session: Session, item: Explanation) -> Iterator[Hit]:
    """An explanation is published before its measure takes effect."""
    if item.published_on >= item.starts_on:
        yield session.hit(item, "published_on", published=item.published_on, starts=item.starts_on)


@rule(
    "E722",
    "留给人准备的时间太短",
    of=Explanation,
    message="公布到实行只有 {days} 天，没有写原因",
    hint="至少提前 10 天；上级定了日期来不及的，在 short_notice 里写明",
    why="来不及准备的解释，和没有解释差不多。",
    example=Example(_FILE, _TEXT + "published_on: 2026-11-16\n", _TEXT + "published_on: 2026-11-10\n"),
)
def in_time_to_prepare(session: Session, item: Explanation) -> Iterator[Hit]:
    """An explanation is published NOTICE_DAYS before, or says why not."""
    days = (item.starts_on - item.published_on).days
    if 0 < days < NOTICE_DAYS and not item.short_notice:
        yield session.hit(item, "published_on", days=days)


@rule(
    "E723",
    "解释的页面不存在",
    message="{address} 不是本站的页面",
    hint="写站内的地址，从“/”写起，如 /news/vat-law-first-year/",
    why="点进去没有内容，比不写更让人失望。",
    example=Example(
        _FILE,
        _TEXT + "published_on: 2026-11-02\npage: /news/meiyou/\n",
        _TEXT + "published_on: 2026-11-02\npage: /about/site/\n",
    ),
)
def page_exists(session: Session) -> Iterator[Hit]:
    """The page with the whole explanation is one of the site."""
    pages = pages_known(session)
    for item in session.current(Explanation):
        if item.page and not exists(session, item.page, pages):
            yield session.hit(item, "page", address=item.page)


RULES = (explained_before, in_time_to_prepare, page_exists)
