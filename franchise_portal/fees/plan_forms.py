"""A fee plan as a form: the same keys as the plan file, fee by fee, tiers as rows.

`mapping_of` gives what `parse_plan` reads, `data_of` fills the form from a plan; the page and the
file are two views of one thing. Each problem of the plan is shown at the field that it is about.
"""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    FieldList,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from ..kit.enums import LabeledEnum
from ..kit.i18n import N_
from ..network.forms.fields import FactsForm, at_most, enum_choices, needed, trimmed
from ..web.forms import Form
from .enums import Basis, Deduction, Every, FeeKind, Method, ReportingPeriod, Thresholds

MOST_FEES = 40
MOST_ROWS = 30


class Choice(SelectField):  # type: ignore[misc]
    """One word of an enumeration; with `none` also nothing."""

    def __init__(
        self,
        label: Any,  # noqa: ANN401 - a lazy text
        words: Iterable[LabeledEnum],
        *,
        none: str = "",
        **kwargs: Any,  # noqa: ANN401 - WTForms' own
    ) -> None:
        """`none` says what nothing means, as an `N_` text."""
        self.words, self.none = tuple(words), none
        super().__init__(label, choices=self._offered, validate_choice=False, **kwargs)

    def _offered(self) -> list[tuple[str, str]]:
        return [*([("", _(self.none))] if self.none else []), *enum_choices(self.words)]


def _text(label: Any, **kwargs: Any) -> StringField:  # noqa: ANN401
    return StringField(label, filters=[trimmed], **kwargs)


class TierForm(Form):
    """A tier; an empty row counts as none."""

    up_to = _text(_l("Upper end"))
    rate = _text(_l("Rate"))


class StepForm(Form):
    """Other terms from a month of operation on."""

    from_month = _text(_l("From month of operation"))
    rate = _text(_l("Rate"))
    amount = _text(_l("Amount"))
    tiers = FieldList(FormField(TierForm), max_entries=MOST_ROWS)


class FeeForm(Form):
    """One fee."""

    name = _text(_l("Name"))
    clause = _text(_l("Clause"))
    kind = Choice(_l("What it is"), FeeKind, default=FeeKind.FEE.value)
    basis = Choice(_l("Counted on"), Basis, default=Basis.NET_SALES.value)
    method = Choice(_l("Method"), Method, default=Method.PERCENT.value)
    rate = _text(_l("Rate"))
    amount = _text(_l("Amount"))
    tiers = FieldList(FormField(TierForm), max_entries=MOST_ROWS)
    thresholds = Choice(_l("Limits of tiers"), Thresholds, default=Thresholds.PERIOD.value)
    deduct = SelectMultipleField(
        _l("Taken off gross sales"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        choices=lambda: enum_choices(Deduction),
        validate_choice=False,
    )
    discount_cap = _text(_l("Discounts at most, as a share of gross sales"))
    minimum = _text(_l("Minimum"))
    maximum = _text(_l("Maximum"))
    yearly_minimum = _text(_l("Yearly minimum"))
    every = Choice(_l("How often"), Every, none=N_("With each sales report"))
    prorate = BooleanField(_l("Part periods by days of operation"))
    fund = BooleanField(_l("Belongs to the advertising fund"))
    schedule = FieldList(FormField(StepForm), max_entries=MOST_ROWS)
    opened = TextAreaField(_l("Days of opening"), filters=[trimmed])
    closed = TextAreaField(_l("Last days"), filters=[trimmed])


class ExampleForm(Form):
    """Sales on which the plan is tried out."""

    gross_sales = _text(_l("Gross sales"), default="60000")
    sales_tax = _text(_l("Sales tax"))
    refunds = _text(_l("Refunds"))
    discounts = _text(_l("Discounts"))
    excluded_sales = _text(_l("Excluded sales"))
    cost_of_goods = _text(_l("Cost of goods"))
    customers = _text(_l("Customers"))
    transactions = _text(_l("Transactions"))
    units = _text(_l("Units"))
    month = _text(_l("Month of operation"), default="13")


class PlanForm(FactsForm):
    """A version of a plan: what it is called, from when on it holds, and each of its fees."""

    name = StringField(
        _l("Name of the plan"),
        [needed(_l("Write what the plan is called.")), at_most(200)],
        filters=[trimmed],
    )
    starts_on = DateField(_l("In force from"), [InputRequired(_l("Choose the first day."))])
    reason = TextAreaField(_l("Why"), [Optional(), at_most(2000)], filters=[trimmed])
    currency = _text(_l("Currency"))
    year_starts = _text(_l("Year begins on"), default="01-01")
    change_notice = _text(_l("Notice of a change"))
    reporting_period = Choice(_l("Sales are reported"), ReportingPeriod, none=N_("Every month"))
    reporting_due_days = _text(_l("Due so many days after"))
    reporting_estimate_days = _text(_l("Estimated when late by days"))
    reporting_average_of = _text(_l("Estimate: average of reports"))
    reporting_factor = _text(_l("Estimate: times"))
    fees = FieldList(FormField(FeeForm), min_entries=1, max_entries=MOST_FEES)
    example = FormField(ExampleForm)


class DecideForm(FactsForm):
    """The decision; `knowing` says that the figures have changed since they were looked at."""

    knowing = BooleanField(_l("Decide on the figures as they were looked at"))


class TakeBackForm(FactsForm):
    """Why a decided version is taken back before its day."""

    reason = TextAreaField(
        _l("Why"),
        [needed(_l("Write why; the franchisees who were told read it.")), at_most(2000)],
        filters=[trimmed],
    )


def faults_of(form: Form) -> list[tuple[str, str]]:
    """Every fault with the id of its field, in the order of the page."""
    return [(field.id, str(fault)) for field in _leaves(form) for fault in field.errors or ()]


def _leaves(form: Iterable[Field]) -> Iterable[Field]:
    for field in form:
        if isinstance(field, FormField):
            yield from _leaves(field.form)
        elif isinstance(field, FieldList):
            yield from _leaves(field)
        else:
            yield field
