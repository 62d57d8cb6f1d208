"""What makes a contract sound. Values in, value and reasons out."""

from .coverage import Covering, first_overlap, require_term

__all__ = ["Covering", "first_overlap", "require_term"]
