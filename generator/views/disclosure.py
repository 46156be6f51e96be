"""政府信息公开: the column with its five parts, and the directory of what is published proactively."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import REGISTRIES
from generator.model.content import Column
from generator.model.oversight import OversightKind
from generator.model.routes import INDEXES, index_of
from generator.views.common import Page, Source, View, entry_links, listing
from generator.views.pages import column_pages


def pages(source: Source) -> Iterator[Page]:
    """Yield the column's page and the directory."""
    ways = [item for item in source.registry.oversight.values() if item.kind is OversightKind.DISCLOSURE]
    written = column_pages(source, Column.DISCLOSURE)
    yield listing(
        "disclosure/",
        "disclosure.html",
        "政府信息公开指南、制度、法定主动公开内容、年报和依申请公开。",
        {"written": written, "application": entry_links(ways)},
    )
    yield listing(
        "disclosure/catalogue/",
        "catalogue.html",
        "主动公开的内容逐类列出：公开什么、谁来公开、在哪里看。",
        {"rows": catalogue(source)},
    )


_CONTENT = {
    "organs": ("机构职能", "机构名称、职责、地址、电话、办公时间、首问岗位"),
    "posts": ("机构职能", "岗位职责、首问范围、顶岗和移交"),
    "duties": ("权责清单", "权责类型、依据、履责方式、追责情形、责任岗位"),
    "procedures": ("办事服务", "职责权限、程序、依据、条件、时限、标准、监督办法"),
    "materials": ("办事服务", "材料名称、来源、填写要点、免于提交的材料"),
    "time_limits": ("办事服务", "法定时限、承诺时限、起算、不计入的时间、延期"),
    "commitments": ("办事服务", "承诺内容、衡量方法、未兑现的补救"),
    "regimes": ("制度规范", "制度内容、约束对象、违反后果、负责机构"),
    "laws": ("政策法规", "名称、文号、效力、引用条款"),
    "oversight": ("监督救济", "受理机构、提出方式、答复时限、处理结果的后果"),
}


def catalogue(source: Source) -> list[View]:
    """Return the directory's rows, one for each registry that holds anything."""
    rows: list[View] = []
    for record in REGISTRIES:
        entries = source.registry.entries[record.FOLDER]
        if not entries:
            continue
        theme, content = _CONTENT.get(record.FOLDER, ("其他", record.TITLE))
        url = index_of(record.FOLDER)
        rows.append(
            {
                "number": len(rows) + 1,
                "theme": theme,
                "name": INDEXES.get(url, record.TITLE),
                "url": url,
                "content": content,
                "count": len(entries),
                "organ": source.site.organiser,
            }
        )
    return rows
