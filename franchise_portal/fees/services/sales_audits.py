"""Audits of sales: opened, written, sent, answered, and settled by corrections or withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.money import Money
from ...kit.period import Period
from ..audit_errors import AuditMoved, ReportsChanged, StillTime
from ..enums import AuditEntryKind, FeesAction, SalesAuditStatus, SalesSource
from ..models import SalesAudit, SalesAuditLine
from ..models.sales_audits import CLAUSE
from ..queries import sales_audits as queries
from ..queries.charges import sales_of
from ..rules.sales import Sales
from ..rules.telling import says_the_same
from ..rules.understatement import Finding, finding_to_json
from .audit_charges import charge_finding, require_clause
from .audit_letters import tell_franchisee, tell_office
from .audit_records import enter, note
from .ledger import pass_gate
from .telling import add_version, figures_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What an auditor writes: figures by line, words, cost and interest."""

    lines: Mapping[UUID, Sales]
    words: str
    cost: Money
    interest_rate: Decimal
    """For a year, as a share of one."""


def write_findings(actor: Actor, audit: SalesAudit, findings: Findings, *, seen: int) -> None:
    """Keep what was found so far; nobody else sees a draft.

    Raises:
        AuditMoved: when it was sent already.
        Refused: for a cost in another currency.
        ChangedMeanwhile: when somebody else wrote since the page was opened.
    """
    actor.require(Permission.FEES_AUDIT_WRITE)
    _require(audit, SalesAuditStatus.DRAFT, seen)
    if findings.cost.currency != audit.currency:
        raise Refused(
            N_("The sales are in %(currency)s, so the cost is too."),
            field="cost",
            currency=audit.currency,
        )
    for line in audit.lines:
        sales = findings.lines.get(line.id)
        if sales is not None:
            for name, value in figures_of(sales).items():
                setattr(line, name, value)
    audit.findings, audit.cost_minor = findings.words, findings.cost.minor
    audit.interest_rate = findings.interest_rate
    flag_modified(audit, "findings")  # a change of lines alone shall count as one of the audit
    _flush(audit)


def send_sales_audit(
    actor: Actor, audit: SalesAudit, *, answer_until: date, seen: int, clause: str = ""
) -> Finding:
    """Tell the franchisee what was found. From now on the periods are closed for corrections.

    Raises:
        AuditMoved: when it was sent already.
        ReportsChanged: when a report was corrected since it was compared.
        Refused: when nothing differs, the day for the answer is too soon, or cost or interest are
            owed and no clause of the contract is named.
    """
    actor.require(Permission.FEES_AUDIT_WRITE)
    _require(audit, SalesAuditStatus.DRAFT, seen)
    _require_current(audit)
    if answer_until <= clock.today():
        raise Refused(
            N_("Give the franchisee at least until tomorrow to answer."), field="answer_until"
        )
    if not _differing(audit):
        raise Refused(
            N_("The books say what was reported. There is nothing to send: withdraw the audit."),
            field="answer_until",
        )
    finding = queries.worked_out(audit, on=clock.today())
    told = require_clause(audit, finding, clause)
    audit.status, audit.answer_until = SalesAuditStatus.SENT, answer_until
    audit.result = {**finding_to_json(finding), CLAUSE: told}
    _flush(audit)
    enter(actor, audit, AuditEntryKind.SENT)
    note(
        actor,
        FeesAction.SALES_AUDIT_SENT,
        audit,
        amount=Money(finding.understated, audit.currency),
    )
    tell_franchisee(audit, AuditEntryKind.SENT, "", finding)
    return finding


def answer_sales_audit(actor: Actor, audit: SalesAudit, *, words: str) -> None:
    """Write what the franchisee says to it; more than once, if there is more to say.

    Raises:
        AuditMoved: when it is over.
    """
    actor.require(Permission.FEES_AUDIT_ANSWER)
    _require(audit, SalesAuditStatus.SENT, None)
    enter(actor, audit, AuditEntryKind.ANSWERED, words)
    note(actor, FeesAction.SALES_AUDIT_ANSWERED, audit)
    tell_office(audit, AuditEntryKind.ANSWERED, words)


