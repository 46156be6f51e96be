"""Slips in single fields: answers that decide nothing, numbers backwards, settings of a trial, pages half made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from generator.check.markdown import lines_of
from generator.check.quantities import lengths
from generator.check.rule import Example, Hit, Path, Session, Severity, rule
from generator.check.safety import stands_for_nothing
from generator.model.commitments import Commitment
from generator.model.expansions import normal
from generator.model.laws import Law
from generator.model.organs import Organ, OrganKind
from generator.model.periods import MONTHS
from generator.model.procedures import Procedure
from generator.model.schema import field_name
from generator.model.types import Entry

_FILE = "procedures/fapiao-lingyong.yml"
_PAGE = "content/about/shiyan.md"
_MATTER = "---\ntitle: 试验\ndescription: 这是一个页面\ncolumn: about\ndate: 2026-11-01\n---\n"


@rule(
    "G437",
    "一句话说明只是名称",
    of=Procedure,
    offered=True,
    severity=Severity.WARNING,
    message="一句话说明“{summary}”只是把名称又写了一遍",
    hint="写清这件事是办什么的、什么时候要办",
    why="看名称不懂的人，看说明也还是不懂。",
    example=Example(_FILE, "summary: 发票领用。\n", "summary: 领取空白纸质发票。\n"),
)
def summary_says_more(session: Session, item: Procedure) -> Iterator[Hit]:
    """A summary says more than the name."""
    names = {normal(name) for name in (item.name, *item.aliases)}
    if normal(item.summary) in names and not stands_for_nothing(item.summary):
        yield session.hit(item, "summary", summary=item.summary)


@rule(
    "G438",
    "没有写从哪里网上办",
    of=Procedure,
    offered=True,
    severity=Severity.WARNING,
    message="渠道“{kind}”没有写名称、网址，也没有写怎么进",
    hint="写 name: 电子税务局，note 里写从哪个菜单进",
    why="只说网上能办，不说在哪里办，等于没有说。",
    example=Example(
        _FILE,
        "channels: [{kind: window}, {kind: online}]\n",
        "channels: [{kind: window}, {kind: online, name: 电子税务局, note: 搜索“发票领用”。}]\n",
    ),
)
def online_somewhere(session: Session, item: Procedure) -> Iterator[Hit]:
    """A way online or by telephone screen says where it is."""
    for index, channel in enumerate(item.channels):
        if channel.kind.is_online and not (channel.name or channel.url or channel.note):
            yield session.hit(item, "channels", index, kind=channel.kind.label)


@rule(
    "R314",
    "情形的答案没有得选",
    of=Procedure,
    offered=True,
    message="{what}",
    hint="{todo}",
    why="只有一个答案的问题、选哪个都一样的条件，多半是漏写了一个答案，或抄错了。",
    example=Example(
        _FILE,
        "materials: [{material: daili-weituoshu, when: {agent: [self, agent]}}]\n",
        "materials: [{material: daili-weituoshu, when: {agent: agent}}]\n",
    ),
)
def something_to_choose(session: Session, item: Procedure) -> Iterator[Hit]:
    """A question has two answers or more that read differently, and no condition holds for all of them."""
    for key, situation in item.situations.items():
        labels = list(situation.options.values())
        if twice := next((label for label in labels if labels.count(label) > 1), None):
            what = f"情形“{situation.ask}”有两个答案都是“{twice}”"
            yield session.hit(item, "situations", key, what=what, todo="改成看得出不同的两个答案")
        if len(situation.options) == 1:
            what = f"情形“{situation.ask}”只有一个答案"
            yield session.hit(item, "situations", key, what=what, todo="补上别的答案，或删掉这个情形")
    conditions = [("materials", index, use.when) for index, use in enumerate(item.materials)]
    conditions += [("steps", index, step.when) for index, step in enumerate(item.steps)]
    for field, index, when in conditions:
        if when:
            for key, options in when.items():
                asked = item.situations.get(key)
                if asked and len(asked.options) > 1 and set(options) >= asked.options.keys():
                    what = f"“{asked.ask}”的每个答案都写上了，等于没有条件"
                    yield session.hit(
                        item, field, index, "when", key, what=what, todo="删掉不该有的答案，或删掉这个条件"
                    )


@rule(
    "V910",
    "信息来源不能作依据",
    of=Entry,
    severity=Severity.WARNING,
    message="信息来源“{source}”不是官方文件或官方网站",
    hint="对照文件原文或 gov.cn 网站核对，写它的名称",
    why="百科和转载谁都能改，出了错没有人负责。",
    example=Example(_FILE, "source: 百度百科\n", "source: 中华人民共和国发票管理办法\n"),
)
def official_source(session: Session, entry: Entry) -> Iterator[Hit]:
    """Nothing was verified with an encyclopedia, a chat or a search engine."""
    if entry.source and _UNOFFICIAL.search(entry.source):
        yield session.hit(entry, "source", source=entry.source)


_UNOFFICIAL = re.compile(
    r"百科|百度|知乎|抖音|微博|小红书|维基|网传|网上查|网络|朋友圈|ChatGPT|豆包|DeepSeek", re.IGNORECASE
)


@rule(
    "L710",
    "一条写了两遍",
    of=Law,
    message="{number}在这部法规里写了两遍",
    hint="留下对的一条，另一条改成它自己的条号",
    why="引用这一条的事项，不知道引的是哪一个。",
    example=Example(
        "laws/fapiao-guanli-banfa.yml",
        "articles: [{number: 第十五条, summary: 先办手续。}, {number: 第十五条, summary: 后领发票。}]\n",
        "articles: [{number: 第十五条, summary: 先办手续。}, {number: 第十六条, summary: 后领发票。}]\n",
    ),
)
def article_once(session: Session, law: Law) -> Iterator[Hit]:
    """No article of a law is written twice."""
    seen: set[str] = set()
    for index, article in enumerate(law.articles):
        if article.number in seen:
            yield session.hit(law, "articles", index, "number", number=article.number)
        seen.add(article.number)


@rule(
    "D609",
    "窗口号倒着写",
    of=Organ,
    message="窗口号“{number}”前面的比后面的大",
    hint="改成从小到大，如 1-4号",
    why="多半有一个数写错了，人会走到别的窗口去。",
    example=Example(
        "organs/banshui-fuwuting.yml",
        "windows: {zonghe: {name: 综合服务窗口, number: 4-1号, post: zonghe-chuangkou}}\n",
        "windows: {zonghe: {name: 综合服务窗口, number: 1-4号, post: zonghe-chuangkou}}\n",
    ),
)
def windows_upwards(session: Session, organ: Organ) -> Iterator[Hit]:
    """Numbers of windows run upwards."""
    for key, window in organ.windows.items():
        for match in _RANGE.finditer(window.number or ""):
            if int(match[1]) > int(match[2]):
                yield session.hit(organ, "windows", key, "number", number=window.number)


_RANGE = re.compile(r"([0-9]{1,4})\s*号?\s*[-－—–~～至到]\s*([0-9]{1,4})")


@rule(
    "P105",
    "承诺的目标没有数",
    of=Commitment,
    severity=Severity.WARNING,
    message="目标“{target}”里没有数，不知道怎样算做到",
    hint="写成能比较的，如 不低于99%、为零",
    why="“尽快”“尽量”做没做到谁也说不清。",
    example=Example("commitments/dangchang-banjie.yml", "target: 尽快\n", "target: 100%\n"),
)
def target_has_a_number(session: Session, item: Commitment) -> Iterator[Hit]:
    """The target of a promise can be compared with."""
    if not _NUMBER.search(item.target):
        yield session.hit(item, "target", target=item.target)


_NUMBER = re.compile("[0-9０-９零一二两三四五六七八九十百千全都每不没无]")


@rule(
    "P118",
    "公布期限比一期还长",
    of=Commitment,
    alone=True,
    message="“{name}”{every}统计一次，第{days}个工作日才公布，下一期都过完了",
    hint="写一期结束后第几个工作日以前公布，如 published_by: 10；不是几月几号",
    why="这么晚才公布，等于两期里总有一期看不到。",
    example=Example(
        "commitments/dangchang-banjie.yml",
        "measures: [{key: banjie, name: 当场办结的比例, kind: share, target: 100, every: month, published_by: 40}]\n",
        "target: 100%\n",
    ),
)
def published_within_a_period(session: Session, item: Commitment) -> Iterator[Hit]:
    """The figures of a period are published before the next one ends."""
    for index, measure in enumerate(item.measures):
        if measure.published_by > _WORKING_DAYS * MONTHS[measure.every]:
            words = {"name": measure.name, "every": measure.every.label, "days": measure.published_by}
            yield session.hit(item, "measures", index, "published_by", **words)


_WORKING_DAYS = 23
"""Most working days of a month."""


@rule(
    "P119",
    "承诺和衡量办法里的数不一样",
    of=Commitment,
    alone=True,
    severity=Severity.WARNING,
    message="这里写的是“{said}”，承诺里写的是“{promised}”",
    hint="两处改成一样的数；改了承诺，指标的名称和衡量办法也要改",
    why="说的是一个数，数的是另一个数，兑现没有兑现就说不清了。",
    example=Example(
        "commitments/dangchang-banjie.yml",
        "promise: 退税申请15个工作日内审完。\nmetric: 10个工作日内审完的比例\n",
        "promise: 退税申请10个工作日内审完。\nmetric: 10个工作日内审完的比例\n",
    ),
)
def measured_as_promised(session: Session, item: Commitment) -> Iterator[Hit]:
    """Lengths of time in the metric and in measures are the promise's, if it states any of that unit."""
    promised: dict[str, dict[Fraction, str]] = {}
    for length in lengths(item.promise):
        promised.setdefault(length.kind, {})[length.value] = length.shown
    told: list[tuple[Path, str]] = [(("metric",), item.metric)]
    told += [(("measures", index, "name"), measure.name) for index, measure in enumerate(item.measures)]
    for path, text in told:
        for length in lengths(text):
            known = promised.get(length.kind)
            if known and length.value not in known:
                yield session.hit(item, *path, said=length.shown, promised="、".join(known.values()))
                return


