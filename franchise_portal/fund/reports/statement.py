"""The statement of the fund as a document: the facts as they were kept, or as the book stands."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _

from ...access.actor import Actor
from ...fees.reports.words import currency_name, is_chinese, sentences, span
from ...kit import clock
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.models import Network
from ...network.queries import founded
from ...reports.documents import Embedded, Issuer, Margin
from ...reports.kinds import Subject
from ...web import filters
from ..enums import StatementStatus
from ..models import FundStatement
from ..outlet_files import file_name, month_file_name, outlets_csv, written
from ..queries import statements as queries
from ..queries.facts import facts_of, long_list
from ..rules.statement import FundFacts
from ..statement_rows import ShownStatement
from ..statement_words import outlet_row, shown
from .documents import FundDocument

BOOK = N_("From the fund’s book as it stands; no statement is published by it.")


def build(edition_id: UUID) -> FundDocument:
    """A kept statement in one language."""
    _edition, row = queries.edition(edition_id)
    return _document(queries.facts(row), _state(row), founded(), row, file_name(row))


def embedded(edition_id: UUID) -> Embedded | None:
    """The outlets one by one, where the pages have no room for them."""
    _edition, row = queries.edition(edition_id)
    if not queries.facts(row).has_long_list:
        return None
    return _table(file_name(row), outlets_csv(row), row.made_at)


def build_month(period: Period, franchisee_id: UUID | None) -> FundDocument:  # noqa: ARG001 - the fund's
    """The fund's book over a month, worked out now."""
    network = founded()
    facts = facts_of(period, network.currency)
    return _document(facts, _(BOOK), network, None, month_file_name(period))


def embedded_month(period: Period, franchisee_id: UUID | None) -> Embedded | None:  # noqa: ARG001
    """The same for a month of the fund's book."""
    currency = founded().currency
    outlets = long_list(period, currency)
    if outlets is None:
        return None
    rows = (outlet_row(one, currency, is_own=not one.owner) for one in outlets)
    return _table(month_file_name(period), written(rows, currency), clock.now())


def _table(name: str, data: bytes, made_at: datetime) -> Embedded:
    return Embedded(
        name=name,
        data=data,
        description=_("Contributions by outlet"),
        made_at=made_at,
        relationship="Supplement",
    )


def _document(
    facts: FundFacts, state: str, network: Network, row: FundStatement | None, table: str
) -> FundDocument:
    statement = shown(facts)
    title = _("Statement of the advertising fund")
    days = span(facts.first, facts.last)
    stop = "。" if is_chinese() else "."
    amounts = _("All amounts in %(currency)s.", currency=currency_name(facts.currency))
    legal = sentences((title + stop, amounts))
    return FundDocument(
        issuer=Issuer(name=network.name, address=network.address, email=network.email),
        margin=Margin(number=days, legal=_marked(statement, legal)),
        title=title,
        state=state,
        facts=tuple(_facts(row, days, network)),
        statement=statement,
        attached=table if statement.has_long_list else "",
    )


def _marked(statement: ShownStatement, legal: str) -> str:
    """The words at the foot of every page, with the mark where bank and book differ."""
    return f"{statement.mark} · {legal}" if statement.mark else legal


def _facts(row: FundStatement | None, days: str, network: Network) -> list[tuple[str, str]]:
    found = [(_("Period"), days)]
    if row is not None:
        found.append((_("Number"), row.name))
        found.append((_("Due by"), filters.date(row.due_on)))
        if row.published_at is not None:
            found.append((_("Published"), filters.moment(row.published_at)))
            found.append((_("Published by"), row.published_by_name))
        if row.reason:
            found.append((_("Why this version"), row.reason))
    if network.fund_account:
        found.append((_("Account of the fund"), network.fund_account))
    return found


def _state(row: FundStatement) -> str:
    if row.status is StatementStatus.DRAFT:
        return _("A draft. It is not published, and may still change.")
    if row.status is StatementStatus.REPLACED:
        return _("A later version has replaced this one.")
    return ""


def subject(actor: Actor, edition_id: UUID) -> Subject:
    """The edition, for whoever may see its statement."""
    edition, row = queries.edition(edition_id)
    queries.statement_for(actor, row.id)
    return Subject(
        key=f"{row.name}-{edition.language}",
        name=row.name,
        language=edition.language,
        zone=founded().zone,
    )
