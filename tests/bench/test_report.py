"""The table, the JSON and the picture of a comparison; no peer is run."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.bench import run as running
from generator.bench.content import guides
from generator.bench.measure import CommandError, Cost
from generator.bench.plot import plot
from generator.bench.report import compare
from generator.bench.run import OURS, Bench, Run, change_line, compared, stages, written
from generator.bench.tables import aligned, budgets, figures, growth, table
from generator.cli import main
from tests.conftest import AS_OF, STARTER, check_project, own_findings
from tests.helpers.projects import all_findings

SVG = "{http://www.w3.org/2000/svg}"


def a_run(contender: str = "zwgk", size: int = 300, number: int = 1, wall: float = 2.0, **more: object) -> Run:
    return Run(size, contender, number, wall, 2 * wall, 50_000_000, 10, 2_000_000, 26_000, 0.1, **more)  # type: ignore[arg-type]


def test_the_table_gives_medians_and_ratios_to_ours() -> None:
    runs = [a_run(wall=wall) for wall in (9.0, 2.0, 1.0)] + [a_run("hugo", wall=5.0)]
    lines = table(figures(runs), 300).splitlines()
    ours, hugo = (line.split() for line in lines[2:])
    assert ours[2:6] == ["2.00", "1.00", "4.00", "1.00"]
    assert hugo[:5] == ["Hugo", "5.00", "2.50", "10.00", "2.50"]
    assert hugo[7:9] == ["16.67", "33.33"]  # milliseconds a page


def test_a_table_without_ours_has_no_ratios() -> None:
    assert "—" in table(figures([a_run("hugo")]), 300)


def test_growth_compares_with_the_smallest() -> None:
    lines = growth(figures([a_run(size=1000, wall=1.0), a_run(size=10_000, wall=12.0)])).splitlines()
    assert lines[-1].split()[:3] == ["10000", "1.20", "1.20"]
    assert growth(figures([a_run()])) == ""


def test_ours_is_compared_with_the_budgets() -> None:
    runs = [a_run(wall=2.0), a_run("equal", wall=1.0), a_run("eleventy", wall=4.0), a_run("hugo", wall=3.5)]
    lines = [line.split() for line in budgets(figures(runs), 300).splitlines()[2:]]
    assert [line[-3:] for line in lines] == [
        ["1.000", "0.333", "没做到"],
        ["0.571", "0.500", "没做到"],
        ["1.000", "0.333", "没做到"],
    ]
    assert "墙钟 0.29，内存 1.00" in budgets(figures(runs), 300)
    search = [a_run(wall=1.0), a_run("mkdocs-search", wall=50.0)]
    assert budgets(figures(search), 300).split()[-3:] == ["0.020", "0.040", "做到"]
    assert budgets(figures([a_run()]), 300) == ""


def test_equal_files_are_counted(tmp_path: Path) -> None:
    for name, text in {"a/x": "1", "a/y": "2", "a/z": "3", "b/x": "1", "b/y": "3"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    assert "3 个文件里有 1 个" in compared(tmp_path / "a", tmp_path / "b")
    assert compared(tmp_path / "a", tmp_path / "none") == compared(tmp_path / "none", tmp_path / "b") == ""


def test_columns_are_aligned_though_chinese_is_wider() -> None:
    assert aligned([("", "秒"), ("搜索", "1"), ("a", "12")]) == "      秒\n搜索   1\na     12\n"


def circles(svg: str) -> list[tuple[float, float]]:
    return [(float(item.get("cx", 0)), float(item.get("cy", 0))) for item in ET.fromstring(svg).iter(f"{SVG}circle")]


def test_the_picture_has_a_dot_a_figure_and_slower_is_higher() -> None:
    runs = [a_run(), a_run("hugo", wall=4.0), a_run(size=3000, wall=4.0)]
    dots = circles(plot(figures(runs), runs))
    assert len(dots) == 3
    (ours_x, ours_y), (larger_x, _), (hugo_x, hugo_y) = dots
    assert ours_x == hugo_x < larger_x
    assert hugo_y < ours_y  # SVG counts from the top


def test_the_picture_stacks_stages_where_they_are_told() -> None:
    told = a_run(stages={"load": 0.3, "render": 0.9})
    bars = [item for item in ET.fromstring(plot(figures([told]), [told])).iter(f"{SVG}rect") if item.get("x")]
    heights = [float(item.get("height", 0)) for item in bars if item.get("height") != "14"]
    assert heights[1] == pytest.approx(3 * heights[0], abs=0.2)
    assert "各阶段" not in plot(figures([a_run()]), [a_run()])


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (b'0 errors\n{"stages": {"load": 1, "render": 2.5}, "pages": 3}\ndone\n', {"load": 1.0, "render": 2.5}),
        (b"nothing", None),
        (b'{"pages": 3}', None),
        (b"{not json", None),
    ],
)
def test_stages_are_read_from_what_the_build_said(said: bytes, found: dict[str, float] | None) -> None:
    assert stages(said) == found


def test_written_counts_files_and_the_bytes_of_procedures_pages(tmp_path: Path) -> None:
    for name, size in {
        "index.html": 7,
        "procedures/index.html": 90,
        "procedures/a/index.html": 10,
        "xian/procedures/b/index.html": 30,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * size)
    assert written(tmp_path) == (4, 137, 20)


def test_one_line_is_changed_and_the_project_stays_right(project: Path) -> None:
    before = {path: path.read_text("utf-8") for path in project.rglob("*.yml")}
    change_line(project)
    changed = [path for path, text in before.items() if path.read_text("utf-8") != text]
    assert len(changed) == 1
    assert len(set(changed[0].read_text("utf-8").splitlines()) - set(before[changed[0]].splitlines())) == 1
    assert [finding for finding in own_findings(check_project(project)) if finding.code != "V902"] == []


def test_of_a_province_all_counties_guides_are_built_and_one_of_a_county_is_changed(tmp_path: Path) -> None:
    made = bench(tmp_path, province=True)
    made._make_project(2)
    assert sorted(path.name for path in (made.project_folder / "bureaus").iterdir()) == ["x0001", "x0002"]
    _, items = guides(made.project_folder, AS_OF)
    assert [item["id"] for item in items] == ["x0001-fapiao-lingyong", "x0002-fapiao-lingyong"]
    note = made.project_folder / "bureaus/x0001/data/procedures/fapiao-lingyong.yml"
    note.parent.mkdir(parents=True)
    note.write_text("notes:\n- 周末也办。\n", "utf-8")
    change_line(made.project_folder)
    assert note.read_text("utf-8") == "notes:\n- 请周末也办。\n"
    assert all_findings(made.project_folder) == check_project(made.project_folder).findings


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Commands are noted instead of run; Hugo fails."""
    commands: list[list[str]] = []

    def fake(command: list[str], folder: Path, log: Path, env: object) -> Cost:
        commands.append(command)
        assert folder.is_dir()
        log.write_text("")
        if command[0].endswith("hugo"):
            raise CommandError("hugo -> 1")
        return Cost(1.0, 2.0, 3_000_000)

    monkeypatch.setattr(running, "measure", fake)
    return commands


