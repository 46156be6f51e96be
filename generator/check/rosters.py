"""D621-D626: rosters. Open halls have a first contact and a lead on duty, and no post is in two halls at once."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator

from generator.calendar.hours import falls_on
from generator.calendar.rosters import HALVES, OnDuty, on_duty, open_halves, within
from generator.check.rule import Example, Hit, Session, Severity, once, rule
from generator.findings import Path
from generator.model.organs import Organ, OrganKind
from generator.model.posts import Post
from generator.model.rosters import Half, Role, Roster, RosterChange, Shift

_ROSTER = "rosters/banshui-fuwuting.yml"
_LEAD = "  - {role: lead, post: zonghe-chuangkou, days: [workday]}\n"
_FIRST = "  - {role: first_contact, post: daoshui-zixun, days: [workday]}\n"
_WEEK = f"week:\n{_FIRST}{_LEAD}"
_AHEAD = 35
"""Days ahead on which the weekly roster is checked; coming days with a change are always checked."""


def _staffed(session: Session) -> Iterator[tuple[Roster, Organ]]:
    """Yield the rosters in force with their halls; those with invalid hours or an invalid week are skipped."""
    for roster in session.registry.all(Roster).values():
        organ = session.registry.get(Organ, roster.organ)
        if (
            organ
            and roster.in_force(session.as_of)
            and not (session.lacks(organ, "hours") or session.lacks(roster, "week"))
        ):
            yield roster, organ


def _days(session: Session, roster: Roster) -> list[datetime.date]:
    """Return the days on which a roster is checked: the next _AHEAD days and the days of coming changes."""
    ahead = {session.as_of + datetime.timedelta(number) for number in range(_AHEAD)}
    return sorted(ahead | {item.on for item in roster.changes if item.on >= session.as_of})


@once
def _watches(session: Session) -> list[tuple[Roster, Organ, dict[datetime.date, tuple[list[Half], list[OnDuty]]]]]:
    """Return each roster with its hall and, for each day on which it is checked, the open halves and who is on duty."""
    return [
        (
            roster,
            organ,
            {
                day: (open_halves(organ, session.calendar, day), on_duty(roster, organ, session.calendar, day))
                for day in _days(session, roster)
            },
        )
        for roster, organ in _staffed(session)
    ]


def _where(roster: Roster, day: datetime.date) -> Path:
    """Return the path that decides a day's duty: the change on that day if there is one, else the week."""
    return next((("changes", index) for index, item in enumerate(roster.changes) if item.on == day), ("week",))


def _lacking(session: Session, role: Role) -> Iterator[Hit]:
    """Yield for each roster the first open half-day without a role on duty, and the number of later ones."""
    for roster, organ, days in _watches(session):
        empty = [
            (day, half)
            for day, (opened, duties) in days.items()
            for half in _without(duties, role)
            if half in opened and (role is Role.FIRST_CONTACT or half not in _without(duties, Role.FIRST_CONTACT))
        ]
        if empty:
            day, half = empty[0]
            more = f"，之后还有 {len(empty) - 1} 个半天" if len(empty) > 1 else ""
            yield session.hit(
                roster, *_where(roster, day), name=organ.name, day=_day_text(day), half=half.label, more=more
            )


def _without(duties: list[OnDuty], role: Role) -> list[Half]:
    """Return the halves of a day in which nobody has a role."""
    return [half for half in HALVES if not any(duty.half is half and duty.role is role for duty in duties)]


def _day_text(day: datetime.date) -> str:
    """Return a day with its weekday: 2026-12-31（星期四）."""
    return f"{day}（星期{'一二三四五六日'[day.weekday()]}）"


@rule(
    "D621",
    "大厅开门却没有首问岗",
    message="{name}{day}{half}开门，没有首问岗值班{more}",
    hint="在 week 里给这一天写上 role: first_contact；调休和预约的日子也要有人",
    why="首问责任制：开着门就要有人可以先问。",
    example=Example(
        _ROSTER,
        f"week:\n  - {{role: first_contact, post: daoshui-zixun, days: [mon, tue, wed]}}\n{_LEAD}",
        _WEEK,
    ),
)
def someone_to_ask(session: Session) -> Iterator[Hit]:
    """While a hall is open, a first-contact post is on duty."""
    return _lacking(session, Role.FIRST_CONTACT)


