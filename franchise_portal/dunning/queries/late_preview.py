"""A month before it is posted: franchisee by franchisee on pages, and all of it as a sum.

A page is worked out while it is looked at, however large the network is. The sum of all needs a
look at everybody; of a large network it comes from a job.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.queries.listing import page_of, with_rows
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Franchisee
from ...web.paging import Page
from ..models import LateForecast
from .late import Reckoned, reckon
from .late_invoices import owing_late
from .late_terms import Missing


@dataclass(frozen=True, slots=True)
class WouldBeCharged:
    """What a month would charge one franchisee; nothing where no contract asks for anything."""

    franchisee: Franchisee
    charges: tuple[Reckoned, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A page of a month before it is posted."""

    listing: Page[WouldBeCharged]
    """Everybody of whom something was open after its day, by code."""
    missing: tuple[Missing, ...]
    totals: tuple[Money, ...]
    """What this page comes to."""
    forecast: LateForecast | None
    """All of it, where that was worked out or is."""

    @property
    def is_whole(self) -> bool:
        """Whether this page shows everybody."""
        return self.listing.total <= self.listing.size

    @property
    def count(self) -> int | None:
        """How many charges the month would make; None where that is not known."""
        if self.is_whole:
            return sum(len(one.charges) for one in self.listing.rows)
        is_known = self.forecast is not None and self.forecast.finished_at is not None
        return self.forecast.charges if is_known and self.forecast else None


def preview(actor: Actor, month: Period, *, page: int) -> Preview:
    """What posting a month would charge, one page of it."""
    actor.require(Permission.DUNNING_LATE_POST)
    late = owing_late(month).subquery()
    query = select(Franchisee).where(Franchisee.id.in_(select(late.c.id)))
    listing = page_of(query, page, Franchisee.code)
    owners: Sequence[Franchisee] = [row.Franchisee for row in listing.rows]
    reckoning = reckon([one.id for one in owners], month)
    rows = [
        WouldBeCharged(
            owner, tuple(one for one in reckoning.charges if one.found.franchisee_id == owner.id)
        )
        for owner in owners
    ]
    return Preview(
        listing=with_rows(listing, rows),
        missing=reckoning.missing,
        totals=reckoning.totals,
        forecast=forecast_of(month),
    )


def forecast_of(month: Period) -> LateForecast | None:
    """What was worked out for all of a month."""
    query = select(LateForecast).where(LateForecast.month == month.text)
    return db.session.scalar(query.execution_options(populate_existing=True))
