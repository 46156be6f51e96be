"""Views are contracts: a template names nothing that its view lacks, and views are what their types say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NotRequired, TypedDict, get_args, is_typeddict

import pytest

from generator.pdf.documents import documents
from generator.project import Project
from generator.registries import site_pages
from generator.session import Session
from generator.views.burden import PublishedFigures, published
from generator.views.common import Page, PagerView
from generator.views.contracts import CONTRACTS, PRINTED
from generator.views.notices import NoticeView
from generator.views.shapes import LinkView
from tests.conftest import ROOT, STARTER, check_project
from tests.helpers.kinds import fields_of, members, mismatches
from tests.helpers.template_types import Checker

PAGES, COMPONENTS, PRINTS = (ROOT / "theme" / part for part in ("pages", "components", "pdf"))
PARTIALS = ("_head.html", "_toc.html")
"""Parts of the chrome, which see the page alone."""


class Row(TypedDict):
    """A row of the view below."""

    name: str
    items: list[LinkView]
    note: NotRequired[str]


class Shown(TypedDict):
    """What the templates below are given."""

    rows: list[Row]
    pairs: list[tuple[str, int]]
    organ: LinkView | None
    more: dict[str, Row]


WRONG = {
    "{{ view.none }}": "Shown has no none",
    "{% for row in view.rows %}{{ row.url }}{% endfor %}": "Row has no url",
    "{% for row in view.rows if row.url %}{% endfor %}": "Row has no url",
    "{% for item in view.rows[0]['items'] %}{{ item.none }}{% endfor %}": "LinkView has no none",
    "{% for row in view.rows %}{{ row.items }}{% endfor %}": 'items is a method of every mapping, write ["items"]',
    "{% for row in view.rows %}{{ row.note }}{% endfor %}": 'Row may lack note, ask with get("note")',
    "{% for row in view.rows %}{{ loop.none }}{% endfor %}": "loop has no none",
    "{% for name in view.rows[0].name.x %}{% endfor %}": "str has no x",
    "{% for a, b, c in view.pairs %}{% endfor %}": "3 names for 2 values",
    "{% set first = view.rows[0] %}{{ first.none }}": "Row has no none",
    "{% if view.organ and view.organ.none %}{% endif %}": "LinkView has no none",
    "{{ view.organ.none if view.organ else '' }}": "LinkView has no none",
    "{{ view.rows | map(attribute='none') | join }}": "Row has no none",
    "{{ view.more['x'].none }}": "Row has no none",
    "{{ view.more.get('x').none }}": "Row has no none",
    "{{ {'a': view.rows}.b }}": "literal has no b",
    "{% include 'part.html' %}": "Shown has no part",
    "{% from 'row.html' import row %}{{ row(view.organ) }}": "LinkView has no note",
    "{% from 'row.html' import row %}{{ row() }}": "row needs item",
    "{% from 'row.html' import row %}{{ row(1, x=2) }}": "row takes item",
    "{% from 'row.html' import column %}": "row.html has no macro column",
    "{{ page.none }}": "Page has no none",
    "{{ none_such }}": "nothing is called none_such",
    "{{ view.rows | none_such }}": "filter none_such is not followed here",
}
RIGHT = (
    "{% for row in view.rows %}{% if row.get('note') %}{{ row.note }}{% endif %}{% endfor %}",
    "{% for name, number in view.pairs %}{{ name ~ number }}{% endfor %}{{ view.more.get('x').name }}",
    "{{ view.organ.name if view.organ }}{{ page.title }}{{ site.name }}{{ view['rows'][:2] | length }}",
)


def walked(folder: Path, text: str) -> list[str]:
    """Return what the checker says of a template that is given `Shown`."""
    (folder / "page.html").write_text(text)
    (folder / "part.html").write_text("{{ view.part }}")
    (folder / "row.html").write_text("{% macro row(item) %}{{ item.note }}{% endmacro %}")
    checker = Checker([folder])
    checker.page("page.html", Shown)
    return [error.split(": ", 1)[1] for error in checker.errors]


@pytest.mark.parametrize(("text", "message"), WRONG.items())
def test_what_a_view_lacks_is_noticed(tmp_path: Path, text: str, message: str) -> None:
    assert message in walked(tmp_path, text)


@pytest.mark.parametrize("text", RIGHT)
def test_what_a_view_has_may_be_named(tmp_path: Path, text: str) -> None:
    assert walked(tmp_path, text) == []


def test_every_template_has_a_contract_and_every_contract_a_template() -> None:
    templates = {
        path.name for path in PAGES.glob("*.html") if '{% extends "_layout.html" %}' in path.read_text("utf-8")
    }
    assert templates == CONTRACTS.keys()
    assert {path.name for path in PRINTS.glob("*.typ")} - {"sheet.typ"} == PRINTED.keys()


@pytest.mark.parametrize("template", CONTRACTS)
def test_a_template_names_nothing_that_its_view_lacks(template: str) -> None:
    checker = Checker([PAGES, COMPONENTS])
    checker.page(template, CONTRACTS[template])
    assert list(checker.errors) == []


def test_every_key_that_templates_ask_for_is_in_some_view() -> None:
    """A page's view may lack what its layout or a component asks for with `get`; not every page's."""
    checker = Checker([PAGES, COMPONENTS])
    for template, view in CONTRACTS.items():
        checker.page(template, view)
    for template in PARTIALS:
        checker.page(template, Any)
    assert list(checker.errors) == []
    assert [place for place, found in checker.asked.items() if not found] == []
    assert len(checker.asked) > 10


PRINTS_SHOW = [
    ("handbook.typ", "data", PRINTED["handbook.typ"]),
    ("handbook.typ", "view", NoticeView),
    ("notice.typ", "view", PRINTED["notice.typ"]),
    ("poster.typ", "view", PRINTED["poster.typ"]),
    ("sheet.typ", "view", NoticeView),
]
"""What a name stands for in a template of theme/pdf/."""
BESIDE = {"disclaimer", "qr"}
"""What a PDF file is given beside its view."""


def lacking(text: str, name: str, kind: Any) -> list[str]:
    """Return the chains of names in a Typst template, as far as they begin with `name`, that a type lacks."""
    found = []
    for chain in re.findall(rf"(?<![\w.-]){name}((?:\.[a-z_]+)+)", text):
        here = kind
        for part in chain[1:].split("."):
            record = next((member for member in members(here) if is_typeddict(member)), None)
            if record is None or part in BESIDE:
                break
            if part not in fields_of(record):
                found.append(chain)
                break
            here = fields_of(record)[part][0]
    return found


@pytest.mark.parametrize(("template", "name", "kind"), PRINTS_SHOW)
def test_a_printed_template_names_nothing_that_its_view_lacks(template: str, name: str, kind: Any) -> None:
    text = (PRINTS / template).read_text("utf-8")
    assert f"{name}." in text
    assert lacking(text, name, kind) == []


def test_a_wrong_name_in_a_printed_template_would_be_noticed() -> None:
    assert lacking("#view.none #view.steps.len() #view.procedure.none", "view", NoticeView) == [
        ".none",
        ".procedure.none",
    ]


def parts(kind: Any) -> Iterator[Any]:
    """Yield a type and all types that it is made of."""
    for member in members(kind):
        yield member
        inner = [field for field, _ in fields_of(member).values()] if is_typeddict(member) else get_args(member)
        for part in inner:
            yield from parts(part)


@pytest.mark.parametrize("template", [*CONTRACTS, *PRINTED])
def test_a_contract_leaves_nothing_open(template: str) -> None:
    found = list(parts({**CONTRACTS, **PRINTED}[template]))
    assert Any not in found
    assert not [kind for kind in found if kind in (dict, list, tuple, object)]


def wrong_views(session: Session) -> tuple[set[str], list[str]]:
    """Return the templates in use, and every value of a page's view that is not as its type says."""
    used, wrong = set(), []
    for page in site_pages(session):
        used.add(page.template)
        wrong += [f"{page.url} {line}" for line in wrong_in(page)]
    for document in documents(session):
        used.add(document.template)
        view = document.data.get("view") or {key: document.data[key] for key in fields_of(PRINTED[document.template])}
        wrong += [f"{document.path} {line}" for line in mismatches(view, PRINTED[document.template])]
    return used, wrong


