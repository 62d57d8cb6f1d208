"""What the filters of the lists offer, in one statement for all of them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import literal, select, union_all

from ....accounts.models import User
from ....database import db
from ...enums import CareKind
from ...models import Brand, CareAssignment, Region

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Options:
    """Pairs of id and name, by name."""

    brands: Choices
    regions: Choices
    managers: Choices


def options(*, managers: bool = False) -> Options:
    """All brands and regions and, if asked for, everybody who manages some franchisee today."""
    parts = [
        select(literal("brands").label("kind"), Brand.id, Brand.name),
        select(literal("regions").label("kind"), Region.id, Region.name),
    ]
    if managers:
        caring = select(CareAssignment.user_id).where(
            CareAssignment.kind == CareKind.MANAGER, CareAssignment.ends_on.is_(None)
        )
        parts.append(
            select(literal("managers").label("kind"), User.id, User.name).where(User.id.in_(caring))
        )
    found: dict[str, list[tuple[str, UUID]]] = {"brands": [], "regions": [], "managers": []}
    for kind, identity, name in db.session.execute(union_all(*parts)):
        found[kind].append((name, identity))
    return Options(**{kind: _choices(pairs) for kind, pairs in found.items()})


def _choices(pairs: list[tuple[str, UUID]]) -> Choices:
    return tuple((str(identity), name) for name, identity in sorted(pairs))
