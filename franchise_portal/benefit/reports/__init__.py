"""The balance of an outlet as a PDF that both sides can sign."""

from .balance import BALANCE

KINDS = (BALANCE,)

__all__ = ["BALANCE", "KINDS"]
