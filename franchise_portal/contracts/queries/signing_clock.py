"""From when on a version may be signed, and until when one may step back from it."""

from datetime import date

from ...law import Pack, pack
from ...recruitment import queries as recruitment
from ..enums import VersionKind
from ..models import Contract, ContractVersion
from ..rules import signing as rules
from .disclosures import disclosure_of
from .versions import terms_of, version_before

#: Versions that bring about a relationship, or prolong it; an amendment changes one that exists.
WITH_CLOCK = (VersionKind.ORIGINAL, VersionKind.RENEWAL, VersionKind.TRANSFER)


def given(contract: Contract) -> rules.Given:
    """What the franchisee was given to read, and when: as recorded here, else before the contract.

    What was recorded with the contract was handed over by whoever recorded it; in the selection
    before it, the franchisee confirms the receipt.
    """
    here = disclosure_of(contract)
    if here is not None:
        return rules.Given(disclosed_on=here.disclosed_on)
    before = recruitment.disclosure_of(contract.franchisee_id, contract.brand_id)
    if before is None:
        return rules.Given()
    return rules.Given(
        disclosed_on=before.disclosed_on,
        final_agreement_on=before.final_agreement_on,
        is_receipt_missing=before.acknowledged_on is None,
    )


def signing_day(contract: Contract, version: ContractVersion) -> rules.SigningDay | None:
    """The first day on which a version may be signed; None where no law makes it wait."""
    if version.kind not in WITH_CLOCK:
        return None
    return rules.signing_day(
        law_of(contract),
        given(contract),
        is_renewal_on_same_terms=_is_renewal_on_same_terms(version),
    )


def require_signing_day(contract: Contract, version: ContractVersion, *, on: date) -> None:
    """Refuse a signature before the law's clock has run out.

    Raises:
        NotDisclosed, NotReceived, TooEarly: with the reason, and from when on it is possible.
    """
    if version.kind in WITH_CLOCK:
        rules.require_signing_day(
            contract.number,
            law_of(contract),
            given(contract),
            on=on,
            is_renewal_on_same_terms=_is_renewal_on_same_terms(version),
        )


def cooling_off_until(
    contract: Contract, version: ContractVersion, *, signed_on: date
) -> date | None:
    """The last day on which the franchisee may step back after signing on a day."""
    if version.kind not in WITH_CLOCK:
        return None
    return rules.cooling_off_until(
        law_of(contract),
        terms_of(version).cooling_off,
        signed_on=signed_on,
        is_renewal=version.kind is VersionKind.RENEWAL,
    )


def law_of(contract: Contract) -> Pack:
    """The law pack whose clocks apply to a contract."""
    return pack(contract.pack)


def _is_renewal_on_same_terms(version: ContractVersion) -> bool:
    """Whether a renewal keeps the words and terms, so that nothing new has to be disclosed."""
    if version.kind is not VersionKind.RENEWAL:
        return False
    before = version_before(version)
    return before is not None and (before.terms, before.clauses) == (
        version.terms,
        version.clauses,
    )
