"""What a draft is checked against: its contract, its outlets, and what others were granted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from ...law import Pack
from ..enums import VersionKind
from .coverage import Covering


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An outlet that the contract covers."""

    id: UUID
    name: str
    """Its code and name."""
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaGranted:
    """A territory: a list of postcodes, or a polygon."""

    code: str
    name: str
    brand_id: UUID
    postcodes: tuple[str, ...] = ()
    polygon: tuple[tuple[Decimal, Decimal], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherGrant:
    """An area that another contract of the brand grants exclusively on some days."""

    contract_id: UUID
    number: str
    area: AreaGranted
    starts_on: date
    ends_on: date
    is_promised: bool = False
    """Whether it is only promised yet: out for signature, or agreed from a later day on."""
    places: Sequence[Place] = ()
    """The outlets of that contract, where an area can only be compared by what is known of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Everything beside terms and clauses that a check looks at."""

    pack: Pack
    kind: VersionKind
    effective_from: date
    contract_starts_on: date
    term_number: int = 1
    brand_id: UUID
    places: Sequence[Place] = ()
    coverings: Sequence[Covering] = ()
    """Under which other binding contracts the same outlets stand."""
    promised: Sequence[Covering] = ()
    """Under which other contracts they will stand that are out for signature."""
    areas: Mapping[str, AreaGranted]
    """The network's territories that the terms name, by code."""
    others: Sequence[OtherGrant] = ()
    replaced_on: date | None = None
    """When another executed version takes over from this one, drafted without its changes."""
    compared: frozenset[str] = frozenset()
    """The pairs of areas that a person has compared on a map (`territory_conflicts.Pair.key`)."""

    @property
    def is_renewal(self) -> bool:
        """Whether the law sees an earlier contract continued."""
        return self.kind in {VersionKind.RENEWAL, VersionKind.AMENDMENT} or self.term_number > 1
