"""The words of fee plans; books, accounts and entries of the ledger; where sales came from."""

from ..kit.enums import LabeledEnum, Tone
from ..kit.i18n import N_


class Book(LabeledEnum):
    """The two entities that money belongs to. The fund is other people's money."""

    FRANCHISOR = "franchisor", N_("Fees")
    FUND = "fund", N_("Advertising fund")


class Account(LabeledEnum):
    """The accounts of each book."""

    RECEIVABLE = "receivable", N_("Owed by franchisees")
    CREDIT = "credit", N_("Credit of franchisees")
    REVENUE = "revenue", N_("Fee income")
    CONTRIBUTIONS = "contributions", N_("Fund contributions")
    BANK = "bank", N_("Bank")
    TAX = "tax", N_("Tax owed")
    PAYABLE = "payable", N_("To be paid back")
    WRITTEN_OFF = "written_off", N_("Written off")
    EXPENSE = "expense", N_("Spent by the fund")
    OWN_SHARE = "own_share", N_("Contributions of own outlets")
    BETWEEN = "between", N_("Owed between franchisor and fund")
    OTHER_INCOME = "other_income", N_("Other receipts of the fund")
    DEPOSITS = "deposits", N_("Deposits of franchisees")


class Turn(LabeledEnum):
    """Why money came to a part of an invoice when it did, as a sentence for whoever paid."""

    NAMED = "named", N_("It was paid for this invoice.")
    FUND = "fund", N_("It was due, and the advertising fund comes first.")
    DUE = "due", N_("It was due, and the oldest fee comes first.")
    INSTALMENT = "instalment", N_("An instalment of a payment plan, by its agreed day.")
    COMING = "coming", N_("It was not due yet, and comes by its day.")
    CONTESTED = "contested", N_("It is in dispute, so it comes last.")


class EntryKind(LabeledEnum):
    """Why an entry was posted."""

    INVOICE = "invoice", N_("Invoice")
    PAYMENT = "payment", N_("Payment")
    ALLOCATION = "allocation", N_("Credit used")
    CREDIT_NOTE = "credit_note", N_("Credit note")
    DEBIT_NOTE = "debit_note", N_("Debit note")
    REVERSAL = "reversal", N_("Payment come back")
    REFUND = "refund", N_("Refund granted")
    PAYOUT = "payout", N_("Refund paid")
    WRITE_OFF = "write_off", N_("Write-off")
    SPENDING = "spending", N_("Fund spending")
    OWN_CONTRIBUTION = "own_contribution", N_("Contribution of an own outlet")
    FUND_TRANSFER = "fund_transfer", N_("Transfer to the fund")
    FUND_RECEIPT = "fund_receipt", N_("Other receipt of the fund")


class InvoiceKind(LabeledEnum):
    """What was issued. A document below zero in all is a credit note.

    A debit note charges what comes from no sales report.
    """

    INVOICE = "invoice", N_("Invoice")
    CREDIT_NOTE = "credit_note", N_("Credit note"), Tone.INFO
    DEBIT_NOTE = "debit_note", N_("Debit note"), Tone.INFO

    @property
    def is_owed(self) -> bool:
        """Whether it is paid, and can be credited."""
        return self is not InvoiceKind.CREDIT_NOTE


class ImportStatus(LabeledEnum):
    """What became of a sales file."""

    READING = "reading", N_("Being read"), Tone.INFO
    UNREADABLE = "unreadable", N_("Cannot be read"), Tone.WARNING
    CHECKED = "checked", N_("Nothing saved yet"), Tone.INFO
    POSTING = "posting", N_("Being posted"), Tone.INFO
    POSTED = "posted", N_("Posted"), Tone.SUCCESS
    DISCARDED = "discarded", N_("Discarded"), Tone.NEUTRAL

    @property
    def is_busy(self) -> bool:
        """Whether a job is at work on the file."""
        return self in {ImportStatus.READING, ImportStatus.POSTING}


