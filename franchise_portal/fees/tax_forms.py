"""What people type about taxes."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, DecimalField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, StopValidation

from ..network.forms.fields import FactsForm, enum_choices
from .queries.taxes import TaxData
from .single_enums import SingleKind
from .tax_enums import TaxKind

PER_CENT = Decimal(100)
NO_RATE = _l("Write the rate in per cent, from 0 to 100, such as 19.")


class PerCentField(DecimalField):  # type: ignore[misc]
    """A rate typed in per cent; what is none is said once, in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read `19` or `7.5`."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(str(NO_RATE)) from error

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002 - WTForms' own
        """Leave it at what reading said."""
        if self.process_errors:
            raise StopValidation


class RateForm(FactsForm):
    """What a tax charges from a day on."""

    rate = PerCentField(
        _l("Rate in per cent"),
        [InputRequired(_l("Write the rate, such as 19.")), NumberRange(0, 100, NO_RATE)],
        places=None,
    )
    starts_on = DateField(_l("In force from"), [InputRequired(_l("Choose the first day."))])

    @property
    def share(self) -> Decimal:
        """The rate as a share of one."""
        return Decimal(self.rate.data) / PER_CENT


class TaxForm(RateForm):
    """A tax with its first rate."""

    label = StringField(
        _l("Name"), [DataRequired(_l("Write the name of the tax.")), Length(max=100)]
    )
    kind = SelectField(_l("Kind"), [InputRequired(_l("Choose the kind."))])
    reason = StringField(_l("Law"), [Length(max=200)])

    def offer(self) -> Self:
        """Fill in the choices."""
        self.kind.choices = enum_choices(TaxKind)
        return self


class RuleForm(FactsForm):
    """On what a tax stands from a day on."""

    tax = SelectField(_l("Tax"))
    fee = SelectField(_l("Fee"))
    brand = SelectField(_l("Brand"))
    franchisee = StringField(_l("Franchisee"), [Length(max=20)])
    starts_on = DateField(_l("In force from"), [InputRequired(_l("Choose the first day."))])

    def offer(
        self,
        taxes: Iterable[TaxData],
        fees: Iterable[tuple[str, str]],
        brands: Iterable[tuple[str, str]],
    ) -> Self:
        """Fill in the choices."""
        self.tax.choices = [
            *((str(one.tax.id), one.tax.label) for one in taxes),
            ("", _("No tax of its own any more")),
        ]
        self.fee.choices = [
            ("", _("Every fee")),
            *fees,
            *enum_choices(SingleKind),
        ]
        self.brand.choices = [("", _("Every brand")), *brands]
        return self
