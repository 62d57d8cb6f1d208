"""Making and publishing a statement, and the rules of its clock."""

from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ...law import pack_title, packs
from ...network.forms.fields import FactsForm
from ...web import filters


class StatementForm(FactsForm):
    """Of which days, and why when one of them is published."""

    first = DateField(_l("First day"), [InputRequired(_l("Choose the first day."))])
    last = DateField(_l("Last day"), [InputRequired(_l("Choose the last day."))])
    reason = TextAreaField(_l("Why another version"), [Optional(), Length(max=500)])


class PublishForm(FactsForm):
    """Nothing but the version that was looked at."""


class TermsForm(FactsForm):
    """The fund's year and the clock of its statement."""

    year_starts_month = SelectField(_l("The fund’s year begins in"), coerce=int)
    law_pack = SelectField(_l("Law"))
    due_months = IntegerField(
        _l("Months to publish"), [InputRequired(_l("Write the number of months."))]
    )
    hand_out_days = IntegerField(
        _l("Days to hand it out"), [InputRequired(_l("Write the number of days."))]
    )
    names_outlets = BooleanField(_l("Statements show what each outlet contributed"))

    def offer(self) -> Self:
        """Fill in the choices."""
        self.year_starts_month.choices = [
            (month, filters.month_alone(f"2026-{month:02d}")) for month in range(1, 13)
        ]
        self.law_pack.choices = [(one.slug, _(pack_title(one))) for one in packs()]
        return self
