"""Shape and wording of what is typed while a franchisee leaves."""

from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Optional

from ...kit.money import Money
from ...network.forms.fields import FactsForm, at_most, enum_choices, needed, trimmed
from ...web.forms import positive
from ..event_enums import ExitReason, InterviewStatus, ReturnStatus
from .events import evidence_file, long_text
from .fields import AmountField

_WHY = _l("Write why; whoever decides reads it.")


def _amount() -> AmountField:
    return AmountField(_l("Amount"), validators=[InputRequired(_l("Write the amount.")), positive])


def _day() -> DateField:
    return DateField(_l("Paid on"), [InputRequired(_l("Choose the day."))])


class MoneyForm(FactsForm):
    """A form with an amount in one currency."""

    amount: Any

    def in_currency(self, currency: str) -> "MoneyForm":
        """Say in which currency the amount is."""
        self.amount.currency = currency
        return self

    @property
    def money(self) -> Money:
        """The amount of a form that was filled in as it should be."""
        return cast("Money", self.amount.data)


class ReturnForm(FactsForm):
    """Whether a thing came back."""

    status = SelectField(_l("How it stands"))
    words = long_text(_l("What shows it, or why it is not needed"))
    file = evidence_file()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.status.choices = enum_choices(
            (ReturnStatus.RETURNED, ReturnStatus.NOT_NEEDED, ReturnStatus.OPEN)
        )


class DeductionForm(MoneyForm):
    """A part of the deposit to keep."""

    amount = _amount()
    words = long_text(_l("Why"), needed(_WHY))


class DepositForm(MoneyForm):
    """A part of the deposit that was paid back."""

    amount = _amount()
    on = _day()
    reference = StringField(_l("Reference"), [Optional(), at_most(200)], filters=[trimmed])


class GiveBackForm(MoneyForm):
    """What is given back of the deposit that the books hold."""

    amount = _amount()
    words = long_text(
        _l("Why"), needed(_l("Write why; the franchisee reads it on the credit note."))
    )


class WriteOffForm(MoneyForm):
    """What is given up of what is owed."""

    amount = _amount()
    words = long_text(_l("Why"), needed(_WHY))


class CreditForm(FactsForm):
    """The franchisee's credit that was paid out."""

    on = _day()
    reference = StringField(
        _l("Reference"),
        [needed(_l("Write the reference of the payment.")), at_most(200)],
        filters=[trimmed],
    )


YES, NO, UNKNOWN = "yes", "no", ""


class InterviewForm(FactsForm):
    """The exit interview."""

    status = SelectField(_l("Interview"))
    on = DateField(_l("Held on"), [Optional()])
    words = long_text(_l("What was said"), needed(_l("Write what was said, or why not.")))
    would_return = RadioField(_l("Would the franchisee come back?"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.status.choices = enum_choices((InterviewStatus.HELD, InterviewStatus.DECLINED))
        self.would_return.choices = [(YES, _("Yes")), (NO, _("No")), (UNKNOWN, _("Not known"))]
        if self.would_return.data is None:
            self.would_return.data = UNKNOWN

    @property
    def is_returning(self) -> bool | None:
        """Whether they would come back, as far as they said."""
        return {YES: True, NO: False}.get(str(self.would_return.data or ""))


class ReasonsForm(FactsForm):
    """Why, as one's own side sees it."""

    reasons = SelectMultipleField(_l("Reasons"))
    words = long_text(_l("In your words"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.reasons.choices = enum_choices(ExitReason)

    @property
    def chosen(self) -> list[ExitReason]:
        """The reasons that were ticked."""
        return [ExitReason(value) for value in self.reasons.data or ()]


class NothingForm(FactsForm):
    """A decision that needs no words."""
