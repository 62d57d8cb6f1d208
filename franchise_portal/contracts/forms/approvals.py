"""Shape and wording of what is asked for, decided, and written into the table of authority."""

from collections.abc import Mapping, Sequence
from typing import Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from ...access.roles import Role
from ...kit.errors import Unreadable
from ...kit.money import exponent, minor_from_text
from ...network.forms.fields import (
    FactsForm,
    at_most,
    needed,
    trimmed,
    unreadable_words,
)
from ..acts import Act
from ..event_enums import Measure
from ..rules.authority import NOTHING, UNLIMITED, Limit, Size

UNBOUNDED = "*"
MOST_DAYS = 3660


class AskForm(FactsForm):
    """Something to grant, or to ask for."""

    act = SelectField(_l("What"))
    quantity = StringField(
        _l("How much, or how long"), [Optional(), at_most(20)], filters=[trimmed]
    )
    contract = StringField(
        _l("Contract's number"),
        [needed(_l("Write the contract's number.")), at_most(40)],
        filters=[trimmed],
    )
    words = TextAreaField(
        _l("Why"),
        [needed(_l("Write why; whoever reads it later was not there.")), at_most(4000)],
        filters=[trimmed],
    )

    def offer(self, acts: Sequence[Act]) -> Self:
        """Fill in the acts."""
        self.act.choices = [(act.slug, _(act.label)) for act in acts]
        return self

    def size(self, act: Act, currency: str) -> Size | None:
        """How much is asked for; None, with a fault at the field, when it cannot be read."""
        value = read_size(str(self.quantity.data or ""), act.measure, currency)
        if isinstance(value, str):
            self.quantity.errors = [*self.quantity.errors, value]
            return None
        return Size(act.measure, value, currency if act.measure is Measure.AMOUNT else "")


class WordsForm(FactsForm):
    """Words beside a decision, a remark, or about how something was done."""

    words = TextAreaField(_l("Words"), [Optional(), at_most(4000)], filters=[trimmed])


class AuthorityForm(FactsForm):
    """The table of authority: one field for each role and act, named `role-act`."""

    reason = TextAreaField(
        _l("Why the limits change"), [Optional(), at_most(2000)], filters=[trimmed]
    )


def read_limits(
    values: Mapping[str, str], acts: Sequence[Act], roles: Sequence[Role], currency: str
) -> tuple[Mapping[tuple[Role, str], Limit], Mapping[str, str]]:
    """The limits that were typed, and what is wrong with which field."""
    found: dict[tuple[Role, str], Limit] = {}
    faults: dict[str, str] = {}
    for act in acts:
        for role in roles:
            name = field_name(role, act)
            text = values.get(name, "").strip()
            limit = _limit(text, act.measure, currency)
            if isinstance(limit, str):
                faults[name] = limit
            else:
                found[role, act.slug] = limit
    return found, faults


def field_name(role: Role, act: Act) -> str:
    """The name of a field of the table."""
    return f"{role.value}-{act.slug}"


def _limit(text: str, measure: Measure, currency: str) -> Limit | str:
    if not text or text == "0":
        return NOTHING
    if text == UNBOUNDED:
        return UNLIMITED
    value = read_size(text, measure, currency)
    return value if isinstance(value, str) else Limit(value)


def read_size(text: str, measure: Measure, currency: str) -> int | str:
    """A size in its smallest unit, or the sentence that says what is wrong."""
    if measure is Measure.EACH_TIME and not text:
        return 1
    try:
        if measure is Measure.AMOUNT:
            value = minor_from_text(text, exponent(currency))
        elif text.isascii() and text.isdigit() and int(text) <= MOST_DAYS:
            value = int(text)
        else:
            return _("Write a whole number.")
    except Unreadable as trouble:
        return unreadable_words(trouble)
    return value if value > 0 else _("Write a number above zero.")
