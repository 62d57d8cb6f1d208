"""What a franchisor in China files: after its first contract, after a change, and every March.

Sources: 商业特许经营管理条例 (2007) arts. 8 and 19, 商业特许经营备案管理办法 (in force since
1 February 2012) arts. 6 to 9. The days themselves come from the law pack. Not legal advice.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from ...kit.enums import LabeledEnum, Tone
from ...kit.i18n import N_


class FilingItem(LabeledEnum):
    """What belongs to a first filing."""

    FACTS = "facts", N_("Basic facts about the franchise")
    OUTLETS = "outlets", N_("Where all outlets in China stand")
    PLAN = "plan", N_("The franchisor's market plan")
    LICENCE = "licence", N_("Business licence of the franchisor")
    RESOURCES = "resources", N_("Registrations of marks, patents and other operating resources")
    TWO_OUTLETS = "two_outlets", N_("Proof of two own outlets run for more than a year")
    FIRST_CONTRACT = "first_contract", N_("The first franchise contract signed in China")
    SAMPLE = "sample", N_("The franchise contract in use, as a sample")
    MANUAL = "manual", N_("Contents of the operations manual, with pages")
    PERMITS = "permits", N_("Permits for goods or services that need one")
    STATEMENT = "statement", N_("Signed statement that all of it is true")


class FilingState(LabeledEnum):
    """How a filing stands on a day."""

    DUE = "due", N_("To be filed"), Tone.WARNING
    LATE = "late", N_("Overdue"), Tone.DANGER
    FILED = "filed", N_("Filed"), Tone.SUCCESS


class ChangeKind(LabeledEnum):
    """What changed of what was filed."""

    OPENED = "opened", N_("Outlet opened")
    CLOSED = "closed", N_("Outlet closed")
    OWNER = "owner", N_("Outlet has another owner")
    FRANCHISOR = "franchisor", N_("Particulars of the franchisor")


class ContractEnd(LabeledEnum):
    """How a contract stopped, as the yearly report asks."""

    CANCELLED = "cancelled", N_("Cancelled")
    ENDED = "ended", N_("Ended")


OWN_OUTLETS: Final = 2
OWN_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractYear:
    """What the yearly report needs to know about one contract."""

    number: str
    region: str
    signed_on: date | None = None
    ended_on: date | None = None
    end: ContractEnd | None = None
    renewed_on: tuple[date, ...] = ()
    """The first days of its later terms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionYear:
    """One region's contracts in a year."""

    region: str
    signed: int = 0
    cancelled: int = 0
    ended: int = 0
    renewed: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened."""
        return not (self.signed or self.cancelled or self.ended or self.renewed)


def yearly_report(contracts: Iterable[ContractYear], year: int) -> tuple[RegionYear, ...]:
    """Contracts signed, cancelled, ended and renewed in a calendar year, by region."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for contract in contracts:
        row = found[contract.region]
        row["signed"] += _is_in(contract.signed_on, year)
        if contract.end is not None and _is_in(contract.ended_on, year):
            row[contract.end.value] += 1
        row["renewed"] += sum(_is_in(day, year) for day in contract.renewed_on)
    rows = (RegionYear(region=region, **counts) for region, counts in sorted(found.items()))
    return tuple(row for row in rows if not row.is_empty)


def total(rows: Iterable[RegionYear], *, region: str = "") -> RegionYear:
    """All regions together."""
    listed = tuple(rows)
    return RegionYear(
        region=region,
        signed=sum(row.signed for row in listed),
        cancelled=sum(row.cancelled for row in listed),
        ended=sum(row.ended for row in listed),
        renewed=sum(row.renewed for row in listed),
    )


def _is_in(day: date | None, year: int) -> bool:
    return day is not None and day.year == year


def state(due_on: date, *, on: date, filed_on: date | None = None) -> FilingState:
    """How a filing stands."""
    if filed_on is not None:
        return FilingState.FILED
    return FilingState.LATE if on > due_on else FilingState.DUE


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnOutlet:
    """An outlet that the franchisor runs itself."""

    name: str
    since: date


def ready_to_franchise(outlets: Iterable[OwnOutlet], *, on: date) -> tuple[OwnOutlet, ...]:
    """Own outlets that have been run for more than a year; art. 7 asks for two."""
    return tuple(outlet for outlet in outlets if _a_year_after(outlet.since) < on)


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)
