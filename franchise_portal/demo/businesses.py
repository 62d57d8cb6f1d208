"""Franchisees, their people and their places, written as the story's rows say."""

from collections.abc import Sequence
from datetime import date

from ..access.actor import SYSTEM, Actor
from ..access.roles import Role
from ..accounts.services import create_user
from ..network import services as network
from ..network.enums import CareKind, FranchiseeStatus, OutletFormat, PersonRole
from ..network.models import Franchisee
from . import story
from .told import Told

CARED_FOR_SINCE = date(2024, 9, 16)


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


def add_owner(told: Told, actor: Actor, owner: story.Owner) -> None:
    """A franchisee with its people, looked after by the people of its region."""
    franchisee = network.create_franchisee(
        actor,
        code=owner.code,
        name=owner.name,
        name_local=owner.name_local,
        region=told.regions[owner.region],
        status=FranchiseeStatus(owner.status),
        since=owner.since,
        language=owner.language,
        **particulars(owner),
    )
    told.franchisees[owner.code] = franchisee
    for number, (name, local, birthday) in enumerate(owner.people):
        network.create_person(
            actor,
            franchisee=franchisee,
            name=name,
            name_local=local,
            role=PersonRole.OWNER if number == 0 else PersonRole.PARTNER,
            email=f"{name.split()[0].lower()}@{owner.code.lower()}.example",
            phone=f"+49 170 5550 {owner.code[-3:]}{number}",
            birthday=born_on(owner, number, birthday),
            language=owner.language,
        )
    look_after(told, actor, owner, franchisee)


def particulars(owner: story.Owner) -> dict[str, str]:
    """Where a business is registered and how it is reached."""
    digits = owner.code[-3:]
    return {
        "registration": f"HRB {20260 + int(digits) * 37}",
        "email": f"office@{owner.code.lower()}.example",
        "phone": f"+49 30 5550 {digits}",
        "country": "DE",
    }


def born_on(owner: story.Owner, number: int, birthday: str) -> date:
    """The day on which one of a franchisee's people was born."""
    month, day = (int(part) for part in birthday.split("-"))
    return date(1970 + (int(owner.code[-3:]) * 7 + number * 3) % 27, month, day)


def look_after(told: Told, actor: Actor, owner: story.Owner, franchisee: Franchisee) -> None:
    """Give a franchisee the people of its region."""
    manager, deputy = story.CARE[owner.region]
    for email, kind in ((manager, CareKind.MANAGER), (deputy, CareKind.DEPUTY)):
        network.assign_care(
            actor,
            franchisee=franchisee,
            user_id=told.users[email].id,
            kind=kind,
            starts_on=max(owner.since, CARED_FOR_SINCE),
        )


def add_place(told: Told, actor: Actor, place: story.Place) -> None:
    """An outlet of a franchisee that has been told."""
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
        country=place.country,
        zone=story.ZONES[place.country],
    )


def add_territory(
    told: Told,
    actor: Actor,
    row: tuple[str, str, str, str, str, str, tuple[str, ...], tuple[tuple[float, float], ...]],
) -> None:
    """An area of a brand, given to a franchisee or still free."""
    code, name, local, brand, region, business, postcodes, polygon = row
    network.create_territory(
        actor,
        code=code,
        name=name,
        name_local=local,
        brand=told.brands[brand],
        region=told.regions[region],
        franchisee=told.franchisees[business] if business else None,
        postcodes=", ".join(postcodes),
        polygon="\n".join(f"{longitude} {latitude}" for longitude, latitude in polygon),
    )
