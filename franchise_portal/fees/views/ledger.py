"""The ledger: what stands on each account, and every entry."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...network.queries import franchisee_for
from ...web.filters import label
from ...web.navigation import section
from ...web.paging import asked_page, list_url
from ...web.rendering import render
from ..enums import Book, EntryKind
from ..queries import ledger as queries
from ..queries.balances import ageing, balance_of
from ..queries.comparing import balances
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
    return render(
        "fees/ledger/index.html",
        listing=queries.entries(current_actor, wanted),
        wanted=wanted,
        whose=whose,
        owed=balance_of(whose.id) if whose else (),
        accounts=() if whose else balances(),
        ages={} if whose else ageing(current_actor),
        filters=menus,
        chips_in_force=chips_of(menus),
        is_filtered=bool(wanted.kind or wanted.book or whose),
        clear_url=list_url(kind="", book="", franchisee="", page=""),
    )


def _menu(name: str, words: str, enumeration: type[EntryKind | Book], chosen: str) -> Menu:
    return {
        "name": name,
        "label": words,
        "options": [(member.value, label(member)) for member in enumeration],
        "selected": [chosen] if chosen else [],
        "single": True,
    }


@bp.get("/ledger/entries/<uuid:entry_id>")
@section("fees.ledger")
@requires(Permission.FEES_LEDGER_READ)
def show_entry(entry_id: UUID) -> ResponseReturnValue:
    """One entry with its postings."""
    return render("fees/ledger/entry.html", entry=queries.entry_for(current_actor, entry_id))
