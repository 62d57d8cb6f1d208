"""Entering duties by hand, from clauses and from events that the law answers; changing, ending."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import law
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.roles import Side
from ...audit.queries import history
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries as contracts
from ..duty_words import duty_title
from ..enums import DueRule, DutyKind, DutySource
from ..forms.duties import LegalClockForm, ObligationForm, WordsForm
from ..models import Contract, Obligation
from ..queries import duties as queries
from ..queries import versions
from ..rules.promises import RHYTHMS, Hint, hints_for
from ..services import duties as services
from ..services.laws import pack_of
from .blueprint import bp


@bp.get("/<uuid:contract_id>/duties")
@requires(Permission.CONTRACTS_DUTY_READ)
@section("contracts.index")
def contract_duties(contract_id: UUID) -> ResponseReturnValue:
    """Everything that both sides owe under a contract, and what its clauses hint at."""
    contract = contracts.contract_for(current_actor, contract_id)
    known = queries.obligations_of(contract.id)
    may_write = current_actor.may(Permission.CONTRACTS_DUTY_WRITE)
    return render(
        "contracts/duties/contract.html",
        contract=contract,
        obligations=known,
        upcoming=queries.next_duties(contract.id, limit=8),
        hints=_hints(contract, known) if may_write else (),
        disclaimer=law.disclaimer(pack_of(contract)),
    )


@bp.get("/<uuid:contract_id>/duties/new")
@requires(Permission.CONTRACTS_DUTY_WRITE)
@section("contracts.index")
def new_duty(contract_id: UUID) -> ResponseReturnValue:
    """The form for another duty under a contract; a hint fills it in."""
    contract = contracts.contract_for(current_actor, contract_id)
    form = ObligationForm()
    form.suggest()
    _fill_in(form, contract)
    return _form_page(form, contract)


@bp.post("/<uuid:contract_id>/duties")
@requires(Permission.CONTRACTS_DUTY_WRITE)
@section("contracts.index")
def create_duty(contract_id: UUID) -> ResponseReturnValue:
    """Enter a duty under a contract."""
    contract = contracts.contract_for(current_actor, contract_id)
    form = ObligationForm()
    if not form.validate():
        return _form_page(form, contract)
    source = DutySource.CLAUSE if form.clause.data else DutySource.HAND
    obligation = services.add_obligation(
        current_actor, contract=contract, terms=form.terms, source=source
    )
    flash(_("The duty is entered, and its days for a year are in both calendars."))
    return see(".show_obligation", obligation_id=obligation.id)


@bp.get("/obligations/<uuid:obligation_id>")
@requires(Permission.CONTRACTS_DUTY_READ)
@section("contracts.duties")
def show_obligation(obligation_id: UUID) -> ResponseReturnValue:
    """One obligation with its days."""
    return _obligation_page(queries.obligation_for(current_actor, obligation_id))


@bp.get("/obligations/<uuid:obligation_id>/particulars")
@requires(Permission.CONTRACTS_DUTY_WRITE)
@section("contracts.duties")
def edit_obligation(obligation_id: UUID) -> ResponseReturnValue:
    """The form for a duty that somebody entered."""
    obligation = queries.obligation_for(current_actor, obligation_id)
    form = ObligationForm(obj=obligation)
    form.remind.data = ", ".join(str(days) for days in obligation.remind_days)
    return _form_page(form, obligation.contract, obligation)


@bp.post("/obligations/<uuid:obligation_id>/particulars")
@requires(Permission.CONTRACTS_DUTY_WRITE)
@section("contracts.duties")
def update_obligation(obligation_id: UUID) -> ResponseReturnValue:
    """Change a duty that somebody entered."""
    obligation = queries.obligation_for(current_actor, obligation_id)
    form = ObligationForm()
    if not form.validate():
        return _form_page(form, obligation.contract, obligation)
    try:
        services.change_obligation(current_actor, obligation, terms=form.terms, version=form.seen)
    except Refused as refusal:
        return _form_page(form.fault(refusal), obligation.contract, obligation)
    except ChangedMeanwhile as refusal:
        fresh = queries.obligation_for(current_actor, obligation_id)
        form.version.data = form.version.raw_data = None
        form.version.process_data(str(fresh.version))
        return _form_page(form, fresh.contract, fresh, status=refusal.status)
    flash(_("Saved. Days still to come follow the new rule."))
    return see(".show_obligation", obligation_id=obligation_id)


@bp.post("/obligations/<uuid:obligation_id>/end")
@requires(Permission.CONTRACTS_DUTY_WRITE)
@section("contracts.duties")
def end_obligation(obligation_id: UUID) -> ResponseReturnValue:
    """Nothing more is owed from today on."""
    obligation = queries.obligation_for(current_actor, obligation_id)
    form = WordsForm()
    if not form.validate():
        return _obligation_page(obligation, form)
    services.end_obligation(
        current_actor, obligation, reason=str(form.words.data), version=form.seen
    )
    flash(_("Nothing more is owed from today on. What is late stays on file."))
    return see(".show_obligation", obligation_id=obligation_id)


@bp.get("/<uuid:contract_id>/legal-clocks/new")
@requires(Permission.CONTRACTS_DUTY_WRITE)
@section("contracts.index")
def new_legal_clock(contract_id: UUID) -> ResponseReturnValue:
    """What happened that the contract's law pack answers with a duty."""
    contract = contracts.contract_for(current_actor, contract_id)
    return _clock_page(contract, _clock_form(contract))