@rule(
    "L714",
    "文号的年份和日期对不上",
    of=Entry,
    message="文号是“{number}”，{title}是 {day}",
    hint="核对文号和日期，改错的那一个",
    why="照着文号查不到这份文件，照着日期查到的是另一份。",
    example=Example(
        "laws/fapiao-guanli-banfa.yml",
        "number: 国家税务总局公告2016年第3号\npromulgated_on: 2026-01-07\n",
        "number: 国家税务总局公告2026年第3号\npromulgated_on: 2026-01-07\n",
    ),
)
def numbered_in_its_year(session: Session, entry: Entry) -> Iterator[Hit]:
    """A document is issued, and a matter received, in the year of its number or the one after."""
    for field in ("number", "document"):
        number = getattr(entry, field, None)
        match = _NUMBERED.search(number) if isinstance(number, str) else None
        for dated in ("promulgated_on", "issued_on", "published_on", "received") if match else ():
            day = getattr(entry, dated, None)
            if match and day and day <= session.as_of and day.year - int(match[1] or match[2]) not in (0, 1):
                title = field_name(type(entry), dated)
                yield session.hit(entry, field, number=match.string, title=title, day=day)


_NUMBERED = re.compile(r"〔((?:19|20)[0-9]{2})〕|公告 ?((?:19|20)[0-9]{2})年第")


