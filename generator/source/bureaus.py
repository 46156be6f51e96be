"""The folders of the bureaus below a project: bureaus/<id>/, each with site.yml, data/, content/ and bureaus/."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.findings import Finding, Location, reading_rule
from generator.source import rules
from generator.source.names import of_the_system
from generator.source.project import SITE_FILE

FOLDER = "bureaus"
UP = "../../"
"""The superior's folder as seen from a bureau's, bureaus/<id>/."""
VENDORED = "superior"
"""The folder in a project with the files of a superior that is outside its repository."""
PREFIX = f"{VENDORED}/"
"""That folder as seen from the bureau, as UP is for the others."""
MOST_LEVELS = 4
"""Levels of bureaus, the topmost included: province, city, county, branch."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ABOVE = re.compile(f"(?:{re.escape(UP)}|{PREFIX})*")


def levels_up(file: str) -> int:
    """Return how many levels above a bureau's the folder of a file is, by its name as seen from the bureau."""
    above = _ABOVE.match(file)
    return len(re.findall(f"{re.escape(UP)}|{PREFIX}", above[0])) if above else 0


def inside(file: str) -> str:
    """Return the name of a file in the folder of its own bureau: data/laws/a.yml for ../../data/laws/a.yml."""
    return _ABOVE.sub("", file, count=1)


TOO_DEEP = reading_rule(
    "B301",
    "下级局放得太深",
    f"这是第 {{levels}} 级，最多 {MOST_LEVELS} 级：省、市、县、分局",
    "把这个文件夹移到上一级的 bureaus/ 里",
    "再深的层级没有人看得清一项规定是谁定的。",
    None,
)
LINKED = reading_rule(
    "B302",
    "下级局不能是链接",
    "{chain}",
    "删掉链接，把文件夹本身放在这里",
    "链接会绕成圈：县继承市、市又继承县，谁说了算就没有答案。",
    None,
)
TAKEN = reading_rule(
    "B303",
    "下级局的编号和网页地址冲突",
    "上级网站已经有 /{id}/ 这个地址，下级局不能叫 {id}",
    "给 bureaus/{id}/ 换一个文件夹名，如 {id}-ju",
    "两个页面同一个地址，只能看到一个。",
    None,
)
SAME_NAME = reading_rule(
    "B304",
    "两个局的网站同名",
    "网站名称“{name}”和 {other} 的一样",
    "写各局自己的名称，如 某某县税务局政务公开",
    "从搜索引擎进来的人，靠名称认出是不是自己的局。",
    None,
)
UPDATE = "运行 zwgk superior update 存档文件 --write"

NOT_AS_PINNED = reading_rule(
    "B305",
    "上级的存档和登记的不一样",
    "{what}",
    f"本局的改动写在本局的 data/ 里，superior/ 不能动：用 git 恢复，或重新{UPDATE}",
    "上级定的内容，一个字都不能在下级改；对不上摘要，就说不清这一条是谁定的。",
    None,
)
NO_SUPERIOR = reading_rule(
    "B306",
    "上级的存档没有放好",
    "{what}",
    "{todo}",
    "没有上级的内容，本局只写了不同之处的文件都读不懂。",
    None,
)
NO_SUCCESSOR = reading_rule(
    "B307",
    "并入的局对不上",
    "{what}",
    "succeeded_by 的 bureau 写同一个 bureaus/ 里的文件夹名，name 写那个局的名称",
    "撤销的局，老网址要把人带到接手的局；带错了，还不如打不开。",
    None,
)
RULES = (TOO_DEEP, LINKED, TAKEN, SAME_NAME, NOT_AS_PINNED, NO_SUPERIOR, NO_SUCCESSOR)


class Bureau(NamedTuple):
    """A bureau below a project: the ids of its folder and of those above it, from the topmost down."""

    path: tuple[str, ...]

    @property
    def folder(self) -> str:
        """Its folder, relative to the topmost project."""
        return "/".join(f"{FOLDER}/{id}" for id in self.path)

    @property
    def address(self) -> str:
        """The address of its site, as seen from the topmost site."""
        return "".join(f"{id}/" for id in self.path)


class Found(NamedTuple):
    """The bureaus below a project, each after its superior, and the findings about their folders."""

    bureaus: tuple[Bureau, ...]
    findings: tuple[Finding, ...]


def list_bureaus(root: Path) -> Found:
    """Return the bureaus below the project at `root`; none if it has no folder for them."""
    bureaus: list[Bureau] = []
    findings: list[Finding] = []
    for item in _listed(root, ()):
        if isinstance(item, Finding):
            findings.append(item)
        else:
            bureaus.append(item)
    return Found(tuple(bureaus), tuple(findings))


def _listed(root: Path, above: tuple[str, ...]) -> Iterator[Bureau | Finding]:
    """Yield the bureaus below a bureau, or findings about what stands in the way."""
    folder = "".join(f"{FOLDER}/{id}/" for id in above) + FOLDER
    items = sorted(os.scandir(root / folder), key=lambda item: item.name) if (root / folder).is_dir() else []
    for item in items:
        place = Location(f"{folder}/{item.name}")
        if of_the_system(item.name) or item.name.startswith("."):
            continue
        if item.is_symlink():
            yield LINKED.finding(place, {"chain": _chain(root, folder, item.name)})
        elif not item.is_dir() or not _SLUG.fullmatch(item.name):
            what = f"bureaus/ 里只放下级局的文件夹，名字用小写字母、数字和连字符，{item.name} 不能用"
            yield rules.STRAY_FILE.finding(place, {"what": what, "todo": "改名，或移出 bureaus/"})
        elif (levels := len(above) + 2 + vendored_levels(root)) > MOST_LEVELS:
            yield TOO_DEEP.finding(place, {"levels": levels})
        else:
            yield Bureau((*above, item.name))
            yield from _listed(root, (*above, item.name))


def _chain(root: Path, folder: str, name: str) -> str:
    """Return in Chinese where a linked folder leads: the whole way if it is a circle."""
    link = root / folder / name
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return f"{name} 是链接，指向的文件夹打不开"
    way = [step for step in (root, *_between(root, folder)) if step.resolve() == target]
    if not way:
        return f"{name} 是链接，指向别处的文件夹"
    start = "" if way[0] == root else way[0].relative_to(root).as_posix()
    first = start or "最上级"
    return f"绕成了圈：{first} → {folder}/{name} → {first}"


def _between(root: Path, folder: str) -> Iterator[Path]:
    """Yield the folders of the bureaus on the way to a folder of bureaus."""
    parts = folder.split("/")
    for length in range(2, len(parts), 2):
        yield root.joinpath(*parts[:length])


def vendored_levels(root: Path) -> int:
    """Return how many superiors a project has in superior/, each in that of the one below it."""
    levels = 0
    while (root := root / VENDORED).is_dir() and levels < MOST_LEVELS:
        levels += 1
    return levels


def line_of(root: Path) -> Iterator[Path]:
    """Yield the folder of a project and those of the projects that it inherits from, the nearest first."""
    yield root
    vendored = root / VENDORED
    above = superior_of(root) or (vendored if (vendored / SITE_FILE).is_file() else None)
    if above:
        yield from line_of(above)


def superior_of(root: Path) -> Path | None:
    """Return the folder of the project that a project is below, or None if it stands alone."""
    holder = root.absolute().parent
    return holder.parent if holder.name == FOLDER and (holder.parent / SITE_FILE).is_file() else None
