"""The network's month for the office: the facts, put into words for paper."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from uuid import UUID

from flask_babel import gettext as _

from ...kit.money import Money
from ...kit.period import Period
from ...network.models import Network
from ...network.queries import founded
from ...reports.documents import Issuer, Margin
from ...web import filters
from ...web.charts import SHEET, Bar, Chart, Emphasis, bar_chart
from ..queries.network_data import YEAR, Account, FeeTotal, Move, NetworkMonth, Part
from ..queries.network_month import network_month
from .documents import Open
from .network_documents import (
    AccountRow,
    LateRow,
    MissingRow,
    MoveRow,
    NetworkDocument,
    NetworkReport,
    PartRow,
)
from .words import currency_name, local_name, named_fee, other_name, sentences, span, whole

ROWS_IN_TABLE = 60


def build(period: Period, franchisee_id: UUID | None) -> NetworkDocument:  # noqa: ARG001 - all of them
    """The network's report for a month."""
    network = founded()
    return document_of(network_month(network, period), network)


def document_of(data: NetworkMonth, network: Network) -> NetworkDocument:
    """The facts in words, in the language in hand."""
    month = filters.month(data.month)
    return NetworkDocument(
        issuer=Issuer(name=network.name, address=network.address, email=network.email),
        margin=Margin(
            number=_("Network report, %(month)s", month=month),
            legal=sentences(
                (
                    _("For the office of %(network)s.", network=network.name),
                    _("All amounts in %(currency)s.", currency=currency_name(data.currency)),
                )
            ),
        ),
        report=_report(data, month),
    )


def _report(data: NetworkMonth, month: str) -> NetworkReport:
    return NetworkReport(
        month=data.month,
        facts=tuple(_facts(data)),
        headline=_("Network report, %(month)s: sales net of tax and refunds", month=month),
        currency_symbol=filters.currency_symbol(data.currency),
        sales=data.sales,
        change_words=_compared(data),
        split=tuple(_split(data)),
        chart=_chart(data),
        chart_note=_("Net of tax and refunds, all brands."),
        brands=tuple(_parts(data.brands, data)),
        regions=tuple(_parts(data.regions, data)),
        fees=tuple(_fees(data, is_fund=False)),
        fund=tuple(_fees(data, is_fund=True)),
        late=tuple(_late(data.late)),
        late_more=data.late_count - len(data.late),
        missing=tuple(
            MissingRow(
                outlet=f"{one.outlet} {local_name(one.name, one.name_local)}",
                franchisee=local_name(one.franchisee, one.franchisee_local),
            )
            for one in data.missing
        ),
        missing_more=data.missing_count - len(data.missing),
        best=tuple(_move(one) for one in data.best),
        worst=tuple(_move(one) for one in data.worst),
        accounts=tuple(_tables(data)),
        accounts_total=_accounts_total(data),
        accounts_more=data.accounts_count - len(data.accounts),
    )


def _facts(data: NetworkMonth) -> Iterator[tuple[str, str]]:
    yield _("Period"), span(data.first_on, data.last_on)
    yield _("Outlets trading"), filters.number(data.trading)
    yield _("Outlets with a report"), filters.number(data.reported)
    yield _("Franchisees"), filters.number(data.accounts_count)
    yield _("Balances as of"), filters.date(data.as_of)


def _compared(data: NetworkMonth) -> str:
    month = filters.month(data.months[-1 - YEAR])
    share = _share_of_change(data.sales, data.sales_before)
    if share is None:
        return _("no sales a year before")
    if share < 0:
        return _("down %(share)s on %(month)s", share=filters.percent(-share, 1), month=month)
    return _("up %(share)s on %(month)s", share=filters.percent(share, 1), month=month)


def _split(data: NetworkMonth) -> Iterator[Open]:
    fees, fund = data.charged(is_fund=False), data.charged(is_fund=True)
    yield Open(kind=_("Fees"), words=_("Charged for the month"), amount=fees)
    yield Open(kind=_("Fund"), words=_("Contributions for the month"), amount=fund)
    yield Open(kind=_("Still open"), words=_("Owed by all franchisees"), amount=data.open)
    if data.overdue:
        words = _("Of it late, by %(count)s franchisees", count=filters.number(data.late_count))
        yield Open(kind=_("Overdue"), words=words, amount=data.overdue, is_late=True)


