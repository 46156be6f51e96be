"""Attachments: listed, published as they are, found by the search, and reported for what must not be in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import files
from generator.model.attachments import Attachment
from generator.search.documents import attachment
from generator.views.attachments import pages, size_text
from tests.attachments import docx, pdf, picture, xlsx
from tests.conftest import check_project, own_findings

ENTRY = "name: 表格{file}\nfile: {file}\nsummary: 一张表。\npublished_on: 2026-11-01\n"


def put(project: Path, name: str, data: bytes, more: str = "") -> None:
    """Put an attachment with its entry into a project."""
    for path in (project / "content/files", project / "data/attachments"):
        path.mkdir(parents=True, exist_ok=True)
    (project / "content/files" / name).write_bytes(data)
    (project / "data/attachments" / f"{name.replace('.', '-')}.yml").write_text(ENTRY.format(file=name) + more, "utf-8")


def codes(project: Path) -> list[str]:
    """Return the codes of a project's findings, each with its file."""
    return [f"{finding.code} {finding.location.file}" for finding in own_findings(check_project(project))]


def test_a_file_is_listed_linked_published_and_found(project: Path) -> None:
    data = docx("申请表要填的内容")
    put(project, "a.docx", data)
    page = project / "content/about/site.md"
    page.write_text(page.read_text("utf-8") + "\n下载[申请表](/files/a.docx)。\n", "utf-8")
    opened = check_project(project)
    assert own_findings(opened) == ()
    (row,) = next(pages(opened.session)).view["rows"]
    assert (row["url"], row["type"], row["size"]) == ("files/a.docx", "Word 文档", "1 KB")
    assert [item["url"] for item in row["pages"]] == ["about/site/"]
    assert {file.path: file.data for file in files(project, opened.session)}["files/a.docx"] == data
    entry = opened.registry.all(Attachment)["a-docx"]
    assert "申请表要填的内容" in attachment(opened.session, entry).inner


def test_files_and_entries_belong_together(project: Path) -> None:
    put(project, "a.docx", docx("x"))
    (project / "data/attachments/a-docx.yml").unlink()
    assert codes(project) == ["C321 content/files/a.docx"]
    put(project, "a.docx", docx("x"))
    (project / "content/files/a.docx").unlink()
    assert codes(project) == ["C321 data/attachments/a-docx.yml"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.docx", docx("x", parts={"word/vbaProject.bin": b"\0"}), "C322"),
        ("a.pdf", docx("x"), "C322"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "C322"),
        ("a.docx", docx("x", author="某某"), "C323"),
        ("a.xlsx", xlsx("", second='<row r="1"><c r="A1"><v>1</v></c></row>', state="hidden"), "C324"),
        ("a.png", picture("PNG"), "C325"),
        ("a.pdf", pdf(""), "C325"),
    ],
)
def test_what_must_not_be_published(project: Path, name: str, data: bytes, code: str) -> None:
    put(project, name, data)
    assert set(codes(project)) == {f"{code} content/files/{name}"}


def test_the_organiser_may_be_the_author_and_a_picture_is_described(project: Path) -> None:
    organiser = check_project(project).session.site.organiser
    put(project, "a.docx", docx("x", author=organiser))
    put(project, "b.png", picture("PNG"), "says: 去办税厅怎么走\n")
    assert codes(project) == []


def test_other_files_in_content_are_still_reported(project: Path) -> None:
    (project / "content/files").mkdir(parents=True)
    (project / "content/files/a.exe").write_bytes(b"MZ")
    assert codes(project) == ["Y115 content/files/a.exe"]


@pytest.mark.parametrize(("size", "words"), [(10, "1 KB"), (34_400, "34 KB"), (1_200_000, "1.2 MB")])
def test_size(size: int, words: str) -> None:
    assert size_text(size) == words
