"""Statements of the fund: all of them, making one, looking at it, publishing it, its PDFs."""

from datetime import timedelta
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.scope import Everything
from ...kit.errors import ChangedMeanwhile, DomainError, NotFound, Refused
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.queries import founded
from ...network.views.sending import attachment
from ...sheets.writing import CSV_TYPE
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..forms import PublishForm, StatementForm
from ..models import FundStatement
from ..outlet_files import file_name, outlets_csv
from ..queries import statements as queries
from ..queries import terms
from ..queries.owed import clock_of_last_year
from ..services import statements as services
from ..statement_words import shown
from .blueprint import CONFLICT, SECTION, at_fault, bp

LONGEST = timedelta(days=731)


@bp.get("/statements")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def statements() -> ResponseReturnValue:
    """All statements, and the clock of the last year's."""
    rules = terms.the_terms()
    return render(
        "fund/statements/index.html",
        rows=queries.statements(current_actor),
        clock=clock_of_last_year(rules),
        hand_out=terms.hand_out_within(rules),
    )


@bp.get("/statements/new")
@section(SECTION)
@requires(Permission.FUND_STATEMENT_PUBLISH)
def new_statement() -> ResponseReturnValue:
    """The form, for the last year that is over."""
    period = terms.year_period(terms.this_year() - 1)
    form = StatementForm(formdata=None, data={"first": period.start, "last": period.last})
    return render("fund/statements/new.html", form=form)


@bp.post("/statements")
@section(SECTION)
@requires(Permission.FUND_STATEMENT_PUBLISH)
def create_statement() -> ResponseReturnValue:
    """Make a draft."""
    form = StatementForm()
    if not form.validate():
        return render("fund/statements/new.html", form=form)
    try:
        period = _period(form)
        row = services.make(current_actor, period, reason=form.reason.data or "")
    except DomainError as error:
        return render("fund/statements/new.html", form=at_fault(form, error))
    flash(_("The draft is made. Look at it, then publish it."))
    return see(".show_statement", statement_id=row.id)


def _period(form: StatementForm) -> Period:
    first, last = form.first.data, form.last.data
    if not first <= last <= first + LONGEST:
        raise Refused(N_("Choose a last day after the first, at most two years on."), field="last")
    return Period.of_days(first, last)


@bp.get("/statements/<uuid:statement_id>")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def show_statement(statement_id: UUID) -> ResponseReturnValue:
    """What a statement says, and its PDFs."""
    return _shown(queries.statement_for(current_actor, statement_id))


def _shown(
    row: FundStatement, form: PublishForm | None = None, status: int | None = None
) -> ResponseReturnValue:
    scope = current_actor.scope
    is_mine = isinstance(scope, Everything) or queries.was_delivered(row, scope.franchisee_id)
    return render(
        "fund/statements/show.html",
        form=form,
        status=status,
        row=row,
        period=Period.of_days(row.starts_on, row.ends_on),
        statement=shown(queries.facts(row)),
        outlets=queries.outlets(row, asked_page()),
        languages=founded().languages,
        files=queries.files(row),
        asked=queries.editions(row),
        was_delivered=is_mine,
        publish_form=form or PublishForm(formdata=None, data={"version": str(row.version)}),
        was_overtaken=status == CONFLICT,
    )


@bp.get("/statements/<uuid:statement_id>/outlets.csv")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def statement_outlets(statement_id: UUID) -> ResponseReturnValue:
    """What each outlet contributed, as a table."""
    row = queries.statement_for(current_actor, statement_id)
    return attachment(outlets_csv(row), file_name(row), CSV_TYPE)


@bp.post("/statements/<uuid:statement_id>/draft")
@section(SECTION)
@requires(Permission.FUND_STATEMENT_PUBLISH)
def remake_statement(statement_id: UUID) -> ResponseReturnValue:
    """Make the draft anew from the book."""
    services.remake(current_actor, queries.statement_for(current_actor, statement_id))
    flash(_("The draft says what the book says now."))
    return see(".show_statement", statement_id=statement_id)


@bp.post("/statements/<uuid:statement_id>/publication")
@section(SECTION)
@requires(Permission.FUND_STATEMENT_PUBLISH)
def publish_statement(statement_id: UUID) -> ResponseReturnValue:
    """Publish it as it was looked at."""
    row, form = queries.statement_for(current_actor, statement_id), PublishForm()
    form.validate()
    try:
        services.publish(current_actor, row, version=form.seen)
    except ChangedMeanwhile:
        return _shown(queries.statement_for(current_actor, statement_id), status=CONFLICT)
    except DomainError as error:
        return _shown(row, at_fault(form, error))
    flash(_("It is published, and goes to everybody who contributed."))
    return see(".show_statement", statement_id=statement_id)


@bp.post("/statements/<uuid:statement_id>/<any(en, zh_Hans, zh_Hant):language>/paper")
@section(SECTION)
@requires(Permission.FUND_STATEMENT_PUBLISH)
def make_statement_paper(statement_id: UUID, language: str) -> ResponseReturnValue:
    """Ask for the PDF in a language."""
    row = queries.statement_for(current_actor, statement_id)
    services.request_edition(row, language)
    flash(_("The PDF is being made. It stands here in a moment."))
    return see(".show_statement", statement_id=statement_id)


@bp.get("/statements/<uuid:statement_id>/<any(en, zh_Hans, zh_Hant):language>.pdf")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def statement_paper(statement_id: UUID, language: str) -> ResponseReturnValue:
    """The PDF in a language.

    Raises:
        NotFound: until it is made.
    """
    row = queries.statement_for(current_actor, statement_id)
    file = queries.files(row).get(language)
    if file is None:
        raise NotFound
    return storage.send(file, as_attachment=False)
