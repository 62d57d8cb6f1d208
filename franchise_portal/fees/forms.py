"""Shape and wording of what people type about sales and money."""

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import BooleanField, DateField, Field, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from ..network.forms.fields import FactsForm
from ..web.forms import Form, MoneyField, positive

FROM_FILE = "file"
"""The choice of a plan that is uploaded instead of one that is kept."""


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


class GivenPlanForm(FactsForm):
    """Which plan a contract gets: a kept one or one from a file, and from which day."""

    plan = SelectField(_l("Plan"), [InputRequired(_l("Choose a plan."))])
    file = FileField(_l("Plan file"))
    starts_on = DateField(_l("In force from"), [InputRequired(_l("Choose the first day."))])
    adds_clauses = BooleanField(_l("Add the clauses that the plan names and the contract lacks"))

    def offer(self, plans: Iterable[tuple[str, str]]) -> Self:
        """Fill in the kept plans; a file is always possible."""
        self.plan.choices = [*plans, (FROM_FILE, _("A plan file"))]
        return self

    def validate_file(self, field: Field) -> None:
        """One of the two: a kept plan or a file."""
        if self.plan.data == FROM_FILE and not field.data:
            raise ValidationError(_("Choose the plan file."))
        if self.plan.data != FROM_FILE and field.data:
            raise ValidationError(
                _("You chose a kept plan and a file. Leave the file out, or choose “A plan file”.")
            )


class AssignForm(FactsForm):
    """Whose payment a line of a bank statement is."""

    franchisee = StringField(
        _l("Franchisee"),
        [DataRequired(_l("Write the franchisee's code, such as F-001.")), Length(max=20)],
    )
    invoice = StringField(_l("Invoice that the payer named"), [Length(max=20)])


class AsideForm(FactsForm):
    """Why a line of a bank statement is nobody's payment."""

    note = StringField(
        _l("What it is"),
        [DataRequired(_l("Write what it is, for those who look later.")), Length(max=300)],
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
