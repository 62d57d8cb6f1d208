"""What belongs to a first filing in China, as far as the portal knows, and what changed lately."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from ... import law
from ...audit.models import Entry
from ...database import db
from ...kit import clock
from ...kit.i18n import N_
from ...network.enums import NetworkAction
from ...network.models import Outlet, OutletOwnership
from ...network.queries import founded
from ..models import Contract, ContractOutlet, ContractTemplate
from ..rules import filing as rules
from ..rules.filing import ChangeKind, FilingItem, FilingState, OwnOutlet

PACK = "cn"
DAY = timedelta(days=1)
LOOK_BACK = timedelta(days=90)
"""Changes are shown for so long, whether they were reported or not."""
MOST = 200
#: Facts of the network that were filed.
FILED = {"name", "legal_name", "address"}


@dataclass(frozen=True, slots=True)
class Change:
    """Something to be reported within the days that the law gives."""

    kind: ChangeKind
    what: str
    on: date
    due_on: date
    state: FilingState


@dataclass(frozen=True, slots=True)
class ItemState:
    """One part of the first filing, and what the portal knows about it."""

    item: FilingItem
    facts: tuple[tuple[str, dict[str, Any]], ...]
    """Sentences with their values, untranslated."""
    is_there: bool | None
    """Whether the portal holds it; None where only people know."""


def filing_items(first_contract: str, day: date) -> Sequence[ItemState]:
    """Every part of a first filing, and what the portal knows about it on a day."""
    network = founded()
    has_facts = bool(network.legal_name and network.address)
    own = _own_outlets(day)
    ready = rules.ready_to_franchise(own, on=day)
    outlets = db.session.scalar(select(func.count()).select_from(_in_china(day).subquery())) or 0
    has_sample = db.session.scalar(select(exists().where(ContractTemplate.pack == PACK))) or False
    known: dict[FilingItem, tuple[bool, str, dict[str, Any]]] = {
        FilingItem.FACTS: (
            has_facts,
            N_("%(name)s, %(address)s")
            if has_facts
            else N_("The settings lack the network's legal name or its address."),
            {"name": network.legal_name, "address": network.address} if has_facts else {},
        ),
        FilingItem.OUTLETS: (
            outlets > 0,
            N_("%(count)s outlets trade under contracts with the law of China."),
            {"count": outlets},
        ),
        FilingItem.TWO_OUTLETS: (
            len(ready) >= rules.OWN_OUTLETS,
            N_("%(ready)s of %(all)s own outlets have run for more than a year."),
            {"ready": len(ready), "all": len(own)},
        ),
        FilingItem.FIRST_CONTRACT: (
            bool(first_contract),
            N_("%(number)s") if first_contract else N_("None has been signed yet."),
            {"number": first_contract} if first_contract else {},
        ),
        FilingItem.SAMPLE: (
            bool(has_sample),
            N_("A template for the law of China stands in the library.")
            if has_sample
            else N_("The library has no template for the law of China yet."),
            {},
        ),
    }
    return [
        ItemState(item, ((known[item][1], known[item][2]),), known[item][0])
        if item in known
        else ItemState(item, (), None)
        for item in FilingItem
    ]


def _own_outlets(day: date) -> list[OwnOutlet]:
    """Outlets that trade on a day without a franchisee, since when."""
    is_owned = exists().where(
        OutletOwnership.outlet_id == Outlet.id,
        OutletOwnership.starts_on <= day,
        or_(OutletOwnership.ends_on.is_(None), OutletOwnership.ends_on >= day),
    )
    last_owned = (
        select(func.max(OutletOwnership.ends_on))
        .where(OutletOwnership.outlet_id == Outlet.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Outlet.name, Outlet.opened_on, last_owned).where(
            Outlet.opened_on <= day,
            or_(Outlet.closed_on.is_(None), Outlet.closed_on > day),
            ~is_owned,
        )
    )
    return [
        OwnOutlet(name=name, since=max(opened_on, until + DAY) if until else opened_on)
        for name, opened_on, until in rows
    ]


def _in_china(day: date) -> Any:  # noqa: ANN401 - a select
    covered = exists().where(
        ContractOutlet.outlet_id == Outlet.id,
        Contract.id == ContractOutlet.contract_id,
        Contract.pack == PACK,
        ContractOutlet.starts_on <= day,
        ContractOutlet.ends_on >= day,
    )
    return select(Outlet.id).where(
        covered, Outlet.opened_on <= day, or_(Outlet.closed_on.is_(None), Outlet.closed_on > day)
    )


def changes_to_report(pack: law.Pack, day: date) -> Sequence[Change]:
    """What has changed of what was filed, the most urgent first."""
    duty = next(iter(pack.duties_after(law.Trigger.CHANGE)), None)
    if duty is None:
        return ()
    found = [
        Change(kind, what, on, duty.due_on(on), rules.state(duty.due_on(on), on=day))
        for kind, what, on in _what_changed(day - LOOK_BACK, day)
    ]
    return sorted(found, key=lambda change: (change.due_on, change.what))[:MOST]


def _what_changed(first: date, last: date) -> Iterator[tuple[ChangeKind, str, date]]:
    in_china = exists().where(
        ContractOutlet.outlet_id == Outlet.id,
        Contract.id == ContractOutlet.contract_id,
        Contract.pack == PACK,
    )
    for kind, column in (
        (ChangeKind.OPENED, Outlet.opened_on),
        (ChangeKind.CLOSED, Outlet.closed_on),
    ):
        rows = db.session.execute(
            select(Outlet.code, Outlet.name, column).where(
                in_china, column >= first, column <= last
            )
        )
        yield from ((kind, f"{code} {name}", on) for code, name, on in rows if on)
    earlier = aliased(OutletOwnership)
    had_owner = exists().where(
        earlier.outlet_id == OutletOwnership.outlet_id,
        earlier.starts_on < OutletOwnership.starts_on,
    )
    taken_over = db.session.execute(
        select(Outlet.code, Outlet.name, OutletOwnership.starts_on)
        .join(OutletOwnership, OutletOwnership.outlet_id == Outlet.id)
        .where(
            in_china,
            had_owner,
            OutletOwnership.starts_on >= first,
            OutletOwnership.starts_on <= last,
        )
    )
    yield from ((ChangeKind.OWNER, f"{code} {name}", on) for code, name, on in taken_over)
    yield from _franchisor_changed(first, last)


def _franchisor_changed(first: date, last: date) -> Iterator[tuple[ChangeKind, str, date]]:
    entries = db.session.scalars(
        select(Entry)
        .where(Entry.action == NetworkAction.SETTINGS_CHANGED.value)
        .order_by(Entry.at.desc())
        .limit(MOST)
    )
    for entry in entries:
        day = clock.day_of(entry.at)
        facts = {
            part.get("value") for part in entry.data.get("facts", []) if isinstance(part, dict)
        }
        if first <= day <= last and facts & FILED:
            yield ChangeKind.FRANCHISOR, founded().legal_name or founded().name, day
