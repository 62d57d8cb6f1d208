"""The page of a dispute: the line's explanation, both positions, the clock, the decision."""

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import may
from ...access.permissions import Permission
from ...audit.queries import history
from ...contracts.event_enums import ApprovalStatus
from ...fees.models import Charge
from ...fees.queries.charges import explained
from ...fees.queries.single_charges import single_lines
from ...fees.views.explaining import ShownLine, shown_lines
from ...fees.views.single_lines import shown_singles
from ...kit import clock
from ...network.forms.fields import FactsForm
from ...reports import queries as reports
from ...web.filters import currency_symbol
from ...web.rendering import render
from ..enums import DisputeReason, Step
from ..forms.disputes import CreditForm, FoundForm, RejectForm, SayForm, WordsForm
from ..models import Dispute
from ..queries import disputes as queries
from ..queries.found_money import found_money
from ..reports.kinds import DECISION
from ..rules.lifecycle import steps_of
from .found_money import shown_money


def dispute_page(
    dispute: Dispute,
    *,
    say_form: SayForm | None = None,
    words_form: WordsForm | None = None,
    credit_form: CreditForm | None = None,
    reject_form: RejectForm | None = None,
    found_form: FoundForm | None = None,
    conflict: str = "",
    status: int | None = None,
) -> ResponseReturnValue:
    """The page; with a form what was typed and what is wrong with it."""
    sent = (say_form, words_form, credit_form, reject_form, found_form)
    wrong: FactsForm | None = next((form for form in sent if form and form.errors), None)
    steps = _steps(dispute)
    seen = {"version": str(dispute.version)}
    waits = _waiting(dispute)
    clause = queries.mediation_clause(dispute)
    found = shown_money(found_money(current_actor, dispute)) if Step.ACCEPT in steps else ()
    found_form = found_form or FoundForm(formdata=None, prefix="found-", data=seen)
    return render(
        "disputes/show.html",
        form=wrong,
        status=status,
        conflict=conflict,
        dispute=dispute,
        line=_explained(dispute),
        entries=queries.entries_of(dispute.id),
        answer_clock=queries.clock_of(dispute),
        steps=steps,
        waits=waits,
        clause=clause,
        history_entries=history(dispute),
        symbol=currency_symbol(dispute.currency),
        say_form=say_form or SayForm(formdata=None, prefix="say-", data=seen),
        words_form=words_form or WordsForm(formdata=None),
        credit_form=credit_form
        or CreditForm(
            formdata=None,
            prefix="credit-",
            currency=dispute.currency,
            data={**seen, "amount": dispute.disputed},
        ),
        found={one.key: one.note for one in found},
        can_settle=dispute.reason is DisputeReason.PAID and may(Permission.FEES_PAYMENT_RECORD),
        found_form=found_form.offer([(one.key, one.label) for one in found]),
        reject_form=reject_form or RejectForm(formdata=None, prefix="reject-", data=seen),
        paper=reports.current_paper(current_actor, DECISION.slug, dispute.id),
        today=clock.today(),
    )


def _steps(dispute: Dispute) -> frozenset[Step]:
    """What the viewer can do: their side's steps, as far as their role goes."""
    needed = {
        Step.SAY: Permission.DISPUTES_DISPUTE_SAY,
        Step.WITHDRAW: Permission.DISPUTES_DISPUTE_OPEN,
        Step.MEDIATE: Permission.DISPUTES_DISPUTE_OPEN,
    }
    return frozenset(
        step
        for step in steps_of(dispute.status, current_actor.side)
        if may(needed.get(step, Permission.DISPUTES_DISPUTE_DECIDE))
    )


def _waiting(dispute: Dispute) -> bool:
    """Whether a proposed decision waits for a second person."""
    found = dispute.approval
    return (
        found is not None
        and found.status is ApprovalStatus.ASKED
        and found.expires_on >= clock.today()
    )


def _explained(dispute: Dispute) -> Sequence[ShownLine]:
    """The line opened to base × rate and clause."""
    if dispute.charge_id is None:
        singles = single_lines([dispute.invoice_id])
        return shown_singles(one for one in singles if one.id == dispute.single_charge_id)
    shown = explained(Charge.id == dispute.charge_id)
    return [line for outlet in shown for line in shown_lines(outlet)]
