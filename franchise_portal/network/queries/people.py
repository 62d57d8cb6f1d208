"""The people of one business."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from ...database import db
from ..enums import PersonRole
from ..models import Person

_ORDER = {role: place for place, role in enumerate(PersonRole)}


def people_of(franchisee_id: UUID) -> Sequence[Person]:
    """A franchisee's people, owners first; the caller has checked the scope."""
    people = db.session.scalars(select(Person).where(Person.franchisee_id == franchisee_id))
    return sorted(people, key=lambda person: (_ORDER[person.role], person.name))
