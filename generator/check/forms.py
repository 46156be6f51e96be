"""G461-G463: forms that the site sets. Their samples can be written on them, and no form is left without one."""

from __future__ import annotations

from collections.abc import Iterator

from generator.check.rule import Example, Hit, Session, Severity, rule
from generator.model.materials import Material, MaterialKind
from generator.model.procedures import Procedure

_FILE = "materials/daili-weituoshu.yml"
_CARD = "kind: form\n"
_FORM = _CARD + "blank:\n  head: unit\n  fields:\n"


@rule(
    "G461",
    "示例不在选项里",
    of=Material,
    message="“{sample}”不是这一栏的选项",
    hint="写其中一个：{options}",
    why="示例勾的是表上没有的格子，照着填的人找不到。",
    example=Example(
        _FILE,
        _FORM + "    - {name: 退税类型, options: [误收多缴, 汇算清缴], sample: 多缴}\n",
        _FORM + "    - {name: 退税类型, options: [误收多缴, 汇算清缴], sample: 误收多缴}\n",
    ),
)
def sample_is_an_option(session: Session, item: Material) -> Iterator[Hit]:
    """The sample of a row with options is one of them."""
    for index, row in enumerate(item.blank.fields if item.blank else ()):
        if row.options and row.sample and row.sample not in row.options:
            place = ("blank", "fields", index, "sample")
            yield session.hit(item, *place, sample=row.sample, options="、".join(row.options))


@rule(
    "G462",
    "示例行和表头对不上",
    of=Material,
    message="表头有 {columns} 格，这一行写了 {cells} 格",
    hint="一格一格对着表头写，空着的写“无”",
    why="错开一格，金额就填到了日期下面。",
    example=Example(
        _FILE,
        _FORM + "    - {name: 原缴税款, columns: [税种, 金额], rows: [[增值税]]}\n",
        _FORM + "    - {name: 原缴税款, columns: [税种, 金额], rows: [[增值税, '6400.00']]}\n",
    ),
)
def rows_fit_the_columns(session: Session, item: Material) -> Iterator[Hit]:
    """A sample row has as many cells as the table has columns."""
    for index, row in enumerate(item.blank.fields if item.blank else ()):
        for number, cells in enumerate(row.rows):
            if len(cells) != len(row.columns):
                place = ("blank", "fields", index, "rows", number)
                yield session.hit(item, *place, columns=len(row.columns), cells=len(cells))


@rule(
    "G463",
    "表没有空白表",
    severity=Severity.WARNING,
    message="“{name}”是要填的表，没有空白表(blank_form)，也没有表样(blank)",
    hint="有官方下载地址的写 blank_form；没有的在 blank 里写谁填、有哪些栏目、示例怎么填",
    why="不先看到表，就不知道要准备什么，只能来窗口再填。",
    of=Material,
    example=Example(_FILE, _CARD, _CARD + "blank: {head: person, fields: [{name: 领用人}]}\n"),
)
def form_can_be_seen(session: Session, item: Material) -> Iterator[Hit]:
    """A form that a matter in force asks for can be seen blank."""
    if item.kind is MaterialKind.FORM and not (item.blank or item.blank_form):
        asking = session.referrers(item, Procedure)
        if any(use.material == item.id for procedure in asking for use in procedure.materials):
            yield session.hit(item, "kind", name=item.name)


RULES = (sample_is_an_option, rows_fit_the_columns, form_can_be_seen)
