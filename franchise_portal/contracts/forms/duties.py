"""Shape and wording of what is typed about duties."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileAllowed
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from ...access.roles import Side
from ...kit.durations import Duration
from ...network.forms.fields import FactsForm, at_most, enum_choices, needed, read_as, trimmed
from ...web.forms import Form
from ..enums import ConsequenceKind, DueRule, DutyEvent, DutyKind
from ..rules.duties import Due
from ..rules.ladder import REMIND_DAYS
from ..services.duties import Terms

MOST_DAYS = 730
ENDINGS = ("pdf", "png", "jpg", "jpeg", "docx", "odt")
_NUMBERS = re.compile(r"\d{1,3}(?:\s*[,;，、]\s*\d{1,3})*")


def day_numbers(text: str) -> tuple[int, ...]:
    """Numbers of days as they are typed: `30, 7`."""
    return tuple(int(number) for number in re.findall(r"\d+", text))


def readable_days(_form: Form, field: Any) -> None:  # noqa: ANN401 - a WTForms field
    """Refuse anything but a few numbers of days."""
    text = str(field.data or "").strip()
    if text and not _NUMBERS.fullmatch(text):
        raise ValidationError(_("Write numbers of days with commas between them, such as 30, 7."))
    if any(number > MOST_DAYS for number in day_numbers(text)):
        raise ValidationError(_("Two years before the day is the earliest reminder."))


def _days(label: Any, **kwargs: Any) -> IntegerField:  # noqa: ANN401 - a lazy text
    message = _l("Write a whole number of days, at most %(max)s.", max=MOST_DAYS)
    return IntegerField(label, [Optional(), NumberRange(0, MOST_DAYS, message)], **kwargs)


class ObligationForm(FactsForm):
    """A duty of one side, with the rule by which its days are found."""

    owner = SelectField(_l("Whose duty it is"))
    kind = SelectField(_l("Kind"))
    title = StringField(
        _l("What is to be done"),
        [needed(_l("Say in a few words what is to be done.")), at_most(200)],
        filters=[trimmed],
    )
    details = TextAreaField(_l("Particulars"), [Optional(), at_most(4000)], filters=[trimmed])
    clause = StringField(_l("Clause"), [Optional(), at_most(60)], filters=[trimmed])
    rule = SelectField(_l("When it is due"))
    first_on = DateField(_l("Day, or the first of its days"), [Optional()])
    every = StringField(_l("Again after"), [Optional(), read_as(Duration.parse)], filters=[trimmed])
    after = StringField(
        _l("So long after it, or before the end"),
        [Optional(), read_as(Duration.parse)],
        filters=[trimmed],
    )
    event = SelectField(_l("After what"))
    event_on = DateField(_l("When that was"), [Optional()])
    last_on = DateField(_l("No longer than until"), [Optional()])
    remind = StringField(
        _l("Remind so many days before"), [Optional(), readable_days], filters=[trimmed]
    )
    grace_days = _days(_l("Days of grace"))
    cure_days = _days(_l("Days to put it right after a notice"))
    needs_evidence = BooleanField(_l("Evidence is asked for"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.owner.choices = enum_choices(Side)
        self.kind.choices = enum_choices(DutyKind)
        self.rule.choices = enum_choices(DueRule)
        self.event.choices = [("", _("nothing")), *enum_choices(DutyEvent)]

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as WTForms has it
        """Also ask for the parts that the chosen rule needs."""
        is_valid = super().validate(extra_validators)
        missing = self._missing()
        for name, message in missing:
            self[name].errors = [*self[name].errors, message]
        return is_valid and not missing

    def _missing(self) -> list[tuple[str, str]]:
        rule = self.rule.data
        needs = {
            DueRule.ON: ("first_on",),
            DueRule.EVERY: ("first_on", "every"),
            DueRule.AFTER: ("event", "after"),
            DueRule.BEFORE_END: ("after",),
        }.get(DueRule(rule) if rule in set(DueRule) else DueRule.ON, ())
        found = [(name, _(_MISSING[name])) for name in needs if not self[name].data]
        if rule == DueRule.AFTER and self.event.data == DutyEvent.OTHER and not self.event_on.data:
            found.append(("event_on", _("Say on which day it happened.")))
        return found

    @property
    def terms(self) -> Terms:
        """What was typed, as a value."""
        event = DutyEvent(self.event.data) if self.event.data else None
        rule = DueRule(self.rule.data)
        is_after = rule in {DueRule.AFTER, DueRule.BEFORE_END}
        return Terms(
            kind=DutyKind(self.kind.data),
            owner=Side(self.owner.data),
            title=str(self.title.data),
            details=str(self.details.data or ""),
            clause=str(self.clause.data or ""),
            due=Due(
                rule=rule,
                first_on=None if is_after else self.first_on.data,
                every=Duration.parse(self.every.data) if rule is DueRule.EVERY else None,
                offset=Duration.parse(self.after.data) if is_after else None,
                event=event if rule is DueRule.AFTER else None,
                event_on=self.event_on.data if rule is DueRule.AFTER else None,
                last_on=self.last_on.data,
            ),
            remind_days=day_numbers(str(self.remind.data or "")),
            grace_days=self.grace_days.data or 0,
            cure_days=self.cure_days.data,
            needs_evidence=bool(self.needs_evidence.data),
        )

    def suggest(self) -> None:
        """Fill in what is usual, on a form for something new."""
        self.remind.data = ", ".join(str(days) for days in REMIND_DAYS)
        self.needs_evidence.data = True


_MISSING = {
    "first_on": _l("Choose the day."),
    "every": _l("Say how long it is until the next, such as 3 months."),
    "after": _l("Say how long, such as 15 days."),
    "event": _l("Say after what it is due."),
}


class EvidenceForm(FactsForm):
    """Words, a file, or both."""

    words = TextAreaField(_l("What was done"), [Optional(), at_most(4000)], filters=[trimmed])
    file = FileField(
        _l("File"),
        [Optional(), FileAllowed(ENDINGS, _l("Attach a PDF, PNG, JPEG, DOCX or ODT file."))],
    )


class WordsForm(FactsForm):
    """An answer or a reason that the other side reads."""

    words = TextAreaField(
        _l("In your words"),
        [needed(_l("Write a sentence: the other side reads it.")), at_most(4000)],
        filters=[trimmed],
    )


class ReportForm(WordsForm):
    """What was not delivered, with evidence if there is any."""

    file = FileField(
        _l("File"),
        [Optional(), FileAllowed(ENDINGS, _l("Attach a PDF, PNG, JPEG, DOCX or ODT file."))],
    )


class AcceptForm(FactsForm):
    """A word of thanks, if one likes."""

    words = TextAreaField(_l("A word to them"), [Optional(), at_most(4000)], filters=[trimmed])


class ExtendForm(WordsForm):
    """More time, until a day."""

    until = DateField(_l("New day"), [InputRequired(_l("Choose the day."))])


class ConsequenceForm(WordsForm):
    """What follows, proposed by a person."""

    consequence = SelectField(_l("What you propose"))
    skip_reason = TextAreaField(
        _l("Why steps are left out"), [Optional(), at_most(2000)], filters=[trimmed]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as WTForms has it
        super().__init__(*args, **kwargs)
        self.consequence.choices = enum_choices(ConsequenceKind)


class LegalClockForm(FactsForm):
    """An event that the law answers with a duty."""

    duty = SelectField(_l("What happened, and what the law asks then"))
    on = DateField(_l("On which day it happened"), [InputRequired(_l("Choose the day."))])
