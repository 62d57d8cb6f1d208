"""The pages of contracts."""

from .blueprint import bp

# The modules add their views to the blueprint when they are imported.
from . import contracts  # isort: skip

__all__ = ["bp", "contracts"]
