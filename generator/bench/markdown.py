"""A guide as a Markdown page for mkdocs-material or Zensical: headings, lists and a table.

Pages use plain lists instead of two-column tables, and no attributes: both would take a third of Python-Markdown's
time. Links within the site are absolute because the target pages are not part of the comparison.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

from generator.bench.content import Guide

_SPECIAL = re.compile(r"([\\`*_\[\]|#])")


def page(guide: Guide) -> str:
    """Return the page of a guide."""
    head = f"---\ntitle: {json.dumps(guide['title'], ensure_ascii=False)}\ndescription: " + json.dumps(
        guide["description"], ensure_ascii=False
    )
    return head + "\n---\n\n" + "\n".join(_blocks(guide)) + "\n"


def _blocks(guide: Guide) -> Iterator[str]:
    """Yield the blocks of a page, in the order of our own page."""
    yield f"# {_text(guide['title'])}\n\n{_text(guide['description'])}\n"
    yield " · ".join([*map(_link, guide.get("themes", [])), *map(_text, guide["kinds"])]) + "\n"
    yield "".join(f"- **{item['label']}** {_fact(item)} {_text(item['note'])}\n" for item in guide["facts"])
    yield _section("办事条件", _items(guide.get("conditions", [])) or "这一项没有公开办事条件。\n")
    yield _section("要带什么", "\n".join(_materials(guide)))
    yield _section("办事程序", "\n".join(_process(guide)))
    yield _section("去哪里办", "\n".join(_where(guide)))
    yield _section("收费", "\n".join(_fee(guide)))
    yield _section("办事时限", "\n".join(_limits(guide)))
    yield _section("办事标准", "\n".join(_standards(guide)))
    if questions := guide.get("questions"):
        yield _section("常见问题", "\n".join(f"**{_text(item['q'])}**\n\n{_text(item['a'])}\n" for item in questions))
    if notes := guide.get("notes"):
        yield _section("注意事项", _items(notes))
    yield _section("职责权限", "\n".join(_duties(guide)))
    yield _section("办事依据", "\n".join(_bases(guide.get("basis", []))) or "这一项没有公开办事依据。\n")
    yield _section("监督办法", "\n".join(_oversight(guide)))
    if related := guide.get("related"):
        yield _section("相关事项", "".join(f"- {_link(item)}\n" for item in related))
    yield "\n\n".join(_text(guide[key]) for key in ("also", "record") if key in guide)


def _text(text: str) -> str:
    """Return a text with Markdown's own characters escaped."""
    return _SPECIAL.sub(r"\\\1", html.escape(text, quote=False))


def _link(item: dict[str, str]) -> str:
    """Return a link within the site."""
    return f"[{_text(item['name'])}](/{item['url']})"


def _fact(item: dict[str, str]) -> str:
    """Return an answer, linked if it leads to another page. Anchors are not linked: heading ids are unknown."""
    if not item["href"].startswith("../../"):
        return _text(item["value"])
    return f"[{_text(item['value'])}]({item['href'].replace('../../', '/')})"


def _phone(number: str) -> str:
    """Return a telephone number that can be tapped."""
    return f"[{number}](tel:{number})"


def _section(title: str, body: str) -> str:
    """Return a section."""
    return f"## {title}\n\n{body}"


def _items(texts: list[str]) -> str:
    """Return a list of texts."""
    return "".join(f"- {_text(item)}\n" for item in texts)


