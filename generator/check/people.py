"""D601-D608, D610-D612: duties, posts and organs: who is responsible, addresses, telephones and hours."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator

from generator.calendar.hours import in_season
from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.check.safety import stands_for_nothing
from generator.model.duties import Duty
from generator.model.organs import WEEK, Hours, HoursKind, Organ, OrganKind, Weekday
from generator.model.posts import Post
from generator.model.procedures import Procedure

_HALL = "organs/banshui-fuwuting.yml"
_DUTY = "duties/fapiao-guanli.yml"
_ROOM = re.compile(r"楼|层|室|窗口|柜台|房间")


@rule(
    "D601",
    "权责事项没有责任岗位",
    of=Duty,
    message="没有写由哪个岗位负责(posts)",
    hint="写上 posts：以事定岗，至少一个岗位",
    why="执法责任制：以事定岗、岗位到人，没有岗位就没人负责。",
    example=Example(_DUTY, "posts: []\n", "posts: [zonghe-chuangkou, daoshui-zixun]\n"),
)
def duty_without_post(session: Session, duty: Duty) -> Iterator[Hit]:
    """Every duty in use has a post."""
    if not duty.posts and not duty.withdrawn:
        yield session.hit(duty, "posts")


@rule(
    "D602",
    "岗位没有权责事项",
    of=Post,
    message="没有任何权责事项写着由“{name}”负责",
    hint="在 data/duties/ 的某一项 posts 里写上 {id}；不再需要的岗位写 withdrawn",
    why="没有职责的岗位，要么是漏写，要么不该设。",
    example=Example(_DUTY, "posts: [zonghe-chuangkou]\n", "posts: [zonghe-chuangkou, daoshui-zixun]\n"),
)
def post_without_duty(session: Session, post: Post) -> Iterator[Hit]:
    """Every post in use has a duty."""
    if not post.withdrawn and not session.registry.referrers(post, Duty):
        if not any(folder == "duties" for folder, _ in session.broken):
            yield session.hit(post, name=post.name, id=post.id)


@rule(
    "D603",
    "机构没有上级",
    of=Organ,
    message="没有写上级机构(parent)",
    hint="写上 parent；只有本局可以没有",
    why="没有上级的机构不知道谁管，投诉也不知道往哪里转。",
    example=Example(_HALL, "kind: branch\nparent: (不写)\n", "kind: hall\nparent: shili-shuiwuju\n"),
)
def organ_without_parent(session: Session, organ: Organ) -> Iterator[Hit]:
    """Every organ except a bureau has a parent organ that exists."""
    known = organ.parent in session.registry.all(Organ) or ("organs", organ.parent) in session.broken
    if organ.kind is not OrganKind.BUREAU and not known:
        yield session.hit(organ, "parent")


def _serves(session: Session, organ: Organ) -> bool:
    """Return True if an organ is a hall or a place where some procedure is handled."""
    return organ.kind is OrganKind.HALL or any(
        place.organ == organ.id
        for procedure in session.registry.referrers(organ, Procedure)
        for place in procedure.where
    )


@rule(
    "D604",
    "办事地点的信息不全",
    of=Organ,
    message="{name}能办事，却没有写{what}",
    hint="在这个文件里补上 {field}",
    why="审查规则第9、10、12条：纳税人要知道去哪里、几点去、打什么电话。",
    example=Example(_HALL, "complaint_phone: (不写)\n", "complaint_phone: 0600-5551002\n"),
)
def place_is_complete(session: Session, organ: Organ) -> Iterator[Hit]:
    """A service place has address, hours, two telephones and a first-contact post (audit rules 9, 10, 12)."""
    needed = (
        ("address", "地址"),
        ("hours", "办公时间"),
        ("inquiry_phone", "咨询电话"),
        ("complaint_phone", "投诉电话"),
        ("first_contact", "首问岗位"),
    )
    for field, what in needed if _serves(session, organ) else ():
        if not getattr(organ, field):
            yield session.hit(organ, field, name=organ.name, what=what, field=field)


@rule(
    "D605",
    "地址不够具体",
    of=Organ,
    message="地址“{address}”没有写到楼层、窗口或房间",
    hint="写到“一楼大厅”“3楼305室”这样能找到的位置",
    why="审查规则第11条：地址要写到窗口或房间号。",
    example=Example(_HALL, "address: 示例市政务路1号\n", "address: 示例市政务路1号一楼大厅\n"),
)
def address_to_the_room(session: Session, organ: Organ) -> Iterator[Hit]:
    """A service place's address names a floor, window or room (audit rule 11)."""
    address = organ.address
    if address and not (_ROOM.search(address) or stands_for_nothing(address)) and _serves(session, organ):
        yield session.hit(organ, "address", address=address)


