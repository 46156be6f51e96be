"""The content that every peer builds: each procedure as our own page shows it, with all references resolved.

A guide is the view of our page with all texts already worded. A peer's templates only need loops and markup, so the
comparison measures rendering and no other work.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from generator.model.procedures import Procedure
from generator.project import Project
from generator.province import open_bureau
from generator.render.templates import titled
from generator.session import Session
from generator.source.bureaus import Bureau, list_bureaus
from generator.views.common import Page, RecordView
from generator.views.procedure_shapes import FactView, FeeView, ProcedurePage, ProcedureView, ResultView, UsedView
from generator.views.procedures import pages_of
from generator.views.shapes import BasisView, ContactView, LimitView, LinkView

Guide = dict[str, Any]
Link = dict[str, str]


def guides(project: Path, as_of: datetime.date) -> tuple[Session, Iterator[Guide]]:
    """Return the session of a project, and the guide of each of its procedures; of a province, those of its bureaus."""
    top = Project.open(project, as_of)
    bureaus = list_bureaus(project).bureaus
    return top.session, _guides_below(top, bureaus) if bureaus else _guides(top.session)


def _guides(session: Session) -> Iterator[Guide]:
    """Yield the guide of each procedure of one bureau."""
    for procedure in session.registry.all(Procedure).values():
        yield from map(guide, pages_of(session, procedure))


def _guides_below(top: Project, bureaus: Iterable[Bureau]) -> Iterator[Guide]:
    """Yield the guides of the bureaus directly below a superior; a guide's id begins with its bureau's."""
    for bureau in bureaus:
        session = open_bureau(top, bureau.path[-1], top.session.as_of).session
        yield from ({**item, "id": f"{bureau.path[-1]}-{item['id']}"} for item in _guides(session))


def guide(page: Page) -> Guide:
    """Return the content of a procedure's page as texts, links and lists of them, without empty values."""
    view = cast(ProcedurePage, page.view)
    shown: Guide = {
        "id": view["id"],
        "title": f"{view['common_name']} {page.title}".strip(),
        "description": page.description,
        "published": page.published,
        "keywords": [page.title, *page.keywords],
        "toc": [{"anchor": anchor, "name": name} for anchor, name in page.toc],
        "themes": [{"name": item["name"], "url": f"themes/{item['id']}/"} for item in view["themes"]],
        "kinds": [*view["audience"], view["kind"]],
        "facts": list(map(_fact, view["facts"])),
        "conditions": view["conditions"],
        "situations": [{"ask": item["ask"], "options": " / ".join(item["options"])} for item in view["situations"]],
        "materials": [_material(item) for item in view["materials"]],
        "no_materials": "" if view["materials"] else view["no_materials"] or "这一项没有公开材料清单。",
        "steps": [_lean(item) for item in view["steps"]],
        "result": _result(view["result"]),
        "channels": [
            _lean({key: value for key, value in item.items() if key != "kind"})
            for item in view["channels"]
            if item["kind"] != "window" or item["note"] or not view["places"]
        ],
        "places": [_place(item) for item in view["places"]],
        "reach": "；".join(view["reach"]) or "—",
        "fee": _fee(view["fee"]),
        "charges": [
            {**item, "basis": _bases(item["basis"])} for item in (view["fee"]["charges"] if view["fee"] else ())
        ],
        "limits": [_limit(item, named=len(view["limits"]) > 1) for item in view["limits"]],
        "deadlines": [_deadline(item) for item in view["own_deadlines"]],
        "standards": view["standards"],
        "commitments": [_link(item) for item in view["commitments"]],
        "questions": view["questions"],
        "notes": view["notes"],
        "duties": [_lean(item) for item in view["duties"]],
        "first_contact": view["first_contact"]
        and _lean({**view["first_contact"], "hands_over_to": view["hands_over_to"]}),
        "basis": _bases(view["basis"]),
        "complaint_phones": view["complaint_phones"],
        "oversight": [{**_link(item), "summary": item["summary"]} for item in view["oversight"]],
        "related": view["related"],
        "also": _also(view),
        "record": _record(view["record"]),
    }
    return _lean(shown)


def _lean(value: Mapping[str, object]) -> Guide:
    """Return a mapping without its empty values."""
    return {key: item for key, item in value.items() if item not in ("", None, [], False)}


def _link(item: LinkView) -> Link:
    """Return an entry's name and address."""
    return {"name": item["name"], "url": item["url"]}


def _law(item: LinkView) -> Link:
    """Return a law's name in 《》 and its address."""
    return {"name": titled(item["name"]), "url": item["url"]}


def _fact(item: FactView) -> dict[str, str]:
    """Return one of the answers at the top of the page: its label, text, address and note."""
    link = item["link"]
    return {
        "label": item["label"],
        "value": link["name"] if link else item["value"],
        "href": f"../../{link['url']}" if link else item["href"] or "#fee",  # theirs have the section in every guide
        "note": item["note"] or item["phone"],
    }


def _material(item: UsedView) -> Guide:
    """Return a row of the table of materials."""
    return _lean(
        {
            **_link(item),
            "copies": item["copies"] or "—",
            "form": _form(item["form"], item["medium"]) or "—",
            "when": item["when"] or ("可以不带" if item["optional"] else "都要"),
            "necessity": "" if item["required"] or (item["optional"] and not item["when"]) else item["necessity"],
            "note": item["note"],
            "issuer": item["issuer"],
            "blank_form": item["blank_form"],
            "sample": item["sample"],
        }
    )


