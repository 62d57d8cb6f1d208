"""Checking a sales file against the network: which rows are good, what is wrong with the others.

The file is read in portions, so a file of any allowed length takes the same memory.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import BinaryIO

from ...kit import clock
from ...kit.errors import Problem, Unreadable, shown
from ...kit.i18n import N_
from ...kit.lookalikes import Lookalikes
from ...kit.money import Money
from ...kit.period import Period
from ...network.queries import founded
from ...sheets import Row, read_table
from ..queries import directory
from ..queries.directory import Entry
from ..queries.plans import the_plan
from ..queries.raw_ids import RawId
from ..reported_days import Days
from ..rules.sales import Sales
from ..sales_files import read_sales, sales_columns
from .sales_clashes import Before, GoodRow, trading_trouble

AT_ONCE = 4_000
MOST_PROBLEMS = 1_000
MOST_KEPT = 30_000
"""Outlets that are remembered from one portion to the next."""


@dataclass(slots=True)
class Tally:
    """What was found while a file was read."""

    rows: int = 0
    good: int = 0
    gross: Counter[str] = field(default_factory=Counter)
    """Gross sales of good rows in minor units, by currency."""
    months: Counter[str] = field(default_factory=Counter)
    """Good rows by month."""
    reported: dict[str, set[RawId]] = field(default_factory=lambda: defaultdict(set))
    """Outlets with a good row, by month."""
    wrong: dict[str, int] = field(default_factory=dict)
    """Outlets of wrong rows, with the first such row; as written, or as was probably meant."""
    problems: list[Problem] = field(default_factory=list)
    """The first thousand."""
    problem_count: int = 0

    @property
    def bad(self) -> int:
        """How many rows are wrong."""
        return self.rows - self.good

    @property
    def month(self) -> str:
        """The month to which most rows belong; empty when none is good."""
        return max(self.months, key=lambda month: (self.months[month], month), default="")

    @property
    def total(self) -> tuple[Money, ...]:
        """Gross sales of the good rows, for each currency."""
        return tuple(Money(minor, code) for code, minor in sorted(self.gross.items()))


class SalesCheck:
    """Reads one file; `tally` is complete when the last portion has been taken."""

    def __init__(self, file: BinaryIO, *, filename: str, at_once: int | None = None) -> None:
        """Open the file; `at_once` is how many rows make a portion.

        Raises:
            BadInput: when it is not a table with the columns of a sales file.
        """
        self.filename = filename
        self.tally = Tally()
        self._at_once = at_once or AT_ONCE
        self._faults: list[Problem] = []
        self._rows = read_table(
            file, filename=filename, columns=sales_columns(), faults=self._faults
        )
        self._currency = founded().currency
        self._lookalikes: Lookalikes | None = None
        self._days: dict[RawId, Days] = defaultdict(Days)
        self._entries: dict[str, Entry] = {}

    def portions(self) -> Iterator[list[GoodRow]]:
        """The good rows, portion by portion, in the order of the file."""
        while True:
            rows = list(islice(self._rows, self._at_once))
            faults, self._faults[:] = list(self._faults), []
            if not rows and not faults:
                return
            good, problems = self._checked(rows)
            self._count(rows, good, [*faults, *problems])
            yield good

    def _checked(self, rows: Sequence[Row]) -> tuple[list[GoodRow], list[Problem]]:
        entries = self._known({row.values["outlet"] for row in rows})
        problems: list[Problem] = []
        known: list[Row] = []
        for row in rows:
            if row.values["outlet"] in entries or not row.values["outlet"]:
                known.append(row)
            else:
                problems.append(self._unknown(row))
        read: list[Sales] = []
        for (currency, needed), group in self._by_terms(known, entries).items():
            reading = read_sales(
                ((row.number, row.values) for row in group),
                place=self.filename,
                currency=currency,
                needed=dict(needed),
            )
            read += reading.rows
            problems += reading.problems
        read.sort(key=lambda sales: sales.row)
        good = [GoodRow(entries[sales.outlet].id, sales) for sales in read]
        good, more = self._fitting(good, entries)
        return good, [*problems, *more]

    def _known(self, codes: set[str]) -> Mapping[str, Entry]:
        """The outlets that some rows name; files often name the same ones week by week."""
        if len(self._entries) > MOST_KEPT:
            self._entries = {}
        unknown = {code for code in codes if code not in self._entries}
        if unknown:
            self._entries |= directory.outlets_with(unknown)
        return self._entries

    def _by_terms(
        self, rows: Sequence[Row], entries: Mapping[str, Entry]
    ) -> dict[tuple[str, tuple[tuple[str, str], ...]], list[Row]]:
        """Rows by the currency of their plan and the columns that its fees are counted on."""
        groups: dict[tuple[str, tuple[tuple[str, str], ...]], list[Row]] = defaultdict(list)
        terms: dict[RawId | None, tuple[str, tuple[tuple[str, str], ...]]] = {
            None: (self._currency, ())
        }
        for row in rows:
            entry = entries.get(row.values["outlet"])
            plan_id = entry.plan_on(_last_day(row.values["period"])) if entry else None
            if plan_id not in terms and plan_id is not None:
                plan = the_plan(plan_id)
                terms[plan_id] = (plan.currency, tuple(plan.needed_columns.items()))
            groups[terms[plan_id]].append(row)
        return groups

    def _unknown(self, row: Row) -> Problem:
        code = row.values["outlet"]
        if self._lookalikes is None:
            self._lookalikes = Lookalikes(directory.all_codes())
        nearest = self._lookalikes.nearest(code)
        self.tally.wrong.setdefault(nearest or code, row.number)
        remedy = N_("Check the code, or add the outlet first.")
        if nearest:
            remedy = N_("Did you mean “%(nearest)s”?")
        return Unreadable(
            N_("There is no outlet “%(value)s”."), remedy, value=shown(code), nearest=nearest
        ).at(self.filename, row.number, "outlet", shown(code))

    def _fitting(
        self, rows: Sequence[GoodRow], entries: Mapping[str, Entry]
    ) -> tuple[list[GoodRow], list[Problem]]:
        """Take out what was reported before, in the file or earlier, and what cannot be."""
        before = Before(rows)
        good, problems = [], []
        for row in rows:
            trouble = (
                trading_trouble(row.sales.period, entries[row.sales.outlet])
                or self._days[row.outlet_id].trouble(row.sales)
                or before.trouble(row)
            )
            if trouble is None:
                good.append(before.replacing(row))
            else:
                text = row.sales.period_text
                problems.append(trouble.at(self.filename, row.sales.row, "period", text))
        return good, problems

    def _count(
        self, rows: Sequence[Row], good: Sequence[GoodRow], problems: Sequence[Problem]
    ) -> None:
        tally = self.tally
        numbers = {row.number for row in rows} | {problem.row for problem in problems}
        tally.rows += len(numbers)
        tally.good += len(good)
        for row in good:
            month = f"{row.sales.period.last:%Y-%m}"
            tally.gross[row.sales.currency] += row.sales.gross_sales
            tally.months[month] += 1
            tally.reported[month].add(row.outlet_id)
        wrong = {problem.row for problem in problems}
        for number, values in rows:
            if number in wrong:
                tally.wrong.setdefault(values["outlet"], number)
        tally.problem_count += len(problems)
        room = MOST_PROBLEMS - len(tally.problems)
        if room > 0:
            found = sorted(problems, key=lambda problem: problem.row or 0)
            tally.problems.extend(found[:room])


def _last_day(text: str) -> date:
    """The day by which the plan is chosen; a period that cannot be read is reported later."""
    try:
        return Period.parse(text).last
    except Unreadable:
        return clock.today()