def _table(head: list[str], rows: list[list[str]]) -> str:
    """Return a table whose cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _materials(guide: Guide) -> Iterator[str]:
    """Yield the situations and the table of materials."""
    if situations := guide.get("situations"):
        yield "材料看您的情况：\n"
        yield "".join(f"- {_text(item['ask'])} {_text(item['options'])}\n" for item in situations)
    if rows := guide.get("materials"):
        yield _table(["材料", "份数", "形式", "什么情况要", "从哪里来"], [_material(item) for item in rows])
        yield "表里没有列的，窗口不能要。缺什么，窗口必须一次说清。\n"
    else:
        yield _text(guide["no_materials"]) + "\n"


def _material(item: dict[str, str]) -> list[str]:
    """Return a row of the table of materials."""
    forms = [f"[{title}]({item[key]})" for key, title in (("blank_form", "空白表"), ("sample", "样表")) if key in item]
    name = " ".join([_link(item), *forms, _text(item.get("note", ""))]).strip()
    when = f"{_text(item['when'])} {_text(item.get('necessity', ''))}".strip()
    return [name, item["copies"], _text(item["form"]), when, _text(item["issuer"])]


def _process(guide: Guide) -> Iterator[str]:
    """Yield the steps and the result."""
    for number, item in enumerate(guide.get("steps", []), 1):
        post = f" 由{_link(item['post'])}办理" if "post" in item else ""
        within = f" {_text(item['within'])}" if "within" in item else ""
        what = f"。{_text(item['what'])}" if "what" in item else ""
        when = f" 只有这种情况：{_text(item['when'])}" if "when" in item else ""
        yield f"{number}. **{_text(item['name'])}**{within}{post}{what}{when}"
    if "steps" not in guide:
        yield "这一项没有公开办理流程。"
    if "result" in guide:
        yield f"\n**办理结果：**{_text(guide['result'])}\n"


def _where(guide: Guide) -> Iterator[str]:
    """Yield the channels and the halls."""
    for item in guide.get("channels", []):
        url = item.get("url")
        name = (
            f"：[{_text(item.get('name', url))}]({url})"
            if url
            else f"：{_text(item['name'])}"
            if "name" in item
            else ""
        )
        phone = f"，{_phone(item['phone'])}" if "phone" in item else ""
        yield f"- **{_text(item['label'])}**{name}{phone} {_text(item.get('note', ''))}"
    for item in guide.get("places", []):
        yield f"\n### {_link(item)}\n"
        yield "".join(f"- {label}：{text}\n" for label, text in _contact(item))
    yield f"\n{_text(guide['reach'])}\n"


def _contact(place: Guide) -> Iterator[tuple[str, str]]:
    """Yield the lines of a hall."""
    if "windows" in place:
        yield "窗口", "；".join(map(_text, place["windows"]))
    if "address" in place:
        yield "地址", _text(place["address"])
    if "phone" in place:
        yield "咨询电话", _phone(place["phone"])
    for line in place.get("hours", []):
        yield line["season"], " ".join(_text(line[key]) for key in ("times", "span", "note") if key in line)
    if "other_hours" in place:
        yield "另有", f"{_text(place['other_hours'])}，[看时间](/{place['url']}#hours)"


def _fee(guide: Guide) -> Iterator[str]:
    """Yield the fee."""
    for item in guide.get("charges", []):
        yield f"- {_text(item['item'])}：{_text(item['rate'])}"
        yield from _bases(item.get("basis", []), "    ")
    yield f"\n{guide['fee']}\n"


def _limits(guide: Guide) -> Iterator[str]:
    """Yield the time limits that bind the bureau, then those that bind the taxpayer."""
    for item in guide.get("limits", []):
        if "when" in item:
            yield f"**{_text(item['when'])}**\n"
        yield "".join(f"- {line['label']}：{_text(line['value'])}\n" for line in item["lines"])
        for law in item.get("basis", []):
            yield f"{law['label']}：{_link(law)}{law['articles']}\n"
    if "limits" not in guide:
        yield "这一项没有公开办理时限。\n"
    if deadlines := guide.get("deadlines"):
        yield "### 您要注意的期限\n"
        for item in deadlines:
            yield f"{_text(item['starts'])} **{_text(item['within'])}**{_text(item['case'])}\n"


def _standards(guide: Guide) -> Iterator[str]:
    """Yield the standards and the commitments of the procedure."""
    yield _items(guide.get("standards", [])) or "这一项没有公开办事标准。\n"
    if commitments := guide.get("commitments"):
        yield f"相关承诺：{'、'.join(map(_link, commitments))}\n"


def _duties(guide: Guide) -> Iterator[str]:
    """Yield the duties of the procedure and the first contact."""
    for item in guide.get("duties", []):
        organ = f"责任机构：{_link(item['organ'])}" if "organ" in item else ""
        posts = f"责任岗位：{'、'.join(map(_link, item['posts']))}" if "posts" in item else ""
        yield f"**{_link(item)}**：{_text(item['summary'])}\n\n{organ}　{posts}\n"
    if "duties" not in guide:
        yield "这一项没有公开职责权限。\n"
    if first := guide.get("first_contact"):
        organ = f"（{_text(first['organ']['name'])}）" if "organ" in first else ""
        yield f"首问岗位：{_link(first)}{organ}，先问它，它负责到底。\n"
        for item in first.get("hands_over_to", []):
            if item["post"]:
                yield f"- {_text(item['when'])}：移交{_link(item['post'])}"


def _bases(items: list[Guide], indent: str = "") -> Iterator[str]:
    """Yield legal bases as items of a list."""
    for item in items:
        number = f"（{_text(item['number'])}）" if "number" in item else ""
        articles = f"**{item['articles']}**" if "articles" in item else ""
        repealed = " 已失效" if "repealed" in item else ""
        yield f"{indent}- {_link(item)}{number}{articles}{repealed}"
        for gist in item.get("gists", []):
            yield f"{indent}    - {_text(gist)}"


def _oversight(guide: Guide) -> Iterator[str]:
    """Yield the oversight channels."""
    if phones := guide.get("complaint_phones"):
        yield "投诉电话：" + "；".join(f"{_text(item['name'])} {_phone(item['phone'])}" for item in phones) + "\n"
    for item in guide.get("oversight", []):
        yield f"- **{_link(item)}** {_text(item['summary'])}"
    if "oversight" not in guide:
        yield "这一项没有公开监督渠道。"
