"""Pausing reminders, leaving out a step, and writing the network's steps."""

from collections.abc import Iterator
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from ...kit.errors import Refused
from ...network.forms.fields import FactsForm, enum_choices, needed, trimmed
from ..enums import Manner
from ..rules.steps import MOST_DAYS, MOST_STEPS, Step

REASON = 1000


class PauseForm(FactsForm):
    """Until when nobody is reminded, and why."""

    until = DateField(_l("Until"), [InputRequired(_l("Write the last day of the pause."))])
    reason = TextAreaField(
        _l("Why"),
        [
            needed(_l("Write why reminders pause; whoever reads it later was not there.")),
            Length(max=REASON),
        ],
        filters=[trimmed],
    )


class SkipForm(FactsForm):
    """Why a step is left out."""

    reason = TextAreaField(
        _l("Why"),
        [needed(_l("Write why the step is left out; it stays on file.")), Length(max=REASON)],
        filters=[trimmed],
    )


class ProcedureForm(FactsForm):
    """The network's steps, a row for each; a row without a name is none."""

    rows: tuple[int, ...] = ()

    rest_days = IntegerField(
        _l("Days after the last step"),
        [
            InputRequired(_l("Write a number of days.")),
            NumberRange(1, MOST_DAYS, _l("Write from 1 to 365 days.")),
        ],
    )
    reason = TextAreaField(
        _l("Why the steps change"), [Optional(), Length(max=REASON)], filters=[trimmed]
    )

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was typed, in the order of the rows."""
        return tuple(self._read())

    def fault(self, refusal: Refused) -> Self:
        """Say what is wrong with a step in its row: rows that were left empty are no steps."""
        part, _of, number = refusal.field.rpartition("_")
        if number.isdigit():
            refusal.field = f"{part}_{self._filled[int(number) - 1]}"
        return super().fault(refusal)

    @property
    def _filled(self) -> tuple[int, ...]:
        return tuple(
            row for row in self.rows if self[f"name_{row}"].data or self[f"days_{row}"].data
        )

    def _read(self) -> Iterator[Step]:
        for row in self._filled:
            yield Step(
                days=self[f"days_{row}"].data or 0,
                name=self[f"name_{row}"].data,
                manner=Manner(self[f"manner_{row}"].data),
                makes_letter=bool(self[f"letter_{row}"].data),
                sends_mail=bool(self[f"mail_{row}"].data),
            )


def procedure_form(**kwargs: Any) -> ProcedureForm:  # noqa: ANN401 - WTForms' own
    """The form with its rows."""
    fields: dict[str, Any] = {"rows": tuple(range(1, MOST_STEPS + 1))}
    for row in fields["rows"]:
        fields[f"days_{row}"] = IntegerField(
            _l("Days after the due day"),
            [Optional(), NumberRange(1, MOST_DAYS, _l("Write from 1 to 365 days."))],
        )
        fields[f"name_{row}"] = StringField(
            _l("Name"), [Optional(), Length(max=80)], filters=[trimmed]
        )
        fields[f"manner_{row}"] = SelectField(
            _l("Tone"), choices=lambda: enum_choices(Manner), default=Manner.PLAIN.value
        )
        fields[f"letter_{row}"] = BooleanField(_l("Make a letter (PDF)"))
        fields[f"mail_{row}"] = BooleanField(_l("Send a mail"))
    made: ProcedureForm = type("ProcedureForm", (ProcedureForm,), fields)(**kwargs)
    return made


def typed_steps(steps: tuple[Step, ...]) -> dict[str, Any]:
    """The steps in force as the form shows them; the usual names in the reader's language."""
    found: dict[str, Any] = {}
    for row, step in enumerate(steps, start=1):
        found |= {
            f"days_{row}": step.days,
            f"name_{row}": _(step.name),
            f"manner_{row}": step.manner.value,
            f"letter_{row}": step.makes_letter,
            f"mail_{row}": step.sends_mail,
        }
    return found
