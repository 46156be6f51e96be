"""Slips that only a second place shows: another window or address, the note beside the number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from generator.check.rule import Example, Hit, Path, Session, Severity, rule
from generator.model.laws import Law
from generator.model.organs import Organ, OrganKind
from generator.model.oversight import Oversight
from generator.model.posts import Post
from generator.model.procedures import PaperForm, Procedure
from generator.model.time_limits import Start, TimeLimit
from generator.model.types import Unit

_GUIDE = "procedures/fapiao-lingyong.yml"
_HALL = "organs/banshui-fuwuting.yml"
_SECOND = (
    "name: 河口办税厅\nkind: branch\nparent: shili-shuiwuju\nsummary: 管河口镇。\naddress: 某某县河口镇港口路9号1楼\n"
    "complaint_phone: 0600-5551002\nhours: [{days: [workday], times: ['09:00-12:00', '13:30-17:00']}]\n"
)
_LIMIT = "time_limits/fapiao-lingyong.yml"
_LAW = "laws/fapiao-guanli-banfa.yml"


@rule(
    "D615",
    "两个窗口用了同一个号",
    of=Organ,
    message="“{name}”的窗口号“{number}”和“{other}”重了",
    hint="照大厅的窗口牌改成各自的号",
    why="照着号走过去，是办另一件事的窗口，要重新排队。",
    example=Example(
        _HALL,
        "windows:\n  zonghe: {name: 综合服务窗口, number: 1-4号, post: zonghe-chuangkou}\n"
        "  shebao: {name: 社保费窗口, number: 4号, post: zonghe-chuangkou}\n",
        "windows:\n  zonghe: {name: 综合服务窗口, number: 1-4号, post: zonghe-chuangkou}\n"
        "  shebao: {name: 社保费窗口, number: 5号, post: zonghe-chuangkou}\n",
    ),
)
def own_numbers(session: Session, organ: Organ) -> Iterator[Hit]:
    """No two windows of an organ have a number in common."""
    seen: list[tuple[str, set[int], str]] = []
    for key, window in organ.windows.items():
        if match := _NUMBERS.fullmatch(window.number or ""):
            numbers = set(range(int(match[2]), int(match[3] or match[2]) + 1))
            for kind, others, other in seen:
                if kind == match[1] and numbers & others:
                    words = {"name": window.name, "number": window.number, "other": other}
                    yield session.hit(organ, "windows", key, "number", **words)
            seen.append((match[1], numbers, window.name))


_NUMBERS = re.compile(r"([^0-9]*)([0-9]{1,3})(?:\s*号?\s*[-－—–~～至到]\s*([0-9]{1,3}))?\s*号?(?:窗口?)?")


@rule(
    "D614",
    "窗口的岗位在另一个大厅",
    of=Organ,
    severity=Severity.WARNING,
    message="“{name}”的岗位“{post}”是{home}的",
    hint="写这个大厅的岗位；由别处派人来的，给这个大厅建一个岗位",
    why="多半是从另一个大厅的文件复制来的：电话、首问、值班都会指到另一处。",
    example=None,
)
def own_posts(session: Session, organ: Organ) -> Iterator[Hit]:
    """The posts of a hall's windows are not those of another hall."""
    for key, window in organ.windows.items():
        post = session.registry.get(Post, window.post)
        home = session.registry.get(Organ, post.organ) if post and post.organ != organ.id else None
        borrowed = home is not None and session.registry.file(home).startswith(session.registry.up)  # B204 tells it
        if post and home and home.kind is OrganKind.HALL and not borrowed:
            yield session.hit(organ, "windows", key, "post", name=window.name, post=post.name, home=home.name)


