"""goals/: the goals of a year, broken down from the bureau to organs and posts (目标责任制, 层层分解)."""

from decimal import Decimal
from typing import Annotated, ClassVar

from annotated_types import MaxLen

from generator.model.types import Flag, Line, Name, Pattern, Ref, Slug, Zh, record
from generator.model.work_items import WorkItem

Quantity = Annotated[str, Pattern(r"[0-9]{1,9}(?:\.[0-9]{1,2})?", "不带符号的数，最多两位小数，如 1200 或 99.5")]


@record
class Goal(WorkItem):
    """One goal: work with a target in numbers, perhaps part of a goal above it."""

    FOLDER: ClassVar[str] = "goals"
    TITLE: ClassVar[str] = "目标"
    COLUMN: ClassVar[str] = "目标和分解"
    TAB: ClassVar[str] = "效能监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "年度目标怎么分解到部门和岗位，完成到哪一步")

    parent: Annotated[Slug | None, Ref("goals"), Zh("上一级目标", "goals/ 里的文件名；全局的目标不写")] = None
    requirement: Annotated[Line, Zh("目标", "做到什么程度，怎么衡量")]
    target: Annotated[Quantity | None, Zh("目标值", "能数的才写")] = None
    reached: Annotated[Quantity | None, Zh("完成值", "到最近一次报进度时；不知道就不写，空着不等于 0")] = None
    unit: Annotated[Name | None, Zh("单位", "如 户、件、%")] = None
    adds_up: Annotated[Flag | None, Zh("下级相加", "下一级目标值加起来等于本级的写 true；比例不能相加，写 false")] = (
        None
    )
    regimes: Annotated[tuple[Annotated[Slug, Ref("regimes")], ...], MaxLen(20), Zh("相关制度")] = ()

    def share(self) -> Decimal | None:
        """Return reached / target in percent; None if either is not known or the target is 0."""
        if self.target is None or self.reached is None or not Decimal(self.target):
            return None
        return 100 * Decimal(self.reached) / Decimal(self.target)
