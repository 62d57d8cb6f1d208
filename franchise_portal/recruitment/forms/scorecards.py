"""Criteria and the draft of the scorecard as they are typed."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange

from ...network.forms.fields import FactsForm, at_most, needed, trimmed
from ..models import DraftCriterion
from ..rules import HIGHEST, LOWEST
from ..services import CriterionWords
from .fields import line, text

HEAVIEST = 20
ANCHORS = ("one", "two", "three", "four", "five")


def _anchor(label: Any, *, must: bool) -> Any:  # noqa: ANN401 - lazy texts and fields of WTForms
    if not must:
        return line(label, 300)
    return StringField(
        label,
        [needed(_l("Say in words what this score means.")), at_most(300)],
        filters=[trimmed],
    )


class CriterionForm(FactsForm):
    """What is asked, how much it weighs, what the scores mean in words."""

    name = StringField(
        _l("Criterion"), [needed(_l("Give the criterion a name.")), at_most(100)], filters=[trimmed]
    )
    question = text(_l("The question behind it"))
    weight = IntegerField(
        _l("Weight"),
        [
            InputRequired(_l("Write a weight from 1 to 20.")),
            NumberRange(1, HEAVIEST, _l("Write a weight from 1 to 20.")),
        ],
        default=2,
    )
    fail_below = SelectField(
        _l("Fails the applicant"),
        coerce=int,
        choices=[
            SelectChoice(0, _l("Never: a low score can be made up for elsewhere")),
            SelectChoice(2, _l("Below 2, whatever the total")),
            SelectChoice(3, _l("Below 3, whatever the total")),
            SelectChoice(4, _l("Below 4, whatever the total")),
        ],
        default=0,
    )
    one = _anchor(_l("A 1 means"), must=True)
    two = _anchor(_l("A 2 means"), must=False)
    three = _anchor(_l("A 3 means"), must=True)
    four = _anchor(_l("A 4 means"), must=False)
    five = _anchor(_l("A 5 means"), must=True)

    @classmethod
    def of(cls, criterion: DraftCriterion) -> "CriterionForm":
        """The form filled from a criterion."""
        return cls(
            formdata=None,
            data={
                "version": str(criterion.version),
                "name": criterion.name,
                "question": criterion.question,
                "weight": criterion.weight,
                "fail_below": criterion.fail_below,
                **dict(zip(ANCHORS, criterion.anchors, strict=True)),
            },
        )

    @property
    def words(self) -> CriterionWords:
        """The criterion as the service takes it."""
        one, two, three, four, five = (self[name].data for name in ANCHORS)
        return CriterionWords(
            name=self.name.data,
            question=self.question.data,
            weight=self.weight.data,
            fail_below=self.fail_below.data,
            anchors=(one, two, three, four, five),
        )


class DraftForm(FactsForm):
    """From which mean on the scorecard speaks for an applicant, and what is new."""

    pass_mark = DecimalField(
        _l("Pass mark"),
        [
            InputRequired(_l("Write a mean from 1 to 5, such as 3.2.")),
            NumberRange(LOWEST, HIGHEST, _l("Write a mean from 1 to 5, such as 3.2.")),
        ],
        places=1,
        default=Decimal("3.2"),
    )
    remark = text(_l("What is different from the version before, and why"))
