"""Tell the story: found the network, sign the contracts, and live through its months one by one.

Everything goes through the services, under a clock that is held at the moment of each act, so the
demo's history reads like a history: invoices on the second of a month, money around the fifteenth.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import func, select

from ..access.actor import SYSTEM, Actor, person
from ..access.roles import Role
from ..access.scope import Everything
from ..accounts.models import User
from ..accounts.services import create_user, passwords
from ..contracts import services as contracts
from ..contracts.models import Contract
from ..database import db, edge
from ..fees import services as fees
from ..fees.plan_files import plan_from_toml
from ..fees.rules.plans import FeePlan as Plan
from ..kit import clock
from ..kit.errors import DomainError
from ..kit.i18n import N_
from ..kit.period import Period, months_from
from ..network import services as network
from ..network.enums import CareKind, FranchiseeStatus, OutletFormat, PersonRole
from ..network.models import Brand, Franchisee, Network, Outlet, Region
from ..reports import services as reports
from . import money, story
from .tills import sales_file

Tell = Callable[[int, int, str], None]
FOUNDED_AT = datetime(2024, 9, 16, 8, 30, tzinfo=UTC)


class NotEmpty(DomainError):
    """The demo network is written into an empty database only."""

    template = N_(
        "This database already holds a network. The demo network is written into an empty one "
        "only: choose another PORTAL_DATA_DIR or DATABASE_URL."
    )


@dataclass(slots=True)
class Told:
    """What has been written so far, by the names that the story uses."""

    seed: int
    brands: dict[str, Brand] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    franchisees: dict[str, Franchisee] = field(default_factory=dict)
    outlets: dict[str, Outlet] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    password_hash: str = field(default_factory=lambda: passwords.hashed(story.PASSWORD))
    """Of the one password; hashing is slow on purpose."""

    def acting(self, email: str) -> Actor:
        """One of the office's people as an actor."""
        user = self.users[email]
        return person(
            user_id=user.id,
            name=user.name,
            role=Role(user.role),
            scope=Everything(),
            zone=user.zone,
        )


def require_empty() -> None:
    """Refuse to write beside what is there.

    Raises:
        NotEmpty: with what to do.
    """
    if db.session.scalar(select(func.count()).select_from(Network)):
        raise NotEmpty


def tell(*, seed: int, say: Tell) -> Told:
    """Write the whole story or, when it is interrupted, none of it.

    `say` hears how much is done, of how much, and what comes next.

    Raises:
        NotEmpty: when there is a network already.
    """
    with edge():
        require_empty()
        return _tell(Told(seed), say)


def _tell(told: Told, say: Tell) -> Told:
    months = list(
        months_from(Period.parse_month(story.FIRST_MONTH), Period.parse_month(story.LAST_MONTH))
    )
    total = len(months) + 2
    say(0, total, "the network")
    with clock.fixed(FOUNDED_AT):
        _found(told)
    say(1, total, "contracts")
    with clock.fixed(FOUNDED_AT.replace(day=23)):
        _sign_contracts(told)
    payers = money.Payers(told.seed)
    for number, month in enumerate(months):
        say(2 + number, total, month.text)
        _live_through(told, month, payers)
    _ask_for_reports(told)
    say(total, total, "")
    return told


def found_frame(told: Told) -> None:
    """Found the network with its brands, its regions and the people of its office."""
    network.found_network(
        SYSTEM,
        name="Tamberley",
        legal_name="Tamberley Franchising GmbH",
        address="Gartenstrasse 4, 10115 Northhaven",
        postcode="10115",
        city="Northhaven",
        country="DE",
        registration="HRB 20260",
        email="statements@tamberley.example",
        currency=story.CURRENCY,
        zone=story.ZONE,
        fees_account="DE88 4400 0117 2026 0200 00",
        fund_account="DE02 4400 0117 2026 7700 00",
        is_demo=True,
        stands_on=story.STANDS_ON,
    )
    for code, name, local in story.BRANDS:
        told.brands[code] = network.create_brand(SYSTEM, code=code, name=name, name_local=local)
    for code, name, local in story.REGIONS:
        told.regions[code] = network.create_region(SYSTEM, code=code, name=name, name_local=local)
    add_users(told, [row for row in story.USERS if not row[5]])


def _found(told: Told) -> None:
    found_frame(told)
    hanna = told.acting("hanna@demo.test")
    for owner in story.OWNERS:
        _add_owner(told, hanna, owner)
    for place in story.PLACES:
        _add_place(told, hanna, place)
    for territory in story.TERRITORIES:
        _add_territory(told, hanna, territory)
    add_users(told, [row for row in story.USERS if row[5]])


def add_users(told: Told, rows: Sequence[tuple[str, str, str, str, str, str, str]]) -> None:
    """Let some of the story's people sign in; their businesses and outlets have been told."""
    for email, name, local, title, role, business, outlet in rows:
        owner = next((one for one in story.OWNERS if one.code == business), None)
        told.users[email] = create_user(
            SYSTEM,
            email=email,
            name=name,
            name_local=local,
            title=title,
            role=Role(role),
            language=owner.language if owner else "en",
            zone=story.ZONE,
            franchisee_id=told.franchisees[business].id if business else None,
            outlet_ids=(told.outlets[outlet].id,) if outlet else (),
            password_hash=told.password_hash,
        )


