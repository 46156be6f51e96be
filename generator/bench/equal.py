"""The equal work: our renderer builds Eleventy's pages, byte for byte, from the same JSON file per guide.

This module runs as a program in the folder that `peers.write_equal` filled. Like the peers, it reads only the guides
and the layout, does not check them and uses no cache.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

LAYOUT = Path(__file__).resolve().parent / "layouts/zwgk"
NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY
PARTS = ("head", "toc", "content")
MOST = 1 << 16  # bytes read at once; a guide is smaller

Fill = Callable[[dict[str, Any]], bytes]


def filler(chrome: Sequence[str]) -> Fill:
    """Return the function that makes a guide's page; `chrome` is text, hole, text, hole, …, text."""
    from markupsafe import escape

    from generator.render.compiled import Compiler
    from generator.render.shell import Shell
    from generator.render.templates import sandbox

    compiler = Compiler(sandbox([LAYOUT]), lambda name: (LAYOUT / name).read_text("utf-8"), ["guide"], [])
    parts = {name: compiler.page(f"{name}.html") for name in PARTS}
    shell = Shell(tuple(chrome))

    def fill(guide: dict[str, Any]) -> bytes:
        values = {"guide": guide}
        holes = {name: str(escape(guide[name])) for name in ("title", "description", "canonical")}
        return shell.pour({**holes, **{name: render(values) for name, render in parts.items()}})

    return fill


def render(names: Sequence[str], fill: Fill) -> None:
    """Render each guide into its own folder. File descriptors cost half as much as file objects and paths."""
    for name in names:
        handle = os.open(f"guides/{name}", os.O_RDONLY)
        data = os.read(handle, MOST)
        while more := os.read(handle, MOST):
            data += more
        os.close(handle)
        folder = f"public/procedures/{name[:-5]}"
        os.mkdir(folder)  # noqa: PTH102 - a Path would cost as much as making the folder
        handle = os.open(f"{folder}/index.html", NEW, 0o666)
        rest = memoryview(fill(json.loads(data)))
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.close(handle)


def main() -> None:
    """Render all guides in two processes, half of them in each."""
    gc.disable()
    Path("public/procedures").mkdir(parents=True)
    os.link("index.html", "public/index.html")
    names = sorted(path.name for path in Path("guides").iterdir())
    fill = filler(json.loads(Path("chrome.json").read_text("utf-8")))
    child = os.fork()
    render(names[bool(child) :: 2], fill)
    if child == 0:
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
