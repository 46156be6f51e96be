"""A starter project with one commitment that has measures, and tables of their figures."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.places import ROOT

PROMISE = "data/commitments/dangchang-banjie.yml"
TARGETS = "不低于99.5%，不高于3%，为零，不超过15分钟"
MEASURES = """measures:
  - {key: dangchang, name: 当场办结的比例, kind: share, target: 99.5, every: month, published_by: 10}
  - {key: paidui, name: 排队太久的比例, kind: rate, target: 3, every: month, published_by: 10}
  - {key: wangfan, name: 多跑的人数, kind: count, target: 0, unit: 人, every: quarter, published_by: 10}
  - {key: dengdai, name: 等候时间, kind: duration, target: 15, unit: 分钟, every: month, published_by: 10}
  - {key: manyi, name: 满意的比例, kind: share, every: month, published_by: 10}
"""
COLUMNS = "期间,机构,事项,做到,总数,数值,没有统计的原因,没做到的原因,怎么补救,更正说明"


def promise(project: Path, measures: str = MEASURES, target: str = TARGETS, more: str = "") -> None:
    """Give the starter's commitment these measures."""
    text = (ROOT / "generator/starter" / PROMISE).read_text("utf-8")
    text = text.replace("target: 100%\n", f"target: {target}\n{measures}{more}")
    (project / PROMISE).write_text(text, encoding="utf-8")


def table(project: Path, *rows: str, measure: str = "dangchang", file: str = "dangchang") -> str:
    """Write a table of figures; return its path. Rows may be shorter than the header."""
    path = f"data/results/{file}.csv"
    head = f"# 名称: 当场办结\n# 承诺: dangchang-banjie\n# 指标: {measure}\n# 统计口径: 办理系统\n{COLUMNS}\n"
    (project / path).parent.mkdir(exist_ok=True)
    (project / path).write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return path
