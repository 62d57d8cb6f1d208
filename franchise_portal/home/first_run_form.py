"""What the first-run page asks for."""

from babel import Locale
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    EmailField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length

from ..accounts.forms import LONGEST_EMAIL, fits, looks_like_email, zone_choices
from ..kit.money import EXPONENTS
from ..web.forms import Form
from ..web.languages import LANGUAGES

#: A guess that saves most people the search.
USUAL_ZONES = {"zh_Hans": "Asia/Shanghai", "zh_Hant": "Asia/Taipei"}


class NetworkForm(Form):
    """The network itself. Stands first, so that its faults are told first."""

    network = StringField(
        _l("Name of the network"),
        [DataRequired(_l("Write the name of the network.")), Length(max=200)],
    )
    currency = SelectField(
        _l("Currency"), [InputRequired(_l("Choose the currency of fees and statements."))]
    )
    zone = SelectField(_l("Time zone"))
    languages = SelectMultipleField(
        _l("Languages"), [DataRequired(_l("Choose at least one language."))]
    )


class OwnerForm(Form):
    """The person who owns the network in the portal."""

    name = StringField(_l("Your name"), [DataRequired(_l("Write your name.")), Length(max=200)])
    email = EmailField(
        _l("Your e-mail address"),
        [
            DataRequired(_l("Write your e-mail address.")),
            Length(max=LONGEST_EMAIL),
            looks_like_email,
        ],
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Choose a password.")), fits])
    again = PasswordField(
        _l("The same password again"),
        [EqualTo("password", _l("These two are not the same. Write both again."))],
    )


class FirstRunForm(OwnerForm, NetworkForm):
    """The network and its owner."""

    def offer(self) -> "FirstRunForm":
        """Fill in the choices."""
        names = (get_locale() or Locale("en")).currencies
        self.currency.choices = [
            ("", gettext("Choose one")),
            *((code, f"{code} · {names.get(code, code)}") for code in sorted(EXPONENTS)),
        ]
        self.zone.choices = zone_choices()
        self.languages.choices = list(LANGUAGES.items())
        return self

    @staticmethod
    def all_languages() -> list[str]:
        """Every language the portal speaks."""
        return list(LANGUAGES)