@rule(
    "F226",
    "网址只有自己能打开",
    severity=Severity.WARNING,
    message="{url} 是这台电脑自己的地址",
    hint="写对外的网址；只想看看效果，用 zwgk serve",
    why="二维码、订阅和搜索引擎里的网址都照它写，外面的人打不开。",
    example=Example("site.yml", "base_url: http://localhost/\n", "base_url: https://www.example.gov.cn/\n"),
)
def reachable(session: Session) -> Iterator[Hit]:
    """The site's address leads to it from anywhere."""
    if _PRIVATE.match(session.site.base_url):
        yield Hit("site.yml", ("base_url",), {"url": session.site.base_url})


_PRIVATE = re.compile(r"https?://(?:localhost|127\.[0-9.]+|0\.0\.0\.0)(?=[:/]|$)", re.IGNORECASE)


@rule(
    "R315",
    "本局写成了大厅或股室",
    severity=Severity.WARNING,
    message="site.yml 的本局写的是“{name}”，它是{kind}",
    hint="写局的编号，如 {bureau}",
    why="首页、页脚和公开目录说的都是全局。",
    example=Example("site.yml", "bureau: banshui-fuwuting\n", "bureau: shili-shuiwuju\n"),
)
def bureau_is_one(session: Session) -> Iterator[Hit]:
    """The organ whose site this is is no hall and no part of an office."""
    organ = session.bureau
    if organ and organ.kind is not OrganKind.BUREAU and not session.lacks(organ, "kind"):
        bureaus = [other.id for other in session.current(Organ) if other.kind is OrganKind.BUREAU]
        if bureaus:
            words = {"name": organ.name, "kind": organ.kind.label, "bureau": bureaus[0]}
            yield Hit("site.yml", ("bureau",), words)


