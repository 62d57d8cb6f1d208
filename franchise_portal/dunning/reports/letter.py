"""A reminder as a letter to print: what is open since when, what comes next, and the ways out."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...kit.i18n import N_
from ...kit.money import Money
from ...network.models import Network
from ...network.queries import founded
from ...reports.documents import Issuer, Margin
from ...reports.kinds import PaperKind, Subject
from ...web import filters
from ..letter_words import Row, Section, greeting_of, rows_of, sections_of, title_of, totals_of
from ..models import DunningLetter
from ..queries.accounts import letter_for
from ..services.reminding import LETTER


@dataclass(frozen=True, slots=True, kw_only=True)
class PayTo:
    """How much goes into which account."""

    name: str
    account: str
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The letter itself, in finished words."""

    number: str
    title: str
    name: str
    to: tuple[str, ...]
    said_on: str
    greeting: str
    rows: tuple[Row, ...]
    totals: tuple[Money, ...]
    pay_to: tuple[PayTo, ...]
    pay_words: str
    sections: tuple[Section, ...]
    closing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDocument:
    """All that the template sees."""

    issuer: Issuer
    margin: Margin
    letter: Letter


def subject(actor: Actor, letter_id: UUID) -> Subject:
    """Whom a letter is for; raises `NotFound` outside what the actor may see."""
    letter = letter_for(actor, letter_id)
    return Subject(
        key=letter.number,
        name=letter.franchisee.name,
        name_local=letter.franchisee.name_local,
        franchisee_id=letter.franchisee_id,
        language=letter.language,
        zone=founded().zone,
    )


def build(letter_id: UUID) -> LetterDocument:
    """The document, in the language that is spoken now: the recipient's."""
    letter, network = letter_for(SYSTEM, letter_id), founded()
    name = network.legal_name or network.name
    return LetterDocument(
        issuer=Issuer(name=name, address=network.address, email=network.email),
        margin=Margin(
            number=letter.number,
            legal=_("%(name)s, reminder %(number)s", name=name, number=letter.number),
        ),
        letter=_letter(letter, network),
    )


def _letter(letter: DunningLetter, network: Network) -> Letter:
    rows, business = rows_of(letter), letter.franchisee
    return Letter(
        number=letter.number,
        title=title_of(letter.manner),
        name=_(letter.name),
        to=tuple(one for one in (business.name, business.name_local, business.address) if one),
        said_on=filters.date(letter.said_on),
        greeting=greeting_of(letter.manner),
        rows=rows,
        totals=totals_of(rows),
        pay_to=_pay_to(rows, network),
        pay_words=_(
            "Write the numbers of the invoices beside the payment. The advertising fund is not our "
            "money, so it has an account of its own."
        ),
        sections=sections_of(letter, email=network.email),
        closing=_("Thank you. Whatever is the matter, a word to us helps more than silence."),
    )


def _pay_to(rows: tuple[Row, ...], network: Network) -> tuple[PayTo, ...]:
    """Fees and fund apart. Where a part is disputed its split is not known, so none is printed."""
    if any(row.is_partly_held for row in rows):
        return ()
    found = []
    for currency in sorted({row.asked.currency for row in rows}):
        mine = [row for row in rows if row.asked.currency == currency]
        fees = Money.total((row.fees for row in mine), currency)
        fund = Money.total((row.fund for row in mine), currency)
        if fees:
            found.append(PayTo(name=_("Fees"), account=network.fees_account, amount=fees))
        if fund:
            found.append(
                PayTo(name=_("Advertising fund"), account=network.fund_account, amount=fund)
            )
    return tuple(found)


LETTER_KIND = PaperKind(
    slug=LETTER,
    title=N_("Reminder"),
    permission=Permission.DUNNING_ACCOUNT_READ,
    template="dunning/pdf/letter.html",
    stylesheets=("css/pdf/statement.css", "css/pdf/contract.css"),
    subject=subject,
    build=build,
    is_per_franchisee=True,
)
