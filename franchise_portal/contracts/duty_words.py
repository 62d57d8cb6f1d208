"""Duties and notices as somebody reads them: pages, mails, letters and calendars ask here."""

from collections.abc import Mapping
from typing import Any, Protocol

from flask_babel import gettext
from flask_babel import gettext as _

from ..audit.sentences import words
from ..kit.durations import Duration, Unit
from ..kit.i18n import N_
from ..web.filters import date, duration, label
from .enums import (
    DueRule,
    DutyEntryKind,
    DutyKind,
    LadderStep,
    NoticeEntryKind,
)
from .models import DutyEntry, NoticeEntry, Obligation
from .queries.duties import DutyRow


class Titled(Protocol):
    """An obligation, or a row that names one."""

    @property
    def title(self) -> str: ...
    @property
    def heading(self) -> Mapping[str, Any] | None: ...
    @property
    def kind(self) -> DutyKind: ...


def duty_title(of: Titled) -> str:
    """What a duty is called: as somebody wrote it, or as the terms and the law name it."""
    if of.title:
        return of.title
    return words("title", dict(of.heading)) if of.heading else label(of.kind)


def rule_words(obligation: Obligation) -> str:
    """When a duty is due, as a sentence."""
    if obligation.rule is DueRule.ON and obligation.first_on:
        return _("Once, on %(day)s.", day=date(obligation.first_on))
    if obligation.rule is DueRule.EVERY and obligation.first_on:
        return _again(Duration.parse(obligation.every), date(obligation.first_on))
    span = duration(Duration.parse(obligation.after))
    if obligation.rule is DueRule.BEFORE_END:
        return _("%(span)s before the end of the term.", span=span)
    event = label(obligation.event) if obligation.event else ""
    return _("%(span)s after %(event)s.", span=span, event=event)


def _again(every: Duration, day: str) -> str:
    if every.count == 1:
        return gettext(EACH[every.unit], day=day)
    return gettext(EACH_FEW[every.unit], num=every.count, day=day)


EACH = {
    Unit.DAYS: N_("Every day, from %(day)s on."),
    Unit.WEEKS: N_("Every week, from %(day)s on."),
    Unit.MONTHS: N_("Every month, from %(day)s on."),
    Unit.YEARS: N_("Every year, from %(day)s on."),
}
EACH_FEW = {
    Unit.DAYS: N_("Every %(num)s days, from %(day)s on."),
    Unit.WEEKS: N_("Every %(num)s weeks, from %(day)s on."),
    Unit.MONTHS: N_("Every %(num)s months, from %(day)s on."),
    Unit.YEARS: N_("Every %(num)s years, from %(day)s on."),
}


def step_words(row: DutyRow, step: LadderStep, *, is_own: bool) -> str:
    """What the clock says about a duty, to whoever owes it or to the other side."""
    if row.kind.is_choice:
        return _("There is time until %(day)s.", day=date(row.act_by))
    if step is LadderStep.AHEAD:
        return _("Evidence waits to be looked at.")
    text = _(_OWN[step] if is_own else _THEIRS[step])
    is_cure = step in {LadderStep.CURING, LadderStep.CURE_OVER}
    day = row.cure_until if is_cure and row.cure_until else row.act_by
    return text % {"day": date(day)}


_OWN = {
    LadderStep.REMINDED: N_("It is due on %(day)s."),
    LadderStep.DUE: N_("It is due today."),
    LadderStep.OVERDUE: N_(
        "It was due by %(day)s. Please do it now, or say what stands in the way."
    ),
    LadderStep.CURING: N_("There is time to put it right until %(day)s."),
    LadderStep.CURE_OVER: N_(
        "The time to put it right ended on %(day)s. Please talk to the other side now."
    ),
    LadderStep.CONSEQUENCE: N_("A consequence was proposed after %(day)s."),
}
_THEIRS = {
    LadderStep.REMINDED: N_("It is due on %(day)s."),
    LadderStep.DUE: N_("It is due today."),
    LadderStep.OVERDUE: N_(
        "It was due by %(day)s and has not come. You may ask what stands in the way, give more "
        "time, or give notice."
    ),
    LadderStep.CURING: N_("There is time to put it right until %(day)s."),
    LadderStep.CURE_OVER: N_(
        "The time to put it right ended on %(day)s. What follows is yours to propose; nothing "
        "happens by itself."
    ),
    LadderStep.CONSEQUENCE: N_("A consequence was proposed after %(day)s."),
}


def entry_words(entry: DutyEntry) -> str:
    """What one side did about a duty, as a sentence."""
    return entry_sentence(
        entry.kind, entry.by_name, label(entry.consequence) if entry.consequence else ""
    )


def entry_sentence(kind: DutyEntryKind, by: str, consequence: str = "") -> str:
    """The sentence of an entry, from its parts."""
    return _(_ENTRIES[kind]) % {"name": by or _("The portal"), "consequence": consequence}


_ENTRIES = {
    DutyEntryKind.GIVEN: N_("%(name)s gave evidence that it is done."),
    DutyEntryKind.ACCEPTED: N_("%(name)s accepted it as done."),
    DutyEntryKind.RETURNED: N_("%(name)s returned the evidence."),
    DutyEntryKind.REPORTED: N_("%(name)s reported it as not delivered."),
    DutyEntryKind.ANSWERED: N_("%(name)s answered."),
    DutyEntryKind.MOVED: N_("%(name)s gave more time."),
    DutyEntryKind.WAIVED: N_("%(name)s waived it."),
    DutyEntryKind.SKIPPED: N_("%(name)s left out steps of the ladder and wrote down why."),
    DutyEntryKind.PROPOSED: N_("%(name)s proposed what follows: %(consequence)s."),
}


def notice_entry_words(entry: NoticeEntry) -> str:
    """What happened to a notice, as a sentence."""
    return notice_sentence(entry.kind, entry.by_name)


def notice_sentence(kind: NoticeEntryKind, by: str) -> str:
    """The sentence of a notice's entry, from its parts."""
    return _(_NOTICE_ENTRIES[kind]) % {"name": by or _("The portal")}


_NOTICE_ENTRIES = {
    NoticeEntryKind.READ: N_("%(name)s read it."),
    NoticeEntryKind.REPLY: N_("%(name)s replied."),
    NoticeEntryKind.WITHDRAWN: N_("%(name)s withdrew it."),
    NoticeEntryKind.SETTLED: N_("%(name)s said that it is put right."),
}
