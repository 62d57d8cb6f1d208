"""Drafts as the office handles them: shown, postponed, taken back; and those of a month listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.money import Money
from ...kit.period import Period
from ...web import filters
from ...web.errors import translated
from ...web.navigation import section
from ...web.paging import Page, asked_page
from ...web.rendering import flash, render, see
from ...web.speech import gettext as _
from ..draft_errors import DraftsEnded
from ..draft_forms import PostponeForm
from ..models import MonthDraft
from ..queries import month_drafts as queries
from ..queries.left_out import Skipped
from ..services import month_drafts as services
from ..services.previewing import Preview, previews_of
from .blueprint import asked, bp, month_in_url

SECTION = "fees.months"
CONFLICT = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDraft:
    """A row of the list."""

    business: queries.Business
    reports: int
    totals: tuple[Money, ...]
    fund: tuple[Money, ...]
    left_out: tuple[str, ...]
    """Why something of it cannot be charged as it stands, each once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDrafts:
    """A page of the drafts of a month."""

    listing: Page[queries.Business]
    rows: tuple[ShownDraft, ...]
    text: str

    @property
    def together(self) -> tuple[tuple[Money, Money], ...]:
        """The sum of all drafts and of their fund parts, for each currency.

        Empty where they do not all stand on this page.
        """
        if self.text or self.listing.total > len(self.rows):
            return ()
        totals = _by_currency(row.totals for row in self.rows)
        funds = _by_currency(row.fund for row in self.rows)
        return tuple((total, funds[currency]) for currency, total in sorted(totals.items()))


def _by_currency(sums: Iterable[tuple[Money, ...]]) -> dict[str, Money]:
    found: dict[str, Money] = {}
    for amount in chain.from_iterable(sums):
        code = amount.currency
        found[code] = found.get(code, Money.zero(code)) + amount
    return found


def shown_drafts(month: Period) -> ShownDrafts:
    """The page of drafts that was asked for."""
    text = asked("q")
    listing = queries.waiting_businesses(current_actor, month.text, text=text, number=asked_page())
    found = previews_of(month.text, [one.id for one in listing.rows])
    rows = tuple(_row(one, found.get(one.id, Preview())) for one in listing.rows)
    return ShownDrafts(listing=listing, rows=rows, text=text)


def _row(business: queries.Business, preview: Preview) -> ShownDraft:
    return ShownDraft(
        business=business,
        reports=preview.reports,
        totals=preview.totals,
        fund=preview.fund,
        left_out=tuple(dict.fromkeys(why(one) for one in preview.skipped)),
    )


def why(skipped: Skipped) -> str:
    """Why a report cannot be charged as it stands, with its outlet."""
    text = filters.label(skipped.message)
    reason = text % skipped.params if skipped.params else text
    return _("%(outlet)s: %(why)s", outlet=skipped.outlet, why=reason)


@bp.post("/months/<string:month>/drafts")
@section(SECTION)
@requires(Permission.FEES_PERIOD_ASSESS)
def show_drafts(month: str) -> ResponseReturnValue:
    """Show the month's invoices as drafts."""
    draft = services.show_drafts(current_actor, month=month_in_url(month))
    flash(
        _(
            "The drafts are shown, and franchisees are told. They are issued on %(day)s.",
            day=filters.date(draft.issues_on),
        )
    )
    return see(".show_month", month=draft.month)


@bp.post("/months/<string:month>/drafts/withdrawal")
@section(SECTION)
@requires(Permission.FEES_PERIOD_ASSESS)
def take_back_drafts(month: str) -> ResponseReturnValue:
    """Show them no longer; the month waits to be assessed."""
    draft = _draft(month)
    services.take_back(current_actor, draft)
    flash(_("The drafts are taken back. Nothing was issued."))
    return see(".show_month", month=draft.month)


@bp.get("/months/<string:month>/drafts/postponement")
@section(SECTION)
@requires(Permission.FEES_PERIOD_ASSESS)
def postpone_drafts(month: str) -> ResponseReturnValue:
    """The form for a later day."""
    return _postponing(_draft(month))


@bp.post("/months/<string:month>/drafts/postponement")
@section(SECTION)
@requires(Permission.FEES_PERIOD_ASSESS)
def move_drafts(month: str) -> ResponseReturnValue:
    """Issue them on a later day."""
    draft, form = _draft(month), PostponeForm()
    if not form.validate():
        return _postponing(draft, form)
    try:
        services.postpone(current_actor, draft, to=form.to.data, seen=form.seen)
    except Refused as refusal:
        return _postponing(draft, form.fault(refusal))
    except ChangedMeanwhile as error:
        return _overtaken(month, error)
    flash(_("The drafts are issued on %(day)s.", day=filters.date(draft.issues_on)))
    return see(".show_month", month=draft.month)


def _overtaken(month: str, error: ChangedMeanwhile) -> ResponseReturnValue:
    """The form anew, with the day that somebody else has chosen."""
    draft = _draft(month)
    form = _form(draft)
    form.form_errors.append(translated(error))
    return _postponing(draft, form, status=CONFLICT)


def _postponing(
    draft: MonthDraft, form: PostponeForm | None = None, *, status: int | None = None
) -> ResponseReturnValue:
    return render(
        "fees/months/postpone.html",
        form=form or _form(draft),
        status=status,
        draft=draft,
        days=services.days_of(draft, on=clock.today()),
    )


def _form(draft: MonthDraft) -> PostponeForm:
    days = services.days_of(draft, on=clock.today())
    first = days.first if days else None
    return PostponeForm(formdata=None, data={"version": str(draft.version), "to": first})


def _draft(month: str) -> MonthDraft:
    draft = queries.open_draft(month_in_url(month).text)
    if draft is None:
        raise DraftsEnded
    return draft
