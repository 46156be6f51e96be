"""The peers: the project that each one builds and the command, both in the form that is fastest for the peer.

Hugo and Eleventy use our own chrome as their layout, so their pages are as large as ours. mkdocs-material and Zensical
have Material's chrome, which ours is made from. Our own renderer is one of the peers and reads Eleventy's JSON.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import __version__
from generator.bench import markdown
from generator.bench.content import Guide

_LAYOUTS = Path(__file__).resolve().parent / "layouts"
_HOLES = ("title", "description", "canonical", "head", "toc", "content")
_HOME = '<!doctype html>\n<html lang="zh"><title>首页</title></html>\n'

Pour = Callable[[Mapping[str, str]], str]
"""Fills the holes of a procedure page's chrome and returns the page."""


@dataclass(frozen=True, slots=True)
class Peer:
    """One contender beside ours: key and title, and functions that write its project and find its command and version.

    `command` takes the folder where the peers are installed and returns None if this peer is not installed.
    """

    key: str
    title: str
    write: Callable[[Path, Iterable[Guide], Pour], None]
    command: Callable[[Path], list[str] | None]
    version: Callable[[Path], str]


def _write(path: Path, text: str) -> None:
    """Write a file; create its folder if it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _json(value: object) -> str:
    """Return a value as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _layout(peer: str, name: str) -> str:
    """Return a layout that comes with this module."""
    return (_LAYOUTS / peer / name).read_text(encoding="utf-8")


def write_hugo(folder: Path, guides: Iterable[Guide], pour: Pour) -> None:
    """Write a Hugo project: JSON front matter (takes half the time of YAML) and one layout for the section."""
    holes = {name: _layout("hugo", f"{name}.html") for name in ("head", "toc", "content")}
    own = {"title": "{{ .Title }}", "description": "{{ .Description }}", "canonical": "{{ .Permalink }}"}
    _write(folder / "hugo.toml", _layout("hugo", "hugo.toml"))
    _write(folder / "layouts/procedures/page.html", pour({**own, **holes}))
    _write(folder / "layouts/_partials/basis.html", _layout("hugo", "basis.html"))
    _write(folder / "layouts/home.html", _HOME)
    for guide in guides:
        params = {key: value for key, value in guide.items() if key not in ("title", "description")}
        page = {"title": guide["title"], "description": guide["description"], "params": params}
        _write(folder / f"content/procedures/{guide['id']}.md", _json(page) + "\n")


def write_eleventy(folder: Path, guides: Iterable[Guide], pour: Pour) -> None:
    """Write an Eleventy project: the guides as global data, paginated one by one through one 11ty.js template.

    One file per page with JSON front matter would take 1.6 to 1.8 times the CPU.
    """
    _write(folder / "package.json", '{"private": true}\n')
    _write(folder / "eleventy.config.cjs", _layout("eleventy", "eleventy.config.cjs"))
    _write(folder / "lib/chrome.json", _chrome(pour))
    _write(folder / "lib/body.cjs", _layout("eleventy", "body.cjs"))
    _write(folder / "src/_data/guides.cjs", _layout("eleventy", "guides.cjs"))
    _write(folder / "src/procedures.11ty.cjs", _layout("eleventy", "procedures.11ty.cjs"))
    _write(folder / "src/index.html", _HOME)
    _write_guides(folder, guides)


def write_equal(folder: Path, guides: Iterable[Guide], pour: Pour) -> None:
    """Write the same JSON as for Eleventy, for our own renderer."""
    _write(folder / "chrome.json", _chrome(pour))
    _write(folder / "index.html", _HOME)
    _write_guides(folder, guides)


def _chrome(pour: Pour) -> str:
    """Return the chrome as JSON: text, hole, text, hole, …, text."""
    return _json(pour({name: f"\0{name}\0" for name in _HOLES}).split("\0"))


def _write_guides(folder: Path, guides: Iterable[Guide]) -> None:
    """Write each guide as a JSON file."""
    for guide in guides:
        canonical = f"https://zwgk.example.gov.cn/procedures/{guide['id']}/"
        _write(folder / f"guides/{guide['id']}.json", _json({**guide, "canonical": canonical}))