@rule(
    "D606",
    "办公时间重叠或颠倒",
    of=Organ,
    message="{what}",
    hint="{todo}",
    why="时间重叠，网站就算不出现在开不开门。",
    example=Example(
        _HALL,
        "hours: [{days: [workday], times: ['08:30-12:00', '11:30-17:30']}]\n",
        "hours: [{days: [workday], times: ['08:30-12:00', '14:00-17:30']}]\n",
    ),
)
def hours_overlap(session: Session, organ: Organ) -> Iterator[Hit]:
    """No two spans of an organ's hours overlap, and no span has its times reversed."""
    if session.lacks(organ, "hours"):  # without a wrong start or end a season would be the whole year
        return
    spans = [(index, item, time) for index, item in enumerate(organ.hours) for time in item.times]
    for index, _, time in spans:
        if _reversed(time):
            what = f"{time} 的结束时间不在开始时间之后"
            todo = "先写开始时间，再写结束时间，如 08:30-12:00；过零点的如 22:00-02:00，整天的写 00:00-24:00"
            yield session.hit(organ, "hours", index, "times", what=what, todo=todo)
    right = [item for item in spans if not _reversed(item[2])]
    for (_, one, first), (index, other, second) in itertools.combinations(right, 2):
        (start, end), (begin, finish) = _minutes(first), _minutes(second)
        shared = _days(one) & _days(other)
        if start < finish and begin < end and shared and _same_season(one, other):
            day = next(day.label for day in WEEK if day in shared)
            what, todo = f"{first} 和 {second} 在{day}重叠", "改成前后相接的时间段，或分开写季节"
            yield session.hit(organ, "hours", index, "times", what=what, todo=todo)


def _minutes(span: str) -> tuple[int, int]:
    """Return a span's start and end in minutes after midnight of its first day: 22:00-02:00 is (1320, 1560)."""
    start, end = ((int(time[:2]) * 60 + int(time[3:])) for time in span.split("-"))
    return start, end if end > start else end + 24 * 60


def _reversed(span: str) -> bool:
    """Return True if a span's times are reversed: read as a span over midnight, it lasts _LONGEST or more."""
    start, end = _minutes(span)
    return end > 24 * 60 and end - start >= _LONGEST


_LONGEST = 15 * 60
"""Minutes from which a span over midnight is taken for a reversed one."""


def _days(hours: Hours) -> set[Weekday]:
    """Return the days of the week to which hours can apply."""
    days: set[Weekday] = set()
    for day in hours.days:
        days |= set(WEEK) if day is Weekday.ALL else set(WEEK[:5]) if day is Weekday.WORKDAY else {day}
    return days


def _same_season(one: Hours, other: Hours) -> bool:
    """Return True if the seasons of two hours share a day: one begins while the other lasts."""
    return in_season(one, other.start or "") or in_season(other, one.start or "")


_YEAR = [f"{day:%m-%d}" for day in (datetime.date(2024, 1, 1) + datetime.timedelta(n) for n in range(366))]
"""Every day of a leap year, as MM-DD."""


@rule(
    "D610",
    "临时调整办公时间写得不对",
    of=Organ,
    alone=True,
    message="{what}",
    hint="{todo}",
    why="日期写错，关门的那天网页照说开门，人就白跑一趟。",
    example=Example(
        _HALL,
        "hours_changes: [{on: 2026-12-31, until: 2026-12-30, reason: 系统升级}]\n",
        "hours_changes: [{on: 2026-12-30, until: 2026-12-31, reason: 系统升级}]\n",
    ),
)
def changes_of_hours(session: Session, organ: Organ) -> Iterator[Hit]:
    """No change of hours ends before it starts, and no two changes share a day."""
    for index, item in enumerate(organ.hours_changes):
        if item.last < item.on:
            what, todo = f"{item.on} 到 {item.last} 前后颠倒了", "on 写第一天，until 写最后一天；只有一天的不写 until"
            yield session.hit(organ, "hours_changes", index, what=what, todo=todo)
        for other in organ.hours_changes[:index]:
            if item.on <= other.last and other.on <= item.last:
                what, todo = f"{max(item.on, other.on)} 写了两次", "一天只写一次，几段时间写在同一个 times 里"
                yield session.hit(organ, "hours_changes", index, what=what, todo=todo)


