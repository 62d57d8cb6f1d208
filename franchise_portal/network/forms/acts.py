"""The forms for acts: care, transfer, settings, brands and regions, files."""

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from ...web.forms import Form
from ..enums import TaxCategory
from ..rules import cells, identifiers
from .fields import (
    FactsForm,
    at_most,
    enum_choices,
    kept_as,
    needed,
    offer_ids,
    read_as,
    trimmed,
)


class CareForm(FactsForm):
    """Who looks after a franchisee from a day on."""

    user_id = SelectField(_l("Person"))
    starts_on = DateField(_l("From"), [InputRequired(_l("Choose the first day."))])

    def offer(self, people: Iterable[tuple[str, str]]) -> Self:
        """Fill in the choices."""
        offer_ids(self.user_id, people, none=_("Nobody"))
        return self


class TransferForm(FactsForm):
    """To whom an outlet goes, and when."""

    franchisee = StringField(
        _l("New franchisee’s code"),
        [needed(_l("Write the code of the new franchisee.")), at_most(20)],
        filters=[trimmed],
    )
    starts_on = DateField(
        _l("First day of the new owner"), [InputRequired(_l("Choose the first day."))]
    )


class NamesForm(FactsForm):
    """A brand or a region."""

    code = StringField(_l("Code"), [needed(_l("Give it a code.")), at_most(20)], filters=[trimmed])
    name = StringField(_l("Name"), [needed(_l("Give it a name.")), at_most(100)], filters=[trimmed])
    name_local = StringField(
        _l("Name in its own script"), [Optional(), at_most(100)], filters=[trimmed]
    )


class SettingsForm(FactsForm):
    """The network as a whole."""

    name = StringField(
        _l("Name of the network"),
        [needed(_l("Write the network’s name.")), at_most(200)],
        filters=[trimmed],
    )
    legal_name = StringField(
        _l("Legal name of the franchisor"), [Optional(), at_most(200)], filters=[trimmed]
    )
    address = StringField(_l("Address"), [Optional(), at_most(300)], filters=[trimmed])
    postcode = StringField(_l("Postcode"), [Optional(), at_most(20)], filters=[trimmed])
    city = StringField(_l("Town"), [Optional(), at_most(100)], filters=[trimmed])
    country = StringField(_l("Country"), [Optional(), kept_as(cells.country)], filters=[trimmed])
    registration = StringField(
        _l("Registration number"), [Optional(), at_most(60)], filters=[trimmed]
    )
    email = EmailField(
        _l("E-mail address"), [Optional(), at_most(254), read_as(cells.email)], filters=[trimmed]
    )
    currency = SelectField(_l("Currency"))
    zone = SelectField(_l("Time zone"))
    languages = SelectMultipleField(_l("Languages"))
    payment_days = IntegerField(
        _l("Days to pay"),
        [InputRequired(_l("Write the number of days.")), NumberRange(0, 180)],
    )
    grace_days = IntegerField(
        _l("Days of grace before invoices are issued"),
        [InputRequired(_l("Write the number of days.")), NumberRange(0, 28)],
        default=0,
    )
    dispute_days = IntegerField(
        _l("Days to dispute a line"),
        [InputRequired(_l("Write the number of days.")), NumberRange(0, 365)],
    )
    dispute_answer_days = IntegerField(
        _l("Working days to answer a dispute"),
        [InputRequired(_l("Write the number of days.")), NumberRange(1, 60)],
    )
    vat_number = StringField(
        _l("VAT number"), [Optional(), kept_as(identifiers.vat_number)], filters=[trimmed]
    )
    tax_number = StringField(
        _l("Number at the tax office"), [Optional(), at_most(40)], filters=[trimmed]
    )
    tax_category = SelectField(_l("Tax on fees"), default=TaxCategory.NOT_SUBJECT.value)
    tax_reason = StringField(
        _l("By which law there is none"), [Optional(), at_most(200)], filters=[trimmed]
    )
    fees_account = StringField(
        _l("Account for fees"),
        [Optional(), at_most(60), kept_as(identifiers.account)],
        filters=[trimmed],
    )
    fees_bic = StringField(
        _l("BIC of its bank"), [Optional(), kept_as(identifiers.bic)], filters=[trimmed]
    )
    fees_creditor = StringField(
        _l("Creditor identifier"), [Optional(), kept_as(identifiers.creditor)], filters=[trimmed]
    )
    fund_account = StringField(
        _l("Account of the advertising fund"),
        [Optional(), at_most(60), kept_as(identifiers.account)],
        filters=[trimmed],
    )
    fund_bic = StringField(
        _l("BIC of the fund's bank"), [Optional(), kept_as(identifiers.bic)], filters=[trimmed]
    )
    fund_creditor = StringField(
        _l("Creditor identifier of the fund"),
        [Optional(), kept_as(identifiers.creditor)],
        filters=[trimmed],
    )

    def offer(
        self,
        currencies: Iterable[tuple[str, str]],
        zones: Iterable[tuple[str, str]],
        languages: Iterable[tuple[str, str]],
    ) -> Self:
        """Fill in the choices."""
        self.currency.choices = list(currencies)
        self.zone.choices = list(zones)
        self.languages.choices = list(languages)
        self.tax_category.choices = enum_choices(TaxCategory)
        return self

    @property
    def facts(self) -> dict[str, Any]:
        """With the tax category as a member of its enumeration."""
        return {**super().facts, "tax_category": TaxCategory(self.tax_category.data)}

    def validate_languages(self, field: Any) -> None:  # noqa: ANN401
        """Somebody has to be spoken to in some language."""
        if not field.data:
            field.data = ["en"]


class ImportForm(Form):
    """A file of master data."""

    kind = SelectField(_l("What the file holds"))
    file = FileField(_l("File"), [FileRequired(_l("Choose a file."))])
    creates = BooleanField(_l("Add brands and regions that are not known yet"))

    def offer(self, kinds: Iterable[tuple[str, str]]) -> Self:
        """Fill in the choices."""
        self.kind.choices = list(kinds)
        return self
