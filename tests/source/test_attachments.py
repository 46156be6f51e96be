"""What is read of an attachment: every text with its place, who made it, and what must not be in it."""

from __future__ import annotations

import pytest

from generator.source import pdf_files
from generator.source.attachments import read_attachment, type_of
from generator.source.passages import Attachment, Fault, Passage
from tests.attachments import docx, pdf, picture, xlsx, zipped

_COMMENTS = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:comment w:author="审稿人"><w:p><w:r><w:t>这里要改</w:t></w:r></w:p></w:comment></w:comments>'
)
_RELATION = '<Relationships><Relationship Type="x/{}" Target="https://a.example/t" TargetMode="{}"/></Relationships>'


def hidden(found: Attachment) -> list[tuple[str, str]]:
    """Return place and text of what one does not see on opening the file."""
    return [(item.where, item.text) for item in found.passages if item.hidden]


@pytest.mark.parametrize(
    ("data", "type"),
    [
        (pdf("x"), "pdf"),
        (docx("x"), "docx"),
        (xlsx(""), "xlsx"),
        (picture("PNG"), "png"),
        (picture("JPEG"), "jpg"),
        (zipped({"a.txt": "x"}), ""),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old"),
        (b"PK\x03\x04", ""),
        (b"<html>", ""),
        (b"", ""),
    ],
)
def test_type_by_content(data: bytes, type: str) -> None:
    assert type_of(data) == type


def test_texts_of_a_file() -> None:
    found = read_attachment(docx("申请表", author="打字的人"))
    assert (*found.passages, *found.people) == (
        Passage("正文第 1 段", "申请表"),
        Passage("文件属性“作者”", "打字的人", True),
        Passage("文件属性“最后修改的人”", "打字的人", True),
    )


def test_word_comments_changes_and_hidden_text() -> None:
    body = (
        "<w:p><w:r><w:t>看</w:t></w:r><w:r><w:t>见</w:t></w:r>"
        '<w:del w:author="改的人"><w:r><w:delText>删了</w:delText></w:r></w:del></w:p>'
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着</w:t></w:r></w:p>"
    )
    found = read_attachment(docx(body, parts={"word/comments.xml": _COMMENTS}))
    assert found.passages[0] == Passage("正文第 1 段", "看见")
    assert hidden(found) == [
        ("正文第 1 段里删掉的文字（修订记录）", "删了"),
        ("正文第 2 段", "藏着"),
        ("批注第 1 段", "这里要改"),
    ]
    assert [item.text for item in found.people] == ["审稿人", "改的人"]


def test_excel_rows_hidden_sheets_rows_and_columns() -> None:
    strings = "<sst><si><t>姓名</t></si><si><r><t>张</t></r><rPh><t/></rPh><r><t>三</t></r></si></sst>"
    first = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>5</v></c></row>'
        '<row r="2" hidden="1"><c r="A2" t="s"><v>1</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>直接写</t></is></c><c r="B3"><f>SUM(B1)</f><v>5</v></c></row>'
    )
    parts = {
        "xl/sharedStrings.xml": strings,
        "xl/comments1.xml": "<comments><authors><author>批注人</author></authors>"
        '<comment ref="A1"><t>注</t></comment></comments>',
    }
    found = read_attachment(xlsx(first, second='<row r="1"><c r="A1"><v>99</v></c></row>', state="hidden", parts=parts))
    assert [item[:2] for item in found.passages if not item.hidden] == [
        ("工作表“甲”第 1 行", "姓名 5"),
        ("工作表“甲”第 3 行", "直接写 5 SUM(B1)"),
    ]
    assert hidden(found) == [
        ("工作表“甲”（隐藏）第 2 行", "张三"),
        ("工作表“乙”（隐藏）第 1 行", "99"),
        ("A1 的批注", "注"),
    ]
    assert [item.text for item in found.people] == ["批注人"]
    cols = '<cols><col min="2" max="2" hidden="1"/></cols>'
    row = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    sheet = f"<worksheet>{cols}<sheetData>{row}</sheetData></worksheet>"
    assert hidden(read_attachment(xlsx("", parts={"xl/worksheets/sheet1.xml": sheet}))) == [
        ("工作表“甲”（隐藏）第 1 行", "2")
    ]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_pictures_say_who_and_where(kind: str) -> None:
    found = read_attachment(picture(kind, author="Zhao", place=True))
    assert {item.text for item in found.people} == {"Zhao", "有经纬度"}
    assert read_attachment(picture(kind)) == Attachment("png" if kind == "PNG" else "jpg")


def test_pdf_pages_and_author() -> None:
    found = read_attachment(pdf("Form A", author="Qian"))
    assert found == Attachment("pdf", (Passage("第 1 页", "Form A"),), (Passage("文件属性“作者”", "Qian", True),))


def test_pdf_without_pypdf_is_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_files, "find_spec", lambda _: None)
    assert read_attachment(pdf("Form A")) == Attachment("pdf", unread=True)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (docx("x", parts={"word/vbaProject.bin": b"\0"}), Fault.MACRO),
        (docx("x", parts={"word/embeddings/a.bin": b"\0"}), Fault.EMBEDDED),
        (
            docx("x", parts={"word/_rels/settings.xml.rels": _RELATION.format("attachedTemplate", "External")}),
            Fault.OUTSIDE,
        ),
        (docx("x", parts={"docProps/app.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), Fault.BROKEN),
        (docx("<w:p>"), Fault.BROKEN),
        (docx("x")[:-30], Fault.UNKNOWN),
        (xlsx("", parts={"xl/x.xml": "0" * (65 << 20)}), Fault.HUGE),
        (picture("JPEG")[:100], Fault.BROKEN),
        (picture("PNG")[:40], Fault.BROKEN),
        (pdf("x", more="/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), Fault.MACRO),
        (pdf("x", more="/Names<</EmbeddedFiles<<>>>>"), Fault.EMBEDDED),
        (pdf("x", more="/Encrypt 9 0 R"), Fault.ENCRYPTED),
        (b"%PDF-1.4 nothing", Fault.BROKEN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Fault.UNKNOWN),
    ],
)
def test_what_must_not_be_in_it(data: bytes, fault: Fault) -> None:
    assert fault in read_attachment(data).faults


def test_a_link_is_no_fault() -> None:
    parts = {"word/_rels/document.xml.rels": _RELATION.format("hyperlink", "External")}
    assert not read_attachment(docx("x", parts=parts)).faults
