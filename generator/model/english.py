"""What the English page says (`english` in site.yml): halls and matters under English names."""

from typing import Annotated

from annotated_types import MaxLen, MinLen

from generator.model.types import Line, Name, Record, Ref, Slug, Zh, record


@record
class EnglishHall(Record):
    """A hall with its name and address in English; its telephone and hours come from its own entry."""

    organ: Annotated[Slug, Ref("organs"), Zh("办税服务厅")]
    name: Annotated[Name, Zh("英文名称")]
    address: Annotated[Line, Zh("英文地址")]
    note: Annotated[Line | None, Zh("英文说明", "如哪个窗口有会英语的人")] = None


@record
class EnglishMatter(Record):
    """A matter with its name in English; how long it takes comes from its time limit."""

    procedure: Annotated[Slug, Ref("procedures"), Zh("办事事项")]
    name: Annotated[Name, Zh("英文名称")]
    note: Annotated[Line | None, Zh("英文说明", "一句话：什么时候要办、带什么")] = None


@record
class English(Record):
    """The English page."""

    halls: Annotated[tuple[EnglishHall, ...], MinLen(1), MaxLen(20), Zh("办税服务厅")]
    matters: Annotated[tuple[EnglishMatter, ...], MinLen(1), MaxLen(30), Zh("外国人常办的事")]
