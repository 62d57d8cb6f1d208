"""Rows of invoices and all that belongs to them, as the database keeps them, written together."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ...kit.ids import new_row_id
from ...rows import insert_stored, stored
from ..models import Charge, CreditLine, Invoice, InvoiceTax, OpenItem, SingleCharge
from ..queries.due import DueReport
from ..queries.taxing import Taxes
from ..rules.assessment import FeeLine, Situation
from ..rules.working import packed, packed_for
from .drafts import Draft, Single, tax_draft, tax_of
from .ledger import LATELY, Journal

INVOICE_COLUMNS = (
    "id",
    "number",
    "franchisee_id",
    "month",
    "statement_month",
    "currency",
    "total_minor",
    "fund_minor",
    "issued_on",
    "due_on",
    "issued_at",
    "issued_by_name",
    "kind",
    "tax_minor",
    "corrects_id",
    "reason",
)
CHARGE_COLUMNS = (
    "id",
    "invoice_id",
    "outlet_id",
    "contract_id",
    "plan_id",
    "sales_report_id",
    "month",
    "position",
    "fee",
    "clause",
    "is_fund",
    "basis",
    "basis_amount",
    "amount_minor",
    "currency",
    "working",
    "turn",
    "tax_rate_id",
)
CREDIT_COLUMNS = (
    "id",
    "invoice_id",
    "charge_id",
    "is_reversal",
    "is_fund",
    "amount_minor",
    "currency",
    "single_charge_id",
)
SINGLE_COLUMNS = (
    "id",
    "invoice_id",
    "franchisee_id",
    "outlet_id",
    "contract_id",
    "kind",
    "source",
    "position",
    "words",
    "clause",
    "amount_minor",
    "currency",
    "working",
    "charged_on",
    "tax_rate_id",
)
TAX_COLUMNS = (
    "id",
    "invoice_id",
    "kind",
    "rate",
    "label",
    "reason",
    "basis_minor",
    "tax_minor",
    "currency",
)
ITEM_COLUMNS = ("invoice_id", "book", "franchisee_id", "currency", "due_on", "open_minor")


class Rows:
    """Rows as the database keeps them, written together in an order that foreign keys allow."""

    def __init__(self, taxes: Taxes) -> None:
        """Begin empty."""
        self.invoices: list[tuple[object, ...]] = []
        self.charges: list[tuple[object, ...]] = []
        self.credits: list[tuple[object, ...]] = []
        self.singles: list[tuple[object, ...]] = []
        self.taxes: list[tuple[object, ...]] = []
        self.items: list[tuple[object, ...]] = []
        self.journal = Journal()
        self.day = lru_cache(LATELY)(stored(Invoice.due_on))
        self.moment = lru_cache(LATELY)(stored(Invoice.issued_at))
        self._json = stored(Charge.working)
        self._rate = stored(InvoiceTax.rate)
        self._known = taxes
        self._situations: dict[tuple[object, ...], tuple[dict[str, Any], object]] = {}

    def tax(self, draft: Draft) -> None:
        """Work out what a draft owes of taxes."""
        tax_draft(self._known, draft)

    def lines(self, draft: Draft, month: str) -> None:
        """A row for each line of a draft, and for each of its taxes."""
        for report, lines in draft.charged:
            self.charge(draft, month, report, lines)
        for one in draft.taken:
            self.credits.append(
                (
                    new_row_id(),
                    draft.id,
                    one.charge_id,
                    one.is_reversal,
                    one.is_fund,
                    one.minor,
                    draft.currency,
                    one.single_id,
                )
            )
        for place, single in enumerate(draft.singles):
            self.singles.append(self._single(draft, place, single))
        for tax in draft.taxes:
            self.taxes.append(
                (
                    new_row_id(),
                    draft.id,
                    tax.kind.value,
                    self._rate(tax.rate),
                    tax.label,
                    tax.reason,
                    tax.basis,
                    tax.tax,
                    draft.currency,
                )
            )

    def _single(self, draft: Draft, place: int, single: Single) -> tuple[object, ...]:
        return (
            new_row_id(),
            draft.id,
            draft.franchisee_id,
            single.outlet_id,
            single.contract_id,
            single.kind.value,
            single.source,
            place,
            single.words,
            single.clause,
            single.minor,
            draft.currency,
            self._json(single.working),
            self.day(single.charged_on),
            single.rate.id if single.rate else None,
        )

    def charge(self, draft: Draft, month: str, report: DueReport, lines: Sequence[FeeLine]) -> None:
        """A row for each line."""
        outlet_id, contract_id = report.outlet_id, report.contract_id
        report_id, plan_id = report.id, report.plan_id
        is_taxed = bool(self._known.rules)
        shared, working = self._shared(lines[0].situation)
        for line in lines:
            meter, fee = line.meter, line.meter.fee
            own = packed_for(line, shared)
            rate = tax_of(self._known, report, fee.name) if is_taxed else None
            self.charges.append(
                (
                    new_row_id(),
                    draft.id,
                    outlet_id,
                    contract_id,
                    plan_id,
                    report_id,
                    month,
                    meter.place,
                    fee.name,
                    fee.clause,
                    fee.fund,
                    fee.basis.value,
                    meter.text(line.counted),
                    line.amount_minor,
                    meter.currency,
                    working if own is shared else self._json(own),
                    draft.turns.get((report_id, fee.name), 0) if draft.turns else 0,
                    rate.id if rate else None,
                )
            )

    def _shared(self, situation: Situation) -> tuple[dict[str, Any], object]:
        """The packed situation and how it is kept; reports of the same kind share one."""
        key = (situation.opened, situation.closed, situation.previous)
        found = self._situations.get(key)
        if found is None:
            values = packed(situation)
            found = self._situations[key] = (values, self._json(values))
        return found

    def insert(self) -> None:
        """Write everything."""
        insert_stored(Invoice, INVOICE_COLUMNS, self.invoices)
        insert_stored(Charge, CHARGE_COLUMNS, self.charges)
        insert_stored(SingleCharge, SINGLE_COLUMNS, self.singles)
        insert_stored(CreditLine, CREDIT_COLUMNS, self.credits)
        insert_stored(InvoiceTax, TAX_COLUMNS, self.taxes)
        insert_stored(OpenItem, ITEM_COLUMNS, self.items)
        self.journal.write()
