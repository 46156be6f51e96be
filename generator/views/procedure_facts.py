"""The six answers at the top of a procedure's page: what to bring, how long, where, what fee, and whom to turn to."""

from __future__ import annotations

from generator.model.materials import Material
from generator.model.procedures import OnlineDepth, Procedure
from generator.model.types import ChannelKind
from generator.session import Session
from generator.views.pieces import materials_to_bring, promised_range, statutory_range
from generator.views.procedure_shapes import FactView, FeeView, ProcedureView
from generator.views.shapes import LinkView

_NAMED = 3
"""Materials named among the answers."""


def facts(session: Session, procedure: Procedure, view: ProcedureView) -> list[FactView]:
    """Return the answers of a procedure with this view, without those that nothing is known of."""
    limits = session.limits(procedure)
    statutory = statutory_range(limits, "，看情况")
    first, phones = view["first_contact"], view["complaint_phones"]
    found = [
        _fact("bring", "要带什么", materials_to_bring(procedure), "#materials", note=_bring(session, procedure)),
        _fact(
            "time",
            "多久办好",
            promised_range(limits, "，看情况"),
            "#time-limit",
            note=f"法定 {statutory}" if statutory else "",
        ),
        _where(procedure, view["places"][0]["name"] if view["places"] else ""),
        _fee(view["fee"]),
        _fact("ask", "先问谁", "", phone=view["ask_phone"], link={"name": first["name"], "url": first["url"]})
        if first
        else _fact("ask", "先问谁", view["ask_phone"], f"tel:{view['ask_phone']}"),
        _fact("complain", "不满意找谁", "投诉与救济", "#oversight", phone=phones[0]["phone"] if phones else ""),
    ]
    return [item for item in found if item["value"] or item["link"]]


def _fact(
    icon: str, label: str, value: str, href: str = "", *, note: str = "", phone: str = "", link: LinkView | None = None
) -> FactView:
    """Return one answer."""
    return {"icon": icon, "label": label, "value": value, "href": href, "note": note, "phone": phone, "link": link}


def _fee(fee: FeeView | None) -> FactView:
    """Return whether there is a fee; its section is only there if there is one."""
    if not fee:
        return _fact("fee", "收费吗", "")
    return _fact("fee", "收费吗", "不收手续费") if fee["free"] else _fact("fee", "收费吗", "收费，见标准", "#fee")


def _where(procedure: Procedure, place: str) -> FactView:
    """Return where to go, if anywhere; `place` is the name of the first place, "" if there is none."""
    visits = procedure.visits.count if procedure.visits else None
    online = _all_online(procedure)
    ways = "" if online else _ways_from_home(procedure)
    if online or ways:
        value = "网上就能办" if online else "可以不到现场"
        note = "，".join(filter(None, (ways, f"也可到{place}" if place else "")))
    else:
        value, note = place or "见办理渠道", f"最多跑 {visits} 次" if visits else ""
    return _fact("place", "去哪里办", value, "#where", note=note)


def _all_online(procedure: Procedure) -> bool:
    """Return True if all of a matter can be settled online."""
    return (
        procedure.visits is not None
        and procedure.visits.count == 0
        and procedure.online_depth in (None, OnlineDepth.FULL)
        and any(item.kind.is_online for item in procedure.channels)
    )


def _ways_from_home(procedure: Procedure) -> str:
    """Return the ways to settle a matter without coming: 网上办理、电话; empty if one has to come."""
    if procedure.visits is None or procedure.visits.count:
        return ""
    on_site = {ChannelKind.WINDOW, ChannelKind.SELF_SERVICE}
    if procedure.online_depth in (OnlineDepth.INFORMATION, OnlineDepth.DOWNLOAD):
        on_site |= {ChannelKind.ONLINE, ChannelKind.MOBILE}
    return "、".join(dict.fromkeys(item.kind.label for item in procedure.channels if item.kind not in on_site))


def _bring(session: Session, procedure: Procedure) -> str:
    """Return the names of the first materials that a procedure may ask for; empty if there are none."""
    materials = session.registry.all(Material)
    names = list(
        dict.fromkeys(materials[use.material].name for use in procedure.materials if use.material in materials)
    )
    return "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")
