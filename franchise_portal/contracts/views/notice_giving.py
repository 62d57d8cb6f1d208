"""Giving a notice: first what it is about, then its days and usual words, then the last look."""

from collections.abc import Sequence
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from ... import law
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.roles import Side
from ...kit import clock
from ...kit.errors import DomainError, Refused
from ...network.forms.fields import enum_choices
from ...network.queries import founded
from ...web.errors import translated
from ...web.filters import date
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries as contracts
from ..duty_words import duty_title
from ..enums import NoticeKind
from ..forms.notices import SECTIONS, NoticeForm, choose
from ..models import Contract, Duty
from ..notice_words import About, usual_words
from ..queries import duties
from ..queries import notices as queries
from ..queries.recipients import recipients
from ..rules.notices import tone_remarks
from ..services import notices as services
from ..services.laws import pack_of
from ..services.letters import other
from ..services.notice_days import Days, Draft, days_of
from .blueprint import bp


@bp.get("/<uuid:contract_id>/notices/new")
@requires(Permission.CONTRACTS_NOTICE_GIVE)
@section("contracts.notices")
def new_notice(contract_id: UUID) -> ResponseReturnValue:
    """What a notice is about; once that is chosen, its days and words."""
    contract = contracts.contract_for(current_actor, contract_id)
    form = _form(contract)
    draft = _draft(contract, form)
    days, refusal = _days(contract, draft)
    if days is not None:
        form.suggest(_usual(contract, draft, days))
        if days.until and not form.effective_on.data:
            form.effective_on.data = days.until
    return _page(contract, form, days, refusal)


@bp.post("/<uuid:contract_id>/notices")
@requires(Permission.CONTRACTS_NOTICE_GIVE)
@section("contracts.notices")
def give_notice(contract_id: UUID) -> ResponseReturnValue:
    """Give it, or look at it once more."""
    contract = contracts.contract_for(current_actor, contract_id)
    form = _form(contract)
    draft = _draft(contract, form)
    days, refusal = _days(contract, draft)
    if not form.validate() or "look" in request.form:
        return _page(contract, form, days, refusal, is_look=not form.errors)
    try:
        notice = services.give_notice(
            current_actor,
            contract,
            draft,
            words=form.words,
            language=_language(contract),
        )
    except Refused as fault:
        fresh = contracts.contract_for(current_actor, contract_id)
        return _page(fresh, form.fault(fault), days, refusal)
    flash(
        _(
            "%(number)s is given. The letter is being made, and the other side gets a mail.",
            number=notice.number,
        )
    )
    return see(".show_notice", notice_id=notice.id)


def _form(contract: Contract) -> NoticeForm:
    form = NoticeForm()
    asked = request.args
    kinds = enum_choices(kind for kind in NoticeKind)
    choose(form.kind, list(kinds), _known(asked.get("kind", ""), kinds, NoticeKind.DEFAULT.value))
    about = [("", _("nothing in particular")), *_subjects(contract)]
    choose(form.duty_id, about, _known(asked.get("duty", ""), about, ""))
    states = [("", _("none")), *((state, state) for state in pack_of(contract).states)]
    choose(form.state, states, _known(asked.get("state", ""), states, ""))
    return form


def _known(value: str, choices: Sequence[tuple[str, str]], otherwise: str) -> str:
    return value if any(value == key for key, _words in choices) else otherwise


def _subjects(contract: Contract) -> list[tuple[str, str]]:
    """The other side's duties of which notice can be given."""
    owner = other(current_actor.side)
    return [
        (
            str(duty.id),
            _("%(duty)s, %(day)s", duty=duty_title(duty.obligation), day=date(duty.act_by)),
        )
        for duty in queries.duties_to_notice(contract.id, owner)
    ]


def _draft(contract: Contract, form: NoticeForm) -> Draft:
    return Draft(
        kind=form.kind_member,
        duty=_chosen(contract, form),
        effective_on=form.effective_on.data if form.is_submitted() else None,
        state=str(form.state.data or ""),
        skip_reason=str(form.skip_reason.data or ""),
    )


def _chosen(contract: Contract, form: NoticeForm) -> Duty | None:
    text = str(form.duty_id.data or "")
    if not any(text == key for key, _words in form.duty_id.choices if key):
        return None
    duty = duties.duty_for(current_actor, UUID(text))
    return duty if duty.contract_id == contract.id else None


def _days(contract: Contract, draft: Draft) -> tuple[Days | None, str]:
    """The days that follow, or why there are none."""
    try:
        return days_of(current_actor.side, contract, draft, on=clock.today()), ""
    except DomainError as refusal:
        return None, translated(refusal)


def _usual(contract: Contract, draft: Draft, days: Days) -> dict[str, str]:
    whole = founded()
    office, business = whole.legal_name or whole.name, contract.franchisee.name
    is_office = current_actor.side is Side.FRANCHISOR
    helpers = recipients(contract.franchisee_id, current_actor.side, clock.today())
    with force_locale(_language(contract)):
        return usual_words(
            About(
                kind=draft.kind,
                giver=current_actor.side,
                giver_name=office if is_office else business,
                addressee_name=business if is_office else office,
                contract=contract.number,
                carer=helpers[0].name if helpers else "",
                reach=helpers[0].email if helpers else whole.email,
                given_on=days.given_on,
                duty=duty_title(draft.duty.obligation) if draft.duty else contract.number,
                duty_kind=draft.duty.kind if draft.duty else None,
                due_on=draft.duty.day if draft.duty else None,
                until=days.act_by,
                answer_until=days.answer_until,
                ends_on=days.window.ends_on if days.window else None,
            )
        )


def _language(contract: Contract) -> str:
    """The addressee's."""
    if current_actor.side is Side.FRANCHISOR:
        return contract.franchisee.language
    return str(founded().languages[0])


def _page(
    contract: Contract,
    form: NoticeForm,
    days: Days | None,
    refusal: str,
    *,
    is_look: bool = False,
) -> ResponseReturnValue:
    pack = pack_of(contract)
    return render(
        "contracts/notices/new.html",
        form=form,
        contract=contract,
        days=days,
        refusal=refusal,
        is_look=is_look,
        is_sent=form.is_submitted(),
        remarks=tone_remarks(form.words) if is_look else (),
        sections=SECTIONS,
        may_skip=current_actor.may(Permission.CONTRACTS_STEP_SKIP),
        language=_language(contract),
        pack=pack,
        disclaimer=law.disclaimer(pack),
    )
