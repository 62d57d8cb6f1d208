"""Making a plan from a plain mapping, as a TOML or JSON file gives it.

Every problem is reported with its place and its remedy, not only the first.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from ...kit.durations import Duration
from ...kit.errors import BadInput, Unreadable, shown
from ...kit.i18n import N_
from ...kit.money import UnknownCurrency, exponent
from ..enums import (
    Basis,
    Deduction,
    Every,
    FeeKind,
    Method,
    Proration,
    ReportingPeriod,
    Thresholds,
)
from .plan_checks import check_amounts, check_clear, check_days, check_figures, check_words
from .plan_fields import Inspector, Path, Table, nowhere
from .plan_kinds import check_kind
from .plan_terms import read_schedule, read_terms
from .plans import Fee, FeePlan, MonthDay
from .reporting import PLAIN, read_reporting

PLAN_KEYS = ("currency", "year_starts", "change_notice", "reporting", "fee")
FEE_KEYS = (
    "name", "kind", "clause", "basis", "deduct", "discount_cap", "method", "rate", "tiers",
    "amount", "thresholds", "minimum", "maximum", "yearly_minimum", "prorate", "opened",
    "closed", "every", "fund", "schedule",
)  # fmt: skip
LONGEST_NAME = 100
LONGEST_CLAUSE = 60


def parse_plan(
    mapping: Mapping[str, object],
    *,
    place: str = "plan",
    locate: Callable[[Path], int | None] = nowhere,
    unsaid: ReportingPeriod = PLAIN.period,
) -> FeePlan:
    """Make a plan, complete, consistent and clear.

    `place` names where the mapping came from; `locate` gives the line of a value there. `unsaid`
    is how often sales are reported where the plan does not say it.

    Raises:
        BadInput: with every problem found.
    """
    inspector = Inspector(place, locate)
    plan, fees = _read(inspector, mapping)
    check_clear(inspector, fees, plan.reporting.period if _says_period(mapping) else unsaid)
    return _whole(inspector, plan)


def kept_plan(mapping: Mapping[str, object]) -> FeePlan:
    """A plan as it was kept: one that would be called unclear today has been charged by.

    Raises:
        BadInput: when it is not complete and consistent.
    """
    inspector = Inspector("plan")
    return _whole(inspector, _read(inspector, mapping)[0])


def _read(inspector: Inspector, mapping: Table) -> tuple[FeePlan, Sequence[Fee | None]]:
    """The plan, and its fees by their places; a stand-in takes the place of a wrong value."""
    inspector.unknown_keys(mapping, (), PLAN_KEYS)
    currency = _currency(inspector, mapping)
    inspector.currency = currency
    year_starts = _year_starts(inspector, mapping)
    change_notice = _change_notice(inspector, mapping)
    reporting = read_reporting(inspector, mapping)
    fees = _fees(inspector, mapping)
    known = tuple(fee for fee in fees if fee is not None)
    return FeePlan(currency, known, year_starts, reporting, change_notice), fees


def _whole(inspector: Inspector, plan: FeePlan) -> FeePlan:
    if inspector.problems:
        raise BadInput(
            N_("The fee plan has mistakes and cannot be used."),
            problems=sorted(inspector.problems, key=lambda problem: problem.row or 0),
        )
    return plan


def _says_period(mapping: Table) -> bool:
    table = mapping.get("reporting")
    return isinstance(table, Mapping) and "period" in table


def _currency(inspector: Inspector, mapping: Table) -> str:
    """The plan's currency; a stand-in when there is none, so that the rest can be checked."""
    remedy = N_('Write it like currency = "USD".')
    if inspector.required(mapping, (), "currency", remedy):
        code = inspector.text(mapping, (), "currency")
        try:
            if code is not None:
                exponent(code)
                return code
        except UnknownCurrency:
            inspector.report(
                ("currency",),
                N_("“%(value)s” is not a currency in use."),
                N_("Write its three capital letters, such as USD, EUR or CNY."),
                code,
            )
    return inspector.currency


def _year_starts(inspector: Inspector, mapping: Table) -> MonthDay:
    text = inspector.text(mapping, (), "year_starts")
    if text is None:
        return MonthDay(1, 1)
    month, _, day = text.partition("-")
    try:
        if len(month) == len(day) == len("01"):
            # A year without 29 February: a plan's year begins on a day that every year has.
            date(2001, int(month), int(day))
            return MonthDay(int(month), int(day))
    except ValueError:
        pass
    inspector.report(
        ("year_starts",),
        N_("“%(value)s” is not a day of every year."),
        N_("Write month and day, like 01-01."),
        text,
    )
    return MonthDay(1, 1)


