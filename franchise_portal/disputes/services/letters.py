"""The mails about disputes, each reader in their own language."""

from collections.abc import Collection
from datetime import date

from ... import mail
from ...access.roles import Side
from ...contracts.queries.recipients import Recipient, network_owners, recipients
from ...kit import clock
from ..enums import DisputeEntryKind
from ..models import Dispute


def tell(dispute: Dispute, side: Side, kind: DisputeEntryKind, words: str = "") -> None:
    """Write to one side what happened."""
    _write(dispute, recipients(dispute.franchisee_id, side, clock.today()), kind, words)


def tell_both(dispute: Dispute, kind: DisputeEntryKind, *, with_owners: bool = False) -> None:
    """Write to both sides; with the network's owners, nobody twice."""
    today: date = clock.today()
    readers: dict[str, Recipient] = {}
    for side in Side:
        readers.update({one.email: one for one in recipients(dispute.franchisee_id, side, today)})
    if with_owners:
        readers.update({one.email: one for one in network_owners()})
    _write(dispute, readers.values(), kind, "")


def _write(
    dispute: Dispute, readers: Collection[Recipient], kind: DisputeEntryKind, words: str
) -> None:
    context = {
        "entry_kind": kind,
        "dispute_id": dispute.id,
        "number": dispute.number,
        "business": dispute.franchisee.name,
        "line": dispute.line_words,
        "is_single": dispute.single_charge_id is not None,
        "invoice": dispute.invoice.number,
        "amount": dispute.disputed,
        "granted": dispute.granted,
        "settled": dispute.settled,
        "answer_until": dispute.answer_until,
        "words": words,
    }
    mail.send_to_each(readers, kind="disputes/dispute", context=context)
