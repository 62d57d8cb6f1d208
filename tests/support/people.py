"""The people and the small network of the tests; their names and roles never change.

Hanna (owner), Felix (finance), Rosa (relationship manager), Sami (support), Audrey (auditor),
Adam (administrator) and Dora (development) at the franchisor; Omar (F-001, outlets TL-001 and
TL-003) and Olga (F-002, outlet HX-001) own a business each; Mina manages Omar's TL-003.
"""

import pickle
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher

from franchise_portal import Portal
from franchise_portal.access.actor import Actor, person
from franchise_portal.access.roles import Role
from franchise_portal.access.scope import Everything, OwnBusiness
from franchise_portal.accounts.models import User, UserOutlet
from franchise_portal.contracts.enums import ContractStatus
from franchise_portal.contracts.models import Clause, Contract, ContractOutlet
from franchise_portal.database import db
from franchise_portal.network.models import (
    Brand,
    Franchisee,
    Network,
    Outlet,
    OutletOwnership,
    Region,
)
from tests.support.databases import Database

PASSWORD = "demo-network"
STATE = "small network"
"""What the database is set back to for a test of the small network."""
STARTS_ON = date(2024, 3, 1)
ENDS_ON = date(2029, 2, 28)


@dataclass
class SmallNetwork:
    """What the tests refer to by name. `actors["omar"]` acts as Omar."""

    network: Network
    brands: dict[str, Brand]
    regions: dict[str, Region]
    franchisees: dict[str, Franchisee]
    outlets: dict[str, Outlet]
    contracts: dict[str, Contract]
    users: dict[str, User] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)


_remembered: dict[str, bytes] = {}


@cache
def cheap_hash() -> str:
    """The hash of PASSWORD at the lowest cost: tests sign in hundreds of times."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


def keep_small_network(app: Portal, database: Database) -> None:
    """Write the small network once a process; most tests start from it."""
    database.reset(app)
    with app.app_context():
        _remembered["network"] = pickle.dumps(_written())
        db.session.remove()
    database.keep(app, STATE)


def small_network() -> SmallNetwork:
    """The small network, in the session of a test whose database was set back to it."""
    return attached(pickle.loads(_remembered["network"]))


def attached(made: SmallNetwork) -> SmallNetwork:
    """Objects that were remembered beside their rows, in the session of a test."""
    for rows in (made.brands, made.regions, made.franchisees, made.outlets, made.contracts):
        db.session.add_all(rows.values())
    db.session.add_all([made.network, *made.users.values()])
    # Ends what adding has begun: a rollback would have them read anew.
    db.session.commit()
    return made


def _written() -> SmallNetwork:
    made = _places()
    for name, role in (
        ("hanna", Role.OWNER),
        ("adam", Role.ADMINISTRATOR),
        ("felix", Role.FINANCE),
        ("sami", Role.SUPPORT),
        ("rosa", Role.RELATIONSHIP_MANAGER),
        ("dora", Role.DEVELOPMENT),
        ("audrey", Role.AUDITOR),
    ):
        _add_user(made, name, role)
    _add_user(made, "omar", Role.FRANCHISEE_OWNER, "F-001")
    _add_user(made, "olga", Role.FRANCHISEE_OWNER, "F-002")
    _add_user(made, "mina", Role.FRANCHISEE_MANAGER, "F-001", "TL-003")
    db.session.commit()
    return made


def _places() -> SmallNetwork:
    network = Network(name="Tamberley", currency="EUR", zone="Europe/Berlin", is_demo=False)
    brands = {
        "TL": Brand(code="TL", name="Tallow Lane"),
        "HX": Brand(code="HX", name="Hexiang", name_local="禾巷"),
    }
    regions = {"north": Region(code="N", name="North"), "south": Region(code="S", name="South")}
    franchisees = {
        "F-001": Franchisee(code="F-001", name="Omar & Sons", since=STARTS_ON, language="en"),
        "F-002": Franchisee(
            code="F-002",
            name="Olga Trading",
            name_local="奥尔加商贸",
            since=STARTS_ON,
            language="zh_Hans",
        ),
    }
    db.session.add_all([network, *brands.values(), *regions.values()])
    db.session.flush()
    franchisees["F-001"].region_id = regions["north"].id
    franchisees["F-002"].region_id = regions["south"].id
    db.session.add_all(franchisees.values())
    db.session.flush()
    made = SmallNetwork(network, brands, regions, franchisees, {}, {})
    for code, owner, name in (
        ("TL-001", "F-001", "Quay House"),
        ("TL-003", "F-001", "Mill Lane"),
        ("HX-001", "F-002", "Canal Street"),
    ):
        _add_outlet(made, code, owner, name)
    return made


def _add_outlet(made: SmallNetwork, code: str, owner: str, name: str) -> None:
    brand, franchisee = made.brands[code[:2]], made.franchisees[owner]
    outlet = Outlet(
        code=code,
        name=name,
        brand_id=brand.id,
        region_id=franchisee.region_id,
        opened_on=STARTS_ON,
        city="Northhaven",
        country="DE",
        postcode="10115",
        zone="Europe/Berlin",
    )
    db.session.add(outlet)
    db.session.flush()
    db.session.add(
        OutletOwnership(outlet_id=outlet.id, franchisee_id=franchisee.id, starts_on=STARTS_ON)
    )
    number = f"CT-{owner}-{brand.code}"
    if number not in made.contracts:
        contract = Contract(
            number=number,
            franchisee_id=franchisee.id,
            brand_id=brand.id,
            status=ContractStatus.IN_FORCE,
            starts_on=STARTS_ON,
            ends_on=ENDS_ON,
        )
        db.session.add(contract)
        db.session.flush()
        db.session.add(Clause(contract_id=contract.id, number="6.1", title="Royalty", body="Six."))
        made.contracts[number] = contract
    db.session.add(
        ContractOutlet(
            contract_id=made.contracts[number].id,
            outlet_id=outlet.id,
            starts_on=STARTS_ON,
            ends_on=ENDS_ON,
        )
    )
    made.outlets[code] = outlet


def _add_user(
    made: SmallNetwork, name: str, role: Role, business: str = "", outlet: str = ""
) -> None:
    franchisee_id = made.franchisees[business].id if business else None
    user = User(
        email=f"{name}@demo.test",
        name=name.capitalize(),
        role=role,
        password_hash=cheap_hash(),
        franchisee_id=franchisee_id,
        zone="Europe/Berlin",
    )
    db.session.add(user)
    db.session.flush()
    outlet_ids: frozenset[UUID] | None = None
    if outlet:
        db.session.add(UserOutlet(user_id=user.id, outlet_id=made.outlets[outlet].id))
        outlet_ids = frozenset({made.outlets[outlet].id})
    made.users[name] = user
    scope = OwnBusiness(franchisee_id, outlet_ids) if franchisee_id else Everything()
    made.actors[name] = person(
        user_id=user.id, name=user.name, role=role, scope=scope, zone="Europe/Berlin"
    )