class InvoiceStatus(LabeledEnum):
    """How an invoice stands on a day; it follows from what is open and when it is due."""

    OPEN = "open", N_("Not yet due"), Tone.INFO
    OVERDUE = "overdue", N_("Overdue"), Tone.DANGER
    PAID = "paid", N_("Paid"), Tone.SUCCESS
    CREDIT = "credit", N_("Credit note"), Tone.INFO


class MonthStatus(LabeledEnum):
    """How far a month has come."""

    EMPTY = "empty", N_("No reports yet"), Tone.NEUTRAL
    READY = "ready", N_("To assess"), Tone.WARNING
    DRAFT = "draft", N_("In draft"), Tone.INFO
    ASSESSED = "assessed", N_("Assessed"), Tone.SUCCESS


class FeesAction(LabeledEnum):
    """What people do with sales, fees and money."""

    SALES_IMPORTED = (
        "fees.sales.imported",
        N_("%(actor)s posted %(reports)s sales reports from %(subject)s"),
    )
    SALES_DISCARDED = "fees.sales.discarded", N_("%(actor)s discarded the sales file %(subject)s")
    SALES_REPORTED = (
        "fees.sales.reported",
        N_("%(actor)s reported sales of %(amount)s for %(subject)s, %(period)s"),
    )
    SALES_CORRECTED = (
        "fees.sales.corrected",
        N_("%(actor)s corrected the sales of %(subject)s, %(period)s, to %(amount)s: %(reason)s"),
    )
    SALES_ESTIMATED = (
        "fees.sales.estimated",
        N_("%(actor)s estimated the sales of %(subject)s, %(period)s, at %(amount)s"),
    )
    SALES_REMINDED = (
        "fees.sales.reminded",
        N_("%(actor)s reminded %(subject)s of the sales report for %(period)s"),
    )
    TILL_TOKEN_MADE = (
        "fees.till.made",
        N_("%(actor)s made the till token “%(token)s” for %(subject)s"),
    )
    TILL_TOKEN_REVOKED = (
        "fees.till.revoked",
        N_("%(actor)s revoked the till token “%(token)s” of %(subject)s"),
    )
    SALES_AUDIT_OPENED = (
        "fees.audit.opened",
        N_("%(actor)s opened the audit %(subject)s of the sales of %(outlet)s"),
    )
    SALES_AUDIT_SENT = (
        "fees.audit.sent",
        N_("%(actor)s sent the audit %(subject)s: %(amount)s were not reported"),
    )
    SALES_AUDIT_ANSWERED = (
        "fees.audit.answered",
        N_("%(actor)s answered the audit %(subject)s"),
    )
    SALES_AUDIT_SETTLED = (
        "fees.audit.settled",
        N_("%(actor)s settled the audit %(subject)s: %(months)s reports corrected"),
    )
    SALES_AUDIT_WITHDRAWN = (
        "fees.audit.withdrawn",
        N_("%(actor)s withdrew the audit %(subject)s: %(reason)s"),
    )
    MONTH_ASSESSED = (
        "fees.month.assessed",
        N_("%(actor)s assessed %(month)s: %(invoices)s invoices, %(total)s"),
    )
    PAYMENT_RECORDED = (
        "fees.payment.recorded",
        N_("%(actor)s recorded a payment of %(amount)s from %(subject)s"),
    )
    PAYMENTS_IMPORTED = (
        "fees.payments.imported",
        N_("%(actor)s booked %(payments)s payments from %(subject)s"),
    )
    LEDGER_EXPORTED = "fees.ledger.exported", N_("%(actor)s exported the books")
    INVOICES_EXPORTED = (
        "fees.invoices.exported",
        N_("%(actor)s exported %(invoices)s e-invoices of %(month)s"),
    )
    ENTRY_ASSIGNED = (
        "fees.bank_entry.assigned",
        N_("%(actor)s assigned %(amount)s from a bank statement to %(franchisee)s"),
    )
    ENTRY_SET_ASIDE = (
        "fees.bank_entry.set_aside",
        N_("%(actor)s set %(amount)s from a bank statement aside: %(note)s"),
    )
    MANDATE_ADDED = (
        "fees.mandate.added",
        N_("%(actor)s entered the mandate %(reference)s of %(subject)s"),
    )
    MANDATE_REVOKED = (
        "fees.mandate.revoked",
        N_("%(actor)s revoked the mandate %(reference)s of %(subject)s: %(reason)s"),
    )
    DEBITS_MADE = (
        "fees.debits.made",
        N_("%(actor)s made the direct debit file %(subject)s: %(items)s debits, %(total)s"),
    )
    DEBITS_DOWNLOADED = (
        "fees.debits.downloaded",
        N_("%(actor)s downloaded the direct debit file %(subject)s"),
    )
    DEBITS_COLLECTED = (
        "fees.debits.collected",
        N_("%(actor)s booked the direct debits of %(subject)s as collected: %(total)s"),
    )
    DEBITS_WITHDRAWN = (
        "fees.debits.withdrawn",
        N_("%(actor)s withdrew the direct debit file %(subject)s"),
    )
    DEBIT_RETURNED = (
        "fees.debits.returned",
        N_("%(actor)s noted that the debit of %(amount)s from %(subject)s came back: %(note)s"),
    )
    CREDIT_NOTE_ISSUED = (
        "fees.credit_note.issued",
        N_("%(actor)s credited %(amount)s of invoice %(invoice)s by %(subject)s: %(reason)s"),
    )
    PAYMENT_CAME_BACK = (
        "fees.payment.came_back",
        N_("%(actor)s booked that %(amount)s from %(subject)s came back: %(reason)s"),
    )
    PAYMENT_MOVED = (
        "fees.payment.moved",
        N_("%(actor)s let %(amount)s of the payment %(subject)s settle invoice %(invoice)s"),
    )
    WRITTEN_OFF = (
        "fees.invoice.written_off",
        N_("%(actor)s wrote off %(amount)s of invoice %(subject)s: %(reason)s"),
    )
    REFUND_GRANTED = (
        "fees.refund.granted",
        N_("%(actor)s granted a refund of %(amount)s to %(subject)s"),
    )
    REFUND_PAID = (
        "fees.refund.paid",
        N_("%(actor)s noted the refund of %(amount)s to %(subject)s as paid: %(reference)s"),
    )
    TAX_ADDED = "fees.tax.added", N_("%(actor)s added the tax %(subject)s at %(rate)s")
    TAX_RATE_CHANGED = (
        "fees.tax.rate_changed",
        N_("%(actor)s set %(subject)s to %(rate)s from %(starts_on)s"),
    )
    TAX_RULE_MADE = (
        "fees.tax.rule_made",
        N_("%(actor)s gave %(scope)s the tax %(subject)s from %(starts_on)s"),
    )
    TAX_RULE_ENDED = (
        "fees.tax.rule_ended",
        N_("%(actor)s ended the tax of %(scope)s from %(starts_on)s"),
    )
    PLAN_ASSIGNED = (
        "fees.plan.assigned",
        N_("%(actor)s gave %(subject)s the fee plan “%(plan)s” from %(starts_on)s"),
    )
    PLAN_UNASSIGNED = (
        "fees.plan.unassigned",
        N_(
            "%(actor)s took back that %(subject)s uses the fee plan “%(plan)s” "
            "from %(starts_on)s on"
        ),
    )


