"""What follows from the finer parts of the terms: shares as fees, own times, days of reports."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.access.roles import Side
from franchise_portal.contracts import services
from franchise_portal.contracts.enums import DutyKind, Party, RenewalMode, Rhythm
from franchise_portal.contracts.event_enums import ChargeKind
from franchise_portal.contracts.models import Contract, ContractCharge
from franchise_portal.contracts.queries import renewals, transfers
from franchise_portal.contracts.rules.cures import days_to_cure
from franchise_portal.contracts.rules.event_fees import event_fee
from franchise_portal.contracts.rules.report_days import first_reports, period_end
from franchise_portal.contracts.rules.terms import (
    CureTime,
    Notice,
    Renewal,
    ReportDuty,
    Terms,
    TransferTerms,
)
from franchise_portal.contracts.services import renewals as renewal_services
from franchise_portal.contracts.services import transfers as transfer_services
from franchise_portal.contracts.term_enums import DefaultKind, RenewalRequirement, ReportKind
from franchise_portal.database import db, edge
from franchise_portal.kit import clock
from franchise_portal.kit.errors import Refused
from franchise_portal.kit.money import Money
from tests.builders.contracts import CLAUSES, euros, lasting
from tests.contracts.strategies import amounts, shares
from tests.support.page import Browser
from tests.support.people import STARTS_ON, SmallNetwork

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
TERMS = Terms(
    starts_on=STARTS_ON,
    length=lasting("5 years"),
    renewal=Renewal(
        count=1,
        each=lasting("5 years"),
        mode=RenewalMode.BY_REQUEST,
        requires=(RenewalRequirement.PREMISES, RenewalRequirement.RELEASE),
        conditions=("The sign is renewed",),
        fee_share=Decimal("0.25"),
        answer_within=lasting("90 days"),
    ),
    transfer=TransferTerms(fee_share=Decimal("0.5")),
)


@pytest.fixture
def contract(network: SmallNetwork) -> Iterator[Contract]:
    found = network.contracts["CT-F-001-TL"]
    with clock.fixed(NOW):
        with edge():
            services.record_paper_version(
                SYSTEM, found, terms=TERMS, clauses=CLAUSES, title="Agreement", reason=""
            )
        yield found


def charged() -> list[tuple[ChargeKind, Money]]:
    db.session.expire_all()
    return [(one.kind, one.amount) for one in db.session.scalars(select(ContractCharge))]


def test_what_usually_has_to_be_fulfilled_is_checked_off_like_own_words(
    network: SmallNetwork, contract: Contract
) -> None:
    with edge():
        renewal_services.ask_renewal(network.actors["omar"], contract)
    [renewal] = renewals.renewals_of(contract.id)
    assert [one.condition for one in renewal.conditions] == [
        "The premises are brought to the standard then in use",
        "Releases the franchisor from claims",
        "The sign is renewed",
    ]


def test_a_renewal_fee_that_is_a_share_is_worked_out_from_the_initial_fee(
    network: SmallNetwork, contract: Contract, browser: Browser
) -> None:
    with edge():
        renewal_services.ask_renewal(network.actors["omar"], contract)
    [renewal] = renewals.renewals_of(contract.id)
    conditions = renewals.conditions_of(renewal.id)
    with edge():
        for condition in conditions:
            renewal_services.check_condition(network.actors["rosa"], condition, evidence="Seen.")
    browser.sign_in("hanna")
    browser.get(f"/contracts/{contract.id}/renewal")
    assert browser.page
    assert "The fee is 25% of it." in browser.page.text
    assert "31 January 2027" in browser.page.text
    url = f"/contracts/renewals/{renewal.id}/agreement"
    browser.post(url, {"agree-reason": "Gladly."}, status=422)
    assert "Write the initial fee that new franchisees pay now" in browser.page.text
    assert "Gladly." in browser.page.html
    assert charged() == []
    browser.post(url, {"agree-reason": "Gladly.", "agree-initial_fee": "29000"})
    assert charged() == [(ChargeKind.RENEWAL_FEE, euros("7250"))]


def test_a_transfer_fee_that_is_a_share_is_worked_out_from_the_initial_fee(
    network: SmallNetwork, contract: Contract, browser: Browser
) -> None:
    olga = network.franchisees["F-002"]
    with edge():
        transfer = transfer_services.ask_transfer(
            network.actors["omar"], contract, starts_on=date(2026, 12, 1), to_name="Olga Trading"
        )
        transfer_services.name_buyer(network.actors["rosa"], transfer, to=olga)
    browser.sign_in("hanna")
    browser.get(f"/contracts/{contract.id}/transfer")
    assert browser.page
    assert "50% of the initial fee then in use" in browser.page.text
    url = f"/contracts/transfers/{transfer.id}/approval"
    browser.post(url, {"approve-reason": "Good hands."}, status=422)
    assert transfers.open_transfer(contract.id) is not None
    browser.post(url, {"approve-reason": "Good hands.", "approve-initial_fee": "24000"})
    assert charged() == [(ChargeKind.TRANSFER_FEE, euros("12000"))]


@given(amounts, shares)
def test_a_share_is_of_the_initial_fee_and_an_amount_stays(fee: Money, share: Decimal) -> None:
    assert event_fee(fee, None, initial_fee=None) == fee
    assert event_fee(None, None, initial_fee=fee) is None
    assert event_fee(None, share, initial_fee=fee) == fee.share(share)
    with pytest.raises(Refused):
        event_fee(None, share, initial_fee=None)


def test_each_side_has_its_own_time_for_notice() -> None:
    notice = Notice(
        at_least=lasting("6 months"),
        at_most=lasting("12 months"),
        by_franchisor=lasting("3 months"),
    )
    assert notice.least_of(Party.FRANCHISEE) == lasting("6 months")
    assert notice.least_of(Party.FRANCHISOR) == lasting("3 months")
    assert notice.most_of(Party.FRANCHISEE) == lasting("12 months")
    assert notice.most_of(Party.FRANCHISOR) is None
    same = Notice(at_least=lasting("6 months"), at_most=lasting("12 months"))
    assert same.least_of(Party.FRANCHISOR) == lasting("6 months")
    assert same.most_of(Party.FRANCHISOR) == lasting("12 months")


def report(every: Rhythm, within: str) -> ReportDuty:
    return ReportDuty(kind=ReportKind.RESULT, every=every, within=lasting(within))


@pytest.mark.parametrize(
    ("every", "within", "starts_on", "first", "alone"),
    [
        # Week: the contract begins on a Monday; reported on the Tuesday after its Sunday.
        (Rhythm.WEEK, "2 days", date(2026, 3, 2), date(2026, 3, 10), None),
        (Rhythm.MONTH, "5 days", date(2026, 3, 2), date(2026, 4, 5), None),
        (Rhythm.MONTH, "30 days", date(2026, 3, 2), date(2026, 4, 30), None),
        # About January it comes at the end of February, and must not stay on the 28th.
        (Rhythm.MONTH, "30 days", date(2026, 1, 10), date(2026, 3, 30), date(2026, 2, 28)),
        (Rhythm.MONTH, "30 days", date(2028, 1, 10), date(2028, 3, 30), date(2028, 2, 29)),
        (Rhythm.MONTH, "1 month", date(2026, 3, 2), date(2026, 4, 30), None),
        (Rhythm.QUARTER, "28 days", date(2026, 3, 31), date(2026, 4, 28), None),
        (Rhythm.QUARTER, "28 days", date(2026, 4, 1), date(2026, 7, 28), None),
        (Rhythm.YEAR, "90 days", date(2026, 12, 31), date(2027, 3, 31), None),
        (Rhythm.YEAR, "90 days", date(2027, 1, 1), date(2028, 3, 30), None),
    ],
)
def test_reports_are_due_after_the_time_they_are_about(
    every: Rhythm, within: str, starts_on: date, first: date, alone: date | None
) -> None:
    assert first_reports(report(every, within), starts_on) == (first, alone)


@given(st.sampled_from(Rhythm), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_lies_in_a_period_that_ends_with_the_calendars(every: Rhythm, day: date) -> None:
    end = period_end(every, day)
    longest = {Rhythm.WEEK: 7, Rhythm.MONTH: 31, Rhythm.QUARTER: 92, Rhythm.YEAR: 366}[every]
    assert 0 <= (end - day).days < longest
    assert period_end(every, end) == end


CURES = (
    CureTime(kind=DefaultKind.PAYMENT, within=lasting("10 days")),
    CureTime(kind=DefaultKind.INSURANCE),
    CureTime(kind=DefaultKind.OTHER, within=lasting("1 month")),
    CureTime(kind=DefaultKind.OTHER, within=lasting("60 days"), party=Party.FRANCHISOR),
    CureTime(kind=DefaultKind.OTHER, times=3, span=lasting("1 year")),
)


@pytest.mark.parametrize(
    ("kind", "owner", "days"),
    [
        (DutyKind.FEE_PAYMENT, Side.FRANCHISEE, 10),
        (DutyKind.MINIMUM_PURCHASE, Side.FRANCHISEE, 10),
        # Nothing to put right: neither the time for anything else nor that of the law's kind.
        (DutyKind.INSURANCE, Side.FRANCHISEE, None),
        # A month from 31 January on.
        (DutyKind.SALES_REPORT, Side.FRANCHISEE, 28),
        (DutyKind.DEPOSIT_RETURN, Side.FRANCHISOR, 60),
        (DutyKind.VISIT, Side.FRANCHISOR, 60),
    ],
)
def test_the_time_to_put_right_is_that_of_the_failure_and_the_side(
    kind: DutyKind, owner: Side, days: int | None
) -> None:
    assert days_to_cure(CURES, kind, owner=owner, given_on=date(2026, 1, 31)) == days
    assert days_to_cure((), kind, owner=owner, given_on=date(2026, 1, 31)) is None
