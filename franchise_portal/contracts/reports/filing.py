"""The draft of what is filed in China as PDFs: in Chinese for the authority, in English to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from ...access.actor import SYSTEM
from ...access.permissions import Permission
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.queries import founded
from ...reports.documents import Issuer, Margin
from ...reports.kinds import ReportKind, Subject
from .. import law_words
from ..queries.filing import FilingDraft, filing_draft

SLUG = "filing"
LANGUAGES = ("zh_Hans", "en")


def key_of(language: str) -> str:
    """The key of the report in a language."""
    return f"{SLUG}-{language.replace('_', '-').lower()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingDocument:
    """All that the template sees."""

    issuer: Issuer
    margin: Margin
    title: str
    draft: FilingDraft
    registration: tuple[tuple[str, str], ...]
    words: object
    """The module with the words of the tables."""


def both_languages(_period: Period, franchisee_id: UUID | None) -> Sequence[Subject]:
    """One draft in each language."""
    if franchisee_id is not None:
        return ()
    whole = founded()
    return [
        Subject(key=key_of(language), name=whole.name, language=language, zone=whole.zone)
        for language in LANGUAGES
    ]


def build(period: Period, _franchisee_id: UUID | None) -> FilingDocument:
    """The document about the year of a month, in the language that is spoken now."""
    whole = founded()
    draft = filing_draft(SYSTEM, period.start.year)
    title = _("Filing draft for %(year)s", year=draft.year)
    return FilingDocument(
        issuer=Issuer(
            name=whole.legal_name or whole.name, address=whole.address, email=whole.email
        ),
        margin=Margin(number=title, legal=_("A draft for the commerce authority in China.")),
        title=title,
        draft=draft,
        registration=(
            (_("Franchisor"), whole.legal_name or whole.name),
            (_("Address"), whole.address),
            (_("E-mail"), whole.email),
        ),
        words=law_words,
    )


KIND = ReportKind(
    slug=SLUG,
    title=N_("Filing draft for China"),
    run_title=N_("Filing drafts for China, %(month)s"),
    permission=Permission.CONTRACTS_FILING_READ,
    template="contracts/events/pdf/filing.html",
    stylesheets=("css/pdf/statement.css", "css/pdf/contract.css"),
    subjects=both_languages,
    build=build,
    is_per_franchisee=True,
)

KINDS = (KIND,)
