"""The page two of a statement: what the fees were good for, and what was not given."""

import io
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from franchise_portal.access.roles import Side
from franchise_portal.benefit.queries.given import promises_in
from franchise_portal.benefit.receipts import sections_of
from franchise_portal.benefit.rules.savings import Purchase
from franchise_portal.benefit.services import stress, supply
from franchise_portal.benefit.services.supply import Evidence
from franchise_portal.contracts.enums import DueRule, DutyKind, DutyStatus
from franchise_portal.contracts.models import ContractOutlet, Duty, Obligation
from franchise_portal.database import db
from franchise_portal.fees.receipts import receipt_of
from franchise_portal.fees.reports.kinds import STATEMENT
from franchise_portal.fees.reports.statement import build
from franchise_portal.kit.period import Period
from franchise_portal.reports.renderer import engine
from franchise_portal.reports.writing import html_of, speaking
from tests.builders.benefit import a_place
from tests.builders.fees import a_report, assess, give_plan
from tests.builders.network import outlets
from tests.support.people import ENDS_ON, STARTS_ON

OCTOBER = Period.parse_month("2026-10")


@pytest.fixture
def omar_id(network):
    return network.franchisees["F-001"].id


def a_promise(
    network,
    act_by,
    closed_on=None,
    *,
    title="Quarterly visit",
    owner=Side.FRANCHISOR,
    status=None,
    kind=DutyKind.VISIT,
):
    contract = network.contracts["CT-F-001-TL"]
    obligation = Obligation(
        contract_id=contract.id,
        franchisee_id=contract.franchisee_id,
        kind=kind,
        owner=owner,
        title=title,
        rule=DueRule.ON,
        first_on=act_by,
    )
    db.session.add(obligation)
    db.session.flush()
    db.session.add(
        Duty(
            obligation_id=obligation.id,
            contract_id=contract.id,
            franchisee_id=contract.franchisee_id,
            kind=kind,
            owner=owner,
            due_on=act_by,
            act_by=act_by,
            closed_on=closed_on,
            status=status or (DutyStatus.DONE if closed_on else DutyStatus.OPEN),
        )
    )
    db.session.flush()


def a_saving(network, market="17.90", own="15.20", item="Espresso beans, kg"):
    supply.enter_saving(
        network.actors["felix"],
        place=a_place(network.outlets["TL-001"]),
        month=OCTOBER,
        item=item,
        purchase=Purchase(Decimal(100), Decimal(market), Decimal(own), "EUR"),
        evidence=Evidence("A list"),
    )


@pytest.mark.parametrize(
    ("act_by", "closed_on", "counts", "missed"),
    [
        (date(2026, 10, 20), date(2026, 10, 18), True, False),
        (date(2026, 10, 20), date(2026, 10, 20), True, False),
        (date(2026, 10, 20), date(2026, 10, 28), True, True),
        (date(2026, 10, 20), date(2026, 11, 1), True, True),
        (date(2026, 10, 20), None, True, True),
        # Late from before, and still missing or come within the month.
        (date(2026, 8, 1), None, True, True),
        (date(2026, 8, 1), date(2026, 10, 5), True, True),
        (date(2026, 8, 1), date(2026, 9, 30), False, False),
        (date(2026, 11, 1), None, False, False),
    ],
)
def test_promises_of_a_month(  # noqa: PLR0917 - a table of cases
    network, omar_id, act_by, closed_on, counts, missed
):
    a_promise(network, act_by, closed_on)
    found = promises_in(omar_id, OCTOBER)
    assert bool(found) is counts
    assert [one.is_missed(OCTOBER) for one in found] == ([missed] if counts else [])


def test_what_is_not_owed_or_owed_by_the_franchisee_is_no_promise(network, omar_id):
    day = date(2026, 10, 20)
    a_promise(network, day, day, status=DutyStatus.WAIVED)
    a_promise(network, day, day, status=DutyStatus.LAPSED)
    a_promise(network, day, owner=Side.FRANCHISEE)
    a_promise(network, day, kind=DutyKind.AUDIT)
    assert promises_in(omar_id, OCTOBER) == []
    assert promises_in(network.franchisees["F-002"].id, OCTOBER) == []


