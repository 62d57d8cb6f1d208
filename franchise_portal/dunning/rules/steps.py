"""Which step of the procedure comes next for an invoice, and when.

Steps come one after another. None is said twice and none is passed over by the calendar: where the
first reminder went out late, the second keeps its distance to it, so that everybody has the time
between two steps that the procedure promises.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ...kit.i18n import N_
from ..enums import Manner

MOST_STEPS = 6
MOST_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: so many days after an invoice was due."""

    days: int
    name: str
    manner: Manner
    makes_letter: bool = True
    sends_mail: bool = True


class Heard(NamedTuple):
    """The last step that an invoice has behind it, counted from 1."""

    position: int
    on: date
    was_said: bool = True
    """False where a person left it out: then it keeps no distance."""


class Coming(NamedTuple):
    """The step that comes next for an invoice."""

    position: int
    step: Step
    on: date


USUAL = (
    Step(days=3, name=N_("Friendly reminder"), manner=Manner.FRIENDLY, makes_letter=False),
    Step(days=14, name=N_("Reminder"), manner=Manner.PLAIN),
    Step(days=30, name=N_("Last reminder"), manner=Manner.LAST),
)
"""Where a network has written no procedure of its own."""
USUAL_REST = 10
"""Days after the last step before anything further is done."""


def coming(steps: Sequence[Step], due_on: date, last: Heard | None) -> Coming | None:
    """The next step of an invoice and its day; None when all are behind it."""
    position = last.position + 1 if last else 1
    if position > len(steps):
        return None
    step = steps[position - 1]
    day = due_on + timedelta(days=step.days)
    if last is not None and last.was_said:
        apart = step.days - steps[last.position - 1].days
        day = max(day, last.on + timedelta(days=apart))
    return Coming(position, step, day)


def due_now(steps: Sequence[Step], due_on: date, last: Heard | None, on: date) -> Coming | None:
    """The step that is to be said today, if its day has come."""
    found = coming(steps, due_on, last)
    return found if found is not None and found.on <= on else None


class Trouble(NamedTuple):
    """What is wrong with a procedure: a sentence, and the part of the step that it is about."""

    message: str
    field: str = "steps"
    """`days_2` for the days of the second step."""


def trouble_with(steps: Sequence[Step]) -> Trouble | None:
    """What is wrong with a procedure; None when it is sound."""
    if not 1 <= len(steps) <= MOST_STEPS:
        return Trouble(N_("A procedure has from 1 to 6 steps."))
    before = 0
    for number, step in enumerate(steps, start=1):
        if not step.name.strip():
            return Trouble(N_("Give each step a name."), f"name_{number}")
        if not 1 <= step.days <= MOST_DAYS:
            return Trouble(
                N_("Each step comes from 1 to 365 days after the due day."), f"days_{number}"
            )
        if step.days <= before:
            return Trouble(
                N_("Each step comes on a later day than the one before it."), f"days_{number}"
            )
        if not (step.makes_letter or step.sends_mail):
            return Trouble(
                N_("Each step is said somehow: by a letter, by a mail, or by both."),
                f"letter_{number}",
            )
        before = step.days
    return None
