"""A single charge in words: what it is about, its reckoning step by step. For page and paper."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from ...kit.money import Money
from ...web import filters
from ..queries.single_charges import SingleLine
from ..rules.single_working import Fact, Step, Value
from .words import local_name, span

Row = tuple[str, str, str]
"""Label, working, amount."""


def name_of(line: SingleLine) -> str:
    """What it is for."""
    return filters.label(line.kind)


def about(line: SingleLine) -> str:
    """What it is about, beside its kind: words and outlet."""
    outlet = local_name(line.outlet_name, line.outlet_name_local)
    return _(", ").join(part for part in (outlet, line.words) if part)


def lead(line: SingleLine) -> str:
    """One sentence."""
    facts = {
        "what": name_of(line),
        "day": filters.date(line.charged_on),
        "amount": filters.money(line.amount),
    }
    if line.kind.is_owed_back:
        return _(
            "%(what)s of %(amount)s. It is no fee: it is held for the franchisee and owed back "
            "when the contract ends.",
            **facts,
        )
    return _("%(what)s, counted up to %(day)s: %(amount)s.", **facts)


def in_short(line: SingleLine) -> str:
    """Base × rate × days, in as few signs as possible; empty where parts say it."""
    return "" if line.working.parts else _formula(line.working.whole)


def steps(line: SingleLine) -> Iterator[Row]:
    """Fact after fact, then part after part."""
    for key, value in line.working.whole.facts:
        if key not in said_already(line):
            yield label_of(key, value), "", worded(key, value, line.working.whole)
    for part in line.working.parts:
        amount = filters.amount(part.amount) if part.amount else ""
        # Beside the words of the clause there is no room for a column of its own.
        told = [text for text in (part_name(part), _formula(part)) if text]
        yield _("; ").join(told), "", amount


def said_already(line: SingleLine) -> tuple[Fact, ...]:
    """What the words beside the kind say too."""
    return (Fact.ABOUT,) if line.working.whole.fact(Fact.ABOUT) == line.words else ()


def part_name(part: Step) -> str:
    """What tells a part from the others: its document, its days."""
    first, last = part.fact(Fact.FROM), part.fact(Fact.UNTIL)
    days = ""
    if isinstance(first, date) and isinstance(last, date):
        days = span(first, last)
    of, note = part.fact(Fact.ABOUT), part.fact(Fact.NOTE)
    return _(", ").join(str(one) for one in (of, days, note) if one)


def _formula(step: Step) -> str:
    factors = []
    for key in (Fact.BASE, Fact.A_DAY):
        value = step.fact(key)
        if isinstance(value, Money):
            factors.append(filters.amount(value))
    for key in (Fact.SHARE, Fact.RATE):
        value = step.fact(key)
        if value is not None:
            factors.append(worded(key, value, step))
    days = step.fact(Fact.DAYS)
    if isinstance(days, int) and factors:
        factors.append(ngettext("%(num)d day", "%(num)d days", days))
    return " × ".join(factors) if len(factors) > 1 else ""


def label_of(key: str, value: Value) -> str:
    """A fact's name; what a feature kept beside the known ones is shown as it is."""
    if key == Fact.EVERY and value == "once":
        return pgettext("rate", "Charged")
    known = {
        Fact.ABOUT: pgettext("charge", "About"),
        Fact.BASE: _("Counted on"),
        Fact.PAID: _("Paid or allowed for before"),
        Fact.FROM: pgettext("day", "From"),
        Fact.UNTIL: pgettext("day", "Up to and with"),
        Fact.GRACE_DAYS: _("Days of grace"),
        Fact.DAYS: _("Days counted"),
        Fact.RATE: _("Rate"),
        Fact.EVERY: _("Rate for each"),
        Fact.SHARE: _("Share"),
        Fact.A_DAY: _("For each day"),
        Fact.LIMIT: _("At most"),
        Fact.NOTE: pgettext("charge", "Note"),
    }
    if key in known:
        return known[Fact(key)]
    return key.replace("_", " ").capitalize()


def worded(key: str, value: Value, step: Step) -> str:
    """A fact's value."""
    if isinstance(value, Money):
        return filters.amount(value)
    if isinstance(value, date):
        return filters.date(value)
    if isinstance(value, Decimal):
        rate = filters.percent(value)
        return _a_span(rate, step.fact(Fact.EVERY)) if key == Fact.RATE else rate
    if key == Fact.EVERY:
        return _span(value)
    return filters.number(value) if isinstance(value, int) else value


def _a_span(rate: str, every: Value | None) -> str:
    return {
        "year": _("%(rate)s a year", rate=rate),
        "month": _("%(rate)s a month", rate=rate),
        "day": _("%(rate)s a day", rate=rate),
    }.get(str(every), rate)


def _span(every: Value) -> str:
    return {
        "year": pgettext("rate", "Year"),
        "month": pgettext("rate", "Month"),
        "day": pgettext("rate", "Day"),
        "once": pgettext("rate", "Once"),
    }.get(str(every), str(every))