@rule(
    "D616",
    "办公时间的说明和时间段不一样",
    of=Organ,
    severity=Severity.WARNING,
    message="说明写“{said}”，时间段没有一个到这个时间",
    hint="改成一样的时间",
    why="看说明来的人和看时间段来的人，总有一个白跑。",
    example=Example(
        _HALL,
        "hours: [{days: [workday], times: ['09:00-12:00', '13:30-17:00'], note: 最晚到18点。}]\n",
        "hours: [{days: [workday], times: ['09:00-12:00', '13:30-17:00'], note: 最晚到17点。}]\n",
    ),
)
def note_ends_with_the_hours(session: Session, organ: Organ) -> Iterator[Hit]:
    """A time until which, a note on opening hours says, something goes on is the end of one of its spans."""
    for index, hours in enumerate(organ.hours):
        ends = {span.partition("-")[2] for span in hours.times}
        for match in _UNTIL.finditer(hours.note or ""):
            minutes = "30" if match[3] else match[2] or "00"
            if f"{int(match[1]):02d}:{minutes}" not in ends:
                yield session.hit(organ, "hours", index, "note", said=match[0])


_UNTIL = re.compile(r"(?:到|至)([0-9]{1,2})(?:点|时|[:：])(?:([0-9]{2})分?|(半))?(?![0-9个])")


@rule(
    "D617",
    "两个办税地点用了同一个电话或地址",
    of=Organ,
    offered=True,
    severity=Severity.WARNING,
    message="{title}和 {other}（{name}）的一样",
    hint="改成这个地点自己的；同一栋楼的，地址写到几楼、几号窗口",
    why="多半是复制文件以后忘了改，人会打到、走到另一个大厅。",
    example=Example(
        "organs/hekou-ting.yml",
        f"{_SECOND}inquiry_phone: 0600-5551001\n",
        f"{_SECOND}inquiry_phone: 0600-5551009\n",
    ),
)
def own_telephone_and_address(session: Session, organ: Organ) -> Iterator[Hit]:
    """No two halls or branches have one telephone for questions or one address, nor has one its superior's.

    The later id is reported.
    """
    registry = session.registry
    if organ.kind not in _VISITED or registry.file(organ).startswith(registry.up):
        return
    others = [(other, registry.file(other)) for other in session.current(Organ) if other.id < organ.id]
    if session.above:
        others += [(other, session.above.registry.file(other)) for other in session.above.current(Organ)]
    for other, file in others:
        fields = [name for name in _OWN if getattr(organ, name) and getattr(organ, name) == getattr(other, name)]
        if fields and other.kind in _VISITED:
            title = "、".join(_OWN[name] for name in fields)
            yield session.hit(organ, fields[0], title=title, other=file, name=other.name)
            return


_OWN = {"inquiry_phone": "咨询电话", "address": "地址"}
_VISITED = frozenset({OrganKind.HALL, OrganKind.BRANCH})


def with_channels(session: Session) -> Iterator[Procedure | Oversight]:
    """Yield the matters and the ways to complain."""
    yield from session.registry.all(Procedure).values()
    yield from session.registry.all(Oversight).values()


_HOST = re.compile(r"https?://([^/?#:]+)", re.IGNORECASE)
_OFTEN, _ALIKE = 3, 0.9


def _channels(host: str) -> str:
    """Return the channels of a guide, the last one at a host of its own, as an example of a rule."""
    ways = [("online", "etax.example.gov.cn")] * 2 + [("mobile", "etax.example.gov.cn"), ("mobile", host)]
    lines = (f"  - {{kind: {kind}, name: 电子税务局, url: 'https://{each}'}}\n" for kind, each in ways)
    return f"channels:\n  - {{kind: window}}\n{''.join(lines)}"


