"""Charges that come from no sales report, for tests."""

from datetime import date
from typing import Any

from franchise_portal.access.actor import SYSTEM, Actor
from franchise_portal.contracts.models import Contract
from franchise_portal.fees.models import Invoice
from franchise_portal.fees.services.single_charges import Occasion, charge
from franchise_portal.fees.single_enums import SingleKind
from franchise_portal.kit.money import Money

WORKING: dict[str, Any] = {
    "about": "2026-0001",
    "base_minor": 425_000,
    "from": "2026-10-16",
    "until": "2026-11-02",
    "days": 18,
    "rate": "0.08",
    "every": "year",
}


def an_occasion(contract: Contract, amount: str = "16.77", **more: Any) -> Occasion:
    """Interest on a late payment under clause 6.1, or whatever is given."""
    values: dict[str, Any] = {
        "source": "late_interest/1",
        "kind": SingleKind.LATE_INTEREST,
        "contract_id": contract.id,
        "clause": "6.1",
        "words": "Invoice 2026-0001",
        "working": WORKING,
        **more,
    }
    currency = values.pop("currency", "EUR")
    sign = -1 if amount.startswith("-") else 1
    minor = sign * Money.parse(amount.removeprefix("-"), currency).minor
    return Occasion(amount=Money(minor, currency), **values)


def charge_once(
    *occasions: Occasion,
    contract: Contract,
    on: date = date(2026, 11, 2),
    actor: Actor = SYSTEM,
) -> Invoice | None:
    """Charge some occasions to the contract's franchisee."""
    return charge(actor, franchisee_id=contract.franchisee_id, occasions=occasions, on=on)
