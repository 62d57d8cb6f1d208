"""Fields that several forms of recruitment share."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import NumberRange, Optional

from ...network.forms.fields import at_most, trimmed
from ...web.forms import Form, MoneyField, positive

LONGEST_TEXT = 4_000
LONGEST_PAYBACK = 240
"""Months: twenty years."""


def line(label: Any, length: int = 200, *further: Any, field: Any = StringField) -> Any:  # noqa: ANN401 - lazy texts and fields of WTForms
    """One line that may stay empty."""
    return field(label, [Optional(), at_most(length), *further], filters=[trimmed])


def text(label: Any, *further: Any) -> Any:  # noqa: ANN401
    """Several lines that may stay empty."""
    return TextAreaField(label, [Optional(), at_most(LONGEST_TEXT), *further], filters=[trimmed])


def amount(label: Any) -> Any:  # noqa: ANN401
    """An amount above zero that may stay empty; the form sets its currency."""
    return MoneyField(label, validators=[Optional(), positive])


def payback(label: Any) -> Any:  # noqa: ANN401
    """A number of months that may stay empty."""
    message = _l("Write a number of months from 1 to 240.")
    return IntegerField(label, [Optional(), NumberRange(1, LONGEST_PAYBACK, message)])


def several(label: Any) -> Any:  # noqa: ANN401
    """Any number of choices."""
    return SelectMultipleField(label, [Optional()])


def set_currency(form: Form, currency: str) -> None:
    """Say in which currency the amounts of a form are."""
    for field in form:
        if isinstance(field, MoneyField):
            field.currency = currency
            if field.raw_data and field.raw_data[0].strip() and field.data is None:
                # The text was read before the currency was known.
                field.process_errors = []
                _read_again(field)


def _read_again(field: MoneyField) -> None:
    try:
        field.process_formdata(field.raw_data)
    except ValueError as error:
        field.process_errors = [str(error)]


def no_address(_form: Form, field: Any) -> None:  # noqa: ANN401
    """Refuse a web address where a name belongs: it is how programs advertise."""
    words = str(field.data or "").lower()
    if any(mark in words for mark in ("://", "www.", "http:", "https:")):
        raise ValidationError(_l("Write a name without a web address."))


def minor(value: Any) -> int | None:  # noqa: ANN401 - a Money or nothing
    """An amount as its column keeps it."""
    return value.minor if value is not None else None


def values(choices: Iterable[Any]) -> list[str]:
    """Chosen members as a JSON column keeps them, without any twice."""
    return list(dict.fromkeys(str(choice) for choice in choices or ()))
