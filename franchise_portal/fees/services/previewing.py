"""What will be charged, worked out by the code that charges it, from the reports as they stand."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from ...access.actor import Actor
from ...access.scope import OwnBusiness
from ...database import db
from ...kit.errors import NotFound
from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Franchisee
from ...network.queries import founded
from ..agreed_days import agreed_days
from ..models import InvoiceTax, MonthDraft
from ..queries.charges import OutletCharges
from ..queries.draft_lines import explained_drafts
from ..queries.due import DueReport, due_reports_of
from ..queries.left_out import Skipped, changed_hands
from ..queries.month_drafts import visible_drafts
from ..queries.taxing import Taxes
from ..rules.taxes import TaxSum
from .drafting import Drafting, charged_already
from .drafts import Draft, tax_draft


@dataclass(slots=True)
class Preview:
    """What one franchisee will be charged for a month, and what cannot be charged as it stands."""

    drafts: list[Draft] = field(default_factory=list)
    """One for each currency."""
    skipped: list[Skipped] = field(default_factory=list)
    reports: int = 0

    @property
    def totals(self) -> tuple[Money, ...]:
        """What the invoices will be over, with tax."""
        return tuple(Money(one.total, one.currency) for one in self.drafts)

    @property
    def fund(self) -> tuple[Money, ...]:
        """The fund's part of it."""
        return tuple(Money(one.fund, one.currency) for one in self.drafts)


def previews_of(month: str, franchisee_ids: Sequence[UUID]) -> dict[UUID, Preview]:
    """What some franchisees will be charged for a month."""
    return previews(month, due_reports_of(month, franchisee_ids))


def previews(month: str, reports: Sequence[DueReport]) -> dict[UUID, Preview]:
    """What is charged on reports that wait, by franchisee. Those of each stand together.

    A report that corrects what was charged is no part of a draft: it is corrected at once.
    """
    found: dict[UUID, Preview] = defaultdict(Preview)
    apart = changed_hands(month, outlet_ids=list({report.outlet_id for report in reports}))
    before = charged_already(reports)
    waiting = [report for report in reports if report.id not in before]
    for report in waiting:
        preview = found[_id(report)]
        preview.reports += 1
        if report.id in apart:
            preview.skipped.append(apart[report.id])
    drafting = Drafting([report for report in waiting if report.id not in apart])
    taxes = Taxes()
    for draft in drafting.drafts(drafting.chargeable()):
        tax_draft(taxes, draft)
        found[UUID(str(draft.franchisee_id))].drafts.append(draft)
    for report, skipped in drafting.skipped:
        found[_id(report)].skipped.append(skipped)
    return dict(found)


def _id(report: DueReport) -> UUID:
    return UUID(str(report.franchisee_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPart:
    """The invoice to be in one currency."""

    outlets: tuple[OutletCharges, ...]
    fees: Money
    fund: Money
    taxes: tuple[InvoiceTax, ...]
    """As they will stand on it; no rows yet."""
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftData:
    """Everything that the page of a draft shows."""

    draft: MonthDraft
    franchisee: Franchisee
    parts: tuple[DraftPart, ...]
    skipped: tuple[Skipped, ...]
    due_on: date
    """When the invoice will be due, issued on the day that is told."""


def draft_for(actor: Actor, month: Period, franchisee_id: UUID) -> DraftData:
    """The draft of one franchisee for a month.

    Raises:
        NotFound: when the month is not shown as a draft, nothing waits to be charged, or the
            actor may not see it.
    """
    draft = db.session.scalar(visible_drafts(actor).where(MonthDraft.month == month.text))
    scope = actor.scope
    if draft is None or (isinstance(scope, OwnBusiness) and scope.franchisee_id != franchisee_id):
        raise NotFound
    franchisee = db.session.get(Franchisee, franchisee_id)
    preview = previews_of(month.text, [franchisee_id]).get(franchisee_id)
    if franchisee is None or preview is None:
        raise NotFound
    days = agreed_days(draft.issues_on).get(franchisee_id, founded().payment_days)
    return DraftData(
        draft=draft,
        franchisee=franchisee,
        parts=tuple(_part(one) for one in preview.drafts),
        skipped=tuple(preview.skipped),
        due_on=draft.issues_on + timedelta(days=days),
    )


def _part(draft: Draft) -> DraftPart:
    currency = draft.currency
    return DraftPart(
        outlets=explained_drafts(draft.charged),
        fees=Money(draft.fees, currency),
        fund=Money(draft.fund, currency),
        taxes=tuple(_tax(one, currency) for one in draft.taxes),
        total=Money(draft.total, currency),
    )


def _tax(tax: TaxSum, currency: str) -> InvoiceTax:
    return InvoiceTax(
        kind=tax.kind,
        rate=tax.rate,
        label=tax.label,
        reason=tax.reason,
        basis_minor=tax.basis,
        tax_minor=tax.tax,
        currency=currency,
    )
