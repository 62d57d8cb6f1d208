"""What both sides owe: read from the terms, shown and accepted, and what is late."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from .. import storage
from ..access.actor import SYSTEM
from ..access.roles import Side
from ..contracts import queries as changing
from ..contracts.enums import DueRule, DutyKind, NoticeKind
from ..contracts.fulfilment import all_answers
from ..contracts.models import Contract, Duty, Obligation
from ..contracts.queries import clocks as due
from ..contracts.queries import duties as queries
from ..contracts.queries import notices as given
from ..contracts.queries import planning as to_plan
from ..contracts.rules.duties import Due
from ..contracts.services import (
    clocks,
    duties,
    evidence,
    fulfilling,
    keep_clock,
    notices,
    planning,
    renewing,
)
from ..contracts.services.duties import Terms
from ..contracts.services.notice_days import Draft
from ..database import db
from ..kit import clock
from . import deals, papers
from .told import Scene, Told

BEGAN_ON = date(2025, 11, 3)
"""Since then duties are kept in the portal."""
FIRST_DAYS = (date(2026, 5, 1), date(2026, 6, 1))
"""A contract renews itself on the first of them, another begins on the second."""
LOWEST, HIGHEST = UUID(int=0), UUID(int=2**128 - 1)
ALL = 1_000
"""More contracts and duties than the story has."""

#: Contracts whose franchisees look at the franchisor's visits and training in the portal.
LOOKED_AT = ("F-002/TL", "F-003/TL", "F-004/HX", "F-009/TL", "F-014/TL", "F-019/TL", "F-022/HX")
#: What the franchisor has not delivered: contract and kind.
OWED = {("F-009/TL", DutyKind.VISIT), ("F-004/HX", DutyKind.TRAINING)}
#: Evidence that came a few days before the demo's day, and nobody has looked at yet.
TO_BE_LOOKED_AT = date(2026, 10, 28)


def scenes() -> Iterator[Scene]:
    """The year of duties, about twice a month, and the notice to the one who is late."""
    yield Scene(_at(BEGAN_ON, 9), _begin)
    for day in FIRST_DAYS:
        yield Scene(_at(day, 5), _let_the_clock_speak)
    for day in _days():
        yield Scene(_at(day, 16), _look_after_duties)
        yield Scene(_at(day + timedelta(days=1), 5), _let_the_clock_speak)
    yield Scene(_at(date(2026, 8, 18), 10), _ask_for_the_fees)
    yield Scene(_at(date(2026, 10, 9), 18), _report_the_visit)
    yield Scene(_at(date(2026, 10, 12), 11), _answer_about_the_visit)
    yield Scene(_at(date(2026, 10, 14), 9), _give_notice)
    yield Scene(_at(date(2026, 10, 19), 20), _reply_to_the_notice)
    yield Scene(_at(date(2026, 11, 2), 6), _begin_the_day)


def _days() -> Iterator[date]:
    """The 10th and the 26th of each month of the year."""
    for month in range(12):
        first = date(2025 + (10 + month) // 12, (10 + month) % 12 + 1, 1)
        yield from (first.replace(day=10), first.replace(day=26))


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 20, tzinfo=UTC)


def _begin(told: Told) -> None:
    """Read the duties of all contracts, and add what the office promised beyond the terms."""
    read_new()
    hanna = told.acting("hanna@demo.test")
    for place, key in enumerate(LOOKED_AT):
        contract = told.contracts[key]
        duties.add_obligation(
            hanna,
            contract=contract,
            terms=Terms(
                kind=DutyKind.VISIT,
                owner=Side.FRANCHISOR,
                title="Quarterly visit",
                details="Somebody from the office spends half a day in the outlet.",
                clause="4.1",
                due=_every("3 months", date(2025, 12, 31) - timedelta(days=place)),
            ),
        )
        duties.add_obligation(
            hanna,
            contract=contract,
            terms=Terms(
                kind=DutyKind.TRAINING,
                owner=Side.FRANCHISOR,
                title="Yearly training of the team",
                details="One day, in the outlet or at the office, whichever suits the team.",
                clause="4.1",
                due=_every("1 year", date(2025, 10, 15) + timedelta(days=45 * (place - 2))),
            ),
        )


def _every(text: str, first_on: date) -> Due:
    return Due(rule=DueRule.EVERY, first_on=first_on, every=deals.lasting(text))


def read_new() -> None:
    """Read contracts that changed and lay out a year ahead, as the portal does each hour."""
    today = clock.today()
    if ids := to_plan.contracts_to_read(ALL):
        planning.read_contracts(ids, on=today)
    planning.read_authorities(on=today)
    before = planning.AHEAD.after(today) - planning.RENEW_BEFORE
    if rows := to_plan.obligations_to_plan(before, ALL):
        planning.lay_out(rows, on=today)


def _look_after_duties(told: Told) -> None:
    """Whoever owes something within the next fortnight shows it; the other side accepts it."""
    read_new()
    today = clock.today()
    for key, contract in told.contracts.items():
        for duty in _due_until(contract, today + timedelta(days=16)):
            if (key, duty.kind) in OWED and duty.act_by >= date(2026, 8, 1):
                continue
            if duty.owner is Side.FRANCHISOR:
                _deliver(told, key, duty)
            elif duty.kind is DutyKind.INSURANCE:
                _show_insurance(told, key, duty)


def _due_until(contract: Contract, until: date) -> list[Duty]:
    query = (
        select(Duty.id)
        .where(
            Duty.contract_id == contract.id,
            Duty.act_by <= until,
            Duty.status.in_(queries.OPEN),
            Duty.kind.in_((DutyKind.INSURANCE, DutyKind.VISIT, DutyKind.TRAINING)),
        )
        .order_by(Duty.act_by, Duty.id)
    )
    return [read_again(duty_id) for duty_id in db.session.scalars(query).all()]


def read_again(duty_id: UUID) -> Duty:
    """A duty as it is in the database now, whoever changed it."""
    db.session.get(Duty, duty_id, populate_existing=True)
    return queries.duty_for(SYSTEM, duty_id)


def _deliver(told: Told, key: str, duty: Duty) -> None:
    keeper, owner = told.keeper(key[:5]), told.owner_of(key[:5])
    words = {
        DutyKind.VISIT: "Half a day in the outlet; the notes went out the same evening.",
        DutyKind.TRAINING: "A day with the whole team: allergens, the new oven, the till.",
    }[duty.kind]
    evidence.give_evidence(keeper, duty, words=words)
    if owner is not None:
        evidence.accept(owner, duty, words="Yes, thank you.")


def _show_insurance(told: Told, key: str, duty: Duty) -> None:
    """Omar's is still to come; what came last has not been looked at."""
    code = key[:5]
    if code == "F-002" and duty.act_by > date(2026, 11, 2):
        return
    keeper, owner = told.keeper(code), told.owner_of(code)
    if owner is None:
        evidence.accept(keeper, duty, words="The insurer's confirmation came by post; it is filed.")
        return
    name = told.franchisees[code].name
    data = papers.page(
        "Confirmation of insurance",
        f"For: {name}",
        f"Contract: {told.contracts[key].number}",
        "Liability: EUR 2,000,000 for each event",
        "The franchisor is named as insured with it.",
        f"In force for the year that begins on {duty.act_by:%-d %B %Y}.",
    )
    file = storage.put(data, name="confirmation-of-insurance.pdf", content_type=papers.PDF)
    evidence.give_evidence(owner, duty, words="As last year, from the same insurer.", file=file)
    if clock.today() < TO_BE_LOOKED_AT - timedelta(days=5):
        evidence.accept(keeper, duty, words="")