class SalesSource(LabeledEnum):
    """How a sales report reached us."""

    FILE = "file", N_("Imported file")
    ENTERED = "entered", N_("Entered by hand")
    TILL = "till", N_("Posted by a till")
    ESTIMATE = "estimate", N_("Estimated")
    AUDIT = "audit", N_("Found by an audit")


class ReportingPeriod(LabeledEnum):
    """How often sales are reported."""

    WEEK = "week", N_("Every week")
    MONTH = "month", N_("Every month")


class ReminderStep(LabeledEnum):
    """What somebody is reminded of."""

    DUE = "due", N_("Due soon")
    LATE = "late", N_("Late")
    ESTIMATED = "estimated", N_("Estimated")
    ASKED = "asked", N_("Asked by the office")


class AuditEntryKind(LabeledEnum):
    """What was said or done about an audit of sales."""

    OPENED = "opened", N_("Opened the audit")
    SENT = "sent", N_("Sent to the franchisee")
    ANSWERED = "answered", N_("Answered")
    SETTLED = "settled", N_("Settled the audit")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class SalesAuditStatus(LabeledEnum):
    """How far an audit of sales has come."""

    DRAFT = "draft", N_("Being entered"), Tone.NEUTRAL
    SENT = "sent", N_("Waits for the franchisee's answer"), Tone.INFO
    SETTLED = "settled", N_("Audit settled"), Tone.SUCCESS
    WITHDRAWN = "withdrawn", N_("Withdrawn"), Tone.NEUTRAL

    @property
    def is_over(self) -> bool:
        """Whether nothing more is done about it."""
        return self in {SalesAuditStatus.SETTLED, SalesAuditStatus.WITHDRAWN}


