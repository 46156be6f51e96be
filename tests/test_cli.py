"""The command line: exit codes, formats, and no output files after errors."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.model.records import RECORDS
from generator.project import Project
from generator.scaffold import kind_of, kinds, propose_id
from generator.source.readers import CSV
from generator.source.yaml_reader import read
from tests.conftest import AS_OF, ROOT, check_project, own_findings
from tests.helpers.commands import run
from tests.helpers.files import edit
from tests.helpers.provinces import add_bureau

Write = Callable[[str, str], Path]
Capture = pytest.CaptureFixture[str]
COMMANDS = ["check", "build", "serve", "new", "schema", "filing-deadline"]
DAY = AS_OF.isoformat()


def chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@pytest.fixture
def warned(write: Write, project: Path) -> Path:
    """A project with a warning and no error."""
    file = project / "data/procedures/fapiao-lingyong.yml"
    lines = file.read_text(encoding="utf-8").splitlines()
    write("data/procedures/fapiao-lingyong.yml", "\n".join(line for line in lines if "verified_on" not in line) + "\n")
    return project


@pytest.fixture
def wrong(write: Write, project: Path) -> Path:
    """A project with an error."""
    write("data/posts/a.yml", "name: x\n")
    return project


def test_check_of_a_right_project(project: Path, capsys: Capture) -> None:
    assert run("check", "--project", project, "--as-of", DAY) == 0
    out, err = capsys.readouterr()
    assert [line.split()[2] for line in out.splitlines() if "提醒" in line] == ["T526"]
    assert err == "0 个错误，1 个提醒（其中 1 个不算在 --strict 里）\n"


def test_check_of_a_wrong_project(wrong: Path, capsys: Capture) -> None:
    assert run("check", "--project", wrong) == 1
    assert "data/posts/a.yml:1:1: 错误 M201" in capsys.readouterr().out


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--strict"], 1)])
def test_strict_makes_warnings_count(warned: Path, options: list[str], code: int, capsys: Capture) -> None:
    assert run("check", "--project", warned, "--as-of", DAY, *options) == code
    assert "V902" in capsys.readouterr().out


@pytest.mark.parametrize(("day", "code"), [("2026-06-30", 1), ("2026-07-01", 0)])
def test_as_of_is_the_day_of_judgement(write: Write, project: Path, day: str, code: int) -> None:
    law = project / "data/laws/fapiao-guanli-banfa.yml"
    write("data/laws/fapiao-guanli-banfa.yml", law.read_text(encoding="utf-8") + "effective_from: 2026-07-01\n")
    assert run("check", "--project", project, "--as-of", day) == code


def test_folder_without_a_project(tmp_path: Path, capsys: Capture) -> None:
    assert run("check", "--project", tmp_path) == 1
    assert "zwgk new site" in capsys.readouterr().out


@pytest.mark.parametrize("style", ["text", "json", "github", "sarif"])
def test_formats(wrong: Path, style: str, capsys: Capture) -> None:
    assert run("check", "--project", wrong, "--format", style) == 1
    out = capsys.readouterr().out
    assert "M201" in out
    match style:
        case "json":
            assert json.loads(out)["findings"][0]["file"] == "data/posts/a.yml"
        case "sarif":
            assert json.loads(out)["version"] == "2.1.0"
        case "github":
            assert all(
                line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in out.splitlines()
            )


@pytest.mark.parametrize(("options", "shown"), [([], 5), (["--all"], 7)])
def test_all_lists_every_warning(write: Write, project: Path, options: list[str], shown: int, capsys: Capture) -> None:
    for name in "abcdefg":
        write(f"data/materials/{name}.yml", f"name: 材{name}\nkind: form\norigin: other\nverified_on: 2020-01-01\n")
    assert run("check", "--project", project, "--as-of", DAY, *options) == 0
    assert capsys.readouterr().out.count("提醒 V901") == shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--as-of", "2026-13-01"], "日期要写成"),
        (["check", "--format", "xml"], "不能写"),
        (["check", "--project"], "后面要跟一个值"),
        (["serve", "--port", "x"], "0 到 65535 的整数"),
        (["serve", "--port", "70000"], "0 到 65535 的整数"),
        (["serve", "--port", "-1"], "0 到 65535 的整数"),
        (["build", "--as-of", "9999-12-31"], "1900 到 2200 年"),
        (["check", "--as-of", "0001-01-01"], "1900 到 2200 年"),
        (["build", "--workers", "0"], "1 到 1000"),
        (["synth", "x", "--procedures", "x"], "要写整数"),
        (["schema"], "缺少"),
        (["check", "--stirct"], "不认识"),
        (["new", "procedure"], "缺少"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], words: str, capsys: Capture) -> None:
    assert run(*arguments) == 2
    err = capsys.readouterr().err
    assert words in err
    assert "--help" in err


def test_unknown_command(capsys: Capture) -> None:
    assert run("biuld") == 2
    assert "build" in capsys.readouterr().err


def test_no_command_shows_help(capsys: Capture) -> None:
    assert run() == 2
    assert all(name in capsys.readouterr().out for name in ["check"])


@pytest.mark.parametrize(
    "command", [[], *([name] for name in COMMANDS)], ids=lambda command: " ".join(command) or "zwgk"
)
def test_help_is_chinese(command: list[str], capsys: Capture) -> None:
    assert run(*command, "--help") == 0
    out = capsys.readouterr().out
    assert out.startswith("用法：zwgk")
    for english in ("usage", "optional", "positional", "show this", "default:", "options", "arguments"):
        assert english not in out
    described = [line for line in out.splitlines() if line.startswith("  -")]
    assert described
    assert chinese(out.split("选项")[-1])
    assert not command or "例子" in out


def test_help_lists_every_command(capsys: Capture) -> None:
    run("--help")
    out = capsys.readouterr().out
    assert [name for name in COMMANDS if f"    {name} " not in out] == []


def test_version(capsys: Capture) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("zwgk 0.")


def test_help_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "generator", "--help"], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    assert done.stdout.decode().startswith("用法：zwgk")


def test_build(project: Path, tmp_path: Path, capsys: Capture) -> None:
    output = tmp_path / "out"
    assert run("build", "--project", project, "--output", output, "--as-of", DAY) == 0
    assert (output / "procedures/fapiao-lingyong/index.html").is_file()
    assert str(output) in capsys.readouterr().out


@pytest.mark.parametrize("options", [[], ["--strict"]])
def test_build_keeps_the_old_site_on_errors(
    wrong: Path, warned: Path, tmp_path: Path, options: list[str], capsys: Capture
) -> None:
    output = tmp_path / "out"
    output.mkdir()
    (output / "index.html").write_text("old", encoding="utf-8")
    if options:
        (wrong / "data/posts/a.yml").unlink()
    assert run("build", "--project", warned, "--output", output, "--as-of", DAY, *options) == 1
    assert [path.name for path in output.iterdir()] == ["index.html"]
    assert "没有生成" in capsys.readouterr().err


def test_build_refuses_a_foreign_folder(project: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.txt").write_text("work", encoding="utf-8")
    assert run("build", "--project", project, "--output", tmp_path / "out", "--as-of", DAY) == 2
    assert "--output" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.txt"]


def test_environment_error_is_no_traceback(project: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert run("build", "--project", project, "--output", tmp_path / "file/out", "--as-of", DAY) == 2
    assert capsys.readouterr().err.splitlines()[-1].startswith("zwgk: ")


def test_new_site_waits_to_be_filled(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "我的网站"
    assert run("new", "site", folder) == 0
    out = capsys.readouterr().out
    assert str(folder) in out
    listed = re.findall(r"^  (\S+?):(\d+): \w+: \(请填写\)$", out, re.MULTILINE)
    found = own_findings(check_project(folder))
    assert [(item.location.file, str(item.location.line)) for item in found] == sorted(listed, key=lambda item: item[0])
    assert {item.code for item in found} == {"S805", "M205", "F221", "F224"}


@pytest.mark.parametrize("options", [["--name", "某某县税务局"], ["--base-url", "https://www.example.gov.cn/"]])
def test_new_site_asks_for_what_was_not_given(tmp_path: Path, options: list[str], capsys: Capture) -> None:
    assert run("new", "site", tmp_path / "x", *options) == 0
    assert "先填好" in capsys.readouterr().out
    assert run("check", "--project", tmp_path / "x", "--as-of", DAY) == 1


def test_new_site_with_name_and_address_is_right(tmp_path: Path, capsys: Capture) -> None:
    folder = tmp_path / "我的网站"
    name, url = "安远县税务局: 一", "https://www.example.gov.cn/ay/"
    assert run("new", "网站", folder, "--name", name, "--base-url", url) == 0
    assert "zwgk build" in capsys.readouterr().out
    checked = check_project(folder)
    assert own_findings(checked) == ()
    assert (checked.session.site.organiser, checked.session.site.base_url) == (name, url)
    assert checked.session.bureau
    assert checked.session.bureau.name == name
    assert "示例" in (checked.session.site.notice or "")


def test_new_site_refuses_a_folder_with_something_in_it(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "x").write_text("work", encoding="utf-8")
    assert run("new", "site", tmp_path) == 2
    assert "已经有内容" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("发票领用", "fapiao-ling-yong"),
        ("12366热线", "12366-rexian"),
        ("ABC 证明", "abc-zhengming"),
        ("《发票》（新）", "fapiao-xin"),
        ("珲春办税服务厅", "hunchun-banshui-fuwuting"),
        ("鄠邑区", "hu-yi-qu"),
        ("大𫭟镇", "da-ou-zhen"),
        ("？！", ""),
    ],
)
def test_proposed_ids(name: str, id: str) -> None:
    assert propose_id(name) == id


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_new_entry_reads_and_waits_to_be_filled(project: Path, kind: str, capsys: Capture) -> None:
    assert run("new", kind, "车船税缴纳", "--project", project) == 0
    record = kinds()[kind]
    (path,) = (project / "data" / record.FOLDER).glob("che*")
    assert str(path) in capsys.readouterr().out
    document = record.READER.read(path.read_bytes(), {"名称": "name"})
    assert document.problems == ()
    assert document.value["name"] == "车船税缴纳"
    found = [item for item in check_project(project).findings if item.location.file.endswith(path.name)]
    assert not {item.code for item in found if "（请选择）" not in item.message} & {"M201", "M202", "M203", "M204"}


@pytest.mark.parametrize("kind", sorted(word for word, kind in kinds().items() if kind.READER is not CSV))
def test_optional_fields_of_a_new_entry_have_their_shape(project: Path, kind: str) -> None:
    assert run("new", kind, "车船税缴纳", "--project", project) == 0
    (path,) = (project / "data" / kinds()[kind].FOLDER).glob("che*.yml")
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"^# (\w+: [\[{])", r"\1", text, flags=re.MULTILINE), "utf-8")
    assert path.read_text("utf-8") != text
    found = [item for item in check_project(project).findings if item.location.file.endswith(path.name)]
    wrong = [item.message for item in found if item.code in {"Y101", "Y111", "M201", "M202", "M203", "M204"}]
    assert not [message for message in wrong if "（请选择）" not in message]


def test_a_new_procedure_has_its_limit_and_the_ids_of_the_project(project: Path, capsys: Capture) -> None:
    assert run("new", "事项", "发票缴销", "--id", "jiaoxiao", "--project", project) == 0
    limit = read((project / "data/time_limits/jiaoxiao.yml").read_text("utf-8")).value
    assert (limit["name"], limit["of"]) == ("发票缴销办理时限", {"procedure": "jiaoxiao"})
    text = (project / "data/procedures/jiaoxiao.yml").read_text("utf-8")
    made = read(text).value
    assert made["where"] == [{"organ": "banshui-fuwuting"}]
    assert (made["first_contact"], made["oversight"], made["duties"]) == (
        "zonghe-chuangkou",
        ["fuwu-tousu"],
        ["fapiao-guanli"],
    )
    assert (made["kind"], made["result"]) == ("（请选择）", {"kind": "（请选择）"})
    assert [
        text.index(f"{name}:") for name in ("kind", "conditions", "materials", "steps", "basis", "source")
    ] == sorted(text.index(f"{name}:") for name in ("kind", "conditions", "materials", "steps", "basis", "source"))
    assert "jiaoxiao" not in text
    capsys.readouterr()
    assert run("check", "--project", project, "--as-of", DAY) == 1
    out = capsys.readouterr().out
    assert "R301" not in out
    assert "可以写" in out


def test_a_new_procedure_with_a_limit_in_use_writes_nothing(project: Path) -> None:
    before = {path for path in project.rglob("*") if path.is_file()}
    (project / "data/time_limits/x.yml").write_text("name: x\n", "utf-8")
    assert run("new", "事项", "发票缴销", "--id", "x", "--project", project) == 2
    assert {path for path in project.rglob("*") if path.is_file()} - before == {project / "data/time_limits/x.yml"}


@pytest.mark.parametrize(
    ("word", "folder"),
    [
        ("事项", "procedures"),
        ("办事事项", "procedures"),
        ("时限", "time_limits"),
        ("材料", "materials"),
        ("岗位", "posts"),
        ("承诺", "commitments"),
        ("法律", "laws"),
        ("监督", "oversight"),
        ("procedures", "procedures"),
        ("time-limit", "time_limits"),
        ("权责事项", "duties"),
    ],
)
def test_kinds_have_chinese_names(word: str, folder: str) -> None:
    found = kind_of(word)
    assert found
    assert folder == found.FOLDER


@pytest.mark.parametrize("given", [["--project"], ["-C"]])
def test_the_project_may_stand_before_the_command(warned: Path, given: list[str], capsys: Capture) -> None:
    assert run(*given, warned, "check", "--as-of", DAY) == 0
    assert run("check", *given, warned, "--as-of", DAY) == 0
    assert capsys.readouterr().out.count("V902") == 2


def test_the_project_is_looked_for(
    warned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(warned / "data" / "posts")
    assert run("check", "--as-of", DAY) == 0
    monkeypatch.chdir(tmp_path)
    assert run("check", "--as-of", DAY) == 1
    monkeypatch.setenv("ZWGK_PROJECT", str(warned))
    assert run("check", "--as-of", DAY) == 0
    assert capsys.readouterr().out.count("V902") == 2


@pytest.mark.parametrize("command", ["check", "build", "serve", "migrate", "search-eval"])
def test_a_missing_project_is_named_in_full(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("--project", "meiyou", command) == 2
    assert str(tmp_path / "meiyou") in capsys.readouterr().err
    monkeypatch.setenv("ZWGK_PROJECT", "yemeiyou")
    assert run(command) == 2
    assert str(tmp_path / "yemeiyou") in capsys.readouterr().err


def test_every_registry_can_be_made() -> None:
    assert set(kinds().values()) == set(RECORDS)
    assert "time-limit" in kinds()


def test_new_entry_needs_a_project(tmp_path: Path, capsys: Capture) -> None:
    assert run("new", "post", "甲岗", "--project", tmp_path) == 2
    assert "没有 site.yml" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_new_entry_never_overwrites(project: Path, capsys: Capture) -> None:
    file = project / "data/posts/daoshui-zixun.yml"
    before = file.read_bytes()
    assert run("new", "post", "导税", "--id", "daoshui-zixun", "--project", project) == 2
    assert "已经有了" in capsys.readouterr().err
    assert file.read_bytes() == before


@pytest.mark.parametrize(("what", "name", "words"), [("people", "张三", "procedure"), ("post", "？！", "--id")])
def test_new_refuses(project: Path, what: str, name: str, words: str, capsys: Capture) -> None:
    assert run("new", what, name, "--project", project) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("id", ["../../../outside", "Zonghe", "综合", "a_b", "/tmp/zwgk-outside"])
def test_new_refuses_what_cannot_be_an_id(project: Path, id: str) -> None:
    before = {path for path in project.parent.rglob("*") if path.is_file()}
    code = run("new", "post", "岗", "--id", id, "--project", project)
    made = {path for path in project.parent.rglob("*") if path.is_file()} - before
    assert (code, made) == (2, set())


@pytest.mark.parametrize("name", ["综合\n服务岗", "综合\t岗", "长" * 121, "综合\u202e岗", ""])
def test_new_refuses_a_name_that_the_check_would_refuse(project: Path, name: str, capsys: Capture) -> None:
    before = {path for path in project.rglob("*") if path.is_file()}
    assert run("new", "post", name, "--id", "x", "--project", project) == 2
    assert "名称" in (said := capsys.readouterr().err) and said.count("\n") == 1
    assert {path for path in project.rglob("*") if path.is_file()} == before


def test_new_refuses_a_name_too_long_for_its_limit(project: Path) -> None:
    assert run("new", "procedure", "长" * 118, "--id", "x", "--project", project) == 2
    assert not (project / "data/procedures/x.yml").exists()


@pytest.mark.parametrize("name", ["发票: 领用", "#领用", "领用 # 新", "*领用", "'领用", "[领用", "- 领用"])
def test_new_entry_keeps_the_name(project: Path, name: str) -> None:
    assert run("new", "material", name, "--id", "x", "--project", project) == 0
    document = read((project / "data/materials/x.yml").read_text(encoding="utf-8"))
    assert document.problems == ()
    assert document.value["name"] == name


@pytest.mark.parametrize("file", ["data/posts/a.yaml", "data/posts/east/a.yml"])
def test_new_entry_refuses_an_id_in_use_elsewhere(write: Write, project: Path, file: str) -> None:
    write(file, "name: x\norgan: banshui-fuwuting\nsummary: y\n")
    assert run("new", "post", "岗", "--id", "a", "--project", project) == 2


def test_schema(tmp_path: Path, project: Path) -> None:
    """Editors propose the ids of the project, in a bureau's folder also its superior's."""
    county = add_bureau(project)
    assert run("schema", "--output", tmp_path / "a/b", "--project", county) == 0
    made = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "a/b").iterdir()}
    assert made.keys() == {*(record.FOLDER for record in RECORDS), "site", "registry"}
    assert all(schema["type"] == "object" for schema in made.values())
    organs = made["posts"]["properties"]["organ"]["examples"]
    assert organs == ["banshui-fuwuting", "shili-shuiwuju", "shili-xian-shuiwuju"]


def test_check_needs_no_output(project: Path) -> None:
    """Checking writes nothing into the project."""
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*")}
    check_project(project)
    run("check", "--project", project)
    assert {path: path.stat().st_mtime_ns for path in project.rglob("*")} == before


def program(*arguments: object, environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Run the program in an environment of its own."""
    command: list[str | bytes] = [
        sys.executable,
        "-m",
        "generator",
        *(os.fsencode(str(argument)) for argument in arguments),
    ]
    return subprocess.run(command, capture_output=True, check=False, timeout=120, env={**os.environ, **environment})


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("environment", [ASCII, {"PYTHONIOENCODING": "latin-1"}, {"PYTHONIOENCODING": "ascii:strict"}])
@pytest.mark.parametrize("arguments", [["--help"], ["check", "--as-of", DAY], ["check", "--stirct"]])
def test_a_terminal_that_knows_no_chinese_gets_escapes(
    project: Path, arguments: list[str], environment: dict[str, str]
) -> None:
    done = program(*arguments, *(["--project", project] if arguments[0] == "check" else []), environment=environment)
    assert done.returncode == (2 if "--stirct" in arguments else 0)
    assert b"\\u" in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_change_nothing(project: Path, tmp_path: Path, closed: str) -> None:
    """The files that the program writes are whole: only those of a changed entry, the others are there already."""
    assert run("build", "--project", project, "--output", tmp_path / "out") == 0
    post = project / "data/posts/daoshui-zixun.yml"
    edit(post, "summary: ", "summary: 流关着，")
    command = f'"{sys.executable}" -m generator build --project "$0" --output "$1" {closed}'
    done = subprocess.run(["sh", "-c", command, project, tmp_path / "out"], capture_output=True, check=False)
    assert done.returncode == 0
    assert "流关着" in (tmp_path / "out/posts/daoshui-zixun/index.html").read_text("utf-8")
    listed = json.loads((tmp_path / "out/manifest.json").read_bytes())["files"]
    for name, file in listed.items():
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == file["sha256"]


