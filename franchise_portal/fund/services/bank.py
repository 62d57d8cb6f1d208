"""Noting what the bank says of a day, and what explains that the book says something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.money import Money
from ...storage.models import StoredFile
from ..enums import FundAction
from ..models import FundBalance, FundOutstanding
from ..queries.bank import Candidate
from ..queries.terms import currency as currency_of_fund

LONGEST_WORDS, LONGEST_NOTE = 300, 500


@dataclass(frozen=True, slots=True)
class Written:
    """An item that somebody wrote: what, and what it adds to the bank's balance."""

    words: str
    amount: Money


def note_balance(
    actor: Actor,
    *,
    on: date,
    amount: Money,
    evidence: StoredFile | None,
    chosen: Sequence[Candidate] = (),
    written: Sequence[Written] = (),
    note: str = "",
) -> FundBalance:
    """Keep what the bank's statement says stands on the fund's account at the end of a day.

    Noted again for the same day, the later one counts and the earlier one stays to be seen.

    Raises:
        Refused: in another currency, for a day to come, without the bank's statement, or with an
            item that has no words or comes to nothing.
    """
    actor.require(Permission.FUND_BANK_RECORD)
    own = currency_of_fund()
    if amount.currency != own or any(item.amount.currency != own for item in written):
        raise Refused(N_("The fund's book is kept in %(own)s."), field="amount", own=own)
    if on > clock.today():
        raise Refused(N_("Choose today or a day before it."), field="on")
    if evidence is None:
        raise Refused(N_("Attach the bank's statement of that day."), field="file")
    if any(not item.words.strip() or not item.amount for item in written):
        raise Refused(N_("Write what each item is, and its amount."), field="item_words")
    row = FundBalance(
        id=new_id(),
        on_date=on,
        amount_minor=amount.minor,
        currency=own,
        file_id=evidence.id,
        note=note.strip()[:LONGEST_NOTE],
        noted_at=clock.now(),
        noted_by_name=actor.name,
    )
    db.session.add(row)
    db.session.flush()
    for one in chosen:
        db.session.add(
            FundOutstanding(
                id=new_id(),
                balance_id=row.id,
                words=one.words[:LONGEST_WORDS],
                amount_minor=one.minor,
                spending_id=one.spending.id if one.spending else None,
                bank_entry_id=one.entry.id if one.entry else None,
            )
        )
    for item in written:
        db.session.add(
            FundOutstanding(
                id=new_id(),
                balance_id=row.id,
                words=item.words.strip()[:LONGEST_WORDS],
                amount_minor=item.amount.minor,
            )
        )
    db.session.flush()
    audit.record(actor, FundAction.BALANCE_NOTED, row, name=on.isoformat(), day=on, amount=amount)
    return row
