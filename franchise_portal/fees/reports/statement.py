"""A franchisee's statement of account: the facts of its month, put into words for paper."""

from dataclasses import replace
from uuid import UUID

from flask_babel import gettext as _

from ...kit.period import Period
from ...network.models import Network
from ...network.queries import founded
from ...reports.documents import Issuer, Margin
from ...web import filters
from ..queries.statement_data import StatementData
from ..queries.statements import statement_of
from ..receipts import receipt_of
from .disputed import not_asked_for, with_disputed
from .documents import Statement, StatementDocument
from .statement_account import account_of
from .words import currency_name, listed, local_name, other_name, sentences, span

OUTLETS_NAMED = 8


def build(period: Period, franchisee_id: UUID | None) -> StatementDocument:
    """The statement of one franchisee for a month.

    Raises:
        NotFound: when there is no such franchisee.
    """
    if franchisee_id is None:
        raise ValueError("a statement is somebody's")
    data = with_disputed(statement_of(franchisee_id, period))
    document = document_of(data, founded())
    statement = replace(
        document.statement, receipt=receipt_of(franchisee_id, period), held=not_asked_for(data)
    )
    return replace(document, statement=statement)


def document_of(data: StatementData, network: Network) -> StatementDocument:
    """The facts in words, in the language in hand."""
    issuer = Issuer(name=network.name, address=network.address, email=network.email)
    month = filters.month(data.month)
    margin = Margin(
        number=_("Statement %(number)s, %(month)s", number=data.number, month=month),
        legal=_legal(data, network),
    )
    return StatementDocument(issuer=issuer, margin=margin, statement=_statement(data, network))


def _statement(data: StatementData, network: Network) -> Statement:
    names = _outlet_names(data)
    return Statement(
        number=data.number,
        month=data.month,
        period=span(data.first_on, data.last_on),
        issued_on=data.issued_on,
        franchisee=local_name(data.franchisee.name, data.franchisee.name_local),
        franchisee_local=other_name(data.franchisee.name, data.franchisee.name_local),
        outlets=names[:OUTLETS_NAMED],
        outlets_more=max(0, len(names) - OUTLETS_NAMED),
        contracts=tuple(number for _id, number in data.contracts[:OUTLETS_NAMED]),
        dispute_words=dispute_words(data),
        accounts=tuple(account_of(data, facts, network) for facts in data.accounts),
    )


def _outlet_names(data: StatementData) -> tuple[str, ...]:
    """The outlets that were charged; of a currency without charges those that have sold in it."""
    named = {
        outlet.id: local_name(outlet.name, outlet.name_local)
        for account in data.accounts
        for outlet in account.outlets or account.sales.outlets
    }
    return tuple(named.values())


def _legal(data: StatementData, network: Network) -> str:
    sender = network.legal_name or network.name
    if network.address:
        sender = _("%(name)s, %(address)s.", name=sender, address=network.address)
    return sentences((sender, _("Not a tax invoice."), _in_currencies(data)))


def _in_currencies(data: StatementData) -> str:
    names = [currency_name(account.currency) for account in data.accounts]
    if len(names) == 1:
        return _("All amounts in %(currency)s.", currency=names[0])
    return _("Amounts in %(currencies)s, each by itself.", currencies=listed(names))


def dispute_words(data: StatementData) -> str:
    """Until when and how a line is disputed: in the portal, or by mail."""
    if data.dispute_until is None:
        return _("There is no charge this month that could be disputed.")
    day = filters.date(data.dispute_until)
    if data.dispute_to:
        how = _(
            "Any line, until %(day)s: open it in the portal and choose “Dispute this line”, "
            "or write to %(address)s and name the statement and the line.",
            day=day,
            address=data.dispute_to,
        )
    else:
        how = _(
            "Any line, until %(day)s: open it in the portal and choose “Dispute this line”.",
            day=day,
        )
    return sentences((how, _("The other lines stay due.")))
