"""Every registry has a descriptor; one without a required part is rejected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

import pytest

from generator.model.posts import Post
from generator.model.records import RECORDS
from generator.model.routes import index_of, menu
from generator.model.types import Entry, Line, Zh
from generator.project import Project
from generator.registries import REGISTRIES, Descriptor, _in_order, list_parts, site_pages
from generator.views import posts


def test_every_link_of_the_menu_leads_to_a_page(example: Project) -> None:
    made = {page.url for page in site_pages(example.session)}
    linked = {url for _, links in menu(example.registry.kinds) for _, url in links}
    assert len(linked) > 15
    assert linked <= made


def test_every_registry_has_an_index(example: Project) -> None:
    made = {page.url for page in site_pages(example.session)}
    assert {index_of(descriptor.record.FOLDER) for descriptor in REGISTRIES} <= made


def test_parts_have_different_names(example: Project) -> None:
    assert len(set(list_parts(example.session))) == len(list_parts(example.session))


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign(Entry):
    """A campaign."""

    FOLDER: ClassVar[str] = "campaigns"
    TITLE: ClassVar[str] = "活动"
    COLUMN: ClassVar[str] = "专项活动"
    DISCLOSES: ClassVar[tuple[str, str]] = ("管理", "专项活动")

    result: Annotated[Line, Zh("结果")]


def test_a_whole_descriptor_is_accepted() -> None:
    assert Descriptor(Campaign, posts.pages, (posts.pages_of,)).record is Campaign


@pytest.mark.parametrize("name", ["FOLDER", "TITLE", "COLUMN", "DISCLOSES"])
def test_a_record_that_does_not_say_what_it_is_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(Campaign, name, ("管理", "") if name == "DISCLOSES" else "")
    with pytest.raises(TypeError, match=name):
        Descriptor(Campaign, posts.pages, (posts.pages_of,))


def test_entries_without_a_place_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TypeError, match="pages of their own"):
        Descriptor(Campaign, posts.pages)
    with pytest.raises(TypeError, match="pages of their own"):
        replace(REGISTRIES[0], entry=())
    monkeypatch.setattr(Campaign, "ON_ONE_PAGE", True)
    with pytest.raises(TypeError, match="pages of their own"):
        Descriptor(Campaign, posts.pages, (posts.pages_of,))


def test_a_field_without_a_title_is_refused() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Bare(Campaign):
        """A campaign with a field that has no title."""

        more: Line

    with pytest.raises(TypeError, match=r"Bare\.more"):
        Descriptor(Bare, posts.pages, (posts.pages_of,))


def test_records_are_listed_once() -> None:
    folders = [descriptor.record.FOLDER for descriptor in REGISTRIES]
    assert len(folders) == len(set(folders))
    assert Post.FOLDER in folders


def test_each_registry_has_a_record_and_a_descriptor() -> None:
    assert tuple(descriptor.record for descriptor in REGISTRIES) == RECORDS


def test_registries_are_those_of_the_records_in_their_order() -> None:
    assert tuple(item.record for item in _in_order(reversed(REGISTRIES))) == RECORDS


@pytest.mark.parametrize(
    "found", [REGISTRIES[1:], (*REGISTRIES, Descriptor(Campaign, posts.pages, (posts.pages_of,)))], ids=["less", "more"]
)
def test_a_registry_without_record_or_descriptor_is_refused(found: tuple[Descriptor, ...]) -> None:
    with pytest.raises(TypeError, match=r"Procedure|Campaign"):
        _in_order(found)
