"""The slow way to assess: everything an object, and a commit for each line."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from bench.months import FIRST
from franchise_portal.contracts.models import ContractOutlet
from franchise_portal.database import db, edge
from franchise_portal.fees.models import Charge, Invoice, PlanAssignment, SalesReport
from franchise_portal.fees.models import FeePlan as PlanRow
from franchise_portal.fees.queries.charges import sales_of
from franchise_portal.fees.rules import FeeLine, FeePlan, Sales, Situation, fees_due
from franchise_portal.fees.rules.canonical import plan_from_json
from franchise_portal.kit.ids import new_id
from franchise_portal.kit.period import Period
from franchise_portal.network.models import Franchisee, Outlet


class RowByRow:
    """Charges the reports of a month of its own, some at a time, and keeps the time.

    The same reports by the same rule into the same tables as in bulk, but no numbering, ledger or
    open items: the slow way has less to do.
    """

    def __init__(self, month: Period) -> None:
        """Issue the one invoice on which all its lines stand."""
        self.seconds = 0.0
        self.lines = 0
        self._plans: dict[str, FeePlan] = {}
        with edge(write=False):
            of_month = select(SalesReport.id).where(SalesReport.month == month.text)
            self._left = list(db.session.scalars(of_month))
        db.session.expunge_all()
        with edge():
            self._invoice = _an_invoice(month)
            db.session.add(self._invoice)

    @property
    def rate(self) -> float:
        """Lines a second."""
        return self.lines / self.seconds

    def charge(self, count: int) -> None:
        """Charge the next reports."""
        some, self._left = self._left[:count], self._left[count:]
        start = time.perf_counter()
        for report_id in some:
            self._charge_one(report_id)
        self.seconds += time.perf_counter() - start

    def charge_rest(self) -> None:
        """Charge what is left."""
        self.charge(len(self._left))

    def _charge_one(self, report_id: UUID) -> None:
        with edge():
            one = self._load(report_id)
        for line in fees_due(one.plan, one.sales, Situation(one.outlet.opened_on)):
            with edge():
                db.session.add(_a_charge(self._invoice, one, line))
            self.lines += 1
        db.session.expunge_all()

    def _load(self, report_id: UUID) -> "Loaded":
        report = db.session.get_one(SalesReport, report_id)
        outlet = db.session.get_one(Outlet, report.outlet_id)
        cover = db.session.scalars(
            select(ContractOutlet).where(ContractOutlet.outlet_id == outlet.id)
        ).one()
        assignment = db.session.scalars(
            select(PlanAssignment).where(PlanAssignment.contract_id == cover.contract_id)
        ).one()
        row = db.session.get_one(PlanRow, assignment.plan_id)
        # Parsed once, so that it pays for the database and not for the parser.
        if row.digest not in self._plans:
            self._plans[row.digest] = plan_from_json(row.definition)
        return Loaded(report, outlet, cover, assignment, self._plans[row.digest])


@dataclass(frozen=True)
class Loaded:
    """A report with all that its charges name, as objects."""

    report: SalesReport
    outlet: Outlet
    cover: ContractOutlet
    assignment: PlanAssignment
    plan: FeePlan

    @property
    def sales(self) -> Sales:
        """As the rule reads it."""
        return sales_of(self.report, self.outlet.code)


def _an_invoice(month: Period) -> Invoice:
    return Invoice(
        id=new_id(),
        number="slow",
        franchisee_id=db.session.scalars(select(Franchisee.id)).first(),
        month=month.text,
        statement_month=month.text,
        currency="EUR",
        total_minor=0,
        fund_minor=0,
        issued_on=date(2026, 11, 2),
        due_on=date(2026, 11, 15),
    )


def _a_charge(invoice: Invoice, one: Loaded, line: FeeLine) -> Charge:
    fee = line.meter.fee
    return Charge(
        id=new_id(),
        invoice_id=invoice.id,
        outlet_id=one.outlet.id,
        contract_id=one.cover.contract_id,
        plan_id=one.assignment.plan_id,
        sales_report_id=one.report.id,
        month=one.report.month,
        position=line.meter.place,
        fee=fee.name,
        clause=fee.clause,
        is_fund=fee.fund,
        basis=fee.basis,
        basis_amount=line.basis_amount,
        amount_minor=line.amount_minor,
        currency="EUR",
        working={"opened": FIRST.isoformat()},
    )


def take_away() -> None:
    """Charges cannot be deleted; the bench may lift the ban, the portal cannot."""
    of_slow = "(SELECT id FROM invoices WHERE number = 'slow')"
    deletes = (
        f"DELETE FROM charges WHERE invoice_id IN {of_slow}",
        "DELETE FROM invoices WHERE number = 'slow'",
    )
    with db.engine.begin() as connection:
        bans: Sequence[str] = ("charges", "invoices")
        if connection.dialect.name == "postgresql":
            lift = [f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only" for table in bans]
        else:
            lift = [f"DROP TRIGGER {table}_no_delete" for table in bans]
        for statement in (*lift, *deletes):
            connection.exec_driver_sql(statement)
