"""Item 20 and the filing for China from live data: pages, file, PDFs, and the two counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from franchise_portal.access.actor import SYSTEM
from franchise_portal.contracts import services
from franchise_portal.contracts.enums import ContractStatus
from franchise_portal.contracts.event_enums import OutletFate, TerminationKind
from franchise_portal.contracts.models import Contract, ContractTerm
from franchise_portal.contracts.queries.filing import filing_draft
from franchise_portal.contracts.queries.item20 import counted, item20_of, lives
from franchise_portal.contracts.reports import filing as filing_report
from franchise_portal.contracts.reports import item20 as item20_report
from franchise_portal.contracts.rules import outlet_lives
from franchise_portal.contracts.rules.filing import FilingItem, FilingState
from franchise_portal.contracts.rules.terms import DevelopmentStep, Terms
from franchise_portal.contracts.services import endings
from franchise_portal.contracts.services.endings import Plan
from franchise_portal.database import db, edge
from franchise_portal.kit import clock
from franchise_portal.kit.errors import NotFound
from franchise_portal.kit.period import Period
from franchise_portal.network import services as network_services
from franchise_portal.network.models import Outlet, OutletOwnership
from franchise_portal.reports import kinds, renderer, writing
from tests.builders.contracts import CLAUSES
from tests.builders.network import an_outlet
from tests.support.page import Browser
from tests.support.people import ENDS_ON, STARTS_ON, SmallNetwork

DAY = timedelta(days=1)
END = date(2026, 12, 31)
LATER = datetime(2027, 2, 1, 12, tzinfo=UTC)


def figures(network: SmallNetwork, brand: str = "TL", ends: date = END):
    return item20_of(network.actors["hanna"], network.brands[brand], year_ends=ends)


def ended(network: SmallNetwork, kind: TerminationKind, day: date) -> None:
    """Omar's contract ends: TL-001 closes, TL-003 is taken over."""
    with clock.fixed(datetime(day.year, day.month, day.day, 12, tzinfo=UTC)), edge():
        endings.terminate(
            network.actors["hanna"],
            network.contracts["CT-F-001-TL"],
            Plan(
                kind=kind,
                reason="It did not work.",
                effective_on=day,
                fates={network.outlets["TL-003"].id: OutletFate.TAKEN_OVER},
                skip_reason="Nobody was there any more.",
            ),
        )


def test_the_tables_follow_outlets_contracts_and_owners(network: SmallNetwork) -> None:
    ended(network, TerminationKind.BREACH, date(2026, 6, 30))
    with clock.fixed(LATER):
        tables = figures(network).tables
    assert [year.label for year in tables.years] == ["2024", "2025", "2026"]
    assert tables.differences == ()
    first, _second, last = tables.franchised
    assert (first.start, first.opened, first.end) == (0, 2, 2)
    assert (last.start, last.terminated, last.reacquired, last.end) == (2, 1, 1, 0)
    assert [row.end for row in tables.own] == [0, 0, 1]
    assert [(row.side, row.end) for row in tables.summary if row.year.label == "2026"] == [
        (outlet_lives.Side.FRANCHISED, 0),
        (outlet_lives.Side.OWN, 1),
        (None, 1),
    ]


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        (TerminationKind.BREACH, "terminated"),
        (TerminationKind.MUTUAL, "ceased"),
        (TerminationKind.FRANCHISEE_NOTICE, "ceased"),
    ],
)
def test_who_ended_the_contract_decides_the_column(
    network: SmallNetwork, kind: TerminationKind, column: str
) -> None:
    ended(network, kind, date(2026, 6, 30))
    with clock.fixed(LATER):
        assert getattr(figures(network).tables.franchised[-1], column) == 1


def test_a_term_that_ran_out_is_a_non_renewal(network: SmallNetwork) -> None:
    with edge():
        contract = network.contracts["CT-F-001-TL"]
        services.move(SYSTEM, contract, ContractStatus.EXPIRED, on=date(2026, 6, 30), reason="")
        outlet = db.session.get_one(Outlet, network.outlets["TL-001"].id)
        network_services.update_outlet(SYSTEM, outlet, changes={"closed_on": date(2026, 6, 30)})
    with clock.fixed(LATER):
        assert figures(network).tables.franchised[-1].not_renewed == 1


def test_those_who_left_are_named_with_their_outlet(network: SmallNetwork) -> None:
    ended(network, TerminationKind.BREACH, date(2026, 6, 30))
    with clock.fixed(LATER):
        left = figures(network).left
    assert [(one.name, one.outlet, one.move) for one in left] == [
        ("Omar & Sons", "TL-001 Quay House", "terminated"),
        ("Omar & Sons", "TL-003 Mill Lane", "reacquired"),
    ]


def test_an_outlet_that_trades_without_a_contract_is_named(network: SmallNetwork) -> None:
    with edge():
        an_outlet(network, "TL-009", opened_on=date(2025, 5, 1))
    with clock.fixed(LATER):
        data = figures(network)
    assert (data.uncovered, data.uncovered_count) == (["TL-009"], 1)


