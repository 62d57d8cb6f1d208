"""Reading a file of accounts, or of what is earned on goods: rows that are good, and what is wrong.

Accounts: one row is an outlet and a month or quarter. Earned on goods: one row is an outlet, a
month and a kind. Amounts are decimal text without thousands separators.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar, Generic, TypeVar

from ..kit.errors import Problem, Unreadable, shown
from ..kit.i18n import N_
from ..kit.money import Money, exponent, minor_from_text
from ..kit.period import Period
from ..network.models import Outlet
from ..sheets import Columns, read_table
from .enums import BenefitFileKind, TakingKind
from .queries.accounts import Directory
from .rules.accounts import account_period
from .rules.figures import AMOUNTS, NEEDED, Figures

MOST_ROWS = 1_000
"""Rows of a file: it is read and posted while the person waits."""
MOST_BYTES = 2 * 1024 * 1024

COLUMNS = {
    BenefitFileKind.ACCOUNTS: Columns(
        ("outlet", "period", *NEEDED),
        (*[name for name in AMOUNTS if name not in NEEDED], "currency"),
    ),
    BenefitFileKind.TAKINGS: Columns(
        ("outlet", "month", "kind", "amount"),
        ("note", "currency"),
    ),
}


@dataclass(frozen=True, slots=True)
class AccountRow:
    """A row of an accounts file."""

    column: ClassVar[str] = "period"
    """Where a fault of the whole row stands."""
    row: int
    outlet: Outlet
    period: Period
    figures: Figures
    currency: str


@dataclass(frozen=True, slots=True)
class TakingRow:
    """A row of a file of what is earned on goods."""

    column: ClassVar[str] = "month"
    """Where a fault of the whole row stands."""
    row: int
    outlet: Outlet
    period: Period
    kind: TakingKind
    amount: Money
    note: str


Row = TypeVar("Row", AccountRow, TakingRow)
Read = TypeVar("Read")


@dataclass(slots=True)
class Reading(Generic[Row]):
    """The good rows of a file and what is wrong with the others."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    """Rows in all, without the header."""


class Reader:
    """Reads the cells of a file; every fault is kept with its row and column."""

    def __init__(self, place: str, directory: Directory) -> None:
        """`directory` knows the outlets that the person may report for."""
        self._place = place
        self._directory = directory
        self._seen: dict[tuple[object, ...], int] = {}
        self._problems: list[Problem] = []

    def accounts(self, file: BinaryIO) -> Reading[AccountRow]:
        """The accounts in a file."""
        reading: Reading[AccountRow] = Reading()
        for number, cells in self._table(file, BenefitFileKind.ACCOUNTS, reading):
            outlet = self._outlet(number, cells)
            period = self._read(number, "period", cells, account_period)
            currency = self._currency(number, cells, outlet)
            amounts = {name: self._amount(number, name, cells, currency) for name in AMOUNTS}
            if outlet and period:
                self._once(number, "period", (outlet.code, period))
            if self._problems or outlet is None or period is None:
                continue
            figures = Figures(
                **{name: amounts[name] or 0 for name in AMOUNTS if name != "depreciation"},
                depreciation=amounts["depreciation"],
            )
            reading.rows.append(AccountRow(number, outlet, period, figures, currency))
        self._keep(reading)
        return reading

    def takings(self, file: BinaryIO) -> Reading[TakingRow]:
        """What is earned on goods, in a file."""
        reading: Reading[TakingRow] = Reading()
        for number, cells in self._table(file, BenefitFileKind.TAKINGS, reading):
            outlet = self._outlet(number, cells)
            month = self._read(number, "month", cells, Period.parse_month)
            kind = self._read(number, "kind", cells, _kind)
            currency = self._currency(number, cells, outlet)
            amount = self._amount(number, "amount", cells, currency)
            if outlet and month and kind:
                self._once(number, "month", (outlet.code, month, kind))
            if self._problems or not (outlet and month and kind) or amount is None:
                continue
            money = Money(amount, currency)
            reading.rows.append(
                TakingRow(number, outlet, month, kind, money, cells["note"].strip())
            )
        self._keep(reading)
        return reading

    def _table(
        self, file: BinaryIO, kind: BenefitFileKind, reading: Reading[Row]
    ) -> Iterable[tuple[int, Mapping[str, str]]]:
        """Row after row; what was found wrong with one is kept before the next."""
        faults: list[Problem] = []
        table = read_table(
            file,
            filename=self._place,
            columns=COLUMNS[kind],
            max_rows=MOST_ROWS,
            max_bytes=MOST_BYTES,
            faults=faults,
        )
        for row in table:
            self._keep(reading)
            reading.count += 1
            yield row.number, row.values
        self._keep(reading)
        reading.count += len({fault.row for fault in faults})
        reading.problems += faults
        reading.problems.sort(key=lambda problem: problem.row or 0)

    def _keep(self, reading: Reading[Row]) -> None:
        reading.problems += self._problems
        self._problems = []

    def _outlet(self, number: int, cells: Mapping[str, str]) -> Outlet | None:
        code = cells["outlet"].strip()
        outlet = self._directory.find(code) if code else None
        if outlet is not None:
            return outlet
        if not code:
            self._report(
                number, "outlet", code, N_("The outlet is missing."), N_("Write its code.")
            )
            return None
        nearest = self._directory.nearest(code)
        remedy = N_("Did you mean “%(nearest)s”?") if nearest else N_("Check the code.")
        message = N_("There is no outlet “%(value)s”.")
        self._report(number, "outlet", code, message, remedy, nearest=nearest)
        return None

    def _currency(self, number: int, cells: Mapping[str, str], outlet: Outlet | None) -> str:
        if outlet is None:
            return self._directory.usual
        currency, written = self._directory.currency(outlet.id), cells["currency"].strip()
        if written and written != currency:
            self._report(
                number,
                "currency",
                written,
                N_("The currency is “%(value)s”, but fees here are counted in %(currency)s."),
                N_("Write the amounts in %(currency)s."),
                currency=currency,
            )
        return currency

    def _amount(
        self, number: int, name: str, cells: Mapping[str, str], currency: str
    ) -> int | None:
        text = cells[name].strip()
        if not text and name not in (*NEEDED, "amount"):
            return None
        try:
            return minor_from_text(text, exponent(currency))
        except Unreadable as trouble:
            self._problems.append(trouble.at(self._place, number, name, shown(text)))
            return None

    def _read(
        self, number: int, name: str, cells: Mapping[str, str], reader: Callable[[str], Read]
    ) -> Read | None:
        try:
            return reader(cells[name])
        except Unreadable as trouble:
            self._problems.append(trouble.at(self._place, number, name, shown(cells[name])))
            return None

    def _once(self, number: int, column: str, key: tuple[object, ...]) -> None:
        first = self._seen.setdefault(key, number)
        if first != number:
            self._report(
                number,
                column,
                "",
                N_("Row %(first)s says the same already."),
                N_("Keep one of the two rows."),
                first=first,
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
        facts = {"value": shown(value), **params}
        self._problems.append(
            Problem(self._place, number, column, shown(value), message, remedy, facts)
        )


def _kind(text: str) -> TakingKind:
    try:
        return TakingKind(text.strip().lower())
    except ValueError:
        raise Unreadable(
            N_("“%(value)s” is no kind that is known."),
            N_("Write supply_margin or rebate."),
            value=shown(text),
        ) from None
