"""Shape and wording of what is typed about the life of a contract."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileAllowed
from wtforms import (
    DateField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from ...kit.money import Money
from ...network.forms.fields import FactsForm, at_most, enum_choices, needed, trimmed
from ..event_enums import OutletFate, TerminationKind
from ..services.endings import Plan
from .fields import AmountField

ENDINGS = ("pdf", "png", "jpg", "jpeg", "docx", "odt")
MOST_DAYS = 730


def long_text(label: Any, *validators: Any) -> TextAreaField:  # noqa: ANN401 - a lazy text
    """Some sentences."""
    return TextAreaField(label, [*(validators or (Optional(),)), at_most(4000)], filters=[trimmed])


def evidence_file() -> FileField:
    """A file that shows something."""
    return FileField(
        _l("Document or picture"),
        [Optional(), FileAllowed(ENDINGS, _l("Only PDF, PNG, JPEG, DOCX and ODT."))],
    )


class WishForm(FactsForm):
    """The wish to renew."""

    wish = long_text(_l("What you want to say about it"))


class ReasonForm(FactsForm):
    """A decision with its reason."""

    reason = long_text(_l("Reason"))


class ReasonAndFeeForm(ReasonForm):
    """A decision whose fee is a share of what new franchisees pay on that day."""

    initial_fee = AmountField(_l("Initial fee that new franchisees pay now"), [Optional()])

    def in_currency(self, currency: str) -> Self:
        """Say in which currency the amount is."""
        self.initial_fee.currency = currency
        return self


def deciding_form(share: Decimal | None, currency: str) -> Callable[..., ReasonForm]:
    """What makes the form of a decision: with the initial fee where a fee is a share of it."""
    if share is None:
        return ReasonForm

    def made(**kwargs: Any) -> ReasonAndFeeForm:  # noqa: ANN401 - WTForms' own
        return ReasonAndFeeForm(**kwargs).in_currency(currency)

    return made


def initial_fee_of(form: ReasonForm) -> Money | None:
    """The initial fee that was written, where it was asked for."""
    return form.initial_fee.data if isinstance(form, ReasonAndFeeForm) else None


class EvidenceForm(FactsForm):
    """What shows that a condition is met."""

    evidence = long_text(_l("What shows it"))
    file = evidence_file()


class TransferForm(FactsForm):
    """To whom a contract is to go, and when."""

    to_name = StringField(
        _l("Who takes over"), [needed(_l("Write who takes over.")), at_most(200)], filters=[trimmed]
    )
    to_franchisee = StringField(
        _l("Franchisee's code, if known"), [Optional(), at_most(20)], filters=[trimmed]
    )
    starts_on = DateField(
        _l("First day of the new franchisee"), [InputRequired(_l("Choose the first day."))]
    )
    outlets = SelectMultipleField(_l("Outlets that go"), [Optional()])
    offer = long_text(_l("Price and terms that were offered"))
    wish = long_text(_l("Why, and what should be known"))

    @property
    def chosen(self) -> list[UUID]:
        """The outlets that were ticked; none means all of them."""
        return [UUID(one) for one in self.outlets.data or ()]


class BuyerForm(FactsForm):
    """Which franchisee a contract goes to."""

    to_franchisee = StringField(
        _l("Franchisee's code"),
        [needed(_l("Write the franchisee's code.")), at_most(20)],
        filters=[trimmed],
    )
    starts_on = DateField(_l("First day, if it changes"), [Optional()])


class FirstRefusalForm(FactsForm):
    """Whether the franchisor buys."""

    decision = RadioField(
        _l("Decision"), [InputRequired(_l("Choose one of the two."))], validate_choice=True
    )
    reason = long_text(_l("Reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.decision.choices = [
            ("waive", _("Give the right up: the transfer goes on")),
            ("buy", _("Buy on the same terms: the transfer ends here")),
        ]


class ExtensionForm(FactsForm):
    """More days for a step."""

    step = SelectField(_l("Step"))
    days = IntegerField(
        _l("Days"),
        [
            InputRequired(_l("Write a number of days.")),
            NumberRange(1, MOST_DAYS, _l("Write a number from 1 to %(max)s.", max=MOST_DAYS)),
        ],
    )
    words = long_text(_l("Why"), needed(_l("Write why; whoever decides reads it.")))

    def offer(self, steps: Iterable[tuple[str, str]]) -> Self:
        """Fill in the steps that are not met."""
        self.step.choices = list(steps)
        return self


class InvoiceForm(FactsForm):
    """On which invoice an amount stands."""

    reference = StringField(
        _l("Number of the invoice"),
        [needed(_l("Write the number of the invoice.")), at_most(60)],
        filters=[trimmed],
    )


class WaiverForm(FactsForm):
    """Why an amount is not charged."""

    words = long_text(_l("Why"), needed(_l("Write why; whoever decides reads it.")))


class TerminationForm(FactsForm):
    """A termination: by whom, why, after which notice, with what day."""

    kind = SelectField(_l("Who ends it, and on what ground"))
    effective_on = DateField(
        _l("Last day of the contract"), [InputRequired(_l("Choose the last day."))]
    )
    reason = long_text(_l("Reason"), needed(_l("Write the reason.")))
    notice_id = SelectField(_l("Notice that went before it"), validators=[Optional()])
    skip_reason = long_text(_l("Why no notice went before it"))

    outlet_ids: Sequence[UUID] = ()

    def offer(self, notices: Iterable[tuple[str, str]]) -> Self:
        """Fill in kinds and notices."""
        self.kind.choices = enum_choices(TerminationKind)
        self.notice_id.choices = [("", _("None")), *notices]
        return self

    @property
    def plan(self) -> Plan:
        """What was typed, as the service wants it."""
        return Plan(
            kind=TerminationKind(self.kind.data),
            reason=str(self.reason.data),
            effective_on=self.effective_on.data,
            fates={
                outlet_id: OutletFate(self[fate_field(place)].data)
                for place, outlet_id in enumerate(self.outlet_ids)
            },
            notice_id=UUID(self.notice_id.data) if self.notice_id.data else None,
            skip_reason=str(self.skip_reason.data or ""),
        )


def fate_field(place: int) -> str:
    """The name of the field about an outlet."""
    return f"fate_{place}"


def termination_form(outlets: Sequence[tuple[UUID, str]]) -> type[TerminationForm]:
    """The form with one question for each outlet: its id and its name."""
    fields: dict[str, Any] = {
        fate_field(place): SelectField(
            name, choices={fate.value: _(fate.label) for fate in OutletFate}
        )
        for place, (_id, name) in enumerate(outlets)
    }
    fields["outlet_ids"] = tuple(outlet_id for outlet_id, _name in outlets)
    return type("TerminationForm", (TerminationForm,), fields)
