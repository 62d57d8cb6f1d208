"""What part of the network somebody can see, as a value. Queries turn it into a WHERE clause."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Everything:
    """The whole network: the franchisor's side."""


@dataclass(frozen=True, slots=True)
class OwnBusiness:
    """One franchisee's own business, or only some of its outlets.

    `outlet_ids` is None for the owner, who sees all outlets; a manager or a member of staff sees
    the outlets named.
    """

    franchisee_id: UUID
    outlet_ids: frozenset[UUID] | None = None


Scope = Everything | OwnBusiness