@rule(
    "C312",
    "页面没有正文",
    message="页面“{title}”没有正文",
    hint="写上正文；还没有写好的先不放进 content/",
    why="空页面、空栏目在网站检查中是一票否决项。",
    example=Example(_PAGE, f"{_MATTER}\n", f"{_MATTER}\n正文。\n"),
)
def something_written(session: Session) -> Iterator[Hit]:
    """Every content page has a text."""
    for page, meta in session.written:
        if not page.body.strip():
            yield Hit(page.file, words={"title": meta.title}, line=page.body_line)


@rule(
    "C313",
    "标题跳了级",
    severity=Severity.WARNING,
    message="“{heading}”前面缺一级标题",
    hint="少写一个“#”，如 ### 写成 ##",
    why="读屏软件按级别念标题，跳了级就像少了一段。",
    example=Example(_PAGE, f"{_MATTER}\n## 一\n\n#### 二\n\n正文。\n", f"{_MATTER}\n## 一\n\n### 二\n\n正文。\n"),
)
def headings_step_by_step(session: Session) -> Iterator[Hit]:
    """A heading is at most one level below the one before it."""
    for page, _ in session.written:
        level = 0
        for number, line in lines_of(page):
            match = _HEADING.match(line)
            if match:
                if level and len(match[1]) > level + 1:
                    yield Hit(page.file, words={"heading": line.strip()[:30]}, line=number)
                level = len(match[1])


_HEADING = re.compile("(#{1,6}) ")


@rule(
    "C314",
    "链接的文字看不出去哪里",
    severity=Severity.WARNING,
    message="链接的文字是“{text}”",
    hint="把要去的页面写进链接，如 [办事指南](/procedures/)",
    why="读屏软件会把链接单独念出来，“这里”听不出是哪里。",
    example=Example(
        _PAGE, f"{_MATTER}\n办事指南看[这里](/procedures/)。\n", f"{_MATTER}\n看[办事指南](/procedures/)。\n"
    ),
)
def links_say_where(session: Session) -> Iterator[Hit]:
    """The text of a link says where it leads."""
    for page, _ in session.written:
        for number, line in lines_of(page):
            for match in _VAGUE.finditer(line):
                yield Hit(page.file, words={"text": match[1]}, line=number, column=match.start() + 1)


_VAGUE = re.compile(r"\[((?:请?点击?|点)?(?:这里|此处|这儿|链接|查看|详情|更多|进入|查看详情|点击|点此))\]\(")


@rule(
    "C315",
    "摘要只是标题",
    severity=Severity.WARNING,
    message="摘要和标题一样，都是“{title}”",
    hint="用一句话写这一页说了什么",
    why="搜索结果里标题下面就是摘要，两行一样等于少了一行。",
    example=Example(_PAGE, f"{_MATTER.replace('这是一个页面', '试验')}\n正文。\n", f"{_MATTER}\n正文。\n"),
)
def description_says_more(session: Session) -> Iterator[Hit]:
    """A description says more than the title."""
    for page, meta in session.written:
        if normal(meta.description) == normal(meta.title):
            yield Hit(page.file, ("description",), {"title": meta.title})


RULES = (
    summary_says_more,
    online_somewhere,
    something_to_choose,
    official_source,
    article_once,
    windows_upwards,
    target_has_a_number,
    published_within_a_period,
    measured_as_promised,
    numbered_in_its_year,
    reachable,
    bureau_is_one,
    something_written,
    headings_step_by_step,
    links_say_where,
    description_says_more,
)
