"""What both sides owe: the list, what is late, and the page of one duty."""

from typing import Any
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import audit, law, storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...access.roles import Side
from ...audit.queries import history
from ...kit import clock
from ...kit.durations import Duration, Unit
from ...kit.errors import NotFound
from ...network.forms import FactsForm
from ...web import lists
from ...web.filters import label, short_date
from ...web.navigation import section
from ...web.paging import asked_page
from ...web.rendering import render
from .. import duty_words
from ..enums import ContractAction, DutyKind, DutyStatus, LadderStep
from ..forms import duties as forms
from ..models import Duty
from ..owed_to_all import late_to_all
from ..queries import calendar
from ..queries import duties as queries
from ..queries.notices import notices_about
from ..rules import ladder
from ..rules.duties import Enforcement
from ..rules.turns import Situation, Turn, turns_of
from ..services.laws import pack_of
from .blueprint import bp

LATE_SHOWN = 25
A_YEAR = Duration(1, Unit.YEARS)

bp.add_app_template_filter(duty_words.duty_title, "duty_title")
bp.add_app_template_filter(duty_words.rule_words, "duty_rule")
bp.add_app_template_filter(duty_words.entry_words, "duty_entry_words")
bp.add_app_template_filter(duty_words.notice_entry_words, "notice_entry_words")
bp.add_app_template_filter(duty_words.notice_sentence, "notice_entry")


@bp.app_template_filter("duty_step")
def duty_step(row: queries.DutyRow, step: LadderStep, is_own: bool) -> str:  # noqa: FBT001 - a filter's argument
    """What the clock says about a duty."""
    return duty_words.step_words(row, step, is_own=is_own)


@bp.app_template_filter("duty_entry")
def duty_entry(kind: Any, by: str, consequence: Any = None) -> str:  # noqa: ANN401 - enumerations
    """What one side did about a duty, from the parts of an entry."""
    return duty_words.entry_sentence(kind, by, label(consequence) if consequence else "")


FORMS: dict[Turn, type[FactsForm]] = {
    Turn.EVIDENCE: forms.EvidenceForm,
    Turn.ANSWER: forms.ReportForm,
    Turn.ACCEPT: forms.AcceptForm,
    Turn.RETURN: forms.WordsForm,
    Turn.REPORT: forms.ReportForm,
    Turn.EXTEND: forms.ExtendForm,
    Turn.WAIVE: forms.WordsForm,
    Turn.CONSEQUENCE: forms.ConsequenceForm,
}


@bp.get("/duties")
@requires(Permission.CONTRACTS_DUTY_READ)
def duties() -> ResponseReturnValue:
    """The list of what both sides owe."""
    states = [
        ("late", _("Late")),
        ("open", _("Open")),
        ("given", _("To be checked")),
        ("done", _("Done")),
        ("closed", _("Waived or no longer owed")),
    ]
    asked = lists.ask(
        (
            lists.Filter(
                "owner", _("Whose duty"), [(s.value, label(s)) for s in Side], single=True
            ),
            lists.Filter("state", _("State"), states),
            lists.Filter("kind", _("Kind"), [(k.value, label(k)) for k in DutyKind]),
        ),
        sorts=tuple(queries.ORDERS),
        default="act_by",
    )
    headings = (
        lists.Heading("act_by", _("Act by"), sorts=True),
        lists.Heading("title", _("Duty"), phone="title"),
        lists.Heading("owner", _("Whose duty")),
        lists.Heading("contract", _("Contract"), sorts=True),
        lists.Heading("franchisee", _("Franchisee"), sorts=True),
        lists.Heading("state", _("State")),
    )
    wanted = queries.WantedDuties(
        text=asked.text,
        owners=asked.chosen("owner"),
        kinds=asked.chosen("kind"),
        states=asked.chosen("state") or ("late", "open", "given"),
        order=asked.order.key,
        is_descending=asked.order.is_descending,
        page=asked_page(),
    )
    return render(
        "contracts/duties/index.html",
        listing=queries.listed_duties(current_actor, wanted),
        asked=asked,
        columns=lists.columns(headings, asked.order),
    )