def test_nothing_on_record_gives_no_page(network, omar_id):
    assert sections_of(omar_id, OCTOBER) == []
    give_plan(network.contracts["CT-F-001-TL"])
    a_report(network.outlets["TL-001"])
    assess()
    with speaking("en", "UTC"):
        document = build(OCTOBER, omar_id)
        assert document.statement.receipt == ()
        assert "What you got" not in html_of(STATEMENT.template, document, "en")


def test_a_month_in_which_nothing_was_due_is_told_as_it_was(network, omar_id):
    a_promise(network, date(2026, 8, 1), date(2026, 7, 30))
    with speaking("en", "UTC"):
        [section] = sections_of(omar_id, OCTOBER)
    assert section.rows == ()
    assert section.said == "Nothing was due from the franchisor this month."


def test_missed_promises_come_first_and_are_counted(network, omar_id):
    a_promise(network, date(2026, 10, 5), date(2026, 10, 4), title="Training")
    a_promise(network, date(2026, 10, 20))
    with speaking("en", "UTC"):
        [section] = sections_of(omar_id, OCTOBER)
    assert [(row.words, row.figure, row.is_missed) for row in section.rows] == [
        ("Quarterly visit", "missed", True),
        ("Training", "kept", False),
    ]
    assert section.said == "2 promises were due; 1 of them late or missing."


def test_savings_count_with_their_losses_and_withdrawn_ones_do_not(network, omar_id):
    a_saving(network)
    a_saving(network, "1.00", "3.00", item="Cups")
    with speaking("en", "UTC"):
        [section] = sections_of(omar_id, OCTOBER)
    assert [row.figure for row in section.rows] == ["€\xa0+270.00", "€\xa0−200.00"]
    assert section.said == "Buying through the network saved €\xa070.00."
    a_saving(network, "1.00", "2.00", item="Lids")
    with speaking("en", "UTC"):
        [section] = sections_of(omar_id, OCTOBER)
    assert section.said == "Buying through the network cost €\xa030.00 more than elsewhere."
    assert sections_of(omar_id, Period.parse_month("2026-09")) == []


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_page_two_of_the_statement_says_it(network, omar_id, language):
    give_plan(network.contracts["CT-F-001-TL"])
    a_report(network.outlets["TL-001"])
    assess()
    a_promise(network, date(2026, 10, 20))
    a_saving(network)
    with speaking(language, "UTC"):
        html = html_of(STATEMENT.template, build(OCTOBER, omar_id), language)
    data = engine().write(html, STATEMENT.stylesheets).data
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    assert "Quarterly visit" in pages[1]
    assert "270.00" in pages[1]
    assert "6.1" in pages[2]


def test_both_sides_read_it_on_the_statement_page(browser, network, omar_id):
    give_plan(network.contracts["CT-F-001-TL"])
    a_report(network.outlets["TL-001"])
    assess()
    a_promise(network, date(2026, 10, 20))
    db.session.commit()
    assert receipt_of(omar_id, OCTOBER)
    for who in ("omar", "hanna"):
        browser.sign_out()
        browser.sign_in(who)
        browser.get(f"/fees/statements/{omar_id}/2026-10")
        assert "What you got for your fees" in browser.page.text
        assert "missed" in browser.page.text
    browser.sign_out()
    browser.sign_in("olga")
    browser.get(f"/fees/statements/{omar_id}/2026-10", status=404)


def test_the_months_fees_stand_beside_the_networks_middle(network, omar_id):
    for contract in network.contracts.values():
        give_plan(contract)
    contract = network.contracts["CT-F-001-TL"]
    for outlet in outlets(network, 4):
        db.session.add(
            ContractOutlet(
                contract_id=contract.id,
                outlet_id=outlet.id,
                starts_on=STARTS_ON,
                ends_on=ENDS_ON,
            )
        )
        a_report(outlet, "2026-10", "50000")
    a_report(network.outlets["TL-001"], "2026-10", "8000")
    assess()
    assert beside(omar_id) == [], "the middle is worked out at night"
    stress.watch_month("2026-10")
    rows = {row.words.split()[0]: row for row in beside(omar_id)}
    assert rows["TL-001"].is_missed
    assert not rows["TL-1000"].is_missed
    assert "the middle of 5 outlets is" in rows["TL-001"].note
    assert rows["TL-001"].note == rows["TL-1000"].note


def beside(franchisee_id):
    return [
        row
        for section in sections_of(franchisee_id, OCTOBER)
        if section.title == "Your fees beside the network’s"
        for row in section.rows
    ]
