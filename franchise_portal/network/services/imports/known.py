"""What a file's rows refer to, looked up once for all of them."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ....database import db
from ....kit.lookalikes import Lookalikes
from ... import queries
from ...models import Brand, Franchisee, Outlet, OutletOwnership, Person, Region
from ..bulk import chunks

_AT_ONCE = 900
"""Values in one IN list; SQLite takes 32,766, planners of both prefer fewer."""

FRANCHISEE_COLUMNS = (
    "id", "code", "name", "name_local", "region_id", "registration", "status", "since", "email",
    "phone", "address", "language",
)  # fmt: skip
PERSON_COLUMNS = (
    "id", "franchisee_id", "name", "name_local", "role", "email", "phone", "birthday", "language",
)  # fmt: skip
OUTLET_COLUMNS = (
    "id", "code", "name", "name_local", "brand_id", "region_id", "format", "opened_on",
    "closed_on", "address", "city", "postcode", "country", "zone",
)  # fmt: skip

Facts = Mapping[str, Any]


class Places:
    """Brands or regions by code and by name, letter case aside; and those that a file adds."""

    def __init__(self, rows: Iterable[Brand | Region]) -> None:
        self._ids: dict[str, UUID] = {}
        self.names: list[str] = []
        for row in rows:
            self._ids[row.code.casefold()] = self._ids[row.name.casefold()] = row.id
            self.names += [row.code, row.name]
        self.added: dict[str, str] = {}
        """Folded name → name as the file writes it first."""
        self.may_grow = False
        """Whether unknown names are to be made."""

    def find(self, text: str) -> UUID | None:
        """The id of a place that exists."""
        return self._ids.get(text.casefold())

    def nearest(self, text: str) -> str | None:
        """The name that was probably meant; there are few, so each is compared."""
        folded = {name.casefold(): name for name in self.names}
        found = get_close_matches(text.casefold(), folded, n=1, cutoff=0.7)
        return folded[found[0]] if found else None

    def add(self, text: str) -> None:
        """Take note of a place that the import is to make."""
        self.added.setdefault(text.casefold(), text)

    def made(self, text: str, identity: UUID) -> None:
        """A noted place exists now."""
        self._ids[text.casefold()] = identity


def brands() -> Places:
    """All brands."""
    return Places(queries.brands())


def regions() -> Places:
    """All regions."""
    return Places(queries.regions())


def franchisees_by_code(codes: Iterable[str]) -> dict[str, Facts]:
    """The franchisees with these codes."""
    return {row["code"]: row for row in _rows(Franchisee, FRANCHISEE_COLUMNS, "code", codes)}


def outlets_by_code(codes: Iterable[str]) -> dict[str, Facts]:
    """The outlets with these codes; `owner` is the id of the present or coming owner."""
    rows = [dict(row) for row in _rows(Outlet, OUTLET_COLUMNS, "code", codes)]
    owners = {row["id"]: row for row in rows}
    for some in chunks(owners, _AT_ONCE):
        query = select(OutletOwnership.outlet_id, OutletOwnership.franchisee_id).where(
            OutletOwnership.outlet_id.in_(some), OutletOwnership.ends_on.is_(None)
        )
        for outlet_id, franchisee_id in db.session.execute(query):
            owners[outlet_id]["owner"] = franchisee_id
    return {row["code"]: row for row in rows}


def people_by_name(franchisee_ids: Iterable[UUID]) -> dict[tuple[UUID, str], Facts]:
    """The people of these franchisees, by business and name, letter case aside."""
    rows = _rows(Person, PERSON_COLUMNS, "franchisee_id", franchisee_ids)
    return {(row["franchisee_id"], row["name"].casefold()): row for row in rows}


def franchisee_lookalikes() -> Lookalikes:
    """All codes, for saying which one a wrong one may mean."""
    return Lookalikes(db.session.scalars(select(Franchisee.code)).all())


def _rows(mapped: Any, columns: Sequence[str], key: str, values: Iterable[Any]) -> list[Facts]:  # noqa: ANN401
    selected = [getattr(mapped, name) for name in columns]
    found: list[Facts] = []
    for some in chunks(dict.fromkeys(values), _AT_ONCE):
        query = select(*selected).where(getattr(mapped, key).in_(some))
        found += [dict(row._mapping) for row in db.session.execute(query)]  # noqa: SLF001 - its name
    return found
