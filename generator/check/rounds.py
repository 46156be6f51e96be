"""E201-E210: rounds. Each finding is followed up, the rounds that are due took place, and the circular can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.check.content import exists, pages_known
from generator.check.rule import Example, Hit, Path, Session, Severity, examples, rule
from generator.model.periods import Every, ended, every, first_day, label, last_day
from generator.model.rounds import RHYTHM, Round, RoundKind
from generator.model.routes import page_address

_FILE = "rounds/2026-q3.yml"
_GRACE = 15
"""Days after the end of a period, or of a round, until what belongs to it must be there."""

_ROUND = """name: 第三季度督查
kind: quarterly
period: 2026-Q3
scope: 限时办结
organs: [banshui-fuwuting]
by: zonghe-chuangkou
regime: shouwen-zeren-zhi
methods: [调阅]
circular: /about/site/
"""
_HELD = "held_from: 2026-10-08\nheld_to: 2026-10-10\n"
_NONE = "none_found: 查了20件，都按期\n"
_FOUND = "findings: [{{what: 3份告知书没写地点, organ: banshui-fuwuting, failure: slow, cause: method{more}}}]\n"


_example = examples(_FILE, _ROUND, _HELD + _NONE)


@rule(
    "E201",
    "发现的问题没有下文",
    of=Round,
    message="“{what}”{fault}",
    hint="列入整改的写 rectification: 整改的编号；当场改好的写 settled: 怎么改的",
    why="查出来不改，查一百次也没有用。",
    example=_example(_HELD + _FOUND.format(more=""), _HELD + _FOUND.format(more=", settled: 当场补写")),
)
def followed_up(session: Session, item: Round) -> Iterator[Hit]:
    """Each finding either was settled on the spot or has its rectification."""
    for index, finding in enumerate(item.findings):
        if bool(finding.rectification) == bool(finding.settled):
            fault = "又写当场改正，又写整改，只能写一样" if finding.settled else "没有写怎么处理"
            yield session.hit(item, "findings", index, "what", what=finding.what, fault=fault)


@rule(
    "E202",
    "没有写查的结果",
    of=Round,
    message="{fault}",
    hint="发现问题的写 findings；查过没有发现的写 none_found: 查了什么、多少件；评议写 ballots",
    why="没有写和没有发现是两回事，读者要分得清。",
    example=_example(_HELD),
)
def says_what_it_found(session: Session, item: Round) -> Iterator[Hit]:
    """A round has findings, or says that there are none; a review has its ballots."""
    if item.kind is RoundKind.MUTUAL_APPRAISAL:
        if not item.ballots:
            yield session.hit(item, "kind", fault="双向评议没有评议结果")
    elif not item.findings and not item.none_found:
        yield session.hit(item, "kind", fault="没有写发现了什么问题，也没有写没有发现")
    elif item.findings and item.none_found:
        yield session.hit(item, "none_found", fault="列了问题，又写没有发现问题")


@rule(
    "E203",
    "督查的日期不对",
    of=Round,
    message="{fault}",
    hint="核对日期；还没有做的不要写",
    why="没有做的写成做过了，就是虚报。",
    example=_example("held_from: 2026-10-10\nheld_to: 2026-10-08\n" + _NONE),
)
def held_in_order(session: Session, item: Round) -> Iterator[Hit]:
    """A round ended after it began and after its period began, and is over."""
    if item.held_to < item.held_from:
        yield session.hit(item, "held_to", fault=f"结束 {item.held_to} 早于开始 {item.held_from}")
    elif item.held_to > session.as_of:
        yield session.hit(item, "held_to", fault=f"结束 {item.held_to} 还没有到")
    elif item.held_to < first_day(item.period):
        fault = f"结束 {item.held_to}，{label(item.period)}还没有开始"
        yield session.hit(item, "held_to", fault=fault)


@rule(
    "E204",
    "评议的份数不对",
    of=Round,
    message="“{reviewers}”评“{reviewed}”：{fault}",
    hint="核对三个数：满意的不多于收回的，收回的不多于发出的；收回不满3份的不公布，和别的组合在一起",
    why="份数对不上，满意率没有人信；份数太少，猜得出是谁评的。",
    example=Example(
        _FILE,
        _ROUND.replace("quarterly", "mutual_appraisal")
        + _HELD
        + "ballots: [{reviewers: 窗口, reviewed: 机关, aspect: 指导, asked: 10, answered: 12, content: 8}]\n",
        _ROUND.replace("quarterly", "mutual_appraisal")
        + _HELD
        + "ballots: [{reviewers: 窗口, reviewed: 机关, aspect: 指导, asked: 12, answered: 10, content: 8}]\n",
    ),
)
def ballots_add_up(session: Session, item: Round) -> Iterator[Hit]:
    """No more answered than were asked, no more are content than answered, and so few as to be known are merged."""
    for index, ballot in enumerate(item.ballots):
        faults = [
            ("answered", f"收回 {ballot.answered} 份，只发出 {ballot.asked} 份", ballot.answered > ballot.asked),
            ("content", f"满意 {ballot.content} 份，只收回 {ballot.answered} 份", ballot.content > ballot.answered),
            ("answered", f"只收回 {ballot.answered} 份", ballot.answered < 3),
        ]
        for field, fault, wrong in faults:
            if wrong:
                words = {"reviewers": ballot.reviewers, "reviewed": ballot.reviewed, "fault": fault}
                yield session.hit(item, "ballots", index, field, **words)


@rule(
    "E205",
    "该做的一轮没有做",
    severity=Severity.WARNING,
    message="{title}：{missing}已经过去 {days} 天，没有这一轮",
    hint="补上这一轮的文件；没有做的，在最近的通报里写明为什么",
    why="按季、按半年做一次是制度定的，漏一轮就是制度没有执行。",
    example=Example(
        _FILE,
        _ROUND.replace("2026-Q3", "2026-Q2") + "held_from: 2026-07-08\nheld_to: 2026-07-10\n" + _NONE,
        _ROUND + _HELD + _NONE,
    ),
)
def none_left_out(session: Session) -> Iterator[Hit]:
    """From the first round of a kind with a rhythm on, there is one for every period that ended."""
    for kind, length in RHYTHM.items():
        held = {
            item.period: item for item in session.current(Round) if item.kind is kind and every(item.period) == length
        }
        if not held:
            continue
        newest = held[max(held)]
        for period in ended(min(held), session.as_of):
            days = (session.as_of - last_day(period)).days
            if period not in held and days > _GRACE:
                yield session.hit(newest, "period", title=kind.label, missing=label(period), days=days)


@rule(
    "E206",
    "没有通报",
    severity=Severity.WARNING,
    of=Round,
    message="{day} 就结束了，没有写通报在哪里",
    hint="写好通报放进 content/news/，在 circular 里写它的地址",
    why="查完不通报，查到了什么、改了没有，谁也不知道。",
    example=Example(_FILE, _ROUND.replace("circular: /about/site/\n", "") + _HELD + _NONE, _ROUND + _HELD + _NONE),
)
def has_a_circular(session: Session, item: Round) -> Iterator[Hit]:
    """A quarterly or half-yearly round has its circular within _GRACE days."""
    if item.kind in RHYTHM and not item.circular and (session.as_of - item.held_to).days > _GRACE:
        yield session.hit(item, "held_to", day=item.held_to)


@rule(
    "E207",
    "通报的页面不存在",
    message="{address} 不是本站的页面",
    hint="写站内的地址，从“/”写起，如 /news/ducha-tongbao-2026-q3/",
    why="点进去没有内容，比不写更让人失望。",
    example=Example(_FILE, _ROUND.replace("/about/site/", "/news/meiyou/") + _HELD + _NONE, _ROUND + _HELD + _NONE),
)
def circular_is_a_page(session: Session) -> Iterator[Hit]:
    """A round's circular is a page of the site."""
    pages = pages_known(session)
    for item in session.current(Round):
        if item.circular and not exists(session, item.circular, pages):
            yield session.hit(item, "circular", address=item.circular)