def write_mkdocs(folder: Path, guides: Iterable[Guide], pour: Pour) -> None:
    """Write an mkdocs-material project without search: a navigation of two links, the guides outside it."""
    _write(folder / "mkdocs.yml", _layout("mkdocs", "mkdocs.yml") + "plugins: []\n")
    _write_markdown(folder, guides)


def write_mkdocs_search(folder: Path, guides: Iterable[Guide], pour: Pour) -> None:
    """Write the same with Material's search, which segments Chinese with jieba if that is installed."""
    _write(folder / "mkdocs.yml", _layout("mkdocs", "mkdocs.yml") + "plugins:\n  - search:\n      lang: zh\n")
    _write_markdown(folder, guides)


def write_zensical(folder: Path, guides: Iterable[Guide], pour: Pour) -> None:
    """Write a Zensical project: the same pages, no search, and only the Markdown extensions they need."""
    _write(folder / "zensical.toml", _layout("zensical", "zensical.toml"))
    _write_markdown(folder, guides)


def _write_markdown(folder: Path, guides: Iterable[Guide]) -> None:
    """Write the guides as Markdown, with the two pages of the navigation."""
    _write(folder / "docs/index.md", "# 首页\n")
    _write(folder / "docs/procedures/index.md", "# 办事指南\n")
    for guide in guides:
        _write(folder / f"docs/procedures/{guide['id']}.md", markdown.page(guide))


def _hugo(peers: Path) -> list[str] | None:
    """Return the command of Hugo's own binary, without its Python wrapper; None if it is not installed."""
    binaries = sorted(peers.glob("venv/lib/python*/site-packages/hugo/binaries/**/hugo*"))
    program = next((path for path in binaries if path.is_file()), None)
    return [str(program), "--quiet", "--destination", "public"] if program else None


def _eleventy(peers: Path) -> list[str] | None:
    """Return Eleventy's command; None if it or Node is not installed."""
    node, script = shutil.which("node"), peers / "node_modules/@11ty/eleventy/cmd.cjs"
    if node is None or not script.is_file():
        return None
    return [node, str(script), "--config=eleventy.config.cjs", "--quiet"]


def _equal(peers: Path) -> list[str]:
    """Return the command of our own renderer alone."""
    return [sys.executable, "-m", "generator.bench.equal"]


def _mkdocs(peers: Path) -> list[str] | None:
    """Return mkdocs' command; None if it is not installed."""
    program = peers / "venv/bin/mkdocs"
    return [str(program), "build", "--quiet"] if program.is_file() else None


def _zensical(peers: Path) -> list[str] | None:
    """Return Zensical's command, which clears its cache first; None if it is not installed."""
    program = peers / "venv/bin/zensical"
    return [str(program), "build", "--clean"] if program.is_file() else None


def _python_version(package: str) -> Callable[[Path], str]:
    """Return a function that returns the installed version of a Python package."""

    def version(peers: Path) -> str:
        folders = sorted(peers.glob(f"venv/lib/python*/site-packages/{package}-*.dist-info"))
        return re.sub(r"^.*-([^-]+)\.dist-info$", r"\1", folders[0].name) if folders else ""

    return version


def _eleventy_version(peers: Path) -> str:
    """Return the installed version of Eleventy."""
    path = peers / "node_modules/@11ty/eleventy/package.json"
    return str(json.loads(path.read_text(encoding="utf-8"))["version"]) if path.is_file() else ""


EQUAL = Peer("equal", "zwgk 只渲染同样的 JSON", write_equal, _equal, lambda peers: __version__)
"""Our renderer alone, doing the same work as the peers."""

PEERS = (
    EQUAL,
    Peer("eleventy", "Eleventy", write_eleventy, _eleventy, _eleventy_version),
    Peer("hugo", "Hugo", write_hugo, _hugo, _python_version("hugo")),
    Peer("mkdocs", "mkdocs-material", write_mkdocs, _mkdocs, _python_version("mkdocs_material")),
    Peer("mkdocs-search", "mkdocs-material + 搜索", write_mkdocs_search, _mkdocs, _python_version("mkdocs_material")),
    Peer("zensical", "Zensical", write_zensical, _zensical, _python_version("zensical")),
)
"""All contenders that render the guides, in the order in which they run."""