def _chart(data: NetworkMonth) -> Chart:
    last = len(data.months) - 1
    emphasis = {last: Emphasis.NOW, last - YEAR: Emphasis.BEFORE}
    labelled = {0, last, last - YEAR}
    year_before = last - YEAR
    beside = max(data.totals[year_before - 1], data.totals[year_before + 1])
    is_covered = beside > data.totals[year_before]
    bars = []
    for place, total in enumerate(data.totals):
        figure = whole(total.to_decimal()) if place in emphasis else ""
        in_note = is_covered and place == year_before
        bars.append(
            Bar(
                amounts=(total.to_decimal(),),
                label=filters.month(data.months[place], short=True) if place in labelled else "",
                figure="" if in_note else figure,
                note=figure if in_note else "",
                emphasis=emphasis.get(place, Emphasis.PLAIN),
            )
        )
    alt = _(
        "Sales of %(count)s months up to %(month)s: between %(low)s and %(high)s a month.",
        count=len(data.months),
        month=filters.month(data.month),
        low=whole(min(data.totals).to_decimal()),
        high=whole(max(data.totals).to_decimal()),
    )
    return bar_chart(bars, size=SHEET, tick=whole, alt=alt)


def _parts(parts: Sequence[Part], data: NetworkMonth) -> Iterator[PartRow]:
    for part in parts:
        yield PartRow(
            name=local_name(part.name, part.name_local) or _("Without a region"),
            count=part.outlets,
            amount=part.now,
            change=_change(part.now, part.before),
            share=_share(part.now, data.sales),
        )


def _fees(data: NetworkMonth, *, is_fund: bool) -> Iterator[PartRow]:
    fees = [fee for fee in data.fees if fee.is_fund is is_fund]
    for fee in fees:
        yield _fee(fee, data)
    if len(fees) > 1:
        total = data.charged(is_fund=is_fund)
        yield PartRow(
            name=_("Together"),
            count=sum(fee.lines for fee in fees),
            amount=total,
            share=_share(total, data.sales, 2),
            is_total=True,
        )


def _fee(fee: FeeTotal, data: NetworkMonth) -> PartRow:
    return PartRow(
        name=named_fee(fee.fee),
        count=fee.lines,
        amount=fee.amount,
        share=_share(fee.amount, data.sales, 2),
    )


def _late(accounts: Iterable[Account]) -> Iterator[LateRow]:
    for one in accounts:
        balance = one.balance
        if balance is None or balance.overdue_since is None:
            continue
        yield LateRow(
            name=local_name(one.name, one.name_local),
            since=balance.overdue_since,
            days=balance.days_late,
            overdue=balance.overdue,
            owed=balance.owed,
        )


def _move(move: Move) -> MoveRow:
    return MoveRow(
        outlet=f"{move.code} {local_name(move.name, move.name_local)}",
        amount=move.now,
        change=_change(move.now, move.before),
    )


def _tables(data: NetworkMonth) -> Iterator[tuple[AccountRow, ...]]:
    rows = [_account(one, data.currency) for one in data.accounts]
    for start in range(0, len(rows), ROWS_IN_TABLE):
        yield tuple(rows[start : start + ROWS_IN_TABLE])


def _account(one: Account, currency: str) -> AccountRow:
    balance = one.balance.owed if one.balance else Money(0, currency)
    return AccountRow(
        code=one.code,
        name=local_name(one.name, one.name_local),
        other=other_name(one.name, one.name_local),
        outlets=one.outlets,
        sales=one.sales,
        charged=one.charged,
        paid=one.paid,
        balance=balance,
        is_late=bool(one.balance and one.balance.overdue),
    )


def _accounts_total(data: NetworkMonth) -> AccountRow:
    def total(amounts: Iterable[Money]) -> Money:
        return Money.total(amounts, data.currency)

    listed = data.accounts
    return AccountRow(
        code="",
        name=_("Together"),
        other="",
        outlets=sum(one.outlets for one in listed),
        sales=total(one.sales for one in listed),
        charged=total(one.charged for one in listed),
        paid=total(one.paid for one in listed),
        balance=total(one.balance.owed for one in listed if one.balance),
        is_late=False,
    )


def _change(now: Money, before: Money) -> str:
    """A change in per cent with its sign; a dash when there is nothing to compare with."""
    share = _share_of_change(now, before)
    if share is None:
        return "–"
    share = round(share, 3)
    text = filters.percent(share or Decimal(0), 1)
    return text if share <= 0 else f"+{text}"


def _share_of_change(now: Money, before: Money) -> Decimal | None:
    if before.minor <= 0:
        return None
    return Decimal(now.minor - before.minor) / before.minor


def _share(part: Money, whole_: Money, digits: int = 1) -> str:
    if whole_.minor <= 0:
        return "–"
    return filters.percent(Decimal(part.minor) / whole_.minor, digits)
