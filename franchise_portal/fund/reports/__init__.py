"""The fund's papers: the statement in each language, and the book of any month."""

from .kinds import KINDS

__all__ = ["KINDS"]
