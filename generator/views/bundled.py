"""One notice for several matters: questions that are alike asked once, each material listed once.

The view is that of a notice (views/notices.py), so that its template, script and print serve both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeVar

from generator.model.life_events import EventStep, LifeEvent
from generator.model.procedures import Procedure
from generator.model.routes import notice_address
from generator.session import Session
from generator.views.cases import case_text
from generator.views.common import bureau_name
from generator.views.notices import (
    NoticeLimit,
    NoticeMaterial,
    NoticeStep,
    NoticeView,
    SharedHours,
    code_of,
    notice_view,
)
from generator.views.pieces import asked, link, promised_range
from generator.views.shapes import AskedView

T = TypeVar("T")

ANY = ";"
"""Between cases of which any is enough, as notice.js reads them."""


class _Matter(NamedTuple):
    """One matter of a life event: its own notice, and the names that its questions have in the joint one."""

    step: EventStep
    procedure: Procedure
    notice: NoticeView
    names: Mapping[str, str]

    def possible(self, own: str) -> bool:
        """Return True if a case of its notice can come up in the life event."""
        return self.step.possible({key: of.split("|") for key, _, of in (part.partition("=") for part in own.split())})

    def case(self, own: str) -> str:
        """Return a case of its notice in the joint one: that of its step, and its own as far as it is open."""
        parts = (part.partition("=") for part in own.split() if part.partition("=")[0] not in self.step.given)
        return " ".join(filter(None, (case_text(self.step.when), *(f"{self.names[key]}={of}" for key, _, of in parts))))


def bundled_notice(session: Session, event: LifeEvent) -> NoticeView:
    """Return the notice for all matters of a life event. They must be in force."""
    questions = asked(event.situations)
    matters = [
        _Matter(step, procedure, notice := notice_view(session, procedure), _joined(questions, _asked(step, notice)))
        for step in event.steps
        if (procedure := session.registry.get(Procedure, step.procedure)) and procedure.in_force(session.as_of)
    ]
    notices = [matter.notice for matter in matters]
    materials = list(_materials(matters))
    brought = {item["url"] for item in materials}
    first = next((notice for notice in notices if notice["first_contact"]), None)
    view: NoticeView = {
        "procedure": link(event),
        "bureau": bureau_name(session),
        "address": f"{session.site.base_url.rstrip('/')}/{notice_address(event)}",
        "situations": questions,
        "materials": materials,
        "no_materials": "" if brought else "".join(notice["no_materials"] for notice in notices[:1]),
        "not_needed": _unique(
            item for notice in notices for item in notice["not_needed"] if item["url"] not in brought
        ),
        "steps": [_step(session, matter) for matter in matters],
        "limits": [_limit(*pair) for pair in _open(matters, "limits")],
        "own_deadlines": [_limit(*pair) for pair in _open(matters, "own_deadlines")],
        "fee": notices[0]["fee"] if notices and all(item["fee"] == notices[0]["fee"] for item in notices) else None,
        "places": _unique(item for notice in notices for item in notice["places"]),
        "hours": max((notice["hours"] for notice in notices), key=_halls, default=[]),
        "channels": _unique(item for notice in notices for item in notice["channels"]),
        "visits": None,
        "result": "、".join(dict.fromkeys(notice["result"] for notice in notices if notice["result"])),
        "first_contact": first["first_contact"] if first else None,
        "inquiry_phone": first["inquiry_phone"] if first else session.site.hotline,
        "complaint_phone": next((notice["complaint_phone"] for notice in notices if notice["complaint_phone"]), ""),
        "pdf": False,
        "code": "",
    }
    return {**view, "code": code_of(view)}


def _asked(step: EventStep, notice: NoticeView) -> list[AskedView]:
    """Return the questions of a matter's notice that the life event has not settled and something open depends on."""
    parts = (*notice["materials"], *notice["limits"], *notice["own_deadlines"])
    cases = [dict(part.partition("=")[::2] for part in item["case"].split()) for item in parts]
    named = {key for case in cases if step.possible({key: of.split("|") for key, of in case.items()}) for key in case}
    return [item for item in notice["situations"] if item["id"] in named and item["id"] not in step.given]


