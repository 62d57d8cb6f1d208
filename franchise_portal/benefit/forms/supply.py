"""What is earned on goods, and what buying together saved."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ...kit.errors import Unreadable
from ...kit.money import Money
from ...kit.period import Period
from ...kit.rates import number_from_text
from ...network.forms.fields import FactsForm, enum_choices, unreadable_words
from ..enums import TakingKind
from ..rules.savings import Purchase
from .accounts import needed_amount, read_amount

Value = TypeVar("Value")

_OUTLET = [InputRequired(_l("Write the outlet's code, such as TL-001.")), Length(max=20)]
_MONTH = [InputRequired(_l("Write a month like 2026-09.")), Length(max=7)]


def _read(field: Field, reader: Callable[[str], Value]) -> Value | None:
    try:
        return reader(str(field.data or ""))
    except Unreadable as trouble:
        field.errors = [*field.errors, unreadable_words(trouble)]
        return None


class TakingForm(FactsForm):
    """What was earned on the goods of an outlet in a month."""

    outlet = StringField(_l("Outlet"), _OUTLET)
    month = StringField(_l("Month"), _MONTH)
    kind = RadioField(_l("What it is"), [InputRequired(_l("Choose one."))])
    amount = needed_amount(_l("Amount"))
    note = TextAreaField(_l("From whom, or on what"), [Optional(), Length(max=1_000)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Offer both kinds."""
        super().__init__(*args, **kwargs)
        self.kind.choices = list(enum_choices(TakingKind))

    def read_month(self) -> Period | None:
        """The month; None when it is wrong, which its field then says."""
        return _read(self.month, Period.parse_month)

    def read_amount(self, currency: str) -> Money | None:
        """The amount; None when it is wrong, which its field then says."""
        minor = read_amount(self.amount, currency)
        return None if minor is None else Money(minor, currency)


def _number(label: object) -> StringField:
    return StringField(label, [InputRequired(_l("Write a number.")), Length(max=20)])


class SavingForm(FactsForm):
    """Goods, how many, what they cost here and elsewhere, and who says so."""

    outlet = StringField(_l("Outlet"), _OUTLET)
    month = StringField(_l("Month"), _MONTH)
    item = StringField(
        _l("What was bought"), [InputRequired(_l("Write what was bought.")), Length(max=200)]
    )
    quantity = _number(_l("How many units"))
    market_price = _number(_l("Price of a unit elsewhere"))
    network_price = _number(_l("Price of a unit in the network"))
    evidence = TextAreaField(_l("Whose price it is, and of which day"), [Length(max=1_000)])
    file = FileField(_l("The quote as a file"))

    def read_month(self) -> Period | None:
        """The month; None when it is wrong, which its field then says."""
        return _read(self.month, Period.parse_month)

    def read_purchase(self, currency: str) -> Purchase | None:
        """What was bought; None when a number is wrong, which its field then says."""
        numbers = {
            name: _read(self[name], number_from_text)
            for name in ("quantity", "market_price", "network_price")
        }
        known: dict[str, Decimal] = {key: one for key, one in numbers.items() if one is not None}
        return Purchase(**known, currency=currency) if len(known) == len(numbers) else None


class WithdrawForm(FactsForm):
    """Why a saving is withdrawn."""

    reason = TextAreaField(
        _l("Why it is withdrawn"),
        [InputRequired(_l("Write why it is withdrawn.")), Length(max=1_000)],
    )
