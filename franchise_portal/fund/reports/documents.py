"""What the template of the fund's papers sees."""

from dataclasses import dataclass

from ...reports.documents import Issuer, Margin
from ..statement_rows import ShownStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class FundDocument:
    """All that the template sees."""

    issuer: Issuer
    margin: Margin
    title: str
    state: str
    facts: tuple[tuple[str, str], ...]
    statement: ShownStatement
    attached: str = ""
    """The name of the file with all outlets that the document carries; empty: none."""
