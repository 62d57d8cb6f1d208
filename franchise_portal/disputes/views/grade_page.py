"""The page of a franchisee's grade, and the tables behind it in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...access.actor import current_actor
from ...audit.models import Entry
from ...audit.queries import history
from ...kit import clock
from ...kit.money import Money
from ...network.queries import founded
from ...web import filters
from ...web.rendering import render
from ..forms.grades import AdoptForm, AppealForm, DecideForm
from ..grade_enums import Grade, Measured
from ..models import CreditGrade
from ..queries.grades import GradeFile, setters_of
from ..rules.grades import (
    BANDS,
    LATE_UNKNOWN,
    MORE_IS_BETTER,
    PROPOSALS,
    THRESHOLDS,
    Band,
    Way,
    next_grade,
)

MINE = ("disputes.grade", "disputes.terms")
ENTRIES_READ = 100


def grade_page(
    file: GradeFile,
    *,
    appeal_form: AppealForm | None = None,
    decide_form: DecideForm | None = None,
    adopt_form: AdoptForm | None = None,
    conflict: str = "",
    conflict_title: str = "",
    status: int | None = None,
) -> ResponseReturnValue:
    """The page; with a form what was typed and what is wrong with it."""
    wrong = next((form for form in (appeal_form, decide_form, adopt_form) if form), None)
    waiting = file.open_appeal
    seen = {"version": str(waiting.version)} if waiting else {}
    currency = founded().currency
    return render(
        "disputes/grades/show.html",
        form=wrong,
        status=status,
        conflict=conflict,
        conflict_title=conflict_title or _("Somebody else was a moment earlier"),
        file=file,
        measures=list(_measures(file)),
        deposit_words=_deposit_words(file.latest) if file.latest else "",
        next=next_grade(file.latest.grade) if file.latest else None,
        ways_up=[_way(one) for one in file.ways],
        symbol=filters.currency_symbol(currency),
        usual_days=founded().payment_days,
        history_entries=_history(file),
        appeal_form=appeal_form or AppealForm(formdata=None, prefix="appeal-"),
        decide_form=decide_form
        or DecideForm(
            formdata=None,
            prefix="decide-",
            data=seen,
            keep=_("The grade stays as it was worked out"),
        ),
        adopt_form=adopt_form or _adopt_form(file, currency),
        is_setter=waiting is not None and current_actor.user_id in setters_of(file.franchisee.id),
        today=clock.today(),
    )


def _deposit_words(row: CreditGrade) -> str:
    """What was agreed as a deposit, and what came; empty of a grade from before both were kept."""
    kept = row.inputs
    if not kept.get("deposit_agreed_minor") and kept.get("deposit_received_minor") is None:
        return ""
    agreed = filters.money(Money(kept["deposit_agreed_minor"], kept["currency"]))
    if kept["deposit_received_minor"] is None:
        return _(
            "Deposit agreed: %(agreed)s. It was not charged here, so it counts as received.",
            agreed=agreed,
        )
    return _(
        "Deposit agreed: %(agreed)s; received of what was charged here: %(received)s; "
        "counted: %(counted)s.",
        agreed=agreed,
        received=filters.money(Money(kept["deposit_received_minor"], kept["currency"])),
        counted=filters.money(Money(kept["deposit_minor"], kept["currency"])),
    )


def _history(file: GradeFile) -> Sequence[Entry]:
    """What was done about the grade and the terms; the franchisee's page has the rest."""
    entries = history(file.franchisee, limit=ENTRIES_READ)
    return [one for one in entries if one.action.startswith(MINE)]


def _adopt_form(file: GradeFile, currency: str) -> AdoptForm:
    proposal = file.proposal
    data: dict[str, object] = {"starts_on": clock.today()}
    if proposal is not None:
        data |= {
            "due_days": proposal.due_days,
            "is_prepaid": proposal.is_prepaid,
            "credit_limit": proposal.credit_limit,
        }
    return AdoptForm(formdata=None, prefix="adopt-", currency=currency, data=data)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMeasure:
    """One thing measured, in the viewer's words."""

    measured: Measured
    value: str
    points: int
    most: int


def _measures(file: GradeFile) -> Iterator[ShownMeasure]:
    behaviour, standing = file.behaviour, file.standing
    if behaviour is None or standing is None:
        return
    for one in Measured:
        value = behaviour.value(one)
        yield ShownMeasure(
            measured=one,
            value=_("nothing was due") if value is None else amount_of(one, value),
            points=standing.of[one],
            most=BANDS[one][0].points,
        )


def amount_of(measured: Measured, value: Decimal) -> str:
    """What was measured, with its unit."""
    number, whole = filters.number(value.normalize() + 0), int(value)
    words: Mapping[Measured, str] = {
        Measured.LATE: ngettext("%(value)s day", "%(value)s days", _plural(value), value=number),
        Measured.RETURNED: filters.number(whole),
        Measured.BROKEN: filters.number(whole),
        Measured.COVER: ngettext(
            "%(value)s month", "%(value)s months", _plural(value), value=number
        ),
        Measured.AGE: ngettext("%(value)s year", "%(value)s years", _plural(value), value=number),
    }
    return words[measured]


def _plural(value: Decimal) -> int:
    return 1 if value == 1 else 2


def _way(way: Way) -> tuple[Measured, str, bool]:
    return way.measured, _bounded(way.measured, way.bound), way.is_enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The rule's tables in words."""

    bands: Sequence[tuple[Measured, Sequence[tuple[str, int]]]]
    grades: Sequence[tuple[Grade, int, str, str]]
    """Grade, least points, days to pay, months of fees on credit."""
    unknown: int


def tables() -> Tables:
    """Everything that a grade is worked out by."""
    usual = founded().payment_days
    return Tables(
        bands=[(one, [(_band(one, band), band.points) for band in BANDS[one]]) for one in Measured],
        grades=[
            (
                grade,
                least,
                _days(
                    usual // 2
                    if PROPOSALS[grade][0] is None
                    else usual + (PROPOSALS[grade][0] or 0)
                ),
                filters.number(PROPOSALS[grade][1]),
            )
            for grade, least in THRESHOLDS
        ],
        unknown=LATE_UNKNOWN,
    )


def _days(days: int) -> str:
    return ngettext("%(num)d day", "%(num)d days", days)


def _band(measured: Measured, band: Band) -> str:
    if band.bound is None:
        return _("less") if measured in MORE_IS_BETTER else _("more")
    return _bounded(measured, band.bound)


def _bounded(measured: Measured, bound: Decimal) -> str:
    words = amount_of(measured, bound)
    if measured in MORE_IS_BETTER:
        return _("at least %(bound)s", bound=words)
    if not bound:
        return _("none")
    return _("at most %(bound)s", bound=words)