def _open(matters: Iterable[_Matter], key: Literal["limits", "own_deadlines"]) -> Iterator[tuple[_Matter, NoticeLimit]]:
    """Yield the time limits of the matters' notices that can come up, each with its matter."""
    for matter in matters:
        for item in matter.notice[key]:
            if matter.possible(item["case"]):
                yield matter, item


def _joined(asked: list[AskedView], own: Iterable[AskedView]) -> dict[str, str]:
    """Add a matter's questions to those asked so far; return their ids there. The same question is asked once."""
    names = {}
    for item in own:
        same = next((other for other in asked if _alike(other, item)), None)
        if same is None:
            taken = sum(other["id"].split(".")[0] == item["id"] for other in asked)
            same = {**item, "id": f"{item['id']}.{taken + 1}" if taken else item["id"]}
            asked.append(same)
        names[item["id"]] = same["id"]
    return names


def _alike(one: AskedView, two: AskedView) -> bool:
    """Return True if two questions have the same words and answers, or the same id with the same ids of answers."""
    ids = [[option["id"] for option in item["options"]] for item in (one, two)]
    same_id = one["id"].split(".")[0] == two["id"] and ids[0] == ids[1]
    return same_id or (one["ask"] == two["ask"] and one["options"] == two["options"])


def _halls(hours: list[SharedHours]) -> int:
    """Return the number of halls whose hours are given."""
    return sum(len(item["names"]) for item in hours)


def _materials(matters: Iterable[_Matter]) -> Iterator[NoticeMaterial]:
    """Yield each material once, with every matter that uses it and in which case; optional ones come last."""
    found: dict[str, list[tuple[_Matter, NoticeMaterial]]] = {}
    for matter in matters:
        for item in matter.notice["materials"]:
            if matter.possible(item["case"]):
                found.setdefault(item["url"], []).append((matter, item))
    for uses in sorted(found.values(), key=lambda uses: all(item["optional"] for _, item in uses)):
        cases = list(dict.fromkeys(matter.case(item["case"]) for matter, item in uses))
        names = list(dict.fromkeys(matter.procedure.common_name or matter.procedure.name for matter, _ in uses))
        wanted = [item for _, item in uses if not item["optional"]] or [item for _, item in uses]
        yield {
            **wanted[0],
            "copies": _either(item["copies"] for item in wanted),
            "form": _either(item["form"] for item in wanted),
            "medium": _either(item["medium"] for item in wanted),
            "note": "；".join(
                filter(None, (f"用于{'、'.join(names)}", *dict.fromkeys(item["note"] for item in wanted)))
            ),
            "when": ""
            if "" in cases
            else "；".join(dict.fromkeys(_when(matter, item["when"]) for matter, item in uses)),
            "case": "" if "" in cases else ANY.join(cases),
        }


def _either(words: Iterable[str]) -> str:
    """Return different values side by side; equal ones once."""
    return " / ".join(dict.fromkeys(filter(None, words)))


def _when(matter: _Matter, own: str) -> str:
    """Return when a matter needs something: in its case, or whenever the matter is needed."""
    name = matter.procedure.common_name or matter.procedure.name
    return f"办{name}，{own}" if own else f"办{name}"


def _step(session: Session, matter: _Matter) -> NoticeStep:
    """Return a matter as one step of the joint notice."""
    procedure = matter.procedure
    return {
        "name": procedure.common_name or procedure.name,
        "within": promised_range(session.limits(procedure)),
        "decided_by": "",
        "what": matter.step.note or procedure.summary,
        "when": "",
        "case": case_text(matter.step.when),
    }


def _limit(matter: _Matter, item: NoticeLimit) -> NoticeLimit:
    """Return a time limit with the matter's name before its case."""
    return {**item, "when": _when(matter, item["when"]), "case": matter.case(item["case"]), "due": None}


def _unique(items: Iterable[T]) -> list[T]:
    """Return items without repetitions."""
    return list({repr(item): item for item in items}.values())
