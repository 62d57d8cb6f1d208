"""Posting late charges, month by month. Each invoice, contract, kind and period is charged once.

The first month is posted by a person who has looked at it; from then on each month follows by
itself once it is over. Days before the first month are never charged.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.models import Invoice, SingleCharge
from ...fees.services.ledger import pass_gate
from ...fees.services.single_charges import Occasion, charge
from ...fees.single_enums import SingleKind
from ...jobs import enqueue
from ...kit import clock
from ...kit.ids import new_id
from ...kit.period import Period
from ..enums import DunningAction, LateKind
from ..errors import MonthDone, MonthOpen
from ..models import LateCharge, LateRun
from ..queries import late as queries
from ..queries.late import Reckoned

JOB: Final = "dunning.charge_month"
KINDS: Final = {
    LateKind.FLAT: SingleKind.LATE_CHARGE,
    LateKind.DAILY: SingleKind.LATE_CHARGE,
    LateKind.INTEREST: SingleKind.LATE_INTEREST,
}


def post_month(actor: Actor, month: Period) -> LateRun:
    """Begin to post the late charges of a month; the work is done in the background.

    Raises:
        MonthDone: when it was posted, or a later one was.
        MonthOpen: before it is over, or while an earlier one is still to be posted.
    """
    actor.require(Permission.DUNNING_LATE_POST)
    pass_gate()
    today = clock.today()
    latest = queries.latest_run()
    if latest is not None and month.text <= latest.month:
        raise MonthDone(month=month)
    wanted = queries.next_month(today)
    if today < queries.opens_on(month) or (latest is not None and month != wanted):
        raise MonthOpen(month=month, day=queries.opens_on(month))
    run = LateRun(id=new_id(), month=month.text, posted_by_name=actor.name, posted_at=clock.now())
    db.session.add(run)
    db.session.flush()
    enqueue(
        JOB,
        arguments={"run_id": str(run.id)},
        dedupe_key=f"dunning/{month.text}",
        actor=actor,
        label=month.text,
    )
    return run


def post_next(actor: Actor) -> LateRun | None:
    """Begin the month after the latest, once that is finished and its own day has come.

    None when there is nothing to begin: also before a person has posted a first month.
    """
    latest = queries.latest_run()
    if latest is None or latest.finished_at is None:
        return None
    month = Period.parse_month(latest.month).following()
    return post_month(actor, month) if clock.today() >= queries.opens_on(month) else None


def charge_franchisee(actor: Actor, run: LateRun, franchisee_id: UUID, *, on: date) -> int:
    """Post what a month costs one franchisee, a debit note for each currency; how many charges.

    Posted before, it posts nothing. `on` is the day of posting.
    """
    pass_gate()
    month = Period.parse_month(run.month)
    charges = queries.reckon([franchisee_id], month).charges
    posted = 0
    for currency in sorted({one.amount.currency for one in charges}):
        mine = [one for one in charges if one.amount.currency == currency]
        note = charge(
            actor,
            franchisee_id=franchisee_id,
            occasions=[_occasion(one) for one in mine],
            on=min(month.last, on),
        )
        if note is not None:
            posted += _keep(run, note, mine, on)
    db.session.flush()
    return posted


def finish(actor: Actor, run: LateRun) -> None:
    """Note that everybody was looked at."""
    if run.finished_at is not None:
        return
    run.finished_at = clock.now()
    run.charges = queries.count_of(run)
    audit.record(
        actor,
        DunningAction.LATE_POSTED,
        run,
        name=run.month,
        month=Period.parse_month(run.month),
        count=run.charges,
    )
    db.session.flush()


def _occasion(one: Reckoned) -> Occasion:
    return Occasion(
        source=_source(one),
        kind=KINDS[one.due.kind],
        contract_id=one.due.contract_id,
        clause=one.due.clause,
        amount=one.amount,
        words=one.found.invoice.number,
        working=one.due.working,
    )


def _source(one: Reckoned) -> str:
    due = one.due
    return f"late/{due.kind}/{one.found.invoice_id}/{due.contract_id}/{due.period}"


def _keep(run: LateRun, note: Invoice, charges: Sequence[Reckoned], on: date) -> int:
    lines = _lines(_source(one) for one in charges)
    rows = [
        LateCharge(
            id=new_id(),
            invoice_id=one.found.invoice_id,
            contract_id=one.due.contract_id,
            franchisee_id=one.found.franchisee_id,
            run_id=run.id,
            kind=one.due.kind,
            period=one.due.period,
            amount_minor=one.due.minor,
            currency=one.amount.currency,
            clause=one.due.clause,
            working=one.due.working,
            note_id=note.id,
            single_charge_id=lines[_source(one)],
            posted_on=on,
        )
        for one in charges
    ]
    db.session.add_all(rows)
    return len(rows)


def _lines(sources: Iterable[str]) -> dict[str, UUID]:
    rows = db.session.execute(
        select(SingleCharge.source, SingleCharge.id).where(SingleCharge.source.in_(list(sources)))
    )
    return dict(rows.all())
