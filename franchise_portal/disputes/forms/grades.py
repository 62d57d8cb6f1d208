"""What is typed about grades."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from ...fees.correction_forms import InCurrency
from ...network.forms.fields import FactsForm, at_most, enum_choices, needed, trimmed
from ...web.forms import MoneyField
from ..grade_enums import Grade
from ..services.adopting import MOST_DAYS, Adoption
from ..services.grading import Override
from .disputes import amount_in

LONGEST = 4000


class AppealForm(FactsForm):
    """Why a grade is not right."""

    words = TextAreaField(
        _l("Why the grade is not right"),
        [needed(_l("Write why the grade is not right.")), at_most(LONGEST)],
        filters=[trimmed],
    )


class DecideForm(FactsForm):
    """Whether another grade holds for a time, and why."""

    grade = SelectField(_l("Grade that holds"))
    until = DateField(_l("Until"), [Optional()])
    reasons = TextAreaField(
        _l("Reasons"),
        [needed(_l("Write the reasons; the franchisee reads them.")), at_most(LONGEST)],
        filters=[trimmed],
    )

    def __init__(self, *, keep: str = "", **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        """`keep` is what stands for no other grade."""
        super().__init__(**kwargs)
        self.grade.choices = [("", keep), *enum_choices(Grade)]

    @property
    def override(self) -> Override | None:
        """The other grade, where one was chosen with a day."""
        if not self.grade.data or self.until.data is None:
            return None
        return Override(grade=Grade(self.grade.data), until=self.until.data)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as WTForms has it
        """Another grade needs its last day."""
        is_valid = super().validate(extra_validators)
        if self.grade.data and self.until.data is None:
            self.until.errors = [*self.until.errors, str(_l("Choose until when it holds."))]
            return False
        return is_valid


class AdoptForm(InCurrency):
    """Terms of payment and what allows them."""

    due_days = IntegerField(
        _l("Days to pay"),
        [InputRequired(_l("Write the number of days.")), NumberRange(0, MOST_DAYS)],
    )
    is_prepaid = BooleanField(_l("Supplies and single charges are paid before"))
    credit_limit = MoneyField(
        _l("Credit limit"), validators=[InputRequired(_l("Write the limit; 0 for none."))]
    )
    starts_on = DateField(
        _l("For invoices issued from"), [InputRequired(_l("Choose the first day."))]
    )
    clause = StringField(
        _l("Clause that allows less time"), [Optional(), at_most(60)], filters=[trimmed]
    )
    reason = TextAreaField(
        _l("Why"),
        [needed(_l("Write why; the franchisee reads it.")), at_most(2000)],
        filters=[trimmed],
    )

    @property
    def adoption(self) -> Adoption:
        """What was typed, once it is valid."""
        return Adoption(
            due_days=self.due_days.data,
            is_prepaid=bool(self.is_prepaid.data),
            credit_limit=amount_in(self.credit_limit),
            starts_on=self.starts_on.data,
            clause=self.clause.data or "",
            reason=self.reason.data,
        )
