"""What people type to take something back: credits, write-offs, refunds, payments come back."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from ..kit.money import Money
from ..network.forms.fields import FactsForm
from ..web.filters import money
from ..web.forms import MoneyField, positive
from .queries.crediting import Creditable

REASON = 500


class InCurrency(FactsForm):
    """A form whose amounts are read in one currency."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        """`currency` is the one that amounts are read in."""
        self.currency = currency
        super().__init__(**kwargs)

    def process(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Tell the amounts their currency before anything typed is read."""
        for field in self:
            if isinstance(field, MoneyField):
                field.currency = self.currency
        super().process(*args, **kwargs)


class CreditForm(InCurrency):
    """How much of each line is credited, and why."""

    lines: tuple[tuple[str, Creditable], ...] = ()
    """The names of the fields of the lines, with what is left of each."""

    reason = TextAreaField(
        _l("Why"),
        [
            DataRequired(_l("Write why; the franchisee reads it on the credit note.")),
            Length(max=REASON),
        ],
    )

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own
        """Say at its line where more was written than is left of it."""
        is_valid: bool = super().validate(extra_validators)
        for name, line in self.lines:
            amount = self[name].data
            if amount and amount.minor > line.left.minor:
                fault = _("At most %(left)s can be credited of this line.", left=money(line.left))
                self[name].errors = [*self[name].errors, fault]
                is_valid = False
        return is_valid

    @property
    def amounts(self) -> dict[Any, Money]:
        """What was written, by charge; empty fields are left out."""
        return {line.charge_id: self[name].data for name, line in self.lines if self[name].data}


def credit_form(lines: tuple[Creditable, ...], currency: str, **kwargs: Any) -> CreditForm:  # noqa: ANN401
    """The form for the lines of one invoice of which something is left."""
    named = tuple((f"line_{place}", line) for place, line in enumerate(lines, start=1) if line.left)
    fields = {name: MoneyField(f"{line.fee}, {line.outlet}") for name, line in named}
    made: CreditForm = type("CreditForm", (CreditForm,), {**fields, "lines": named})(
        currency=currency, **kwargs
    )
    return made


class WriteOffForm(InCurrency):
    """How much of an invoice is given up, and why."""

    amount = MoneyField(
        _l("Amount"), validators=[InputRequired(_l("Write what is given up.")), positive]
    )
    words = TextAreaField(
        _l("Why"),
        [DataRequired(_l("Write why; whoever reads it later was not there.")), Length(max=REASON)],
    )


class RefundForm(InCurrency):
    """Whose credit is paid back, how much, where to, and why."""

    franchisee = StringField(
        _l("Franchisee"),
        [DataRequired(_l("Write the franchisee's code, such as F-001.")), Length(max=20)],
    )
    amount = MoneyField(
        _l("Amount"), validators=[InputRequired(_l("Write what is paid back.")), positive]
    )
    account = StringField(
        _l("Account"),
        [DataRequired(_l("Write the account into which it is paid.")), Length(max=80)],
    )
    words = TextAreaField(
        _l("Why"),
        [DataRequired(_l("Write why; whoever reads it later was not there.")), Length(max=REASON)],
    )


class PayoutForm(FactsForm):
    """When a refund was transferred, and under which reference."""

    on = DateField(_l("Paid on"), [InputRequired(_l("Write the day."))])
    reference = StringField(
        _l("Reference"),
        [DataRequired(_l("Write the reference of the transfer.")), Length(max=200)],
    )


class CameBackForm(FactsForm):
    """When the bank took a payment back, and why."""

    on = DateField(_l("Came back on"), [InputRequired(_l("Write the day."))])
    reason = StringField(
        _l("Why"), [DataRequired(_l("Write the reason that the bank gives.")), Length(max=300)]
    )
