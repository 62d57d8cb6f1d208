"""Payment plans, more time to pay, waivers, and tables of rates."""

from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from ...fees.correction_forms import InCurrency
from ...network.forms.fields import FactsForm, enum_choices, needed, trimmed
from ...web.forms import MoneyField
from ..enums import RateUse
from ..rules.instalments import MOST_INSTALMENTS

REASON = 1000
HUNDRED = 100


class PercentField(StringField):  # type: ignore[misc]
    """A rate typed in per cent; `data` is a Decimal share of one. It may be zero or below."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read `2.27` or `-0.88`."""
        text = valuelist[0].strip().removesuffix("%").strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            share = Decimal(text.replace("−", "-"))
        except InvalidOperation as error:
            raise ValueError(_("Write per cent as a number, such as 2.5.")) from error
        if not share.is_finite() or abs(share) > HUNDRED:
            raise ValueError(_("Write per cent as a number, such as 2.5."))
        self.data = share / HUNDRED

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format((self.data * HUNDRED).normalize(), "f")


class PlanForm(InCurrency):
    """Which invoices, in how many instalments from which day on, and then each of them."""

    rows: tuple[int, ...] = ()

    invoices = SelectMultipleField(
        _l("Invoices"), [DataRequired(_l("Choose the invoices that the plan is about."))]
    )
    count = IntegerField(
        _l("How many instalments"),
        [
            InputRequired(_l("Write a number.")),
            NumberRange(1, MOST_INSTALMENTS, _l("Write from 1 to 60.")),
        ],
    )
    first_on = DateField(_l("First instalment on"), [InputRequired(_l("Write the day."))])
    broken_after_days = IntegerField(
        _l("Days that an instalment may be late"),
        [
            InputRequired(_l("Write a number of days.")),
            NumberRange(0, 90, _l("Write from 0 to 90 days.")),
        ],
    )
    interest_rate = PercentField(_l("Interest while it is kept, per cent a year"), [Optional()])
    words = TextAreaField(
        _l("Why"),
        [needed(_l("Write why, so that the other side understands.")), Length(max=REASON)],
        filters=[trimmed],
    )


def plan_form(rows: int, currency: str, **kwargs: Any) -> PlanForm:  # noqa: ANN401 - WTForms' own
    """The form with so many instalments."""
    fields: dict[str, Any] = {"rows": tuple(range(1, rows + 1))}
    for row in fields["rows"]:
        fields[f"due_{row}"] = DateField(_l("Due on"), [InputRequired(_l("Write the day."))])
        fields[f"amount_{row}"] = MoneyField(
            _l("Amount"), validators=[InputRequired(_l("Write the amount."))]
        )
    made: PlanForm = type("PlanForm", (PlanForm,), fields)(currency=currency, **kwargs)
    return made


class AnswerForm(FactsForm):
    """Words with an answer to a plan."""

    words = TextAreaField(_l("Words"), [Optional(), Length(max=REASON)], filters=[trimmed])


class ExtensionForm(FactsForm):
    """Until when, and why."""

    until = DateField(_l("Time until"), [InputRequired(_l("Write the new day."))])
    words = TextAreaField(
        _l("Why"),
        [needed(_l("Write why; whoever reads it later was not there.")), Length(max=REASON)],
        filters=[trimmed],
    )


class WaiverForm(FactsForm):
    """Why a late charge need not be paid."""

    words = TextAreaField(
        _l("Why"),
        [needed(_l("Write why; the franchisee reads it on the credit note.")), Length(max=500)],
        filters=[trimmed],
    )


class TableForm(FactsForm):
    """A table of rates."""

    name = StringField(
        _l("Name"), [needed(_l("Write the name of the table.")), Length(max=120)], filters=[trimmed]
    )
    key = StringField(_l("Key"), [needed(_l("Write the key.")), Length(max=40)], filters=[trimmed])
    use = SelectField(_l("What it is for"), choices=lambda: enum_choices(RateUse))
    source = StringField(
        _l("Where it is published"), [Optional(), Length(max=300)], filters=[trimmed]
    )


class RateForm(FactsForm):
    """A rate from a day on."""

    starts_on = DateField(_l("In force from"), [InputRequired(_l("Write the first day."))])
    rate = PercentField(_l("Per cent a year"), [InputRequired(_l("Write the rate, such as 2.27."))])
