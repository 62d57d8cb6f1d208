"""What the filters of the lists offer, in one statement for all of them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, String, exists, literal_column, select, union_all

from ....accounts.models import User
from ....ready import Ready
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
    found: dict[str, list[tuple[str, UUID]]] = {"brands": [], "regions": [], "managers": []}
    for kind, identity, name in (_WITH_MANAGERS if managers else _PLACES).run():
        found[kind].append((name, identity))
    return Options(**{kind: _choices(pairs) for kind, pairs in found.items()})


def _part(kind: str, mapped: type[Brand | Region | User]) -> Select[str, UUID, str]:
    return select(literal_column(f"'{kind}'", String).label("kind"), mapped.id, mapped.name)


# Built once: building a statement costs as much as running one.
_PLACES = Ready(union_all(_part("brands", Brand), _part("regions", Region)))
_WITH_MANAGERS = Ready(
    union_all(
        _part("brands", Brand),
        _part("regions", Region),
        # Person by person in the index of care: there are few at the franchisor, and very many in
        # care.
        _part("managers", User).where(
            User.franchisee_id.is_(None),
            exists().where(
                CareAssignment.user_id == User.id,
                CareAssignment.kind == CareKind.MANAGER,
                CareAssignment.ends_on.is_(None),
            ),
        ),
    )
)


def _choices(pairs: list[tuple[str, UUID]]) -> Choices:
    return tuple((str(identity), name) for name, identity in sorted(pairs))
