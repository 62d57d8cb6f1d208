"""Writing what a checked file says, in few statements however many rows there are."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from .... import audit
from ....access.actor import Actor
from ....database import Base, db
from ...enums import ImportKind, NetworkAction
from ...models import Brand, Franchisee, Outlet, OutletOwnership, Person, Region
from ...rules import birthday_place
from .. import founding
from ..bulk import add_franchisees, add_outlets, add_people, chunks
from ..indexing import index_franchisee, index_outlet, index_person
from .checking import Change, Checked, Values
from .known import Places

_LONGEST_CODE = 20

Tell = Callable[[int, int], None]

_ACTIONS = {
    ImportKind.FRANCHISEES: NetworkAction.FRANCHISEES_IMPORTED,
    ImportKind.PEOPLE: NetworkAction.PEOPLE_IMPORTED,
    ImportKind.OUTLETS: NetworkAction.OUTLETS_IMPORTED,
}
_MAPPED: Mapping[ImportKind, type[Any]] = {
    ImportKind.FRANCHISEES: Franchisee,
    ImportKind.PEOPLE: Person,
    ImportKind.OUTLETS: Outlet,
}
_ADD = {
    ImportKind.FRANCHISEES: add_franchisees,
    ImportKind.PEOPLE: add_people,
    ImportKind.OUTLETS: add_outlets,
}
_INDEX: Mapping[ImportKind, Callable[[Any], None]] = {
    ImportKind.FRANCHISEES: index_franchisee,
    ImportKind.PEOPLE: index_person,
    ImportKind.OUTLETS: index_outlet,
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written."""

    added: int
    changed: int
    same: int
    brands: int
    regions: int


def post(actor: Actor, checked: Checked, *, tell: Tell | None = None) -> Imported:
    """Write the good rows of a checked file; who wants all or nothing asks `require_good` first.

    `tell` hears how many rows are done, of how many.
    """
    brands = _make(actor, checked.brands, founding.create_brand)
    regions = _make(actor, checked.regions, founding.create_region)
    rows = [_columns(line.values, checked) for line in checked.new]
    total, done, ids = len(rows) + len(checked.changed), 0, []
    for some in chunks(rows):
        ids += _ADD[checked.kind](some)
        done += len(some)
        if tell:
            tell(done, total)
    _change(checked, [(change, _columns(change.changes, checked)) for change in checked.changed])
    if tell:
        tell(total, total)
    _note(actor, checked, rows, ids)
    return Imported(len(rows), len(checked.changed), checked.same, brands, regions)


def _make(actor: Actor, places: Places, create: Callable[..., Brand | Region]) -> int:
    """Make the brands or regions that the file adds; the name gives the code."""
    taken = {name.casefold() for name in places.names}
    for name in places.added.values():
        code = _free_code(name, taken)
        taken.add(code.casefold())
        places.made(name, create(actor, code=code, name=name).id)
    return len(places.added)


def _free_code(name: str, taken: set[str]) -> str:
    stem = "".join(name.split())[:_LONGEST_CODE] or "X"
    code, number = stem, 2
    while code.casefold() in taken and code.casefold() != name.casefold():
        code = f"{stem[: _LONGEST_CODE - 4]}-{number}"
        number += 1
    return code


def _columns(values: Values, checked: Checked) -> Values:
    """A row by the columns of the table: names of new places have become ids."""
    row = {key: value for key, value in values.items() if key != "franchisee"}
    for column, places in (("brand", checked.brands), ("region", checked.regions)):
        if column in row:
            row[f"{column}_id"] = places.find(row.pop(column))
    return row


def _change(checked: Checked, changes: Iterable[tuple[Change, Values]]) -> None:
    mapped = _MAPPED[checked.kind]
    ids: list[UUID] = []
    groups: dict[tuple[str, ...], list[Values]] = {}
    for change, values in changes:
        identity = change.subject["id"]
        if "birthday" in values:
            values["birthday_place"] = birthday_place(values["birthday"])
        groups.setdefault(tuple(sorted(values)), []).append({"key": identity, **values})
        ids.append(identity)
    for names, rows in groups.items():
        _update(mapped, names, rows)
    if checked.kind is ImportKind.OUTLETS:
        _begin_earlier(checked.changed)
    for some in chunks(ids, 500):
        for subject in db.session.scalars(select(mapped).where(mapped.id.in_(some))):
            db.session.refresh(subject)
            _INDEX[checked.kind](subject)


def _update(mapped: type[Base], names: tuple[str, ...], rows: list[Values]) -> None:
    table: Any = mapped.__table__
    statement = (
        update(table)
        .where(table.c.id == bindparam("key"))
        .values({**{name: bindparam(name) for name in names}, "version": table.c.version + 1})
    )
    for some in chunks(rows):
        db.session.execute(statement, some)


def _begin_earlier(changes: Iterable[Change]) -> None:
    """An opening that moves forward takes the first ownership with it."""
    for change in changes:
        opened_on = change.changes.get("opened_on")
        if opened_on is None or opened_on >= change.subject["opened_on"]:
            continue
        db.session.execute(
            update(OutletOwnership)
            .where(
                OutletOwnership.outlet_id == change.subject["id"],
                OutletOwnership.starts_on == change.subject["opened_on"],
            )
            .values(starts_on=opened_on)
            .execution_options(synchronize_session=False)
        )


def _note(actor: Actor, checked: Checked, rows: list[Values], ids: list[UUID]) -> None:
    """Once for the whole file, and once in the history of each franchisee concerned."""
    action = _ACTIONS[checked.kind]
    audit.record(
        actor,
        action,
        file=checked.filename,
        added=len(checked.new),
        changed=len(checked.changed),
    )
    added = Counter(_concerned(checked.kind, rows, ids))
    changed = Counter(_touched(checked))
    facts = {
        franchisee_id: {
            "file": checked.filename,
            "added": added[franchisee_id],
            "changed": changed[franchisee_id],
        }
        for franchisee_id in dict.fromkeys((*added, *changed))
    }
    audit.record_for_each(actor, action, facts)


def _concerned(kind: ImportKind, rows: list[Values], ids: list[UUID]) -> Iterator[UUID]:
    if kind is ImportKind.FRANCHISEES:
        return iter(ids)
    return (row["franchisee_id"] for row in rows)


def _touched(checked: Checked) -> Iterator[UUID]:
    key = {
        ImportKind.FRANCHISEES: "id",
        ImportKind.PEOPLE: "franchisee_id",
        ImportKind.OUTLETS: "owner",
    }[checked.kind]
    return (change.subject[key] for change in checked.changed if key in change.subject)
