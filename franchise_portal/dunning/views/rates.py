"""Tables of rates: base rates that contracts add to, and the highest rates that laws allow."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import DomainError
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..enums import RateUse
from ..forms.money import RateForm, TableForm
from ..models import RateTable
from ..queries import rates as queries
from ..services import rates as services
from .blueprint import at_fault, bp
from .late import SECTION


@bp.get("/rates")
@section(SECTION)
@requires(Permission.DUNNING_ACCOUNT_READ)
def rates() -> ResponseReturnValue:
    """All tables with their rates, for both sides to read."""
    return render("dunning/rates/index.html", tables=queries.tables(), today=clock.today())


@bp.get("/rates/new")
@section(SECTION)
@requires(Permission.DUNNING_RATE_WRITE)
def new_rate_table() -> ResponseReturnValue:
    """The form for a table."""
    return render("dunning/rates/new.html", form=TableForm())


@bp.post("/rates")
@section(SECTION)
@requires(Permission.DUNNING_RATE_WRITE)
def create_rate_table() -> ResponseReturnValue:
    """Add a table."""
    form = TableForm()
    if not form.validate():
        return render("dunning/rates/new.html", form=form)
    try:
        table = services.add_table(
            current_actor,
            key=form.key.data,
            name=form.name.data,
            use=RateUse(form.use.data),
            source=form.source.data,
        )
    except DomainError as error:
        return render("dunning/rates/new.html", form=at_fault(form, error))
    flash(_("The table is added. Enter its first rate."))
    return see(".new_base_rate", slug=table.key)


@bp.get("/rates/<string:slug>/new")
@section(SECTION)
@requires(Permission.DUNNING_RATE_WRITE)
def new_base_rate(slug: str) -> ResponseReturnValue:
    """The form for another rate."""
    return _form(queries.table_with(slug), RateForm())


@bp.post("/rates/<string:slug>")
@section(SECTION)
@requires(Permission.DUNNING_RATE_WRITE)
def create_base_rate(slug: str) -> ResponseReturnValue:
    """Enter another rate."""
    table, form = queries.table_with(slug), RateForm()
    rate = form.rate.data if form.validate() else None
    if rate is None:
        return _form(table, form)
    try:
        services.add_rate(current_actor, table, starts_on=form.starts_on.data, rate=rate)
    except DomainError as error:
        return _form(table, at_fault(form, error))
    flash(_("The rate is entered."))
    return see(".rates")


def _form(table: RateTable, form: RateForm) -> ResponseReturnValue:
    return render("dunning/rates/rate.html", form=form, table=table)