def test_output_that_cannot_be_written_is_an_error(project: Path) -> None:
    command = f'"{sys.executable}" -m generator explain M203 >/dev/full'
    done = subprocess.run(["sh", "-c", command, project], capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (2, "zwgk: 磁盘满了\n")


def test_a_reader_who_has_read_enough_is_no_error(project: Path) -> None:
    command = f'"{sys.executable}" -m generator --help | true'
    assert subprocess.run(["sh", "-c", command], capture_output=True, check=False).stderr == b""


def test_a_user_without_a_home_works_without_a_cache(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("ZWGK_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert run("check", "--project", project, "--as-of", DAY) == 0


@pytest.mark.parametrize(
    "text",
    [
        '{"format":1,"procedures":{"fapiao-lingyong":5},"before":null}',
        '{"format":1,"procedures":[],"before":null}',
        '{"format":1,"procedures":{}}',
        '{"format":1,"procedures":{"a":{"name":"x"}},"before":null}',
        '{"format":1,"procedures":{},"before":{"a":[]}}',
        '{"format":2,"procedures":{},"before":null}',
        "[" * 100_000,
        "5",
    ],
    ids=range(8),
)
def test_figures_that_are_none_are_refused(project: Path, tmp_path: Path, text: str, capsys: Capture) -> None:
    (tmp_path / "burden.json").write_text(text, encoding="utf-8")
    assert run("build", "--project", project, "--as-of", DAY, "--previous", tmp_path) == 2
    assert "--previous" in capsys.readouterr().err


def test_folders_may_lie_deep(project: Path) -> None:
    """Deeper than functions may call each other, short of the longest path."""
    handle = os.open(project / "data/posts", os.O_RDONLY)
    for _ in range(1200):
        os.mkdir("d", dir_fd=handle)
        inner = os.open("d", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)
    assert run("check", "--project", project, "--as-of", DAY) == 0
    assert run("build", "--project", project, "--as-of", DAY, "--no-cache") == 0
    subprocess.run(["rm", "-rf", str(project / "data/posts/d")], check=True)


@pytest.mark.parametrize(
    "error", [RuntimeError("two\nlines"), RecursionError(), MemoryError(), KeyError("x")], ids=repr
)
def test_whatever_goes_wrong_is_one_chinese_line(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, error: Exception
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Project, "open", fails)
    monkeypatch.delenv("ZWGK_DEBUG", raising=False)
    assert run("check", "--project", project) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "ZWGK_DEBUG=1" in told and "SECURITY.md" in told
    monkeypatch.setenv("ZWGK_DEBUG", "1")
    assert run("check", "--project", project) == 2
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_errors_of_the_system_are_told_in_chinese(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture, number: int
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "/somewhere")

    monkeypatch.setattr(Project, "build", fails)
    assert run("build", "--project", project, "--as-of", DAY) == 2
    line = capsys.readouterr().err.splitlines()[-1]
    assert line.startswith("zwgk: /somewhere:") and chinese(line) and os.strerror(number) not in line


def test_a_site_that_a_killed_build_took_away_comes_back_whatever_is_wrong(project: Path, capsys: Capture) -> None:
    assert run("build", "--project", project, "--as-of", DAY) == 0
    scratch = project / ".public.zwgk-building"
    scratch.mkdir()
    (scratch / "zwgk-scratch").touch()
    (project / "public").rename(scratch / "old")
    (project / "data/posts/a.yml").write_text("name: x\n", encoding="utf-8")
    assert run("build", "--project", project, "--as-of", DAY) == 1
    assert (project / "public/index.html").is_file()


@pytest.mark.parametrize("output", ["网站", os.fsdecode(b"site-\xff")])
def test_folders_may_be_called_anything(project: Path, output: str) -> None:
    folder = project.parent / output
    assert run("build", "--project", project, "--output", folder) == 0
    assert (folder / "index.html").is_file()
    (folder / "posts/index.html").unlink()
    done = program("build", "--project", project, "--output", folder, environment=ASCII)
    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert (folder / "posts/index.html").is_file()


def test_a_folder_that_is_gone_is_told_of(project: Path, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    command = f'cd "$0" && rmdir "$0" && PYTHONPATH="$1" "{sys.executable}" -m generator check'
    done = subprocess.run(["sh", "-c", command, tmp_path / "gone", ROOT], capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (2, "zwgk: 没有这个文件或文件夹\n")


def modules_after(*lines: str) -> set[str]:
    """Return the modules that a Python of its own has imported after these lines."""
    code = "\n".join(["import os, sys", *lines, "sys.stderr.write(' '.join(sys.modules))"])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_help_imports_nothing_but_the_command_line() -> None:
    found = modules_after("from generator.cli import parser", "parser().format_help()")
    assert {name for name in found if name.startswith("generator.") and not name.startswith("generator.cli")} <= {
        "generator.clock",
        "generator.hidden",
        "generator.timing",
    }


def test_a_check_of_known_files_imports_no_view_and_no_validation(project: Path) -> None:
    check = f"from generator.cli import main; main(['check', '--project', {str(project)!r}])"
    modules_after(check)
    found = modules_after(check)
    assert "generator.check" in found
    heavy = ("generator.views", "generator.render", "generator.publish", "multiprocessing", "pydantic_core", "pydantic")
    assert not {name for name in found if name.split(".")[0] in heavy or name.startswith(heavy)}