def test_what_is_planned_comes_from_outlets_contracts_and_schedules(
    network: SmallNetwork,
) -> None:
    contract = network.contracts["CT-F-001-TL"]
    step = DevelopmentStep(number=1, due_on=date(2027, 6, 30), outlets_open=5)
    with edge():
        services.record_paper_version(
            SYSTEM,
            contract,
            terms=Terms(starts_on=STARTS_ON, ends_on=ENDS_ON, development=(step,)),
            clauses=CLAUSES,
            title="Agreement",
            reason="",
        )
        an_outlet(network, "TL-009", opened_on=date(2027, 3, 1))
        signed = Contract(
            number="CT-2026-0099",
            franchisee_id=network.franchisees["F-002"].id,
            brand_id=network.brands["TL"].id,
            status=ContractStatus.SIGNED,
            signed_on=date(2026, 12, 1),
            starts_on=date(2027, 2, 1),
            ends_on=date(2032, 1, 31),
        )
        db.session.add(signed)
    with clock.fixed(LATER):
        north, south = figures(network).tables.projected
    assert (north.region, north.franchised, north.signed) == ("North", 1 + 3, 0)
    assert (south.region, south.franchised, south.signed) == ("South", 0, 1)


def test_the_tables_go_by_states_and_say_where_none_is_known(
    network: SmallNetwork, browser: Browser
) -> None:
    with edge():
        quay = db.session.merge(network.outlets["TL-001"])
        quay.state = "Ohio"
    data = figures(network)
    assert {row.region for row in data.tables.franchised} > {"Ohio"}
    assert (data.heading, data.stateless) == ("State or region", ["TL-003"])
    assert not data.tables.differences
    browser.sign_in("hanna")
    browser.get("/contracts/item-20?brand=TL&month=2025-12")
    assert "The law asks for states. 1 outlet has none" in text(browser)
    browser.get(f"/network/outlets/{quay.id}")
    assert "Ohio" in text(browser)
    with edge():
        db.session.merge(network.outlets["TL-003"]).state = "Iowa"
    data = figures(network)
    assert (data.heading, data.stateless_count) == ("State", 0)


def test_another_side_sees_no_tables(network: SmallNetwork) -> None:
    with pytest.raises(NotFound):
        item20_of(network.actors["omar"], network.brands["TL"], year_ends=END)
    with pytest.raises(NotFound):
        filing_draft(network.actors["omar"], 2026)


