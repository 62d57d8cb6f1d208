"""The pages of disputes and grades."""

from . import deciding, disputes, opening
from .blueprint import bp

__all__ = ["bp", "deciding", "disputes", "opening"]
