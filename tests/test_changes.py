"""After any change, findings and site are equal to those of a cold run."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

from generator.cache import Cache
from generator.findings import Severity
from generator.project import Project
from tests.conftest import AS_OF, STARTER, check_project
from tests.helpers.files import edit, tree

Write = Callable[[str, str], Path]
MORE = {"effective_to": "2026-01-01", "effective_from": "2030-01-01", "verified_on": "2020-01-01", "source": "某文件"}


def checked(project: Path, kept: Path) -> Project:
    """Check a project with its cache."""
    return Project.open(project, AS_OF, cache=Cache(kept))


def values(value: Any) -> list[tuple[Any, Any]]:
    """Return every text in a document as (container, key)."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found: list[tuple[Any, Any]] = []
    for key, item in items:
        found += [(value, key)] if isinstance(item, str) else values(item)
    return found


def mutate(project: Path, seed: int) -> None:
    """Make a random change of the kinds that editors make, valid or invalid."""
    dice = random.Random(seed)
    dice.choice([change_entry, change_entry, change_entry, break_entry, change_page, change_theme, change_site])(
        project, dice, seed
    )


def change_entry(project: Path, dice: random.Random, seed: int) -> None:
    """Remove, copy, rename or edit one entry."""
    files = sorted((project / "data").rglob("*.yml"))
    path = dice.choice(files)
    what = dice.randrange(8)
    if what == 0:
        path.unlink()
    elif what == 1:
        path.with_name(f"x{seed % 7}.yml").write_bytes(path.read_bytes())
    elif what == 2:
        path.rename(path.with_name(f"y{seed % 7}.yml"))
    else:
        try:
            entry = yaml.load(path.read_bytes().decode("utf-8", "replace").replace("\0", ""), yaml.CBaseLoader)
        except yaml.YAMLError:  # an earlier change broke it
            return
        if not isinstance(entry, dict):
            return
        if what == 3 and entry:
            entry.pop(dice.choice(list(entry)))
        elif what == 4:
            key = dice.choice(list(MORE))
            entry[key] = MORE[key]
        elif what == 5:
            entry["withdrawn"] = {"on": dice.choice(["2026-01-01", "2030-01-01"]), "reason": "不办了"}
            entry["former_ids"] = [f"alt{seed % 3}"]
        elif values(entry):
            container, key = dice.choice(values(entry))
            ids = [other.stem for other in files if other.parent == dice.choice(files).parent]
            container[key] = f"{container[key]}改" if what == 6 else dice.choice(ids or ["x"])
        path.write_text(yaml.safe_dump(entry, allow_unicode=True, sort_keys=False), "utf-8")


def break_entry(project: Path, dice: random.Random, _: int) -> None:
    """Make one entry unreadable, or repair an unreadable one."""
    path = dice.choice(sorted((project / "data").rglob("*.yml")))
    saved = project.with_name("saved") / path.relative_to(project)
    if saved.exists():
        saved.replace(path)
        return
    saved.parent.mkdir(parents=True, exist_ok=True)
    saved.write_bytes(path.read_bytes())
    harm = dice.choice([b"\nname: [", b"\nname: x\n", b"\nmore: \xff\n", b"\n\xe2\x80\x8bnotes: [x]\n", b"\nnone: x\n"])
    path.write_bytes(path.read_bytes() + harm)


def change_page(project: Path, dice: random.Random, seed: int) -> None:
    """Write, break or remove a content page."""
    path = project / f"content/about/p{seed % 3}.md"
    if path.exists() and dice.random() < 0.3:
        path.unlink()
        return
    matter = dice.choice(
        ["title: 页\ndescription: 一页\ncolumn: about\ndate: 2026-11-01\n"] * 4 + ["title: 页\n", "- x\n"]
    )
    path.write_text(f"---\n{matter}---\n\n## {seed}\n\n[看](/posts/)\n", "utf-8")


RECORD = "{% macro record(item) %}<footer>SEED</footer>{% endmacro %}{% macro unverified(item) %}{% endmacro %}\n"
"""Both macros of a component that a project replaces."""


def change_theme(project: Path, dice: random.Random, seed: int) -> None:
    """Change a template, a component or the style sheet."""
    name, text = dice.choice(
        [
            ("pages/posts.html", '{% extends "_layout.html" %}{% block body %}SEED{% endblock %}'),
            ("components/record/record.html", RECORD),
            ("assets/zwgk.css", "a{order:SEED}"),
        ]
    )
    path = project / "theme" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace("SEED", str(seed)), "utf-8")


def change_site(project: Path, dice: random.Random, seed: int) -> None:
    """Change a setting of the site, or break it."""
    path = project / "site.yml"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(("icp:", "hotline:"))]
    hotline = dice.choice(["hotline: '12366'"] * 4 + ["hotline: 无"])
    path.write_text("\n".join([*lines, f"icp: 备案{seed}", hotline]) + "\n", "utf-8")


