"""Adding up what every outlet contributed, where that is a job's work and not a page's."""

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import delete

from ...database import db
from ...kit import clock
from ...kit.period import Period
from ...rows import insert_rows
from ..enums import StatementStatus
from ..models import FundRegionSums, FundStatement, FundStatementOutlet
from ..queries import places
from ..queries import statements as queries
from ..queries.contributions import contributors
from ..queries.facts import with_places
from ..queries.terms import currency, this_year, year_period

COLUMNS = (
    "statement_id",
    "position",
    "code",
    "name",
    "name_local",
    "region",
    "is_own",
    "contributed_minor",
)
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Added:
    """What every outlet contributed, and the ledger's last entry when it was added up."""

    sums: dict[UUID, int]
    seen_entry: str
    contributors: int
    """The franchisees that were invoiced anything for the fund: to whom it will go."""


def add_up(statement_id: UUID) -> Added | None:
    """Add up the outlets of a draft; None when it has them, or is published already.

    It only reads, so that nobody who posts has to wait for it.
    """
    row = db.session.get_one(FundStatement, statement_id)
    if _is_done(row):
        return None
    period = Period.of_days(row.starts_on, row.ends_on)
    seen = places.last_entry()
    return Added(places.by_outlet(period, row.currency), seen, len(contributors(period)))


def keep_places(statement_id: UUID, added: Added) -> None:
    """Write what was added up into the draft, unless somebody else has meanwhile."""
    row = db.session.get_one(FundStatement, statement_id, with_for_update=True)
    if _is_done(row):
        return
    facts = replace(with_places(queries.facts(row), added.sums), seen_entry=added.seen_entry)
    db.session.execute(
        delete(FundStatementOutlet).where(FundStatementOutlet.statement_id == row.id)
    )
    if facts.has_long_list:
        _keep(row, added.sums)
    row.facts, row.contributors = facts.kept(), added.contributors
    db.session.flush()


def _is_done(row: FundStatement) -> bool:
    return queries.facts(row).is_whole or row.status is not StatementStatus.DRAFT


def _keep(row: FundStatement, sums: dict[UUID, int]) -> None:
    rows: list[tuple[object, ...]] = []
    for position, one in enumerate(places.listed(sums, row.ends_on), start=1):
        rows.append(
            (
                row.id,
                position,
                one.code,
                one.name,
                one.name_local,
                one.region,
                not one.owner,
                one.contributed,
            )
        )
        if len(rows) == AT_ONCE:
            insert_rows(FundStatementOutlet, COLUMNS, rows)
            rows = []
    insert_rows(FundStatementOutlet, COLUMNS, rows)


def years_to_add_up() -> list[Period]:
    """The years whose regions are kept because a page cannot add them up: this one and the last."""
    if not places.is_large():
        return []
    return [year_period(this_year() - 1), year_period(this_year())]


def regions_in(period: Period) -> places.ByRegion:
    """What came from each region in a period, added up from every outlet."""
    return places.by_region(places.by_outlet(period, currency()))


def keep_regions(period: Period, came: places.ByRegion) -> None:
    """Keep what came from each region in a year; what was kept before is replaced."""
    row = places.kept_by_region(period, currency())
    if row is None:
        row = FundRegionSums(starts_on=period.start, currency=currency())
        db.session.add(row)
    row.regions = [
        [str(key) if key else None, one.outlets, one.minor]
        for key, one in sorted(came.items(), key=lambda item: str(item[0]))
    ]
    row.worked_out_at = clock.now()
    db.session.flush()