@rule(
    "D622",
    "大厅开门却没有值班负责人",
    severity=Severity.WARNING,
    message="{name}{day}{half}开门，没有值班负责人{more}",
    hint="在 week 里给这一天写上 role: lead；调休的日子写在 changes 里",
    why="分局长大厅值班制：同一天不得空岗，遇到难办的事要有人当场定。",
    example=Example(
        _ROSTER,
        f"week:\n{_FIRST}  - {{role: lead, post: zonghe-chuangkou, days: [workday], half: morning}}\n",
        _WEEK,
    ),
)
def someone_in_charge(session: Session) -> Iterator[Hit]:
    """While a hall is open, a lead is on duty; where nobody is, D621 tells it."""
    return _lacking(session, Role.LEAD)


@rule(
    "D623",
    "同一岗位同时排在两个大厅",
    message="{post}{day}{half}已经排在{other}",
    hint="改其中一个大厅的值班表，或在 changes 里换一个岗位",
    why="一个岗位不能同时在两处，排了也是空岗。",
    example=None,
)
def one_place_at_a_time(session: Session) -> Iterator[Hit]:
    """No post is on duty in two halls at once; the first half-day for each pair of halls is reported."""
    booked: dict[tuple[datetime.date, Half, str], list[Roster]] = defaultdict(list)
    for roster, _, days in _watches(session):
        for day, (_, duties) in days.items():
            for duty in duties:
                places = booked[day, duty.half, duty.post]
                if roster not in places:
                    places.append(roster)
    told: set[tuple[str, str, str]] = set()
    for (day, half, post), places in sorted(booked.items(), key=lambda item: (item[0][0], HALVES.index(item[0][1]))):
        for roster in places[1:]:
            if (roster.id, places[0].id, post) not in told:
                told.add((roster.id, places[0].id, post))
                words = {"post": _name(session, post), "other": _hall(session, places[0])}
                yield session.hit(roster, *_where(roster, day), day=_day_text(day), half=half.label, **words)


def _name(session: Session, post: str) -> str:
    """Return a post's name, or its id if there is no such post."""
    known = session.registry.get(Post, post)
    return known.name if known else post


def _hall(session: Session, roster: Roster) -> str:
    """Return the name of a roster's hall."""
    return session.registry.all(Organ)[roster.organ].name


@rule(
    "D624",
    "大厅不开门的时候排了班",
    message="{name}{when}不开门，这一班不会有人来",
    hint="删掉这一行，或改成开门的日子；大厅要开门的，先改它的 hours",
    why="排在关门时候的班，是日期写错了，或者办公时间漏写了。",
    example=Example(
        _ROSTER,
        f"{_WEEK}changes:\n  - {{on: 2027-01-01, role: lead, post: daoshui-zixun, reason: 换班}}\n",
        f"{_WEEK}changes:\n  - {{on: 2026-12-31, role: lead, post: daoshui-zixun, reason: 换班}}\n",
    ),
)
def only_while_open(session: Session) -> Iterator[Hit]:
    """A weekly line meets an open half-day in the next _AHEAD days; a coming change falls on an open one."""
    for roster, organ in _staffed(session):
        if session.lacks(organ, "hours"):
            continue
        for index, item in enumerate(roster.changes):
            if item.on >= session.as_of and not _meets(session, organ, item.on, item.half):
                words = {"name": organ.name, "when": f"{_day_text(item.on)}{item.half.label}"}
                yield session.hit(roster, "changes", index, "on", **words)
        ahead = [session.as_of + datetime.timedelta(number) for number in range(_AHEAD)]
        for index, shift in enumerate(roster.week):
            named = [day for day in ahead if falls_on(shift.days, session.calendar, day)]
            if not any(_meets(session, organ, day, shift.half) for day in named):
                when = "、".join(day.label for day in shift.days) + shift.half.label
                yield session.hit(roster, "week", index, "days", name=organ.name, when=when)


def _meets(session: Session, organ: Organ, day: datetime.date, asked: Half) -> bool:
    """Return True if a hall is open on a day in the half asked for, or in a part of it."""
    return any(within(asked, half) for half in open_halves(organ, session.calendar, day))


@rule(
    "D625",
    "值班表的窗口不对",
    message="{what}",
    hint="窗口班写上 window；可以写：{windows}",
    why="写错的窗口，大厅页面上没有人值班。",
    example=Example(
        _ROSTER,
        f"{_WEEK}  - {{window: zongh, post: zonghe-chuangkou, days: [workday]}}\n",
        f"{_WEEK}  - {{window: zonghe, post: zonghe-chuangkou, days: [workday]}}\n",
    ),
)
def window_is_known(session: Session) -> Iterator[Hit]:
    """A line for a window names a window of the hall."""
    for roster, organ in _staffed(session):
        if session.lacks(organ, "windows"):
            continue
        lines: list[tuple[str, int, Shift | RosterChange]] = [
            *(("week", index, shift) for index, shift in enumerate(roster.week)),
            *(("changes", index, change) for index, change in enumerate(roster.changes)),
        ]
        for part, index, item in lines:
            named = (f"{id}({window.name})" for id, window in organ.windows.items())
            windows = "、".join(named) or "（这个大厅没有写窗口）"
            if item.window and item.window not in organ.windows:
                what = f"{organ.name}没有“{item.window}”这个窗口"
                yield session.hit(roster, part, index, "window", what=what, windows=windows)
            elif item.role is Role.WINDOW and not item.window:
                yield session.hit(roster, part, index, what="没有写值哪个窗口(window)", windows=windows)