days = st.integers(0, 1500).map(lambda number: date(2023, 1, 1) + number * DAY)
spans = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 500)), max_size=3)
histories = st.lists(
    st.tuples(days, st.none() | st.integers(0, 900), spans), min_size=1, max_size=5
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(histories)
def test_the_database_and_the_rule_count_the_same(
    network: SmallNetwork, found: list[tuple[date, int | None, list[tuple[int, int]]]]
) -> None:
    brand = network.brands["HX"].id
    owners = [one.id for one in network.franchisees.values()]
    db.session.rollback()
    for number, (opened, length, owned) in enumerate(found):
        outlet = Outlet(
            code=f"HX-9{number:02}",
            name="Generated",
            brand_id=brand,
            opened_on=opened,
            closed_on=None if length is None else opened + length * DAY,
        )
        db.session.add(outlet)
        db.session.flush()
        start = opened - 30 * DAY
        for place, (gap, span) in enumerate(owned):
            start += gap * DAY
            db.session.add(
                OutletOwnership(
                    outlet_id=outlet.id,
                    franchisee_id=owners[place % 2],
                    starts_on=start,
                    ends_on=start + span * DAY,
                )
            )
            start += (span + 1) * DAY
    db.session.flush()
    asked = [date(year, 12, 31) for year in range(2022, 2027)]
    assert counted(brand, asked) == outlet_lives.stocks(lives(brand, until=END), asked)
    tables = item20_of(SYSTEM, network.brands["HX"], year_ends=END).tables
    assert tables.differences == ()
    db.session.rollback()


# ---- the filing


@pytest.fixture
def in_china(network: SmallNetwork) -> SmallNetwork:
    with edge():
        for number, signed_on in (("CT-F-001-TL", date(2024, 2, 1)), ("CT-F-002-HX", None)):
            contract = db.session.get_one(Contract, network.contracts[number].id)
            contract.pack, contract.signed_on = "cn", signed_on or date(2026, 5, 4)
    return network


def test_the_yearly_report_counts_by_region(in_china: SmallNetwork) -> None:
    with edge():
        contract = db.session.get_one(Contract, in_china.contracts["CT-F-001-TL"].id)
        services.move(SYSTEM, contract, ContractStatus.TERMINATED, on=date(2026, 9, 30), reason="")
        db.session.add(
            ContractTerm(
                contract_id=in_china.contracts["CT-F-002-HX"].id,
                number=2,
                starts_on=date(2026, 3, 1),
                ends_on=date(2031, 2, 28),
                renews_end=date(2026, 2, 28),
            )
        )
    draft = filing_draft(in_china.actors["hanna"], 2026)
    assert [(row.region, row.signed, row.ended, row.renewed) for row in draft.rows] == [
        ("North", 0, 1, 0),
        ("South", 1, 0, 1),
    ]
    assert draft.report_due_on == date(2027, 3, 31)
    assert draft.report_state is FilingState.DUE
    assert {(case.number, case.kind) for case in draft.cases} == {
        ("CT-F-001-TL", "ended"),
        ("CT-F-002-HX", "signed"),
        ("CT-F-002-HX", "renewed"),
    }


def test_stepping_back_in_time_is_a_cancellation(in_china: SmallNetwork) -> None:
    with edge():
        db.session.get_one(Contract, in_china.contracts["CT-F-001-TL"].id).signed_on = date(
            2026, 10, 20
        )
    ended(in_china, TerminationKind.RESCISSION, date(2026, 11, 2))
    draft = filing_draft(in_china.actors["hanna"], 2026)
    assert (draft.total.signed, draft.total.cancelled, draft.total.ended) == (2, 1, 0)


def test_the_first_filing_follows_the_first_contract(in_china: SmallNetwork) -> None:
    draft = filing_draft(in_china.actors["hanna"], 2025)
    assert (draft.first_contract, draft.first_due_on) == ("CT-F-001-TL", date(2024, 2, 16))
    there = {one.item: one.is_there for one in draft.items}
    assert there[FilingItem.FIRST_CONTRACT] is True
    assert there[FilingItem.TWO_OUTLETS] is False
    assert there[FilingItem.MANUAL] is None


def test_changes_of_the_last_ninety_days_are_listed_with_their_day(
    in_china: SmallNetwork,
) -> None:
    with edge():
        outlet = db.session.get_one(Outlet, in_china.outlets["TL-001"].id)
        network_services.update_outlet(SYSTEM, outlet, changes={"closed_on": date(2026, 9, 30)})
        other = db.session.get_one(Outlet, in_china.outlets["TL-003"].id)
        network_services.transfer_outlet(
            SYSTEM,
            outlet=other,
            franchisee=in_china.franchisees["F-002"],
            starts_on=date(2026, 10, 20),
        )
    draft = filing_draft(in_china.actors["hanna"], 2026)
    assert [(one.kind.value, one.due_on, one.state) for one in draft.changes] == [
        ("closed", date(2026, 10, 30), FilingState.LATE),
        ("owner", date(2026, 11, 19), FilingState.DUE),
    ]


# ---- pages, file, papers


def text(browser: Browser) -> str:
    assert browser.page
    return browser.page.text


def test_the_pages_show_tables_proof_and_draft(in_china: SmallNetwork, browser: Browser) -> None:
    browser.sign_in("hanna")
    browser.get("/contracts/item-20")
    assert "The tables agree" in text(browser)
    assert "not legal advice" in text(browser)
    browser.get("/contracts/item-20?brand=HX&month=2026-09")
    assert "September 2026" in text(browser)
    browser.get("/contracts/item-20?brand=nothing&month=2099-01")
    assert "December 2025" in text(browser)
    csv = browser.get("/contracts/item-20.csv?brand=TL&month=2025-12")
    lines = csv.get_data(as_text=True).splitlines()
    assert lines[0].lstrip("\ufeff") == "table,region,year,column,value"
    assert "3,North,2025,end,2" in lines
    browser.get("/contracts/filing?year=2026")
    assert "CT-F-002-HX" in text(browser)
    browser.get("/contracts/filing?year=nonsense")
    assert "2025" in text(browser)


@pytest.mark.parametrize(("who", "status"), [("omar", 403), ("rosa", 403), ("audrey", 200)])
def test_only_the_office_reads_them(
    network: SmallNetwork, browser: Browser, who: str, status: int
) -> None:
    browser.sign_in(who)
    for page in ("item-20", "filing"):
        browser.get(f"/contracts/{page}", status=status)


def paper(slug: str, language: str, month: str = "2026-12") -> tuple[str, bytes]:
    kind = kinds.find_monthly(slug)
    with writing.speaking(language, "Asia/Shanghai"):
        document = kind.build(Period.parse_month(month), None)
        html = writing.html_of(kind.template, document, language)
    return html, renderer.engine().write(html, kind.stylesheets).data


def test_item_20_is_printed(network: SmallNetwork) -> None:
    ended(network, TerminationKind.BREACH, date(2026, 6, 30))
    html, data = paper(item20_report.SLUG, "en")
    assert "Tallow Lane" in html
    assert "Omar &amp; Sons" in html
    assert data.startswith(b"%PDF")


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_the_filing_is_printed_in_both_languages(in_china: SmallNetwork, language: str) -> None:
    html, data = paper(filing_report.SLUG, language)
    assert "CT-F-002-HX" in html
    assert data.startswith(b"%PDF")


def test_both_papers_are_asked_for_and_made_for_each_language(in_china: SmallNetwork) -> None:
    subjects = kinds.find_monthly(filing_report.SLUG).subjects(Period.parse_month("2026-12"), None)
    assert [one.language for one in subjects] == ["zh_Hans", "en"]
    assert len({one.key for one in subjects}) == 2