def _change_notice(inspector: Inspector, mapping: Table) -> Duration | None:
    text = inspector.text(mapping, (), "change_notice")
    try:
        return Duration.parse(text) if text else None
    except Unreadable as trouble:
        inspector.report(
            ("change_notice",), trouble.message, trouble.remedy, text, **trouble.params
        )
        return None


def _fees(inspector: Inspector, mapping: Table) -> Sequence[Fee | None]:
    tables = mapping.get("fee", [])
    if not isinstance(tables, list | tuple) or not tables:
        inspector.report(
            ("fee",), N_("The plan names no fee."), N_("Begin each fee with a line [[fee]].")
        )
        return ()
    return [_fee(inspector, table, ("fee", place)) for place, table in enumerate(tables)]


def _fee(inspector: Inspector, table: object, path: Path) -> Fee | None:
    if not isinstance(table, Mapping):
        inspector.report(path, N_("This is not a fee."), N_("Begin each fee with a line [[fee]]."))
        return None
    name = _name(inspector, table, path)
    inspector.unknown_keys(table, path, FEE_KEYS)
    clause = _clause(inspector, table, path)
    method = _method(inspector, table, path)
    basis = _basis(inspector, table, path, method)
    words = basis or Basis.NET_SALES, method or Method.FLAT
    terms = read_terms(inspector, table, path, words[0])
    fee = Fee(
        name or "",
        clause or "",
        *words,
        deduct=inspector.choices(table, path, "deduct", Deduction),
        discount_cap=inspector.rate(table, path, "discount_cap"),
        rate=terms.rate,
        tiers=terms.tiers,
        amount=terms.amount,
        thresholds=inspector.choice(table, path, "thresholds", Thresholds) or Thresholds.PERIOD,
        minimum=inspector.money(table, path, "minimum"),
        maximum=inspector.money(table, path, "maximum"),
        yearly_minimum=inspector.money(table, path, "yearly_minimum"),
        prorate=inspector.choice(table, path, "prorate", Proration) or Proration.NONE,
        every=inspector.choice(table, path, "every", Every),
        fund=inspector.flag(table, path, "fund"),
        kind=inspector.choice(table, path, "kind", FeeKind) or FeeKind.FEE,
        schedule=read_schedule(inspector, table, path, words),
        opened=inspector.days(table, path, "opened"),
        closed=inspector.days(table, path, "closed"),
    )
    check_amounts(inspector, path, fee)
    check_days(inspector, path, fee)
    if basis and method:
        check_figures(inspector, table, path, fee)
        check_words(inspector, path, fee)
        check_kind(inspector, table, path, fee)
    return fee


def _name(inspector: Inspector, table: Table, path: Path) -> str | None:
    """The fee's name; rows of a quote and lines of an invoice are told apart by it."""
    if not inspector.required(table, path, "name", N_('Write it like name = "royalty".')):
        return None
    name = inspector.text(table, path, "name")
    if name is None or not isinstance(path[-1], int):
        return None
    if name in inspector.names.values():
        inspector.report(
            (*path, "name"),
            N_("Two fees are called “%(value)s”."),
            N_("Give each fee a name of its own."),
            name,
        )
    _not_longer(inspector, (*path, "name"), name, LONGEST_NAME)
    inspector.names[path[-1]] = shown(name)
    return name


def _clause(inspector: Inspector, table: Table, path: Path) -> str | None:
    if "clause" not in table:
        inspector.report(
            (*path, "clause"),
            N_("The fee names no clause of the contract: no clause, no fee."),
            N_('Write the clause that allows it, like clause = "6.1".'),
        )
        return None
    clause = inspector.text(table, path, "clause")
    if clause is not None:
        _not_longer(inspector, (*path, "clause"), clause, LONGEST_CLAUSE)
    return clause


def _not_longer(inspector: Inspector, path: Path, text: str, limit: int) -> None:
    if len(text) > limit:
        inspector.report(
            path,
            N_("This is longer than %(limit)s characters."),
            N_("Write it shorter."),
            text,
            limit=limit,
        )


def _method(inspector: Inspector, table: Table, path: Path) -> Method | None:
    known = ", ".join(method.value for method in Method)
    if "method" in table:
        return inspector.choice(table, path, "method", Method)
    inspector.report(
        (*path, "method"), N_("“method” is missing."), N_("Write one of: %(known)s."), known=known
    )
    return None


def _basis(inspector: Inspector, table: Table, path: Path, method: Method | None) -> Basis | None:
    """What the fee is counted on; a flat amount may leave it out."""
    if "basis" in table:
        return inspector.choice(table, path, "basis", Basis)
    if method is Method.FLAT:
        return Basis.OUTLET
    known = ", ".join(basis.value for basis in Basis)
    inspector.report(
        (*path, "basis"), N_("“basis” is missing."), N_("Write one of: %(known)s."), known=known
    )
    return None
