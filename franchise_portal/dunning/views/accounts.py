"""Overdue accounts: the list, the page of one, pausing, leaving out, reminding."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import DomainError
from ...network.forms.fields import FactsForm
from ...web import lists
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import flash, render, see
from ..forms.accounts import PauseForm, SkipForm
from ..queries import accounts as queries
from ..queries.accounts import AccountRow
from ..services import pausing, reminding
from .account_page import own_business, parts_of
from .blueprint import at_fault, bp

SECTION = "dunning.index"


@bp.get("/")
@requires(Permission.DUNNING_ACCOUNT_READ)
def index() -> ResponseReturnValue:
    """The accounts with something overdue; a franchisee goes straight to their own."""
    if own := own_business():
        return see(".show_account", franchisee_id=own)
    asked = lists.ask((), sorts=("since", "overdue", "franchisee"), default="since")
    headings = (
        lists.Heading("franchisee", _("Franchisee"), sorts=True),
        lists.Heading("overdue", _("Overdue"), num=True, sorts=True),
        lists.Heading("since", _("Late since"), sorts=True),
        lists.Heading("said", pgettext("reminder", "Last step")),
        lists.Heading("next", _("Next step")),
    )
    listing = queries.overdue_accounts(
        current_actor,
        text=asked.text,
        order=asked.order.key,
        is_descending=asked.order.is_descending,
        page=asked_page(),
    )
    return render(
        "dunning/accounts/index.html",
        listing=listing,
        asked=asked,
        columns=lists.columns(headings, asked.order),
        today=clock.today(),
    )


@bp.get("/accounts/<uuid:franchisee_id>")
@section(SECTION)
@requires(Permission.DUNNING_ACCOUNT_READ)
def show_account(franchisee_id: UUID) -> ResponseReturnValue:
    """One franchisee's overdue invoices, what was said, and the ways out."""
    return _page(queries.account_for(current_actor, franchisee_id))


@bp.post("/accounts/<uuid:franchisee_id>/reminder")
@section(SECTION)
@requires(Permission.DUNNING_ACCOUNT_WRITE)
def remind_now(franchisee_id: UUID) -> ResponseReturnValue:
    """Say what is due today without waiting for the daily round."""
    row = queries.account_for(current_actor, franchisee_id)
    letter = reminding.remind_now(current_actor, row.franchisee)
    flash(_("The reminder %(number)s is sent.", number=letter.number))
    return see(".show_letter", letter_id=letter.id)


@bp.post("/accounts/<uuid:franchisee_id>/pauses")
@section(SECTION)
@requires(Permission.DUNNING_ACCOUNT_WRITE)
def pause(franchisee_id: UUID) -> ResponseReturnValue:
    """Remind of nothing until a day."""
    form = PauseForm(prefix="pause-")

    def act(row: AccountRow) -> object:
        return pausing.pause(
            current_actor, row.franchisee, until=form.until.data, reason=form.reason.data
        )

    return _done(
        franchisee_id, form, act, _("Reminders pause. They go on by themselves after that day.")
    )


@bp.post("/accounts/<uuid:franchisee_id>/pauses/<uuid:hold_id>/end")
@section(SECTION)
@requires(Permission.DUNNING_ACCOUNT_WRITE)
def go_on(franchisee_id: UUID, hold_id: UUID) -> ResponseReturnValue:
    """Let reminders go on."""
    row = queries.account_for(current_actor, franchisee_id)
    form = FactsForm()
    hold = queries.hold_for(current_actor, hold_id)
    pausing.go_on(current_actor, hold, row.franchisee, seen=form.seen)
    flash(_("Reminders go on."))
    return see(".show_account", franchisee_id=franchisee_id)


@bp.post("/accounts/<uuid:franchisee_id>/skips")
@section(SECTION)
@requires(Permission.DUNNING_ACCOUNT_WRITE)
def skip_step(franchisee_id: UUID) -> ResponseReturnValue:
    """Leave out the step that comes next."""
    form = SkipForm(prefix="skip-")

    def act(row: AccountRow) -> object:
        return reminding.skip_step(current_actor, row.franchisee, reason=form.reason.data)

    return _done(franchisee_id, form, act, _("The step is left out; your reason stays on file."))


def _done(
    franchisee_id: UUID, form: FactsForm, act: Callable[[AccountRow], object], words: str
) -> ResponseReturnValue:
    row = queries.account_for(current_actor, franchisee_id)
    if not form.validate():
        return _page(row, form)
    try:
        act(row)
    except DomainError as error:
        return _page(row, at_fault(form, error))
    flash(words)
    return see(".show_account", franchisee_id=franchisee_id)


def _page(row: AccountRow, form: FactsForm | None = None) -> ResponseReturnValue:
    forms: dict[str, Any] = {
        "pause": PauseForm(prefix="pause-", formdata=None),
        "skip": SkipForm(prefix="skip-", formdata=None),
    }
    if form is not None:
        forms[form._prefix.removesuffix("-")] = form  # noqa: SLF001 - WTForms' own name
    return render(
        "dunning/accounts/show.html",
        form=form,
        forms=forms,
        franchisee=row.franchisee,
        owed=row.account,
        letters=queries.letters_of(row.franchisee.id),
        left_out=queries.left_out_of(row.account),
        today=clock.today(),
        **parts_of(row.franchisee),
    )
