"""The live example of the plan editor, worked out by the one rule and put into words."""

from dataclasses import dataclass

from flask_babel import gettext as _

from ...kit import clock
from ...kit.errors import Unreadable
from ...kit.money import Money
from ...kit.period import Period
from ...kit.rates import number_from_text
from ...web import filters
from ...web.errors import translated
from ..errors import MissingFigure
from ..plan_forms import ExampleForm
from ..reports.words import PAPER, fee_name, sentences
from ..rules.assessment import FeeLine
from ..rules.examples import Example, parts_of, try_out
from ..rules.explaining import in_words
from ..rules.plans import FeePlan
from ..rules.sales import Sales

MONEY = ("gross_sales", "sales_tax", "refunds", "discounts", "excluded_sales", "cost_of_goods")
COUNTS = ("customers", "transactions", "units")
LONGEST_LIFE = 1200


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One fee of the example in words."""

    name: str
    amount: str
    parts: str
    why: str


@dataclass(frozen=True, slots=True)
class ShownExample:
    """The example in words, or why there is none."""

    sentence: str
    lines: tuple[ShownLine, ...] = ()
    margin: str = ""
    fault: str = ""


def shown_example(form: ExampleForm, plan: FeePlan | None) -> ShownExample:
    """What the plan charges on the sales of the form."""
    if plan is None:
        return ShownExample(
            "", fault=_("Put right what is marked, then the example is worked out.")
        )
    try:
        sales, month = _sales(form, plan.currency), _month(form)
        found = try_out(plan, sales, month=month)
    except Unreadable as trouble:
        return ShownExample("", fault=_(trouble.message) % trouble.params)
    except MissingFigure as missing:
        return ShownExample("", fault=translated(missing))
    return _shown(found, plan.currency)


def _sales(form: ExampleForm, currency: str) -> Sales:
    amounts = {key: Money.parse(form[key].data or "0", currency).minor for key in MONEY}
    counts = {key: number_from_text(form[key].data) for key in COUNTS if form[key].data}
    period = Period.month_of(clock.today())
    return Sales(_("Example"), period, currency, **amounts, **counts)  # type: ignore[arg-type]


def _month(form: ExampleForm) -> int:
    text = form.month.data or "1"
    return max(1, min(int(text), LONGEST_LIFE)) if text.isascii() and text.isdigit() else 1


def _shown(example: Example, currency: str) -> ShownExample:
    lines = tuple(_line(line, currency) for line in example.lines)
    sales = filters.money(Money(example.sales.gross_sales, currency))
    total = filters.money(Money(example.total, currency))
    parts = _(" + ").join(one.parts or one.amount for one in lines)
    if len(lines) > 1 or (lines and lines[0].parts):
        sentence = _(
            "On sales of %(sales)s this charges %(total)s: %(parts)s.",
            sales=sales,
            total=total,
            parts=parts,
        )
    else:
        sentence = _("On sales of %(sales)s this charges %(total)s.", sales=sales, total=total)
    return ShownExample(sentence, lines, _margin(example, currency))


def _line(line: FeeLine, currency: str) -> ShownLine:
    parts = _(" + ").join(filters.amount(Money(part, currency)) for part in parts_of(line))
    return ShownLine(
        fee_name(line.meter.fee), filters.amount(line.amount), parts, in_words(line, PAPER)
    )


def _margin(example: Example, currency: str) -> str:
    if not example.margins:
        return ""
    earned = Money(sum(line.amount_minor for line in example.margins), currency)
    return sentences(
        (
            _("Beside it we earn %(amount)s on supplies.", amount=filters.money(earned)),
            _("That is part of the price of the goods and is not charged."),
        )
    )