def _add_owner(told: Told, actor: Actor, owner: story.Owner) -> None:
    digits = owner.code[-3:]
    franchisee = network.create_franchisee(
        actor,
        code=owner.code,
        name=owner.name,
        name_local=owner.name_local,
        region=told.regions[owner.region],
        registration=f"HRB {20260 + int(digits) * 37}",
        status=FranchiseeStatus(owner.status),
        since=owner.since,
        email=f"office@{owner.code.lower()}.example",
        phone=f"+49 30 5550 {digits}",
        country="DE",
        language=owner.language,
    )
    told.franchisees[owner.code] = franchisee
    for number, (name, local, birthday) in enumerate(owner.people):
        month, day = (int(part) for part in birthday.split("-"))
        network.create_person(
            actor,
            franchisee=franchisee,
            name=name,
            name_local=local,
            role=PersonRole.OWNER if number == 0 else PersonRole.PARTNER,
            email=f"{name.split()[0].lower()}@{owner.code.lower()}.example",
            phone=f"+49 170 5550 {digits}{number}",
            birthday=date(1970 + (int(digits) * 7 + number * 3) % 27, month, day),
            language=owner.language,
        )
    manager, deputy = story.CARE[owner.region]
    for email, kind in ((manager, CareKind.MANAGER), (deputy, CareKind.DEPUTY)):
        network.assign_care(
            actor,
            franchisee=franchisee,
            user_id=told.users[email].id,
            kind=kind,
            starts_on=max(owner.since, date(2024, 9, 16)),
        )


def _add_place(told: Told, actor: Actor, place: story.Place) -> None:
    told.outlets[place.code] = network.create_outlet(
        actor,
        code=place.code,
        name=place.name,
        name_local=place.name_local,
        brand=told.brands[place.code[:2]],
        franchisee=told.franchisees[place.owner],
        region=told.regions[place.region],
        format=OutletFormat(place.format),
        opened_on=place.opened_on,
        address=place.street,
        city=place.city,
        postcode=place.postcode,
        country="DE",
        zone=story.ZONE,
    )


def _add_territory(
    told: Told,
    actor: Actor,
    row: tuple[str, str, str, str, str, str, tuple[str, ...], tuple[tuple[float, float], ...]],
) -> None:
    code, name, local, brand, region, business, postcodes, polygon = row
    network.create_territory(
        actor,
        code=code,
        name=name,
        name_local=local,
        brand=told.brands[brand],
        region=told.regions[region],
        franchisee=told.franchisees[business],
        postcodes=", ".join(postcodes),
        polygon="\n".join(f"{longitude} {latitude}" for longitude, latitude in polygon),
    )


def _sign_contracts(told: Told) -> None:
    hanna = told.acting("hanna@demo.test")
    for brand, text in story.PLANS.items():
        told.plans[brand] = plan_from_toml(text.encode(), place=f"{brand.lower()}.toml")
    for owner in story.OWNERS:
        for brand in story.CLAUSES:
            places = [
                place
                for place in story.PLACES
                if place.owner == owner.code and place.code.startswith(brand)
            ]
            if places:
                _sign(told, hanna, owner, brand, places)


def _sign(
    told: Told, actor: Actor, owner: story.Owner, brand: str, places: Sequence[story.Place]
) -> None:
    first = min(place.opened_on for place in places)
    starts_on = max(owner.since, date(2022, 1, 1)) if first.year < 2022 else owner.since  # noqa: PLR2004
    ends_on = (
        date(2026, 12, 31)
        if owner.status == "leaving"
        else starts_on.replace(year=starts_on.year + 10, day=1).replace(month=1) - date.resolution
    )
    ends_on = max(ends_on, date(2026, 12, 31))
    contract: Contract = contracts.create_contract(
        actor,
        number=f"CT-{starts_on.year}-{owner.code[-3:]}{'' if brand == 'TL' else '-H'}",
        franchisee=told.franchisees[owner.code],
        brand=told.brands[brand],
        starts_on=starts_on,
        ends_on=ends_on,
        outlets=[told.outlets[place.code] for place in places],
        clauses=[contracts.Words(*clause) for clause in story.CLAUSES[brand]],
        signed_on=starts_on,
    )
    fees.assign_plan(
        actor,
        contract=contract,
        plan=told.plans[brand],
        starts_on=starts_on,
        name=f"{told.brands[brand].name} 2024",
    )


def _live_through(told: Told, month: Period, payers: money.Payers) -> None:
    """Report the month's sales, assess it on the second of the next, and take in the money."""
    felix = told.acting("felix@demo.test")
    following = month.following()
    reported_at = datetime.combine(following.start, time(7, 40), UTC)
    with clock.fixed(reported_at):
        data = sales_file(month, seed=told.seed)
        fees.import_sales(felix, file=money.as_file(data), filename=f"sales-{month.text}.csv")
    with clock.fixed(reported_at.replace(day=2, hour=8)):
        fees.assess_month(felix, month=month)
        payers.note_invoices(month.text)
    for last in (17, (following.following().start - date.resolution).day):
        moment = datetime.combine(following.start.replace(day=last), time(15, 10), UTC)
        if moment.date() < story.STANDS_ON:
            with clock.fixed(moment):
                payers.pay(felix, up_to=moment.date())


def outlet_ids(told: Told) -> dict[str, UUID]:
    """The ids of the outlets by code."""
    return {code: outlet.id for code, outlet in told.outlets.items()}


def _ask_for_reports(told: Told) -> None:
    """Ask for the last month's statements; the first workers that start make them."""
    month = Period.parse_month(story.LAST_MONTH)
    asked_at = datetime.combine(month.following().start.replace(day=2), time(8, 20), UTC)
    with clock.fixed(asked_at):
        for kind in ("statement", "network"):
            reports.request_run(told.acting("felix@demo.test"), kind, month)