def wrong_in(page: Page) -> Iterator[str]:
    """Yield what of a page's view is not as its type says."""
    yield from mismatches(page.view, CONTRACTS[page.template])
    if page.pager:
        yield from mismatches(page.pager, PagerView)


def test_the_examples_views_are_what_their_types_say(example: Project) -> None:
    used, wrong = wrong_views(example.session)
    assert wrong == []
    assert len(used) > 40


def test_the_starters_views_are_what_their_types_say() -> None:
    session = check_project(STARTER).session
    figures = {**published(session), "procedures": {}}
    used, wrong = wrong_views(replace(session, pdf=True, previous=figures))
    assert wrong == []
    assert len(used) > 35
    assert list(mismatches(published(session), PublishedFigures)) == []


def test_a_wrong_view_would_be_noticed(example: Project) -> None:
    page = next(page for page in site_pages(example.session) if page.template == "law.html")
    without = {key: value for key, value in page.view.items() if key != "issuer"}
    article = {"number": 1, "summary": "", "effective_to": "", "replaced_by": ""}
    assert list(wrong_in(replace(page, view=without))) == [": LawPage needs issuer"]
    assert list(wrong_in(replace(page, view={**page.view, "x": 1}))) == [": LawPage has no x"]
    assert list(wrong_in(replace(page, view={**page.view, "articles": [article]}))) == [
        ".articles[0].number: 1 is no str"
    ]
    assert list(wrong_in(replace(page, view={**page.view, "repealed_by": {"name": ""}}))) == [
        ".repealed_by: LinkView needs url"
    ]
