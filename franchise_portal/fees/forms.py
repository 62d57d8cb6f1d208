"""Shape and wording of what people type about sales and money."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from ..web.forms import Form, MoneyField, positive


class SalesFileForm(Form):
    """A month's sales file."""

    file = FileField(_l("Sales file"), [FileRequired(_l("Choose a file."))])


class PaymentsFileForm(Form):
    """A file of bank lines."""

    file = FileField(_l("Payments file"), [FileRequired(_l("Choose a file."))])


class ContractsFileForm(Form):
    """A contracts file, and the plan files that its rows name."""

    file = FileField(_l("Contracts file"), [FileRequired(_l("Choose the contracts file."))])
    plans = MultipleFileField(
        _l("Plan files"), [FileRequired(_l("Choose the plan files that the rows name."))]
    )


class PaymentForm(Form):
    """One payment, typed from a bank statement, in the network's currency."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        """`currency` is the one that the amount is read in."""
        self.currency = currency
        super().__init__(**kwargs)

    def process(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """Tell the amount its currency before anything typed is read."""
        self.amount.currency = self.currency
        super().process(*args, **kwargs)

    franchisee = StringField(
        _l("Franchisee"),
        [DataRequired(_l("Write the franchisee's code, such as F-001.")), Length(max=20)],
    )
    received_on = DateField(_l("Received on"), [InputRequired(_l("Write the day."))])
    amount = MoneyField(
        _l("Amount"), validators=[InputRequired(_l("Write what was received.")), positive]
    )
    reference = StringField(_l("Reference"), [Length(max=200)])
    invoice = StringField(_l("Invoice that the payer named"), [Length(max=20)])
