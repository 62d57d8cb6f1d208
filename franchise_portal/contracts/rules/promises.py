"""Which duties follow from what was agreed and from the law pack, for both sides.

A promise is found by its `origin`: reading the same terms again finds the same promises, and the
clock of each goes on where it was. Whose duty it is comes from the terms, never from who reads.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from ... import law
from ...access.roles import Side
from ...kit.durations import Duration, Unit
from ...kit.i18n import N_
from ..enums import ClauseKind, DueRule, DutyEvent, DutyKind, DutySource, Rhythm
from ..term_enums import ReportKind
from .duties import Due
from .ladder import REMIND_DAYS
from .notices import PARTIES
from .report_days import first_reports
from .terms import Insurance, Terms

DAY = timedelta(days=1)
RHYTHMS: Mapping[Rhythm, Duration] = {
    Rhythm.WEEK: Duration(1, Unit.WEEKS),
    Rhythm.MONTH: Duration(1, Unit.MONTHS),
    Rhythm.QUARTER: Duration(3, Unit.MONTHS),
    Rhythm.YEAR: Duration(1, Unit.YEARS),
}
YEAR = Duration(1, Unit.YEARS)
SOME_DAY = date(2024, 1, 1)
"""Durations have no order of their own; seen from this day they have."""
LONG_AHEAD = (180, 90, 30, 7)
"""Days before a window closes; a decision on years to come needs time."""
OWNERS = {law.Owner.FRANCHISOR: Side.FRANCHISOR, law.Owner.FRANCHISEE: Side.FRANCHISEE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A duty that the terms or the law name."""

    origin: str
    kind: DutyKind
    owner: Side
    title: str
    """A whole phrase as an `N_` template."""
    params: Mapping[str, object] = field(default_factory=dict)
    due: Due
    source: DutySource = DutySource.TERMS
    clause: ClauseKind | None = None
    """The kind of clause that says so; the contract's own number is looked up by it."""
    remind_days: tuple[int, ...] = REMIND_DAYS
    grace_days: int = 0
    needs_evidence: bool = True
    basis: str = ""
    """The law and its article."""


def promises_of(
    terms: Terms,
    *,
    starts_on: date,
    pack: law.Pack,
    is_first: bool = False,
) -> tuple[Promise, ...]:
    """The duties of both sides under a contract, in the order of the terms."""
    return (
        *_cooling_off(terms, pack),
        *_windows(terms),
        *_development(terms),
        *_deposit(terms),
        *_purchases(terms, starts_on),
        *_insurance(terms.insurance, starts_on),
        *_audit(terms, starts_on),
        *_reports(terms, starts_on),
        *(_filing(pack) if is_first else ()),
    )


def promises_to_authorities(pack: law.Pack, *, on: date) -> tuple[Promise, ...]:
    """What the franchisor owes an authority, or all franchisees, every year under a pack.

    Duties counted from the end of a financial year take it to be the calendar year's.
    """
    found = []
    for duty in pack.duties:
        if duty.trigger not in {law.Trigger.YEAR_END, law.Trigger.FISCAL_YEAR_END}:
            continue
        found.append(
            Promise(
                origin=f"law:{duty.id}",
                kind=_KINDS.get(duty.trigger, DutyKind.YEARLY_REPORT),
                owner=OWNERS[duty.owner],
                title=law.duty_title(duty),
                due=Due(rule=DueRule.EVERY, first_on=_next_yearly(duty, on), every=YEAR),
                source=DutySource.PACK,
                remind_days=LONG_AHEAD[1:],
                basis=duty.rule.source,
            )
        )
    return tuple(found)


def promise_after(duty: law.Duty, *, on: date) -> Promise:
    """A duty of the law that something which happened on a day has started."""
    return Promise(
        origin=f"law:{duty.id}:{on.isoformat()}",
        kind=_KINDS.get(duty.trigger, DutyKind.OTHER),
        owner=OWNERS[duty.owner],
        title=law.duty_title(duty),
        due=Due(rule=DueRule.ON, first_on=duty.due_on(on)),
        source=DutySource.PACK,
        basis=duty.rule.source,
    )


@dataclass(frozen=True, slots=True)
class Hint:
    """A duty that a clause of some kind usually holds, to be looked at by a person."""

    kind: DutyKind
    owner: Side
    every: Rhythm | None


