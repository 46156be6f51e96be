"""空白表和填写示例: a form as the site sets it, to fill in on the screen or on paper, followed by a filled one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypedDict

from generator.model.blanks import Blank, FormHead, FormRow
from generator.model.materials import Material
from generator.model.routes import form_address
from generator.session import Session
from generator.views.common import Page, bureau_name, moved_to, part
from generator.views.pieces import link
from generator.views.shapes import LinkView

_EMPTY_ROWS = 4
"""Number of empty rows of a table on a blank form."""


class _Head(NamedTuple):
    """The (row, sample) pairs at the top of a form, and who signs it."""

    rows: tuple[tuple[str, str], ...]
    signs: str


_PEOPLE = (("经办人", "示例甲"), ("联系电话", "（本人的电话）"))
_HEADS = {
    FormHead.UNIT: _Head(
        (
            ("纳税人名称", "示例市晨光商贸有限公司"),
            ("统一社会信用代码（纳税人识别号）", "（执照上的18位代码）"),
            *_PEOPLE,
        ),
        "纳税人（签章）",
    ),
    FormHead.AGENT: _Head(
        (
            ("单位名称", "示例市晨光商贸有限公司"),
            ("统一社会信用代码（纳税人识别号）", "（执照上的18位代码）"),
            *_PEOPLE,
        ),
        "单位（签章）",
    ),
    FormHead.PERSON: _Head(
        (
            ("姓名", "示例甲"),
            ("证件类型", "居民身份证"),
            ("证件号码", "（证件上的号码）"),
            ("联系电话", "（本人的电话）"),
        ),
        "本人（签名）",
    ),
    FormHead.NONE: _Head((), "填表人（签章）"),
}


class FormRowView(TypedDict):
    """A row of a form. `empty` are the cells of a table's empty rows, `rows` those of its sample rows."""

    id: str
    name: str
    lines: int
    options: list[str]
    columns: list[str]
    empty: list[int]
    rows: list[list[str]]
    sample: str
    note: str


class FormView(TypedDict):
    """What form.html shows."""

    material: LinkView
    bureau: str
    head: list[FormRowView]
    rows: list[FormRowView]
    signs: str
    attach: str
    fill_notes: list[str]


def pages_of(session: Session, material: Material) -> Iterator[Page]:
    """Yield the page of a material's blank form; if the material is not in force, a page that leads to it."""
    if not material.blank:
        return
    if not material.in_force(session.as_of):
        yield moved_to(form_address(material), material)
        return
    yield part(
        material,
        form_address(material),
        "form.html",
        f"{material.name}：空白表和填写示例",
        f"{material.name}要填哪些栏目、怎么填，空白表可以打印，后面附填好的示例。",
        form_view(session, material, material.blank),
    )


def form_view(session: Session, material: Material, blank: Blank) -> FormView:
    """Return everything that a form shows."""
    head = _HEADS[blank.head]
    return {
        "material": link(material),
        "bureau": bureau_name(session),
        "head": [_line(f"h{index}", name, sample) for index, (name, sample) in enumerate(head.rows, 1)],
        "rows": [_row(f"f{index}", row) for index, row in enumerate(blank.fields, 1)],
        "signs": head.signs,
        "attach": blank.attach or "",
        "fill_notes": list(material.fill_notes),
    }


def _line(id: str, name: str, sample: str) -> FormRowView:
    """Return a row of one line at the top of a form."""
    return _row(id, FormRow(name=name, sample=sample))


def _row(id: str, row: FormRow) -> FormRowView:
    """Return a row of a form."""
    return {
        "id": id,
        "name": row.name,
        "lines": row.lines or 1,
        "options": list(row.options),
        "columns": list(row.columns),
        "empty": list(range(max(_EMPTY_ROWS, len(row.rows)))) if row.columns else [],
        "rows": [list(cells) for cells in row.rows],
        "sample": row.sample or "",
        "note": row.note or "",
    }
