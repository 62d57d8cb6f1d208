"""What the clocks of a contract depend on: its terms, its law and the days that passed so far."""

from dataclasses import dataclass
from datetime import date

from ...kit.calendars import Holidays
from ...law import Pack, SigningClock
from .terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDates:
    """What the clocks of a contract depend on."""

    pack: Pack
    terms: Terms
    """With a first day and a term: a length, a last day, or indefinite."""

    disclosed_on: date | None = None
    final_agreement_on: date | None = None
    """When the franchisee got an agreement that the franchisor had changed by itself."""

    signed_on: date | None = None
    is_first: bool = False
    """The franchisor's first contract under this law."""

    is_renewal: bool | None = False
    """None where nobody said: then no rule that exempts renewals is called broken, and no right
    that renewals lack is taken away."""

    is_on_same_terms: bool = False
    """For a renewal: nothing but the days changes."""

    has_term_consent: bool = False
    """Whether the franchisee agreed in writing to a term under the law's minimum."""

    outlets_opening: tuple[date, ...] = ()
    """When outlets are to open under the contract."""

    own_outlets: tuple[date, ...] | None = None
    """When the franchisor opened its own outlets that still run; None if nobody said."""

    holidays: Holidays | None = None
    """The days off on which a deadline may move; None moves nothing."""

    def __post_init__(self) -> None:
        if self.terms.starts_on is None or not self.terms.has_term:
            msg = "The clocks need a first day and a term"
            raise ValueError(msg)

    @property
    def starts_on(self) -> date:
        """The first day of the term."""
        assert self.terms.starts_on is not None  # noqa: S101 - asked for when it was made
        return self.terms.starts_on

    @property
    def is_same_again(self) -> bool:
        """Whether it renews a contract on the same terms."""
        return bool(self.is_renewal) and self.is_on_same_terms

    @property
    def signing_clocks(self) -> tuple[SigningClock, ...]:
        """What signing has to wait for, the longest wait first."""
        return self.pack.signing_clocks(
            self.disclosed_on,
            is_renewal_on_same_terms=self.is_same_again,
            final_agreement_on=self.final_agreement_on,
        )
