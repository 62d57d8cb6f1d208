"""A second, independent way to count fees: slow, in fractions, straight from the plan file's words.

It shares no code with the rules it checks. Plans and rows are plain dictionaries of text.
"""

import calendar
from datetime import date, timedelta
from fractions import Fraction

DIGITS = {"USD": 2, "JPY": 0, "KWD": 3}


def charges(plan, rows):
    """(place of the row, fee, basis, amount in minor units), in the order of rows and plan."""
    found = []
    for fee in plan["fee"]:
        for outlet in sorted({row["outlet"] for row in rows}):
            mine = sorted(
                (place for place, row in enumerate(rows) if row["outlet"] == outlet),
                key=lambda place: span(rows[place]["period"]),
            )
            found += _of_outlet(plan, fee, outlet, [(place, rows[place]) for place in mine])
    names = [fee["name"] for fee in plan["fee"]]
    return sorted(found, key=lambda item: (item[0], names.index(item[1])))


def span(text):
    """First and last day."""
    if "/" in text:
        first, last = text.split("/")
        return date.fromisoformat(first), date.fromisoformat(last)
    if "W" in text:
        monday = date.fromisoformat(f"{text}-1")
        return monday, monday + timedelta(days=6)
    year, month = map(int, text.split("-"))
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _of_outlet(plan, fee, outlet, mine):
    unit = 10 ** DIGITS[plan["currency"]]
    opened = _known(plan, fee, outlet, "opened")
    closed = _known(plan, fee, outlet, "closed")
    spans = [span(row["period"]) for _, row in mine]
    year_basis, year_charged = {}, {}
    for number, (place, row) in enumerate(mine):
        year = _year(plan, spans[number][1])
        is_due = _is_due(plan, fee, spans, number, opened)
        basis = max(Fraction(0), _basis(fee, row)) if is_due else Fraction(0)
        amount = Fraction(0)
        if is_due:
            month = _months(spans[number][1]) - _months(opened or spans[0][1]) + 1
            before = year_basis.get(year, 0) if fee.get("thresholds") == "year_to_date" else 0
            amount = _amount(fee, month, (before, before + basis), spans[number], (opened, closed))
        added = Fraction(0)
        if "yearly_minimum" in fee and _ends_year(plan, spans, number, closed):
            least = _least(plan, fee, year, (opened, closed))
            added = max(Fraction(0), least - year_charged.get(year, 0) - amount)
        if is_due or added:
            minor = _half_up((amount + added) * unit)
            year_charged[year] = year_charged.get(year, 0) + Fraction(minor, unit)
            year_basis[year] = year_basis.get(year, 0) + basis
            yield place, fee["name"], basis, minor


def _amount(fee, month, points, days, operation):
    share = Fraction(1)
    if fee.get("prorate") == "days":
        share = Fraction(_open(days, operation), _open(days, (None, None)))
    before, after = points
    amount = _owed(fee, month, after, share)
    if before:
        amount -= _owed(fee, month, before, share)
    if "minimum" in fee:
        amount = max(amount, Fraction(fee["minimum"]) * share)
    if "maximum" in fee:
        amount = min(amount, Fraction(fee["maximum"]))
    return amount


def _least(plan, fee, start, operation):
    """The yearly minimum of the year that begins on a day."""
    days = start, date(start.year + 1, start.month, start.day) - timedelta(days=1)
    is_open = _open(days, operation)
    if not is_open:
        return Fraction(0)
    share = Fraction(is_open, _open(days, (None, None))) if fee.get("prorate") == "days" else 1
    return Fraction(fee["yearly_minimum"]) * share


def _open(days, operation):
    first, last = days
    opened, closed = operation
    return max(0, (min(last, closed or last) - max(first, opened or first)).days + 1)


def _known(plan, fee, outlet, key):
    for source in (fee, *plan["fee"]):
        if outlet in source.get(key, {}):
            return source[key][outlet]
    return None


def _basis(fee, row):
    if fee.get("basis", "outlet") == "outlet":
        return Fraction(1)
    if fee["basis"] in {"transactions", "customers", "units"}:
        return Fraction(row[fee["basis"]])
    gross = Fraction(row["gross_sales"])
    if fee["basis"] == "gross_sales":
        return gross
    left = gross
    for name in fee.get("deduct", []):
        taken = Fraction(row.get(name) or "0")
        if name == "discounts" and "discount_cap" in fee:
            taken = min(taken, gross * Fraction(fee["discount_cap"]))
        left -= taken
    if fee["basis"] == "gross_profit":
        left -= Fraction(row["cost_of_goods"])
    return left


def _owed(fee, month, basis, share):
    terms = fee
    for step in sorted(fee.get("schedule", []), key=lambda step: step["from_month"]):
        if month >= step["from_month"]:
            terms = step
    if fee["method"] == "flat":
        return Fraction(terms["amount"]) * share
    if "rate" in terms:
        return basis * Fraction(terms["rate"])
    if fee["method"] == "cliff":
        for tier in terms["tiers"]:
            if "up_to" not in tier or basis <= Fraction(tier["up_to"]):
                return basis * Fraction(tier["rate"])
    total, floor = Fraction(0), Fraction(0)
    for tier in terms["tiers"]:
        top = min(basis, Fraction(tier["up_to"])) if "up_to" in tier else basis
        total += max(Fraction(0), top - floor) * Fraction(tier["rate"])
        floor = Fraction(tier.get("up_to", 0))
    return total


def _is_due(plan, fee, spans, number, opened):
    every = fee.get("every")
    if every is None:
        return True
    first, last = spans[number]
    if every == "once":
        if opened is None:
            return number == 0
        if last < opened or any(spans[earlier][1] >= opened for earlier in range(number)):
            return False
        return first <= opened or _months(first) == _months(opened)
    return all(
        _bucket(plan, every, spans[earlier][0]) != _bucket(plan, every, first)
        for earlier in range(number)
    )


def _bucket(plan, every, day):
    if every == "week":
        return day.isocalendar()[:2]
    if every == "month":
        return _months(day)
    start = _year(plan, day)
    if every == "year":
        return start
    assert start.day <= 28, "the oracle's quarters begin on days that every month has"
    months = _months(day) - _months(start) - (day.day < start.day)
    return start, months // 3


def _ends_year(plan, spans, number, closed):
    first, last = spans[number]
    year = _year(plan, last)
    if any(_year(plan, spans[later][1]) == year for later in range(number + 1, len(spans))):
        return False
    if closed is not None and closed <= last:
        return True
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        count = _months(last) - _months(first) + 1
        after = _months(last) + count
        _, then = span(f"{after // 12}-{after % 12 + 1:02d}")
    else:
        then = last + (last - first) + timedelta(days=1)
    if _year(plan, then) != year:
        return True
    return number + 1 < len(spans) and (spans[number + 1][0] - last).days <= 93


def _year(plan, day):
    month, first = map(int, plan.get("year_starts", "01-01").split("-"))
    start = date(day.year, month, first)
    return start if start <= day else date(day.year - 1, month, first)


def _months(day):
    return day.year * 12 + day.month - 1


def _half_up(number):
    whole = abs(number) + Fraction(1, 2)
    return (whole.numerator // whole.denominator) * (-1 if number < 0 else 1)
