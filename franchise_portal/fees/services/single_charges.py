"""Charging what comes from no sales report: a fee for an event, the cost of an audit, interest.

Each occasion is charged exactly once, however often and by however many at once it is asked for.
What is charged together stands on one debit note, which has numbers of its own and is owed, paid,
credited, disputed and written off like an invoice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ... import audit
from ...access.actor import Actor
from ...contracts.models import Clause, Contract, ContractOutlet
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.money import Money
from ...network.models import Franchisee
from ..models import FeePlan, Invoice, PlanAssignment, SingleCharge
from ..queries.raw_ids import as_raw
from ..queries.taxing import Taxes
from ..single_enums import SingleAction, SingleKind
from ..single_errors import ChargeInOtherCurrency, ChargeOfNothing, ContractOfAnother, NoClause
from .drafts import Draft, Single
from .issuing import Issuing
from .ledger import pass_gate
from .single_letters import tell_franchisee

LONGEST_SOURCE, LONGEST_WORDS = 200, 300
PORTION = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One thing to be charged, once."""

    source: str
    """What tells it from every other: `late_interest/<invoice id>/2026-10-31`. At most 200 long."""
    kind: SingleKind
    contract_id: UUID
    clause: str
    """The number of a clause that the contract has. Without one nothing is charged."""
    amount: Money
    """Without tax, above zero, in the currency in which the contract is charged."""
    outlet_id: UUID | None = None
    """An outlet of the contract; None when it is about no single one."""
    words: str = ""
    """What it is about, beside its kind, which readers see in their own language: "Invoice
    2026-0031". Only what was agreed otherwise (`SingleKind.OTHER`) cannot do without."""
    working: dict[str, Any] = field(default_factory=dict)
    """How the amount came about, so that the line can be opened; see `rules.single_working`."""


def charge(
    actor: Actor, *, franchisee_id: UUID, occasions: Sequence[Occasion], on: date
) -> Invoice | None:
    """Charge what has not been charged before, on one debit note; None when all of it has been.

    Other features call this; the signature stays. Whether the actor may is their business. `on` is
    the day up to which amounts were counted: today or earlier; the tax is that of this day. The
    debit note is issued today, stands on this month's statement, and is due after the days that
    invoices have. Credit settles it at once. All occasions are of one currency, and of contracts of
    this franchisee. Of two with the same source the first counts.

    Raises:
        NoClause: for a clause that the contract does not have.
        ChargeOfNothing: for an amount that is not above zero.
        ChargeInOtherCurrency: beside another currency, or beside the contract's.
        ContractOfAnother: for a contract or an outlet that is somebody else's.
        Refused: without the words that it needs, or for a day to come.
    """
    pass_gate()
    due = _uncharged(occasions)
    if not due:
        return None
    draft = draft_of(franchisee_id, due, on=on)
    issuing = Issuing(actor, month=draft.month)
    issuing.add(draft)
    issuing.issue()
    note = db.session.get_one(Invoice, UUID(str(draft.id)))
    _record(actor, note, due)
    tell_franchisee(note, tuple(one.kind for one in due))
    return note


def charged_sources(sources: Iterable[str]) -> set[str]:
    """Those of some sources that have been charged already."""
    wanted = sorted(set(sources))
    found: set[str] = set()
    for start in range(0, len(wanted), PORTION):
        some = wanted[start : start + PORTION]
        found.update(
            db.session.scalars(select(SingleCharge.source).where(SingleCharge.source.in_(some)))
        )
    return found


