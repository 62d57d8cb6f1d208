"""Interviews, references, documents and expectations as they are typed."""

from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileRequired
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional

from ...network.forms.fields import FactsForm, at_most, enum_choices, needed, trimmed
from ...web.forms import Form
from ..enums import InterviewState, Proof, Statement, Verdict
from ..models import Interview
from .fields import LONGEST_TEXT, amount, line, payback, set_currency, text


class InterviewForm(FactsForm):
    """When, where, with whom; afterwards the three questions."""

    day = DateField(_l("Day"), [InputRequired(_l("Choose the day."))])
    time = TimeField(_l("Time"), [InputRequired(_l("Choose the time."))])
    place = StringField(
        _l("Where"),
        [needed(_l("Write a place, or how you will speak to each other.")), at_most(200)],
        filters=[trimmed],
    )
    people = line(_l("Who takes part"), 300)
    invites = BooleanField(_l("Send an invitation by mail"))
    state = SelectField(_l("State"), default=InterviewState.PLANNED.value)
    learned = text(_l("What did we learn?"))
    concluded = text(_l("What do we conclude?"))
    decided = text(_l("What do we decide?"))

    def offer(self) -> Self:
        """Fill in the states."""
        self.state.choices = enum_choices(InterviewState)
        return self

    @classmethod
    def of(cls, interview: Interview) -> "InterviewForm":
        """The form filled from an interview, in the zone in which it was planned."""
        local = interview.at.astimezone(ZoneInfo(interview.zone))
        return cls(
            formdata=None,
            data={
                "version": str(interview.version),
                "day": local.date(),
                "time": local.time().replace(microsecond=0),
                "place": interview.place,
                "people": interview.people,
                "state": interview.state.value,
                "learned": interview.learned,
                "concluded": interview.concluded,
                "decided": interview.decided,
            },
        ).offer()

    def moment(self, zone: str) -> datetime:
        """Day and time as a moment in a zone."""
        typed: datetime = datetime.combine(self.day.data, self.time.data, ZoneInfo(zone))
        return typed

    def changes(self, zone: str) -> dict[str, Any]:
        """What was typed, by the names of the columns."""
        names = ("place", "people", "learned", "concluded", "decided")
        return {
            **{name: self[name].data for name in names},
            "at": self.moment(zone),
            "state": InterviewState(self.state.data),
        }


class ReferenceForm(FactsForm):
    """Who was asked when, and what they said."""

    name = StringField(
        _l("Name"), [needed(_l("Write whom you ask.")), at_most(200)], filters=[trimmed]
    )
    relation = line(_l("How they know the applicant"))
    contact = line(_l("Telephone or address"))
    asked_on = DateField(_l("Asked on"), [InputRequired(_l("Choose the day."))])
    answered_on = DateField(_l("Answered on"), [Optional()])
    verdict = SelectField(_l("Verdict"), default=Verdict.WAITING.value)
    said = text(_l("What they said"))

    def offer(self) -> Self:
        """Fill in the verdicts."""
        self.verdict.choices = enum_choices(Verdict)
        return self

    @property
    def facts(self) -> dict[str, Any]:
        """With the verdict as a member of its enumeration."""
        return {**super().facts, "verdict": Verdict(self.verdict.data)}


class ProofForm(Form):
    """A file to attach, and what it proves."""

    file = FileField(_l("Document"), [FileRequired(_l("Choose a file."))])
    proof = SelectField(_l("What it proves"), default=Proof.OTHER.value)
    title = line(_l("Title of the document"))

    def offer(self) -> Self:
        """Fill in the kinds."""
        self.proof.choices = enum_choices(Proof)
        return self


class ExpectationForm(Form):
    """What an applicant expects, in figures and words."""

    stated_on = DateField(_l("Stated on"), [InputRequired(_l("Choose the day."))])
    statement = SelectField(_l("When it was stated"), default=Statement.INTERVIEW.value)
    monthly_sales = amount(_l("Sales expected in a month"))
    payback_months = payback(_l("Months until the money is back"))
    support = text(_l("Support expected from us"))
    reason = TextAreaField(
        _l("Reason for joining"), [Optional(), at_most(LONGEST_TEXT)], filters=[trimmed]
    )

    def offer(self, currency: str) -> Self:
        """Fill in the choices and the currency."""
        self.statement.choices = enum_choices(Statement)
        set_currency(self, currency)
        return self

    @property
    def facts(self) -> dict[str, Any]:
        """With the statement as a member of its enumeration."""
        return {**self.data, "statement": Statement(self.statement.data)}