EXAMPLES = int(os.environ.get("ZWGK_EXAMPLES", "100"))
"""Number of sequences of changes to try."""


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the starter, its cache and its site. A copy of it is as good: nothing is rendered again."""
    root = tmp_path_factory.mktemp("unchanged")
    project = Path(shutil.copytree(STARTER, root / "project"))
    checked(project, root / "kept").build(root / "warm")
    copy = Path(shutil.copytree(root, tmp_path_factory.mktemp("copy") / "root"))
    published = checked(copy / "project", copy / "kept").build(copy / "warm")
    assert published.unchanged == published.files - 1
    return root


@settings(max_examples=EXAMPLES, phases=[Phase.explicit, Phase.generate])  # shrinking would build for minutes
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=4))
def test_any_changes_give_what_a_cold_run_gives(
    unchanged: Path, tmp_path_factory: pytest.TempPathFactory, seeds: list[int]
) -> None:
    root = Path(shutil.copytree(unchanged, tmp_path_factory.mktemp("changes") / "root"))
    project, kept = root / "project", root / "kept"
    for seed in seeds:
        mutate(project, seed)
        warm, cold = checked(project, kept), check_project(project)
        assert warm.findings == cold.findings
        if not cold.count(Severity.ERROR):
            warm.build(root / "warm")
    if not cold.count(Severity.ERROR):
        event("bytes compared")
        cold.build(root / "cold")
        assert tree(root / "warm") == tree(root / "cold")
    shutil.rmtree(root)


def test_lists_follow_the_procedures_that_they_name(project: Path, tmp_path: Path) -> None:
    """Pages of laws, materials, duties, posts and organs list procedures, which are changed, added and removed."""
    one = project / "data/procedures/fapiao-lingyong.yml"
    text = one.read_text("utf-8")
    other = one.with_name("fapiao-jiaoxiao.yml")
    copied = text.replace("name: 发票领用", "name: 发票缴销").replace("aliases: [", "aliases: [缴销发票, 退发票, ")
    kept = tmp_path / "kept"

    def build_both() -> None:
        warm, cold = checked(project, kept), check_project(project)
        assert not cold.count(Severity.ERROR), cold.findings
        warm.build(tmp_path / "warm")
        cold.build(tmp_path / "cold")
        assert tree(tmp_path / "warm") == tree(tmp_path / "cold")

    build_both()
    one.write_text(text.replace("name: 发票领用", "name: 领用发票"), "utf-8")
    build_both()
    limit = project / "data/time_limits/fapiao-lingyong.yml"
    own = limit.read_text("utf-8").replace("procedure: fapiao-lingyong", "procedure: fapiao-jiaoxiao")
    limit.with_name("fapiao-jiaoxiao.yml").write_text(own.replace("name: ", "name: 缴销"), "utf-8")
    for changed in (
        copied,
        copied.replace("articles: [第十五条]", "articles: [第十六条]"),
        f"{copied}effective_to: 2026-01-01\n",
    ):
        other.write_text(changed, "utf-8")
        build_both()
    other.unlink()
    limit.with_name("fapiao-jiaoxiao.yml").unlink()
    build_both()


def test_pages_by_pinyin_follow_the_titles_of_content(project: Path, tmp_path: Path) -> None:
    """Also if only names of entries changed in between."""
    page = project / "content/about/site.md"
    text = page.read_text("utf-8")
    post = project / "data/posts/daoshui-zixun.yml"
    kept = tmp_path / "kept"
    for path, changed in (
        (post, post.read_text("utf-8").replace("name: ", "name: 新")),
        (page, text.replace("title: ", "title: 阿")),
    ):
        checked(project, kept).build(tmp_path / "warm")
        path.write_text(changed, "utf-8")
    checked(project, kept).build(tmp_path / "warm")
    check_project(project).build(tmp_path / "cold")
    assert tree(tmp_path / "warm") == tree(tmp_path / "cold")


def test_findings_follow_their_files(project: Path, tmp_path: Path) -> None:
    """Findings have the right place after their files were moved or their lines shifted."""
    one = project / "data/procedures/fapiao-lingyong.yml"
    text = "\n".join(line for line in one.read_text("utf-8").split("\n") if not line.startswith("verified_on"))
    one.write_text(f"{text}sayings: [短]\n", "utf-8")
    kept = tmp_path / "kept"

    def told() -> set[str]:
        warm = checked(project, kept).findings
        assert warm == check_project(project).findings
        assert {"W913", "V902"} <= {item.code for item in warm}
        return {item.location.file for item in warm if item.code in ("W913", "V902")}

    assert one.relative_to(project).as_posix() in told()
    one.write_text(f"# 一行\n{one.read_text('utf-8')}", "utf-8")
    told()
    below = one.with_name("xia") / one.name
    below.parent.mkdir()
    one.rename(below)
    assert below.relative_to(project).as_posix() in told()


def test_rules_over_everything_follow_names(project: Path, tmp_path: Path) -> None:
    """A new name can make a word in another, unchanged file wrong."""
    word = yaml.safe_load((project / "data/synonyms/fapiao-lingyong.yml").read_text("utf-8"))["words"][0]
    one = project / "data/procedures/fapiao-lingyong.yml"
    kept = tmp_path / "kept"
    assert "W910" not in {item.code for item in checked(project, kept).findings}
    edit(one, "aliases: [", f"aliases: [{word}, ")
    assert "W910" in {item.code for item in checked(project, kept).findings}


def test_a_term_is_looked_for_again_where_it_was_found(project: Path, tmp_path: Path) -> None:
    """A synonym's term occurs only in one entry's text, from which it is then removed."""
    word = project / "data/synonyms/fapiao-lingyong.yml"
    edit(word, "means: [", "means: [独此一处, ")
    one, other = (project / f"data/posts/{id}.yml" for id in ("daoshui-zixun", "zonghe-chuangkou"))
    text = one.read_text("utf-8")
    kept = tmp_path / "kept"

    def dead() -> bool:
        return "W908" in {item.code for item in checked(project, kept).findings}

    assert dead()
    one.write_text(text.replace("summary: ", "summary: 独此一处，"), "utf-8")
    assert not dead()
    edit(other, "summary: ", "summary: 新，")
    assert not dead()
    one.write_text(text, "utf-8")
    assert dead()
