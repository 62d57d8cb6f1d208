"""Saying what is due: one letter to a franchisee about everything that is overdue.

Whoever says it passes the gate of the ledger first, so that nobody is reminded of what is being
paid at the same moment, and the key of `DunningSaying` keeps a step from being said twice.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...fees.services.ledger import pass_gate, take_numbers
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...network.models import Franchisee
from ...reports.services import request_paper
from ..enums import DunningAction
from ..errors import NothingToSay, NothingToSkip
from ..models import DunningLetter, DunningSaying
from ..queries.overdue import Account, Item, NextLetter, account_of, accounts_of
from ..queries.procedures import Procedure, procedure_in_force
from ..rules.steps import Heard, coming
from .letters import tell_of_letter

LETTER = "dunning_letter"
"""The slug of the kind of paper."""
SERIES = "dunning-letters"


def remind(actor: Actor, franchisee_ids: Collection[UUID], *, on: date) -> list[DunningLetter]:
    """Say what is due to some franchisees on a day; said already, or on hold, nothing is said."""
    pass_gate()
    procedure = procedure_in_force()
    accounts = accounts_of(franchisee_ids, procedure, on=on)
    due = [
        (account, letter)
        for account in accounts.values()
        if (letter := account.next_letter) and letter.on <= on
    ]
    named = _franchisees([account.franchisee_id for account, _letter in due])
    return [
        _say(actor, named[account.franchisee_id], account, letter, procedure)
        for account, letter in due
    ]


def remind_now(actor: Actor, franchisee: Franchisee) -> DunningLetter:
    """Say to one franchisee what is due today, without waiting for the daily round.

    Raises:
        NothingToSay: when nothing is.
    """
    actor.require(Permission.DUNNING_ACCOUNT_WRITE)
    said = remind(actor, [franchisee.id], on=clock.today())
    if not said:
        raise NothingToSay(name=franchisee.name)
    return said[0]


def skip_step(actor: Actor, franchisee: Franchisee, *, reason: str) -> NextLetter:
    """Leave out the reminder that comes next, with the reason; the one after it comes on its day.

    Raises:
        NothingToSkip: when no step is left, or all is on hold.
        Refused: without a reason.
    """
    actor.require(Permission.DUNNING_ACCOUNT_WRITE)
    if not reason.strip():
        raise Refused(N_("Write why the step is left out; it stays on file."), field="reason")
    pass_gate()
    letter = account_of(franchisee.id, procedure_in_force(), on=clock.today()).next_letter
    if letter is None:
        raise NothingToSkip(name=franchisee.name)
    db.session.add_all(
        DunningSaying(
            id=new_id(),
            invoice_id=item.invoice_id,
            position=item.coming.position,
            on_date=clock.today(),
            letter_id=None,
            reason=reason.strip(),
            by_name=actor.name,
        )
        for item in letter.items
        if item.coming
    )
    audit.record(
        actor,
        DunningAction.STEP_SKIPPED,
        franchisee,
        franchisee_id=franchisee.id,
        reason=reason.strip(),
    )
    db.session.flush()
    return letter


def _say(
    actor: Actor, franchisee: Franchisee, account: Account, due: NextLetter, procedure: Procedure
) -> DunningLetter:
    step = procedure.steps[due.position - 1]
    next_name, next_on = _afterwards(account, due, procedure)
    number = take_numbers(f"{SERIES}-{account.on.year}", 1)
    letter = DunningLetter(
        id=new_id(),
        number=f"RM-{account.on.year}-{number:04d}",
        franchisee_id=franchisee.id,
        procedure_number=procedure.number,
        position=due.position,
        name=step.name,
        manner=step.manner,
        language=franchisee.language,
        said_on=account.on,
        items=[_item(item, account.on) for item in account.asked],
        next_name=next_name,
        next_on=next_on,
        makes_letter=step.makes_letter,
        sends_mail=step.sends_mail,
        said_by_name=actor.name,
        said_at=clock.now(),
    )
    db.session.add(letter)
    db.session.flush()
    db.session.add_all(_sayings(letter, due.items))
    _record(actor, letter, franchisee, account)
    db.session.flush()
    if step.makes_letter:
        request_paper(actor, LETTER, letter.id)
    if step.sends_mail:
        tell_of_letter(letter, franchisee)
    return letter


def _sayings(letter: DunningLetter, items: Sequence[Item]) -> list[DunningSaying]:
    return [
        DunningSaying(
            id=new_id(),
            invoice_id=item.invoice_id,
            position=item.coming.position,
            on_date=letter.said_on,
            letter_id=letter.id,
            by_name=letter.said_by_name,
        )
        for item in items
        if item.coming
    ]


def _item(item: Item, on: date) -> dict[str, Any]:
    """An invoice as the letter keeps it: later payments do not change what was said."""
    return {
        "invoice": str(item.invoice_id),
        "number": item.number,
        "month": item.month,
        "due_on": item.due_on.isoformat(),
        "days_late": (on - item.due_on).days,
        "currency": item.open.currency,
        "fees": item.fees.minor,
        "fund": item.fund.minor,
        "asked": item.asked.minor,
    }


def _afterwards(account: Account, due: NextLetter, procedure: Procedure) -> tuple[str, date]:
    """What comes after this letter if nothing is paid: the next step, or the rest of days.

    A letter that brings the last step to one invoice speaks of what follows that one.
    """
    if due.position >= len(procedure.steps):
        return "", account.on + timedelta(days=procedure.rest_days)
    said = {item.invoice_id for item in due.items}
    waiting = []
    for item in account.asked:
        heard = item.heard
        if item.invoice_id in said and item.coming:
            heard = Heard(item.coming.position, account.on)
        step = coming(procedure.steps, item.due_on, heard)
        if step is not None:
            waiting.append(step)
    if not waiting:
        return "", account.on + timedelta(days=procedure.rest_days)
    first = min(waiting, key=lambda one: (one.on, -one.position))
    return first.step.name, first.on


def _franchisees(ids: Sequence[UUID]) -> dict[UUID, Franchisee]:
    rows = db.session.scalars(select(Franchisee).where(Franchisee.id.in_(ids)))
    return {one.id: one for one in rows}


def _record(actor: Actor, letter: DunningLetter, franchisee: Franchisee, account: Account) -> None:
    asked = [item.asked for item in account.asked]
    of_first = [amount for amount in asked if amount.currency == asked[0].currency]
    audit.record(
        actor,
        DunningAction.LETTER_SAID,
        letter,
        name=franchisee.name,
        franchisee_id=franchisee.id,
        amount=Money.total(of_first, asked[0].currency),
        step=letter.position,
    )
