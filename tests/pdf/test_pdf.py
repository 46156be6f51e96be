"""PDF files: complete, on their sheets, with embedded fonts, the same every time, and made again only when changed."""

from __future__ import annotations

import io
import re
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from pypdf import PdfReader
from pypdfium2 import PdfDocument

from generator.cache import Cache
from generator.cli import main
from generator.pdf import typeset
from generator.pdf.documents import Document, count, documents
from generator.pdf.typeset import Typesetter, lacking, without
from generator.project import Project
from generator.session import Session
from tests.conftest import AS_OF, ROOT, STARTER, check_project, with_more
from tests.helpers.files import tree
from tests.helpers.provinces import add_bureau

ID = "fapiao-lingyong"
NOTICE, POSTER, HANDBOOK = (
    f"procedures/{ID}/notice.pdf",
    "organs/banshui-fuwuting/poster.pdf",
    "procedures/handbook.pdf",
)


def source_of(project: Path) -> Session:
    return Session(check_project(project).registry, AS_OF, pdf=True)


def made(project: Path) -> dict[str, bytes]:
    """Every PDF file of a project, by path."""
    typesetter = Typesetter.of(project)
    return {document.path: typesetter.pdf(document) for document in documents(source_of(project))}


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter.of(STARTER)


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def words(reader: PdfReader) -> str:
    return plain("".join(page.extract_text() for page in reader.pages))


def size(reader: PdfReader) -> list[tuple[int, int]]:
    """Every page's size in millimetres, once."""
    found = {tuple(round(float(side) / 72 * 25.4) for side in page.mediabox.upper_right) for page in reader.pages}
    return sorted(found)  # type: ignore[arg-type]


def fonts(reader: PdfReader) -> Iterator[tuple[str, bool]]:
    """Every font with whether it is embedded."""
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():  # type: ignore[attr-defined]
            (inner,) = font.get_object()["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"].get_object()
            yield str(descriptor["/FontName"]), any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3"))


def test_starter_has_a_notice_a_poster_and_a_handbook(project: Path) -> None:
    files = made(project)
    assert list(files) == [HANDBOOK, POSTER, NOTICE]
    assert count(source_of(project)) == 3
    sides = {path: size(PdfReader(io.BytesIO(data))) for path, data in files.items()}
    assert sides == {NOTICE: [(210, 297)], POSTER: [(297, 420)], HANDBOOK: [(210, 297)]}
    for data in files.values():
        known = set(fonts(PdfReader(io.BytesIO(data))))
        assert known and all(embedded and "CJK" in name for name, embedded in known)


def test_notice_says_what_the_registry_says(project: Path) -> None:
    data = made(project)[NOTICE]
    reader = PdfReader(io.BytesIO(data))
    assert reader.metadata and reader.metadata.title == "发票领用一次性告知书"
    assert len(reader.pages) == 1
    text = words(reader)
    for wanted in ("一次性告知书", "身份证件", "代理委托书", "委托代理人", "营业执照", "0600-5551001", "签收人"):
        assert wanted in text, wanted
    picture = PdfDocument(data)[0].render(scale=3).to_pil()
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == source_of(project).site.base_url.rstrip("/") + f"/procedures/{ID}/notice/"


def test_poster_is_one_sheet_with_code(project: Path) -> None:
    data = made(project)[POSTER]
    reader = PdfReader(io.BytesIO(data))
    assert len(reader.pages) == 1
    for wanted in ("办税服务厅", "几点开门", "0600-5551001", "当场办结", "不满意找谁"):
        assert wanted in words(reader), wanted
    (code,) = zxingcpp.read_barcodes(PdfDocument(data)[0].render(scale=2).to_pil())
    assert code.text.endswith("/organs/banshui-fuwuting/")


def test_the_yearly_report_has_every_row_of_the_form(project: Path, typesetter: Typesetter) -> None:
    for folder in ("annual_report", "enforcement"):
        shutil.copytree(ROOT / "data" / folder, project / "data" / folder)
    reports = [item for item in documents(source_of(project)) if item.template == "annual_report.typ"]
    assert [item.path for item in reports] == [f"annual-report/{year}/report.pdf" for year in (2024, 2025)]
    reader = PdfReader(io.BytesIO(typesetter.pdf(reports[1])))
    assert size(reader) == [(210, 297)]
    text, view = words(reader), reports[1].data["view"]
    for row in (*view["requests"], *view["reviews"]):
        assert plain(row["title"] + "".join(row["cells"])) in text, row["title"]
    assert "行政许可12" in text and "行政处罚236行政强制3" in text and "行政事业性收费0" in text