@rule(
    "E208",
    "督查的期间和种类对不上",
    of=Round,
    message="{kind}写的期间是{period}",
    hint="{kind}的期间写成 {example} 这样",
    why="期间写错，这一期就成了没有查，另一期查了两次。",
    example=Example(
        _FILE,
        _ROUND.replace("2026-Q3", "2026-H2") + _HELD + _NONE,
        _ROUND + _HELD + _NONE,
    ),
)
def period_of_the_kind(session: Session, item: Round) -> Iterator[Hit]:
    """A monthly, quarterly or half-yearly round has a period of that length."""
    length = _LENGTHS.get(item.kind)
    if length and every(item.period) is not length:
        example = {Every.MONTH: "2026-07", Every.QUARTER: "2026-Q3", Every.HALF_YEAR: "2026-H2"}[length]
        yield session.hit(item, "period", kind=item.kind.label, period=label(item.period), example=example)


@rule(
    "E209",
    "一份通报写在两次督查里",
    message="{address} 已经是“{other}”的通报",
    hint="改成这一次自己的通报",
    why="复制来的通报说的是另一次督查，查到什么对不上。",
    example=None,
)
def circular_of_one(session: Session) -> Iterator[Hit]:
    """No two rounds have one circular."""
    seen: dict[str, Round] = {}
    for item in session.current(Round):
        if item.circular and seen.setdefault(item.circular, item) is not item:
            yield session.hit(item, "circular", address=item.circular, other=seen[item.circular].name)


@rule(
    "E210",
    "通报里的件数和督查的不一样",
    message="“{said}”：{name}写的是 {checked}",
    hint="照督查文件的 checked 改，或改那里",
    why="通报和督查页面各说各的，读者不知道查了几件。",
    example=None,
)
def circular_counts_the_same(session: Session) -> Iterator[Hit]:
    """How many a round's circular says were checked is what the round says."""
    pages = {f"/{page_address(page.file)}": page for page in session.pages}
    for item in session.current(Round):
        page = pages.get(item.circular or "")
        if page is None or page.meta is None or item.checked is None:
            continue
        told: list[tuple[Path, int | None, str]] = [
            (("title",), None, page.meta.title),
            (("description",), None, page.meta.description),
            *(((), line, row) for line, row in enumerate(page.body.split("\n"), page.body_line)),
        ]
        for path, line, text in told:
            for match in _CHECKED.finditer(text):
                if int(match[1]) != item.checked:
                    yield Hit(
                        page.file, path, {"said": match[0], "name": item.name, "checked": item.checked}, line=line
                    )


_CHECKED = re.compile(r"查了([0-9]+)[件户份次]")
_LENGTHS = {**RHYTHM, RoundKind.MONTHLY: Every.MONTH}

RULES = (
    followed_up,
    says_what_it_found,
    held_in_order,
    ballots_add_up,
    none_left_out,
    has_a_circular,
    circular_is_a_page,
    period_of_the_kind,
    circular_of_one,
    circular_counts_the_same,
)
