"""Tests of the blank forms: what a form's page holds, blank and filled."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

from generator.model.blanks import FormHead
from generator.model.materials import Material, MaterialKind
from generator.project import Project
from generator.views.forms import form_view


class _Fields(HTMLParser):
    """Counts what can be filled in, and the checked boxes, of a page."""

    def __init__(self) -> None:
        """Start at none."""
        super().__init__()
        self.writable = self.ticked = self.boxes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count a field."""
        given = dict(attrs)
        self.writable += tag == "textarea" or (tag == "input" and given.get("type") == "text")
        if tag == "input" and given.get("type") == "checkbox":
            self.boxes += "disabled" not in given
            self.ticked += "checked" in given


def test_every_form_has_a_blank_one_and_a_sample(site: Path, example: Project) -> None:
    forms = [item for item in example.session.current(Material) if item.kind is MaterialKind.FORM]
    assert len(forms) > 100
    for item in forms:
        assert item.blank, item.id
        view = form_view(example.session, item, item.blank)
        found = _Fields()
        text = (site / "materials" / item.id / "form/index.html").read_text(encoding="utf-8")
        found.feed(text[text.index('aria-labelledby="blank"') :])
        rows = [*view["head"], *view["rows"]]
        lines = sum(not row["options"] and not row["columns"] for row in rows)
        cells = sum(len(row["empty"]) * len(row["columns"]) for row in rows)
        assert found.writable == lines + cells, item.id
        assert found.boxes == sum(len(row["options"]) for row in rows), item.id
        assert found.ticked == sum(bool(row["options"]) for row in rows), item.id
        page = (site / "materials" / item.id / "index.html").read_text(encoding="utf-8")
        assert f'href="../../materials/{item.id}/form/"' in page


def test_the_head_is_that_of_who_fills_it_in(example: Project) -> None:
    signs = {}
    for item in example.session.current(Material):
        if item.blank:
            view = form_view(example.session, item, item.blank)
            signs[item.blank.head] = view["signs"], [row["name"] for row in view["head"]][:1]
    assert signs == {
        FormHead.UNIT: ("纳税人（签章）", ["纳税人名称"]),
        FormHead.AGENT: ("单位（签章）", ["单位名称"]),
        FormHead.PERSON: ("本人（签名）", ["姓名"]),
        FormHead.NONE: ("填表人（签章）", []),
    }
