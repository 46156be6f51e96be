"""Measures our search at a size in a real browser: `python bench/search/measure.py --procedures 10000`.

`zwgk synth` writes a project of that size (0: the project itself), its index and search page are built, and Chromium
runs queries. Prints a table, and JSON with --output. docs/search.md explains each line.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import gzip
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from generator.model.procedures import Procedure

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))


from bench.search.served import Counted, served
from generator.model.project import read_project
from generator.model.records import RECORDS
from generator.model.registry import Registry
from generator.registries import search_files
from generator.render.pages import Renderer
from generator.render.theme import Theme
from generator.session import Session
from generator.views.search import pages
from tests.browser.setup_browser import find

ROOT = Path(__file__).resolve().parents[2]
QUERIES = 200
SLOW = {"offline": False, "latency": 562, "downloadThroughput": 180 * 1024, "uploadThroughput": 84 * 1024}
SLOWER = 4


def main() -> int:
    """Measure one size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--project", type=Path, default=ROOT)
    parser.add_argument("--procedures", type=int, default=0)
    parser.add_argument("--as-of", type=datetime.date.fromisoformat, default=datetime.date.today())
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zwgk-search-") as room:
        found = measured(given.project, given.procedures, given.as_of, Path(room))
    for name, value in found.items():
        print(f"{name:38}{f'{value:,}' if isinstance(value, int) else value:>14}")
    if given.output:
        given.output.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def measured(project: Path, procedures: int, as_of: datetime.date, room: Path) -> dict[str, Any]:
    """Return the figures of one size, by their names in the table."""
    if procedures:
        command = [str(Path(sys.executable).parent / "zwgk"), "synth", str(room / "project")]
        command += ["--project", str(project), "--procedures", str(procedures)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
        project = room / "project"
    site = room / "site"
    found = index(project, as_of, site)
    queries = found.pop("queries")
    if procedures:
        shutil.rmtree(project)
    with served(site) as counted, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox", "--disable-gpu"])
        return {**found, **asked(browser, counted, queries), "first suggestion, slow, cold (s)": slow(browser, counted)}


def index(project: Path, as_of: datetime.date, site: Path) -> dict[str, Any]:
    """Write the index and the search page of a project; return time, CPU and memory."""
    gc.disable()  # as the commands do
    session = Session(read_project(project, RECORDS).registry, as_of)
    sizes: list[tuple[int, int]] = []
    seconds = 0.0
    made = search_files(session)
    while True:
        begun = time.process_time()
        file = next(made, None)
        seconds += time.process_time() - begun
        if file is None:
            break
        path = site / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
        sizes.append((len(file.data), len(gzip.compress(file.data))))
    tracemalloc.start()
    for file in search_files(session):
        del file
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    renderer = Renderer(session.site, Theme.of(project))
    for file in (*map(renderer.page, pages(session)), *renderer.assets()):
        (site / file.path).parent.mkdir(parents=True, exist_ok=True)
        (site / file.path).write_bytes(file.data)
    return {
        "matters": len(session.procedures),
        "index build, CPU (s)": round(seconds, 3),
        "index build, CPU a matter (ms)": round(1000 * seconds / len(session.procedures), 3),
        "memory most, beside the registry (MiB)": most // 1024**2,
        "files": len(sizes),
        "index, bytes": sum(size for size, _ in sizes),
        "index, bytes gzip": sum(size for _, size in sizes),
        "queries": generated(session.registry),
    }


def generated(registry: Registry) -> list[str]:
    """Return realistic queries: pieces of names, aliases and sayings, with interrogatives around them."""
    chance = random.Random(4)
    entries = [registry.all(Procedure)[id] for id in sorted(registry.all(Procedure))]
    found: list[str] = []
    while len(found) < QUERIES:
        entry = chance.choice(entries)
        kind = len(found) % 5
        start = chance.randrange(max(1, len(entry.name) - 4))
        piece = entry.name[start : start + chance.randint(3, 7)]
        texts = {0: (piece,), 1: entry.aliases or (piece,), 2: entry.sayings or (piece,), 3: (f"{piece}要多久",)}
        found.append(chance.choice(texts.get(kind) or (f"请问{chance.choice(entry.aliases or (piece,))}怎么办理",)))
    return found


def asked(browser: Browser, counted: Counted, queries: Sequence[str]) -> dict[str, Any]:
    """Return bytes and times of queries without throttling."""
    page = browser.new_page()
    page.goto(counted.address + "search/")
    first = sum(size for name, size in counted.sent if "/find." in name)
    mark = counted.mark()
    page.locator("#main input[name=q]").click()
    page.wait_for_function("window.zwgkSearch")
    page.evaluate("async () => { window.engine = zwgkSearch.open(zwgkFind.root); await engine.ready; }")
    first += sum(size for name, size in counted.sent[mark:] if "/favicon." not in name)  # requested at any time
    alone: list[int] = []
    session: list[int] = []
    for fresh, sums in ((True, alone), (False, session)):
        page.evaluate(FORGET)
        for query in queries:
            mark = counted.mark()
            page.evaluate("([query, fresh]) => ask(query, fresh)", [query, fresh])
            sums.append(counted.since(mark))
    times = [page.evaluate("(query) => timed(query)", query) for query in queries]
    page.close()
    return {
        "first answer, bytes gzip": first,
        "a query alone, bytes p50": int(median(alone)),
        "a query alone, bytes p95": _p95(alone),
        "a query of a session, bytes p95": _p95(session),
        "keystroke to suggestions p95 (ms)": round(_p95([each[0] for each in times]), 1),
        "query to results p95 (ms)": round(_p95([each[1] for each in times]), 1),
    }


FORGET = """() => {
  const forget = () => {
    const { names, texts } = engine;
    for (const own of [names.shards, names.postings, names.meanings, names.hearable, names.heard, texts]) own.clear();
  };
  let number = 0;
  window.ask = async (query, fresh) => {
    if (fresh) {
      forget();
      const address = (name) => `${engine.base}search/${name}${name.includes("?") ? "&" : "?"}n=${number += 1}`;
      engine.fetchText = async (name) => (await fetch(address(name))).text();
    }
    await engine.search(query);
  };
  window.timed = async (query) => {
    await engine.search(query);
    await engine.suggest(query);
    const begun = performance.now();
    await engine.suggest(query);
    const between = performance.now();
    await engine.search(query);
    return [between - begun, performance.now() - between];
  };
  forget();
}"""
"""Runs a query in a page: with only names.json loaded, as one of many, or twice, timing the second."""


def slow(browser: Browser, counted: Counted) -> float:
    """Return the median seconds from first key to first suggestion, on a slow phone with only the page loaded."""
    found: list[float] = []
    for query in ("发", "契", "车", "社", "注"):
        context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", SLOW)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(counted.address + "search/", wait_until="load")
        found.append(round(page.evaluate(TYPE, query) / 1000, 2))
        context.close()
    return median(found)


TYPE = """(query) => new Promise((done) => {
  const input = document.querySelector("#main input[name=q]");
  const list = document.getElementById(input.getAttribute("aria-controls"));
  const begun = performance.now();
  const look = () => (list.children.length > 1 ? requestAnimationFrame(() => done(performance.now() - begun)) : 0);
  new MutationObserver(look).observe(list, { childList: true });
  input.focus();
  input.value = query;
  input.dispatchEvent(new InputEvent("input"));
})"""
"""Focuses the search box and types; resolves to the milliseconds until a suggestion is painted."""


def _p95(values: Sequence[float]) -> Any:
    """Return the 95th percentile."""
    return sorted(values)[min(len(values) - 1, int(0.95 * len(values)))]


if __name__ == "__main__":
    sys.exit(main())
