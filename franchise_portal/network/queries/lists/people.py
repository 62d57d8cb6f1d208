"""The list of people, and whose birthday is near."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, or_, select

from ....access.actor import Actor
from ....access.scope import Everything
from ....database import db
from ....kit import clock
from ....rows import written
from ....web.paging import Page
from ....web.slices import AnyRows, Expression, Prepared, Wanted, ordered, page, prepared
from ...enums import PersonRole, SearchKind
from ...models import Franchisee, Person
from ...rules import birthday_place, is_birthday_between, next_birthday
from ..scope import visible_people
from ..search import found

ORDERS = {
    "name": (Person.name, Person.id),
    "birthday": (Person.birthday_place, Person.name, Person.id),
}


class PersonRow(NamedTuple):
    """A row of the list."""

    id: str
    name: str
    name_local: str
    role: PersonRole
    email: str
    phone: str
    birthday: date | None
    franchisee_id: str
    franchisee: str
    franchisee_local: str

    @property
    def next_birthday(self) -> date | None:
        """When it is kept next."""
        return next_birthday(self.birthday, on=clock.today()) if self.birthday else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleWanted(Wanted):
    """Which people; empty fields ask for all."""

    order: str = "name"
    roles: Sequence[PersonRole] = ()
    months: Sequence[int] = ()
    """Months of birthdays, 1 to 12."""


def people(actor: Actor, wanted: PeopleWanted) -> Page[PersonRow]:
    """One page of the people that the actor sees."""
    narrowed = wanted.text or wanted.roles or wanted.months
    if isinstance(actor.scope, Everything) and not narrowed:
        statement = _all_of_them(wanted.order, wanted.is_descending)
    else:
        ids = wanted_people(actor, wanted).with_only_columns(Person.id)
        statement = prepared(ids, _rows, _ordered(wanted.order, wanted.is_descending))
    return page(statement, wanted.page, make=PersonRow)


@lru_cache(maxsize=16)
def _all_of_them(order: str, is_descending: bool) -> Prepared:  # noqa: FBT001 - keys of the cache
    return prepared(select(Person.id), _rows, _ordered(order, is_descending))


def _ordered(order: str, is_descending: bool) -> list[Expression]:  # noqa: FBT001
    return ordered(ORDERS, order, is_descending, default="name")


def wanted_people(actor: Actor, wanted: PeopleWanted) -> Select[Person]:
    """The people that the filters leave, for the list and for exports."""
    query = visible_people(actor)
    if wanted.roles:
        query = query.where(Person.role.in_(wanted.roles))
    if wanted.months:
        months = (
            Person.birthday_place.between(month * 100, month * 100 + 31) for month in wanted.months
        )
        query = query.where(or_(*months))
    return found(query, SearchKind.PERSON, Person.id, wanted.text)


def birthdays(actor: Actor, *, days: int = 14, limit: int = 20) -> Sequence[PersonRow]:
    """Whose birthday is kept within so many days from today, the nearest first."""
    first = clock.today()
    last = first + timedelta(days=days)
    places = [birthday_place(first + timedelta(days=day)) for day in range(days + 1)]
    # 29 February is kept on the 28th in common years; the dates decide, the places only narrow.
    ids = visible_people(actor).with_only_columns(Person.id)
    ids = ids.where(Person.birthday_place.in_([*places, 229] if 228 in places else places))  # noqa: PLR2004
    rows = [PersonRow(*row) for row in db.session.execute(_rows(ids).limit(500))]
    near = [row for row in rows if row.birthday and is_birthday_between(row.birthday, first, last)]
    return sorted(near, key=lambda row: (row.next_birthday or last, row.name))[:limit]


def _rows(ids: Any) -> AnyRows:  # noqa: ANN401 - a subquery
    return _NAMED.where(Person.id.in_(ids))


#: Built once: building a statement costs as much as running one.
_NAMED: AnyRows = select(
    written(Person.id),
    Person.name,
    Person.name_local,
    Person.role,
    Person.email,
    Person.phone,
    Person.birthday,
    written(Franchisee.id),
    Franchisee.name,
    Franchisee.name_local,
).join(Franchisee, Franchisee.id == Person.franchisee_id)
