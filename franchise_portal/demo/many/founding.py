"""Writing a network of any size: franchisees, people, outlets, care and contracts, in portions."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from uuid import UUID

from sqlalchemy import select, text

from ...contracts.services import ContractRow, Words, create_contracts_bulk
from ...database import db, edge
from ...fees import services as fees
from ...fees.models import PlanAssignment
from ...fees.plan_files import plan_from_toml
from ...kit import clock
from ...kit.ids import new_id
from ...network import services as network
from ...network.enums import CareKind, FranchiseeStatus, OutletFormat, PersonRole
from ...network.models import CareAssignment, Franchisee, Outlet
from ...rows import insert_rows
from .. import seeds, story
from ..seeds import Told
from .cast import KNOWN, Business, businesses

AT_ONCE = 1_000
"""Franchisees written in one transaction."""
ENDS_ON = date(2031, 12, 31)
CARED_FOR_SINCE = date(2024, 9, 16)
CARE_COLUMNS = ("id", "franchisee_id", "user_id", "kind", "starts_on", "ends_on")
ASSIGNMENT_COLUMNS = ("id", "contract_id", "plan_id", "starts_on")


def found(*, outlets: int, seed: int, step: Callable[[int], None]) -> Told:
    """Write everything but the months; `step` hears how many outlets have been written."""
    told = Told(seed)
    with edge(), clock.fixed(seeds.FOUNDED_AT):
        seeds.require_empty()
        seeds.found_frame(told)
        plans = _keep_plans(told)
    for portion in portions(businesses(outlets=outlets, seed=seed)):
        with edge(), clock.fixed(seeds.FOUNDED_AT):
            _write(told, portion, plans)
        step(sum(len(business.places) for business in portion))
    with edge(), clock.fixed(seeds.FOUNDED_AT):
        _let_in(told, _known(outlets=outlets, seed=seed))
    gather_statistics()
    return told


def portions(all_of_them: Iterable[Business]) -> Iterator[Sequence[Business]]:
    """The businesses, so many at a time that memory stays flat."""
    rest = iter(all_of_them)
    return iter(lambda: list(islice(rest, AT_ONCE)), [])


def gather_statistics() -> None:
    """Tell PostgreSQL what has been written; it would notice by itself a minute later."""
    with edge():
        if db.session.connection().dialect.name == "postgresql":
            db.session.execute(text("ANALYZE"))


def _known(*, outlets: int, seed: int) -> Sequence[Business]:
    return list(islice(businesses(outlets=outlets, seed=seed), len(KNOWN)))


def _keep_plans(told: Told) -> dict[str, UUID]:
    """The row of each brand's plan, by the brand's code."""
    ids = {}
    for brand, words in story.PLANS.items():
        told.plans[brand] = plan_from_toml(words.encode(), place=f"{brand.lower()}.toml")
        row = fees.keep_plan(told.plans[brand], name=f"{told.brands[brand].name} 2024")
        ids[brand] = row.id
    return ids


def _write(told: Told, portion: Sequence[Business], plans: dict[str, UUID]) -> None:
    ids = network.add_franchisees([_franchisee(told, one) for one in portion])
    owned = list(zip(portion, ids, strict=True))
    network.add_people([row for one, owner in owned for row in _people(one, owner)])
    outlets = network.add_outlets(
        [row for one, owner in owned for row in _outlets(told, one, owner)]
    )
    insert_rows(
        CareAssignment,
        CARE_COLUMNS,
        [row for one, owner in owned for row in _care(told, one, owner)],
    )
    _sign(told, owned, iter(outlets), plans)


def _franchisee(told: Told, business: Business) -> dict[str, object]:
    owner, digits = business.owner, business.owner.code[2:]
    return {
        "code": owner.code,
        "name": owner.name,
        "name_local": owner.name_local,
        "registration": f"HRB {digits}",
        "status": FranchiseeStatus(owner.status),
        "since": owner.since,
        "region_id": told.regions[owner.region].id,
        "email": f"office@{owner.code.lower()}.example",
        "phone": f"+49 30 555 {digits}",
        "language": owner.language,
        "created_at": clock.now(),
        "version": 1,
    }


def _people(business: Business, franchisee_id: UUID) -> Iterator[dict[str, object]]:
    owner, digits = business.owner, business.owner.code[2:]
    for number, (name, name_local, birthday) in enumerate(owner.people):
        month, day = (int(part) for part in birthday.split("-"))
        yield {
            "franchisee_id": franchisee_id,
            "name": name,
            "name_local": name_local,
            "role": PersonRole.PARTNER if number else PersonRole.OWNER,
            "email": f"{name.split()[0].lower()}@{owner.code.lower()}.example",
            "phone": f"+49 170 555 {digits}{number}",
            "birthday": date(1960 + int(digits) % 37, month, day),
            "language": owner.language,
            "version": 1,
        }


def _outlets(told: Told, business: Business, franchisee_id: UUID) -> Iterator[dict[str, object]]:
    for place in business.places:
        yield {
            "code": place.code,
            "name": place.name,
            "name_local": place.name_local,
            "brand_id": told.brands[business.brand].id,
            "franchisee_id": franchisee_id,
            "region_id": told.regions[place.region].id,
            "format": OutletFormat(place.format),
            "opened_on": place.opened_on,
            "address": place.street,
            "city": place.city,
            "postcode": place.postcode,
            "country": "DE",
            "zone": story.ZONE,
            "version": 1,
        }


def _care(told: Told, business: Business, franchisee_id: UUID) -> Iterator[tuple[object, ...]]:
    since = max(business.owner.since, CARED_FOR_SINCE)
    emails = story.CARE[business.owner.region]
    for kind, email in zip((CareKind.MANAGER, CareKind.DEPUTY), emails, strict=True):
        yield new_id(), franchisee_id, told.users[email].id, kind, since, None


def _sign(
    told: Told,
    owned: Sequence[tuple[Business, UUID]],
    outlets: Iterator[UUID],
    plans: dict[str, UUID],
) -> None:
    """A contract for each business with outlets, by the brand's plan."""
    signed = []
    for business, franchisee_id in owned:
        if business.places:
            row = ContractRow(
                number=f"CT-{business.owner.code[2:]}",
                franchisee_id=franchisee_id,
                brand_id=told.brands[business.brand].id,
                starts_on=business.starts_on,
                ends_on=ENDS_ON,
                outlet_ids=list(islice(outlets, len(business.places))),
                clauses=_clauses(told, business.brand),
            )
            signed.append((row, plans[business.brand]))
    actor = told.acting("hanna@demo.test")
    ids = create_contracts_bulk(actor, [row for row, _ in signed], file="contracts.csv")
    insert_rows(
        PlanAssignment,
        ASSIGNMENT_COLUMNS,
        [(new_id(), ids[row.number], plan_id, row.starts_on) for row, plan_id in signed],
    )


def _clauses(told: Told, brand: str) -> Sequence[Words]:
    """Only the clauses that fees rest on: very many contracts hold the same words."""
    named = {fee.clause for fee in told.plans[brand].fees}
    return [Words(*clause) for clause in story.CLAUSES[brand] if clause[0] in named]


def _let_in(told: Told, known: Sequence[Business]) -> None:
    """Give the story's people on the franchisees' side a business each, by the same addresses."""
    for business in known:
        query = select(Franchisee).where(Franchisee.code == business.owner.code)
        told.franchisees[business.known_as] = db.session.scalars(query).one()
    rows = [row for row in story.USERS if row[5]]
    for _, _, _, _, _, code, outlet in rows:
        places = next(one.places for one in known if one.known_as == code)
        if outlet and places:
            found_by = select(Outlet).where(Outlet.code == places[-1].code)
            told.outlets[outlet] = db.session.scalars(found_by).one()
    seeds.add_users(told, rows)