@bp.post("/<uuid:contract_id>/legal-clocks")
@requires(Permission.CONTRACTS_DUTY_WRITE)
@section("contracts.index")
def start_legal_clock(contract_id: UUID) -> ResponseReturnValue:
    """Start a clock of the law."""
    contract = contracts.contract_for(current_actor, contract_id)
    form = _clock_form(contract)
    if not form.validate():
        return _clock_page(contract, form)
    duty = next(one for one in _events(contract) if one.id == form.duty.data)
    made = services.start_legal_clock(current_actor, duty, on=form.on.data, contract=contract)
    if made is None:
        flash(_("That was noted before; its clock runs already."))
        return see(".contract_duties", contract_id=contract_id)
    flash(_("The clock runs, and its day is in the calendar."))
    return see(".show_obligation", obligation_id=made.id)


def _hints(contract: Contract, known: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - rows
    """What the clauses in force may ask for and nobody has entered yet."""
    version = versions.in_force_version(contract.id, max(clock.today(), contract.starts_on))
    if version is None:
        return []
    has = {(one.kind, one.owner) for one in known if one.ended_on is None}
    return [
        {"clause": clause, "hint": hint}
        for clause in versions.clauses_of(version)
        for hint in hints_for(clause.kind)
        if (hint.kind, hint.owner) not in has
    ]


def _fill_in(form: ObligationForm, contract: Contract) -> None:
    """Take a hint from the address: kind, side, rhythm and clause."""
    kind, owner = request.args.get("kind", ""), request.args.get("owner", "")
    form.owner.data = owner if owner in set(Side) else Side.FRANCHISEE.value
    form.kind.data = kind if kind in set(DutyKind) else DutyKind.OTHER.value
    form.clause.data = request.args.get("clause", "")[:60]
    form.title.data = duty_title(_Named(DutyKind(form.kind.data))) if kind else ""
    hint = _hint_of(kind, owner)
    if hint is not None and hint.every is not None:
        form.rule.data, form.every.data = DueRule.EVERY.value, RHYTHMS[hint.every].text
        form.first_on.data = RHYTHMS[hint.every].after(max(clock.today(), contract.starts_on))


def _hint_of(kind: str, owner: str) -> Hint | None:
    from ..enums import ClauseKind  # noqa: PLC0415 - only here

    return next(
        (
            hint
            for clause in ClauseKind
            for hint in hints_for(clause)
            if (hint.kind, hint.owner) == (kind, owner)
        ),
        None,
    )


class _Named:
    """A kind that is named like an obligation."""

    title = ""
    heading = None

    def __init__(self, kind: DutyKind) -> None:
        self.kind = kind


def _form_page(
    form: ObligationForm,
    contract: Contract | None,
    obligation: Obligation | None = None,
    *,
    status: int | None = None,
) -> ResponseReturnValue:
    return render(
        "contracts/duties/form.html",
        form=form,
        contract=contract,
        obligation=obligation,
        status=status,
        changed_meanwhile=status is not None,
    )


def _obligation_page(obligation: Obligation, form: WordsForm | None = None) -> ResponseReturnValue:
    end_form = form or WordsForm(obj=None)
    if form is None:
        end_form.version.data = str(obligation.version)
    return render(
        "contracts/duties/obligation.html",
        obligation=obligation,
        days=queries.duties_of(obligation.id),
        history_entries=history(obligation),
        form=form,
        end_form=end_form,
        disclaimer=law.disclaimer(pack_of(obligation.contract)) if obligation.basis else "",
    )


def _events(contract: Contract) -> list[law.Duty]:
    """The duties of the contract's pack that some event starts."""
    by_themselves = {law.Trigger.FIRST_CONTRACT, law.Trigger.YEAR_END, law.Trigger.FISCAL_YEAR_END}
    return [duty for duty in pack_of(contract).duties if duty.trigger not in by_themselves]


def _clock_form(contract: Contract) -> LegalClockForm:
    form = LegalClockForm()
    form.duty.choices = [
        (
            duty.id,
            _(
                "%(event)s: %(duty)s",
                event=_(duty.trigger.label),
                duty=_(law.duty_title(duty)),
            ),
        )
        for duty in _events(contract)
    ]
    return form


def _clock_page(contract: Contract, form: LegalClockForm) -> ResponseReturnValue:
    return render(
        "contracts/duties/legal_clock.html",
        form=form,
        contract=contract,
        has_events=bool(form.duty.choices),
        disclaimer=law.disclaimer(pack_of(contract)),
    )
