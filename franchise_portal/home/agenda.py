"""What contracts and applicants ask of somebody today, as the agenda's groups."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from ..access.actor import Actor
from ..access.permissions import Permission
from ..access.roles import Side
from ..contracts.duty_words import duty_title
from ..contracts.enums import DutyStatus
from ..contracts.owed_to_all import owed_to_all
from ..contracts.queries import approvals, calendar, signing
from ..contracts.queries.duties import DutyRow
from ..contracts.queries.events import waiting_events
from ..contracts.queries.notices import waiting_notices
from ..disputes.queries.disputes import waiting_disputes
from ..disputes.queries.grades import waiting_appeals
from ..fees.queries import unreported
from ..fees.queries.month_drafts import drafts_shown_to
from ..kit import clock
from ..kit.enums import Tone
from ..kit.period import Period
from ..recruitment import queries as recruitment
from ..recruitment.enums import Stage
from ..web import filters
from . import late_money
from .waiting import Group, Item

AHEAD = timedelta(days=14)
"""How far a duty that is not late yet may lie ahead."""
MONTH_AHEAD = timedelta(days=30)
"""The same for what takes longer to make, such as a year's statement."""


def groups(actor: Actor, *, each: int) -> Sequence[Group]:
    """What waits for an actor; of each kind at most `each` are shown."""
    today = clock.today()
    found = (
        *_to_sign(actor, each, today),
        *_to_decide(actor, each, today),
        *_changes(actor, each, today),
        *_sales(actor, each, today),
        *_drafts(actor, each, today),
        *_duties(actor, each, today),
        *_owed_to_all(actor, today),
        *_notices(actor, each, today),
        *_disputes(actor, each, today),
        *_appeals(actor, each, today),
        *late_money.groups(actor, each, today),
        *_enquiries(actor, each),
    )
    return [group for group in found if group.count]


def _to_sign(actor: Actor, each: int, today: date) -> Iterator[Group]:
    if not actor.may(Permission.CONTRACTS_CONTRACT_SIGN):
        return
    waiting = signing.waiting_for(actor)
    items = []
    for signatory in waiting[:each]:
        held = signatory.round
        items.append(
            Item(
                who=held.contract.number,
                url=url_for("contracts.sign_page", signatory_id=signatory.id),
                what=held.contract_version.title or filters.label(held.contract_version.kind),
                when=_by(held.expires_on, today),
                tone=Tone.WARNING if held.expires_on == today else None,
                act=_("Read and sign"),
            )
        )
    yield Group(_("To sign"), len(waiting), items, url_for("contracts.to_sign"))


def _to_decide(actor: Actor, each: int, today: date) -> Iterator[Group]:
    if not actor.may(Permission.CONTRACTS_APPROVAL_DECIDE):
        return
    waiting = approvals.approvals(actor, approvals.WantedApprovals())
    items = [
        Item(
            who=one.franchisee.name if one.franchisee else one.subject_name,
            other=one.franchisee.name_local if one.franchisee else "",
            url=url_for("contracts.show_approval", approval_id=one.id),
            what=_("%(name)s asks: %(words)s", name=one.asked_by_name, words=_short(one.words)),
            when=_by(one.expires_on, today),
            tone=Tone.WARNING if one.expires_on == today else None,
            act=_("Decide"),
        )
        for one in waiting.rows[:each]
    ]
    yield Group(_("To approve"), waiting.total, items, url_for("contracts.approvals"))


def _changes(actor: Actor, each: int, today: date) -> Iterator[Group]:
    waiting, count = waiting_events(actor, limit=each)
    items = [
        Item(
            who=one.name,
            other=one.name_local,
            url=url_for(f"contracts.{one.kind}", contract_id=one.contract_id),
            what=_("asks for a renewal of %(number)s", number=one.number)
            if one.kind == "renewal"
            else _("asks to transfer %(number)s", number=one.number),
            when=_by(one.on, today),
            tone=Tone.WARNING if one.on <= today else None,
            act=_("Decide"),
        )
        for one in waiting
    ]
    yield Group(_("Renewals and transfers"), count, items, url_for("contracts.index"))


def _sales(actor: Actor, each: int, today: date) -> Iterator[Group]:
    """What a franchisee has to report for the last month; the office has a page of it."""
    if actor.side is not Side.FRANCHISEE or not actor.may(Permission.FEES_SALES_REPORT):
        return
    month = Period.month_of(today).preceding()
    waiting, _after = unreported.unreported(actor, month)
    items = [
        Item(
            who=one.name,
            other=one.name_local,
            url=url_for("fees.tell_sales", outlet_id=one.outlet_id, period=one.key),
            what=_("Sales of %(period)s", period=filters.month(one.period.start))
            if one.estimate is None
            else _("Sales of %(period)s, estimated so far", period=filters.month(one.period.start)),
            when=_by(one.due_on, today),
            tone=_tone(one.due_on, today),
            act=pgettext("to do", "Report"),
        )
        for one in waiting[:each]
    ]
    yield Group(_("Sales to report"), len(waiting), items, url_for("fees.due_sales"))


def _drafts(actor: Actor, each: int, today: date) -> Iterator[Group]:
    """Months that are shown as drafts, for those who issue them."""
    if not actor.may(Permission.FEES_PERIOD_ASSESS):
        return
    waiting = drafts_shown_to(actor)
    items = [
        Item(
            who=filters.month(draft.month),
            url=url_for("fees.show_month", month=draft.month),
            what=_("Issued once their day has come"),
            when=_by(draft.issues_on, today),
            act=_("Look at it"),
        )
        for draft in waiting[:each]
    ]
    yield Group(_("Invoices in draft"), len(waiting), items, url_for("fees.months"))