@rule(
    "W929",
    "网址像是打错了一个字母",
    severity=Severity.WARNING,
    message="{host} 和别处写的 {usual} 差一点",
    hint="打开看看；对的话，把别处的也改了",
    why="差一个字母的网址，可能是别人的网站，还可能是骗子的。",
    example=Example(_GUIDE, _channels("etax.exmaple.gov.cn"), _channels("etax.example.gov.cn")),
)
def one_spelling(session: Session) -> Iterator[Hit]:
    """No host of a channel is nearly one that channels name three times or more."""
    places: list[tuple[Procedure | Oversight, Path, str]] = [
        (entry, ("channels", index, "url"), match[1].lower())
        for entry in with_channels(session)
        for index, way in enumerate(entry.channels)
        if way.url and (match := _HOST.match(way.url))
    ]
    counts = Counter(host for _, _, host in places)
    usual = [host for host, count in counts.items() if count >= _OFTEN]
    for entry, path, host in places:
        for other in usual if counts[host] < _OFTEN else ():
            if SequenceMatcher(None, host, other, autojunk=False).ratio() > _ALIKE:
                yield session.hit(entry, *path, host=host, usual=other)


@rule(
    "G465",
    "材料的份数、原件和备注不一致",
    of=Procedure,
    offered=True,
    severity=Severity.WARNING,
    message="备注写“{said}”，{field}写的是{value}",
    hint="改成一样；要两份的写 copies: 2，要原件的写 form: original",
    why="照一处带，另一处说不够，就要再跑一趟。",
    example=Example(
        _GUIDE,
        "materials: [{material: daili-weituoshu, copies: 1, note: 一式两份, when: {agent: agent}}]\n",
        "materials: [{material: daili-weituoshu, copies: 2, note: 一式两份, when: {agent: agent}}]\n",
    ),
)
def note_agrees(session: Session, procedure: Procedure) -> Iterator[Hit]:
    """A note on a material says the number of copies, and original or copy, as the fields do."""
    for index, use in enumerate(procedure.materials):
        copies = _COPIES.search(use.note or "")
        if copies and use.copies is not None and _COUNT[copies[1]] != use.copies:
            words = {"said": copies[0], "field": "份数", "value": use.copies}
            yield session.hit(procedure, "materials", index, "note", **words)
        given = _ORIGINAL.search(use.note or "")
        if given and use.form is PaperForm.COPY:
            words = {"said": given[0], "field": "原件或复印件", "value": use.form.label}
            yield session.hit(procedure, "materials", index, "note", **words)


_COUNT = {sign: count for count, signs in enumerate(("一1", "两二2", "三3", "四4", "五5"), 1) for sign in signs}
_COPIES = re.compile(r"一式([一两二三四五1-5])份")
_ORIGINAL = re.compile(r"(?:须?交|提交|收取?|提供)原件(?!和|及|、|或)")


