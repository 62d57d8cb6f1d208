"""The law pack of a contract."""

from ... import law
from ..models import Contract


def pack_of(contract: Contract | None) -> law.Pack:
    """The pack whose rules count for a contract; the empty one for what belongs to none."""
    return law.pack(contract.pack if contract else "none")
