"""What fees add to the pages of the network and of contracts: balances, sales, plans, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import g, url_for
from markupsafe import Markup, escape
from sqlalchemy import ColumnElement, func, or_, select

from ..access.actor import Actor
from ..access.permissions import Permission
from ..contracts.additions import ListAct
from ..contracts.models import Contract
from ..kit import clock
from ..kit.i18n import N_
from ..kit.money import Money
from ..network.additions import (
    Additions,
    Cell,
    Happening,
    HistorySource,
    ListColumn,
    ListFilter,
    ListLead,
    Panel,
)
from ..network.models import Franchisee, Outlet
from ..web import filters
from ..web.charts import WIDE, Bar, Chart, Emphasis, bar_chart
from ..web.context import initials
from ..web.speech import gettext as _
from ..web.speech import ngettext
from ..web.writing import Writing
from . import contests
from .enums import Account, InvoiceKind
from .models import OpenItem, Posting
from .plan_words import ShownFee, shown_fees
from .queries import summaries
from .queries.balances import Balance, Standing, balance_of, standings_of
from .queries.held import held_for
from .queries.plans import plans_of, the_plan
from .term_parts import plan_of_draft

OVERDUE, OWES, CREDIT = "overdue", "owes", "credit"


def _standings(ids: Sequence[str]) -> Mapping[str, list[Standing]]:
    """How the franchisees of a page stand; two columns ask, one query answers."""
    key = tuple(ids)
    if g.get("standings_of_page", (None,))[0] != key:
        g.standings_of_page = (key, standings_of(ids, on=clock.today()))
    found: Mapping[str, list[Standing]] = g.standings_of_page[1]
    return found


def _balance_cells(_actor: Actor, ids: Sequence[str]) -> Mapping[str, Cell]:
    write = Writing()
    return {
        franchisee_id: _balance_cell(write, standings)
        for franchisee_id, standings in _standings(ids).items()
    }


def _settled_cell() -> Cell:
    return Cell(filters.number(0, 2), "faint")


def _balance_cell(write: Writing, standings: list[Standing]) -> Cell:
    late = any(standing.overdue for standing in standings)
    if len(standings) == 1:
        only = standings[0]
        text = write.amount(only.credit - only.open, only.currency)
    else:
        text = _(", ").join(write.money(one.credit - one.open, one.currency) for one in standings)
    return Cell(text, "late" if late else "")


def _overdue_cells(_actor: Actor, ids: Sequence[str]) -> Mapping[str, Cell]:
    today = clock.today()
    first = {
        franchisee_id: min(late)
        for franchisee_id, standings in _standings(ids).items()
        if (late := [standing.since for standing in standings if standing.since])
    }
    words = {
        since: ngettext("%(num)d day late", "%(num)d days late", (today - since).days)
        for since in set(first.values())
    }
    return {key: Cell(words[since], tone="danger") for key, since in first.items()}


def _owed() -> ColumnElement[Any]:
    """What a franchisee owes less its credit, as it is shown: below zero when it owes us."""
    still = select(func.coalesce(func.sum(OpenItem.open_minor), 0)).where(
        OpenItem.franchisee_id == Franchisee.id
    )
    credit = select(func.coalesce(func.sum(Posting.amount_minor), 0)).where(
        Posting.franchisee_id == Franchisee.id, Posting.account == Account.CREDIT
    )
    return -still.scalar_subquery() - credit.scalar_subquery()


def _late_since() -> ColumnElement[Any]:
    """The day since which a franchisee is late; in the far future for those who are not."""
    since = select(func.min(OpenItem.due_on)).where(
        OpenItem.franchisee_id == Franchisee.id, OpenItem.due_on < clock.today()
    )
    return func.coalesce(since.scalar_subquery(), date.max)


def _standing(values: Sequence[str]) -> ColumnElement[bool]:
    still = select(OpenItem.franchisee_id)
    conditions = {
        OVERDUE: Franchisee.id.in_(still.where(OpenItem.due_on < clock.today())),
        OWES: Franchisee.id.in_(still),
        CREDIT: Franchisee.id.in_(
            select(Posting.franchisee_id)
            .where(Posting.account == Account.CREDIT)
            .group_by(Posting.franchisee_id)
            .having(func.sum(Posting.amount_minor) < 0)
        ),
    }
    return or_(*[conditions[value] for value in values if value in conditions])


def _lead(_actor: Actor, ids: Any) -> Markup | str:  # noqa: ANN401 - a select of ids
    owed = summaries.owed_together(ids)
    if not owed:
        return ""
    total = _(", ").join(filters.money(one.open) for one in owed)
    late = _(", ").join(filters.money(one.overdue) for one in owed if one.overdue)
    if not late:
        return _("Together they owe %(total)s; nothing of it is late.", total=total)
    sentence = escape(_("Together they owe %(total)s, of which %(late)s is late."))
    return sentence % {"total": total, "late": Markup('<span class="late">{}</span>').format(late)}


@dataclass(frozen=True, slots=True)
class AccountPart:
    """A franchisee's account: balances, and the last invoices."""

    franchisee: Franchisee
    balances: tuple[Balance, ...]
    invoices: Sequence[summaries.LatestInvoice]
    contested: Sequence[Money] = ()
    """What is in dispute of it, for each currency."""
    held: Sequence[Money] = ()
    """Deposits that are held for it, for each currency."""


def _account(_actor: Actor, franchisee: Franchisee) -> AccountPart | None:
    invoices = summaries.latest_invoices(franchisee.id)
    balances = balance_of(franchisee.id)
    if not invoices and not balances:
        return None
    contested = contests.of_franchisees([franchisee.id]).get(franchisee.id, ())
    return AccountPart(franchisee, balances, invoices, contested, held_for(franchisee.id))