@rule(
    "T515",
    "时限的说明里是另一个数",
    of=TimeLimit,
    severity=Severity.WARNING,
    message="说明里写“{said}”，时限是{known}",
    hint="改成同一个数；说的是另一件事，就写清是哪一件",
    why="同一页上有两个数，读者不知道信哪个。",
    example=Example(_LIMIT, "note: 30个工作日内办结。\n", "note: 材料齐全的当场办结。\n"),
)
def note_says_the_limit(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """Working days in which, a limit's note says, something is done are those of the limit."""
    lengths = [item for item in (limit.promised, limit.statutory, limit.extension and limit.extension.by) if item]
    known = {item.amount for item in lengths if item.unit is Unit.WORKING_DAY}
    for match in _DONE_IN.finditer(limit.note or ""):
        if lengths and int(match[1]) not in known:
            yield session.hit(limit, "note", said=match[0], known="、".join(dict.fromkeys(map(str, lengths))))


_DONE_IN = re.compile(r"(?<![0-9.])([0-9]{1,3})个工作日内[^，。；]{0,4}?(?:办结|办完|办好|答复|决定|退税)")


@rule(
    "T518",
    "从哪天起算写在说明里",
    of=TimeLimit,
    severity=Severity.WARNING,
    message="说明写从“{said}”起算，页面上写的却是“{day}”",
    hint="写 event: {said}，说明里不用再写",
    why="页面、告知书和推算最迟哪天的地方都照 event 写，不看说明；两处不一样，读者不知道从哪天数。",
    example=Example(
        _LIMIT,
        "starts: event\nnote: 从领取发票之日起算。\n",
        "starts: event\nevent: 领取发票之日\n",
    ),
)
def the_day_has_its_name(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """A limit that is counted from one event names it where pages take it from, not in its note."""
    found = _COUNTED_FROM.findall(limit.note or "")
    if limit.starts is Start.EVENT and not limit.event and len(found) == 1 and (limit.note or "").count("之日") == 1:
        yield session.hit(limit, "note", said=found[0], day=limit.day)


_COUNTED_FROM = re.compile(r"[从自]([^，。；：、（）]{1,24}之日)起")


@rule(
    "T516",
    "延长的时间是时限的几倍",
    of=TimeLimit,
    severity=Severity.WARNING,
    message="时限是{length}，延期写的是再加{by}",
    hint="核对延期的天数；法律就是这样写的，在 site.yml 的 accepted 里写明",
    why="多半多打了一个零：读者会以为要等上几倍的时间。",
    example=Example(
        _LIMIT,
        "statutory: {count: 5, unit: working_day, basis: {law: fapiao-guanli-banfa}}\n"
        "extension: {by: {count: 50, unit: working_day}, approved_by: 局长}\n",
        "statutory: {count: 5, unit: working_day, basis: {law: fapiao-guanli-banfa}}\n"
        "extension: {by: {count: 5, unit: working_day}, approved_by: 局长}\n",
    ),
)
def extended_by_less(session: Session, limit: TimeLimit) -> Iterator[Hit]:
    """An extension is no longer than twice the limit, if both have one unit."""
    length = limit.statutory or limit.promised
    by = limit.extension.by if limit.extension else None
    if length and by and by.unit is length.unit and by.amount > 2 * length.amount:
        yield session.hit(limit, "extension", length=length, by=by)


@rule(
    "L711",
    "文号的年份用错了括号",
    of=Law,
    message="文号“{number}”的年份不在六角括号〔〕里",
    hint="写成 {right}",
    why="公文格式（GB/T 9704）的年份用〔〕；写成别的，按文号搜索就找不到。",
    example=Example(_LAW, "number: 示税发[2026]9号\n", "number: 示税发〔2026〕9号\n"),
)
def six_sided(session: Session, law: Law) -> Iterator[Hit]:
    """The year in a document's number is in the brackets of official documents."""
    if match := _YEAR.search(law.number or ""):
        right = _YEAR.sub(r"\1〔\2〕", law.number or "")
        yield session.hit(law, "number", number=match[0], right=right)


_YEAR = re.compile(r"([\u4e00-\u9fff])[\[［(（【]((?:19|20)[0-9]{2})[\]］)）】](?=[^0-9]{0,2}[0-9]+号)")


@rule(
    "L712",
    "写着已经废止，没有写哪天",
    of=Law,
    severity=Severity.WARNING,
    message="摘要写“{said}”，没有写失效日期",
    hint="写 effective_to；引用它的地方也会提醒",
    why="没有日期，引用它的办事指南还当它有效。",
    example=Example(_LAW, "summary: 已经废止。\n", "summary: 现行有效。\n"),
)
def repealed_on(session: Session, law: Law) -> Iterator[Hit]:
    """A law whose summary says that it is repealed has its last day."""
    if not (law.effective_to or law.repealed_by) and (match := _REPEALED.search(law.summary or "")):
        yield session.hit(law, "summary", said=match[0])


_REPEALED = re.compile(r"(?:^|[。；])(?:本[法办条规]\w{0,3})?已经?(?:全文)?(?:废止|失效)(?![^。；，]*的)")

RULES = (
    own_numbers,
    own_posts,
    note_ends_with_the_hours,
    own_telephone_and_address,
    one_spelling,
    note_agrees,
    note_says_the_limit,
    the_day_has_its_name,
    extended_by_less,
    six_sided,
    repealed_on,
)
