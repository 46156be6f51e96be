"""Reading a project folder: whatever stands in it, each problem is a finding and the rest is read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.findings import Finding, Hit, Location
from generator.model.posts import Post
from generator.model.project import Read, read_project
from generator.model.records import RECORDS
from generator.source.project import Places, list_project
from generator.source.readers import split_front_matter

MATTER = ("title: 标题", "description: x", "column: about", "date: 2026-11-01")
Write = Callable[[str, str], Path]


def load(root: Path) -> Read:
    return read_project(root, RECORDS)


def reading_findings(root: Path) -> list[Finding]:
    """Return the findings of reading, without those of the model."""
    return [item for item in load(root).findings if item.code.startswith("Y")]


def found(root: Path) -> list[tuple[str, str, int]]:
    """Return code, file and line of every finding of reading."""
    return [(item.code, item.location.file, item.location.line) for item in reading_findings(root)]


def ids(root: Path, folder: str) -> list[str]:
    """Return the ids of the files that a registry's folder holds."""
    readers = {record.FOLDER: record.READER for record in RECORDS}
    return [file.id for file in list_project(root, readers).files if file.folder == folder]


def test_starter_is_read_whole(project: Path) -> None:
    assert load(project).findings == ()
    assert list(load(project).registry.all(Post)) == ids(project, "posts") == ["daoshui-zixun", "zonghe-chuangkou"]
    assert [page.file for page in load(project).registry.pages] == ["content/about/site.md"]


def test_missing_site_does_not_hide_the_rest(project: Path) -> None:
    (project / "site.yml").unlink()
    made = load(project)
    assert [item.code for item in made.findings] == ["Y117"]
    assert made.findings[0].message == "文件夹 project 里没有 site.yml"
    assert made.registry.all(Post)


def test_empty_data(project: Path) -> None:
    shutil.rmtree(project / "data")
    assert found(project) == [("Y118", "data", 1)]


def test_empty_folder(tmp_path: Path) -> None:
    assert found(tmp_path) == [("Y117", "site.yml", 1)]


def test_site_that_is_a_list(write: Write, project: Path) -> None:
    write("site.yml", "- name: x\n")
    assert found(project) == [("Y101", "site.yml", 1)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("data/posts/readme.txt", "只放 .yml"),
        ("data/posts/a.json", "只放 .yml"),
        ("data/posts/综合.yml", "不能做编号"),
        ("data/posts/Zonghe.yml", "不能做编号"),
        ("data/posts/a_b.yml", "不能做编号"),
        ("data/posts/a--b.yml", "不能做编号"),
        ("data/posts/a b.yml", "不能做编号"),
        ("data/people/x.yml", "没有“people”这个名录"),
        ("data/readme.md", "没有“readme.md”这个名录"),
    ],
)
def test_strays_are_reported(write: Write, project: Path, name: str, words: str) -> None:
    write(name, "name: x\n")
    (finding,) = reading_findings(project)
    assert finding.code == "Y115"
    assert name.startswith(finding.location.file)
    assert words in finding.message


@pytest.mark.parametrize("name", ["data/posts/.DS_Store", "data/.gitkeep", "data/posts/.a.yml.swp"])
def test_hidden_files_are_ignored(write: Write, project: Path, name: str) -> None:
    write(name, "\x00")
    assert found(project) == []


@pytest.mark.parametrize("name", ["daoshui-zixun.yaml", "east/daoshui-zixun.yml", "z/y/daoshui-zixun.yaml"])
def test_duplicate_ids_name_the_first(write: Write, project: Path, name: str) -> None:
    write(f"data/posts/{name}", "name: x\n")
    (finding,) = reading_findings(project)
    assert finding.code == "Y116"
    assert {finding.location.file, finding.message.split()[-1]} == {
        f"data/posts/{name}",
        "data/posts/daoshui-zixun.yml",
    }
    assert ids(project, "posts").count("daoshui-zixun") == 1


