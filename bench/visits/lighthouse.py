"""Runs Lighthouse (mobile, simulated slow 4G) over one page of each kind: `python bench/visits/lighthouse.py SITE`.

Prints a Markdown table: of each page the best of some runs, because other programs on the machine make runs slower but
never faster. Needs `npm install lighthouse` in some folder (--lighthouse names its cli/index.js) and Chromium.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.search.served import served
from tests.browser.conftest import FLAGS
from tests.browser.setup_browser import find

PAGES = {
    "home": "",
    "guide": "procedures/fapiao-piaozhong-heding/",
    "longest guide": "procedures/jicheng-zengyu-fangchan-mianshui-banli/",
    "notice": "procedures/qingshui-zhuxiao/notice/",
    "procedures": "procedures/",
    "search": "search/?q=注销",
    "hall": "organs/zhengwu-zhongxin-banshuiting/",
    "time limits": "time-limits/",
    "materials": "materials/",
    "results": "results/",
    "performance": "performance/",
    "law": "laws/shuishou-zhengshou-guanlifa/",
    "calculator": "local-standards/",
    "English": "english/",
    "ratings": "ratings/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main() -> int:
    """Measure the pages of a built site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--lighthouse", type=Path, default=Path("node_modules/lighthouse/cli/index.js"))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", help="kinds of page, with commas between", default=",".join(PAGES))
    given = parser.parse_args()
    print("| page | " + " | ".join(CATEGORIES) + " | LCP s | CLS | TBT ms | KB | requests |")
    print("|---" * (len(CATEGORIES) + 6) + "|")
    with served(given.site) as server:
        for name in given.only.split(","):
            runs = [_run(given.lighthouse, server.address + PAGES[name]) for _ in range(given.runs)]
            print(f"| {name} | " + " | ".join(_row(max(runs, key=_rank))) + " |", flush=True)
    print(f"\nload {os.getloadavg()[0]:.1f}, best of {given.runs}")
    return 0


def _run(lighthouse: Path, address: str) -> dict[str, Any]:
    """Return the report of one run."""
    command = ["node", str(lighthouse), address, "--quiet", "--output=json", "--throttling-method=simulate"]
    flags = f"--chrome-flags=--headless=new {' '.join(FLAGS)}"
    environment = os.environ | {"CHROME_PATH": find() or ""}
    run = subprocess.run([*command, flags], capture_output=True, text=True, check=True, env=environment)
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def _rank(report: dict[str, Any]) -> tuple[float, float]:
    """Return what makes a run the better one: its performance, then its LCP."""
    return (
        report["categories"]["performance"]["score"] or 0,
        -report["audits"]["largest-contentful-paint"]["numericValue"],
    )


def _row(report: dict[str, Any]) -> list[str]:
    """Return a run's figures as text."""
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]
    scores = [f"{100 * (report['categories'][name]['score'] or 0):.0f}" for name in CATEGORIES]
    return [
        *scores,
        f"{audits['largest-contentful-paint']['numericValue'] / 1000:.2f}",
        f"{audits['cumulative-layout-shift']['numericValue']:.3f}",
        f"{audits['total-blocking-time']['numericValue']:.0f}",
        f"{sum(item['transferSize'] for item in requests) / 1024:.0f}",
        str(len(requests)),
    ]


if __name__ == "__main__":
    sys.exit(main())
