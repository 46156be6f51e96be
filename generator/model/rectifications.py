"""rectifications/: problems that were found, and what is done about them by when (整改台账)."""

from typing import Annotated, ClassVar

from generator.model.faults import Cause, Failure
from generator.model.types import Name, Ref, Slug, Text, Vocabulary, Zh, record
from generator.model.work_items import WorkItem


class Origin(Vocabulary):
    """Where a problem was found."""

    ROUND = "round", "督查"
    SELF_EXAMINATION = "self_examination", "回头看自查"
    OPINION = "opinion", "意见建议"
    COMPLAINT = "complaint", "投诉"
    REVIEW = "review", "评议和评价"
    APPRAISAL = "appraisal", "考核"
    SUPERIOR = "superior", "上级督查"


@record
class Rectification(WorkItem):
    """One rectification: the problem, the aim, the measures, the leading post, and by when it is mended."""

    FOLDER: ClassVar[str] = "rectifications"
    TITLE: ClassVar[str] = "整改"
    COLUMN: ClassVar[str] = "整改台账"
    TAB: ClassVar[str] = "效能监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "查出的问题、责任领导岗位、整改目标、措施、期限、进度、核实")

    problem: Annotated[Text, Zh("问题", "查出了什么；不写具体的人和纳税人")]
    topic: Annotated[Name, Zh("问题类别", "同一类问题用同样的字，如 一次性告知不全；改好后再出现，靠它认出来")]
    requirement: Annotated[Text, Zh("整改目标", "改到什么程度算改好")]
    origin: Annotated[Origin, Zh("从哪里发现")]
    round: Annotated[
        Slug | None, Ref("rounds"), Zh("哪一轮督查", "rounds/ 里的文件名；督查、回头看、评议发现的要写")
    ] = None
    failure: Annotated[Failure, Zh("哪种执行问题")]
    cause: Annotated[Cause, Zh("哪种原因")]
    heavier: Annotated[Text | None, Zh("加重处理", "上级督查出的，或者改好后又出现的：怎么加重")] = None
