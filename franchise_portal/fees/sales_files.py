"""The sales file: which columns it has, and what each row says.

The rows may come from a CSV file, a spreadsheet or a page; each is a line number and the text of
its cells by column. Every wrong cell is named with its row, its value and the remedy.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..kit.errors import Problem, Unreadable, shown
from ..kit.i18n import N_
from ..kit.lookalikes import Lookalikes
from ..kit.money import NEGATIVE, exponent, minor_from_text
from ..kit.period import Period
from ..kit.rates import number_from_text
from ..sheets import Columns
from .reported_days import same_period
from .rules import Sales
from .rules.meters import UNIT_DECIMALS

REQUIRED = ("outlet", "period", "gross_sales")
AMOUNTS = ("sales_tax", "refunds", "discounts", "excluded_sales", "cost_of_goods")
COUNTS = ("transactions", "customers", "units")
OPTIONAL = (*AMOUNTS, *COUNTS, "currency")

Row = tuple[int, Mapping[str, str]]
"""The line of the file, counted from 1 with the header, and its cells by column."""


@dataclass(frozen=True, slots=True)
class SalesReading:
    """What a sales file says: its good rows, and what is wrong with the others."""

    rows: list[Sales] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def sales_columns(needed: Collection[str] = ()) -> Columns:
    """The columns of a sales file; `needed` ones are required too (`FeePlan.needed_columns`)."""
    return Columns(
        required=(*REQUIRED, *(name for name in OPTIONAL if name in needed)),
        optional=tuple(name for name in OPTIONAL if name not in needed),
    )


def read_sales(
    rows: Iterable[Row],
    *,
    place: str,
    currency: str,
    outlets: Collection[str] | None = None,
    needed: Mapping[str, str] | None = None,
) -> SalesReading:
    """Read rows of a sales file.

    `place` is the file's name in messages; amounts are in `currency`, and a row that names
    another is wrong. With `outlets`, any other code is wrong and the code that was probably
    meant is named. `needed` gives columns that may not be empty, each with the fee that is
    counted on it.
    """
    return _Reader(place, currency, outlets, needed or {}).read(rows)


class _Reader:
    def __init__(
        self,
        place: str,
        currency: str,
        outlets: Collection[str] | None,
        needed: Mapping[str, str],
    ) -> None:
        self.place = place
        self.currency = currency
        self.digits = exponent(currency)
        self.outlets = outlets
        self.lookalikes = Lookalikes(outlets or ())
        self.needed = needed
        self.seen: dict[tuple[str, Period], int] = {}
        self.reading = SalesReading()

    def read(self, rows: Iterable[Row]) -> SalesReading:
        """Read all rows; a row with a problem is left out."""
        problems = self.reading.problems
        for number, cells in rows:
            before = len(problems)
            sales = self._row(number, cells)
            if sales is not None and len(problems) == before:
                self.reading.rows.append(sales)
        return self.reading

    def _row(self, number: int, cells: Mapping[str, str]) -> Sales | None:
        outlet = self._outlet(number, cells.get("outlet", "").strip())
        written = cells.get("period", "").strip()
        period = self._period(number, written)
        if outlet and period:
            self._once(number, outlet, period, written)
        gross = self._amount(number, "gross_sales", cells.get("gross_sales", ""))
        figures = self._figures(number, cells)
        self._currency(number, cells.get("currency", "").strip())
        if not outlet or period is None or gross is None:
            return None
        return Sales(
            outlet,
            period,
            self.currency,
            gross,
            written_period=written,
            row=number,
            **figures,
        )

    def _outlet(self, number: int, code: str) -> str:
        if not code:
            self._report(
                number, "outlet", code, N_("The outlet is missing."), N_("Write its code.")
            )
        elif self.outlets is not None and code not in self.outlets:
            nearest = self.lookalikes.nearest(code)
            remedy = N_("Check the code, or add the outlet first.")
            if nearest:
                remedy = N_("Did you mean “%(nearest)s”?")
            message = N_("There is no outlet “%(value)s”.")
            self._report(number, "outlet", code, message, remedy, nearest=nearest)
        return code

    def _period(self, number: int, text: str) -> Period | None:
        try:
            return Period.parse(text)
        except Unreadable as trouble:
            self.reading.problems.append(trouble.at(self.place, number, "period", shown(text)))
            return None

    def _once(self, number: int, outlet: str, period: Period, written: str) -> None:
        """Note where an outlet and period stand first; a second time is a mistake."""
        first = self.seen.setdefault((outlet, period), number)
        if first != number:
            trouble = same_period(first, outlet)
            self.reading.problems.append(trouble.at(self.place, number, "period", shown(written)))

    def _figures(self, number: int, cells: Mapping[str, str]) -> dict[str, Any]:
        """The optional figures that are there; those that fees are counted on must be."""
        figures: dict[str, Any] = {}
        for name in AMOUNTS:
            if text := cells.get(name, "").strip():
                figures[name] = self._amount(number, name, text) or 0
        for name in COUNTS:
            if text := cells.get(name, "").strip():
                figures[name] = self._count(number, name, text)
        for name, fee in self.needed.items():
            if not cells.get(name, "").strip():
                self._report(
                    number,
                    name,
                    "",
                    N_("The cell is empty, and the fee “%(fee)s” is counted on it."),
                    N_("Write the number; 0 if there were none."),
                    fee=fee,
                )
        return figures

    def _amount(self, number: int, column: str, text: str) -> int | None:
        try:
            return minor_from_text(text, self.digits)
        except Unreadable as trouble:
            if trouble.message == NEGATIVE and column == "gross_sales":
                trouble.remedy = N_("Write the sales before refunds, and those in “refunds”.")
            self.reading.problems.append(trouble.at(self.place, number, column, shown(text)))
            return None

    def _count(self, number: int, column: str, text: str) -> Decimal | None:
        """A number of things; only units may be parts, such as kilograms."""
        try:
            count = number_from_text(text)
        except Unreadable as trouble:
            self.reading.problems.append(trouble.at(self.place, number, column, shown(text)))
            return None
        if column != "units" and count != int(count):
            message, remedy = N_("“%(value)s” is not a whole number."), N_("Write a whole number.")
            self._report(number, column, text, message, remedy)
        elif count != round(count, UNIT_DECIMALS):
            message = N_("“%(value)s” has more than %(most)s decimals.")
            self._report(number, column, text, message, N_("Write fewer."), most=UNIT_DECIMALS)
        return count

    def _currency(self, number: int, code: str) -> None:
        if code and code != self.currency:
            self._report(
                number,
                "currency",
                code,
                N_("The currency is “%(value)s”, but fees here are counted in %(currency)s."),
                N_("Report sales in %(currency)s."),
                currency=self.currency,
            )

    def _report(
        self,
        number: int,
        column: str,
        value: str,
        message: str,
        remedy: str,
        **params: object,
    ) -> None:
        text = shown(value)
        params["value"] = text
        self.reading.problems.append(
            Problem(self.place, number, column, text, message, remedy, params)
        )
