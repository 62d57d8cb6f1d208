"""Audits of sales: the list, one audit with its working, writing, sending, answering, settling."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.errors import ChangedMeanwhile, DomainError, Refused, Unreadable
from ...kit.period import Period
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..queries import sales_audits as queries
from ..sales_forms import NewAuditForm, WordsForm
from ..services import opening_audits
from ..services import sales_audits as services
from .audit_page import AuditForm, audit_page, sending_form, settle_form
from .blueprint import asked, bp
from .crediting import at_fault

SECTION = "fees.sales_audits"
CONFLICT = 409


@bp.get("/audits")
@section(SECTION)
@requires(Permission.FEES_AUDIT_READ)
def sales_audits() -> ResponseReturnValue:
    """The audits, the latest first."""
    listing = queries.audits(current_actor, asked_page())
    return render("fees/audits/index.html", listing=listing)


@bp.get("/audits/new")
@section(SECTION)
@requires(Permission.FEES_AUDIT_WRITE)
def new_sales_audit() -> ResponseReturnValue:
    """Choose an outlet and its months."""
    return render("fees/audits/new.html", form=NewAuditForm(data={"outlet": asked("outlet")}))


@bp.post("/audits")
@section(SECTION)
@requires(Permission.FEES_AUDIT_WRITE)
def open_sales_audit() -> ResponseReturnValue:
    """Begin it with what was reported."""
    form = NewAuditForm()
    if not form.validate():
        return render("fees/audits/new.html", form=form)
    outlet = queries.outlet_with_code(form.outlet.data)
    if outlet is None:
        form.outlet.errors = [_("No outlet has this code. Look it up in the list.")]
        return render("fees/audits/new.html", form=form)
    first, last = _month(form, "first_month"), _month(form, "last_month")
    if first is None or last is None:
        return render("fees/audits/new.html", form=form)
    try:
        audit = opening_audits.open_sales_audit(
            current_actor, outlet=outlet, first=first, last=last
        )
    except Refused as refusal:
        return render("fees/audits/new.html", form=form.fault(refusal))
    return see(".show_sales_audit", sales_audit_id=audit.id)


def _month(form: NewAuditForm, name: str) -> Period | None:
    try:
        return Period.parse_month(form[name].data or "")
    except Unreadable:
        form[name].errors = [_("Write a month like 2026-09.")]
        return None


@bp.get("/audits/<uuid:sales_audit_id>")
@section(SECTION)
@requires(Permission.FEES_AUDIT_READ)
def show_sales_audit(sales_audit_id: UUID) -> ResponseReturnValue:
    """One audit."""
    return audit_page(queries.audit_for(current_actor, sales_audit_id))


@bp.post("/audits/<uuid:sales_audit_id>/findings")
@section(SECTION)
@requires(Permission.FEES_AUDIT_WRITE)
def write_findings(sales_audit_id: UUID) -> ResponseReturnValue:
    """Keep the auditor's figures."""
    audit = queries.audit_for(current_actor, sales_audit_id)
    form = AuditForm.sent(audit)
    findings = form.read(audit)
    if findings is None:
        return audit_page(audit, form=form)
    try:
        services.write_findings(current_actor, audit, findings, seen=form.seen or 0)
    except ChangedMeanwhile:
        return audit_page(
            queries.audit_for(current_actor, sales_audit_id), form=form, status=CONFLICT
        )
    flash(_("The findings are kept. Only your office sees them until you send them."))
    return see(".show_sales_audit", sales_audit_id=sales_audit_id)


@bp.post("/audits/<uuid:sales_audit_id>/sending")
@section(SECTION)
@requires(Permission.FEES_AUDIT_WRITE)
def send_sales_audit(sales_audit_id: UUID) -> ResponseReturnValue:
    """Tell the franchisee."""
    audit = queries.audit_for(current_actor, sales_audit_id)
    form = sending_form(audit)
    if not form.validate():
        return audit_page(audit, send_form=form)
    try:
        services.send_sales_audit(
            current_actor,
            audit,
            answer_until=form.answer_until.data,
            seen=form.seen or 0,
            clause=form.clause.data or "",
        )
    except Refused as refusal:
        return audit_page(audit, send_form=form.fault(refusal))
    except ChangedMeanwhile:
        return audit_page(queries.audit_for(current_actor, sales_audit_id), status=CONFLICT)
    flash(_("The audit is sent. The franchisee can read it and answer."))
    return see(".show_sales_audit", sales_audit_id=sales_audit_id)


@bp.post("/audits/<uuid:sales_audit_id>/answers")
@section(SECTION)
@requires(Permission.FEES_AUDIT_ANSWER)
def answer_sales_audit(sales_audit_id: UUID) -> ResponseReturnValue:
    """Write what the franchisee says to it."""
    audit = queries.audit_for(current_actor, sales_audit_id)
    form = WordsForm()
    if not form.validate():
        return audit_page(audit, words_form=form)
    services.answer_sales_audit(current_actor, audit, words=form.words.data)
    flash(_("Your answer is sent, and stands with the audit."))
    return see(".show_sales_audit", sales_audit_id=sales_audit_id)


@bp.post("/audits/<uuid:sales_audit_id>/settlement")
@section(SECTION)
@requires(Permission.FEES_AUDIT_WRITE)
def settle_sales_audit(sales_audit_id: UUID) -> ResponseReturnValue:
    """Correct the reports."""
    audit = queries.audit_for(current_actor, sales_audit_id)
    form = settle_form(audit)
    if not form.validate():
        return audit_page(audit, settle=form)
    try:
        count = services.settle_sales_audit(
            current_actor,
            audit,
            words=form.words.data,
            seen=form.seen or 0,
            clause=form.clause.data or "",
        )
    except ChangedMeanwhile:
        return audit_page(queries.audit_for(current_actor, sales_audit_id), status=CONFLICT)
    except DomainError as error:
        return audit_page(audit, settle=at_fault(form, error))
    flash(ngettext("%(num)d report is corrected.", "%(num)d reports are corrected.", count))
    return see(".show_sales_audit", sales_audit_id=sales_audit_id)


@bp.post("/audits/<uuid:sales_audit_id>/withdrawal")
@section(SECTION)
@requires(Permission.FEES_AUDIT_WRITE)
def withdraw_sales_audit(sales_audit_id: UUID) -> ResponseReturnValue:
    """Lay it aside."""
    audit = queries.audit_for(current_actor, sales_audit_id)
    form = WordsForm()
    if not form.validate():
        return audit_page(audit, words_form=form)
    services.withdraw_sales_audit(current_actor, audit, reason=form.words.data, seen=form.seen or 0)
    flash(_("The audit is withdrawn. Nothing was corrected."))
    return see(".show_sales_audit", sales_audit_id=sales_audit_id)
