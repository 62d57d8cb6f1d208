"""The renewal calendar as a PDF for the office: the terms that end within two years of a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _

from ...access.actor import SYSTEM
from ...access.permissions import Permission
from ...kit.durations import Duration, Unit
from ...kit.i18n import N_
from ...kit.period import Period
from ...law import disclaimer, pack
from ...network.queries import founded
from ...reports.documents import Issuer, Margin
from ...reports.kinds import ReportKind, Subject
from ...web import filters
from ..enums import RenewalMode
from ..queries.renewal_calendar import EndingTerm, all_ending_terms

SLUG = "renewals"
AHEAD = Duration(24, Unit.MONTHS)
MOST = 2_000
ROWS_IN_A_TABLE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """A line of the calendar, in finished words."""

    number: str
    franchisee: str
    other: str
    ends_on: date
    renewal: str
    ours: str
    theirs: str
    said: str
    is_past: bool
    """Whether nobody can give notice any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfTerms:
    """The terms that end in a month."""

    month: str
    rows: tuple[TermRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalDocument:
    """All that the template sees."""

    issuer: Issuer
    margin: Margin
    title: str
    lead: str
    months: tuple[MonthOfTerms, ...]
    is_cut: bool
    disclaimer: str


def the_office(period: Period, franchisee_id: UUID | None) -> Sequence[Subject]:
    """The office's own report, when some term ends in the two years after the month's first day."""
    if franchisee_id is not None:
        return ()
    if not all_ending_terms(SYSTEM, period.start, AHEAD.after(period.start), limit=1):
        return ()
    whole = founded()
    return [Subject(key=SLUG, name=whole.name, language=whole.languages[0], zone=whole.zone)]


def build(period: Period, _franchisee_id: UUID | None) -> RenewalDocument:
    """The document, in the language that is spoken now."""
    whole = founded()
    first, last = period.start, AHEAD.after(period.start)
    found = all_ending_terms(SYSTEM, first, last, limit=MOST)
    by_month: dict[str, list[TermRow]] = {}
    for term in found:
        by_month.setdefault(term.ends_on.isoformat()[:7], []).append(_row(term, first))
    packs = {term.pack for term in found} - {"none"}
    title = _("Renewal calendar, from %(month)s on", month=filters.month(first))
    return RenewalDocument(
        issuer=Issuer(
            name=whole.legal_name or whole.name, address=whole.address, email=whole.email
        ),
        margin=Margin(number=filters.month(first), legal=title),
        title=title,
        lead=_(
            "The terms that end until %(day)s, with the last safe day on which each side can give "
            "notice.",
            day=filters.date(last),
        ),
        months=tuple(
            MonthOfTerms(month=filters.month(month), rows=tuple(rows))
            for month, rows in by_month.items()
        ),
        is_cut=len(found) == MOST,
        disclaimer=_(disclaimer(pack(min(packs)))) if packs else "",
    )


def _row(term: EndingTerm, on: date) -> TermRow:
    return TermRow(
        number=term.number,
        franchisee=term.franchisee,
        other=term.franchisee_local,
        ends_on=term.ends_on,
        renewal=renewal_words(term),
        ours=filters.date(term.ours.act_by),
        theirs=filters.date(term.theirs.act_by),
        said=_(", ").join(
            _("%(kind)s (%(side)s)", kind=_(kind.label), side=_(side.label))
            for _id, kind, side in term.said
        ),
        is_past=max(term.ours.closes_on, term.theirs.closes_on) < on,
    )


def renewal_words(term: EndingTerm) -> str:
    """How the term goes on: by itself, on request, by agreement, or not at all."""
    if term.mode is None:
        return _("none left")
    mode = _(_MODES[term.mode])
    if term.renewals_left is None:
        return mode
    return _("%(mode)s, %(count)s left", mode=mode, count=filters.number(term.renewals_left))


_MODES = {
    RenewalMode.AUTOMATIC: N_("by itself"),
    RenewalMode.BY_REQUEST: N_("on request"),
    RenewalMode.BY_AGREEMENT: N_("by agreement"),
}

KIND = ReportKind(
    slug=SLUG,
    title=N_("Renewal calendar"),
    run_title=N_("Renewal calendar, %(month)s"),
    permission=Permission.CONTRACTS_DUTY_WRITE,
    template="contracts/duties/pdf/renewals.html",
    stylesheets=("css/pdf/statement.css", "css/pdf/contract.css"),
    subjects=the_office,
    build=build,
    is_per_franchisee=False,
)

KINDS = (KIND,)
