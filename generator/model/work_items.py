"""Work items: what several registries have in common whose entries are work to be done by a day.

Tasks and rectifications derive from `WorkItem`. Its state is never written down; it follows from the dates and the day.
"""

import datetime
from typing import Annotated, ClassVar

from annotated_types import Ge, Le, MaxLen, MinLen

from generator.model.types import ComesDown, Day, Entry, Line, Pattern, Record, Ref, Slug, Text, Vocabulary, Zh, record

SOON_DAYS = 14
"""A work item is due soon within this many days."""

TOLERANCE = 10
"""Percentage points that progress may stay behind an even pace before the item counts as behind its plan."""

Share = Annotated[int, Ge(0), Le(100), Pattern(r"100|[1-9]?[0-9]", "0 到 100 的整数，不写百分号，如 60")]


class WorkState(Vocabulary):
    """State of a work item on a day."""

    OVERDUE = "overdue", "超期"
    BEHIND = "behind", "落后进度"
    DUE_SOON = "due_soon", "14日内到期"
    DONE = "done", "完成待核实"
    ON_TIME = "on_time", "按进度"
    NOT_STARTED = "not_started", "未开始"
    CLOSED = "closed", "已销号"


@record
class Progress(Record):
    """How far a work item had come on a day, in percent."""

    on: Annotated[Day, Zh("日期")]
    percent: Annotated[Share, Zh("完成到", "百分之几，只写整数")]
    note: Annotated[Line, Zh("做了什么", "不写具体的人和纳税人")]


@record
class Milestone(Record):
    """A part of a work item with a date of its own."""

    what: Annotated[Line, Zh("节点")]
    due: Annotated[Day, Zh("期限")]
    done: Annotated[Day | None, Zh("完成日期")] = None


@record
class Verification(Record):
    """The check, by another post, that a finished work item is really done."""

    on: Annotated[Day, Zh("核实日期")]
    by: Annotated[Slug, Ref("posts"), Zh("核实岗位", "不能是承办的岗位自己")]
    note: Annotated[Line | None, Zh("怎么核实的")] = None


@record
class WorkItem(Entry):
    """Work with its five elements: what (name), requirement, measures, progress, people; and when it is due."""

    COMES_DOWN: ClassVar[ComesDown] = ComesDown.NONE

    requirement: Annotated[Text, Zh("要求", "做到什么程度算完成")]
    measures: Annotated[tuple[Line, ...], MinLen(1), MaxLen(20), Zh("措施", "一条一行")]
    organ: Annotated[Slug, Ref("organs"), Zh("责任机构")]
    post: Annotated[Slug, Ref("posts"), Zh("责任岗位", "经办的岗位")]
    lead_post: Annotated[Slug, Ref("posts"), Zh("责任领导岗位")]
    start: Annotated[Day, Zh("开始日期")]
    due: Annotated[Day, Zh("期限", "最迟哪天完成")]
    milestones: Annotated[tuple[Milestone, ...], MaxLen(20), Zh("节点")] = ()
    progress: Annotated[tuple[Progress, ...], MaxLen(60), Zh("进度", "从早到晚，每报一次写一行")] = ()
    explanation: Annotated[Text | None, Zh("超期说明", "超期的要写：为什么，最迟哪天，怎么补救")] = None
    done: Annotated[Day | None, Zh("完成日期")] = None
    verified: Annotated[Verification | None, Zh("核实", "核实过才算销号")] = None

    def percent(self, day: datetime.date) -> int:
        """Return the last reported progress by `day` in percent; 100 if it was done by then."""
        if self.done and self.done <= day:
            return 100
        return next((item.percent for item in reversed(self.progress) if item.on <= day), 0)

    def planned(self, day: datetime.date) -> int:
        """Return the progress in percent that an even pace from `start` to `due` would have reached on `day`."""
        if day >= self.due:
            return 100
        return max(0, 100 * (day - self.start).days // max(1, (self.due - self.start).days))

    def days_left(self, day: datetime.date) -> int:
        """Return the days from `day` to the due date; negative if it has passed."""
        return (self.due - day).days

    def behind(self, day: datetime.date) -> bool:
        """Return True if progress is more than TOLERANCE behind an even pace, or a milestone's date has passed."""
        late = any(item.due < day and not (item.done and item.done <= day) for item in self.milestones)
        return late or self.percent(day) < self.planned(day) - TOLERANCE

    def late(self, day: datetime.date) -> int:
        """Return by how many days the item is, or was finished, late; 0 if it is not."""
        return max(0, ((self.done if self.done and self.done <= day else day) - self.due).days)

    def state(self, day: datetime.date) -> WorkState:
        """Return the state on `day`."""
        if self.verified and self.verified.on <= day:
            return WorkState.CLOSED
        if self.done and self.done <= day:
            return WorkState.DONE
        if day < self.start:
            return WorkState.NOT_STARTED
        if day > self.due:
            return WorkState.OVERDUE
        if self.behind(day):
            return WorkState.BEHIND
        return WorkState.DUE_SOON if self.days_left(day) <= SOON_DAYS else WorkState.ON_TIME
