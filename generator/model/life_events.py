"""life_events/: an occasion of life or business with all its matters, in order, as one (一件事)."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Annotated, ClassVar

from annotated_types import MaxLen, MinLen

from generator.model.procedures import Situation
from generator.model.types import (
    Conditions,
    Entry,
    Flag,
    Inherit,
    Line,
    Name,
    Record,
    Ref,
    Sayings,
    Slug,
    Text,
    Zh,
    record,
)


@record
class EventStep(Record):
    """One matter of a life event, which matters come before it, and in what case it is needed."""

    KEY: ClassVar[tuple[str, ...]] = ("procedure",)

    procedure: Annotated[Slug, Ref("procedures"), Zh("办什么", "procedures/ 里的文件名")]
    after: Annotated[tuple[Slug, ...], Zh("先办完哪些", "这件事里别的事项；不写就是随时可以办")] = ()
    when: Annotated[Conditions | None, Zh("什么情形要办", "不写就是都要办")] = None
    given: Annotated[dict[Slug, Slug], Zh("一定是哪种情形", "这个事项的情形在这件事里已经定了的，情形: 答案")] = field(
        default_factory=dict
    )
    waits: Annotated[
        Name | None, Zh("要等什么", "不能接着就办的写，如 工程做完、第二年汇算期；等的时间不算在办理天数里")
    ] = None
    note: Annotated[Line | None, Zh("说明", "在这件事里要注意什么")] = None

    def possible(self, when: Mapping[str, Iterable[str]] | None) -> bool:
        """Return True if a condition of its procedure can hold in the life event."""
        return all(key not in self.given or self.given[key] in options for key, options in (when or {}).items())

    def open(self, when: Mapping[str, tuple[str, ...]] | None) -> dict[str, tuple[str, ...]]:
        """Return the part of a condition of its procedure that the life event has not settled."""
        return {key: options for key, options in (when or {}).items() if key not in self.given}


@record
class Elsewhere(Record):
    """What another authority does for the same occasion."""

    name: Annotated[Name, Zh("办什么")]
    organ: Annotated[Name, Zh("在哪个部门办")]
    after: Annotated[tuple[Slug, ...], Zh("先办完哪些", "不写就是最先办")] = ()
    note: Annotated[Line | None, Zh("说明")] = None


@record
class LifeEvent(Entry):
    """An occasion with the matters that it takes."""

    FOLDER: ClassVar[str] = "life_events"
    TITLE: ClassVar[str] = "一件事"
    COLUMN: ClassVar[str] = "一件事一次办"
    TAB: ClassVar[str] = "办事"
    DISCLOSES: ClassVar[tuple[str, str]] = ("办事服务", "常一起办的几个事项：先后、材料合并、跑几次、多久办完")
    INHERIT: ClassVar[Inherit | None] = Inherit.FIXED

    aliases: Annotated[tuple[Name, ...], Zh("别名", "大家怎么说")] = ()
    summary: Annotated[Text, Zh("一句话说明", "遇到什么事的时候用")]
    situations: Annotated[dict[Slug, Situation], Zh("情形", "决定要办哪几项的问题")] = field(default_factory=dict)
    steps: Annotated[tuple[EventStep, ...], MinLen(1), MaxLen(20), Zh("要办的事项", "按先后写")]
    elsewhere: Annotated[tuple[Elsewhere, ...], Zh("别的部门要办的", "只说明，不由本局办")] = ()
    materials_once: Annotated[Flag, Zh("材料只交一次", "同一种材料几个事项都要的，交一份就行")] = False
    sayings: Sayings = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its procedures."""
        return tuple(step.procedure for step in self.steps)


def stages(after: Mapping[str, Iterable[str]]) -> tuple[list[list[str]], list[str]]:
    """Return the ids in stages, each after those it names, and a cycle as a path (empty if there is none).

    Ids that are unknown in `after` are ignored. If there is a cycle, its ids and what depends on them are in no stage.
    """
    found: list[list[str]] = []
    left = {id: {other for other in others if other in after} for id, others in after.items()}
    while ready := [id for id, others in left.items() if not others]:
        found.append(ready)
        left = {id: others - set(ready) for id, others in left.items() if id not in ready}
    path: list[str] = []
    here = next(iter(left), "")
    while here and here not in path:
        path.append(here)
        here = next(id for id in left if id in left[here])
    return found, [*path[path.index(here) :], here] if path else []