class FeeKind(LabeledEnum):
    """What an entry of a plan is. Only a fee is charged with the sales reports."""

    FEE = "fee", N_("Fee on sales reports")
    DEPOSIT = "deposit", N_("Deposit, returned at the end")
    TRANSFER = "transfer", N_("Fee for a transfer")
    RENEWAL = "renewal", N_("Fee for a renewal")
    INITIAL = "initial", N_("Initial fee, when the contract begins")
    SUPPLY_MARGIN = "supply_margin", N_("Margin on supplies, not charged")


class Basis(LabeledEnum):
    """What a fee is counted on."""

    GROSS_SALES = "gross_sales", N_("Gross sales")
    NET_SALES = "net_sales", N_("Net sales")
    GROSS_PROFIT = "gross_profit", N_("Gross profit")
    COST_OF_GOODS = "cost_of_goods", N_("Cost of goods")
    TRANSACTIONS = "transactions", N_("Transactions")
    CUSTOMERS = "customers", N_("Customers")
    UNITS = "units", N_("Units")
    OUTLET = "outlet", N_("Outlet")

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        return self in {
            Basis.GROSS_SALES,
            Basis.NET_SALES,
            Basis.GROSS_PROFIT,
            Basis.COST_OF_GOODS,
        }

    @property
    def is_count(self) -> bool:
        """Whether it is a number of things that the outlet reports."""
        return self in {Basis.TRANSACTIONS, Basis.CUSTOMERS, Basis.UNITS}


class Deduction(LabeledEnum):
    """What may be taken off gross sales to reach net sales."""

    SALES_TAX = "sales_tax", N_("Sales tax")
    REFUNDS = "refunds", N_("Refunds")
    DISCOUNTS = "discounts", N_("Discounts")
    EXCLUDED_SALES = "excluded_sales", N_("Excluded sales")


class Method(LabeledEnum):
    """How a fee follows from its basis."""

    FLAT = "flat", N_("Flat amount")
    PERCENT = "percent", N_("Share of the basis")
    PER_UNIT = "per_unit", N_("Amount for each unit")
    MARGINAL = "marginal", N_("Tiers, each part at its own rate")
    CLIFF = "cliff", N_("Tiers, all at the rate of the tier reached")

    @property
    def has_tiers(self) -> bool:
        """Whether it charges by tiers."""
        return self in {Method.MARGINAL, Method.CLIFF}


class Thresholds(LabeledEnum):
    """What the limits of the tiers are measured against."""

    PERIOD = "period", N_("Each period by itself")
    YEAR_TO_DATE = "year_to_date", N_("The year to date")


class Proration(LabeledEnum):
    """Whether a part period owes part of the minimum and of a flat amount."""

    NONE = "none", N_("In full")
    DAYS = "days", N_("By days of operation")


class Every(LabeledEnum):
    """How often a fee is charged that is not charged with each report."""

    WEEK = "week", N_("Every week")
    MONTH = "month", N_("Every month")
    QUARTER = "quarter", N_("Every quarter")
    YEAR = "year", N_("Every year")
    ONCE = "once", N_("Once")
