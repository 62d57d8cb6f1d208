"""Grades of credit: the list for the office, one franchisee's for both sides, appeals, terms."""

from collections.abc import Sequence
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.scope import OwnBusiness
from ...kit.errors import ChangedMeanwhile, DomainError, Refused
from ...network.queries import founded
from ...web import lists
from ...web.errors import translated
from ...web.filters import label
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..errors import AppealMoved
from ..forms.grades import AdoptForm, AppealForm, DecideForm
from ..grade_enums import Grade
from ..queries import grade_list
from ..queries import grades as queries
from ..services import adopting, grading
from .blueprint import CONFLICT, at_fault, bp
from .grade_page import grade_page, tables

SECTION = "disputes.grades"
APPEALED = "open"


@bp.get("/grades")
@section(SECTION)
@requires(Permission.DISPUTES_GRADE_READ)
def grades() -> ResponseReturnValue:
    """The list, the weakest first; a franchisee comes to its own."""
    scope = current_actor.scope
    if isinstance(scope, OwnBusiness):
        return see(".show_grade", franchisee_id=scope.franchisee_id)
    asked = lists.ask(
        (
            lists.Filter("grade", _("Grade"), [(one.value, label(one)) for one in Grade]),
            lists.Filter("appeal", _("Appeal"), [(APPEALED, _("Waits"))], single=True),
        ),
        sorts=("points", "name"),
        default="points",
    )
    wanted = grade_list.Wanted(
        text=asked.text,
        grades=asked.chosen("grade"),
        is_appealed=APPEALED in asked.chosen("appeal"),
        order=asked.order.key,
        is_descending=asked.order.is_descending,
        page=asked_page(),
    )
    return render(
        "disputes/grades/index.html",
        listing=grade_list.grades(current_actor, wanted),
        asked=asked,
        columns=lists.columns(_headings(), asked.order),
    )


def _headings() -> Sequence[lists.Heading]:
    return (
        lists.Heading("name", _("Franchisee"), sorts=True),
        lists.Heading("grade", _("Grade")),
        lists.Heading("points", _("Points"), num=True, sorts=True),
        lists.Heading("late", _("Days late"), num=True),
        lists.Heading("returned", _("Came back"), num=True),
        lists.Heading("broken", _("Promises broken"), num=True),
        lists.Heading("cover", _("Deposit, months"), num=True),
        lists.Heading("month", _("Month")),
    )


@bp.get("/grades/tables")
@section(SECTION)
@requires(Permission.DISPUTES_GRADE_READ)
def grade_tables() -> ResponseReturnValue:
    """The tables by which grades are worked out, as they stand in the rule."""
    return render("disputes/grades/tables.html", tables=tables(), usual_days=founded().payment_days)


@bp.get("/grades/<uuid:franchisee_id>")
@section(SECTION)
@requires(Permission.DISPUTES_GRADE_READ)
def show_grade(franchisee_id: UUID) -> ResponseReturnValue:
    """One franchisee's grade: what it rests on, how the next is reached, its terms."""
    return grade_page(queries.file_of(current_actor, franchisee_id))


@bp.post("/grades/<uuid:franchisee_id>/appeals")
@section(SECTION)
@requires(Permission.DISPUTES_GRADE_APPEAL)
def appeal(franchisee_id: UUID) -> ResponseReturnValue:
    """Say that it is not right."""
    file, form = queries.file_of(current_actor, franchisee_id), AppealForm(prefix="appeal-")
    if not form.validate():
        return grade_page(file, appeal_form=form)
    try:
        grading.appeal(current_actor, file, words=form.words.data)
    except Refused as error:
        return grade_page(file, appeal_form=at_fault(form, error))
    except DomainError as error:
        # The page has no form for it then.
        return grade_page(
            file,
            conflict=translated(error),
            conflict_title=_("The appeal was not sent"),
            status=error.status,
        )
    flash(_("Your appeal is on file. A person decides about it, with reasons."))
    return see(".show_grade", franchisee_id=franchisee_id)


@bp.post("/appeals/<uuid:appeal_id>/decision")
@section(SECTION)
@requires(Permission.DISPUTES_GRADE_DECIDE)
def decide_appeal(appeal_id: UUID) -> ResponseReturnValue:
    """Keep the grade, or let another hold for a time."""
    found = queries.appeal_for(current_actor, appeal_id)
    form = DecideForm(prefix="decide-", keep=_("The grade stays as it was worked out"))
    file = queries.file_of(current_actor, found.franchisee_id)
    if not form.validate():
        return grade_page(file, decide_form=form)
    try:
        grading.decide(
            current_actor, found, reasons=form.reasons.data, override=form.override, seen=form.seen
        )
    except (ChangedMeanwhile, AppealMoved) as refusal:
        fresh = queries.file_of(current_actor, found.franchisee_id)
        return grade_page(fresh, conflict=translated(refusal), status=CONFLICT)
    except DomainError as error:
        return grade_page(file, decide_form=at_fault(form, error))
    flash(_("The decision stands. The franchisee is told."))
    return see(".show_grade", franchisee_id=found.franchisee_id)


@bp.post("/appeals/<uuid:appeal_id>/withdrawal")
@section(SECTION)
@requires(Permission.DISPUTES_GRADE_APPEAL)
def withdraw_appeal(appeal_id: UUID) -> ResponseReturnValue:
    """Take an appeal back."""
    found = queries.appeal_for(current_actor, appeal_id)
    grading.withdraw_appeal(current_actor, found)
    flash(_("The appeal is withdrawn."))
    return see(".show_grade", franchisee_id=found.franchisee_id)


@bp.post("/grades/<uuid:franchisee_id>/terms")
@section(SECTION)
@requires(Permission.DISPUTES_TERMS_ADOPT)
def adopt_terms(franchisee_id: UUID) -> ResponseReturnValue:
    """Let terms hold for later invoices."""
    file = queries.file_of(current_actor, franchisee_id)
    form = AdoptForm(prefix="adopt-", currency=founded().currency)
    if not form.validate():
        return grade_page(file, adopt_form=form)
    try:
        adopting.adopt(current_actor, file, form.adoption)
    except DomainError as error:
        return grade_page(file, adopt_form=at_fault(form, error))
    flash(_("The terms are adopted. The franchisee is told."))
    return see(".show_grade", franchisee_id=franchisee_id)
