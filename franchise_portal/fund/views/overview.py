"""The fund's first page: a year for both sides; and what came from and went to each region."""

from flask.typing import ResponseReturnValue

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...web.navigation import section
from ...web.rendering import render
from ..queries import terms
from ..queries.facts import facts_of
from ..queries.overview import overview
from ..statement_words import shown
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
    year = asked_year() or terms.this_year()
    period = terms.year_period(year)
    return render(
        "fund/regions.html",
        year=year,
        filters=[year_menu(terms.years(), year)],
        statement=shown(facts_of(period, terms.currency())),
    )
