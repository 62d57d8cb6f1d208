"""The yearly report and the first filing of a franchisor in China, from live data."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from ... import law
from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...network.models import Franchisee, Region
from ..enums import ContractStatus
from ..event_enums import TerminationKind, TerminationStatus
from ..models import Contract, ContractTerm, Termination
from ..rules import filing as rules
from ..rules.filing import ContractEnd, ContractYear, FilingState, RegionYear
from .filing_items import PACK, Change, ItemState, changes_to_report, filing_items

MOST = 200
OVER = (ContractStatus.EXPIRED, ContractStatus.TERMINATED, ContractStatus.TRANSFERRED)


@dataclass(frozen=True, slots=True)
class Case:
    """A contract that the yearly report counts."""

    number: str
    franchisee: str
    franchisee_local: str
    region: str
    on: date
    kind: str
    """`signed`, `cancelled`, `ended` or `renewed`."""


@dataclass(frozen=True, slots=True)
class FilingDraft:
    """Everything for the authority, as of a day."""

    year: int
    on: date
    disclaimer: str
    report_due_on: date | None
    report_state: FilingState
    rows: tuple[RegionYear, ...]
    total: RegionYear
    cases: Sequence[Case]
    cases_count: int
    first_contract: str
    first_signed_on: date | None
    first_due_on: date | None
    items: Sequence[ItemState]
    changes: Sequence[Change]
    rules: Sequence[law.Rule]


def filing_draft(actor: Actor, year: int, *, on: date | None = None) -> FilingDraft:
    """The draft for a year's report, with the first filing and what has changed lately.

    Raises:
        NotFound: for the other side.
    """
    if not isinstance(actor.scope, Everything):
        raise NotFound
    day = on or clock.today()
    pack = law.pack(PACK)
    contracts = _contracts()
    rows = rules.yearly_report([one.counted for one in contracts], year)
    due_on = pack.yearly_report_on(date(year, 12, 31))
    cases = sorted(_cases(contracts, year), key=lambda case: (case.kind, case.on, case.number))
    first = min(
        (one for one in contracts if one.counted.signed_on is not None),
        key=lambda one: (not one.is_first, one.counted.signed_on),
        default=None,
    )
    signed_on = first.counted.signed_on if first else None
    return FilingDraft(
        year=year,
        on=day,
        disclaimer=law.disclaimer(pack),
        report_due_on=due_on,
        report_state=rules.state(due_on, on=day) if due_on else FilingState.DUE,
        rows=rows,
        total=rules.total(rows),
        cases=cases[:MOST],
        cases_count=len(cases),
        first_contract=first.counted.number if first else "",
        first_signed_on=signed_on,
        first_due_on=pack.filing_until(signed_on, is_first=True) if signed_on else None,
        items=filing_items(first.counted.number if first else "", day),
        changes=changes_to_report(pack, day),
        rules=[duty.rule for duty in pack.duties],
    )


@dataclass(frozen=True, slots=True)
class _Known:
    counted: ContractYear
    franchisee: str
    franchisee_local: str
    is_first: bool


def _contracts() -> list[_Known]:
    """The contracts under the law of China, with how each ended and was renewed."""
    renewed: dict[UUID, list[date]] = defaultdict(list)
    here = Contract.pack == PACK
    for contract_id, starts_on in db.session.execute(
        select(ContractTerm.contract_id, ContractTerm.starts_on)
        .join(Contract, Contract.id == ContractTerm.contract_id)
        .where(here, ContractTerm.renews_end.is_not(None))
    ):
        renewed[contract_id].append(starts_on)
    rows = db.session.execute(
        select(
            Contract.id,
            Contract.number,
            Contract.signed_on,
            Contract.status,
            func.coalesce(Contract.ended_on, Contract.ends_on),
            Contract.is_first,
            Termination.kind,
            Franchisee.name,
            Franchisee.name_local,
            Region.name,
        )
        .join(Franchisee, Franchisee.id == Contract.franchisee_id)
        .outerjoin(Region, Region.id == Franchisee.region_id)
        .outerjoin(
            Termination,
            (Termination.contract_id == Contract.id)
            & (Termination.status == TerminationStatus.DONE),
        )
        .where(here)
        .order_by(Contract.signed_on, Contract.number)
    )
    return [_known(row, renewed) for row in rows]


def _known(row: Any, renewed: dict[UUID, list[date]]) -> _Known:  # noqa: ANN401 - a row
    key, number, signed_on, status, ended_on, is_first, kind, name, local, region = row
    is_over = status in OVER
    end = ContractEnd.CANCELLED if kind is TerminationKind.RESCISSION else ContractEnd.ENDED
    counted = ContractYear(
        number=number,
        region=region or "",
        signed_on=signed_on if status.is_binding else None,
        ended_on=ended_on if is_over else None,
        end=end if is_over else None,
        renewed_on=tuple(renewed.get(key, ())),
    )
    return _Known(counted, name, local, is_first)


def _cases(contracts: Sequence[_Known], year: int) -> Iterator[Case]:
    for known in contracts:
        one = known.counted
        days = [("signed", one.signed_on), *(("renewed", day) for day in one.renewed_on)]
        if one.end is not None:
            days.append((one.end.value, one.ended_on))
        for kind, day in days:
            if day is not None and day.year == year:
                yield Case(
                    one.number, known.franchisee, known.franchisee_local, one.region, day, kind
                )
