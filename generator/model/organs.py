"""organs/: the bureau, its departments, branches and service halls."""

import datetime
from dataclasses import field
from typing import Annotated, ClassVar

from annotated_types import Ge, Le

from generator.model.types import (
    ComesDown,
    Day,
    Entry,
    Inherit,
    Line,
    MonthDay,
    Name,
    Pattern,
    Phone,
    Record,
    Ref,
    Sayings,
    Slug,
    Text,
    TimeSpan,
    Vocabulary,
    Zh,
    record,
)


class OrganKind(Vocabulary):
    """Kind of an organ."""

    BUREAU = "bureau", "税务局"
    DEPARTMENT = "department", "内设机构"
    BRANCH = "branch", "税务分局(所)"
    HALL = "hall", "办税服务厅"
    GROUP = "group", "领导小组"


class Level(Vocabulary):
    """Level at which an organ exercises its powers (行使层级)."""

    NATION = "nation", "国家级"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡镇级"


class Weekday(Vocabulary):
    """Days that opening hours apply to."""

    WORKDAY = "workday", "工作日"
    ALL = "all", "每天"
    MON = "mon", "星期一"
    TUE = "tue", "星期二"
    WED = "wed", "星期三"
    THU = "thu", "星期四"
    FRI = "fri", "星期五"
    SAT = "sat", "星期六"
    SUN = "sun", "星期日"


WEEK = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI, Weekday.SAT, Weekday.SUN)


class HoursKind(Vocabulary):
    """Kind of opening hours: regular, extended (延时服务) or by appointment (预约服务)."""

    REGULAR = "regular", "正常办公"
    EXTENDED = "extended", "延时服务"
    APPOINTMENT = "appointment", "预约服务"


WeekOfMonth = Annotated[int, Ge(1), Le(5), Pattern(r"[1-5]", "1 到 5 的数字")]


@record
class Hours(Record):
    """Opening hours of an organ: days, times, and the season they apply to (default: all year)."""

    kind: Annotated[HoursKind, Zh("性质", "只在某几天关门、提前关门或加开的，写在 hours_changes")] = HoursKind.REGULAR
    season: Annotated[Name | None, Zh("时令名称", "如 夏季")] = None
    start: Annotated[MonthDay | None, Zh("起", "月-日，含当日；只在某几天的，写在 hours_changes")] = None
    end: Annotated[MonthDay | None, Zh("止", "月-日，含当日；只在某几天的，写在 hours_changes")] = None
    days: Annotated[tuple[Weekday, ...], Zh("哪些天", "只在每月第几个星期几的，第几个写在 weeks")]
    weeks: Annotated[
        tuple[WeekOfMonth, ...], Zh("每月第几个", "只在每月第几个星期几办公的才写，如 [1] 是第一个，[5] 是第五个")
    ] = ()
    times: Annotated[tuple[TimeSpan, ...], Zh("时间段", "过了零点的照写，如 22:00-02:00 到第二天两点")]
    note: Annotated[Line | None, Zh("说明")] = None


@record
class HoursChange(Record):
    """Hours of single days that replace the regular ones (临时调整); no times means closed."""

    on: Annotated[Day, Zh("哪一天")]
    until: Annotated[Day | None, Zh("到哪一天", "连着几天的才写，含这一天")] = None
    times: Annotated[tuple[TimeSpan, ...], Zh("当天的办公时间", "整天不办公就不写")] = ()
    reason: Annotated[Line, Zh("原因", "如 系统升级")]

    @property
    def last(self) -> datetime.date:
        """The last day of the change."""
        return self.until or self.on


@record
class OrganPhone(Record):
    """A further telephone of an organ and its purpose."""

    label: Annotated[Name, Zh("管什么", "如 发票业务、值班")]
    number: Annotated[Phone, Zh("电话")]


@record
class Window(Record):
    """A window of a service hall (窗口)."""

    name: Annotated[Name, Zh("窗口名称")]
    number: Annotated[Name | None, Zh("窗口号", "如 1-6号")] = None
    floor: Annotated[Name | None, Zh("位置", "如 一楼大厅东侧")] = None
    post: Annotated[Slug | None, Ref("posts"), Zh("窗口岗位")] = None
    handles: Annotated[Line | None, Zh("办什么")] = None


@record
class Member(Record):
    """A member of a leading group: a post, never a person."""

    KEY: ClassVar[tuple[str, ...]] = ("post",)

    post: Annotated[Slug, Ref("posts"), Zh("岗位", "成员随岗位走，不写姓名")]
    role: Annotated[Name, Zh("在小组里做什么", "如 组长、成员、联络")]


@record
class Organ(Entry):
    """One organ (机构)."""

    FOLDER: ClassVar[str] = "organs"
    TITLE: ClassVar[str] = "机构"
    COLUMN: ClassVar[str] = "机构与大厅"
    TAB: ClassVar[str] = "机构与大厅"
    DISCLOSES: ClassVar[tuple[str, str]] = ("机构职能", "机构名称、职责、地址、电话、办公时间、首问岗位")
    INHERIT: ClassVar[Inherit | None] = Inherit.LOCAL
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.REFERRED

    kind: Annotated[OrganKind, Zh("机构类型")]
    level: Annotated[Level | None, Zh("层级")] = None
    short_name: Annotated[Name | None, Zh("简称")] = None
    aliases: Annotated[tuple[Name, ...], Zh("俗称", "群众怎么叫它")] = ()
    parent: Annotated[Slug | None, Ref("organs"), Zh("上级机构")] = None
    summary: Annotated[Text, Zh("职能简介", "一两句话说清管什么")]
    handles: Annotated[tuple[Line, ...], Zh("主要职责")] = ()
    area: Annotated[Line | None, Zh("管辖范围")] = None
    address: Annotated[Line | None, Zh("地址", "写到楼层、窗口或房间号")] = None
    transit: Annotated[Line | None, Zh("交通与无障碍", "公交、停车、无障碍通道")] = None
    inquiry_phone: Annotated[Phone | None, Zh("咨询电话")] = None
    complaint_phone: Annotated[Phone | None, Zh("投诉电话")] = None
    phones: Annotated[tuple[OrganPhone, ...], Zh("其他电话", "咨询、投诉以外的，或者分业务的")] = ()
    hours: Annotated[tuple[Hours, ...], Zh("办公时间")] = ()
    hours_changes: Annotated[tuple[HoursChange, ...], Zh("临时调整", "哪一天关门、提前关门或加开")] = ()
    appointment: Annotated[Text | None, Zh("预约办法")] = None
    windows: Annotated[dict[Slug, Window], Zh("窗口", "办税服务厅填写")] = field(default_factory=dict)
    members: Annotated[tuple[Member, ...], Zh("成员", "领导小组才写")] = ()
    first_contact: Annotated[Slug | None, Ref("posts"), Zh("首问岗位", "先问谁")] = None
    sayings: Sayings = ()
