"""The theme: the project's own folder theme/ laid over the built-in one.

The project's theme is untrusted: links in it must not lead outside it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb

from generator.render.modules import joined, without_comments

_HERE = Path(__file__).resolve().parent.parent


_STYLES = ("assets/base.css", "assets/chrome.css", "assets/zwgk.css", "assets/large.css")
_WORKER = "sw.js"
_COPIED = (".ico", ".jpg", ".png", ".svg", ".webp", ".woff2")
_BLANK = r"(?:\s|/\*.*?\*/)"
_SPARE = re.compile(
    rf"""(?P<kept>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^"')]*\))|{_BLANK}*(?P<sign>[{{}};]){_BLANK}*|{_BLANK}+""",
    re.DOTALL,
)
"""Strings and addresses, which are kept; signs with the blank space and the comments around them; other blank space."""
_ACTIVE = re.compile(rb"<script|<foreignObject|javascript:|\bon[a-z]+\s*=", re.IGNORECASE)


class ThemeError(OSError):
    """A project's own theme cannot be used; the message is Chinese, names the file and says what to do."""

    @classmethod
    def of(cls, name: str, error: Exception, said: str) -> ThemeError:
        """Return the error for a wrong template, with file and line if known; `said` is what is wrong."""
        places = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
        file, line = next(((file, line) for file, line in reversed(places) if file.endswith(".html")), (name, 0))
        where = f"{file}:{getattr(error, 'lineno', line)}" if line else file
        return cls(0, f"这个模板有错：{said}", where)


@dataclass(frozen=True, slots=True)
class Theme:
    """The folders of a theme; the first folder that has a file wins. The last one is the built-in theme."""

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, project: Path) -> Theme:
        """Return the theme of a project. Raises ThemeError for a link to outside of it, a pipe or a device."""
        packaged = _HERE / "_theme"
        builtin = packaged if packaged.is_dir() else _HERE.parent / "theme"
        own = Path(os.path.realpath(project / "theme"))
        if not own.is_dir() or own == builtin:
            return cls((builtin,))
        if not own.is_relative_to(os.path.realpath(project)):
            raise _outside(project / "theme")
        for path in own.rglob("*"):
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(own):
                raise _outside(path)
            if not path.is_dir() and not path.is_file():
                raise ThemeError(0, "这不是普通文件，不能放在 theme/ 里；删掉它", str(path))
        return cls((own, builtin))

    def paths(self, part: str) -> list[Path]:
        """Return the existing folders of a part of the theme ("pages", "components", …)."""
        return [folder / part for folder in self.folders if (folder / part).is_dir()]

    def builtin(self, part: str) -> Path:
        """Return the folder of a part of the built-in theme."""
        return self.folders[-1] / part

    def stylesheet(self) -> bytes:
        """Return the stylesheet: text and chrome, the parts of pages, then the components' styles by name."""
        return _compact(
            b"\n".join(self._read(name) for name in (*_STYLES, *self._component_styles())).decode()
        ).encode()

    def scripts(self) -> dict[str, bytes]:
        """Return the scripts by name, sorted.

        A folder of modules becomes one script of its name, unless there is a file of that name.
        """
        names = {path.name for folder in self.folders for path in (folder / "assets").glob("*.js")} - {_WORKER}
        scripts = {name: self._script(f"assets/{name}") for name in names}
        for name, modules in self._modules().items():
            if name not in scripts:
                scripts[name] = joined({file: self._read(path).decode() for file, path in modules.items()}).encode()
        return dict(sorted(scripts.items()))

    def worker(self) -> bytes:
        """Return the service worker, as it is before render/offline.py."""
        return self._read(f"assets/{_WORKER}")

    def icon(self) -> bytes:
        """Return the icon that browsers show for a site that names none."""
        return self._read("assets/favicon.svg")

    def cards(self) -> dict[str, bytes]:
        """Return the built-in pictures by name: those that pages are shared with, and the icon for phones."""
        names = sorted(path.name for path in (self.folders[-1] / "assets").glob("*.png"))
        return {name: self._read(f"assets/{name}") for name in names}

    def pictures(self) -> dict[str, bytes]:
        """Return the pictures and fonts of the project's own theme/assets/ by name, unchanged.

        Raises ThemeError for a file of another type, and for a picture that contains a script.
        """
        found: dict[str, bytes] = {}
        for folder in self.folders[:-1]:
            for path in sorted((folder / "assets").glob("*")):
                if path.suffix in {".css", ".js"} or path.is_dir() or path.name.startswith("."):
                    continue
                if path.suffix not in _COPIED:
                    raise ThemeError(
                        0, f"theme/assets/ 里只放样式、脚本、图片和字体（{'、'.join(_COPIED)}）", str(path)
                    )
                found[path.name] = path.read_bytes()
                if path.suffix == ".svg" and _ACTIVE.search(found[path.name]):
                    raise ThemeError(0, "这张图片里有脚本，换一张不带脚本的", str(path))
        return found

    def _modules(self) -> dict[str, dict[str, str]]:
        """Return the folders of modules by script name: each module's path by its file name."""
        folders: dict[str, dict[str, str]] = {}
        for folder in self.folders:
            for path in (folder / "assets").glob("*/*.mjs"):
                folders.setdefault(f"{path.parent.name}.js", {})[path.name] = path.relative_to(folder).as_posix()
        return folders

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield (name with its layer, bytes) of every file of the theme."""
        for number, folder in enumerate(self.folders):
            for path in sorted(folder.rglob("*")):
                if path.suffix in {".html", ".css", ".js", ".mjs", ".svg", ".png"} and path.is_file():
                    yield f"{number}/{path.relative_to(folder).as_posix()}", path.read_bytes()

    def digest(self) -> str:
        """Return the digest of all files of the theme."""
        digest = hashlib.sha256()
        for name, data in self.files():
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
        return digest.hexdigest()

    def _component_styles(self) -> Iterator[str]:
        """Yield the components' stylesheets, each once."""
        names = {
            path.relative_to(folder).as_posix()
            for folder in self.folders
            for path in (folder / "components").glob("*/*.css")
        }
        yield from sorted(names)

    def _script(self, name: str) -> bytes:
        """Return a script; a built-in one without its comments, which all stand on lines of their own."""
        text = self._read(name)
        built_in = self.folders[-1] / name
        return (
            without_comments(text.decode()).encode() if built_in.is_file() and text == built_in.read_bytes() else text
        )

    def _read(self, name: str) -> bytes:
        """Return the file of that name, from the first folder that has it."""
        return next((folder / name).read_bytes() for folder in self.folders if (folder / name).is_file())


def _compact(css: str) -> str:
    """Return a style sheet without comments and needless blank space; strings stay as they are."""
    return _SPARE.sub(lambda found: found["kept"] or found["sign"] or " ", css).strip()


def _outside(path: Path) -> ThemeError:
    """Return the error for a link that leads outside the theme."""
    return ThemeError(0, "这个链接指到主题文件夹外面，不能用；把文件本身放进来", str(path))


def fingerprinted(name: str, data: bytes) -> str:
    """Return a file's address with part of its digest, so that browsers can cache it forever."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}.{suffix}"
