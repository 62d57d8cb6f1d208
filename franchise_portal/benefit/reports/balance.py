"""The balance of an outlet on one page: what each side takes, how it weighs, what is missing."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _

from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...fees.reports.words import currency_name, local_name, sentences
from ...kit import clock
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.queries import founded
from ...reports.documents import Issuer, Margin
from ...reports.kinds import PaperKind, Subject
from ...web import filters
from ..queries import stress
from ..queries.accounts import Place, place_for
from ..queries.facts import facts_of, window_to
from ..queries.months import latest_month
from ..words import (
    ShownBalance,
    alert_words,
    burden_note,
    limits_rows,
    share_words,
    shown,
    unknown_words,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceWords:
    """The balance in the reader's words."""

    outlet: str
    franchisee: str
    month: str
    currency: str
    currency_symbol: str
    balance: ShownBalance
    burden: str
    burden_note: str
    alerts: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    limits: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceDocument:
    """All that the template sees."""

    issuer: Issuer
    margin: Margin
    paper: BalanceWords


def build(outlet_id: UUID) -> BalanceDocument:
    """The balance of an outlet over the twelve months to the latest that was charged.

    Raises:
        NotFound: when there is no such outlet, or it belongs to no franchisee.
    """
    network, place = founded(), place_for(SYSTEM, outlet_id, on=clock.today())
    month = latest_month(SYSTEM) or Period.month_of(clock.today()).text
    paper = _paper(place, month)
    return BalanceDocument(
        issuer=Issuer(name=network.name, address=network.address, email=network.email),
        margin=Margin(
            number=_("Benefit balance, %(outlet)s", outlet=paper.outlet),
            legal=sentences(
                (
                    _("Worked out from reported accounts and issued invoices."),
                    _("All amounts in %(currency)s.", currency=currency_name(place.currency)),
                )
            ),
        ),
        paper=paper,
    )


def _paper(place: Place, month: str) -> BalanceWords:
    owned = place.owned
    facts = facts_of([owned], window_to(month))
    median, limits = stress.median_of_month(month, place.currency), stress.limits()
    verdict = stress.verdict_on(facts, owned, month, median=median, by=limits)
    burden = facts.burden(place.outlet.id, month)
    return BalanceWords(
        outlet=f"{place.outlet.code} {local_name(place.outlet.name, place.outlet.name_local)}",
        franchisee=local_name(place.franchisee.name, place.franchisee.name_local),
        month=month,
        currency=currency_name(place.currency),
        currency_symbol=filters.currency_symbol(place.currency),
        balance=shown(facts.balances[place.outlet.id], facts, owned),
        burden=share_words(burden.share if burden else None),
        burden_note=burden_note(burden, median),
        alerts=tuple(
            (filters.label(one.kind), alert_words(one, place.currency)) for one in verdict.alerts
        ),
        unknown=unknown_words(verdict),
        limits=limits_rows(limits),
    )


def subject(actor: Actor, outlet_id: UUID) -> Subject:
    """Whom the balance is for; raises `NotFound` outside what the actor may see."""
    place = place_for(actor, outlet_id, on=clock.today())
    return Subject(
        key=f"balance-{place.outlet.code}",
        name=place.franchisee.name,
        name_local=place.franchisee.name_local,
        franchisee_id=place.franchisee.id,
        language=place.franchisee.language,
        zone=founded().zone,
    )


BALANCE = PaperKind(
    slug="benefit-balance",
    title=N_("Benefit balance"),
    permission=Permission.BENEFIT_ACCOUNT_READ,
    template="benefit/pdf/balance.html",
    stylesheets=("css/pdf/statement.css", "css/pdf/benefit.css"),
    subject=subject,
    build=build,
    is_per_franchisee=True,
)
