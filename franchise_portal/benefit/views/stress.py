"""Outlets under fee stress, the network as a whole, and the limits that are judged by."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import ChangedMeanwhile, NotFound, Refused
from ...web import filters
from ...web.lists import Filter, ask
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..enums import AlertKind
from ..forms import LimitsForm
from ..forms.limits import typed_limits
from ..models import BenefitMonth
from ..queries import stress as queries
from ..queries.stress import Stressed
from ..services import limits as services
from ..words import alert_words, network_shown
from .blueprint import CONFLICT, SECTION, bp, usual_currency


@bp.get("/stress")
@section(SECTION)
@requires(Permission.BENEFIT_NETWORK_READ)
def stressed() -> ResponseReturnValue:
    """The outlets about which something was noted in a month."""
    months = queries.alerted_months()
    asked = ask(
        [
            Filter("month", _("Month"), [(one, filters.month(one)) for one in months], single=True),
            Filter("rule", _("Rule"), [(one.value, filters.label(one)) for one in AlertKind]),
        ],
        sorts=("code",),
        default="code",
    )
    month = next(iter(asked.chosen("month")), months[0] if months else "")
    wanted = queries.StressWanted(
        month=month,
        kinds=[AlertKind(one) for one in asked.chosen("rule")],
        text=asked.text,
        page=asked_page(),
    )
    listing = queries.stressed(current_actor, wanted)
    return render(
        "benefit/stress/index.html",
        listing=listing,
        rows=[(row, _reasons(row)) for row in listing.rows],
        asked=asked,
        month=month,
        whole=_network(month),
    )


def _reasons(row: Stressed) -> list[tuple[str, str]]:
    return [(filters.label(one.kind), alert_words(one, one.currency)) for one in row.alerts]


def _network(month: str) -> BenefitMonth | None:
    return queries.network_month(month, usual_currency()) if month else None


@bp.get("/network/<string:month>")
@section(SECTION)
@requires(Permission.BENEFIT_NETWORK_READ)
def show_network(month: str) -> ResponseReturnValue:
    """Both sides over all outlets whose accounts are known."""
    row = queries.network_month(month, usual_currency())
    if row is None:
        raise NotFound
    return render(
        "benefit/stress/network.html",
        row=row,
        month=month,
        whole=network_shown(row),
        kinds=[(filters.label(kind), count) for kind, count in queries.kinds_in(month).items()],
    )


@bp.get("/limits")
@section(SECTION)
@requires(Permission.BENEFIT_LIMITS_WRITE)
def limits() -> ResponseReturnValue:
    """By what is judged."""
    return _limits()


@bp.post("/limits")
@section(SECTION)
@requires(Permission.BENEFIT_LIMITS_WRITE)
def change_limits() -> ResponseReturnValue:
    """Change it."""
    form = LimitsForm()
    found = form.read() if form.validate() else None
    if found is None:
        return _limits(form)
    try:
        services.change_limits(current_actor, limits=found, seen=form.seen or 0)
    except ChangedMeanwhile:
        return _limits(status=CONFLICT)
    except Refused as refusal:
        return _limits(form.fault(refusal))
    flash(_("The limits are changed. Alerts that were noted before stay as they were."))
    return see(".limits")


def _limits(form: LimitsForm | None = None, status: int | None = None) -> ResponseReturnValue:
    row = queries.limits_row()
    if form is None:
        seen = {"version": str(row.version if row else 0)}
        form = LimitsForm(formdata=None, data={**typed_limits(queries.limits()), **seen})
    return render("benefit/stress/limits.html", form=form, status=status, row=row)
