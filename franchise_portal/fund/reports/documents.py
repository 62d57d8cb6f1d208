"""What the template of the fund's papers sees."""

from dataclasses import dataclass

from ...reports.documents import Issuer, Margin
from ..statement_words import ShownStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class FundDocument:
    """All that the template sees."""

    issuer: Issuer
    margin: Margin
    title: str
    state: str
    facts: tuple[tuple[str, str], ...]
    statement: ShownStatement
