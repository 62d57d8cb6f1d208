"""The pages of contracts."""

from .blueprint import bp

# The modules add their views to the blueprint when they are imported.
from . import contracts, signing  # isort: skip

__all__ = ["bp", "contracts", "signing"]
