"""The mails about duties and notices: to the other side, each reader in their own language."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from ... import mail
from ...access.roles import Side
from ...kit import clock
from ..models import Duty, DutyEntry, Notice, NoticeEntry
from ..queries.recipients import Recipient, recipients


def tell_of_entry(duty: Duty, entry: DutyEntry) -> None:
    """Tell the other side what was said or done about a duty; an authority is not told."""
    if duty.contract is None:
        return
    context = {
        "entry_kind": entry.kind,
        "by": entry.by_name,
        "words": entry.words,
        "consequence": entry.consequence,
        "obligation": duty.obligation,
        "number": duty.contract.number,
        "day": duty.day,
        "act_by": duty.act_by,
        "duty_id": duty.id,
    }
    write_to(duty.franchisee_id, other(entry.side), kind="contracts/duty_entry", context=context)


def tell_of_notice(notice: Notice) -> int:
    """Send a notice to its addressee; how many people it went to."""
    return write_to(
        notice.franchisee_id,
        notice.addressee,
        kind="contracts/notice_given",
        context=_about(notice),
    )


def tell_of_notice_entry(notice: Notice, entry: NoticeEntry) -> None:
    """Tell the other side of a reply, a withdrawal, or that it is settled."""
    context = {
        **_about(notice),
        "entry_kind": entry.kind,
        "by": entry.by_name,
        "words": entry.words,
    }
    write_to(
        notice.franchisee_id, other(entry.side), kind="contracts/notice_entry", context=context
    )


def send_digest(
    to: Recipient, *, side: Side, on: date, items: Sequence[Mapping[str, Any]], more: int
) -> None:
    """One mail about everything that the clock said to somebody on a day.

    Each item holds the duty's row and the step of which the clock spoke; `more` are left out.
    """
    context = {"items": items, "more": more, "side": side, "day": on}
    mail.send_to(to, kind="contracts/duty_digest", context=context)


def write_to(
    franchisee_id: UUID | None, side: Side, *, kind: str, context: Mapping[str, Any]
) -> int:
    """Write to one side of a business, to all its readers today; how many people it went to."""
    readers = recipients(franchisee_id, side, clock.today())
    return mail.send_to_each(readers, kind=kind, context=context)


def other(side: Side) -> Side:
    """The other side."""
    return Side.FRANCHISEE if side is Side.FRANCHISOR else Side.FRANCHISOR


def _about(notice: Notice) -> dict[str, Any]:
    return {
        "notice_id": notice.id,
        "notice_kind": notice.kind,
        "number": notice.number,
        "contract": notice.contract.number,
        "title": notice.words.get("title", ""),
        "giver": notice.giver,
        "act_by": notice.act_by,
        "answer_until": notice.answer_until,
    }
