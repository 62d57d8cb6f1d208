"""Exits as an actor sees them, what keeps each one open, and why franchisees leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from ...access.actor import Actor
from ...access.roles import Side
from ...access.scope import Everything
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.money import Money
from ...network.enums import FranchiseeStatus
from ...network.models import Franchisee
from ...web.paging import COUNT_LIMIT, SIZE, Page
from .. import reckoning
from ..event_enums import ExitCause, ExitReason, ExitStatus
from ..models import Contract, Exit, ExitReturn, ExitTold
from ..rules.exits import ExitFacts, Open, ReasonRow, Told, reasons_by_side, what_is_open
from . import transfers
from .contracts import contract_for


def visible_exits(actor: Actor) -> Select[Exit]:
    """All exits for the office, one's own on the other side."""
    query = select(Exit)
    if isinstance(actor.scope, Everything):
        return query
    return query.where(Exit.franchisee_id == actor.scope.franchisee_id)


def exit_for(actor: Actor, exit_id: UUID) -> tuple[Contract, Exit]:
    """One exit with its contract, things and reasons.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_exits(actor).where(Exit.id == exit_id).options(*_PARTS)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return contract_for(actor, found.contract_id), found


def exit_of(contract_id: UUID) -> Exit | None:
    """The exit from a contract, if it has begun."""
    query = select(Exit).where(Exit.contract_id == contract_id).options(*_PARTS)
    return db.session.scalars(query).one_or_none()


_PARTS = (
    selectinload(Exit.returns).joinedload(ExitReturn.file),
    selectinload(Exit.told),
    joinedload(Exit.franchisee),
)


def return_for(actor: Actor, return_id: UUID) -> tuple[Contract, Exit, ExitReturn]:
    """One thing to be returned, with its exit.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = select(ExitReturn).where(ExitReturn.id == return_id)
    found = db.session.scalars(query.options(joinedload(ExitReturn.file))).one_or_none()
    if found is None:
        raise NotFound
    contract, exit_ = exit_for(actor, found.exit_id)
    return contract, exit_, found


@dataclass(frozen=True, slots=True)
class Settlement:
    """An exit's account, and what still keeps it open."""

    account: reckoning.Account
    charges: int
    open: tuple[Open, ...]


def settlement(exit_: Exit, *, on: date | None = None) -> Settlement:
    """How far an exit has come on a day, today without one."""
    account = reckoning.account_of(exit_.franchisee_id, on or clock.today())
    charges = len(transfers.open_charges(exit_.franchisee_id))
    return Settlement(account, charges, what_is_open(facts_of(exit_, account, charges)))


def facts_of(exit_: Exit, account: reckoning.Account, charges: int) -> ExitFacts:
    """An exit as the rule wants it."""
    return ExitFacts(
        open_amounts=[standing.open for standing in account.standings],
        is_given_up=is_given_up(exit_, account),
        to_assess=account.to_assess,
        charges=charges,
        credit=[standing.credit for standing in account.standings],
        credit_paid=exit_.credit_paid_on is not None,
        deposit=exit_.deposit,
        deposit_returned=exit_.returned,
        deposit_kept=exit_.kept,
        returns=[one.status for one in exit_.returns],
        interview=exit_.interview,
        has_reasons=any(one.side is Side.FRANCHISOR and one.reasons for one in exit_.told),
    )


def given_up(exit_: Exit) -> dict[str, int]:
    """What has been given up of the open amounts: minor units by currency."""
    found: dict[str, int] = {}
    for part in exit_.given_up:
        found[part["currency"]] = found.get(part["currency"], 0) + int(part["minor"])
    return found


def is_given_up(exit_: Exit, account: reckoning.Account) -> bool:
    """Whether so much has been given up as is open, in each currency."""
    waived = given_up(exit_)
    owed = [standing.open for standing in account.standings if standing.open.minor > 0]
    return bool(owed) and all(waived.get(amount.currency, 0) >= amount.minor for amount in owed)