def _let_the_clock_speak(_told: Told) -> None:
    """What the portal does in the morning: begin and end, remind, say what is due and late."""
    today = clock.today()
    for contract_id in changing.due_to_change(today):
        renewing.renew_if_due(SYSTEM, contract_id, on=today)
        keep_clock(SYSTEM, contract_id, on=today)
    for answer in all_answers():
        for portion in list(fulfilling.portions(answer, on=today)):
            fulfilling.settle(answer, portion, on=today)
    clocks.speak(due.due_of_businesses(today, LOWEST, HIGHEST), on=today)
    clocks.speak(due.due_to_authorities(today), on=today)
    clocks.mail_businesses(due.unmailed_businesses(LOWEST, HIGHEST), on=today)
    while clocks.mail_office(on=today):
        pass


def _begin_the_day(told: Told) -> None:
    """The morning of the day on which the demo's clock stands."""
    read_new()
    _let_the_clock_speak(told)


def _ask_for_the_fees(told: Told) -> None:
    """Fenwick & Osei have not paid since July: the office writes it down as a duty with a day."""
    duties.add_obligation(
        told.keeper("F-009"),
        contract=told.contracts["F-009/TL"],
        terms=Terms(
            kind=DutyKind.FEE_PAYMENT,
            owner=Side.FRANCHISEE,
            title="Fees for July, or a plan with dates",
            details="The invoice was due on 15 August. Half of it now and a plan will do.",
            clause="7.2",
            due=Due(rule=DueRule.ON, first_on=date(2026, 9, 15)),
            remind_days=(14, 3),
            cure_days=30,
            needs_evidence=False,
        ),
    )


