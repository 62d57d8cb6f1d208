"""What the forms of the network share: the version seen, cells read as in files, choices."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, ValidationError
from wtforms.validators import DataRequired, Length

from ...kit.enums import LabeledEnum
from ...kit.errors import Unreadable
from ...web.errors import translated
from ...web.forms import Form
from ...web.languages import LANGUAGES
from ..errors import Refused


class FactsForm(Form):
    """A form about one object. It remembers the version of the object that was shown."""

    version = HiddenField()

    @property
    def seen(self) -> int | None:
        """The version that was shown; None on forms for something new."""
        text = str(self.version.data or "")
        return int(text) if text.isdigit() else None

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, by the names of the columns; choices among ids as ids."""
        return {
            name: (UUID(value) if value else None) if name.endswith("_id") else value
            for name, value in self.data.items()
            if name != "version"
        }

    def fault(self, refusal: Refused) -> Self:
        """Say at its field what the service refused; at the form when it has no such field."""
        text = translated(refusal)
        if refusal.field in self:
            field = self[refusal.field]
            field.errors = [*field.errors, text]
        else:
            self.form_errors.append(text)
        return self


def needed(message: Any) -> DataRequired:  # noqa: ANN401 - a lazy text
    """Refuse an empty field with a sentence of its own."""
    return DataRequired(message)


def at_most(length: int) -> Length:
    """Refuse a longer text."""
    return Length(max=length, message=_l("Shorten this to %(max)d characters."))


def read_as(reader: Callable[[str], object]) -> Callable[[Form, Field], None]:
    """Refuse what the same column of a file would refuse, with the same words."""

    def check(_form: Form, field: Field) -> None:
        if not field.data:
            return
        try:
            reader(str(field.data))
        except Unreadable as trouble:
            raise ValidationError(unreadable_words(trouble)) from trouble

    return check


def kept_as(reader: Callable[[str], str]) -> Callable[[Form, Field], None]:
    """The same, and keep the value as it was read: in capitals, without spaces."""

    def check(form: Form, field: Field) -> None:
        read_as(reader)(form, field)
        if field.data:
            field.data = reader(str(field.data))

    return check


def unreadable_words(trouble: Unreadable) -> str:
    """What is wrong and what to do, in the viewer's language."""
    parts = (gettext(text) for text in (trouble.message, trouble.remedy) if text)
    return " ".join(part % trouble.params if trouble.params else part for part in parts)


def trimmed(text: str | None) -> str:
    """A text without white space around it; never None."""
    return (text or "").strip()


def offer_ids(field: Field, choices: Iterable[tuple[str, str]], *, none: str = "") -> None:
    """Fill in choices among things with ids; `none` is what stands for no choice, if that is one.

    The field's name ends in `_id`; `facts` gives the chosen id, or None.
    """
    field.choices = [*([("", none)] if none else []), *choices]


def enum_choices(members: Iterable[LabeledEnum]) -> Sequence[tuple[str, str]]:
    """Values and translated labels."""
    return [(member.value, gettext(member.label)) for member in members]


def language_choices() -> Sequence[tuple[str, str]]:
    """The portal's languages by what they call themselves."""
    return list(LANGUAGES.items())


def zone_choices(zones: Iterable[str]) -> Sequence[tuple[str, str]]:
    """Time zones by name."""
    return [(zone, zone.replace("_", " ")) for zone in zones]
