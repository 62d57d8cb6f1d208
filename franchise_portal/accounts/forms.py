"""Shape and wording of what people type about accounts. Choices are passed in by the views."""

from collections.abc import Iterable, Sequence
from functools import cache
from zoneinfo import available_timezones

from flask_babel import gettext, lazy_pgettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import (
    DataRequired,
    EqualTo,
    InputRequired,
    Length,
    Optional,
    ValidationError,
)

from ..access.roles import Role
from ..kit.errors import DomainError
from ..web.errors import translated
from ..web.forms import Form
from ..web.languages import LANGUAGES
from . import rules
from .enums import Theme
from .queries import Place

LONGEST_EMAIL = 254


def looks_like_email(_form: Form, field: Field) -> None:
    """Refuse what cannot be an address; whether it exists only a mail tells."""
    name, _, domain = (field.data or "").strip().rpartition("@")
    if not name or "." not in domain or " " in (field.data or "").strip() or domain.endswith("."):
        raise ValidationError(gettext("Write an e-mail address such as name@example.com."))


def fits(_form: Form, field: Field) -> None:
    """Refuse a password of the wrong length before anything slow is done."""
    fault = rules.length_fault(field.data or "")
    if fault:
        raise ValidationError(gettext(fault))


class SignInForm(Form):
    """The door. Nothing is checked here that would tell one account from another."""

    email = EmailField(
        _l("E-mail address"),
        [DataRequired(_l("Write your e-mail address.")), Length(max=LONGEST_EMAIL)],
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Write your password."))])
    remember = BooleanField(_l("Keep me signed in on this device for 14 days"))


class ResetRequestForm(Form):
    """Where to send a link for a new password."""

    email = EmailField(
        _l("E-mail address"),
        [
            DataRequired(_l("Write your e-mail address.")),
            Length(max=LONGEST_EMAIL),
            looks_like_email,
        ],
    )


class NewPasswordForm(Form):
    """A first or a new password, twice: what cannot be seen is easily mistyped."""

    password = PasswordField(_l("Password"), [InputRequired(_l("Choose a password.")), fits])
    again = PasswordField(
        _l("The same password again"),
        [EqualTo("password", _l("These two are not the same. Write both again."))],
    )


class PasswordForm(Form):
    """Another password, by somebody who knows the current one."""

    current = PasswordField(
        _l("Current password"), [InputRequired(_l("Write your current password."))]
    )
    password = PasswordField(_l("New password"), [InputRequired(_l("Choose a password.")), fits])
    again = PasswordField(
        _l("The new password again"),
        [EqualTo("password", _l("These two are not the same. Write both again."))],
    )


class PreferencesForm(Form):
    """How pages look to one person."""

    name = StringField(
        lazy_pgettext("person", "Name"), [DataRequired(_l("Write your name.")), Length(max=200)]
    )
    name_local = StringField(_l("Name in your own script"), [Optional(), Length(max=200)])
    language = RadioField(_l("Language"))
    zone = SelectField(_l("Time zone"))
    theme = RadioField(_l("Appearance"))

    def offer(self, languages: Iterable[str]) -> "PreferencesForm":
        """Fill in the choices."""
        self.language.choices = language_choices(languages)
        self.zone.choices = zone_choices()
        self.theme.choices = [(theme.value, gettext(theme.label)) for theme in Theme]
        return self


class InvitationForm(Form):
    """Somebody new."""

    name = StringField(
        lazy_pgettext("person", "Name"), [DataRequired(_l("Write the name.")), Length(max=200)]
    )
    name_local = StringField(_l("Name in their own script"), [Optional(), Length(max=200)])
    email = EmailField(
        _l("E-mail address"),
        [
            DataRequired(_l("Write the e-mail address.")),
            Length(max=LONGEST_EMAIL),
            looks_like_email,
        ],
    )
    title = StringField(_l("Title"), [Optional(), Length(max=200)])
    role = RadioField(_l("Role"), [InputRequired(_l("Choose a role."))])
    outlets = SelectMultipleField(_l("Outlets"))
    language = RadioField(_l("Language"))

    def offer(
        self, roles: Sequence[Role], outlets: Sequence[Place], languages: Iterable[str]
    ) -> "InvitationForm":
        """Fill in the choices."""
        offer_roles(self.role, roles)
        offer_outlets(self.outlets, outlets)
        self.language.choices = language_choices(languages)
        return self

    def validate_outlets(self, field: Field) -> None:
        """A manager sees named outlets, so at least one has to be named."""
        require_outlets(self.role, field)


class RoleForm(Form):
    """Another role, and the outlets that come with it."""

    role = RadioField(_l("Role"), [InputRequired(_l("Choose a role."))])
    outlets = SelectMultipleField(_l("Outlets"))

    def offer(self, roles: Sequence[Role], outlets: Sequence[Place]) -> "RoleForm":
        """Fill in the choices."""
        offer_roles(self.role, roles)
        offer_outlets(self.outlets, outlets)
        return self

    def validate_outlets(self, field: Field) -> None:
        """A manager sees named outlets, so at least one has to be named."""
        require_outlets(self.role, field)


class ParticularsForm(Form):
    """Name and title of somebody else."""

    name = StringField(
        lazy_pgettext("person", "Name"), [DataRequired(_l("Write the name.")), Length(max=200)]
    )
    name_local = StringField(_l("Name in their own script"), [Optional(), Length(max=200)])
    title = StringField(_l("Title"), [Optional(), Length(max=200)])


def offer_roles(field: Field, roles: Sequence[Role]) -> None:
    """Roles by their labels."""
    field.choices = [(role.value, gettext(role.label)) for role in roles]


def offer_outlets(field: Field, outlets: Sequence[Place]) -> None:
    """Outlets by code and name."""
    field.choices = [(str(outlet.id), outlet.label) for outlet in outlets]


def require_outlets(role: Field, outlets: Field) -> None:
    """Refuse a manager or member of staff without an outlet."""
    if role.data in {one.value for one in rules.NAMED_OUTLETS} and not outlets.data:
        raise ValidationError(gettext("Choose at least one outlet."))


def language_choices(languages: Iterable[str]) -> list[tuple[str, str]]:
    """The network's languages by what they call themselves."""
    return [(code, LANGUAGES[code]) for code in languages if code in LANGUAGES]


@cache
def zone_choices() -> tuple[tuple[str, str], ...]:
    """Every zone of the world by place, UTC first; aliases without a place are left out."""
    places = sorted(
        zone
        for zone in available_timezones()
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/"))
    )
    return (("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places))


def blame(field: Field, error: DomainError) -> None:
    """Show what the service refused beside the field that can put it right."""
    field.errors = [*field.errors, translated(error)]
