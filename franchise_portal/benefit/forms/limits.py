"""From where on something is too much."""

from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from ...kit.errors import Unreadable
from ...kit.rates import plain_text, rate_from_text
from ...network.forms.fields import FactsForm, unreadable_words
from ..rules.alerts import Limits

RATES = ("points", "of_profit", "hurdle", "lowest_share", "highest_share")


def _rate(label: object) -> StringField:
    return StringField(label, [InputRequired(_l("Write a share such as 0.05.")), Length(max=20)])


class LimitsForm(FactsForm):
    """The limits as shares of one, as everywhere in the portal."""

    points = _rate(_l("Above the network’s middle by"))
    of_profit = _rate(_l("Fees of EBITDA"))
    loss_months = IntegerField(
        _l("Months at a loss in a row"),
        [
            InputRequired(_l("Write a number of months from 1 to 12.")),
            NumberRange(1, 12, _l("Write a number of months from 1 to 12.")),
        ],
    )
    hurdle = _rate(_l("Return on the investment in a year"))
    lowest_share = _rate(_l("Lowest share of the franchisor"))
    highest_share = _rate(_l("Highest share of the franchisor"))

    def read(self) -> Limits | None:
        """The limits; None when something is wrong, which then stands at its field."""
        rates: dict[str, Decimal] = {}
        for name in RATES:
            try:
                rates[name] = rate_from_text(str(self[name].data or ""))
            except Unreadable as trouble:
                self[name].errors = [*self[name].errors, unreadable_words(trouble)]
        if self.errors:
            return None
        return Limits(loss_months=int(self.loss_months.data), **rates)


def typed_limits(limits: Limits) -> dict[str, object]:
    """The limits as somebody would type them."""
    typed: dict[str, object] = {name: plain_text(getattr(limits, name)) for name in RATES}
    typed["loss_months"] = limits.loss_months
    return typed