def bench(tmp_path: Path, **more: object) -> Bench:
    settings = {"sizes": (2, 3), "rounds": 2, "only": ("zwgk",), "tell": lambda line: None, **more}
    return Bench(STARTER, tmp_path / "scratch", tmp_path / "peers", AS_OF, **settings)  # type: ignore[arg-type]


def test_contenders_take_turns_and_nothing_is_left_behind(tmp_path: Path, measured: list[list[str]]) -> None:
    runs = list(bench(tmp_path).runs())
    assert [(run.size, run.round, run.contender) for run in runs] == [
        (size, number, key) for size in (2, 3) for number in (1, 2) for key in OURS
    ]
    assert {command[3] for command in measured} == {"build", "check"}
    assert list((tmp_path / "scratch").iterdir()) == []


def test_the_json_and_the_picture_are_written(tmp_path: Path, measured: list[list[str]]) -> None:
    said = compare(bench(tmp_path, sizes=(2,)), tmp_path / "results/now.json")
    kept = json.loads((tmp_path / "results/now.json").read_text("utf-8"))
    assert [run["contender"] for run in kept["runs"]] == [*OURS] * 2
    assert kept["machine"]["cores"] >= 1
    assert ET.parse(tmp_path / "results/now.svg").getroot().tag == f"{SVG}svg"
    assert "2 个事项" in said


def test_what_is_missing_or_fails_is_told_and_left_out(tmp_path: Path, measured: list[list[str]]) -> None:
    program = tmp_path / "peers/venv/lib/python3/site-packages/hugo/binaries/hugo"
    program.parent.mkdir(parents=True)
    program.write_text("")
    told: list[str] = []
    runs = list(bench(tmp_path, sizes=(2,), rounds=1, only=("hugo", "eleventy"), tell=told.append).runs())
    assert runs == []
    assert "Eleventy" in told[0]
    assert "hugo -> 1" in told[1]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Bench]]:
    """The comparison that the command line asks for, not run."""
    benches: list[Bench] = []

    def fake(bench: Bench, output: Path) -> str:
        benches.append(bench)
        return str(output)

    monkeypatch.setattr("generator.bench.report.compare", fake)
    yield benches


def test_arguments(asked: list[Bench]) -> None:
    assert main(["bench"]) == 0
    assert main(["bench", "--sizes", "3000,300", "--rounds", "3", "--only", "zwgk,hugo"]) == 0
    assert main(["bench", "--growth"]) == 0
    assert [bench.sizes for bench in asked] == [(300, 3000, 10_000), (300, 3000), (1000, 10_000, 100_000)]
    assert asked[0].only == ("zwgk", "equal", "eleventy", "hugo", "mkdocs", "mkdocs-search", "zensical")
    assert (asked[1].rounds, asked[1].only) == (3, ("zwgk", "hugo"))
    assert asked[2].only == ("zwgk",)


@pytest.mark.parametrize("wrong", [["--only", "jekyll"], ["--rounds", "0"]])
def test_wrong_arguments(asked: list[Bench], capsys: pytest.CaptureFixture[str], wrong: list[str]) -> None:
    assert main(["bench", *wrong]) == 2
    assert wrong[1] in capsys.readouterr().err or "--rounds" in wrong
    assert asked == []


def test_sizes_must_be_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["bench", "--sizes", "viele"])
    assert "要写整数" in capsys.readouterr().err
