"""What stands several times in the terms: steps of development, policies, guarantors."""

from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from ...kit.i18n import N_
from ...network.forms.fields import at_most, trimmed
from ...web.forms import Form
from ..enums import InsuranceKind, Rhythm
from ..rules.terms import DevelopmentStep, Guarantor, Insurance
from .fields import AmountField, DurationField

MOST_OUTLETS = 10_000


class Row(Form):
    """A row that counts only when something stands in it."""

    #: Fields that a filled row must have, each with what to write.
    needs: ClassVar[dict[str, str]] = {}

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed into it."""
        return any(_holds(field) for field in self)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as WTForms has it
        """Check a filled row; an empty one is left out."""
        if not self.is_filled:
            return True
        is_valid = super().validate(extra_validators)
        for name, words in self.needs.items():
            if not self[name].data and not self[name].errors:
                self[name].errors = [_(words)]
                is_valid = False
        return is_valid


def _holds(field: Field) -> bool:
    if isinstance(field, DurationField):
        return bool(field.raw_data and str(field.raw_data[0]).strip())
    if isinstance(field, BooleanField):
        return bool(field.data)
    return bool(field.raw_data and str(field.raw_data[0]).strip())


class StepForm(Row):
    """One step of the development schedule."""

    needs: ClassVar[dict[str, str]] = {
        "due_on": N_("Choose the day of this step."),
        "outlets_open": N_("Write how many outlets are open by then."),
    }
    due_on = DateField(_l("Open by"), [Optional()])
    outlets_open = IntegerField(
        _l("Outlets open by then"),
        [Optional(), NumberRange(1, MOST_OUTLETS, _l("Write a number of outlets, 1 or more."))],
    )
    grace = DurationField(_l("Grace"), [Optional()])

    def value(self, number: int) -> DevelopmentStep:
        """The step as the terms hold it."""
        return DevelopmentStep(
            number=number,
            due_on=self.due_on.data,
            outlets_open=self.outlets_open.data,
            grace=self.grace.data,
        )


class PolicyForm(Row):
    """One policy that the franchisee keeps."""

    needs: ClassVar[dict[str, str]] = {"kind": N_("Choose the kind of insurance.")}
    kind = SelectField(_l("Kind"), default="")
    cover = AmountField(_l("For each event"), [Optional()])
    aggregate = AmountField(_l("For all events of a year"), [Optional()])
    evidence_every = SelectField(_l("Evidence"), default="")
    names_franchisor = BooleanField(_l("The franchisor is insured too"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.kind.choices = [("", ""), *((kind.value, _(kind.label)) for kind in InsuranceKind)]
        self.evidence_every.choices = [
            ("", _("not asked for")),
            *((rhythm.value, _(rhythm.label)) for rhythm in Rhythm),
        ]

    def value(self) -> Insurance:
        """The policy as the terms hold it."""
        every = self.evidence_every.data
        return Insurance(
            kind=InsuranceKind(self.kind.data),
            cover=self.cover.data,
            aggregate=self.aggregate.data,
            evidence_every=Rhythm(every) if every else None,
            names_franchisor=bool(self.names_franchisor.data),
        )


class GuarantorForm(Row):
    """Somebody who stands in for the franchisee."""

    needs: ClassVar[dict[str, str]] = {"name": N_("Write the guarantor's name.")}
    name = StringField(_l("Name"), [Optional(), at_most(200)], filters=[trimmed])
    address = StringField(_l("Address"), [Optional(), at_most(300)], filters=[trimmed])
    limit = AmountField(_l("Up to"), [Optional()])

    def value(self) -> Guarantor:
        """The guarantor as the terms hold it."""
        return Guarantor(
            name=self.name.data, address=self.address.data or "", limit=self.limit.data
        )
