"""The forms for franchisees, people, outlets and territories."""

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from ..enums import FranchiseeStatus, OutletFormat, PersonRole
from ..rules import cells, identifiers
from .fields import (
    FactsForm,
    at_most,
    enum_choices,
    kept_as,
    language_choices,
    needed,
    offer_ids,
    read_as,
    trimmed,
)

Choices = Iterable[tuple[str, str]]


def _text(label: Any, length: int, *further: Any, field: Any = StringField) -> Any:  # noqa: ANN401
    """A text that may stay empty."""
    return field(label, [Optional(), at_most(length), *further], filters=[trimmed])


def _code(missing: Any) -> Any:  # noqa: ANN401 - lazy texts and fields of WTForms
    return StringField(_l("Code"), [needed(missing), at_most(20)], filters=[trimmed])


def _name(missing: Any, longest: int = 200) -> Any:  # noqa: ANN401
    return StringField(_l("Name"), [needed(missing), at_most(longest)], filters=[trimmed])


def _local_name(longest: int = 200) -> Any:  # noqa: ANN401
    return _text(_l("Name in its own script"), longest)


def _day(label: Any, *validators: Any) -> Any:  # noqa: ANN401
    return DateField(label, [*(validators or [Optional()]), _in_our_time])


def _in_our_time(_form: FactsForm, field: Any) -> None:  # noqa: ANN401
    if field.data:
        read_as(cells.day)(_form, field)


class FranchiseeForm(FactsForm):
    """A franchisee."""

    name = _name(_l("Write the name of the business."))
    name_local = _local_name()
    code = _code(_l("Give the franchisee a code, such as F-025."))
    registration = _text(_l("Registration number"), 60)
    status = SelectField(_l("Status"))
    since = _day(_l("Franchisee since"))
    region_id = SelectField(_l("Region"))
    email = _text(_l("E-mail address"), 254, read_as(cells.email), field=EmailField)
    phone = _text(_l("Telephone"), 40, read_as(cells.phone), field=TelField)
    address = _text(_l("Address"), 300)
    postcode = _text(_l("Postcode"), 20)
    city = _text(_l("Town"), 100)
    country = StringField(_l("Country"), [Optional(), kept_as(cells.country)], filters=[trimmed])
    vat_number = StringField(
        _l("VAT number"), [Optional(), kept_as(identifiers.vat_number)], filters=[trimmed]
    )
    language = RadioField(_l("Language"), default="en")

    def offer(self, regions: Choices) -> Self:
        """Fill in the choices."""
        offer_ids(self.region_id, regions, none=_("No region"))
        self.status.choices = enum_choices(FranchiseeStatus)
        self.language.choices = language_choices()
        return self

    @property
    def facts(self) -> dict[str, Any]:
        """With the status as a member of its enumeration."""
        return {**super().facts, "status": FranchiseeStatus(self.status.data)}


class PersonForm(FactsForm):
    """A person of a franchisee's business."""

    name = StringField(
        lazy_pgettext("person", "Name"),
        [needed(_l("Write the person's name.")), at_most(200)],
        filters=[trimmed],
    )
    name_local = _text(_l("Name in their own script"), 200)
    role = RadioField(_l("Role in the business"), [InputRequired(_l("Choose a role."))])
    email = _text(_l("E-mail address"), 254, read_as(cells.email), field=EmailField)
    phone = _text(_l("Telephone"), 40, read_as(cells.phone), field=TelField)
    birthday = _day(_l("Birthday"))
    language = RadioField(_l("Language"), default="en")

    def offer(self) -> Self:
        """Fill in the choices."""
        self.role.choices = enum_choices(PersonRole)
        self.language.choices = language_choices()
        return self

    @property
    def facts(self) -> dict[str, Any]:
        """With the role as a member of its enumeration."""
        return {**super().facts, "role": PersonRole(self.role.data)}


class OutletForm(FactsForm):
    """An outlet. Its owner is asked for once, when it is added; later it is transferred."""

    franchisee = StringField(_l("Franchisee’s code"), [Optional(), at_most(20)], filters=[trimmed])
    name = _name(_l("Write the outlet’s name, as it stands over the door."))
    name_local = _local_name()
    code = _code(_l("Give the outlet a code, such as TL-025."))
    brand_id = SelectField(_l("Brand"), [InputRequired(_l("Choose a brand."))])
    region_id = SelectField(_l("Region"))
    format = RadioField(_l("Format"), default=OutletFormat.STREET.value)
    opened_on = _day(_l("First day of trading"), InputRequired(_l("Choose the first day.")))
    closed_on = _day(_l("Last day of trading"))
    address = _text(_l("Street and number"), 300)
    postcode = _text(_l("Postcode"), 20)
    city = _text(_l("Town"), 100)
    state = _text(_l("State or province"), 100)
    country = _text(_l("Country"), 2, read_as(cells.country))
    zone = _text(_l("Time zone"), 64, read_as(cells.zone))

    def offer(self, brands: Choices, regions: Choices) -> Self:
        """Fill in the choices."""
        offer_ids(self.brand_id, brands)
        offer_ids(self.region_id, regions, none=_("The franchisee’s region"))
        self.format.choices = enum_choices(OutletFormat)
        return self

    @property
    def facts(self) -> dict[str, Any]:
        """Without the owner; the country in capitals."""
        facts = super().facts
        facts.pop("franchisee", None)
        return {
            **facts,
            "format": OutletFormat(self.format.data),
            "country": self.country.data.upper(),
        }


class TerritoryForm(FactsForm):
    """A territory."""

    name = _name(_l("Give the territory a name."))
    name_local = _local_name()
    code = _code(_l("Give the territory a code, such as T-025."))
    brand_id = SelectField(_l("Brand"), [InputRequired(_l("Choose a brand."))])
    region_id = SelectField(_l("Region"))
    holder = StringField(_l("Franchisee’s code"), [Optional(), at_most(20)], filters=[trimmed])
    is_exclusive = BooleanField(_l("Exclusive: no other outlet of the brand opens inside"))
    postcodes = TextAreaField(_l("Postcodes"), [Optional(), at_most(50_000)], filters=[trimmed])
    polygon = TextAreaField(_l("Corners"), [Optional(), at_most(20_000)], filters=[trimmed])
    note = TextAreaField(_l("Note"), [Optional(), at_most(2_000)], filters=[trimmed])

    def offer(self, brands: Choices, regions: Choices) -> Self:
        """Fill in the choices."""
        offer_ids(self.brand_id, brands)
        offer_ids(self.region_id, regions, none=_("No region"))
        return self
