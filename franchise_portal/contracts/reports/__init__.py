"""The PDFs of contracts: each version whole, and what is wrong with contracts in general."""

from .kinds import KINDS
from .rendering import contract_document

__all__ = ["KINDS", "contract_document"]
