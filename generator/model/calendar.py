"""calendar/: the State Council's yearly notice of days off (放假安排), for years that the library lacks."""

from typing import Annotated, ClassVar

from generator.model.types import Day, Entry, Flag, Inherit, Line, Name, PastDay, Record, Text, Url, Zh, record


@record
class DaysOff(Record):
    """One festival's days off as the notice states them, weekends included."""

    name: Annotated[Name, Zh("节日", "如 春节")]
    first: Annotated[Day, Zh("第一天")]
    last: Annotated[Day, Zh("最后一天", "含这一天")]


@record
class YearCalendar(Entry):
    """One year's notice; the file name is the year."""

    FOLDER: ClassVar[str] = "calendar"
    TITLE: ClassVar[str] = "放假安排"
    COLUMN: ClassVar[str] = "工作日历"
    TAB: ClassVar[str] = "办事"
    DISCLOSES: ClassVar[tuple[str, str]] = ("办事服务", "工作日、放假和调休，计算办事时限用")
    ON_ONE_PAGE: ClassVar[bool] = True
    INHERIT: ClassVar[Inherit | None] = Inherit.FIXED

    number: Annotated[Name, Zh("文号", "国务院办公厅通知的文号，如 国办发明电〔2025〕7号")]
    issued_on: Annotated[PastDay | None, Zh("印发日期")] = None
    url: Annotated[Url | None, Zh("原文地址")] = None
    amends: Annotated[
        Flag | None, Zh("只写改动", "同一年又发了通知、只改了几天的写 true：没有写到的日子照程序自带的安排")
    ] = None
    confirmed: Annotated[
        Line | None, Zh("与程序自带的不同，已核对", "写核对了哪份通知；写了就不再提醒和程序自带的不一致")
    ] = None
    holidays: Annotated[tuple[DaysOff, ...], Zh("放假", "每个节日从哪天放到哪天，连着的周末也算在内")] = ()
    workdays: Annotated[tuple[Day, ...], Zh("调休上班", "要上班的周六、周日")] = ()
    note: Annotated[Text | None, Zh("说明")] = None