@rule(
    "D611",
    "每月第几个没有写星期几",
    of=Organ,
    alone=True,
    message="写了每月第几个(weeks)，days 里却有{day}",
    hint="days 只写星期几，如 days: [sat] 加 weeks: [1] 是每月第一个星期六；其他日子另写一行",
    why="“每月第一个工作日”这样的说法，程序算出来会和您想的不一样。",
    example=Example(
        _HALL,
        "hours:\n  - {days: [workday], times: ['09:00-17:00']}\n"
        "  - {kind: appointment, days: [all], weeks: [1], times: ['18:00-19:00']}\n",
        "hours:\n  - {days: [workday], times: ['09:00-17:00']}\n"
        "  - {kind: appointment, days: [mon], weeks: [1], times: ['18:00-19:00']}\n",
    ),
)
def weeks_of_weekdays(session: Session, organ: Organ) -> Iterator[Hit]:
    """`weeks` (nth in a month) is used only with days of the week."""
    for index, item in enumerate(organ.hours):
        wrong = next((day for day in item.days if item.weeks and day in (Weekday.ALL, Weekday.WORKDAY)), None)
        if wrong:
            yield session.hit(organ, "hours", index, "weeks", day=wrong.label)


@rule(
    "D607",
    "办公时间没有覆盖全年的工作日",
    of=Organ,
    alone=True,
    message="{day} 前后没有写正常办公的时间",
    hint="检查各季节的起止日期是否首尾相接，days 里有没有工作日",
    why="审查规则第10条：办公时间要写明工作日，每个季节都要有。",
    example=Example(
        _HALL,
        "hours: [{season: 夏季, start: 05-01, end: 09-30, days: [workday], times: ['08:30-12:00']}]\n",
        "hours:\n  - {season: 夏季, start: 05-01, end: 09-30, days: [workday], times: ['08:30-12:00']}\n"
        "  - {season: 冬季, start: 10-01, end: 04-30, days: [workday], times: ['09:00-12:00']}\n",
    ),
)
def hours_cover_the_year(session: Session, organ: Organ) -> Iterator[Hit]:
    """Regular hours include working days in every season (audit rule 10)."""
    regular = [item for item in organ.hours if item.kind is HoursKind.REGULAR and Weekday.MON in _days(item)]
    gap = next((day for day in _YEAR if not any(in_season(item, day) for item in regular)), None)
    if organ.hours and gap:
        yield session.hit(organ, "hours", day=gap)


@rule(
    "D608",
    "办事条目没有窗口",
    of=Procedure,
    severity=Severity.WARNING,
    message="{organ}设有窗口，这个事项没有写在哪个窗口办",
    hint="在 where 里写 windows",
    why="一窗式服务：说清去哪个窗口，少走一趟。",
    example=Example(
        "procedures/fapiao-lingyong.yml",
        "where: [{organ: banshui-fuwuting}]\n",
        "where: [{organ: banshui-fuwuting, windows: [zonghe]}]\n",
    ),
)
def place_without_window(session: Session, procedure: Procedure) -> Iterator[Hit]:
    """If an organ has windows, a procedure handled there names the window."""
    for index, place in enumerate(procedure.where):
        organ = session.registry.get(Organ, place.organ)
        if organ and organ.windows and not place.windows:
            yield session.hit(procedure, "where", index, organ=organ.name)


@rule(
    "D612",
    "领导小组的成员不对",
    of=Organ,
    message="{fault}",
    hint="领导小组在 members 里一行一个岗位；同一个岗位写一次；不是领导小组的不写 members",
    why="小组挂了牌没有成员，出了事找不到人；成员写岗位，换了人也查得到。",
    example=Example(
        "organs/lingdao-xiaozu.yml",
        "name: 领导小组\nkind: group\nparent: shili-shuiwuju\nsummary: 统管效能革命。\n",
        "name: 领导小组\nkind: group\nparent: shili-shuiwuju\nsummary: 统管效能革命。\n"
        "members: [{post: daoshui-zixun, role: 组长}, {post: zonghe-chuangkou, role: 成员}]\n",
    ),
)
def members_of_a_group(session: Session, organ: Organ) -> Iterator[Hit]:
    """A leading group has members, each once; other organs have posts of their own instead."""
    group = organ.kind is OrganKind.GROUP
    if group and not organ.members and not session.lacks(organ, "members"):
        yield session.hit(organ, "kind", fault="领导小组没有写成员")
    elif organ.members and not group:
        yield session.hit(organ, "members", fault=f"{organ.kind.label}写了领导小组的成员")
    seen: set[str] = set()
    for index, member in enumerate(organ.members):
        if member.post in seen:
            yield session.hit(organ, "members", index, "post", fault=f"“{member.post}”写了两次")
        seen.add(member.post)


RULES = (
    duty_without_post,
    post_without_duty,
    organ_without_parent,
    place_is_complete,
    address_to_the_room,
    hours_overlap,
    changes_of_hours,
    weeks_of_weekdays,
    hours_cover_the_year,
    place_without_window,
    members_of_a_group,
)
