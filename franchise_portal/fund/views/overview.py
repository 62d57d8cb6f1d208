"""The fund's first page: a year for both sides; and what came from and went to each region."""

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.money import Money
from ...web.navigation import section
from ...web.rendering import render
from ..queries import terms
from ..queries.overview import overview
from ..queries.places import regions_in
from ..statement_words import region_rows
from .blueprint import SECTION, asked_year, bp, year_menu


@bp.get("/")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def index() -> ResponseReturnValue:
    """A year of the fund as it stands."""
    return render("fund/index.html", fund=overview(current_actor, asked_year()))


@bp.get("/regions")
@section(SECTION)
@requires(Permission.FUND_BOOK_READ)
def regions() -> ResponseReturnValue:
    """What each region contributed in a year, and what was spent for it."""
    frame = terms.frame()
    year = asked_year() or frame.this_year
    found = regions_in(frame.period(year), frame.currency)
    return render(
        "fund/regions.html",
        year=year,
        filters=[year_menu(frame.years, year)],
        regions=region_rows(found.regions, found.currency),
        network_wide=Money(found.network_wide, found.currency),
        found=found,
    )
