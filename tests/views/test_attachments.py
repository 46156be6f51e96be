"""Attachments: listed, published as they are, found by the search, and reported for what must not be in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import files
from generator.cache import Cache
from generator.model.attachments import Attachment
from generator.project import Project
from generator.search.documents import attachment
from generator.source.attachments import read_attachment
from generator.source.passages import Attachment as Content
from generator.views.attachments import pages, size_text
from tests.attachments import docx, pdf, picture, xlsx
from tests.conftest import AS_OF, check_project, own_findings

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


ID = "110101199003070011"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (docx(f"号码 {ID} 的"), "C326 正文第 1 段：有身份证号码(…0011)"),
        (docx("如 91350100M000100Y43"), "C326 正文第 1 段：有统一社会信用代码(…0Y43)"),
        (docx("江州宏达商贸有限公司"), "C326 正文第 1 段：有纳税人的名称或姓名(江州…有限公司)"),
        (docx("x", author="13800138000"), "C326 文件属性“作者”：有手机号(…8000)"),
        (docx("扣缴义物人"), "S812 这里有“扣缴义物人”"),
        (docx("税务机关"), ""),
    ],
)
def test_what_is_written_in_it(project: Path, data: bytes, said: str) -> None:
    put(project, "a.docx", data)
    with (project / "site.yml").open("a", encoding="utf-8") as settings:
        settings.write("refused: [{word: 扣缴义物人}]\n")
    cache = Cache(project / ".cache")
    for _ in range(2):  # the second time from the cache
        found = own_findings(Project.open(project, AS_OF, cache=cache))
        assert [f"{item.code} {item.message}" for item in found if item.code in ("C326", "S812")][:1] == [said][
            : bool(said)
        ]
        assert not said or found[0].location.file == "content/files/a.docx"


def test_a_false_alarm_is_accepted_one_by_one(project: Path) -> None:
    put(project, "a.docx", docx(f"号码 {ID} 的"))
    item = "{code: C326, file: content/files/a.docx, until: 2027-03-01, who: 法制岗, why: 编的号码, text: '0011'}"
    with (project / "site.yml").open("a", encoding="utf-8") as settings:
        settings.write(f"accepted: [{item}]\n")
    assert [item.excused for item in own_findings(check_project(project))] == ["法制岗接受到 2027-03-01：编的号码"]


def test_an_attachment_is_read_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(project, "a.docx", docx("没有变"))
    cache = project / ".cache"
    first = Project.open(project, AS_OF, cache=Cache(cache)).registry.attachments
    read: list[bytes] = []

    def counted(data: bytes) -> Content:
        read.append(data)
        return read_attachment(data)

    monkeypatch.setattr("generator.model.project.read_attachment", counted)
    assert Project.open(project, AS_OF, cache=Cache(cache)).registry.attachments == first and read == []
    put(project, "a.docx", docx("变了"))
    changed = Project.open(project, AS_OF, cache=Cache(cache)).registry.attachments["a.docx"]
    assert len(read) == 1 and changed.content.passages[0].text == "变了"


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
