"""What an e-invoice cannot do without and somebody has still to enter, with the place for it.

The portal can issue an invoice with a name alone; EN 16931 wants to know where the parties are,
by which number they are registered, and why there is no tax.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ...kit.i18n import N_
from .einvoice import EXEMPT, NOT_SUBJECT, REVERSE_CHARGE, STANDARD, ZERO_RATED, Party

IN_SETTINGS = N_("Enter it in the network settings.")
AT_FRANCHISEE = N_("Enter it on the franchisee's page.")


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that is missing, and the rule that wants it."""

    rule: str
    field: str
    message: str
    remedy: str

    @property
    def is_ours(self) -> bool:
        """Whether it is the franchisor's own fact."""
        return self.remedy == IN_SETTINGS


def needs_of_seller(seller: Party, *, category: str, reason: str) -> Iterator[Need]:
    """What the franchisor has still to enter about itself."""
    if not seller.country:
        yield Need("BR-09", "country", N_("The network's country is missing."), IN_SETTINGS)
    if not seller.registration and (category == NOT_SUBJECT or not seller.vat_number):
        yield Need(
            "BR-CO-26",
            "registration",
            N_("The franchisor's registration number is missing."),
            IN_SETTINGS,
        )
    if category in {STANDARD, EXEMPT, REVERSE_CHARGE, ZERO_RATED} and not (
        seller.vat_number or seller.tax_number
    ):
        yield Need(
            f"BR-{category}-02",
            "vat_number",
            N_("The franchisor's VAT number or number at the tax office is missing."),
            IN_SETTINGS,
        )
    if category == EXEMPT and not reason:
        yield Need(
            "BR-E-10", "tax_reason", N_("The law by which fees are exempt is missing."), IN_SETTINGS
        )


def needs_of_buyer(buyer: Party, *, category: str) -> Iterator[Need]:
    """What has still to be entered about a franchisee."""
    if not buyer.country:
        yield Need("BR-11", "country", N_("The franchisee's country is missing."), AT_FRANCHISEE)
    if category == REVERSE_CHARGE and not (buyer.vat_number or buyer.registration):
        yield Need(
            "BR-AE-02",
            "vat_number",
            N_("The franchisee's VAT number is missing, and so is its registration number."),
            AT_FRANCHISEE,
        )