def still_open(exit_: Exit, account: reckoning.Account) -> list[Money]:
    """What is open and has not been given up, for each currency."""
    waived = given_up(exit_)
    rest = (
        Money(standing.open.minor - waived.get(standing.open.currency, 0), standing.open.currency)
        for standing in account.standings
    )
    return [amount for amount in rest if amount.minor > 0]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedExits:
    """What a list of exits is narrowed to; empty means everything."""

    statuses: Sequence[str] = ()
    causes: Sequence[str] = ()
    page: int = 1


def exits(actor: Actor, wanted: WantedExits) -> Page[Exit]:
    """One page of exits, the open ones first, the latest end first."""
    query = visible_exits(actor)
    if wanted.statuses:
        query = query.where(Exit.status.in_([ExitStatus(one) for one in wanted.statuses]))
    if wanted.causes:
        query = query.where(Exit.cause.in_([ExitCause(one) for one in wanted.causes]))
    ids = query.with_only_columns(Exit.id).limit(COUNT_LIMIT + 1).subquery()
    total = db.session.scalar(select(func.count()).select_from(ids)) or 0
    rows = db.session.scalars(
        query.order_by(Exit.status.desc(), Exit.ended_on.desc(), Exit.id)
        .limit(SIZE)
        .offset((wanted.page - 1) * SIZE)
        .options(joinedload(Exit.franchisee), joinedload(Exit.contract))
    ).all()
    return Page(list(rows), wanted.page, SIZE, total)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Why franchisees leave: counts, reasons by side, and who would come back."""

    total: int
    causes: Sequence[tuple[ExitCause, int]]
    years: Sequence[tuple[int, int]]
    reasons: tuple[ReasonRow, ...]
    heard: int
    """Exits of which the franchisee told the reasons."""
    tenure: Sequence[tuple[str, int]]
    """How long they had been franchisees, in the spans of `TENURES`."""
    alumni: Sequence[Franchisee]
    would_return: Sequence[Franchisee]


TENURES = ("under_1", "from_1_to_3", "from_3_to_5", "from_5_to_10", "over_10", "unknown")


def leaving(actor: Actor) -> Leaving:
    """All exits that the actor can see, counted."""
    rows = db.session.scalars(
        visible_exits(actor).options(selectinload(Exit.told), joinedload(Exit.franchisee))
    ).all()
    causes = [(cause, sum(row.cause is cause for row in rows)) for cause in ExitCause]
    ends = sorted({row.ended_on.year for row in rows})
    told = [_told(row) for row in rows]
    spans = [_tenure(row) for row in rows]
    return Leaving(
        total=len(rows),
        causes=causes,
        years=[(year, sum(row.ended_on.year == year for row in rows)) for year in ends],
        reasons=reasons_by_side(told),
        heard=sum(bool(one.by_franchisee) for one in told),
        tenure=[(span, spans.count(span)) for span in TENURES],
        alumni=_named(
            row.franchisee for row in rows if row.franchisee.status is FranchiseeStatus.ALUMNI
        ),
        would_return=_named(row.franchisee for row in rows if row.would_return),
    )


def _told(row: Exit) -> Told:
    def reasons(side: Side) -> frozenset[ExitReason]:
        return frozenset(
            ExitReason(value) for one in row.told if one.side is side for value in one.reasons
        )

    return Told(by_franchisor=reasons(Side.FRANCHISOR), by_franchisee=reasons(Side.FRANCHISEE))


def _tenure(row: Exit) -> str:
    since = row.franchisee.since
    if since is None:
        return "unknown"
    years = (row.ended_on - since).days / YEAR
    for name, most in LIMITS:
        if years < most:
            return name
    return "over_10"


YEAR = 365
LIMITS = (("under_1", 1), ("from_1_to_3", 3), ("from_3_to_5", 5), ("from_5_to_10", 10))


def _named(franchisees: object) -> Sequence[Franchisee]:
    found = {one.id: one for one in franchisees}  # type: ignore[attr-defined]
    return sorted(found.values(), key=lambda one: (one.name, one.code))


def told_by(exit_: Exit, side: Side) -> ExitTold | None:
    """What one side said about why."""
    return next((one for one in exit_.told if one.side is side), None)
