"""Scores as they are typed: one choice and one note for each criterion of a version."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, TextAreaField
from wtforms.validators import Optional

from ...network.forms.fields import FactsForm, at_most, needed, trimmed
from ...web.forms import Form
from ..models import Assessment, ScorecardVersion
from ..rules import HIGHEST, LOWEST
from ..services.assessments import Mark
from .fields import LONGEST_TEXT, text

SCALE = range(LOWEST, HIGHEST + 1)


def score_field(criterion_id: UUID) -> str:
    """The name of a criterion's choice."""
    return f"score_{criterion_id.hex}"


def note_field(criterion_id: UUID) -> str:
    """The name of a criterion's note."""
    return f"note_{criterion_id.hex}"


class AssessmentForm(FactsForm):
    """The whole assessment; the criteria's fields are added by `of`."""

    summary = text(_l("In a few sentences: would you work with this person?"))

    @classmethod
    def of(cls, version: ScorecardVersion, filled: Assessment | None = None) -> "AssessmentForm":
        """The form for a version, filled from what was kept unless something was sent."""
        fields: dict[str, Any] = {}
        for criterion in version.criteria:
            fields[score_field(criterion.id)] = RadioField(
                criterion.name,
                choices=[SelectChoice(str(score), str(score)) for score in SCALE],
                validate_choice=False,
            )
            fields[note_field(criterion.id)] = TextAreaField(
                _l("What this rests on"),
                [Optional(), at_most(LONGEST_TEXT)],
                filters=[trimmed],
            )
        form_class = type("FilledAssessmentForm", (cls,), fields)
        form: AssessmentForm = form_class(data=_data_of(filled) if filled else None)
        return form


def marks_of(form: AssessmentForm, version: ScorecardVersion) -> Mapping[UUID, Mark]:
    """The marks that were typed; what is no mark on the scale counts as none."""
    return {
        criterion.id: Mark(
            _score(form[score_field(criterion.id)].data), form[note_field(criterion.id)].data
        )
        for criterion in version.criteria
    }


class ReasonForm(Form):
    """A reason for something that is done with one button."""

    reason = TextAreaField(
        _l("Reason"), [needed(_l("Write why.")), at_most(LONGEST_TEXT)], filters=[trimmed]
    )


def _score(typed: object) -> int | None:
    text_ = str(typed or "")
    score = int(text_) if text_.isdigit() else 0
    return score if LOWEST <= score <= HIGHEST else None


def _data_of(assessment: Assessment) -> dict[str, Any]:
    data: dict[str, Any] = {
        "summary": assessment.summary,
        "version": str(assessment.version),
    }
    for score in assessment.scores:
        data[score_field(score.criterion_id)] = str(score.score or "")
        data[note_field(score.criterion_id)] = score.note
    return data