_HINTS: Mapping[ClauseKind, tuple[Hint, ...]] = {
    ClauseKind.SUPPORT: (
        Hint(DutyKind.VISIT, Side.FRANCHISOR, Rhythm.QUARTER),
        Hint(DutyKind.TRAINING, Side.FRANCHISOR, Rhythm.YEAR),
        Hint(DutyKind.SUPPORT, Side.FRANCHISOR, Rhythm.MONTH),
    ),
    ClauseKind.FUND: (Hint(DutyKind.YEARLY_REPORT, Side.FRANCHISOR, Rhythm.YEAR),),
    ClauseKind.INSURANCE: (Hint(DutyKind.INSURANCE, Side.FRANCHISEE, Rhythm.YEAR),),
    ClauseKind.REPORTING: (Hint(DutyKind.SALES_REPORT, Side.FRANCHISEE, Rhythm.MONTH),),
    ClauseKind.FEES: (Hint(DutyKind.FEE_PAYMENT, Side.FRANCHISEE, Rhythm.MONTH),),
    ClauseKind.PURCHASING: (Hint(DutyKind.MINIMUM_PURCHASE, Side.FRANCHISEE, Rhythm.YEAR),),
    ClauseKind.AUDIT: (Hint(DutyKind.AUDIT, Side.FRANCHISOR, Rhythm.YEAR),),
    ClauseKind.DEPOSIT: (Hint(DutyKind.DEPOSIT_RETURN, Side.FRANCHISOR, None),),
    ClauseKind.STANDARDS: (Hint(DutyKind.TRAINING, Side.FRANCHISOR, Rhythm.YEAR),),
}


def hints_for(kind: ClauseKind) -> tuple[Hint, ...]:
    """What a clause of this kind may ask of either side."""
    return _HINTS.get(kind, ())


def clause_numbers(clauses: Iterable[tuple[ClauseKind, str]]) -> Mapping[ClauseKind, str]:
    """The number of the first clause of each kind."""
    found: dict[ClauseKind, str] = {}
    for kind, number in clauses:
        found.setdefault(kind, number)
    return found


_KINDS = {
    law.Trigger.FIRST_CONTRACT: DutyKind.FILING,
    law.Trigger.CHANGE: DutyKind.FILING,
    law.Trigger.AUTHORITY_ASKS: DutyKind.FILING,
    law.Trigger.YEAR_END: DutyKind.YEARLY_REPORT,
    law.Trigger.FISCAL_YEAR_END: DutyKind.YEARLY_REPORT,
    law.Trigger.QUARTER_END: DutyKind.DISCLOSURE,
}


def _cooling_off(terms: Terms, pack: law.Pack) -> Iterable[Promise]:
    """The franchisee's right to step back: by the contract where the law leaves it to that."""
    by_law = Duration(pack.cooling_off.days, Unit.DAYS) if pack.cooling_off else None
    agreed = terms.cooling_off
    if agreed and by_law and not (pack.cooling_off and pack.cooling_off.contract_decides):
        agreed = max(agreed, by_law, key=lambda one: one.after(SOME_DAY))
    length = agreed or by_law
    if length:
        yield Promise(
            origin="cooling_off",
            kind=DutyKind.NOTICE_WINDOW,
            owner=Side.FRANCHISEE,
            title=N_("Cooling-off: the franchisee may step back"),
            due=Due(rule=DueRule.AFTER, event=DutyEvent.SIGNED, offset=length),
            clause=ClauseKind.COOLING_OFF,
            remind_days=(7, 2),
            needs_evidence=False,
            basis="" if agreed else pack.cooling_off.rule.source if pack.cooling_off else "",
        )


def _windows(terms: Terms) -> Iterable[Promise]:
    if terms.notice is None or terms.is_indefinite:
        return
    for side in Side:
        yield Promise(
            origin=f"notice:{side}",
            kind=DutyKind.NOTICE_WINDOW,
            owner=side,
            title=N_("Last day for notice before the term ends"),
            due=Due(rule=DueRule.BEFORE_END, offset=terms.notice.least_of(PARTIES[side])),
            clause=ClauseKind.NOTICE,
            remind_days=LONG_AHEAD,
            needs_evidence=False,
        )