def test_subfolders_belong_to_the_registry(write: Write, project: Path) -> None:
    write("data/posts/east/a.yml", "name: x\n")
    assert "a" in ids(project, "posts")
    assert found(project) == []


def test_gbk_file(project: Path) -> None:
    (project / "data/posts/a.yml").write_bytes("name: a\nsummary: 综合".encode("gbk"))
    (finding,) = reading_findings(project)
    assert (finding.code, finding.location) == ("Y102", Location("data/posts/a.yml", 2, 10))
    assert "GBK" in finding.message
    assert "a" not in load(project).registry.all(Post)


def test_five_mebibytes(project: Path) -> None:
    (project / "data/posts/a.yml").write_bytes(b"#" * (5 << 20))
    (finding,) = reading_findings(project)
    assert finding.code == "Y103"
    assert "5.0 MiB" in finding.message


def test_unreadable_file(project: Path) -> None:
    """A link to nothing, because permissions do not bind the root user that CI runs as."""
    (project / "data/posts/a.yml").symlink_to("b")
    (finding,) = reading_findings(project)
    assert (finding.code, finding.location.file) == ("Y114", "data/posts/a.yml")


@pytest.mark.parametrize("name", ["data/posts/a.yml", "content/a.md", "site.yml"])
def test_link_out_of_the_project(project: Path, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "secret.yml"
    outside.write_text("name: 秘密\n", encoding="utf-8")
    (project / name).unlink(missing_ok=True)
    (project / name).symlink_to(outside)
    made = load(project)
    assert ("Y113", name) in [(item.code, item.location.file) for item in made.findings]
    assert "秘密" not in repr(made)


def test_linked_registry_folder(project: Path, tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts/a.yml").write_text("name: x\n", encoding="utf-8")
    shutil.rmtree(project / "data/posts")
    (project / "data/posts").symlink_to(tmp_path / "posts")
    assert found(project) == [("Y113", "data/posts/a.yml", 1)]


def test_link_inside_the_project_is_followed(project: Path) -> None:
    (project / "data/posts/a.yml").symlink_to("daoshui-zixun.yml")
    assert "a" in ids(project, "posts")
    assert found(project) == []


def test_file_name_that_is_not_utf8(project: Path) -> None:
    Path(os.fsdecode(os.fsencode(project / "data/posts") + b"/\xd7\xdb.yml")).write_text("name: x\n", encoding="utf-8")
    (finding,) = reading_findings(project)
    assert f"{finding.location.file} {finding.message}".encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: b\nc: d\n---\nbody\n", ("a: b\nc: d\n", "body\n", 5)),
        ("---\n---\nbody", ("", "body", 3)),
        ("body\n---\nmore", ("", "body\n---\nmore", 1)),
        ("", ("", "", 1)),
        ("---\na: b\n", ("a: b\n", "", 3)),
        ("---\na: b\n---\nx\n---\ny", ("a: b\n", "x\n---\ny", 4)),
    ],
)
def test_front_matter_is_split(text: str, expected: tuple[str, str, int]) -> None:
    assert split_front_matter(text) == expected


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_page_with_front_matter(project: Path, newline: str) -> None:
    text = newline.join(
        [
            "---",
            "title: 标题",
            "description: x",
            "column: about",
            "date: 2026-11-01",
            "order: 010",
            "---",
            "",
            "正文",
            "",
        ]
    )
    (project / "content/a.md").write_bytes(text.encode())
    page = next(page for page in load(project).registry.pages if page.file == "content/a.md")
    assert page.meta
    assert (page.meta.title, page.meta.order) == ("标题", 10)
    assert page.body == "\n正文\n"
    assert page.body_line == 8


def test_front_matter_problems_have_the_line_of_the_file(write: Write, project: Path) -> None:
    write("content/a.md", "---\ntitle: x\ntitle: y\norder:\n---\nbody\n")
    assert found(project) == [("Y105", "content/a.md", 3), ("Y111", "content/a.md", 4)]