@dataclass(frozen=True, slots=True)
class SalesPart:
    """An outlet's two years of sales."""

    outlet: Outlet
    chart: Chart
    latest_month: str
    latest: Money | None


def _sales(_actor: Actor, outlet: Outlet) -> SalesPart | None:
    months = summaries.outlet_sales(outlet.id)
    if not months:
        return None
    last = len(months) - 1
    bars = [
        Bar(
            (one.net.to_decimal() if one.net else 0,),
            label=filters.month(one.month, short=True) if place in {0, last - 12, last} else "",
            emphasis={last: Emphasis.NOW, last - 12: Emphasis.BEFORE}.get(place, Emphasis.PLAIN),
        )
        for place, one in enumerate(months)
    ]
    latest = months[last]
    alt = _(
        "Net sales of 24 months; %(month)s: %(amount)s",
        month=filters.month(latest.month),
        amount=filters.money(latest.net) if latest.net else _("nothing reported"),
    )
    chart = bar_chart(bars, size=WIDE, tick=lambda n: filters.number(round(n), 0), alt=alt)
    return SalesPart(outlet, chart, latest.month, latest.net)


@dataclass(frozen=True, slots=True)
class PlanPart:
    """The fee plans of a contract, the latest first, the one in force in words."""

    contract_id: UUID
    plans: Sequence[tuple[date, UUID, str]]
    in_force: UUID | None
    fees: tuple[ShownFee, ...]
    named: tuple[UUID, str] | None = None
    """The plan that the draft's terms name, while the contract has none: it comes with them."""


def _plan(actor: Actor, contract: Contract) -> PlanPart:
    assigned = [(starts_on, row.id, row.name) for starts_on, row in plans_of(contract.id)]
    today = clock.today()
    in_force = next((plan_id for starts_on, plan_id, _name in assigned if starts_on <= today), None)
    named = None if assigned else plan_of_draft(actor, contract)
    shown = in_force or (named and named[0])
    fees = shown_fees(the_plan(shown)) if shown else ()
    return PlanPart(contract.id, assigned, in_force, fees, named)


def _happenings(
    _actor: Actor, franchisee_id: UUID, before: datetime | None, limit: int
) -> Sequence[Happening]:
    return [
        Happening(event.at, initials(event.who) if event.who else "", _told(event))
        for event in summaries.money_events(franchisee_id, before, limit)
    ]


def _told(event: summaries.MoneyEvent) -> Markup:
    facts = {"amount": filters.money(event.amount), "who": event.who or _("The portal")}
    if event.invoice_id is not None:
        url = url_for("fees.show_invoice", invoice_id=event.invoice_id)
        link = Markup('<a href="{}">{}</a>').format(url, event.number)
        text = _issued(event.kind)
        return escape(text) % {**facts, "invoice": link, "month": filters.month(event.month)}
    url = url_for("fees.show_payment", payment_id=event.payment_id)
    link = Markup('<a href="{}">{}</a>').format(url, facts["amount"])
    text = _("%(who)s booked a payment of %(payment)s, received on %(day)s")
    return escape(text) % {"who": facts["who"], "payment": link, "day": filters.date(event.on)}


def _issued(kind: InvoiceKind) -> str:
    if kind is InvoiceKind.DEBIT_NOTE:
        return _("%(who)s issued debit note %(invoice)s: %(amount)s")
    if kind is InvoiceKind.CREDIT_NOTE:
        return _("%(who)s issued credit note %(invoice)s: %(amount)s")
    return _("%(who)s issued invoice %(invoice)s for %(month)s: %(amount)s")


ADDITIONS = Additions(
    columns=(
        ListColumn(
            key="balance",
            label=N_("Balance, %(currency)s"),
            permission=Permission.FEES_INVOICE_READ,
            cells=_balance_cells,
            usual=_settled_cell,
            is_figure=True,
            order=_owed,
            note=N_("A minus sign means the franchisee owes us."),
        ),
        ListColumn(
            key="overdue",
            label=N_("Overdue"),
            permission=Permission.FEES_INVOICE_READ,
            cells=_overdue_cells,
            order=_late_since,
        ),
    ),
    filters=(
        ListFilter(
            name="money",
            label=N_("Account"),
            permission=Permission.FEES_INVOICE_READ,
            options=((OVERDUE, N_("Overdue")), (OWES, N_("Owes us")), (CREDIT, N_("Has credit"))),
            condition=_standing,
        ),
    ),
    leads=(ListLead(permission=Permission.FEES_INVOICE_READ, sentence=_lead),),
    franchisee_panels=(
        Panel(
            key="account",
            permission=Permission.FEES_INVOICE_READ,
            template="fees/panels/account.html",
            load=_account,
        ),
    ),
    outlet_panels=(
        Panel(
            key="sales",
            permission=Permission.FEES_SALES_READ,
            template="fees/panels/sales.html",
            load=_sales,
        ),
    ),
    guards={
        "fees.": Permission.FEES_INVOICE_READ,
        "fees.payment": Permission.FEES_PAYMENT_READ,
    },
    sources=(HistorySource(permission=Permission.FEES_INVOICE_READ, happenings=_happenings),),
)

CONTRACT_ACTS = (
    ListAct(
        label=N_("Import contracts"),
        endpoint="fees.new_contract_import",
        permission=Permission.CONTRACTS_CONTRACT_WRITE,
    ),
)

CONTRACT_PANELS = (
    Panel(
        key="plan",
        permission=Permission.FEES_PLAN_READ,
        template="fees/panels/plan.html",
        load=_plan,
    ),
)