def _tone(due_on: date, today: date) -> Tone | None:
    if due_on < today:
        return Tone.DANGER
    return Tone.WARNING if due_on == today else None


def _duties(actor: Actor, each: int, today: date) -> Iterator[Group]:
    if not actor.may(Permission.CONTRACTS_DUTY_ANSWER):
        return
    waiting = calendar.waiting_for(actor, today, today + AHEAD, limit=each)
    count = waiting.late + waiting.soon + waiting.to_check
    items = [_duty(actor, row, today) for row in waiting.first]
    yield Group(_("Duties"), count, items, url_for("contracts.duties"))


def _duty(actor: Actor, row: DutyRow, today: date) -> Item:
    is_theirs = row.owner is not actor.side
    is_late = not is_theirs and row.status is DutyStatus.OPEN and row.act_by < today
    when = _late_or_by(row.act_by, today) if is_late else _by(row.act_by, today)
    return Item(
        who=row.franchisee or _("All of us"),
        other=row.franchisee_local or "",
        url=url_for("contracts.show_duty", duty_id=row.id),
        what=duty_title(row),
        when=when,
        tone=Tone.DANGER if is_late else Tone.WARNING if row.act_by == today else None,
        act=_("Look at it") if is_theirs else _("See to it"),
    )


def _owed_to_all(actor: Actor, today: date) -> Iterator[Group]:
    """What the office owes many at once, from a month before its day on."""
    if actor.side is not Side.FRANCHISOR or not actor.may(Permission.CONTRACTS_DUTY_ANSWER):
        return
    items = [
        Item(
            who=duty_title(one),
            url=url_for(one.endpoint, **one.values),
            what=filters.label(one.to),
            when=_late_or_by(one.act_by, today),
            tone=_tone(one.act_by, today),
            act=_("See to it"),
        )
        for one in owed_to_all(actor, today)
        if one.is_open and one.since <= today and one.act_by <= today + MONTH_AHEAD
    ]
    yield Group(_("Owed to franchisees"), len(items), items, url_for("contracts.late_duties"))


def _late_or_by(day: date, today: date) -> str:
    if day >= today:
        return _by(day, today)
    return ngettext("%(num)d day late", "%(num)d days late", (today - day).days)


def _notices(actor: Actor, each: int, today: date) -> Iterator[Group]:
    if not actor.may(Permission.CONTRACTS_NOTICE_REPLY):
        return
    waiting, count = waiting_notices(actor, limit=each)
    items = [
        Item(
            who=one.franchisee,
            other=one.franchisee_local,
            url=url_for("contracts.show_notice", notice_id=one.id),
            what=filters.label(one.kind),
            when=_by(one.until, today) if one.until else filters.short_date(one.given_on),
            tone=Tone.WARNING if one.until is not None and one.until <= today else None,
            act=_("Read and answer"),
        )
        for one in waiting
    ]
    yield Group(_("Notices"), count, items, url_for("contracts.notices"))


def _disputes(actor: Actor, each: int, today: date) -> Iterator[Group]:
    if not actor.may(Permission.DISPUTES_DISPUTE_SAY):
        return
    waiting, count = waiting_disputes(actor, limit=each)
    items = [
        Item(
            who=one.franchisee.name,
            other=one.franchisee.name_local,
            url=url_for("disputes.show", dispute_id=one.id),
            what=_(
                "%(amount)s of invoice %(invoice)s",
                amount=filters.money(one.disputed),
                invoice=one.invoice.number,
            ),
            when=_by(one.answer_until, today),
            tone=_tone(one.answer_until, today),
            act=_("Answer") if actor.may(Permission.DISPUTES_DISPUTE_DECIDE) else _("Look at it"),
        )
        for one in waiting
    ]
    yield Group(_("Disputes"), count, items, url_for("disputes.index", status="open"))


def _appeals(actor: Actor, each: int, today: date) -> Iterator[Group]:
    if not actor.may(Permission.DISPUTES_GRADE_DECIDE):
        return
    waiting, count = waiting_appeals(actor, limit=each)
    items = [
        Item(
            who=one.franchisee.name,
            other=one.franchisee.name_local,
            url=url_for("disputes.show_grade", franchisee_id=one.franchisee_id),
            what=_("against the grade %(grade)s", grade=filters.label(one.grade.grade)),
            when=_by(one.answer_until, today),
            tone=_tone(one.answer_until, today),
            act=_("Decide"),
        )
        for one in waiting
    ]
    yield Group(
        _("Appeals against credit grades"), count, items, url_for("disputes.grades", appeal="open")
    )


def _enquiries(actor: Actor, each: int) -> Iterator[Group]:
    if not actor.may(Permission.RECRUITMENT_APPLICANT_WRITE):
        return
    wanted = recruitment.Wanted(stages=(Stage.ENQUIRY.value,), is_descending=False)
    waiting = recruitment.applicants(actor, wanted)
    items = [
        Item(
            who=one.name,
            other=one.name_local,
            url=url_for("recruitment.show", applicant_id=one.id),
            what=_("%(brand)s in %(place)s", brand=one.brand or _("Any brand"), place=one.place),
            when=_("since %(day)s", day=filters.short_date(one.created_at.date())),
            act=_("Answer"),
        )
        for one in waiting.rows[:each]
    ]
    yield Group(
        _("Enquiries"),
        waiting.total,
        items,
        url_for("recruitment.applicants", stage=Stage.ENQUIRY.value),
    )


def _by(day: date, today: date) -> str:
    return (
        _("today") if day == today else pgettext("to do", "by %(day)s", day=filters.short_date(day))
    )


def _short(words: str, most: int = 48) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
