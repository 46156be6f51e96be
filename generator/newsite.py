"""`zwgk new site`: the starter as a project of one's own, with what has to be replaced marked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import yaml

from generator.check.safety import PLACEHOLDER
from generator.scaffold import ScaffoldError
from generator.source.project import SITE_FILE

STARTER = Path(__file__).resolve().parent / "starter"
_BUREAU = "data/organs/shili-shuiwuju.yml"
_HALL = "data/organs/banshui-fuwuting.yml"
_TO_FILL = {
    SITE_FILE: ("name", "description", "base_url", "launched_on", "organiser", "contact"),
    _BUREAU: ("name",),
    _HALL: ("address", "inquiry_phone", "complaint_phone"),
}
"""Fields of the starter that are about one bureau alone."""


def new_site(folder: Path, name: str | None = None, base_url: str | None = None) -> None:
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
        path.write_text(text, encoding="utf-8")


def to_fill(folder: Path) -> Iterator[str]:
    """Yield what has to be filled in a new site, a line each: file:line and the field."""
    for file in _TO_FILL:
        for number, line in enumerate((folder / file).read_text(encoding="utf-8").splitlines(), 1):
            if PLACEHOLDER in line:
                yield f"{file}:{number}: {line}"
