"""The decision about a dispute as a document: both positions, the line, reasons, what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _

from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...access.roles import Side
from ...kit.i18n import N_
from ...kit.money import Money
from ...network.queries import founded
from ...reports.documents import Issuer, Margin
from ...reports.kinds import PaperKind, Subject
from ..calling import line_called
from ..enums import DisputeEntryKind, DisputeReason, DisputeStatus, Remedy
from ..models import Dispute
from ..queries import disputes as queries
from ..queries.lines import line_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said or did."""

    at: datetime
    by: str
    side: Side
    kind: DisputeEntryKind
    words: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeWords:
    """Everything about a dispute that the paper tells."""

    number: str
    business: str
    business_local: str
    invoice: str
    line: str
    outlet: str
    period_first: date
    period_last: date
    contract: str
    clause: str
    status: DisputeStatus
    reason: DisputeReason
    words: str
    opened_on: date
    opened_by: str
    answer_until: date
    charged: Money
    left: Money
    right: Money
    disputed: Money
    granted: Money
    decided_on: date | None
    decided_by: str
    decision: str
    next_step: str
    remedy: Remedy | None
    correction: str
    settled: Money | None
    """What a payment that was found settles of the invoice."""
    paid: Money | None
    paid_on: date | None
    said: Sequence[Said]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeDocument:
    """All that the template sees."""

    issuer: Issuer
    margin: Margin
    dispute: DisputeWords


def build(dispute_id: UUID) -> DisputeDocument:
    """One dispute as it stands."""
    network, dispute = founded(), queries.dispute_for(SYSTEM, dispute_id)
    return DisputeDocument(
        issuer=Issuer(name=network.name, address=network.address, email=network.email),
        margin=Margin(
            number=_("Dispute %(number)s", number=dispute.number),
            legal=_("Amounts without tax. What was posted stands on the documents named here."),
        ),
        dispute=_words(dispute),
    )


def _words(dispute: Dispute) -> DisputeWords:
    line = line_for(SYSTEM, dispute.charge_id or dispute.single_charge_id or dispute.id)
    return DisputeWords(
        number=dispute.number,
        business=dispute.franchisee.name,
        business_local=dispute.franchisee.name_local,
        invoice=dispute.invoice.number,
        line=line_called(dispute.line_words, is_single=line.is_single),
        outlet=line.outlet,
        period_first=line.period.start,
        period_last=line.period.last,
        contract=dispute.contract.number,
        clause=dispute.clause,
        status=dispute.status,
        reason=dispute.reason,
        words=dispute.words,
        opened_on=dispute.opened_on,
        opened_by=dispute.opened_by_name,
        answer_until=dispute.answer_until,
        charged=line.amount,
        left=dispute.left,
        right=dispute.right,
        disputed=dispute.disputed,
        granted=dispute.granted,
        decided_on=dispute.decided_on,
        decided_by=dispute.decided_by_name,
        decision=dispute.decision_words,
        next_step=dispute.next_step,
        remedy=dispute.remedy,
        correction=dispute.correction.number if dispute.correction else "",
        settled=dispute.settled if dispute.payment else None,
        paid=dispute.paid,
        paid_on=dispute.payment.received_on if dispute.payment else None,
        said=[
            Said(
                at=entry.at,
                by=entry.by_name,
                side=entry.side,
                kind=entry.kind,
                words=entry.words,
                file=entry.file.name if entry.file else "",
            )
            for entry in queries.entries_of(dispute.id)
        ],
    )


def _subject(actor: Actor, dispute_id: UUID) -> Subject:
    dispute = queries.dispute_for(actor, dispute_id)
    return Subject(
        key=dispute.number,
        name=dispute.franchisee.name,
        name_local=dispute.franchisee.name_local,
        franchisee_id=dispute.franchisee_id,
        language=dispute.franchisee.language,
        zone=founded().zone,
    )


DECISION = PaperKind(
    slug="dispute-decision",
    title=N_("Decision about a dispute"),
    permission=Permission.DISPUTES_DISPUTE_READ,
    template="disputes/pdf/decision.html",
    stylesheets=("css/pdf/statement.css",),
    subject=_subject,
    build=build,
    is_per_franchisee=True,
)

KINDS = (DECISION,)
