"""What people choose about reports. Choices are passed in by the views."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from ..web.forms import Form
from .rules import LAST_DAY

Choices = Sequence[tuple[str, str]]


class RunForm(Form):
    """Which report of which month."""

    kind = SelectField(_l("Report"), validators=[InputRequired()])
    month = SelectField(_l("Month"), validators=[InputRequired()])

    def offer(self, kinds: Choices, months: Choices) -> "RunForm":
        """Say what there is to choose from."""
        self.kind.choices = list(kinds)
        self.month.choices = list(months)
        return self


class ScheduleForm(Form):
    """Which report comes by itself, and when."""

    kind = SelectField(_l("Report"), validators=[InputRequired()])
    day_of_month = IntegerField(
        _l("Day of the month, 1 to 28"),
        validators=[
            InputRequired(_l("Write a day from 1 to 28.")),
            NumberRange(1, LAST_DAY, _l("Write a day from 1 to 28: every month has them.")),
        ],
        default=5,
    )
    hour = SelectField(_l("Hour"), validators=[InputRequired()], coerce=int, default=6)

    def offer(self, kinds: Choices) -> "ScheduleForm":
        """Say what there is to choose from."""
        self.kind.choices = list(kinds)
        self.hour.choices = [(hour, f"{hour:02d}:00") for hour in range(24)]
        return self
