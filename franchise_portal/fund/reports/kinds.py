"""The fund's kinds of reports, and who receives them."""

from collections.abc import Sequence
from uuid import UUID

from ...access.permissions import Permission
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.queries import founded
from ...reports.kinds import PaperKind, ReportKind, Subject
from ..queries.statements import PAPER
from . import statement

SHEETS = ("css/pdf/statement.css", "css/pdf/network.css", "css/pdf/fund.css")


def the_fund(period: Period, franchisee_id: UUID | None) -> Sequence[Subject]:  # noqa: ARG001 - any month
    """The fund itself; nobody's own report."""
    if franchisee_id is not None:
        return ()
    whole = founded()
    return [Subject(key="fund", name=whole.name, language=whole.languages[0], zone=whole.zone)]


STATEMENT = PaperKind(
    slug=PAPER,
    title=N_("Statement of the fund"),
    permission=Permission.FUND_BOOK_READ,
    template="fund/pdf/statement.html",
    stylesheets=SHEETS,
    subject=statement.subject,
    build=statement.build,
    embed=statement.embedded,
)

BOOK = ReportKind(
    slug="fund",
    title=N_("The fund’s month"),
    run_title=N_("The fund’s book, %(month)s"),
    permission=Permission.FEES_LEDGER_READ,
    template="fund/pdf/statement.html",
    stylesheets=SHEETS,
    subjects=the_fund,
    build=statement.build_month,
    is_per_franchisee=False,
    embed=statement.embedded_month,
)

KINDS = (STATEMENT, BOOK)
