"""The rules of the fund's year and of the clock of its statement."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import ChangedMeanwhile, DomainError
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..forms import TermsForm
from ..queries.terms import the_terms
from ..services.terms import change_terms
from .blueprint import CONFLICT, SECTION, at_fault, bp


@bp.get("/rules")
@section(SECTION)
@requires(Permission.FUND_TERMS_WRITE)
def rules() -> ResponseReturnValue:
    """The form."""
    row = the_terms()
    data = {
        "version": str(row.version),
        "year_starts_month": row.year_starts_month,
        "law_pack": row.law_pack,
        "due_months": row.due_months,
        "hand_out_days": row.hand_out_days,
        "names_outlets": row.names_outlets,
    }
    return render("fund/terms.html", form=TermsForm(formdata=None, data=data).offer())


@bp.post("/rules")
@section(SECTION)
@requires(Permission.FUND_TERMS_WRITE)
def save_rules() -> ResponseReturnValue:
    """Keep them."""
    form = TermsForm().offer()
    if not form.validate():
        return render("fund/terms.html", form=form)
    try:
        change_terms(
            current_actor,
            year_starts_month=form.year_starts_month.data,
            law_pack=form.law_pack.data,
            due_months=form.due_months.data,
            hand_out_days=form.hand_out_days.data,
            names_outlets=bool(form.names_outlets.data),
            version=form.seen,
        )
    except ChangedMeanwhile as error:
        return render("fund/terms.html", form=at_fault(form, error), status=CONFLICT)
    except DomainError as error:
        return render("fund/terms.html", form=at_fault(form, error))
    flash(_("The rules are kept."))
    return see(".index")
