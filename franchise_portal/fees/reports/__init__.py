"""The PDFs that fees can be told in: a franchisee's statement, the network's month."""

from .kinds import KINDS

__all__ = ["KINDS"]