@bp.get("/duties/late")
@requires(Permission.CONTRACTS_DUTY_READ)
@section("contracts.duties")
def late_duties() -> ResponseReturnValue:
    """What each side is late with, the franchisor first, and how evenly both sides insist."""
    today = clock.today()
    since = A_YEAR.before(today)
    ours = calendar.insisted_on(current_actor, Side.FRANCHISOR, since=since, until=today)
    theirs = calendar.insisted_on(current_actor, Side.FRANCHISEE, since=since, until=today)
    return render(
        "contracts/duties/late.html",
        franchisor=calendar.late_duties(current_actor, Side.FRANCHISOR, limit=LATE_SHOWN),
        to_all=late_to_all(current_actor, today),
        franchisee=calendar.late_duties(current_actor, Side.FRANCHISEE, limit=LATE_SHOWN),
        enforcement=Enforcement(theirs.notices, ours.notices, theirs.late, ours.late),
        since=since,
        today=today,
        is_office=current_actor.side is Side.FRANCHISOR,
    )


@bp.get("/duties/<uuid:duty_id>")
@requires(Permission.CONTRACTS_DUTY_READ)
@section("contracts.duties")
def show_duty(duty_id: UUID) -> ResponseReturnValue:
    """One duty: where it stands, what can be done, what was said."""
    return duty_page(queries.duty_for(current_actor, duty_id))


@bp.get("/duties/entries/<uuid:duty_entry_id>/file")
@requires(Permission.CONTRACTS_DUTY_READ)
def open_duty_file(duty_entry_id: UUID) -> ResponseReturnValue:
    """Download what was attached to a duty."""
    duty, entry = queries.duty_entry_for(current_actor, duty_entry_id)
    if entry.file is None:
        raise NotFound
    audit.record_access(
        current_actor,
        ContractAction.DOCUMENT_OPENED,
        duty.contract,
        document=entry.file.name,
    )
    return storage.send(entry.file)


def duty_page(
    duty: Duty,
    *,
    sent: Turn | None = None,
    form: FactsForm | None = None,
    status: int | None = None,
) -> ResponseReturnValue:
    """The page of a duty; with the form that was sent, when it has faults or came too late."""
    today = clock.today()
    turns = turns_of(current_actor.side, _situation(duty)) if _may_act() else ()
    shown = {turn: FORMS[turn](prefix=f"{turn}-", obj=None) for turn in turns if turn in FORMS}
    for one in shown.values():
        one.version.data = str(duty.version)
    if sent is not None and form is not None:
        shown[sent] = form
        if status is not None:
            form.version.data = form.version.raw_data = None
            form.version.process_data(str(duty.version))
    return render(
        "contracts/duties/show.html",
        duty=duty,
        obligation=duty.obligation,
        turns=turns,
        forms=shown,
        sent=sent,
        form=form,
        status=status,
        changed_meanwhile=status is not None,
        steps=_steps(duty),
        place=duty.step.place,
        entries=queries.duty_entries(duty.id),
        notices=notices_about(duty.id),
        history_entries=history(duty),
        disclaimer=law.disclaimer(pack_of(duty.contract)) if duty.obligation.basis else "",
        today=today,
        is_waiting=duty.status is DutyStatus.GIVEN,
    )


def _may_act() -> bool:
    return current_actor.may(Permission.CONTRACTS_DUTY_ANSWER)


def _situation(duty: Duty) -> Situation:
    return Situation(
        owner=duty.owner,
        kind=duty.kind,
        status=duty.status,
        step=duty.step,
        has_contract=duty.contract_id is not None,
        is_past=clock.today() > duty.act_by,
    )


def _steps(duty: Duty) -> list[tuple[str, str]]:
    """The steps of the ladder, each with the day on which it comes or came; a choice has none."""
    if duty.kind.is_choice:
        return []
    own = queries.clock_of(duty)
    plain = ladder.Clock(act_by=own.act_by, remind_days=own.remind_days, grace_days=own.grace_days)
    first = ladder.beats(plain)[0]
    days = {
        LadderStep.REMINDED: first.on if first.step is LadderStep.REMINDED else None,
        LadderStep.DUE: duty.act_by,
        LadderStep.OVERDUE: ladder.overdue_on(plain),
        LadderStep.CURING: duty.noticed_on,
        LadderStep.CURE_OVER: duty.cure_until,
    }
    steps = list(LadderStep)[1:] if duty.contract_id else list(LadderStep)[1:4]
    return [(label(step), short_date(day) if (day := days.get(step)) else "") for step in steps]