def the_duty(told: Told, key: str, kind: DutyKind) -> Duty:
    """The duty of a kind under a contract whose day passed last and that is still open."""
    query = (
        select(Duty.id)
        .join(Obligation, Obligation.id == Duty.obligation_id)
        .where(
            Duty.contract_id == told.contracts[key].id,
            Duty.kind == kind,
            Obligation.origin.is_(None),  # what somebody asked for, not what each month brings
            Duty.act_by < clock.today(),
            Duty.status.in_(queries.OPEN),
        )
        .order_by(Duty.act_by.desc())
        .limit(1)
    )
    return read_again(db.session.scalars(query).one())


def _report_the_visit(told: Told) -> None:
    nadia = told.acting("nadia@demo.test")
    evidence.report(
        nadia,
        the_duty(told, "F-009/TL", DutyKind.VISIT),
        words="Nobody has come since June. With sales falling we could have used a second pair of "
        "eyes, most of all on the lunch hour.",
    )


def _answer_about_the_visit(told: Told) -> None:
    evidence.answer(
        told.keeper("F-009"),
        the_duty(told, "F-009/TL", DutyKind.VISIT),
        words="You are right, and I am sorry. I come on Thursday 5 November for the whole day, and "
        "bring the figures of three outlets of your size.",
    )


def _give_notice(told: Told) -> None:
    duty = the_duty(told, "F-009/TL", DutyKind.FEE_PAYMENT)
    notices.give_notice(
        told.keeper("F-009"),
        told.contracts["F-009/TL"],
        Draft(kind=NoticeKind.DEFAULT, duty=duty),
        words={
            "title": "Fees for July, or a plan with dates",
            "what": "The fees for July were due on 15 August, and the plan that we talked about on "
            "15 September. We have seen neither. If a payment crossed with this letter, thank "
            "you, and please tell us where to look.",
            "why": "The fees pay for what all outlets use together. Where an amount weighs too "
            "much, an early word opens more ways than a late one.",
            "how": "1. Look at the open lines of your account; dispute what is wrong.\n"
            "2. Pay the rest by 13 November, or propose a plan with dates.\n"
            "3. Say so on the page of this duty.",
            "help": "Yue Martens helps you with it and is glad to hear from you: yue@demo.test. "
            "Call before it becomes difficult, not after.",
            "next": "If it is put right by 13 November, this notice is settled and nothing "
            "follows. If it is not, we talk first: a consequence is proposed by a person, and "
            "you read it before anything happens.",
        },
        language="en",
    )


def _reply_to_the_notice(told: Told) -> None:
    contract = told.contracts["F-009/TL"]
    (notice,) = given.standing_notices(
        contract.id, kinds=(NoticeKind.DEFAULT,), giver=Side.FRANCHISOR
    )
    nadia = told.acting("nadia@demo.test")
    notices.reply(
        nadia,
        given.notice_for(nadia, notice.id),
        words="The weir is being rebuilt and the bridge is closed until spring; we lose the people "
        "who walked by. Our bank decides on 10 November about a bridging loan. We propose: a "
        "third at once on 11 November, the rest in four equal parts until March. And please "
        "come and look at the lunch hour with us.",
    )
