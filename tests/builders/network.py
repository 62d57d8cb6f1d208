"""Franchisees, people, outlets and territories beyond the small network, through the services."""

from datetime import date

from franchise_portal.access.actor import SYSTEM
from franchise_portal.network import services
from franchise_portal.network.enums import PersonRole
from franchise_portal.network.models import Outlet, Person, Territory
from tests.support.people import SmallNetwork


def an_outlet(
    network: SmallNetwork, code: str = "TL-009", *, owner: str = "F-001", **facts: object
) -> Outlet:
    """An outlet of Omar's, or of another owner; its code begins with its brand's."""
    usual = {"name": "Long Meadow", "opened_on": date(2025, 1, 1)}
    return services.create_outlet(
        SYSTEM,
        code=code,
        brand=network.brands[code[:2]],
        franchisee=network.franchisees[owner],
        **{**usual, **facts},  # type: ignore[arg-type]
    )


def outlets(network: SmallNetwork, count: int, first: int = 0) -> list[Outlet]:
    """So many outlets of Omar's, TL-1000 and on."""
    return [
        an_outlet(network, f"TL-1{number:03}", name=f"Meadow {number}")
        for number in range(first, first + count)
    ]


def a_person(
    network: SmallNetwork, name: str, birthday: date | None = None, *, owner: str = "F-001"
) -> Person:
    """A manager in Omar's business, or in another owner's."""
    return services.create_person(
        SYSTEM,
        franchisee=network.franchisees[owner],
        name=name,
        birthday=birthday,
        role=PersonRole.MANAGER,
    )


def a_territory(
    network: SmallNetwork, code: str, *, owner: str | None = "F-001", postcodes: str = "10115"
) -> Territory:
    """A territory of Tallow Lane's, given to an owner or free."""
    return services.create_territory(
        SYSTEM,
        code=code,
        name=f"Area {code}",
        brand=network.brands["TL"],
        franchisee=network.franchisees[owner] if owner else None,
        postcodes=postcodes,
    )
