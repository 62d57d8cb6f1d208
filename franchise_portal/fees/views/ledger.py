"""The ledger: what stands on each account, and every entry."""

from collections.abc import Sequence
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...network.queries import franchisee_for
from ...web.filters import label
from ...web.lists import row_url
from ...web.navigation import section
from ...web.paging import asked_page, list_url
from ...web.rendering import render
from ...web.writing import Writing
from ..enums import Account, Book, EntryKind
from ..queries import ledger as queries
from ..queries.balances import ageing, balance_of, is_much_open
from ..queries.comparing import standings
from .blueprint import Menu, asked, asked_id, bp, chips_of


@bp.get("/ledger")
@requires(Permission.FEES_LEDGER_READ)
def ledger() -> ResponseReturnValue:
    """Balances, how old what is owed is, and the entries."""
    wanted = queries.Wanted(
        kind=asked("kind"),
        book=asked("book"),
        franchisee_id=asked_id("franchisee"),
        page=asked_page(),
    )
    menus = [
        _menu("kind", _("Kind"), EntryKind, wanted.kind),
        _menu("book", _("Book"), Book, wanted.book),
    ]
    whose = franchisee_for(current_actor, wanted.franchisee_id) if wanted.franchisee_id else None
    listing = queries.entries(current_actor, wanted)
    return render(
        "fees/ledger/index.html",
        listing=listing,
        rows=_cells(listing.rows),
        row_url=row_url(".show_entry", "entry_id"),
        wanted=wanted,
        whose=whose,
        owed=balance_of(whose.id) if whose else (),
        accounts=() if whose else standings(),
        ages={} if whose else None if is_much_open() else ageing(current_actor),
        filters=menus,
        chips_in_force=chips_of(menus),
        is_filtered=bool(wanted.kind or wanted.book or whose),
        clear_url=list_url(kind="", book="", franchisee="", page=""),
    )


def _cells(rows: Sequence[queries.EntryRow]) -> list[tuple[object, ...]]:
    """What each row shows, in the order of the template: a page has hundreds of cells."""
    postings = queries.postings([row.id for row in rows])
    kinds = {kind.value: label(kind) for kind in EntryKind}
    accounts = _Accounts()
    write = Writing()
    amount = write.amount
    cells: list[tuple[object, ...]] = []
    for row in rows:
        lines = postings.get(row.id, [])
        cells.append(
            (
                row.id, write.day(row.on), kinds[row.kind], row.memo,
                lines[0][2] if lines else None,
                "\n".join([accounts[line[0], line[1]] for line in lines]),
                "\n".join([amount(line[3], line[4]) for line in lines]),
            )
        )  # fmt: skip
    return cells


class _Accounts(dict[tuple[str, str], str]):
    """The name of an account in its book, made when the first line has it."""

    def __missing__(self, key: tuple[str, str]) -> str:
        book, account = key
        name = _("%(book)s: %(account)s", book=label(Book(book)), account=label(Account(account)))
        self[key] = name
        return name


def _menu(name: str, words: str, enumeration: type[EntryKind | Book], chosen: str) -> Menu:
    return {
        "name": name,
        "label": words,
        "options": [(member.value, label(member)) for member in enumeration],
        "selected": [chosen] if chosen else [],
        "single": True,
    }


@bp.get("/ledger/ages")
@section("fees.ledger")
@requires(Permission.FEES_LEDGER_READ)
def ages() -> ResponseReturnValue:
    """What is owed by how late it is, where there is too much for the page of the ledger."""
    return render("fees/ledger/ages.html", ages=ageing(current_actor))


@bp.get("/ledger/entries/<uuid:entry_id>")
@section("fees.ledger")
@requires(Permission.FEES_LEDGER_READ)
def show_entry(entry_id: UUID) -> ResponseReturnValue:
    """One entry with its postings."""
    return render("fees/ledger/entry.html", entry=queries.entry_for(current_actor, entry_id))
