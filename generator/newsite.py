"""`zwgk new site` and `zwgk new bureau`: a project of one's own, and a bureau below it, with what to fill in marked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from generator.check.safety import PLACEHOLDER
from generator.model.types import SLUG
from generator.scaffold import ScaffoldError, propose_id
from generator.source.bureaus import FOLDER
from generator.source.project import SITE_FILE
from generator.source.readers import YAML
from generator.source.regular import read_regular
from generator.source.whole import write_whole

STARTER = Path(__file__).resolve().parent / "starter"
_BUREAU = "data/organs/shili-shuiwuju.yml"
_HALL = "data/organs/banshui-fuwuting.yml"
_TO_FILL = {
    SITE_FILE: ("name", "description", "base_url", "launched_on", "organiser", "contact"),
    _BUREAU: ("name",),
    _HALL: ("address", "inquiry_phone", "complaint_phone"),
}
"""Fields of the starter that are about one bureau alone."""


def new_site(folder: Path, name: str | None, base_url: str | None) -> None:
    """Copy the starter to `folder`, which must not exist or be empty, and mark there what has to be filled in.

    With the name of the bureau and the address of its site nothing is marked: the site can be built at once, and says
    on each page that it is an example. Raises ScaffoldError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScaffoldError(f"{folder.absolute()} 已经有内容，请换一个空文件夹")
    shutil.copytree(STARTER, folder, dirs_exist_ok=True)
    given = {(SITE_FILE, "base_url"): base_url}
    if name:
        given[_BUREAU, "name"] = given[SITE_FILE, "organiser"] = name
        given[SITE_FILE, "name"] = f"{name}政务公开"
        given[SITE_FILE, "description"] = f"{name}的职责、办事程序、依据、条件、时限、标准和监督办法。"
    for file, names in _TO_FILL.items():
        path = folder / file
        text = path.read_text(encoding="utf-8")
        for field in names:
            value = given.get((file, field)) or (None if name and base_url else PLACEHOLDER)
            if value:
                line = yaml.safe_dump({field: value}, allow_unicode=True, width=1000)
                text = re.sub(rf"^{field}: .*\n", lambda _, line=line: line, text, flags=re.MULTILINE)  # type: ignore[misc]
        write_whole(path, text)


def to_fill(folder: Path) -> Iterator[str]:
    """Yield what has to be filled in a new site, a line each: file:line and the field."""
    for file in _TO_FILL:
        for number, line in enumerate((folder / file).read_text(encoding="utf-8").splitlines(), 1):
            if PLACEHOLDER in line:
                yield f"{file}:{number}: {line}"


def new_bureau(project: Path, name: str, id: str | None) -> list[Path]:
    """Write the files of a bureau below a project: its site, itself as an organ, and its hall; return their paths.

    The hall has the id and the windows of the superior's main hall, so that inherited matters are handled there. What
    only the bureau knows is marked. Raises ScaffoldError, and writes nothing.
    """
    site = _value(project / SITE_FILE)
    if not site:
        raise ScaffoldError(f"{project.absolute()} 里没有 {SITE_FILE}，不是项目文件夹；在上级局的项目里运行")
    id = id or propose_id(name.removesuffix("税务局"))
    if not re.fullmatch(SLUG, id):
        raise ScaffoldError(f"“{id}”不能做编号：只用小写字母、数字和连字符，用 --id 写一个")
    folder = project / FOLDER / id
    if folder.exists():
        raise ScaffoldError(f"{folder} 已经有了，请用 --id 换一个编号")
    values = {
        SITE_FILE: {
            "name": f"{name}政务公开",
            "bureau": f"{id}-shuiwuju",
            "description": f"{name}的职责、办事程序、依据、条件、时限、标准和监督办法。",
            "organiser": name,
            "contact": PLACEHOLDER,
        },
        f"data/organs/{id}-shuiwuju.yml": {
            "name": name,
            "kind": "bureau",
            "parent": str(site.get("bureau", PLACEHOLDER)),
            "summary": PLACEHOLDER,
        },
        **_hall(project, name, id),
    }
    for file, value in values.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000))
    return [folder / file for file in values]


def _hall(project: Path, name: str, id: str) -> dict[str, dict[str, object]]:
    """Return the value of a bureau's hall by its file: that of the superior which most matters name; {} without one."""
    halls = {path.stem: path for path in _files(project / "data/organs")}
    halls = {stem: path for stem, path in halls.items() if _value(path).get("kind") == "hall"}
    texts = [path.read_text(encoding="utf-8") for path in _files(project / "data/procedures")]
    if not halls:
        return {}
    main = max(halls, key=lambda stem: sum(stem in text for text in texts))
    above = _value(halls[main])
    windows = above.get("windows", {})
    hall = {
        "name": f"{name.removesuffix('税务局')}办税服务厅",
        "kind": "hall",
        "parent": f"{id}-shuiwuju",
        **dict.fromkeys(("summary", "address", "inquiry_phone", "complaint_phone"), PLACEHOLDER),
        "hours": [{"days": ["workday"], "times": [PLACEHOLDER]}],
        "windows": {key: {"name": item["name"], **_post(item)} for key, item in windows.items()},
        **({"first_contact": above["first_contact"]} if "first_contact" in above else {}),
    }
    return {f"data/organs/{main}.yml": hall}


def _files(folder: Path) -> list[Path]:
    """Return the YAML files below a folder, sorted; what is no regular file is left out."""
    return sorted(filter(Path.is_file, folder.rglob("*.yml")))


def _post(window: dict[str, str]) -> dict[str, str]:
    """Return the post at a window, if it is stated."""
    return {"post": window["post"]} if "post" in window else {}


def _value(path: Path) -> dict[str, Any]:
    """Return the value of a YAML file, all scalars as text; {} if it cannot be read."""
    try:
        value = yaml.load(read_regular(path, YAML.most_bytes), yaml.CBaseLoader)
    except (OSError, yaml.YAMLError):
        return {}
    return value if isinstance(value, dict) else {}
