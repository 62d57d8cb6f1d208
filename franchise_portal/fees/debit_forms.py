"""Shape and wording of what people type about mandates and direct debits."""

from collections.abc import Iterable
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from ..network.forms.fields import FactsForm, enum_choices, kept_as
from ..network.rules import identifiers
from .bank_enums import MandateScheme


class MandateForm(FactsForm):
    """A mandate that a franchisee has signed on paper."""

    franchisee = StringField(
        _l("Franchisee"),
        [DataRequired(_l("Write the franchisee's code, such as F-001.")), Length(max=20)],
    )
    creditor = SelectField(_l("Given to"), [InputRequired(_l("Choose the creditor."))])
    reference = StringField(
        _l("Mandate reference"),
        [DataRequired(_l("Write the reference that stands in the mandate.")), Length(max=35)],
    )
    scheme = RadioField(_l("Scheme"), default=MandateScheme.CORE.value)
    holder = StringField(_l("Account holder"), [Optional(), Length(max=70)])
    iban = StringField(_l("IBAN"), [DataRequired(_l("Write the IBAN.")), kept_as(identifiers.iban)])
    bic = StringField(_l("BIC"), [Optional(), kept_as(identifiers.bic)])
    signed_on = DateField(
        _l("Signed on"), [InputRequired(_l("Choose the day on which it was signed."))]
    )

    def offer(self, creditors: Iterable[str]) -> Self:
        """Fill in the choices."""
        self.creditor.choices = [(one, one) for one in creditors]
        self.scheme.choices = enum_choices(MandateScheme)
        return self


class RevokeForm(FactsForm):
    """Why a mandate ends."""

    reason = StringField(
        _l("Why"), [DataRequired(_l("Write why, for those who look later.")), Length(max=300)]
    )


class CollectForm(FactsForm):
    """On which day what is due is collected, and for whom."""

    on = DateField(_l("Day of collection"), [InputRequired(_l("Choose a day."))])
    fees = BooleanField(_l("Fees"))
    fund = BooleanField(_l("Advertising fund"))

    def validate_fund(self, field: BooleanField) -> None:
        """One of the two at least."""
        if not field.data and not self.fees.data:
            raise ValidationError(_("Choose at least one account."))


class CollectedForm(FactsForm):
    """On which day the bank gave the money."""

    on = DateField(_l("Received on"), [InputRequired(_l("Write the day."))])


class ReturnForm(FactsForm):
    """Why a debit came back."""

    note = StringField(
        _l("Why"),
        [DataRequired(_l("Write the reason that the bank gives.")), Length(max=300)],
    )
