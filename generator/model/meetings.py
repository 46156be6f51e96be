"""meetings/: weighty matters that several departments settle together (重大事项会办)."""

from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.replies import Awaiting
from generator.model.types import ComesDown, Day, Line, PastDay, Record, Ref, Slug, Text, Vocabulary, Zh, record


class MatterKind(Vocabulary):
    """Why a matter is settled by several departments."""

    SEVERAL = "several", "涉及两个以上股室"
    DISPUTED = "disputed", "政策适用有争议"
    MANY = "many", "一次影响很多户"
    LONG = "long", "预计超过承诺时限"


@record
class Referral(Record):
    """That a matter went on to the superior."""

    on: Annotated[PastDay, Zh("上报日期")]
    to: Annotated[Line, Zh("报给谁", "如 市税务局")]
    answer_by: Annotated[Day | None, Zh("预计哪天有答复")] = None


@record
class Meeting(Awaiting):
    """One matter: why, who asked, who called whom together, when, what was decided, and the work that follows."""

    FOLDER: ClassVar[str] = "meetings"
    TITLE: ClassVar[str] = "会办"
    COLUMN: ClassVar[str] = "重大事项会办"
    TAB: ClassVar[str] = "效能监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "会办的事项、召集和参加、几天有结论、结论怎么落实")
    ON_ONE_PAGE: ClassVar[bool] = True
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    received: Annotated[Day, Zh("收到提请日期")]
    organ: Annotated[Slug, Ref("organs"), Zh("承办机构", "落实结论的")]
    limit: Annotated[Slug, Ref("time_limits"), Zh("出结论的时限", "time_limits/ 里的文件名")]
    replied: Annotated[Day | None, Zh("结论日期")] = None
    reply: Annotated[Text | None, Zh("结论", "定了什么，不写具体的人和纳税人")] = None
    kind: Annotated[MatterKind, Zh("为什么要会办")]
    subject: Annotated[Text, Zh("什么事", "事实和争议，不写纳税人")]
    asked_by: Annotated[Slug, Ref("posts"), Zh("提请岗位")]
    called_by: Annotated[Slug, Ref("posts"), Zh("召集岗位")]
    call_limit: Annotated[Slug, Ref("time_limits"), Zh("召集的时限", "time_limits/ 里的文件名")]
    called: Annotated[PastDay | None, Zh("召集日期", "定下会议时间和参加机构的那天")] = None
    held: Annotated[Day | None, Zh("开会日期")] = None
    organs: Annotated[tuple[Annotated[Slug, Ref("organs")], ...], MinLen(1), Zh("参加机构")]
    why_late: Annotated[Line | None, Zh("超过时限的原因", "召集或结论超过时限的写")] = None
    dissent: Annotated[Line | None, Zh("不同意见", "有的写")] = None
    referral: Annotated[Referral | None, Zh("上报", "本局权限以外的写")] = None
    told: Annotated[PastDay | None, Zh("答复纳税人日期", "有纳税人等答复的写")] = None
    tasks: Annotated[tuple[Annotated[Slug, Ref("tasks")], ...], MaxLen(20), Zh("落实的任务")] = ()
    settled: Annotated[Line | None, Zh("当场落实", "不用列入任务的，写怎么落实的")] = None
