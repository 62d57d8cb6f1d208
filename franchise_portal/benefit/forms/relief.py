"""Asking for relief and deciding about it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from ...network.forms.fields import FactsForm, enum_choices
from ..enums import ReliefKind

DECLINE = "decline"


class ReliefForm(FactsForm):
    """What weighs on the outlet, and what would help."""

    kind = RadioField(_l("What would help"), [InputRequired(_l("Choose one."))])
    words = TextAreaField(
        _l("What weighs on the outlet"),
        [InputRequired(_l("Write what weighs on the outlet.")), Length(max=5_000)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Offer what can be asked for."""
        super().__init__(*args, **kwargs)
        self.kind.choices = list(enum_choices(ReliefKind))


class DecisionForm(FactsForm):
    """What is granted, if anything, with the reasons."""

    granted = SelectField(_l("Decision"), [InputRequired(_l("Choose one."))])
    until = DateField(_l("Until"), [Optional()])
    reasons = TextAreaField(
        _l("Reasons"),
        [InputRequired(_l("Write the reasons. The franchisee reads them.")), Length(max=5_000)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Offer every kind of relief, and none."""
        super().__init__(*args, **kwargs)
        self.granted.choices = [
            ("", _l("Choose …")),
            *((value, _l("Grant: %(what)s", what=words)) for value, words in _kinds()),
            (DECLINE, _l("Decline")),
        ]

    @property
    def kind(self) -> ReliefKind | None:
        """What is granted; None when it is declined."""
        return None if self.granted.data == DECLINE else ReliefKind(self.granted.data)


def _kinds() -> list[tuple[str, str]]:
    return list(enum_choices(ReliefKind))
