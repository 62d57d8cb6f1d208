"""The franchisor's own outlets: by which plan they contribute, what is owed and transferred."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...fees.queries.plans import plans
from ...kit import clock
from ...kit.errors import DomainError
from ...kit.money import Money
from ...network.queries import brands
from ...web.filters import currency_symbol
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..forms import OwnPlanForm, TransferForm
from ..queries import own as queries
from ..queries import terms
from ..services import own as services
from .blueprint import SECTION, at_fault, bp


@bp.get("/own-outlets")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def own_outlets() -> ResponseReturnValue:
    """What the franchisor owes for its own outlets, on the same basis as everybody."""
    form = TransferForm(currency=terms.currency(), formdata=None, data={"on": clock.today()})
    return _page(form)


def _page(form: TransferForm, error: TransferForm | None = None) -> ResponseReturnValue:
    return render(
        "fund/own/index.html",
        form=error,
        transfer_form=form,
        plans=queries.own_plans(current_actor),
        transfers=queries.transfers(current_actor),
        owed=queries.owed(form.currency),
        without=queries.without_plan(),
        symbol=currency_symbol(form.currency),
    )


@bp.post("/own-outlets/contributions")
@section(SECTION)
@requires(Permission.FUND_SPENDING_RECORD)
def post_own() -> ResponseReturnValue:
    """Post what the reports that came make owed."""
    posted = services.post_own(current_actor)
    if posted:
        flash(ngettext("%(num)d month is posted.", "%(num)d months are posted.", len(posted)))
    else:
        flash(_("Everything that was reported is posted already."))
    return see(".own_outlets")


@bp.post("/own-outlets/transfers")
@section(SECTION)
@requires(Permission.FUND_BANK_RECORD)
def note_transfer() -> ResponseReturnValue:
    """Note a transfer to the fund."""
    form = TransferForm(currency=terms.currency())
    if not form.validate():
        return _page(form, form)
    try:
        services.note_transfer(
            current_actor,
            amount=form.amount.data or Money.zero(form.currency),
            on=form.on.data,
            reference=form.reference.data,
        )
    except DomainError as error:
        return _page(at_fault(form, error), form)
    flash(_("The transfer is in the books of both."))
    return see(".own_outlets")


def _offered(form: OwnPlanForm) -> OwnPlanForm:
    offered = [
        (str(row.id), row.name)
        for row in plans(current_actor)
        if row.currency == terms.currency() and any(fee.fund for fee in row.plan.charged)
    ]
    return form.offer(brands(), offered)


@bp.get("/own-outlets/plan")
@section(SECTION)
@requires(Permission.FUND_TERMS_WRITE)
def new_own_plan() -> ResponseReturnValue:
    """The form."""
    first = clock.today().replace(day=1)
    form = OwnPlanForm(formdata=None, data={"starts_on": first})
    return render("fund/own/plan.html", form=_offered(form))


@bp.post("/own-outlets/plan")
@section(SECTION)
@requires(Permission.FUND_TERMS_WRITE)
def choose_own_plan() -> ResponseReturnValue:
    """Decide by which plan a brand's own outlets contribute."""
    form = _offered(OwnPlanForm())
    if not form.validate():
        return render("fund/own/plan.html", form=form)
    chosen = {str(brand.id): brand for brand in brands()}
    try:
        services.choose_plan(
            current_actor,
            brand=chosen[form.brand.data],
            plan_id=UUID(form.plan.data),
            starts_on=form.starts_on.data,
        )
    except DomainError as error:
        return render("fund/own/plan.html", form=at_fault(form, error))
    flash(_("It is decided. Reports from that day on are counted by it."))
    return see(".own_outlets")
