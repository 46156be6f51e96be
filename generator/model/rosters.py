"""rosters/: the posts on duty in a service hall, by week. Never private persons."""

from typing import Annotated, ClassVar

from annotated_types import MinLen

from generator.model.organs import Weekday
from generator.model.types import ComesDown, Day, Entry, Line, Record, Ref, Slug, Vocabulary, Zh, record


class Role(Vocabulary):
    """Role of a post on duty."""

    FIRST_CONTACT = "first_contact", "首问岗"
    LEAD = "lead", "值班负责人"
    WINDOW = "window", "窗口"


class Half(Vocabulary):
    """Half of a day; morning is before 13:00."""

    DAY = "day", "全天"
    MORNING = "morning", "上午"
    AFTERNOON = "afternoon", "下午"


@record
class Shift(Record):
    """A post that is on duty every week on these days, while the hall is open."""

    role: Annotated[Role, Zh("值什么班")] = Role.WINDOW
    window: Annotated[Slug | None, Zh("窗口", "这个大厅 windows 里的编号；值窗口班必须写")] = None
    post: Annotated[Slug, Ref("posts"), Zh("岗位", "写岗位，不写姓名")]
    days: Annotated[tuple[Weekday, ...], MinLen(1), Zh("哪些天", "workday 含调休上班的星期六、星期日")]
    half: Annotated[Half, Zh("半天")] = Half.DAY


@record
class RosterChange(Record):
    """A change on one day: another post, or none, is on duty for a role."""

    on: Annotated[Day, Zh("哪一天")]
    half: Annotated[Half, Zh("半天")] = Half.DAY
    role: Annotated[Role, Zh("值什么班")] = Role.WINDOW
    window: Annotated[Slug | None, Zh("窗口", "换窗口班的必须写")] = None
    post: Annotated[Slug | None, Ref("posts"), Zh("换成哪个岗位", "不写表示这个班不设人")] = None
    reason: Annotated[Line, Zh("原因", "如 换班、培训")]


@record
class Roster(Entry):
    """The roster of one hall: its weekly shifts and the changes on single days."""

    FOLDER: ClassVar[str] = "rosters"
    TITLE: ClassVar[str] = "值班表"
    COLUMN: ClassVar[str] = "大厅值班"
    TAB: ClassVar[str] = "机构与大厅"
    DISCLOSES: ClassVar[tuple[str, str]] = ("机构职能", "办税服务厅值班负责人、首问岗和窗口的值班岗位")
    ON_ONE_PAGE: ClassVar[bool] = True
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    organ: Annotated[Slug, Ref("organs"), Zh("大厅")]
    week: Annotated[tuple[Shift, ...], MinLen(1), Zh("每周怎么排", "每周一样，不用逐周填写")]
    changes: Annotated[tuple[RosterChange, ...], Zh("临时调班", "只写和平时不同的那几天")] = ()
