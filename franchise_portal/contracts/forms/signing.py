"""Shape and wording of what is typed around signing."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from ...network.forms.fields import FactsForm, at_most, needed, trimmed
from ...web.filters import label
from ..enums import Party
from ..queries.signing_parties import Candidate
from ..services.signing import Chosen
from ..signing_enums import SigningOrder

SIGNERS = 6
"""Rows of the form. Whoever needs more signs in a further document."""
USUAL_DAYS = 14
#: The franchisor signs last: until then nothing binds it that nobody else has agreed to.
_ASKED_FIRST = {Party.FRANCHISEE: 0, Party.GUARANTOR: 1, Party.FRANCHISOR: 2}
_ADDRESS = Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message=_l("Write an e-mail address."))


def _who(position: int) -> SelectField:
    return SelectField(_l("Signer %(number)s", number=position + 1), default="")


class StartForm(FactsForm):
    """Who signs, in which order, until when."""

    order = RadioField(
        _l("Who is asked when"),
        choices={one.value: one.label for one in SigningOrder},
        default=SigningOrder.SEQUENTIAL.value,
    )
    expires_on = DateField(
        _l("Last day for signing"), validators=[needed(_l("Choose the last day for signing."))]
    )
    remind_every = IntegerField(
        _l("Days between reminders"),
        default=3,
        validators=[
            InputRequired(_l("Write a number of days, or 0 for none.")),
            NumberRange(0, 30, message=_l("Write a number from 0 to 30.")),
        ],
    )
    message = TextAreaField(
        _l("Message to the signers"), validators=[Optional(), at_most(2000)], filters=[trimmed]
    )
    in_two_roles = BooleanField(_l("One person signs for two parties"))

    @classmethod
    def of(
        cls, candidates: Sequence[Candidate], *, today: date, sender: UUID | None
    ) -> "StartForm":
        """The form with everybody who may sign, and those whom one would expect chosen."""
        form = cls()
        choices = _choices(candidates)
        usual = list(_usual(candidates, sender))
        for place, row in enumerate(form.rows):
            row.choices = choices
            if not form.is_submitted():
                row.data = usual[place] if place < len(usual) else ""
        form.order.choices = {one.value: label(one) for one in SigningOrder}
        if not form.is_submitted():
            form.expires_on.data = today + timedelta(days=USUAL_DAYS)
        return form

    @property
    def rows(self) -> list[Any]:
        """The selects of the signers, in their order."""
        return [self[f"signer{place}"] for place in range(SIGNERS)]

    @property
    def addresses(self) -> list[Any]:
        """The addresses beside them."""
        return [self[f"email{place}"] for place in range(SIGNERS)]

    @property
    def chosen(self) -> list[Chosen]:
        """The signers chosen; empty rows are passed over."""
        return [
            Chosen(key=str(who.data), email=str(email.data or ""))
            for who, email in zip(self.rows, self.addresses, strict=True)
            if who.data
        ]


for _place in range(SIGNERS):
    setattr(StartForm, f"signer{_place}", _who(_place))
    setattr(
        StartForm,
        f"email{_place}",
        EmailField(
            _l("Address for signer %(number)s", number=_place + 1),
            validators=[Optional(), at_most(254), _ADDRESS],
            filters=[trimmed],
        ),
    )


class SuccessorForm(FactsForm):
    """Who signs instead, and why."""

    who = SelectField(_l("Who signs instead"), validators=[needed(_l("Choose somebody."))])
    email = EmailField(
        _l("E-mail address"), validators=[Optional(), at_most(254), _ADDRESS], filters=[trimmed]
    )
    reason = StringField(
        _l("Reason"),
        validators=[needed(_l("Write why; it is kept in the history.")), at_most(500)],
        filters=[trimmed],
    )
    in_two_roles = BooleanField(_l("This person signs for another party too"))

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> "SuccessorForm":
        """The form with those who may sign instead."""
        form = cls()
        form.who.choices = _choices(candidates)
        return form


class SignForm(FactsForm):
    """One's name and the tick below the words of consent."""

    typed_name = StringField(
        _l("Your name"),
        validators=[needed(_l("Type your name.")), at_most(200)],
        filters=[trimmed],
    )
    consent = BooleanField(
        _l("Consent"),
        validators=[needed(_l("Tick this if you agree; without it you cannot sign here."))],
    )
    seen = HiddenField()
    """Digest of the document that the page shows."""


class DeclineForm(FactsForm):
    """Why somebody does not sign."""

    reason = TextAreaField(
        _l("Why you decline"),
        validators=[
            needed(_l("Write why you decline, so that the other side knows what to change.")),
            at_most(1000),
        ],
        filters=[trimmed],
    )


class CancelForm(FactsForm):
    """Why a round is stopped."""

    reason = StringField(
        _l("Reason"),
        validators=[needed(_l("Write why; those who were asked are told.")), at_most(500)],
        filters=[trimmed],
    )


class VerifyForm(FactsForm):
    """A file to be checked."""

    file = FileField(_l("PDF file"), validators=[FileRequired(_l("Choose a file."))])


def _choices(candidates: Iterable[Candidate]) -> dict[str, str | dict[str, str]]:
    """Everybody who may sign, below their party; the empty choice first."""
    people: dict[str, dict[str, str]] = {}
    for one in candidates:
        words = f"{one.name} ({one.email})" if one.email else one.name
        people.setdefault(label(one.party), {})[one.key] = words
    return {"": _("Nobody"), **people}


def _usual(candidates: Iterable[Candidate], sender: UUID | None) -> Iterable[str]:
    """The first of each side's people, whoever sends it before others, and all guarantors."""
    seen = set()
    for one in sorted(
        candidates,
        key=lambda candidate: (_ASKED_FIRST[candidate.party], candidate.user_id != sender),
    ):
        if one.party is Party.GUARANTOR or one.party not in seen:
            seen.add(one.party)
            yield one.key
