"""One currency of a statement, put into words for paper."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from ...kit.money import Money
from ...network.models import Network
from ...web import filters
from ..enums import Book
from ..queries.statement_data import AccountData, OpenFacts, PaymentFacts, StatementData
from .documents import Account, Entry, Group, Open, Paid, PayTo, Quote
from .lines import fee_groups, fund_groups, in_tables
from .sales_chart import sales_chart, sales_note
from .words import currency_name, is_chinese, listed, sentences, shortened

LATE_ROWS = 4
PAYMENTS_LISTED = 20
CLAUSES_QUOTED = 12


def account_of(data: StatementData, facts: AccountData, network: Network) -> Account:
    """The facts of one currency in words, in the language in hand."""
    return Account(
        currency=currency_name(facts.currency),
        currency_symbol=filters.currency_symbol(facts.currency),
        due=facts.due or facts.credit,
        due_words=_due_words(data, facts),
        due_by_words=_due_by_words(facts),
        split=tuple(_split(facts)),
        summary=tuple(_summary(data, facts)),
        sales=sales_chart(facts.sales, facts.currency),
        sales_note=sales_note(facts.sales, facts.currency),
        pay_to=tuple(
            PayTo(
                name=_account_name(to.book, network),
                number=to.account,
                reference=to.reference,
                amount=to.amount,
            )
            for to in facts.pay_to
        ),
        lines_note=_lines_note(facts),
        parts=_parts(data, facts),
        fund=fund_groups(facts.outlets, facts.fund, data.month, facts.taken_back),
        clauses=tuple(_clauses(facts)),
        payments=tuple(_payments(facts)),
        ages=facts.ages.all,
    )


def _parts(data: StatementData, facts: AccountData) -> tuple[tuple[Group, ...], ...]:
    if not (facts.outlets or facts.singles or facts.taken_back):
        return ()
    return in_tables(
        fee_groups(
            facts.outlets,
            facts.fees + facts.deposits,
            data.month,
            facts.taken_back,
            facts.singles,
        )
    )


def _due_words(data: StatementData, facts: AccountData) -> str:
    month = filters.month(data.month)
    if len(data.accounts) > 1:
        return _due_in_one_of_many(facts, month)
    if facts.due:
        return _("Statement of account, %(month)s: amount due", month=month)
    if facts.credit:
        return _("Statement of account, %(month)s: your credit", month=month)
    return _("Statement of account, %(month)s: nothing to pay", month=month)


def _due_in_one_of_many(facts: AccountData, month: str) -> str:
    currency = currency_name(facts.currency)
    if facts.due:
        return _(
            "Statement of account in %(currency)s, %(month)s: amount due",
            currency=currency,
            month=month,
        )
    if facts.credit:
        return _(
            "Statement of account in %(currency)s, %(month)s: your credit",
            currency=currency,
            month=month,
        )
    return _(
        "Statement of account in %(currency)s, %(month)s: nothing to pay",
        currency=currency,
        month=month,
    )


def _due_by_words(facts: AccountData) -> str:
    if not facts.due:
        return _("It settles your next invoice.") if facts.credit else _("Everything is paid.")
    if facts.due == facts.ages.overdue:
        return _("overdue, please pay now")
    if facts.due_by is None:
        return ""
    return _("by %(day)s", day=filters.date(facts.due_by))


def _split(facts: AccountData) -> Iterator[Open]:
    """What is late item by item, what is not yet due in one sum."""
    yield from _late(facts)
    if facts.ages.not_due:
        months = sorted({item.month for item in facts.open_items if not item.days_late})
        words = _("Charges for %(months)s", months=listed(filters.month(month) for month in months))
        yield Open(kind=_("Not yet due"), words=words, amount=facts.ages.not_due)
    if facts.credit and facts.due:
        yield Open(
            kind=_("Your credit"), words=_("Settles your next invoice"), amount=-facts.credit
        )


def _late(facts: AccountData) -> Iterator[Open]:
    """Late items by book; many of them by due day, and the newest in one sum."""
    late = [item for item in facts.open_items if item.days_late]
    groups: dict[tuple[object, ...], list[OpenFacts]] = {}
    for item in late:
        is_many = len(late) > LATE_ROWS
        key = (item.month, item.due_on) if is_many else (item.invoice_id, item.book)
        groups.setdefault(key, []).append(item)
    listed_groups = list(groups.values())
    for items in listed_groups[:LATE_ROWS]:
        yield _overdue(_open_words(items), items, facts.currency)
    rest = listed_groups[LATE_ROWS:]
    if rest:
        words = ngettext("%(num)s more month", "%(num)s more months", len(rest))
        yield _overdue(words, [item for items in rest for item in items], facts.currency)


def _overdue(words: str, items: Sequence[OpenFacts], currency: str) -> Open:
    amount = Money.total((item.amount for item in items), currency)
    return Open(kind=_("Overdue"), words=words, amount=amount, is_late=True)


def _open_words(items: Sequence[OpenFacts]) -> str:
    month, day = filters.month(items[0].month), filters.short_date(items[0].due_on)
    if len(items) > 1:
        return _("Charges for %(month)s, due %(day)s", month=month, day=day)
    what = filters.label(items[0].book)
    return _("%(what)s for %(month)s, due %(day)s", what=what, month=month, day=day)


def _summary(data: StatementData, facts: AccountData) -> Iterator[Entry]:
    first, last = filters.short_date(data.first_on), filters.short_date(data.last_on)
    yield Entry(words=_("Opening balance, %(day)s", day=first), amount=facts.opening)
    charges = facts.charges - facts.deposits
    yield Entry(words=_("Charges"), note=_charges_note(facts), amount=charges)
    if facts.deposits:
        note = _("no fee: held for you and owed back")
        yield Entry(words=_("Deposits"), note=note, amount=facts.deposits)
    count = len(facts.payments)
    thanks = ngettext("%(num)s payment, thank you", "%(num)s payments, thank you", count)
    yield Entry(
        words=pgettext("statement", "Payments"),
        note=thanks if count else _("none received"),
        amount=-facts.paid,
    )
    if facts.written_off:
        yield Entry(words=_("Written off"), amount=-facts.written_off)
    if facts.paid_back:
        yield Entry(words=_("Paid back to you"), amount=facts.paid_back)
    closing = _("Closing balance, %(day)s", day=last)
    yield Entry(words=closing, amount=facts.closing, is_sum=True)
    if facts.paid_since:
        yield from _since(data, facts)


def _since(data: StatementData, facts: AccountData) -> Iterator[Entry]:
    """What stands between the closing balance and the amount due."""
    until = _("up to %(day)s", day=filters.date(data.as_of))
    # Below zero when money of the month went to invoices that stand on a later statement.
    words = _("Received since") if facts.paid_since.minor > 0 else _("Used for later charges")
    yield Entry(words=words, note=until, amount=-facts.paid_since)
    now = facts.due - facts.credit
    yield Entry(words=_("Credit now") if now.minor < 0 else _("Due now"), amount=now, is_sum=True)


def _charges_note(facts: AccountData) -> str:
    if facts.tax:
        return _(
            "fees %(fees)s, advertising fund %(fund)s, tax %(tax)s",
            fees=filters.amount(facts.fees),
            fund=filters.amount(facts.fund),
            tax=filters.amount(facts.tax),
        )
    if not facts.fund:
        return ""
    return _(
        "fees %(fees)s, advertising fund %(fund)s",
        fees=filters.amount(facts.fees),
        fund=filters.amount(facts.fund),
    )


def _account_name(book: Book, network: Network) -> str:
    if book is Book.FUND:
        return _("Advertising fund")
    return _("%(network)s, fees", network=network.name)


def _lines_note(facts: AccountData) -> str:
    numbers = sorted({line.contract.number for line in facts.all_lines})
    if not facts.all_lines:
        return ""
    parts = []
    if len(numbers) == 1:
        parts.append(_("Clauses refer to contract %(number)s.", number=numbers[0]))
    elif numbers:
        parts.append(_("Clauses refer to your contracts."))
    parts.append(_("Counted exactly, rounded once."))
    return sentences(parts)


def _clauses(facts: AccountData) -> Iterator[Quote]:
    seen: set[tuple[str, str]] = set()
    for line in facts.all_lines:
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


def _payments(facts: AccountData) -> Iterator[Paid]:
    shown = facts.payments[-PAYMENTS_LISTED:]
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