@rule(
    "D627",
    "值班表里的窗口岗位和大厅写的不一样",
    severity=Severity.WARNING,
    message="“{window}”排的是{post}，{organ}写的是{known}",
    hint="两处改成一样；临时代班的写在 changes 里",
    why="值班表和大厅页面各说一个岗位，来办事的人不知道找谁。",
    example=None,
)
def post_of_the_window(session: Session) -> Iterator[Hit]:
    """At a window of which a hall names the post, the weekly roster has this post or its cover."""
    posts = session.registry.all(Post)
    for roster, organ in _staffed(session):
        for index, shift in enumerate(roster.week):
            window = organ.windows.get(shift.window or "")
            known = posts.get(window.post) if window and window.post else None
            if window and known and shift.role is Role.WINDOW and shift.post not in (known.id, known.cover):
                post = posts[shift.post].name if shift.post in posts else shift.post
                words = {"window": window.name, "post": post, "organ": organ.name, "known": known.name}
                yield session.hit(roster, "week", index, "post", **words)


@rule(
    "D628",
    "调班那天窗口本来不开",
    severity=Severity.WARNING,
    message="“{window}”{day}没有排班，不用调",
    hint="核对日期；那天加开这个窗口的，在 week 里给它排班",
    why="日期写错，真要换班的那天还是原来的人。",
    example=Example(
        _ROSTER,
        f"{_WEEK}  - {{window: zonghe, post: zonghe-chuangkou, days: [mon]}}\n"
        "changes:\n  - {on: 2027-01-05, window: zonghe, post: daoshui-zixun, reason: 培训}\n",
        f"{_WEEK}  - {{window: zonghe, post: zonghe-chuangkou, days: [mon]}}\n"
        "changes:\n  - {on: 2027-01-04, window: zonghe, post: daoshui-zixun, reason: 培训}\n",
    ),
)
def change_of_a_shift(session: Session) -> Iterator[Hit]:
    """A coming change at a window that the week staffs falls on a day on which it does."""
    for roster, organ in _staffed(session):
        for index, item in enumerate(roster.changes):
            shifts = [shift for shift in roster.week if shift.role is Role.WINDOW and shift.window == item.window]
            staffed = any(falls_on(shift.days, session.calendar, item.on) for shift in shifts)
            if item.role is Role.WINDOW and shifts and item.on >= session.as_of and not staffed:
                window = organ.windows.get(item.window or "")
                words = {"window": window.name if window else item.window, "day": _day_text(item.on)}
                yield session.hit(roster, "changes", index, "on", **words)


@rule(
    "D626",
    "办税服务厅没有值班表，或有两份",
    severity=Severity.WARNING,
    message="{what}",
    hint="一个大厅一份，写在 data/rosters/ 里，organ 写 {id}",
    why="没有值班表不知道谁在岗；有两份不知道听哪份。",
    example=Example(
        "rosters/dierfen.yml",
        f"name: 第二份\norgan: banshui-fuwuting\n{_WEEK}",
        "",
    ),
)
def one_roster_a_hall(session: Session) -> Iterator[Hit]:
    """No hall has two rosters; if any hall has one, every hall with posts has one."""
    by_hall: dict[str, list[Roster]] = defaultdict(list)
    for roster, organ in _staffed(session):
        by_hall[organ.id].append(roster)
    for organ in session.registry.all(Organ).values():
        lists = by_hall.get(organ.id, [])
        staffed = any(post.organ == organ.id for post in session.registry.referrers(organ, Post))
        if organ.kind is OrganKind.HALL and organ.in_force(session.as_of) and staffed and by_hall and not lists:
            yield session.hit(organ, what=f"{organ.name}没有值班表", id=organ.id)
        for roster in lists[1:]:
            what = f"{organ.name}已经有一份值班表（{session.registry.file(lists[0])}）"
            yield session.hit(roster, "organ", what=what, id=organ.id)


RULES = (
    someone_to_ask,
    someone_in_charge,
    one_place_at_a_time,
    only_while_open,
    window_is_known,
    post_of_the_window,
    change_of_a_shift,
    one_roster_a_hall,
)
