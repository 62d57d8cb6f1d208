"""Plans, reports and strategies for the tests of the fee rules."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from franchise_portal.fees.rules import parse_plan, quote
from franchise_portal.fees.sales_files import read_sales

TIERS = [
    {"up_to": "10000", "rate": "0.08"},
    {"up_to": "50000", "rate": "0.06"},
    {"rate": "0.04"},
]


def fee(**words):
    """A fee of two per cent of gross sales, unless told otherwise; `None` takes a key away."""
    words = {"name": "fee", "clause": "6.1", "basis": "gross_sales", "method": "percent"} | words
    if words["method"] == "percent":
        words.setdefault("rate", "0.02")
    return {key: value for key, value in words.items() if value is not None}


def plan(*fees, **words):
    """A plan in US dollars."""
    return {"currency": "USD", **words, "fee": list(fees)}


def reports(*rows, currency="USD"):
    """Sales from (period, gross sales) or (period, gross sales, other cells) of outlet S-001."""
    cells = []
    for number, (period, gross, *others) in enumerate(rows, start=2):
        row = {"outlet": "S-001", "period": period, "gross_sales": gross}
        cells.append((number, row | (others[0] if others else {})))
    reading = read_sales(cells, place="sales", currency=currency)
    assert not reading.problems, [str(problem) for problem in reading.problems]
    return reading.rows


def charged(terms, *rows, currency="USD"):
    """The amounts that one fee charges, as text, row by row; a row without a charge gives none."""
    lines = quote(parse_plan(plan(terms, currency=currency)), reports(*rows, currency=currency))
    return [line.amount.text for line in lines]


def amounts(most=120_000, digits=2):
    """Text of an amount, with round ones and limits of tiers among them."""
    minor = st.integers(0, most * 10**digits)
    plain = minor.map(lambda units: f"{Decimal(units).scaleb(-digits):f}")
    return st.one_of(plain, st.sampled_from(["0", "10000", "50000", "100"]))


rates = st.integers(0, 10_000).map(lambda parts: f"{Decimal(parts).scaleb(-4):f}")
days = st.dates(date(2025, 10, 1), date(2027, 3, 31))


@st.composite
def tiers(draw, rate=rates):
    """Well-formed tiers of one to four."""
    limits = sorted(draw(st.sets(st.integers(1, 100_000), max_size=3)))
    found = [{"up_to": str(limit), "rate": draw(rate)} for limit in limits]
    return [*found, {"rate": draw(rate)}]


@st.composite
def fees(draw, name="fee", digits=2):
    """A well-formed fee of any kind."""
    basis = draw(
        st.sampled_from(
            ["gross_sales", "net_sales", "gross_profit", "customers", "units", "outlet"]
        )
    )
    methods = {"customers": ["per_unit", "marginal", "cliff"], "outlet": ["flat", "per_unit"]}
    methods["units"] = methods["customers"]
    method = draw(st.sampled_from(methods.get(basis, ["percent", "marginal", "cliff", "flat"])))
    words = {"name": name, "clause": "1", "basis": basis, "method": method}
    words |= draw(_figure(method, digits))
    if basis in {"net_sales", "gross_profit"}:
        words |= draw(_deductions())
    if method in {"marginal", "cliff"}:
        words["thresholds"] = draw(st.sampled_from(["period", "year_to_date"]))
    words |= draw(_bounds(digits))
    words |= draw(_days())
    if draw(st.booleans()):
        months = sorted(draw(st.sets(st.integers(1, 14), min_size=1, max_size=2)))
        words["schedule"] = [
            {"from_month": month, **draw(_figure(method, digits, is_step=True))} for month in months
        ]
    every = draw(st.sampled_from([None, None, "week", "month", "quarter", "year", "once"]))
    if every and not (every == "once" and "yearly_minimum" in words):
        words["every"] = every
    if "maximum" in words and "yearly_minimum" in words:
        most = Decimal(words["maximum"]) * {"week": 53, "quarter": 4, "year": 1}.get(every, 12)
        words["yearly_minimum"] = f"{min(Decimal(words['yearly_minimum']), most):f}"
    return words


def _figure(method, digits, *, is_step=False):
    if method == "flat":
        return st.fixed_dictionaries({"amount": amounts(1000, digits)})
    by_rate = st.fixed_dictionaries({"rate": rates})
    if method in {"marginal", "cliff"}:
        by_tiers = st.fixed_dictionaries({"tiers": tiers()})
        return st.one_of(by_tiers, by_rate) if is_step else by_tiers
    return by_rate


@st.composite
def _deductions(draw):
    names = ["sales_tax", "refunds", "discounts", "excluded_sales"]
    words = {"deduct": [name for name in names if draw(st.booleans())]}
    if "discounts" in words["deduct"] and draw(st.booleans()):
        words["discount_cap"] = f"{Decimal(draw(st.integers(0, 1000))).scaleb(-3):f}"
    return words


@st.composite
def _bounds(draw, digits):
    words = {}
    least = draw(st.integers(0, 3000 * 10**digits))
    most = max(1, least + draw(st.integers(0, 6000 * 10**digits)))
    if draw(st.booleans()):
        words["minimum"] = f"{Decimal(least).scaleb(-digits):f}"
    if draw(st.booleans()):
        words["maximum"] = f"{Decimal(most).scaleb(-digits):f}"
    if draw(st.booleans()):
        words["yearly_minimum"] = draw(amounts(40_000, digits))
    return words


@st.composite
def _days(draw):
    words = {"prorate": draw(st.sampled_from(["none", "days"]))}
    if draw(st.booleans()):
        opened, closed = sorted([draw(days), draw(days)])
        words["opened"] = {"S-001": opened}
        if draw(st.booleans()):
            words["closed"] = {"S-001": closed}
    return words


PERIODS = [
    *(f"2026-{month:02d}" for month in range(1, 13)), "2025-11", "2025-12", "2027-01", "2027-02",
    "2025-W52", "2026-W01", "2026-W02", "2026-W41", "2026-W52", "2026-W53", "2027-W01",
    "2026-07-01/2026-09-30", "2026-10-03/2026-10-09", "2026-12-25/2027-01-07",
]  # fmt: skip


@st.composite
def rows(draw, digits=2):
    """Rows of two outlets in any order, each outlet and period once."""
    keys = st.tuples(st.sampled_from(["S-001", "S-002"]), st.sampled_from(PERIODS))
    found = draw(st.lists(keys, min_size=1, max_size=12, unique=True))
    return [
        {
            "outlet": outlet,
            "period": period,
            "gross_sales": draw(amounts(digits=digits)),
            "customers": str(draw(st.integers(0, 60_000))),
            "units": f"{Decimal(draw(st.integers(0, 10**9))).scaleb(-4):f}",
            "cost_of_goods": draw(amounts(60_000, digits)),
            **{
                name: draw(amounts(5_000, digits))
                for name in ("sales_tax", "refunds", "discounts", "excluded_sales")
                if draw(st.booleans())
            },
        }
        for outlet, period in found
    ]