def _form(form: str, medium: str) -> str:
    """Return the form that a material is asked for in; "" if none is stated."""
    return f"{form}（{medium}）" if form and medium else form or medium


def _result(item: ResultView | None) -> str:
    """Return one sentence on the result: its name, delivery and validity."""
    if not item:
        return ""
    parts = [item["name"] or item["kind"]]
    parts += ["、".join(item["delivery"])] if item["delivery"] else []
    validity = f"；有效期：{item['validity']}" if item["validity"] else ""
    return "，".join(parts) + validity + "。"


def _place(item: ContactView) -> Guide:
    """Return a hall: its windows, address, telephone and opening hours, a line each."""
    other = "、".join(dict.fromkeys(line["kind"] for line in item["hours"] if not line["regular"]))
    return _lean(
        {
            **_link(item),
            "windows": [
                window["name"]
                + (f"（{window['number']}）" if window["number"] else "")
                + (f"，{window['floor']}" if window["floor"] else "")
                for window in item["windows"]
            ],
            "address": item["address"],
            "phone": item["inquiry_phone"],
            "hours": [
                _lean(
                    {
                        "season": line["season"] or "办公时间",
                        "times": f"{line['days']} {line['times']}",
                        "span": line["span"],
                        "note": line["note"],
                    }
                )
                for line in item["hours"]
                if line["regular"]
            ],
            "other_hours": other,
        }
    )


def _fee(fee: FeeView | None) -> str:
    """Return one sentence on the fee."""
    if fee is None:
        return "没有公开收费。"
    if fee["free"]:
        return "不收费。"
    return fee["payment"] or "—"


def _limit(item: LimitView, *, named: bool) -> Guide:
    """Return a time limit: its case (or its name, if `named`), its lines and its legal bases."""
    extension = item["extension"]
    lines = (
        ("承诺时限", item["promised"]),
        ("法定时限", item["statutory"] or ("法律没有规定" if item["statutory_none"] else "")),
        ("从哪天算", item["starts"]),
        ("不算在内", f"{'、'.join(item['stops'])}的时间" if item["stops"] else ""),
        ("可以延长", f"{extension['by']}，由{extension['approved_by']}批准" if extension else ""),
        ("由谁决定", item["decided_by"]),
        ("说明", item["note"]),
    )
    laws = [
        ("时限依据", item["basis"]),
        ("没有规定的根据", item["statutory_none"]),
        ("延长依据", item["extension_basis"]),
    ]
    return _lean(
        {
            "when": item["when"] or (item["name"] if named else ""),
            "lines": [{"label": label, "value": value} for label, value in lines if value],
            "basis": [{**_law(law), "label": label, "articles": _cited(law)} for label, found in laws for law in found],
        }
    )


def _cited(law: BasisView) -> str:
    """Return the articles of a law that a limit is based on, with the note."""
    return "、".join(article["number"] for article in law["articles"]) + (f"：{law['note']}" if law["note"] else "")


def _deadline(item: LimitView) -> Link:
    """Return a deadline that binds the taxpayer: its purpose, start and length."""
    case = f"（{item['when']}）" if item["when"] else ""
    return _lean(
        {
            "starts": f"{item['name']}：{item['lead'].strip()}",
            "within": item["statutory"] or item["promised"],
            "case": f"{item['tail']}{case}。{item['note']}",
        }
    )


def _bases(items: Iterable[BasisView]) -> list[Guide]:
    """Return legal bases: the law with its number, the list of articles, and the text of each article on a line."""
    return [
        _lean(
            {
                **_law(item),
                "number": item["number"],
                "articles": "、".join(article["number"] for article in item["articles"]),
                "repealed": not item["in_force"],
                "gists": [
                    *(f"{article['number']}：{article['gist']}" for article in item["articles"] if article["gist"]),
                    *([item["note"]] if item["note"] else []),
                ],
            }
        )
        for item in items
    ]


def _also(view: ProcedureView) -> str:
    """Return where a procedure belongs, its other names, and its number."""
    themes = "、".join(item["name"] for item in view["themes"])
    parts = [f"主题：{themes}　对象：{'、'.join(view['audience'])}　事项类型：{view['kind']}"]
    parts += [f"也叫：{'、'.join(view['aliases'])}"] if view["aliases"] else []
    parts += [f"事项编码：{view['code']}"] if view["code"] else []
    return "　".join(parts)


def _record(item: RecordView) -> str:
    """Return the entry's verification date and source as text."""
    stated = item["verification"]
    who = f"{stated['by']}{'原定' if stated['over'] else ''}{stated['until']}前对照规定核完" if stated else ""
    late = "，已经过期" if stated and stated["over"] else ""
    unverified = f"尚未核验{who}{late}{'；' if who else ''}发现和规定不一致，请打{item['hotline']}。"
    parts = [f"核验日期：{item['verified_on']}" if item["verified_on"] else unverified]
    parts += [f"信息来源：{item['source']}"] if item["source"] else []
    parts += [f"生效日期：{item['effective_from']}"] if item["effective_from"] else []
    parts += [f"失效日期：{item['effective_to']}"] if item["effective_to"] else []
    return "　".join(parts)
