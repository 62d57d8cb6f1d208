"""The PDFs of contracts: each version whole, and what is wrong with contracts in general."""

from .health import HEALTH
from .kinds import CONTRACT
from .rendering import contract_document

KINDS = (CONTRACT, HEALTH)

__all__ = ["KINDS", "contract_document"]
