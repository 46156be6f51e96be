"""Types of the view of a procedure's page; the view of its notice uses some of them."""

from __future__ import annotations

from typing import TypedDict

from generator.views.common import EntryPart
from generator.views.kept import KeptView
from generator.views.penalties import BriefPenalty
from generator.views.shapes import (
    BasisView,
    ChannelView,
    ChoiceView,
    ContactView,
    HandOverView,
    LimitView,
    LinkView,
    PromiseView,
)
from generator.views.standards import InForceView


class SituationView(TypedDict):
    """A question about the reader's case, and its answers."""

    ask: str
    options: list[str]


class UsedView(LinkView):
    """A material as a procedure's table shows it."""

    copies: str
    form: str
    medium: str
    necessity: str
    required: bool
    optional: bool
    when: str
    note: str
    issuer: str
    blank_form: str
    set_form: str
    sample: str


class StepView(TypedDict):
    """A step of a procedure."""

    name: str
    post: LinkView | None
    decided_by: str
    within: str
    what: str
    when: str


class ChargeView(TypedDict):
    """A charge with its rate and legal basis."""

    item: str
    rate: str
    basis: list[BasisView]


class FeeView(TypedDict):
    """The charges, and whether they can be paid online."""

    free: bool
    charges: list[ChargeView]
    payment: str


class ResultView(TypedDict):
    """The result of a procedure."""

    kind: str
    name: str
    delivery: list[str]
    validity: str


class QuestionView(TypedDict):
    """A question and its answer."""

    q: str
    a: str


class AnsweringView(LinkView):
    """A duty with the organ and posts that are responsible for it."""

    summary: str
    organ: LinkView | None
    posts: list[LinkView]


class FirstContactView(LinkView):
    """The first-contact post."""

    organ: LinkView | None
    phone: str


class ComplaintPhoneView(TypedDict):
    """A telephone for complaints; `name` is empty if one serves all places."""

    name: str
    phone: str


class RemedyView(LinkView):
    """A way to complain or to seek remedy."""

    kind: str
    summary: str


class GuideReliefView(LinkView):
    """A relief that is enjoyed in a matter; `until` is its last day in words."""

    benefit: str
    until: str


class ProcedureView(TypedDict):
    """All that is shown of a procedure below the answers at the top.

    `better` says in what the bureau does more than its superior lays down, apart from time limits. `compare` is the
    address of the page that compares the bureaus below, "" without one. `ask_phone` is the first-contact post's
    telephone, or else the one for questions.
    """

    id: str
    name: str
    common_name: str
    notice: str
    aliases: list[str]
    code: str
    kind: str
    audience: list[str]
    themes: list[ChoiceView]
    summary: str
    better: list[str]
    compare: str
    limits: list[LimitView]
    kept: list[KeptView]
    own_deadlines: list[LimitView]
    reach: list[str]
    conditions: list[str]
    conditions_any: list[str]
    situations: list[SituationView]
    materials: list[UsedView]
    not_needed: list[LinkView]
    no_materials: str
    steps: list[StepView]
    places: list[ContactView]
    channels: list[ChannelView]
    fee: FeeView | None
    result: ResultView | None
    standards: list[str]
    commitments: list[PromiseView]
    rates: list[InForceView]
    reliefs: list[GuideReliefView]
    penalties: list[BriefPenalty]
    questions: list[QuestionView]
    notes: list[str]
    duties: list[AnsweringView]
    basis: list[BasisView]
    first_contact: FirstContactView | None
    hands_over_to: list[HandOverView]
    ask_phone: str
    complaint_phones: list[ComplaintPhoneView]
    oversight: list[RemedyView]
    related: list[LinkView]


class FactView(TypedDict):
    """One of the answers at the top of a page. `link` leads to an entry that is the answer; `href` is an address."""

    icon: str
    label: str
    value: str
    href: str
    note: str
    phone: str
    link: LinkView | None


class ProcedurePage(ProcedureView, EntryPart):
    """What procedure.html shows."""

    facts: list[FactView]
