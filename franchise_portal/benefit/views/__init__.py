"""The pages of the benefit balance."""

from .blueprint import bp

# The modules add their views to the blueprint when they are imported.
from . import accounts, balances, files, relief, stress, supply  # isort: skip

__all__ = ["accounts", "balances", "bp", "files", "relief", "stress", "supply"]
