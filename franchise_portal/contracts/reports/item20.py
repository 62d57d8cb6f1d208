"""The five tables of Item 20 as a PDF: a part for each brand, for years that end with a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from ...access.actor import SYSTEM
from ...access.permissions import Permission
from ...kit.i18n import N_
from ...kit.period import Period
from ...law import disclaimer, pack
from ...network.queries import brands, founded
from ...reports.documents import Issuer, Margin
from ...reports.kinds import ReportKind, Subject
from ...web import filters
from .. import law_words
from ..queries.item20 import Item20Data, item20_of

SLUG = "item-20"
PACK = "us-ftc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item20Document:
    """All that the template sees."""

    issuer: Issuer
    margin: Margin
    title: str
    lead: str
    parts: tuple[Item20Data, ...]
    disclaimer: str
    words: object
    """The module with the words of the tables."""


def the_office(_period: Period, franchisee_id: UUID | None) -> Sequence[Subject]:
    """The office's own report."""
    if franchisee_id is not None:
        return ()
    whole = founded()
    return [Subject(key=SLUG, name=whole.name, language=whole.languages[0], zone=whole.zone)]


def build(period: Period, _franchisee_id: UUID | None) -> Item20Document:
    """The document, in the language that is spoken now."""
    whole = founded()
    title = _("Item 20: outlets and franchisees")
    month = filters.month(period.start)
    return Item20Document(
        issuer=Issuer(
            name=whole.legal_name or whole.name, address=whole.address, email=whole.email
        ),
        margin=Margin(number=_("%(title)s, %(month)s", title=title, month=month), legal=title),
        title=title,
        lead=_("Three fiscal years, of which the last ends in %(month)s.", month=month),
        parts=tuple(
            data
            for brand in brands()
            if (data := item20_of(SYSTEM, brand, year_ends=period.last)).tables.franchised
            or data.tables.projected
        ),
        disclaimer=_(disclaimer(pack(PACK))),
        words=law_words,
    )


KIND = ReportKind(
    slug=SLUG,
    title=N_("Item 20 tables"),
    run_title=N_("Item 20 tables, years to %(month)s"),
    permission=Permission.CONTRACTS_FILING_READ,
    template="contracts/events/pdf/item20.html",
    stylesheets=("css/pdf/statement.css", "css/pdf/contract.css"),
    subjects=the_office,
    build=build,
    is_per_franchisee=False,
)

KINDS = (KIND,)
