"""The base of every form: WTForms with CSRF from Flask-WTF, in the viewer's language."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from flask import session
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup
from wtforms import Field, StringField, ValidationError
from wtforms.i18n import DummyTranslations, get_builtin_gnu_translations
from wtforms.widgets import TextInput

from ..kit import clock
from ..kit.money import Money

TOKEN = "csrf_token"  # noqa: S105 - the name by which Flask-WTF keeps a session's secret
SIGNED_FOR = 600
"""Seconds for which a session's signed token is used again; it is good for much longer."""


class Form(FlaskForm):  # type: ignore[misc]
    """A form. The token stands in the page through `csrf_field()`, not in the form's fields."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """The application checks the token before the view runs; a form need not do it again."""

        csrf = False

        def get_translations(self, _form: Any) -> Any:  # noqa: ANN401 - as WTForms has it
            """The library's own words in the script of the page.

            Flask-WTF would look for a catalogue of "zh_Hant" and end with that of "zh".
            """
            return _words_of_the_library(str(get_locale() or "en"))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as WTForms has it
        """Check the fields; faults become plain text, which templates tell from nested ones."""
        is_valid = bool(super().validate(extra_validators))
        for field in self:
            if isinstance(field.errors, list | tuple):
                field.errors = [
                    fault if isinstance(fault, list | dict) else str(fault)
                    for fault in field.errors
                ]
        return is_valid


@lru_cache
def _words_of_the_library(language: str) -> Any:  # noqa: ANN401 - WTForms has no types
    name = {"zh_Hans": "zh", "zh_Hant": "zh_TW"}.get(language)
    return get_builtin_gnu_translations([name]) if name else DummyTranslations()


class MoneyField(StringField):  # type: ignore[misc]
    """An amount typed as decimal text; `data` is a Money in the currency given."""

    widget = TextInput()

    def __init__(self, label: Any = None, *, currency: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        """`currency` may also be set on the bound field before validation."""
        super().__init__(label, **kwargs)
        self.currency = currency

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount strictly: `48210.50`, no thousands separators."""
        text = valuelist[0].strip() if valuelist else ""
        if not text:
            self.data = None
            return
        try:
            self.data = Money.parse(text, self.currency)
        except ValueError as error:
            self.data = None
            raise ValueError(str(_l("Write an amount such as 48210.50."))) from error

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(self.data.to_decimal()) if isinstance(self.data, Money) else ""


def positive(_form: Form, field: Field) -> None:
    """Refuse zero and less."""
    if isinstance(field.data, Money) and field.data.minor <= 0:
        raise ValidationError(str(_l("Write an amount above zero.")))
    if isinstance(field.data, Decimal | int) and field.data <= 0:
        raise ValidationError(str(_l("Write a number above zero.")))


def csrf_field() -> Markup:
    """The hidden field that every POST form holds."""
    secret = session.get(TOKEN)
    period = int(clock.wall().timestamp()) // SIGNED_FOR
    token = _signed(secret, period) if secret else generate_csrf()
    return Markup('<input type="hidden" name="csrf_token" value="%s">') % token


@lru_cache(4_096)
def _signed(_secret: str, _period: int) -> str:
    """The token of the present session; every page has a form, and signing takes its time."""
    return str(generate_csrf())
