"""Tell the story: found the network, sign the contracts, and live through its months one by one.

Everything goes through the services, under a clock that is held at the moment of each act, so the
demo's history reads like a history: invoices on the second of a month, money around the fifteenth,
and between them what people applied for, owed, asked and signed.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import func, select

from .. import mail
from ..access.actor import SYSTEM
from ..database import db, edge
from ..fees import services as fees
from ..fees.plan_files import plan_from_toml
from ..kit import clock
from ..kit.errors import DomainError
from ..kit.i18n import N_
from ..kit.period import Period, months_from
from ..network import services as network
from ..network.models import Network
from ..reports import services as reports
from . import (
    agreements,
    applicants,
    balances,
    banking,
    disputes,
    dunning,
    events,
    fund,
    money,
    obligations,
    other_charges,
    reported,
    story,
)
from .businesses import add_owner, add_place, add_territory, add_users
from .tills import sales_file
from .told import Scene, Told, at_once, tell_scenes

__all__ = ["FOUNDED_AT", "NotEmpty", "Told", "add_users", "found_frame", "require_empty", "tell"]

Tell = Callable[[int, int, str], None]
FOUNDED_AT = datetime(2024, 9, 16, 8, 30, tzinfo=UTC)
ENDS_AT = datetime.combine(story.STANDS_ON, time(23, 59), UTC)


class NotEmpty(DomainError):
    """The demo network is written into an empty database only."""

    template = N_(
        "This database already holds a network. The demo network is written into an empty one "
        "only: choose another PORTAL_DATA_DIR or DATABASE_URL."
    )


def require_empty() -> None:
    """Refuse to write beside what is there.

    Raises:
        NotEmpty: with what to do.
    """
    if db.session.scalar(select(func.count()).select_from(Network)):
        raise NotEmpty


def tell(*, seed: int, say: Tell) -> Told:
    """Write the whole story or, when it is interrupted, none of it.

    `say` hears how much is done, of how much, and what comes next.

    Raises:
        NotEmpty: when there is a network already.
    """
    with mail.keeping(), edge():
        require_empty()
        return _tell(Told(seed), say)


def _tell(told: Told, say: Tell) -> Told:
    months = list(
        months_from(Period.parse_month(story.FIRST_MONTH), Period.parse_month(story.LAST_MONTH))
    )
    total = len(months) + 2
    say(0, total, "the network")
    with clock.fixed(FOUNDED_AT):
        _found(told)
    say(1, total, "contracts")
    with clock.fixed(FOUNDED_AT.replace(day=23)):
        _keep_plans(told)
        agreements.sign_all(told)
    payers = money.Payers(told.seed)
    scenes = at_once(
        (
            agreements.scenes(),
            obligations.scenes(),
            applicants.scenes(),
            events.scenes(),
            balances.scenes(),
            other_charges.scenes(),
            dunning.scenes(),
            disputes.scenes(),
            fund.scenes(),
            reported.scenes(),
            banking.scenes(),
        )
    )
    for number, month in enumerate(months):
        say(2 + number, total, month.text)
        _live_through(told, month, payers, scenes)
    _ask_for_reports(told)
    tell_scenes(told, scenes, before=ENDS_AT)
    say(total, total, "")
    return told


def found_frame(told: Told) -> None:
    """Found the network with its brands, its regions and the people of its office."""
    network.found_network(
        SYSTEM,
        name="Tamberley",
        legal_name="Tamberley Franchising GmbH",
        address="Gartenstrasse 4, 10115 Northhaven",
        postcode="10115",
        city="Northhaven",
        country="DE",
        registration="HRB 20260",
        email="statements@tamberley.example",
        currency=story.CURRENCY,
        zone=story.ZONE,
        fees_account="DE88 4400 0117 2026 0200 00",
        fund_account="DE02 4400 0117 2026 7700 00",
        is_demo=True,
        stands_on=story.STANDS_ON,
    )
    for code, name, local in story.BRANDS:
        told.brands[code] = network.create_brand(SYSTEM, code=code, name=name, name_local=local)
    for code, name, local in story.REGIONS:
        told.regions[code] = network.create_region(SYSTEM, code=code, name=name, name_local=local)
    add_users(told, [row for row in story.USERS if not row[5]])


def _found(told: Told) -> None:
    found_frame(told)
    hanna = told.acting("hanna@demo.test")
    for owner in story.OWNERS:
        if owner.code != story.NEWEST:
            add_owner(told, hanna, owner)
    for place in story.PLACES:
        if place.owner != story.NEWEST:
            add_place(told, hanna, place)
    for territory in (*story.TERRITORIES, *story.FREE_TERRITORIES):
        add_territory(told, hanna, territory)
    add_users(told, [row for row in (*story.USERS, *story.NEIGHBOURS) if row[5]])


def _keep_plans(told: Told) -> None:
    for brand, text in {**story.PLANS, agreements.CHINA: story.PLAN_CHINA}.items():
        told.plans[brand] = plan_from_toml(text.encode(), place=f"{brand.lower()}.toml")


def _live_through(told: Told, month: Period, payers: money.Payers, scenes: list[Scene]) -> None:
    """Report the month's sales, assess it on the second of the next, and take in the money."""
    felix = told.acting("felix@demo.test")
    following = month.following()
    reported_at = datetime.combine(following.start, time(7, 40), UTC)
    tell_scenes(told, scenes, before=reported_at)
    with clock.fixed(reported_at):
        data = sales_file(month, seed=told.seed, without=reported.without(month))
        fees.import_sales(felix, file=money.as_file(data), filename=f"sales-{month.text}.csv")
    with clock.fixed(reported_at.replace(day=2, hour=8)):
        fees.assess_month(felix, month=month)
        payers.note_invoices(month.text)
    for last in (17, (following.following().start - date.resolution).day):
        moment = datetime.combine(following.start.replace(day=last), time(15, 10), UTC)
        if moment.date() < story.STANDS_ON:
            with clock.fixed(moment):
                payers.pay(felix, up_to=moment.date())


def outlet_ids(told: Told) -> dict[str, UUID]:
    """The ids of the outlets by code."""
    return {code: outlet.id for code, outlet in told.outlets.items()}


def _ask_for_reports(told: Told) -> None:
    """Ask for the last month's statements; the first workers that start make them."""
    month = Period.parse_month(story.LAST_MONTH)
    asked_at = datetime.combine(month.following().start.replace(day=2), time(8, 20), UTC)
    with clock.fixed(asked_at):
        for kind in ("statement", "network"):
            reports.request_run(told.acting("felix@demo.test"), kind, month)
