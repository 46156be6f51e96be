"""R313, V909, D613: what is promised of a publication and of opening hours is so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.calendar.hours import first_missed
from generator.check.content import exists, pages_known
from generator.check.rule import Example, Hit, Path, Session, Severity, rule
from generator.model.commitments import Commitment
from generator.model.duties import Duty
from generator.model.organs import Organ, OrganKind
from generator.model.posts import Post
from generator.model.regimes import Regime, RegimeRule
from generator.model.results import Result

_FILE = "commitments/dangchang-banjie.yml"
_SENTENCE = re.compile(r"[^。；;]+")
_PUBLISHES = re.compile(r"(?:公布|公示|通报|公开(?!选)|公告|发布|列出|标出)(?!的)")
_WHEN = re.compile(
    r"按[日周旬月季年]|每(?:天|日|周|月|季|年|半年)|定期|[月季年]末|年底|月底|次月|次年|实时|提前(?:[0-9]|在)"
    r"|[0-9]{1,2}[日号]?前"
)
_HERE = re.compile(r"网站|本站|网页|网上公")
_NOT_HERE = re.compile(
    r"局内公[开布]|内部(?:公[开布示]|通报)|不公[开布示告]|在大厅(?:公[开布示]|列出)|公告栏|由[^，。]{0,8}(?:部门|局)[^，。]{0,4}公布"
)
_LINK = re.compile(r"\]\((?:/|https?:)")


@rule(
    "R313",
    "公布结果的页面不存在",
    message="{address} 不是本站的页面",
    hint="写站内的地址，从“/”写起，如 /results/；还没有公布的不要写",
    why="点进去没有内容，比不写更让人失望。",
    example=Example(_FILE, "published_at: /news/meiyou/\n", "published_at: /about/site/\n"),
)
def published_at_a_page(session: Session) -> Iterator[Hit]:
    """What is published is published at a page of the site."""
    pages = pages_known(session)
    for entry in _binding(session):
        for path, _, address in _said(entry):
            if address and not exists(session, address, pages):
                yield session.hit(entry, *path, "published_at", address=address)


@rule(
    "V909",
    "说了公布，看不到公布在哪里",
    severity=Severity.WARNING,
    message="“{said}”：没有写公布在哪里",
    hint="{todo}",
    why="说了按月、按季、在网站公布而没有公布，是公开检查里最容易被点名的。",
    example=Example(
        _FILE,
        "metric: 当场办结的比例，按月公布。\n",
        "metric: 当场办结的比例，按月公布。\npublished_at: /about/site/\n",
    ),
)
def publication_is_to_be_found(session: Session) -> Iterator[Hit]:
    """What promises, regimes, duties, posts and pages say is published regularly has its place, or its figures."""
    counted = {result.commitment for result in session.current(Result)}
    for entry in _binding(session):
        if isinstance(entry, Commitment) and entry.id in counted:
            continue
        todo = "写 published_at: 公布的页面；还没有公布的，先公布，或暂时在 site.yml 的 accepted 里写明谁同意、到哪一天"
        if isinstance(entry, Commitment):
            todo = f"把每月的数字放进 data/results/（承诺: {entry.id}），或{todo}"
        for path, texts, address in _said(entry):
            for inside, text in () if address else texts:
                for said in publishing(text):
                    yield session.hit(entry, *path, *inside, said=said, todo=todo)
    for page in session.pages:
        for number, line in enumerate(page.body.split("\n") if page.file not in session.harmless else ()):
            for said in () if _LINK.search(line) else publishing(line, _WHEN):
                words = {"said": said, "todo": "在这一段里写上公布的那一页的链接，如 [公告](/news/)"}
                yield Hit(page.file, (), words, line=page.body_line + number)


@rule(
    "D613",
    "大厅开得比承诺的短",
    message="{hall}没有开够“{name}”承诺的办公时间：{day} 就少开（承诺写在 {file}）",
    hint="把 hours 补够（午间、周末的写 kind: extended）；确实做不到的，先改承诺",
    why="网上承诺了几点开门，照着来的人不能吃闭门羹。",
    example=Example(
        _FILE,
        "hours: [{days: [workday], times: ['07:00-20:00']}]\n",
        "hours: [{days: [workday], times: ['09:00-11:00']}]\n",
    ),
)
def open_as_promised(session: Session) -> Iterator[Hit]:
    """Every service hall is open at least as long as the commitments promise."""
    halls = [item for item in session.current(Organ) if item.kind is OrganKind.HALL and item.hours]
    own = [item for item in halls if (Organ.FOLDER, item.id) not in session.registry.borrowed]
    for promise in session.current(Commitment):
        for hall in own if promise.hours else ():
            day = first_missed(promise.hours, hall.hours, session.calendar, session.ends.starts)
            if day:
                file = session.registry.file(promise)
                yield session.hit(hall, "hours", hall=hall.name, name=promise.name, day=day, file=file)


_Entries = Commitment | Regime | Duty | Post


def _binding(session: Session) -> Iterator[_Entries]:
    """Yield the promises, regimes, duties and posts in force."""
    yield from session.current(Commitment)
    yield from session.current(Regime)
    yield from session.current(Duty)
    yield from session.current(Post)


def _said(entry: _Entries) -> Iterator[tuple[Path, list[tuple[Path, str]], str | None]]:
    """Yield the parts of an entry that may promise a publication: place, texts with paths in it, where it is."""
    if isinstance(entry, Commitment):
        yield (), [(("metric",), entry.metric), (("remedy",), entry.remedy)], entry.published_at
        return
    if isinstance(entry, Duty | Post):
        name = "performance" if isinstance(entry, Duty) else "standards"
        yield (), [((name, index), text) for index, text in enumerate(getattr(entry, name))], entry.published_at
        return
    for name in ("rules", "consequences"):
        items: tuple[RegimeRule, ...] = getattr(entry, name)
        for index, item in enumerate(items):
            yield (name, index), [(("text",), item.text)], item.published_at


def publishing(text: str, *signs: re.Pattern[str]) -> Iterator[str]:
    """Yield the sentences that say that something is published regularly, by a day, or on the site."""
    for match in _SENTENCE.finditer(text):
        said = _NOT_HERE.sub("", match[0])
        if _PUBLISHES.search(said) and any(sign.search(said) for sign in signs or (_WHEN, _HERE)):
            yield match[0].strip() if len(match[0]) <= 40 else f"{match[0].strip()[:39]}…"


RULES = (published_at_a_page, publication_is_to_be_found, open_as_promised)
