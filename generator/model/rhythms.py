"""records/: what was done in each period under a regime or duty that has a rhythm (定期工作的记录); a CSV table."""

from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.periods import Every, Period
from generator.model.types import ByLabel, ComesDown, Count, Day, Entry, Line, Name, Record, Ref, Slug, Zh, record
from generator.source.readers import CSV, Reader


@record
class RhythmRow(Record):
    """What was done in one period: on which day, with how many, what came of it; or why it was not done."""

    period: Annotated[Period, Zh("期间", "如 2026-07、2026-Q3")]
    held_on: Annotated[Day | None, Zh("哪天做的", "分几天做的写最后一天")] = None
    count: Annotated[Count | None, Zh("多少", "多少人、户或件；不知道就不填，空着不等于 0")] = None
    outcome: Annotated[Line | None, Zh("结果", "发现什么、定了什么；不写具体的人和纳税人")] = None
    not_held: Annotated[Line | None, Zh("没做的原因", "没有做的期间写，别的格不填")] = None


@record
class Rhythm(Entry):
    """The record of one recurring piece of work."""

    FOLDER: ClassVar[str] = "records"
    TITLE: ClassVar[str] = "定期工作记录"
    COLUMN: ClassVar[str] = "定期工作"
    TAB: ClassVar[str] = "效能监督"
    DISCLOSES: ClassVar[tuple[str, str]] = ("监督救济", "定期要做的事每一期做了没有、结果怎样")
    READER: ClassVar[Reader] = CSV
    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    every: Annotated[Annotated[Every, ByLabel()], Zh("多久一次", "每月、每季度、每半年或每年")]
    regime: Annotated[Slug | None, Ref("regimes"), Zh("制度", "regimes/ 里的文件名")] = None
    duty: Annotated[Slug | None, Ref("duties"), Zh("权责事项", "duties/ 里的文件名")] = None
    organ: Annotated[Slug, Ref("organs"), Zh("谁来做", "organs/ 里的文件名")]
    what: Annotated[Line, Zh("做什么", "怎样算做了一次")]
    unit: Annotated[Name, Zh("单位", "“多少”数的是什么，如 户、人、件")]
    rows: Annotated[tuple[RhythmRow, ...], MinLen(1), MaxLen(600), Zh("每期的记录")]
