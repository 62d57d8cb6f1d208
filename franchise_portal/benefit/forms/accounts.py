"""An outlet's account, and what was invested in it."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ...kit.errors import Unreadable
from ...kit.money import Money, exponent, minor_from_text, text_from_minor
from ...network.forms.fields import FactsForm, unreadable_words
from ..rules.figures import AMOUNTS, Figures

LONGEST = 40


def needed_amount(label: object) -> StringField:
    """An amount that must be said, be it zero."""
    say = _l("Write the amount; 0 if there was none.")
    return StringField(label, [InputRequired(say), Length(max=LONGEST)])


def amount(label: object) -> StringField:
    """An amount that may be left out."""
    return StringField(label, [Optional(), Length(max=LONGEST)])


def read_amount(field: Field, currency: str) -> int | None:
    """What was typed in minor units; None when it is empty or wrong, which the field then says."""
    text = str(field.data or "").strip()
    if not text:
        return None
    try:
        return minor_from_text(text, exponent(currency))
    except Unreadable as trouble:
        field.errors = [*field.errors, unreadable_words(trouble)]
        return None


class AccountForm(FactsForm):
    """The account of one period. `version` is that of the account that was shown."""

    sales = needed_amount(_l("Net sales"))
    cost_of_goods = needed_amount(_l("Cost of goods"))
    staff = needed_amount(_l("Staff"))
    rent = needed_amount(_l("Rent"))
    other_costs = needed_amount(_l("Other costs"))
    owner_pay = amount(_l("Owner’s pay"))
    depreciation = amount(_l("Wear of the equipment"))
    reason = TextAreaField(_l("Why it is corrected"), [Optional(), Length(max=1_000)])

    def read(self, currency: str) -> Figures | None:
        """The figures; None when something is wrong, which then stands at its field."""
        amounts = {name: read_amount(self[name], currency) for name in AMOUNTS}
        if self.errors:
            return None
        wear = amounts.pop("depreciation")
        return Figures(**{name: minor or 0 for name, minor in amounts.items()}, depreciation=wear)


def typed_of(figures: Figures, currency: str) -> dict[str, str]:
    """An account as somebody would type it; what was not said stays empty."""
    digits = exponent(currency)
    typed = {}
    for name in AMOUNTS:
        minor = getattr(figures, name)
        if minor is not None and (minor or name != "owner_pay"):
            typed[name] = text_from_minor(minor, digits)
    return typed


class InvestmentForm(FactsForm):
    """What was put into an outlet at its opening."""

    amount = needed_amount(_l("Invested at the opening"))
    note = TextAreaField(_l("What it holds"), [Optional(), Length(max=1_000)])

    def read(self, currency: str) -> Money | None:
        """The amount; None when it is wrong, which its field then says."""
        minor = read_amount(self.amount, currency)
        return None if minor is None else Money(minor, currency)
