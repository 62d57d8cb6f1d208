"""Spending: the list, posting one with its receipt, one with what belongs to it, taking it back."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import DomainError
from ...kit.money import Money
from ...network.forms.fields import enum_choices
from ...network.queries import regions
from ...web import filters
from ...web.filters import currency_symbol
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..enums import SpendingKind
from ..forms import ReverseForm, SpendingForm
from ..queries import budgets, terms
from ..queries import spending as queries
from ..queries.spending import SpendingData, Wanted
from ..services import spending as services
from .blueprint import SECTION, asked_id, asked_year, at_fault, bp, uploaded, year_menu


@bp.get("/spending")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def spending() -> ResponseReturnValue:
    """What was spent, the latest first."""
    frame = terms.frame()
    wanted = Wanted(
        year=asked_year() or frame.this_year,
        kind=request.args.get("kind", ""),
        region_id=asked_id("region"),
        line_key=asked_id("line"),
        page=asked_page(),
    )
    listing = queries.spending(current_actor, wanted)
    return render(
        "fund/spending/index.html",
        listing=listing,
        region_names=queries.region_names([row.id for row in listing.rows]),
        wanted=wanted,
        filters=[year_menu(frame.years, wanted.year or frame.this_year), *_menus(wanted)],
    )


def _menus(wanted: Wanted) -> list[dict[str, object]]:
    return [
        {
            "name": "kind",
            "label": _("Kind"),
            "options": enum_choices(SpendingKind),
            "selected": [wanted.kind] if wanted.kind in set(SpendingKind) else [],
            "single": True,
        },
        {
            "name": "region",
            "label": _("Region"),
            "options": [(str(region.id), region.name) for region in regions()],
            "selected": [str(wanted.region_id)] if wanted.region_id else [],
            "single": True,
        },
    ]


def _form(form: SpendingForm, year: int) -> ResponseReturnValue:
    return render(
        "fund/spending/new.html", form=form, symbol=currency_symbol(form.currency), year=year
    )


def _offered(form: SpendingForm, year: int) -> SpendingForm:
    budget = budgets.adopted(year)
    return form.offer(budgets.lines_of(budget) if budget else (), regions())


@bp.get("/spending/new")
@section(SECTION)
@requires(Permission.FUND_SPENDING_RECORD)
def new_spending() -> ResponseReturnValue:
    """The form, with the lines of a year's budget."""
    year = asked_year() or terms.this_year()
    data = {"on": clock.today(), "line": request.args.get("line", "")}
    form = SpendingForm(currency=terms.currency(), formdata=None, data=data)
    return _form(_offered(form, year), year)


@bp.post("/spending")
@section(SECTION)
@requires(Permission.FUND_SPENDING_RECORD)
def create_spending() -> ResponseReturnValue:
    """Post it."""
    form = SpendingForm(currency=terms.currency())
    year = terms.year_of_day(form.on.data) if form.on.data else terms.this_year()
    form = _offered(form, year)
    if not form.validate():
        return _form(form, year)
    try:
        row = services.spend(current_actor, _bill(form), uploaded(form))
    except DomainError as error:
        return _form(at_fault(form, error), year)
    flash(_("It is posted in the fund’s book, with its receipt."))
    return see(".show_spending", spending_id=row.id)


def _bill(form: SpendingForm) -> services.Bill:
    chosen = set(form.regions.data or ())
    return services.Bill(
        line_key=UUID(form.line.data),
        supplier=form.supplier.data,
        purpose=form.purpose.data,
        on=form.on.data,
        amount=form.amount.data or Money.zero(form.currency),
        tax=form.tax.data or Money.zero(form.currency),
        regions=[region for region in regions() if str(region.id) in chosen],
        over_reason=form.over_reason.data or "",
    )


@bp.get("/spending/<uuid:spending_id>")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def show_spending(spending_id: UUID) -> ResponseReturnValue:
    """One spending with its receipt."""
    return _shown(queries.spending_for(current_actor, spending_id))


def _shown(data: SpendingData, form: ReverseForm | None = None) -> ResponseReturnValue:
    return render(
        "fund/spending/show.html",
        form=form,
        data=data,
        row=data.row,
        region_rows=[(region.name, None, filters.money(part)) for region, part in data.regions],
        reverse_form=form or ReverseForm(formdata=None),
    )


@bp.get("/spending/<uuid:spending_id>/receipt")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def receipt(spending_id: UUID) -> ResponseReturnValue:
    """The receipt itself."""
    return storage.send(
        queries.spending_for(current_actor, spending_id).row.file, as_attachment=False
    )


@bp.post("/spending/<uuid:spending_id>/reversal")
@section(SECTION)
@requires(Permission.FUND_SPENDING_RECORD)
def reverse_spending(spending_id: UUID) -> ResponseReturnValue:
    """Take it back."""
    data, form = queries.spending_for(current_actor, spending_id), ReverseForm()
    if not form.validate():
        return _shown(data, form)
    try:
        back = services.reverse(current_actor, data.row, reason=form.reason.data)
    except DomainError as error:
        return _shown(data, at_fault(form, error))
    flash(_("It is taken back. The line has its money again."))
    return see(".show_spending", spending_id=back.id)
