"""Posting spending, and taking it back."""

from collections.abc import Iterable
from typing import Self

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_wtf.file import FileField
from wtforms import DateField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from ...fees.correction_forms import InCurrency
from ...network.forms.fields import FactsForm
from ...network.models import Region
from ...web.forms import MoneyField, positive
from ..queries.budgets import ShownLine

REASON = 500


class SpendingForm(InCurrency):
    """Whom, what for, when, how much, of which line, for which regions, with which receipt."""

    line = SelectField(_l("Budget line"), [InputRequired(_l("Choose a line of the budget."))])
    supplier = StringField(
        _l("Supplier"), [DataRequired(_l("Write who was paid.")), Length(max=200)]
    )
    purpose = TextAreaField(
        lazy_pgettext("fund", "What for"),
        [DataRequired(_l("Write what it was for.")), Length(max=1000)],
    )
    on = DateField(_l("Paid on"), [InputRequired(_l("Choose the day of the payment."))])
    amount = MoneyField(
        _l("Amount with tax"), validators=[InputRequired(_l("Write what was paid.")), positive]
    )
    tax = MoneyField(_l("Tax in it"), validators=[Optional()])
    regions = SelectMultipleField(_l("Regions"), [Optional()])
    file = FileField(lazy_pgettext("fund", "Receipt"))
    over_reason = TextAreaField(
        _l("Why, if the line does not bear it"), [Optional(), Length(max=REASON)]
    )

    def offer(self, lines: Iterable[ShownLine], regions: Iterable[Region]) -> Self:
        """Fill in the choices."""
        self.line.choices = [(str(one.line.line_key), one.line.name) for one in lines]
        self.regions.choices = [(str(region.id), region.name) for region in regions]
        return self


class ReverseForm(FactsForm):
    """Why spending is taken back."""

    reason = TextAreaField(
        _l("Why"), [DataRequired(_l("Write why it is taken back.")), Length(max=REASON)]
    )
