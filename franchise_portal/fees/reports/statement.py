"""A franchisee's statement of account: the facts of its month, put into words for paper."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Network
from ...network.queries import founded
from ...reports.documents import Issuer, Margin
from ...web import filters
from ..enums import Book
from ..queries.statement_data import OpenFacts, PaymentFacts, StatementData
from ..queries.statements import statement_of
from .documents import Entry, Open, Paid, PayTo, Quote, Statement, StatementDocument
from .lines import fee_groups, fund_groups, in_tables
from .sales_chart import sales_chart, sales_note
from .words import (
    currency_name,
    is_chinese,
    listed,
    local_name,
    other_name,
    sentences,
    shortened,
    span,
)

OUTLETS_NAMED = 8
LATE_ROWS = 4
PAYMENTS_LISTED = 20
CLAUSES_QUOTED = 12


def build(period: Period, franchisee_id: UUID | None) -> StatementDocument:
    """The statement of one franchisee for a month.

    Raises:
        NotFound: when there is no such franchisee.
    """
    if franchisee_id is None:
        raise ValueError("a statement is somebody's")
    return document_of(statement_of(franchisee_id, period), founded())


def document_of(data: StatementData, network: Network) -> StatementDocument:
    """The facts in words, in the language in hand."""
    issuer = Issuer(name=network.name, address=network.address, email=network.email)
    month = filters.month(data.month)
    margin = Margin(
        number=_("Statement %(number)s, %(month)s", number=data.number, month=month),
        legal=_legal(data, network),
    )
    return StatementDocument(issuer=issuer, margin=margin, statement=_statement(data, network))


def _statement(data: StatementData, network: Network) -> Statement:
    named = data.outlets or data.sales.outlets
    names = [local_name(outlet.name, outlet.name_local) for outlet in named]
    fund = fund_groups(data.outlets, data.fund, data.month)
    return Statement(
        number=data.number,
        month=data.month,
        period=span(data.first_on, data.last_on),
        issued_on=data.issued_on,
        franchisee=local_name(data.franchisee.name, data.franchisee.name_local),
        franchisee_local=other_name(data.franchisee.name, data.franchisee.name_local),
        outlets=tuple(names[:OUTLETS_NAMED]),
        outlets_more=max(0, len(names) - OUTLETS_NAMED),
        contracts=tuple(number for _id, number in data.contracts[:OUTLETS_NAMED]),
        currency_symbol=filters.currency_symbol(data.currency),
        due=data.due or data.credit,
        due_words=_due_words(data),
        due_by_words=_due_by_words(data),
        split=tuple(_split(data)),
        summary=tuple(_summary(data)),
        sales=sales_chart(data.sales, data.currency),
        sales_note=sales_note(data.sales, data.currency),
        accounts=tuple(
            PayTo(
                name=_account_name(to.book, network),
                number=to.account,
                reference=to.reference,
                amount=to.amount,
            )
            for to in data.pay_to
        ),
        dispute_words=_dispute(data),
        lines_note=_lines_note(data),
        parts=in_tables(fee_groups(data.outlets, data.fees, data.month)) if data.outlets else (),
        fund=fund,
        clauses=tuple(_clauses(data)),
        payments=tuple(_payments(data)),
        ages=data.ages.all,
    )


def _legal(data: StatementData, network: Network) -> str:
    sender = network.legal_name or network.name
    if network.address:
        sender = _("%(name)s, %(address)s.", name=sender, address=network.address)
    return sentences(
        (
            sender,
            _("Not a tax invoice."),
            _("All amounts in %(currency)s.", currency=currency_name(data.currency)),
        )
    )


def _due_words(data: StatementData) -> str:
    month = filters.month(data.month)
    if data.due:
        return _("Statement of account, %(month)s: amount due", month=month)
    if data.credit:
        return _("Statement of account, %(month)s: your credit", month=month)
    return _("Statement of account, %(month)s: nothing to pay", month=month)


def _due_by_words(data: StatementData) -> str:
    if not data.due:
        return _("It settles your next invoice.") if data.credit else _("Everything is paid.")
    if data.due == data.ages.overdue:
        return _("overdue, please pay now")
    if data.due_by is None:
        return ""
    return _("by %(day)s", day=filters.date(data.due_by))


def _split(data: StatementData) -> Iterator[Open]:
    """What is late item by item, what is not yet due in one sum."""
    yield from _late(data)
    if data.ages.not_due:
        months = sorted({item.month for item in data.open_items if not item.days_late})
        words = _("Charges for %(months)s", months=listed(filters.month(month) for month in months))
        yield Open(kind=_("Not yet due"), words=words, amount=data.ages.not_due)
    if data.credit and data.due:
        yield Open(kind=_("Your credit"), words=_("Settles your next invoice"), amount=-data.credit)


def _late(data: StatementData) -> Iterator[Open]:
    """Late items by book; many of them by due day, and the newest in one sum."""
    late = [item for item in data.open_items if item.days_late]
    groups: dict[tuple[object, ...], list[OpenFacts]] = {}
    for item in late:
        is_many = len(late) > LATE_ROWS
        key = (item.month, item.due_on) if is_many else (item.invoice_id, item.book)
        groups.setdefault(key, []).append(item)
    listed_groups = list(groups.values())
    for items in listed_groups[:LATE_ROWS]:
        yield _overdue(_open_words(items), items, data.currency)
    rest = listed_groups[LATE_ROWS:]
    if rest:
        words = ngettext("%(num)s more month", "%(num)s more months", len(rest))
        yield _overdue(words, [item for items in rest for item in items], data.currency)


def _overdue(words: str, items: Sequence[OpenFacts], currency: str) -> Open:
    amount = Money.total((item.amount for item in items), currency)
    return Open(kind=_("Overdue"), words=words, amount=amount, is_late=True)


def _open_words(items: Sequence[OpenFacts]) -> str:
    month, day = filters.month(items[0].month), filters.short_date(items[0].due_on)
    if len(items) > 1:
        return _("Charges for %(month)s, due %(day)s", month=month, day=day)
    what = filters.label(items[0].book)
    return _("%(what)s for %(month)s, due %(day)s", what=what, month=month, day=day)


def _summary(data: StatementData) -> Iterator[Entry]:
    first, last = filters.short_date(data.first_on), filters.short_date(data.last_on)
    yield Entry(words=_("Opening balance, %(day)s", day=first), amount=data.opening)
    yield Entry(words=_("Charges"), note=_charges_note(data), amount=data.charges)
    count = len(data.payments)
    thanks = ngettext("%(num)s payment, thank you", "%(num)s payments, thank you", count)
    yield Entry(
        words=_("Payments"), note=thanks if count else _("none received"), amount=-data.paid
    )
    yield Entry(words=_("Closing balance, %(day)s", day=last), amount=data.closing)


def _charges_note(data: StatementData) -> str:
    if not data.fund:
        return ""
    return _(
        "fees %(fees)s, advertising fund %(fund)s",
        fees=filters.amount(data.fees),
        fund=filters.amount(data.fund),
    )


def _account_name(book: Book, network: Network) -> str:
    if book is Book.FUND:
        return _("Advertising fund")
    return _("%(network)s, fees", network=network.name)


def _dispute(data: StatementData) -> str:
    if data.dispute_until is None:
        return _("There is no charge this month that could be disputed.")
    day = filters.date(data.dispute_until)
    if data.dispute_to:
        how = _(
            "Any line, until %(day)s: write to %(address)s and name the statement and the line.",
            day=day,
            address=data.dispute_to,
        )
    else:
        how = _(
            "Any line, until %(day)s: tell your relationship manager the statement and the line.",
            day=day,
        )
    return sentences((how, _("The other lines stay due.")))


def _lines_note(data: StatementData) -> str:
    numbers = [number for _id, number in data.contracts]
    if not data.outlets:
        return ""
    parts = []
    if len(numbers) == 1:
        parts.append(_("Clauses refer to contract %(number)s.", number=numbers[0]))
    elif numbers:
        parts.append(_("Clauses refer to your contracts."))
    parts.append(_("Counted exactly, rounded once."))
    return sentences(parts)


def _clauses(data: StatementData) -> Iterator[Quote]:
    seen: set[tuple[str, str]] = set()
    for outlet in data.outlets:
        for line in outlet.lines:
            contract = line.contract
            key = (contract.number, contract.clause)
            if key in seen or not contract.clause_body or len(seen) >= CLAUSES_QUOTED:
                continue
            seen.add(key)
            yield Quote(
                number=contract.clause,
                title=contract.clause_title,
                words=shortened(contract.clause_body),
            )


def _payments(data: StatementData) -> Iterator[Paid]:
    shown = data.payments[-PAYMENTS_LISTED:]
    for payment in shown:
        yield Paid(received_on=payment.received_on, words=_settled(payment), amount=-payment.amount)


def _settled(payment: PaymentFacts) -> str:
    """What a payment went to, month by month."""
    months: dict[str, dict[str, None]] = {}
    for part in payment.settled:
        months.setdefault(part.month, {})[filters.label(part.book)] = None
    parts = [
        _("%(month)s: %(what)s", month=filters.month(month, short=True), what=listed(books))
        for month, books in sorted(months.items())
    ]
    if payment.rest:
        parts.append(_("Kept as credit"))
    return ("；" if is_chinese() else "; ").join(parts)
