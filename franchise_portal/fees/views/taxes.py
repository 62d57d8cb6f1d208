"""Taxes on fees: the list with rates and rules, adding a tax, a rate, a rule."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import DomainError
from ...network.queries import founded
from ...web.navigation import section
from ...web.rendering import flash, render, see
from ..queries import taxes as queries
from ..queries.payments import find_franchisee
from ..queries.taxes import TaxData
from ..reports.words import named_fee
from ..services import taxes as services
from ..tax_enums import TaxKind
from ..tax_forms import RateForm, RuleForm, TaxForm
from .blueprint import bp
from .crediting import at_fault

SECTION = "fees.taxes"


@bp.get("/taxes")
@section(SECTION)
@requires(Permission.FEES_TAX_READ)
def taxes() -> ResponseReturnValue:
    """What there is, at which rate, and on what it stands."""
    return render(
        "fees/taxes/index.html",
        taxes=queries.taxes(current_actor),
        rules=queries.rules(current_actor, on=clock.today()),
        category=founded().tax_category,
        today=clock.today(),
    )


@bp.get("/taxes/new")
@section(SECTION)
@requires(Permission.FEES_TAX_WRITE)
def new_tax() -> ResponseReturnValue:
    """The form."""
    return _form(TaxForm(data={"kind": TaxKind.STANDARD.value}).offer())


@bp.post("/taxes")
@section(SECTION)
@requires(Permission.FEES_TAX_WRITE)
def create_tax() -> ResponseReturnValue:
    """Add a tax."""
    form = TaxForm().offer()
    if not form.validate():
        return _form(form)
    try:
        services.add_tax(
            current_actor,
            label=form.label.data,
            kind=TaxKind(form.kind.data),
            rate=form.share,
            starts_on=form.starts_on.data,
            reason=form.reason.data or "",
        )
    except DomainError as error:
        return _form(at_fault(form, error))
    flash(_("The tax is added. Say now on what it stands."))
    return see(".new_tax_rule")


def _form(form: TaxForm) -> ResponseReturnValue:
    return render("fees/taxes/new.html", form=form)


@bp.get("/taxes/<uuid:tax_id>/rates/new")
@section(SECTION)
@requires(Permission.FEES_TAX_WRITE)
def new_tax_rate(tax_id: UUID) -> ResponseReturnValue:
    """The form for another rate from a day on."""
    return _rate(queries.tax_with(current_actor, tax_id), RateForm())


@bp.post("/taxes/<uuid:tax_id>/rates")
@section(SECTION)
@requires(Permission.FEES_TAX_WRITE)
def create_tax_rate(tax_id: UUID) -> ResponseReturnValue:
    """Let a tax charge another rate from a day on."""
    data, form = queries.tax_with(current_actor, tax_id), RateForm()
    if not form.validate():
        return _rate(data, form)
    try:
        services.change_rate(
            current_actor, data.tax, rate=form.share, starts_on=form.starts_on.data
        )
    except DomainError as error:
        return _rate(data, at_fault(form, error))
    flash(_("The rate is kept. Invoices of earlier periods keep theirs."))
    return see(".taxes")


def _rate(data: TaxData, form: RateForm) -> ResponseReturnValue:
    return render("fees/taxes/rate.html", form=form, data=data)


@bp.get("/taxes/rules/new")
@section(SECTION)
@requires(Permission.FEES_TAX_WRITE)
def new_tax_rule() -> ResponseReturnValue:
    """The form that says on what a tax stands."""
    return _rule(_offered(RuleForm()))


@bp.post("/taxes/rules")
@section(SECTION)
@requires(Permission.FEES_TAX_WRITE)
def create_tax_rule() -> ResponseReturnValue:
    """Say on what a tax stands."""
    form = _offered(RuleForm())
    code = form.franchisee.data or ""
    franchisee = find_franchisee(code) if code.strip() else None
    if not form.validate() or (code.strip() and franchisee is None):
        if franchisee is None and code.strip():
            form.franchisee.errors = [_("No franchisee has this code.")]
        return _rule(form)
    chosen = {str(one.tax.id): one.tax for one in queries.taxes(current_actor)}
    brands = {str(brand.id): brand for brand in queries.brands()}
    try:
        services.give_tax(
            current_actor,
            tax=chosen.get(form.tax.data),
            starts_on=form.starts_on.data,
            fee=form.fee.data,
            brand=brands.get(form.brand.data),
            franchisee=franchisee,
        )
    except DomainError as error:
        return _rule(at_fault(form, error))
    flash(_("The rule is kept. It holds for periods that end on its day or later."))
    return see(".taxes")


def _offered(form: RuleForm) -> RuleForm:
    return form.offer(
        queries.taxes(current_actor),
        [(fee, named_fee(fee)) for fee in queries.fee_names()],
        [(str(brand.id), brand.name) for brand in queries.brands()],
    )


def _rule(form: RuleForm) -> ResponseReturnValue:
    return render("fees/taxes/rule.html", form=form)