def draft_of(franchisee_id: UUID, occasions: Sequence[Occasion], *, on: date) -> Draft:
    """The debit note as it would be issued, to be looked at first; raises as `charge` does."""
    if on > clock.today():
        raise Refused(N_("Choose today or an earlier day."), field="on")
    if len({one.kind.is_owed_back for one in occasions}) > 1:
        raise Refused(
            N_("A deposit is owed back, so it stands on a debit note of its own: charge it alone."),
            field="kind",
        )
    franchisee = db.session.get_one(Franchisee, franchisee_id)
    contracts = _contracts(franchisee_id, occasions)
    currency = occasions[0].amount.currency
    taxes = Taxes()
    month = f"{clock.today():%Y-%m}"
    draft = Draft(as_raw(franchisee_id), franchisee.code, currency, month=month)
    for one in occasions:
        _require_sound(one, contracts.get(one.contract_id), currency)
        draft.add_single(
            Single(
                kind=one.kind,
                source=one.source,
                outlet_id=as_raw(one.outlet_id) if one.outlet_id else None,
                contract_id=as_raw(one.contract_id),
                clause=one.clause.strip(),
                words=one.words.strip()[:LONGEST_WORDS],
                minor=one.amount.minor,
                working=one.working,
                charged_on=on,
                rate=None
                if one.kind.is_owed_back
                else taxes.on(one.kind.value, as_raw(one.contract_id), as_raw(franchisee_id), on),
            )
        )
    return draft


def _uncharged(occasions: Sequence[Occasion]) -> list[Occasion]:
    known = charged_sources(one.source for one in occasions)
    found: dict[str, Occasion] = {}
    for one in occasions:
        if one.source not in known:
            found.setdefault(one.source, one)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Ground:
    """What of a contract matters to a charge under it."""

    number: str
    clauses: frozenset[str]
    outlets: frozenset[UUID]
    currency: str
    """That of its latest plan; empty without one."""


def _contracts(franchisee_id: UUID, occasions: Sequence[Occasion]) -> dict[UUID, _Ground]:
    ids = {one.contract_id for one in occasions}
    numbers = db.session.execute(
        select(Contract.id, Contract.number).where(
            Contract.id.in_(ids), Contract.franchisee_id == franchisee_id
        )
    ).all()
    clauses = db.session.execute(
        select(Clause.contract_id, Clause.number).where(Clause.contract_id.in_(ids))
    ).all()
    outlets = db.session.execute(
        select(ContractOutlet.contract_id, ContractOutlet.outlet_id).where(
            ContractOutlet.contract_id.in_(ids)
        )
    ).all()
    currencies = dict(
        db.session.execute(
            select(PlanAssignment.contract_id, FeePlan.currency)
            .join(FeePlan, FeePlan.id == PlanAssignment.plan_id)
            .where(PlanAssignment.contract_id.in_(ids))
            .order_by(PlanAssignment.starts_on)
        ).all()
    )
    return {
        contract_id: _Ground(
            number,
            frozenset(clause for owner, clause in clauses if owner == contract_id),
            frozenset(outlet for owner, outlet in outlets if owner == contract_id),
            currencies.get(contract_id, ""),
        )
        for contract_id, number in numbers
    }


def _require_sound(one: Occasion, ground: _Ground | None, currency: str) -> None:
    words = one.words.strip() or one.kind
    if not one.source.strip() or len(one.source) > LONGEST_SOURCE:
        msg = "a charge needs a source of at most 200 characters"
        raise ValueError(msg)
    if ground is None or (one.outlet_id is not None and one.outlet_id not in ground.outlets):
        raise ContractOfAnother(words=words)
    if one.kind is SingleKind.OTHER and not one.words.strip():
        raise Refused(N_("Write what is charged; the franchisee reads it."), field="words")
    if one.clause.strip() not in ground.clauses:
        raise NoClause(contract=ground.number, clause=one.clause.strip(), words=words)
    if one.amount.minor <= 0:
        raise ChargeOfNothing(words=words, amount=one.amount)
    for wanted in (ground.currency, currency):
        if wanted and one.amount.currency != wanted:
            raise ChargeInOtherCurrency(
                words=words,
                found=one.amount.currency,
                contract=ground.number,
                currency=wanted,
            )


def _record(actor: Actor, note: Invoice, due: Sequence[Occasion]) -> None:
    franchisee = db.session.get_one(Franchisee, note.franchisee_id)
    audit.record(
        actor,
        SingleAction.CHARGED,
        note,
        name=note.number,
        franchisee_id=note.franchisee_id,
        amount=Money(note.total_minor, note.currency),
        franchisee=franchisee.name,
        words=tuple(dict.fromkeys(one.kind for one in due)),
    )
