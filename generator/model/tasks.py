"""tasks/: tasks that the bureau has set itself and tracks on its wall (督查任务, 挂图作战)."""

from typing import Annotated, ClassVar

from generator.model.types import Line, Ref, Sayings, Slug, Vocabulary, Zh, record
from generator.model.work_items import WorkItem


class TaskCycle(Vocabulary):
    """How often progress on a task is inspected: monthly tasks by month, yearly ones as the address lays down."""

    MONTHLY = "monthly", "月度任务"
    YEARLY = "yearly", "年度任务"


@record
class Task(WorkItem):
    """One task on the wall."""

    FOLDER: ClassVar[str] = "tasks"
    TITLE: ClassVar[str] = "督查任务"
    COLUMN: ClassVar[str] = "挂图作战"
    TAB: ClassVar[str] = "效能监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "督查任务的要求、措施、进度、责任岗位、超期原因")

    cycle: Annotated[TaskCycle, Zh("任务种类")]
    origin: Annotated[Line, Zh("任务来源", "哪次会议、哪份文件或哪项承诺")]
    regimes: Annotated[tuple[Annotated[Slug, Ref("regimes")], ...], Zh("相关制度")] = ()
    commitments: Annotated[tuple[Annotated[Slug, Ref("commitments")], ...], Zh("相关承诺")] = ()
    sayings: Sayings = ()
