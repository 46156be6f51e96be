"""Compares our search with those of Material, Pagefind and MiniSearch: `python bench/search/compare.py`.

All index the same documents and get the same queries. docs/search.md describes the set-up of each.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import html
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.search.served import Counted, served
from generator.project import Project
from generator.registries import documents, search_files
from generator.render.theme import Theme
from generator.search.documents import Document
from generator.search.evaluate import CUTS, Query, read_queries
from generator.search.pinyin import readings
from generator.search.runtime import SCRIPT, Engine
from generator.search.text import is_han, normal
from generator.session import Session
from tests.browser.setup_browser import find

ROOT = Path(__file__).resolve().parents[2]
FIRST = ("发票", "契税", "注销", "社保", "退税")
"""First queries, each in a page without loaded files; bytes to the first answer are their median."""


class Result(NamedTuple):
    """The results of one engine: paths found by query, CPU seconds to build the index, bytes to the first answer."""

    found: list[list[str]]
    seconds: float
    bytes: int


def main() -> int:
    """Run the comparison and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", type=Path, default=ROOT / ".zwgk" / "peers", help="where `make bench` installs them")
    parser.add_argument("--as-of", type=datetime.date.fromisoformat, default=datetime.date.today())
    parser.add_argument("--set", choices=("dev", "eval", "all"), default="eval")
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    session = Project.open(ROOT, given.as_of).session
    docs = list(documents(session))
    queries = read_queries(ROOT / "tests/search/queries.yml", given.set)
    peers = given.peers.resolve()
    with tempfile.TemporaryDirectory(prefix="zwgk-compare-") as name, sync_playwright() as playwright:
        room = Path(name)
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        results = {
            "zwgk": ours(session, queries, browser, room / "ours"),
            "MiniSearch 7.2.0": minisearch(docs, queries, peers, room),
            "Pagefind 1.6.0": pagefind(docs, queries, peers, room / "pagefind", browser),
            "mkdocs-material": material(docs, queries, peers, room / "material", browser),
        }
    rows = {engine: scored(result, queries) for engine, result in results.items()}
    head = ["", *(f"@{cut}" for cut in CUTS), "MRR", "nowhere@5", "index CPU s", "KB first"]
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for engine, row in rows.items():
        print(f"| {engine} | " + " | ".join(row.values()) + " |")
    if given.output:
        given.output.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def scored(result: Result, queries: Sequence[Query]) -> dict[str, str]:
    """Return an engine's figures as text."""
    places = [
        next((at for at, path in enumerate(found, 1) if path in query.wanted), 0)
        for found, query in zip(result.found, queries, strict=True)
    ]
    nowhere = [place for place, query in zip(places, queries, strict=True) if query.kind == "nowhere"]
    recall = {f"@{cut}": f"{sum(0 < place <= cut for place in places) / len(places):.3f}" for cut in CUTS}
    return {
        **recall,
        "MRR": f"{sum(1 / place for place in places if place) / len(places):.3f}",
        "nowhere@5": f"{sum(0 < place <= CUTS[1] for place in nowhere) / len(nowhere):.3f}",
        "seconds": f"{result.seconds:.2f}",
        "KB": f"{result.bytes / 1000:.1f}",
    }


def write(path: Path, text: str | bytes) -> None:
    """Write a file; create its folder if it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def texts(document: Document) -> list[str]:
    """Return the texts of a document that an engine indexes, besides its name, the most prominent first."""
    aliases = (document.short_name, *document.aliases) if document.short_name else document.aliases
    return [text for text in (*aliases, *document.said, *document.near, *document.inner, *document.far) if text]


def ours(session: Session, queries: Sequence[Query], browser: Browser, site: Path) -> Result:
    """Run our own search: the site's script, in Node or mini-racer."""
    gc.disable()
    begun = time.process_time()
    files = list(search_files(session))
    seconds = time.process_time() - begun
    gc.enable()
    with Engine.of(files, ROOT) as engine:
        found = [ranked.paths for ranked in engine.rank(query.text for query in queries)]
    for file in files:
        write(site / file.path, file.data)
    for script in (SCRIPT, "find.js"):
        write(site / script, Theme.of(ROOT).scripts()[script])
    write(site / "index.html", '<!doctype html><meta charset="utf-8"><script src="search.js"></script>')
    with served(site) as counted:
        size = first_bytes(browser, counted, "(query) => zwgkSearch.open('./').search(query)")
    return Result(found, seconds, size)


def first_bytes(browser: Browser, counted: Counted, ask: str, keep: Callable[[str], bool] = lambda path: True) -> int:
    """Return the bytes sent until a first query is answered, without the page itself; the median over FIRST."""
    sizes = []
    for query in FIRST:
        context = browser.new_context()
        page = context.new_page()
        mark = counted.mark()
        page.goto(counted.address)
        page.evaluate(ask, query)
        sizes.append(sum(size for path, size in counted.sent[mark:] if path != "/" and keep(path)))
        context.close()
    return int(median(sizes))


