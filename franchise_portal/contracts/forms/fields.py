"""Fields for what contracts agree on: durations, shares, lists of lines."""

from collections.abc import Callable, Collection
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape
from wtforms import Field, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import Optional
from wtforms.widgets import TextInput

from ...kit.durations import Duration, Unit
from ...kit.enums import LabeledEnum
from ...kit.i18n import N_
from ...web.forms import Form, MoneyField

UNITS = {
    Unit.DAYS: N_("days"),
    Unit.WEEKS: N_("weeks"),
    Unit.MONTHS: N_("months"),
    Unit.YEARS: N_("years"),
}
HUNDRED = 100


def choices(
    kind: type[LabeledEnum], *, leaving: Collection[LabeledEnum] = (), empty: str | None = None
) -> Callable[[], list[tuple[str, str]]]:
    """What there is to choose from, in the language of whoever opens the form.

    `leaving` is not offered; `empty` are the words of a choice before all others.
    """

    def offered() -> list[tuple[str, str]]:
        first = [] if empty is None else [("", _(empty) if empty else "")]
        return [*first, *((one.value, _(one.label)) for one in kind if one not in leaving)]

    return offered


def several(label: Any, kind: type[LabeledEnum]) -> SelectMultipleField:  # noqa: ANN401
    """Any number of choices, drawn as boxes to tick."""
    return SelectMultipleField(label, [Optional()], choices=choices(kind))


class DurationField(Field):  # type: ignore[misc]
    """A count and a unit, side by side; `data` is a Duration or None when the count is empty."""

    def widget(self, _field: Field, **attributes: Any) -> Markup:  # noqa: ANN401 - HTML attributes
        """An input for the count and a select for the unit, both under the field's name."""
        kept = {
            name.replace("_", "-"): value
            for name, value in attributes.items()
            if name.startswith("aria_") and value
        }
        described = Markup("").join(
            Markup(' {}="{}"').format(name, value) for name, value in kept.items()
        )
        count, chosen = self._typed()
        options = Markup("").join(
            Markup('<option value="{}"{}>{}</option>').format(
                unit.value, Markup(" selected") if unit.value == chosen else "", _(words)
            )
            for unit, words in UNITS.items()
        )
        return Markup(
            '<span class="duration"><input class="input" type="text" inputmode="numeric" '
            'autocomplete="off" id="{}" name="{}" value="{}"{}>'
            '<select class="input input--select" name="{}" aria-label="{}">{}</select></span>'
        ).format(
            self.id,
            self.name,
            count,
            described,
            self.name,
            _("Unit of “%(field)s”", field=escape(self.label.text)),
            options,
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a count and a unit."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        count = valuelist[0].strip()
        unit = valuelist[1] if len(valuelist) > 1 else ""
        try:
            self.data = Duration(int(count), Unit(unit))
        except ValueError as error:
            self.data = None
            raise ValueError(
                _("Write a whole number, such as 6; at most a thousand years.")
            ) from error

    def _typed(self) -> tuple[str, str]:
        if self.raw_data:
            given = [str(part) for part in self.raw_data]
            return given[0], given[1] if len(given) > 1 else Unit.MONTHS.value
        if isinstance(self.data, Duration):
            return str(self.data.count), self.data.unit.value
        return "", Unit.MONTHS.value


class AmountField(MoneyField):
    """An amount whose currency is set once the form stands: read when the form is checked."""

    def __init__(self, label: Any, validators: Any = None, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(label, validators=validators, **kwargs)

    def process_formdata(self, _valuelist: list[str]) -> None:
        """Wait: without the currency nobody knows how many decimals there are."""
        self.data = None

    def pre_validate(self, _form: Form) -> None:
        """Read the amount strictly, as a money field does."""
        if not self.raw_data:
            return
        try:
            super().process_formdata([str(part) for part in self.raw_data])
        except ValueError as error:
            raise ValidationError(str(error)) from error


class ShareField(StringField):  # type: ignore[misc]
    """A share typed as per cent; `data` is a Decimal of one, or None."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read `3` or `2.5` as per cent."""
        text = valuelist[0].strip().removesuffix("%").strip() if valuelist else ""
        if not text:
            self.data = None
            return
        try:
            share = Decimal(text)
        except InvalidOperation as error:
            self.data = None
            raise ValueError(_("Write per cent as a number, such as 2.5.")) from error
        if not share.is_finite() or not 0 < share <= HUNDRED:
            self.data = None
            raise ValueError(_("Write per cent above 0 and at most 100."))
        self.data = share / HUNDRED

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return format((self.data * HUNDRED).normalize(), "f")


class LinesField(TextAreaField):  # type: ignore[misc]
    """Texts, one a line; `data` is a tuple of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        # Components tell fields apart by this name.
        self.type = "TextAreaField"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Each line that holds something."""
        text = valuelist[0] if valuelist else ""
        self.data = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "\n".join(self.data or ())