def _development(terms: Terms) -> Iterable[Promise]:
    for step in terms.development:
        grace = (step.grace.after(step.due_on) - step.due_on).days if step.grace else 0
        yield Promise(
            origin=f"development:{step.number}",
            kind=DutyKind.DEVELOPMENT,
            owner=Side.FRANCHISEE,
            title=N_("Development step %(number)s: outlets open, all together %(outlets)s"),
            params={"number": step.number, "outlets": step.outlets_open},
            due=Due(rule=DueRule.ON, first_on=step.due_on),
            clause=ClauseKind.DEVELOPMENT,
            remind_days=LONG_AHEAD,
            grace_days=grace,
        )


def _deposit(terms: Terms) -> Iterable[Promise]:
    if terms.deposit and terms.deposit.return_within:
        yield Promise(
            origin="deposit",
            kind=DutyKind.DEPOSIT_RETURN,
            owner=Side.FRANCHISOR,
            title=N_("Return the deposit of %(amount)s"),
            params={"amount": terms.deposit.amount},
            due=Due(rule=DueRule.AFTER, event=DutyEvent.ENDED, offset=terms.deposit.return_within),
            clause=ClauseKind.DEPOSIT,
        )


def _purchases(terms: Terms, starts_on: date) -> Iterable[Promise]:
    if terms.minimum_purchase:
        every = RHYTHMS[terms.minimum_purchase.every]
        yield Promise(
            origin="purchases",
            kind=DutyKind.MINIMUM_PURCHASE,
            owner=Side.FRANCHISEE,
            title=N_("Buy goods for at least %(amount)s"),
            params={"amount": terms.minimum_purchase.amount},
            due=Due(rule=DueRule.EVERY, first_on=every.last_day(starts_on), every=every),
            clause=ClauseKind.PURCHASING,
        )


def _insurance(policies: Iterable[Insurance], starts_on: date) -> Iterable[Promise]:
    for policy in policies:
        if policy.evidence_every:
            yield Promise(
                origin=f"insurance:{policy.kind}",
                kind=DutyKind.INSURANCE,
                owner=Side.FRANCHISEE,
                title=N_("Show that the insurance is in force: %(insurance)s"),
                params={"insurance": policy.kind},
                due=Due(
                    rule=DueRule.EVERY, first_on=starts_on, every=RHYTHMS[policy.evidence_every]
                ),
                clause=ClauseKind.INSURANCE,
            )


def _audit(terms: Terms, starts_on: date) -> Iterable[Promise]:
    if terms.audit and terms.audit.times_a_year:
        yield Promise(
            origin="audit",
            kind=DutyKind.AUDIT,
            owner=Side.FRANCHISOR,
            title=N_("Audit of the books: at most %(times)s in this year of the contract"),
            params={"times": terms.audit.times_a_year},
            due=Due(rule=DueRule.EVERY, first_on=YEAR.last_day(starts_on), every=YEAR),
            clause=ClauseKind.AUDIT,
            needs_evidence=False,
        )


def _reports(terms: Terms, starts_on: date) -> Iterable[Promise]:
    """Reports beside those of sales, which are a duty of each month by themselves."""
    for report in terms.reports:
        if report.kind is ReportKind.SALES:
            continue
        first_on, once_on = first_reports(report, starts_on)
        for origin, due in (
            ("first", once_on and Due(rule=DueRule.ON, first_on=once_on)),
            ("again", Due(rule=DueRule.EVERY, first_on=first_on, every=RHYTHMS[report.every])),
        ):
            if due:
                yield Promise(
                    origin=f"report:{report.kind}:{report.every}:{origin}",
                    kind=DutyKind.OTHER,
                    owner=Side.FRANCHISEE,
                    title=N_("Report: %(report)s, %(every)s"),
                    params={"report": report.kind, "every": report.every},
                    due=due,
                    clause=ClauseKind.REPORTING,
                )


def _filing(pack: law.Pack) -> Iterable[Promise]:
    for duty in pack.duties_after(law.Trigger.FIRST_CONTRACT):
        if duty.within:
            yield Promise(
                origin=f"law:{duty.id}",
                kind=DutyKind.FILING,
                owner=OWNERS[duty.owner],
                title=law.duty_title(duty),
                due=Due(rule=DueRule.AFTER, event=DutyEvent.SIGNED, offset=duty.within),
                source=DutySource.PACK,
                remind_days=(7, 2),
                basis=duty.rule.source,
            )


def _next_yearly(duty: law.Duty, on: date) -> date:
    """The first day on or after `on`: about this year, or about the one before."""
    days = [duty.due_on(date(year, 12, 31)) for year in (on.year - 2, on.year - 1, on.year)]
    return min(day for day in days if day >= on)
