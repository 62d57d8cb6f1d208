"""The clocks of a contract that is kept here."""

from dataclasses import replace

from ...law import pack
from ..models import Contract
from ..rules.clocks import Clocks, clocks
from ..rules.contract_dates import ContractDates
from ..rules.terms import NO_END, Terms
from .disclosures import disclosed_on


def clocks_of(contract: Contract, terms: Terms | None) -> Clocks | None:
    """Every day that the terms and the law give; None beyond the calendar.

    The term is the present one, with the renewals that are left.
    """
    dates = ContractDates(
        pack=pack(contract.pack),
        terms=_present(contract, terms or Terms()),
        disclosed_on=disclosed_on(contract),
        signed_on=contract.signed_on,
        is_first=contract.is_first,
        is_renewal=contract.term_number > 1,
        has_term_consent=bool(terms and terms.term_consent),
    )
    try:
        return clocks(dates)
    except OverflowError:
        return None


def _present(contract: Contract, terms: Terms) -> Terms:
    has_end = contract.ends_on != NO_END
    renewal = terms.renewal
    if renewal is not None and renewal.count is not None:
        renewal = replace(renewal, count=max(0, renewal.count - (contract.term_number - 1)))
    return replace(
        terms,
        starts_on=contract.starts_on,
        length=None,
        ends_on=contract.ends_on if has_end else None,
        is_indefinite=not has_end,
        renewal=renewal,
    )