def settle_sales_audit(
    actor: Actor, audit: SalesAudit, *, words: str, seen: int, clause: str = ""
) -> int:
    """Correct each report that differs by a new version; how many were corrected.

    The months that were charged are assessed anew, which takes the charges back. Cost and interest
    stand on a debit note, under the clause that was told when it was sent; `clause` counts where
    none was, as nothing was to be added then.

    Raises:
        AuditMoved: when it is not with the franchisee.
        StillTime: while the franchisee can answer and has not.
        ReportsChanged: when a report is not the one that was compared.
        Refused, NoClause: when cost or interest are owed and no clause of the contract is named.
    """
    actor.require(Permission.FEES_AUDIT_WRITE)
    pass_gate()
    _require(audit, SalesAuditStatus.SENT, seen)
    answered = any(entry.kind is AuditEntryKind.ANSWERED for entry in audit.entries)
    if not answered and audit.answer_until and clock.today() <= audit.answer_until:
        raise StillTime(day=audit.answer_until)
    _require_current(audit)
    finding = queries.worked_out(audit, on=clock.today())
    clause = audit.clause_told or clause
    charge_finding(actor, audit, finding, clause=clause)
    differing = _differing(audit)
    for line in differing:
        report = add_version(
            actor,
            place=queries.place_of_line(audit, line),
            sales=queries.audited_sales(audit, line),
            source=SalesSource.AUDIT,
            reason=audit.number,
        )
        line.corrected_id = report.id
    audit.status, audit.settled_on = SalesAuditStatus.SETTLED, clock.today()
    audit.result = {**finding_to_json(finding), CLAUSE: audit.clause_told}
    _flush(audit)
    enter(actor, audit, AuditEntryKind.SETTLED, words)
    note(actor, FeesAction.SALES_AUDIT_SETTLED, audit, months=len(differing))
    tell_franchisee(audit, AuditEntryKind.SETTLED, words, finding)
    return len(differing)


def withdraw_sales_audit(actor: Actor, audit: SalesAudit, *, reason: str, seen: int) -> None:
    """Lay an audit aside; the periods are open for corrections again.

    Raises:
        AuditMoved: when it is over.
    """
    actor.require(Permission.FEES_AUDIT_WRITE)
    was_sent = audit.status is SalesAuditStatus.SENT
    if audit.status.is_over:
        raise AuditMoved(number=audit.number, state=audit.status)
    _require(audit, audit.status, seen)
    audit.status = SalesAuditStatus.WITHDRAWN
    _flush(audit)
    enter(actor, audit, AuditEntryKind.WITHDRAWN, reason)
    note(actor, FeesAction.SALES_AUDIT_WITHDRAWN, audit, reason=reason)
    if was_sent:
        tell_franchisee(audit, AuditEntryKind.WITHDRAWN, reason, None)


def _require(audit: SalesAudit, status: SalesAuditStatus, seen: int | None) -> None:
    if audit.status is not status:
        raise AuditMoved(number=audit.number, state=audit.status)
    if seen is not None and audit.version != seen:
        raise ChangedMeanwhile


def _require_current(audit: SalesAudit) -> None:
    for line in audit.lines:
        if not line.report.is_current:
            raise ReportsChanged(period=Period.of_days(line.starts_on, line.ends_on))


def _differing(audit: SalesAudit) -> list[SalesAuditLine]:
    return [
        line
        for line in audit.lines
        if not says_the_same(
            sales_of(line.report, audit.outlet.code), queries.audited_sales(audit, line)
        )
    ]


def _flush(audit: SalesAudit) -> None:
    try:
        db.session.flush()
    except StaleDataError as error:
        db.session.expire(audit)
        raise ChangedMeanwhile from error