def test_text_is_never_markup(project: Path, write: Callable[[str, str], Path]) -> None:
    evil = "发票#panic(1)*粗*$x$[a]_b_`c`@d<e>//f"
    path = project / f"data/procedures/{ID}.yml"
    write(f"data/procedures/{ID}.yml", path.read_text("utf-8").replace("name: 发票领用\n", f'name: "{evil}"\n'))
    files = made(project)
    for name in (NOTICE, HANDBOOK):
        assert plain(evil) in words(PdfReader(io.BytesIO(files[name]))), name


def test_the_same_data_give_the_same_bytes(project: Path) -> None:
    first = made(project)
    assert made(project) == first
    stale = re.compile(rb"/CreationDate \(D:(?!1970)|/ModDate \(D:(?!1970)")
    assert [path for path, data in first.items() if stale.search(data)] == []


def test_only_what_changed_is_set_again(
    project: Path, write: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_again: list[str] = []
    real = Typesetter.pdf

    def noted(self: Typesetter, document: Document) -> bytes:
        set_again.append(document.template)
        return real(self, document)

    monkeypatch.setattr(Typesetter, "pdf", noted)

    def built(target: Path, kept: Path | None) -> tuple[dict[str, bytes], list[str]]:
        set_again.clear()
        Project.open(project, AS_OF, cache=Cache(kept), pdf=True).build(target)
        return tree(target), sorted(set_again)

    everything = ["handbook.typ", "notice.typ", "poster.typ"]
    cold, first = built(tmp_path / "public", tmp_path / "kept")
    assert first == everything
    assert built(tmp_path / "public", tmp_path / "kept") == (cold, [])
    name = f"data/procedures/{ID}.yml"
    text = (project / name).read_text("utf-8")
    write(name, text.replace("领取空白纸质发票", "领空白发票"))
    assert built(tmp_path / "public", tmp_path / "kept")[1] == [], "no PDF file shows the summary"
    write(name, text.replace("name: 受理", "name: 收件"))
    warm, changed = built(tmp_path / "public", tmp_path / "kept")
    assert changed == ["handbook.typ", "notice.typ"]
    assert built(tmp_path / "cold", None) == (warm, everything)
    Project.open(project, AS_OF, cache=Cache(tmp_path / "kept")).build(tmp_path / "public")
    assert list((tmp_path / "public").rglob("*.pdf")) == []


def test_template_and_font_are_part_of_the_identity(typesetter: Typesetter, tmp_path: Path) -> None:
    for path in typesetter.templates.glob("*.typ"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    same = Typesetter(tmp_path, tmp_path / "none")
    assert same.identity == typesetter.identity
    (tmp_path / "sheet.typ").write_text((tmp_path / "sheet.typ").read_text("utf-8") + "// changed\n", "utf-8")
    assert Typesetter(tmp_path, tmp_path / "none").identity != typesetter.identity


@pytest.mark.parametrize(
    ("broken", "says"), [("font", "apt install fonts-noto-cjk"), ("program", "pip install 'zwgk[pdf]'")]
)
def test_what_is_missing_is_named_and_nothing_is_published(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], broken: str, says: str
) -> None:
    if broken == "font":
        monkeypatch.setattr(typeset, "FAMILIES", ("没有这种字体",))
    else:
        monkeypatch.setitem(sys.modules, "typst", None)
    target = project / "public"
    arguments = ["build", "--project", str(project), "--output", str(target), "--as-of", str(AS_OF)]
    assert main([*arguments, "--pdf"]) == 2
    assert says in capsys.readouterr().err
    assert not target.exists()
    assert main(arguments) == 0, "pages need neither"


def test_pages_link_to_the_files_that_are_there(project: Path) -> None:
    places = {f"procedures/{ID}/notice/": "../notice.pdf", "organs/banshui-fuwuting/": "poster.pdf"}
    places["procedures/"] = "procedures/handbook.pdf"
    for pdf in (True, False):
        target = project / f"public-{pdf}"
        Project.open(project, AS_OF, pdf=pdf).build(target)
        for page, link in places.items():
            text = (target / page / "index.html").read_text("utf-8")
            assert (re.search(rf'href="[^"]*{re.escape(link)}"', text) is not None) is pdf, page
        assert len(list(target.rglob("*.pdf"))) == (3 if pdf else 0)


def test_handbook_comes_in_volumes(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = source_of(project)
    (procedure,) = session.procedures
    many = with_more(session, *(replace(procedure, id=f"p{number}") for number in range(4)))
    monkeypatch.setattr("generator.views.handbook.VOLUME", 2)
    books = [item for item in documents(many) if item.template == "handbook.typ"]
    assert [item.path for item in books] == [HANDBOOK, "procedures/handbook-2.pdf", "procedures/handbook-3.pdf"]
    assert [item.data["count"] for item in books] == [2, 2, 1]
    assert books[1].data["title"] == "办税服务手册（第2册，共3册）"
    assert count(many) == len(list(documents(many)))


@pytest.fixture(scope="module")
def documents_of_example(example: Project) -> list[Document]:
    return list(documents(Session(example.registry, AS_OF, pdf=True)))


def test_every_notice_of_the_example_is_two_sheets_at_most(
    documents_of_example: list[Document], typesetter: Typesetter
) -> None:
    notices = [item for item in documents_of_example if item.template == "notice.typ"]
    assert len(notices) >= 167
    longest = sorted(notices, key=lambda item: -len(str(item.data)))[:25]
    sheets = {}
    for item in longest:
        data = typesetter.pdf(item)
        sheets[item.path] = len(PdfReader(io.BytesIO(data)).pages)
    assert {path: count for path, count in sheets.items() if count > 2} == {}


def test_letters_become_smaller_before_a_signature_takes_a_second_sheet(
    documents_of_example: list[Document], typesetter: Typesetter
) -> None:
    files = {item.path: item for item in documents_of_example}
    pages = PdfDocument(typesetter.pdf(files["procedures/fapiao-ling-yong/notice.pdf"]))
    assert len(pages) == 1
    assert "签收人" in pages[0].get_textpage().get_text_range()


def test_handbook_contents_give_the_right_pages(documents_of_example: list[Document], typesetter: Typesetter) -> None:
    book = documents_of_example[0]
    data = typesetter.pdf(book)
    texts = [page.get_textpage().get_text_range() for page in PdfDocument(data)]
    names = [view["procedure"]["name"] for group in book.data["groups"] for view in group["notices"]]
    assert len(names) == book.data["count"] >= 167
    contents = "\n".join(plain(line) for text in texts[1:8] for line in text.splitlines())
    for name in names:
        broken = "\n?".join(map(re.escape, plain(name)))  # a long name may take two lines
        entry = re.search(rf"^{broken}\n?\.*(\d+)$", contents, re.MULTILINE)
        assert entry, name
        page = texts[int(entry.group(1))]  # the cover has no number
        assert plain(name) in plain(page)[: len(name) + 12], (name, entry.group(1))


def test_letters_that_no_font_has_are_boxes(project: Path) -> None:
    """They stand in the data as anybody may paste them; all else is set as it is."""
    path = project / "data/procedures/fapiao-lingyong.yml"
    spoilt = path.read_text("utf-8").replace("name: 办结,", "name: 办结📞,").replace("name: 受理,", "name: 受理✅ༀ,")
    path.write_text(spoilt, "utf-8")
    texts = [words(PdfReader(io.BytesIO(data))) for data in made(project).values()]
    assert not any("📞" in text for text in texts)
    assert sum("办结□" in text for text in texts) == 2, "the notice and the handbook"


@pytest.mark.parametrize(
    ("message", "letters"),
    [
        ('PDF/UA-1 error: the text `"📞"` could not be displayed with font `"A"`', "📞"),
        ('PDF/UA-1 error: the text "\\u{1f4de}" could not be displayed with any font', "📞"),
        ("unknown variable: x", ""),
    ],
)
def test_which_letters_are_lacking(message: str, letters: str) -> None:
    assert lacking(message) == letters


def test_boxes_stand_for_letters_alone() -> None:
    assert without('📞"', '{"a": "电话📞"}') == '{"a": "电话□"}'
    assert without("□", '{"a": "□"}') == '{"a": "□"}'


def test_bureaus_below_have_their_own(project: Path, tmp_path: Path) -> None:
    add_bureau(project)
    given = ["--project", str(project), "--as-of", str(AS_OF), "--output", str(tmp_path / "site"), "--workers", "1"]
    assert main(["build", "--pdf", *given]) == 0
    for path in (NOTICE, POSTER, HANDBOOK):
        assert (tmp_path / "site" / path).is_file()
    notice = PdfReader(tmp_path / "site/shili-xian" / NOTICE)
    assert "示例县税务局" in words(notice) and "某某县税务局" not in words(notice)
    page = (tmp_path / f"site/shili-xian/procedures/{ID}/notice/index.html").read_text("utf-8")
    assert 'href="../notice.pdf"' in page