def minisearch(docs: Sequence[Document], queries: Sequence[Query], peers: Path, room: Path) -> Result:
    """Run MiniSearch in Node."""
    given = {
        "docs": [
            {
                "path": document.path,
                "name": normal(document.name),
                "sounds": " ".join(sounds([document.name, *document.aliases])),
                **{
                    field: normal("\n".join(getattr(document, field)))
                    for field in ("aliases", "said", "near", "inner", "far")
                },
            }
            for document in docs
        ],
        "queries": [normal(query.text) for query in queries],
    }
    write(room / "minisearch.json", json.dumps(given, ensure_ascii=False))
    script = Path(__file__).with_name("minisearch.mjs")
    command = ["node", str(script), str(peers), str(room / "minisearch.json"), str(room / "found.json")]
    subprocess.run(command, check=True)
    made = json.loads((room / "found.json").read_bytes())
    return Result(made["results"], made["seconds"], made["bytes"])


def sounds(names: Sequence[str]) -> list[str]:
    """Return names in full pinyin and in initials, with the first reading of each character."""
    found = []
    for name in names:
        spoken = [readings().get(char, ("",))[0] for char in normal(name) if is_han(char)]
        found += ["".join(spoken), "".join(syllable[:1] for syllable in spoken)]
    return found


def pagefind(docs: Sequence[Document], queries: Sequence[Query], peers: Path, site: Path, browser: Browser) -> Result:
    """Run Pagefind with default settings: one Chinese page per document, name as heading, a paragraph per text."""
    for document in docs:
        body = "".join(f"<p>{html.escape(text)}</p>" for text in texts(document))
        head = f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{html.escape(document.name)}</title>'
        name = html.escape(document.name)
        write(site / document.path / "index.html", f"{head}<body><main><h1>{name}</h1>{body}</main></body></html>")
    program = next((peers / "node_modules/@pagefind").glob("*/bin/pagefind_extended"))
    seconds = cpu([str(program), "--site", str(site), "--quiet"], site)
    write(site / "index.html", '<!doctype html><meta charset="utf-8">')
    load = "window.pagefind = window.pagefind || await import('/pagefind/pagefind.js');"
    data = "const results = (await pagefind.search(query)).results.slice(0, 10);"
    each = "return Promise.all(results.map(async (item) => (await item.data()).url));"
    ask = f"async (query) => {{ {load} {data} {each} }}"
    return in_browser(site, queries, browser, ask, seconds)


def material(docs: Sequence[Document], queries: Sequence[Query], peers: Path, site: Path, browser: Browser) -> Result:
    """Run Material's Chinese search (lunr and jieba) through its own worker."""
    for document in docs:
        page = "\n\n".join([f"# {document.name}", *(html.escape(text) for text in texts(document))])
        write(site / f"docs/{document.path}.md", page + "\n")
    write(site / "docs/index.md", "# 首页\n")
    write(
        site / "mkdocs.yml",
        "site_name: 办事\nnav: [index.md]\nnot_in_nav: /*/*.md\ntheme: {name: material, language: zh, font: false}\n"
        "validation: {links: {absolute_links: ignore, unrecognized_links: ignore}}\n"
        "plugins:\n  - search:\n      lang: zh\n",
    )
    without = site / "plain.yml"
    write(without, (site / "mkdocs.yml").read_text("utf-8").split("plugins:")[0] + "plugins: []\n")
    program = str(peers / "venv/bin/mkdocs")
    seconds = cpu([program, "build", "--quiet"], site) - cpu(
        [program, "build", "--quiet", "-f", "plain.yml", "-d", "x"], site
    )
    public = site / "site"
    shutil.copy(public / "search/search_index.json", public / "index.json")
    worker = next(path.relative_to(public) for path in (public / "assets/javascripts/workers").glob("search.*.js"))
    write(public / "index.html", '<!doctype html><meta charset="utf-8">')
    ask = MATERIAL.replace("WORKER", str(worker))
    return in_browser(public, queries, browser, ask, seconds)


MATERIAL = """async (query) => {
  if (!window.asking) {
    const worker = new Worker("/WORKER");
    const index = await (await fetch("/search/search_index.json")).json();
    const heard = (type) => new Promise((done) => {
      const listen = ({ data }) => {
        if (data.type !== type) return;
        worker.removeEventListener("message", listen);
        done(data.data);
      };
      worker.addEventListener("message", listen);
    });
    const ready = heard(1);
    worker.postMessage({ type: 0, data: { config: index.config, docs: index.docs, options: { suggest: false } } });
    await ready;
    window.asking = (text) => { const found = heard(3); worker.postMessage({ type: 2, data: text }); return found; };
  }
  const { items } = await asking(query);
  return items.map((group) => group[0].location);
}"""
"""Messages to Material's worker: set up with the index, send a query, receive groups of results."""


def in_browser(site: Path, queries: Sequence[Query], browser: Browser, ask: str, seconds: float) -> Result:
    """Run every query in a page; convert the found addresses to paths."""
    with served(site) as counted:
        page = browser.new_page()
        page.goto(counted.address)
        loop = "const found = []; for (const one of all) found.push(await ask(one)); return found;"
        every = f"async (all) => {{ const ask = {ask}; {loop} }}"
        found: list[list[str]] = page.evaluate(every, [query.text for query in queries])
        page.close()
        size = first_bytes(browser, counted, ask)
    return Result([[path_of(url) for url in urls] for urls in found], seconds, size)


def path_of(url: str) -> str:
    """Return the path of a document from its address."""
    return url.split("#", maxsplit=1)[0].removesuffix("index.html").strip("/")


def cpu(command: Sequence[str], folder: Path) -> float:
    """Run a command and return the CPU seconds that it and its processes took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
