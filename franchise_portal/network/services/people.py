"""The people of a franchisee's business."""

from collections.abc import Mapping
from datetime import date

from ... import audit
from ...access.actor import Actor
from ...database import db
from ..enums import Fact, NetworkAction, PersonRole, SearchKind
from ..models import Franchisee, Person
from ..rules import birthday_place
from .editing import change, require_version
from .indexing import forget, index_person

_FACTS = {
    "name": Fact.NAME,
    "name_local": Fact.NAME_LOCAL,
    "role": Fact.ROLE,
    "email": Fact.EMAIL,
    "phone": Fact.PHONE,
    "birthday": Fact.BIRTHDAY,
    "birthday_place": Fact.BIRTHDAY,
    "language": Fact.LANGUAGE,
}


def create_person(  # noqa: PLR0913 - each is one fact
    actor: Actor,
    *,
    franchisee: Franchisee,
    name: str,
    role: PersonRole = PersonRole.OWNER,
    name_local: str = "",
    email: str = "",
    phone: str = "",
    birthday: date | None = None,
    language: str = "en",
) -> Person:
    """Add a person to a franchisee's business."""
    person = Person(
        franchisee_id=franchisee.id,
        franchisee=franchisee,
        name=name,
        name_local=name_local,
        role=role,
        email=email,
        phone=phone,
        birthday=birthday,
        birthday_place=birthday_place(birthday),
        language=language,
    )
    db.session.add(person)
    db.session.flush()
    audit.record(actor, NetworkAction.PERSON_ADDED, person, role=role)
    index_person(person)
    return person


def update_person(
    actor: Actor,
    person: Person,
    *,
    changes: Mapping[str, object],
    version: int | None = None,
) -> tuple[Fact, ...]:
    """Change the facts of a person.

    Raises:
        ChangedMeanwhile: when the version seen is not the present one.
    """
    require_version(person, version)
    facts = dict(changes)
    if "birthday" in facts:
        birthday = facts["birthday"]
        facts["birthday_place"] = birthday_place(birthday if isinstance(birthday, date) else None)
    changed = change(actor, NetworkAction.PERSON_CHANGED, person, facts, _FACTS)
    index_person(person)
    return changed


def remove_person(actor: Actor, person: Person) -> None:
    """Take a person out of the business, with all that was kept about them but their name."""
    audit.record(actor, NetworkAction.PERSON_REMOVED, person)
    forget(SearchKind.PERSON, person.id)
    db.session.delete(person)
    db.session.flush()
