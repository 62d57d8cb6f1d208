"""What will be issued, before it has a number: what is charged, what is taken back, its taxes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ...kit.ids import new_row_id
from ..enums import InvoiceKind
from ..queries.due import DueReport
from ..queries.raw_ids import RawId
from ..queries.taxing import Taxes
from ..rules.assessment import FeeLine
from ..rules.taxes import Rate, Taxed, TaxSum, taxes_of
from ..single_enums import SingleKind


@dataclass(frozen=True, slots=True)
class Taken:
    """A charge that is taken back, or a part of it."""

    charge_id: RawId | None
    minor: int
    """As it will stand on the document, without tax: mostly below zero."""
    is_fund: bool
    is_reversal: bool
    rate: Rate | None = None
    fee: str = ""
    single_id: RawId | None = None
    """Instead of a charge on a report: one that comes from none."""
    is_deposit: bool = False
    """Whether it is given back of what is held for the franchisee."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """A charge that comes from no sales report."""

    kind: SingleKind
    source: str
    outlet_id: RawId | None
    contract_id: RawId
    clause: str
    words: str
    minor: int
    working: dict[str, Any]
    charged_on: date
    rate: Rate | None


@dataclass(slots=True)
class Draft:
    """What one franchisee will be charged, or credited, in one currency for one month."""

    franchisee_id: RawId
    code: str
    currency: str
    month: str = ""
    """Empty: the month of the run."""
    charged: list[tuple[DueReport, tuple[FeeLine, ...]]] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    singles: list[Single] = field(default_factory=list)
    turns: dict[tuple[RawId, str], int] = field(default_factory=dict)
    """How often a report was charged a fee before, where it was."""
    fees: int = 0
    fund: int = 0
    """Minor units, without tax."""
    deposits: int = 0
    """What will be held for the franchisee, or is given back of it: no fee, and without tax."""
    taxes: tuple[TaxSum, ...] = ()
    corrects: RawId | None = None
    """The invoice of which a credit note takes something back."""
    reason: str = ""
    id: RawId = field(default_factory=new_row_id)
    number: str = ""

    def add(self, report: DueReport, lines: tuple[FeeLine, ...]) -> None:
        """Take in the lines of a report."""
        self.charged.append((report, lines))
        total = fund = 0
        for line in lines:
            total += line.amount_minor
            if line.meter.fee.fund:
                fund += line.amount_minor
        self.fees += total - fund
        self.fund += fund

    def add_single(self, single: Single) -> None:
        """Take in a charge that comes from no report; it is in the franchisor's book."""
        self.singles.append(single)
        if single.kind.is_owed_back:
            self.deposits += single.minor
        else:
            self.fees += single.minor

    def take_back(self, taken: Taken) -> None:
        """Take in a line that takes a charge back."""
        self.taken.append(taken)
        if taken.is_fund:
            self.fund += taken.minor
        elif taken.is_deposit:
            self.deposits += taken.minor
        else:
            self.fees += taken.minor

    @property
    def tax(self) -> int:
        """All tax, in minor units."""
        return sum(one.tax for one in self.taxes)

    @property
    def total(self) -> int:
        """The sum of all lines with their tax, in minor units."""
        return self.own + self.fund

    @property
    def own(self) -> int:
        """All that stands in the franchisor's book: fees, tax and deposits, in minor units."""
        return self.fees + self.tax + self.deposits

    @property
    def kind(self) -> InvoiceKind:
        """What is below zero in all is a credit note; what has no reports is a debit note."""
        if self.total < 0:
            return InvoiceKind.CREDIT_NOTE
        return InvoiceKind.DEBIT_NOTE if self.singles else InvoiceKind.INVOICE


def tax_of(known: Taxes, report: DueReport, fee: str) -> Rate | None:
    """The tax on a fee of a report: that of the report's last day."""
    return known.on(fee, report.contract_id, report.franchisee_id, report.sales.period.last)


def tax_draft(known: Taxes, draft: Draft) -> None:
    """Work out what a draft owes of taxes; what a credit note gives back is known already."""
    if draft.taxes or not (known.rules or draft.taken):
        return
    others: tuple[Taken | Single, ...] = (*draft.taken, *draft.singles)
    taxed = [Taxed(one.rate, one.minor) for one in others if one.rate is not None]
    for report, lines in draft.charged:
        for line in lines:
            rate = tax_of(known, report, line.fee)
            if rate is not None:
                taxed.append(Taxed(rate, line.amount_minor))
    draft.taxes = taxes_of(taxed)
