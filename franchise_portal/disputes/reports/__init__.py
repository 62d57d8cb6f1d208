"""The papers of disputes."""

from .kinds import KINDS

__all__ = ["KINDS"]
