"""What a franchisor must be able to show before it discloses, where the law pack asks for it."""

from dataclasses import dataclass
from datetime import date

from ...kit.durations import Duration, Unit
from ...kit.i18n import N_
from ...law import Pack
from ..enums import Point, PointState
from .obstacles import Obstacle

_A_YEAR = Duration(1, Unit.YEARS)
_DECEMBER = 12
_LAST_OF_DECEMBER = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """What the franchisor has shown for a brand."""

    enterprise: str = ""
    """Name and registration number."""
    outlets_opened_on: tuple[date, ...] = ()
    """Opening days of own outlets that still trade."""
    support: str = ""
    document_reviewed_on: date | None = None
    claims_checked_on: date | None = None
    filing_number: str = ""
    first_contract_on: date | None = None
    reported_year: int | None = None
    """The last year whose contracts were reported to the authority."""


@dataclass(frozen=True, slots=True)
class PointFound:
    """A point, whether it is met, and why."""

    point: Point
    state: PointState
    why: Obstacle


def points(pack: Pack, checklist: Checklist, *, on: date) -> tuple[PointFound, ...]:
    """All points on a day; none where the pack asks a franchisor to prove nothing."""
    if pack.own_outlets is None:
        return ()
    return (
        _enterprise(checklist),
        _outlets(pack, checklist, on),
        _support(checklist),
        _yearly(
            Point.DOCUMENT,
            checklist.document_reviewed_on,
            on,
            N_("Look through the disclosure document and note the day."),
        ),
        _yearly(
            Point.CLAIMS,
            checklist.claims_checked_on,
            on,
            N_("Look through the advertising for franchisees and note the day."),
        ),
        _filing(pack, checklist, on),
        _report(pack, checklist, on),
    )


def open_points(found: tuple[PointFound, ...]) -> tuple[PointFound, ...]:
    """The points that stand against disclosing."""
    return tuple(one for one in found if one.state is PointState.OPEN)


def _enterprise(checklist: Checklist) -> PointFound:
    if checklist.enterprise:
        why = Obstacle(N_("Registered as %(value)s."), {"value": checklist.enterprise})
        return PointFound(Point.ENTERPRISE, PointState.MET, why)
    text = N_("Write the enterprise's name and registration number.")
    return PointFound(Point.ENTERPRISE, PointState.OPEN, Obstacle(text))


def _outlets(pack: Pack, checklist: Checklist, on: date) -> PointFound:
    asked = pack.own_outlets
    assert asked is not None  # noqa: S101 - the only caller has looked
    met_from = asked.met_from(checklist.outlets_opened_on)
    params: dict[str, object] = {
        "count": asked.count,
        "known": len(checklist.outlets_opened_on),
        "source": asked.rule.source,
        "day": met_from,
    }
    if met_from is None:
        text = N_(
            "%(known)s of %(count)s own outlets are named. Name them with their "
            "opening days (%(source)s)."
        )
        return PointFound(Point.OUTLETS, PointState.OPEN, Obstacle(text, params))
    if on < met_from:
        text = N_("The outlets will have run for long enough on %(day)s (%(source)s).")
        return PointFound(Point.OUTLETS, PointState.OPEN, Obstacle(text, params))
    text = N_("%(count)s own outlets have run for long enough since %(day)s (%(source)s).")
    return PointFound(Point.OUTLETS, PointState.MET, Obstacle(text, params))


def _support(checklist: Checklist) -> PointFound:
    if checklist.support:
        why = Obstacle("%(value)s", {"value": checklist.support})
        return PointFound(Point.SUPPORT, PointState.MET, why)
    text = N_("Write how franchisees are guided, supported and trained, and by whom.")
    return PointFound(Point.SUPPORT, PointState.OPEN, Obstacle(text))


def _yearly(point: Point, done_on: date | None, on: date, remedy: str) -> PointFound:
    if done_on is None:
        return PointFound(point, PointState.OPEN, Obstacle(remedy))
    until = _A_YEAR.after(done_on)
    if on > until:
        text = N_("Done on %(day)s, more than a year ago. Do it again and note the day.")
        return PointFound(point, PointState.OPEN, Obstacle(text, {"day": done_on}))
    text = N_("Done on %(day)s.")
    return PointFound(point, PointState.MET, Obstacle(text, {"day": done_on}))


def _filing(pack: Pack, checklist: Checklist, on: date) -> PointFound:
    if checklist.filing_number:
        why = Obstacle(N_("Filed under number %(value)s."), {"value": checklist.filing_number})
        return PointFound(Point.FILING, PointState.MET, why)
    first = checklist.first_contract_on
    until = pack.filing_until(first, is_first=True) if first else None
    if until is None:
        text = N_("Due after the first contract is signed.")
        return PointFound(Point.FILING, PointState.NOT_DUE, Obstacle(text))
    if on <= until:
        text = N_("Due until %(day)s.")
        return PointFound(Point.FILING, PointState.NOT_DUE, Obstacle(text, {"day": until}))
    text = N_("It was due until %(day)s. File, and write the number here.")
    return PointFound(Point.FILING, PointState.OPEN, Obstacle(text, {"day": until}))


def _report(pack: Pack, checklist: Checklist, on: date) -> PointFound:
    first = checklist.first_contract_on
    year = on.year - 1
    due = pack.yearly_report_on(date(year, _DECEMBER, _LAST_OF_DECEMBER))
    if due is not None and on <= due:
        year -= 1
    if first is None or due is None or first.year > year:
        text = N_("Nothing is to be reported yet.")
        return PointFound(Point.YEARLY_REPORT, PointState.NOT_DUE, Obstacle(text))
    params: dict[str, object] = {"year": str(year)}
    if checklist.reported_year is not None and checklist.reported_year >= year:
        text = N_("The contracts of %(year)s have been reported.")
        return PointFound(Point.YEARLY_REPORT, PointState.MET, Obstacle(text, params))
    text = N_("The contracts of %(year)s have not been reported. Report them, and write the year.")
    return PointFound(Point.YEARLY_REPORT, PointState.OPEN, Obstacle(text, params))
