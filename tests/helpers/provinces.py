"""Lays bureaus below the starter, for tests of inheritance."""

from __future__ import annotations

import zlib
from pathlib import Path

_SITE = """\
name: {name}政务公开
bureau: {id}-shuiwuju
description: {name}的职责、办事程序、依据、条件、时限、标准和监督办法。
organiser: {name}
contact: {name}，邮编 000000
"""
_BUREAU = """\
name: {name}
kind: bureau
parent: {parent}
summary: 负责本地税收、社会保险费和有关非税收入的征收管理。
"""
_HALL = """\
name: {name}办税服务厅
kind: hall
parent: {id}-shuiwuju
summary: 受理各类办税申请，解答咨询。
address: {name}大楼一楼
inquiry_phone: 0600-{phone}
complaint_phone: 0600-5552002
hours:
  - {{days: [workday], times: ["09:00-12:00", "13:30-17:00"]}}
windows:
  zonghe: {{name: 综合服务窗口, number: 1-2号, post: zonghe-chuangkou}}
first_contact: zonghe-chuangkou
"""


def add_bureau(
    project: Path, id: str = "shili-xian", name: str = "示例县税务局", parent: str = "shili-shuiwuju"
) -> Path:
    """Add a bureau that changes nothing but has a bureau and a hall of its own; return its folder."""
    folder = project / "bureaus" / id
    organs = folder / "data/organs"
    organs.mkdir(parents=True)
    words = {"id": id, "name": name, "parent": parent, "phone": f"{zlib.crc32(id.encode()) % 10**7:07}"}
    (folder / "site.yml").write_text(_SITE.format(**words), "utf-8")
    (organs / f"{id}-shuiwuju.yml").write_text(_BUREAU.format(**words), "utf-8")
    (organs / "banshui-fuwuting.yml").write_text(_HALL.format(**words), "utf-8")
    return folder
