"""The mails about an audit of sales, each reader in their own language."""

from collections.abc import Mapping

from ...access.roles import Side
from ...contracts.services.letters import write_to
from ...kit.money import Money
from ..enums import AuditEntryKind
from ..models import SalesAudit
from ..rules.understatement import Finding


def tell_franchisee(
    audit: SalesAudit, kind: AuditEntryKind, words: str, finding: Finding | None
) -> None:
    """Write to the owners of the business."""
    found: dict[str, object] = {}
    if finding is not None:
        found = {
            "understated": Money(finding.understated, audit.currency),
            "total": Money(finding.total, audit.currency),
        }
    _write(audit, Side.FRANCHISEE, kind, words, found)


def tell_office(audit: SalesAudit, kind: AuditEntryKind, words: str) -> None:
    """Write to whoever at the office looks after the business."""
    _write(audit, Side.FRANCHISOR, kind, words, {})


def _write(
    audit: SalesAudit, side: Side, kind: AuditEntryKind, words: str, found: Mapping[str, object]
) -> None:
    context = {
        "entry_kind": kind,
        "number": audit.number,
        "sales_audit_id": audit.id,
        "outlet": f"{audit.outlet.code} {audit.outlet.name}",
        "answer_until": audit.answer_until,
        "words": words,
        "understated": None,
        "total": None,
        **found,
    }
    write_to(audit.franchisee_id, side, kind="fees/sales_audit", context=context)
