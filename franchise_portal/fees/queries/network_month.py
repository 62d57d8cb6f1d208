"""The whole network's month: sales by brand and region, fees by kind, who is late, what moved."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ...access.actor import SYSTEM
from ...database import db
from ...kit import clock
from ...kit.money import Money
from ...kit.period import Period, shifted
from ...network.models import Brand, Franchisee, Network, Outlet, OutletOwnership, Region
from ...network.queries import trading_outlets
from ..models import Invoice, Payment, SalesReport
from .balances import Balance, balances_of
from .charged_lines import charged_lines
from .missing import not_reported
from .months import TAX
from .network_data import YEAR, Account, FeeTotal, Move, NetworkMonth, Part

MONTHS_SHOWN = 24
MOVERS = 5
MISSING_NAMED = 15
LATE_NAMED = 15
FRANCHISEES_LISTED = 600

NET = SalesReport.gross_minor - SalesReport.sales_tax_minor - SalesReport.refunds_minor


def network_month(network: Network, period: Period) -> NetworkMonth:
    """Put the report of a month together."""
    currency = network.currency
    reader = _Reader(currency, period)
    accounts, accounts_count = reader.accounts()
    late = sorted(
        (one for one in accounts if one.balance and one.balance.overdue),
        key=lambda one: -one.balance.overdue.minor if one.balance else 0,
    )
    missing, missing_count = not_reported(SYSTEM, period, MISSING_NAMED)
    trading = _count(trading_outlets(period))
    best, worst = reader.movers()
    return NetworkMonth(
        month=period.text,
        currency=currency,
        first_on=period.start,
        last_on=period.last,
        as_of=clock.today(),
        months=reader.months,
        totals=reader.totals(),
        trading=trading,
        reported=trading - missing_count,
        brands=reader.parts(Outlet.brand_id, Brand),
        regions=reader.parts(Outlet.region_id, Region),
        fees=reader.fees(),
        missing=missing,
        missing_count=missing_count,
        late=tuple(late[:LATE_NAMED]),
        late_count=len(late),
        overdue=_sum((one.balance.overdue for one in late if one.balance), currency),
        open=_sum((one.balance.owed for one in accounts if one.balance), currency),
        best=best,
        worst=worst,
        accounts=tuple(accounts[:FRANCHISEES_LISTED]),
        accounts_count=accounts_count,
    )


class _Reader:
    """The queries about one month in one currency; a report is read in a handful of them."""

    def __init__(self, currency: str, period: Period) -> None:
        self._currency = currency
        self._period = period
        first = shifted(period.start, 1 - MONTHS_SHOWN)
        self.months = tuple(f"{shifted(first, n):%Y-%m}" for n in range(MONTHS_SHOWN))
        self._before = self.months[-1 - YEAR]

    def totals(self) -> tuple[Money, ...]:
        rows = db.session.execute(
            select(SalesReport.month, func.sum(NET))
            .where(*self._current, SalesReport.month.in_(self.months))
            .group_by(SalesReport.month)
        )
        sums = {month: int(minor) for month, minor in rows}
        return tuple(self._money(sums.get(month, 0)) for month in self.months)

    def parts(
        self,
        key: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None],
        model: type[Brand] | type[Region],
    ) -> tuple[Part, ...]:
        """Sales of this month and of the one a year before, by brand or region."""
        now, before = self._now_and_before()
        rows = db.session.execute(
            select(
                model.name,
                model.name_local,
                func.count(func.distinct(case((self._is_now, Outlet.id)))),
                now,
                before,
            )
            .select_from(SalesReport)
            .join(Outlet, Outlet.id == SalesReport.outlet_id)
            .outerjoin(model, model.id == key)
            .where(*self._current, SalesReport.month.in_((self._before, self._period.text)))
            .group_by(model.id, model.name, model.name_local)
        )
        parts = [
            Part(name or "", local or "", outlets, self._money(sum_now), self._money(sum_before))
            for name, local, outlets, sum_now, sum_before in rows
        ]
        return tuple(sorted(parts, key=lambda part: -part.now.minor))

    def movers(self) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
        """The outlets that grew and shrank most against the year before, by share."""
        now, before = self._now_and_before()
        rows = db.session.execute(
            select(Outlet.code, Outlet.name, Outlet.name_local, now, before)
            .select_from(SalesReport)
            .join(Outlet, Outlet.id == SalesReport.outlet_id)
            .where(*self._current, SalesReport.month.in_((self._before, self._period.text)))
            .group_by(Outlet.id, Outlet.code, Outlet.name, Outlet.name_local)
            .having(now > 0, before > 0)
        ).all()
        ranked = sorted(rows, key=lambda row: (-(int(row[3]) * 10**9 // int(row[4])), row[0]))
        moves = [
            Move(code, name, local, self._money(sum_now), self._money(sum_before))
            for code, name, local, sum_now, sum_before in ranked
        ]
        grown = [move for move in moves if move.now > move.before][:MOVERS]
        shrunk = [move for move in reversed(moves) if move.now < move.before][:MOVERS]
        return tuple(grown), tuple(shrunk)

    def fees(self) -> tuple[FeeTotal, ...]:
        """What the month's invoices charge, by the fee's name."""
        lines = charged_lines(
            Invoice.statement_month == self._period.text, Invoice.currency == self._currency
        )
        rows = db.session.execute(
            select(
                lines.c.fee, lines.c.is_fund, func.sum(lines.c.count), func.sum(lines.c.minor)
            ).group_by(lines.c.fee, lines.c.is_fund)
        )
        totals = [
            FeeTotal(fee, is_fund, int(count), self._money(minor))
            for fee, is_fund, count, minor in rows
        ]
        tax = db.session.scalar(
            select(func.sum(Invoice.tax_minor)).where(
                Invoice.statement_month == self._period.text, Invoice.currency == self._currency
            )
        )
        if tax:
            totals.append(FeeTotal(TAX, False, 0, self._money(tax)))  # noqa: FBT003 - a row
        return tuple(sorted(totals, key=lambda one: (one.is_fund, -one.amount.minor)))

    def accounts(self) -> tuple[list[Account], int]:
        """Every franchisee that sold, was charged or owes, by code."""
        sales = self._sales_by_owner()
        charged = self._by_franchisee(
            select(Invoice.franchisee_id, func.sum(Invoice.total_minor)).where(
                Invoice.statement_month == self._period.text, Invoice.currency == self._currency
            ),
            Invoice.franchisee_id,
        )
        paid = self._by_franchisee(
            select(Payment.franchisee_id, func.sum(Payment.amount_minor)).where(
                Payment.received_on >= self._period.start,
                Payment.received_on < self._period.end,
                Payment.currency == self._currency,
            ),
            Payment.franchisee_id,
        )
        franchisees = db.session.execute(
            select(Franchisee.id, Franchisee.code, Franchisee.name, Franchisee.name_local).order_by(
                Franchisee.code
            )
        ).all()
        balances = self._balances([row.id for row in franchisees])
        accounts = [
            Account(
                row.code,
                row.name,
                row.name_local,
                sales.get(row.id, (0, 0))[0],
                self._money(sales.get(row.id, (0, 0))[1]),
                self._money(charged.get(row.id, 0)),
                self._money(paid.get(row.id, 0)),
                balances.get(row.id),
            )
            for row in franchisees
            if row.id in sales or row.id in charged or row.id in paid or row.id in balances
        ]
        return accounts, len(accounts)

    def _sales_by_owner(self) -> dict[UUID, tuple[int, int]]:
        """Outlets and sales by who owned them when the report's period ended."""
        owned = and_(
            OutletOwnership.outlet_id == SalesReport.outlet_id,
            OutletOwnership.starts_on <= SalesReport.ends_on,
            or_(OutletOwnership.ends_on.is_(None), OutletOwnership.ends_on >= SalesReport.ends_on),
        )
        rows = db.session.execute(
            select(
                OutletOwnership.franchisee_id,
                func.count(func.distinct(SalesReport.outlet_id)),
                func.sum(NET),
            )
            .select_from(SalesReport)
            .join(OutletOwnership, owned)
            .where(*self._current, SalesReport.month == self._period.text)
            .group_by(OutletOwnership.franchisee_id)
        )
        return {franchisee_id: (count, int(minor)) for franchisee_id, count, minor in rows}

    def _by_franchisee(
        self, query: Select[UUID, int], key: InstrumentedAttribute[UUID]
    ) -> Mapping[UUID, int]:
        rows = db.session.execute(query.group_by(key))
        return {franchisee_id: int(minor) for franchisee_id, minor in rows}

    def _balances(self, ids: Sequence[UUID]) -> dict[UUID, Balance]:
        found = {}
        for franchisee_id, balances in balances_of(ids).items():
            for balance in balances:
                if balance.open.currency == self._currency:
                    found[franchisee_id] = balance
        return found

    @property
    def _current(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        return SalesReport.is_current.is_(True), SalesReport.currency == self._currency

    @property
    def _is_now(self) -> ColumnElement[bool]:
        return SalesReport.month == self._period.text

    def _now_and_before(self) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
        now = func.coalesce(func.sum(case((SalesReport.month == self._period.text, NET))), 0)
        before = func.coalesce(func.sum(case((SalesReport.month == self._before, NET))), 0)
        return now, before

    def _money(self, minor: int) -> Money:
        return Money(int(minor), self._currency)


def _sum(amounts: object, currency: str) -> Money:
    return Money.total(amounts, currency)  # type: ignore[arg-type]


def _count(query: Select[Outlet]) -> int:
    inner = query.with_only_columns(Outlet.id).order_by(None).subquery()
    return db.session.execute(select(func.count()).select_from(inner)).scalar_one()
