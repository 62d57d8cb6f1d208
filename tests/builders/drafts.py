"""Months in draft for tests."""

from datetime import UTC, datetime

from franchise_portal.access.actor import Actor
from franchise_portal.database import db
from franchise_portal.fees.models import MonthDraft
from franchise_portal.fees.services import month_drafts
from franchise_portal.fees.services.previewing import Preview, previews_of
from tests.builders.fees import OCTOBER
from tests.support.people import SmallNetwork

TENTH_DAY = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
"""When drafts with ten days of grace, shown at the tests' noon, are to be issued."""


def give_grace(network: SmallNetwork, days: int = 10) -> None:
    """Give invoices days of grace."""
    network.network.grace_days = days
    db.session.flush()


def show(network: SmallNetwork, actor: Actor | None = None) -> MonthDraft:
    """Show October's drafts for ten days."""
    give_grace(network)
    return month_drafts.show_drafts(actor or network.actors["felix"], month=OCTOBER)


def preview(network: SmallNetwork, franchisee: str, month: str = "2026-10") -> Preview:
    """What a franchisee would be charged."""
    franchisee_id = network.franchisees[franchisee].id
    return previews_of(month, [franchisee_id]).get(franchisee_id, Preview())