def test_page_without_front_matter_is_read(write: Write, project: Path) -> None:
    write("content/a.md", "正文\n")
    page = load(project).registry.pages[0]
    assert (page.file, page.meta, page.body_line) == ("content/a.md", None, 1)


def test_front_matter_that_is_a_list_hides_only_its_page(write: Write, project: Path) -> None:
    write("content/a.md", "---\n- x\n---\nbody\n")
    assert [page.file for page in load(project).registry.pages if page.meta] == ["content/about/site.md"]


def test_front_matter_that_is_a_list_is_reported(write: Write, project: Path) -> None:
    write("content/a.md", "---\n- x\n---\nbody\n")
    assert found(project)


def test_place_of_a_hit(write: Write, project: Path) -> None:
    write("data/posts/a.yml", "name: x\nstandards:\n  - 一\n  - 二\n")
    write("content/a.md", "---\ntitle: x\norder: y\n---\nbody\n")
    places = Places(project)
    assert places.location(Hit("data/posts/a.yml", ("standards", 1))) == Location("data/posts/a.yml", 4, 5)
    assert places.location(Hit("content/a.md", ("order",))) == Location("content/a.md", 3, 8)
    assert places.location(Hit("content/a.md", ("order",), at_key=True)) == Location("content/a.md", 3, 1)
    assert places.location(Hit("content/a.md", line=7, column=3)) == Location("content/a.md", 7, 3)
    assert places.location(Hit("data/posts/gone.yml", ("x",))) == Location("data/posts/gone.yml")


def test_place_in_a_page_with_crlf(project: Path) -> None:
    (project / "content/a.md").write_bytes(b"---\r\ntitle: x\r\norder: y\r\n---\r\nbody\r\n")
    assert Places(project).location(Hit("content/a.md", ("order",))) == Location("content/a.md", 3, 8)


@pytest.mark.parametrize(
    "name", ["data", "data/posts", "data/results", "content", "bureaus", "registries", "superior", "theme"]
)
@pytest.mark.parametrize("kind", ["file", "link", "ring"])
def test_what_should_be_a_folder_and_is_none(project: Path, name: str, kind: str) -> None:
    path = project / name
    shutil.rmtree(path, ignore_errors=True)
    path.write_text("x") if kind == "file" else path.symlink_to("none" if kind == "link" else path.name)
    wanted = "现在是文件" if kind == "file" else "现在是打不开的链接"
    found = [item for item in reading_findings(project) if item.location.file == name]
    assert [(item.code, f"{name} 应当是文件夹，{wanted}" in item.message) for item in found] == [("Y115", True)]


@pytest.mark.parametrize("name", ["data/posts/more", "data/posts/more.yml", "content/more", "content/more.md"])
def test_a_link_to_a_folder_is_not_passed_over(project: Path, name: str) -> None:
    """What is in such a folder would not be published, and nobody would know."""
    (project / name).symlink_to(project / "data/organs")
    assert {(item.code, item.location.file) for item in reading_findings(project)} <= {("Y115", name), ("Y114", name)}
    assert reading_findings(project)


@pytest.mark.parametrize(
    ("kind", "words"), [("folder", "这是文件夹"), ("link", "链接指向的文件不存在"), ("ring", "链接绕成了圈")]
)
def test_a_site_file_that_is_none(project: Path, kind: str, words: str) -> None:
    path = project / "site.yml"
    path.unlink()
    path.mkdir() if kind == "folder" else path.symlink_to("none.yml" if kind == "link" else "site.yml")
    (finding,) = reading_findings(project)
    assert (finding.code, finding.location.file, words in finding.message) == ("Y114", "site.yml", True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="without pipes")
@pytest.mark.parametrize("name", ["data/posts/x.yml", "content/about/x.md", "site.yml"])
def test_a_pipe_is_not_waited_for(project: Path, name: str) -> None:
    (project / name).unlink(missing_ok=True)
    os.mkfifo(project / name)
    (finding,) = reading_findings(project)
    assert (finding.location.file, "不是普通文件" in finding.message) == (name, True)
