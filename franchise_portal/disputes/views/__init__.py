"""The pages of disputes and grades."""

from . import deciding, disputes, grades, opening
from .blueprint import bp

__all__ = ["bp", "deciding", "disputes", "grades", "opening"]
