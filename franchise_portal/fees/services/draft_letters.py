"""The mails that tell franchisees what they will be charged, each reader in their own language."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select, update

from ... import mail
from ...contracts.queries.recipients import owners_of_businesses
from ...database import db
from ...kit import clock
from ..models import MonthDraft
from ..queries import due
from .ledger import pass_gate
from .previewing import Preview, previews

AT_ONCE = 200


def tell_some(draft_id: UUID) -> bool:
    """Write to the next franchisees who have a draft; whether there are more.

    How far it has come is kept with the mails, so that everybody is written to once.
    """
    pass_gate()  # two that ran side by side would both write to the same franchisees
    draft = db.session.scalar(
        select(MonthDraft)
        .where(MonthDraft.id == draft_id)
        .execution_options(populate_existing=True)
    )
    if draft is None or not draft.is_open or draft.told_at is not None:
        return False
    last = due.last_of_portion(draft.told_through, AT_ONCE)
    reports = due.due_reports(draft.month, draft.told_through, last)
    _write(
        draft, {one: found for one, found in previews(draft.month, reports).items() if found.drafts}
    )
    # Not through the object: its version is of what people decide.
    db.session.execute(
        update(MonthDraft)
        .where(MonthDraft.id == draft.id)
        .values(told_through=last or draft.told_through, told_at=None if last else clock.now())
        .execution_options(synchronize_session=False)
    )
    return last is not None


def _write(draft: MonthDraft, found: Mapping[UUID, Preview]) -> None:
    for franchisee_id, people in owners_of_businesses(found).items():
        mail.send_to_each(
            people,
            kind="fees/month_draft",
            context={
                "month": draft.month,
                "issues_on": draft.issues_on,
                "franchisee_id": franchisee_id,
                "totals": found[franchisee_id].totals,
            },
        )
