"""What of a statement is in dispute, and what is not asked for meanwhile."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask_babel import gettext as _

from ...kit import clock
from ...web import filters
from ...web.wording import sentence
from .. import contests
from ..holds import holds_of
from ..queries.statement_data import AccountData, StatementData
from .words import listed, sentences


def with_disputed(data: StatementData) -> StatementData:
    """The same facts; the lines that are in dispute know it."""
    lines = [line.id for account in data.accounts for line in account.all_lines]
    disputed = contests.open_of(lines)
    if not disputed:
        return data
    accounts = (_account(account, frozenset(disputed)) for account in data.accounts)
    return replace(data, accounts=tuple(accounts))


def _account(account: AccountData, disputed: frozenset[UUID]) -> AccountData:
    return replace(
        account,
        outlets=tuple(
            replace(
                outlet,
                lines=tuple(
                    replace(line, is_disputed=line.id in disputed) for line in outlet.lines
                ),
            )
            for outlet in account.outlets
        ),
        singles=tuple(replace(line, is_disputed=line.id in disputed) for line in account.singles),
    )


def held_words(invoice_ids: Sequence[UUID]) -> tuple[str, ...]:
    """A sentence for each reason why something is not asked for, each once."""
    found = holds_of(list(dict.fromkeys(invoice_ids)), clock.today())
    words = [sentence(hold.why, hold.params) for holds in found.values() for hold in holds]
    return tuple(dict.fromkeys(words))


def not_asked_for(data: StatementData) -> str:
    """How much is in dispute, and why something open is not asked for; empty where all is."""
    contested = contests.of_franchisees([data.franchisee.id]).get(data.franchisee.id, ())
    words = []
    if contested:
        words.append(
            _(
                "%(amount)s, without tax, is in dispute. It stays open until it is decided; "
                "the other lines stay due.",
                amount=listed(filters.money(amount) for amount in contested),
            )
        )
    items = [item.invoice_id for account in data.accounts for item in account.open_items]
    return sentences((*words, *held_words(items)))
