"""The statement on paper: which lines are in dispute, and what is not asked for meanwhile."""

import pytest

from franchise_portal.database import db
from franchise_portal.disputes.services import deciding
from franchise_portal.fees.reports import statement
from franchise_portal.fees.reports.documents import Row, Statement
from franchise_portal.reports.writing import html_of, speaking
from tests.builders.disputes import a_dispute, charge_both
from tests.builders.fees import OCTOBER
from tests.support.people import SmallNetwork


@pytest.fixture
def charged(network: SmallNetwork) -> SmallNetwork:
    """TL-001 was charged 3,000.00 royalty on sales of 50,000."""
    return charge_both(network)


def built(network: SmallNetwork, code: str = "F-001") -> Statement:
    with speaking("en", "Europe/Berlin"):
        return statement.build(OCTOBER, network.franchisees[code].id).statement


def rows_in_dispute(found: Statement) -> list[Row]:
    [account] = found.accounts
    groups = [*(group for part in account.parts for group in part), *account.fund]
    return [row for group in groups for row in group.rows if "in dispute" in row.note]


def test_a_line_in_dispute_is_marked_and_said_not_to_be_asked_for(charged: SmallNetwork) -> None:
    before = built(charged)
    assert (rows_in_dispute(before), before.held) == ([], "")
    dispute = a_dispute(charged.actors["omar"], charged.outlets["TL-001"])
    db.session.commit()
    found = built(charged)
    [row] = rows_in_dispute(found)
    assert row.amount == "3,000.00"
    assert found.held == (
        "€\u00a01,000.00, without tax, is in dispute. It stays open until it is decided; "
        f"the other lines stay due. The dispute {dispute.number} waits for its answer."
    )
    assert (rows_in_dispute(built(charged, "F-002")), built(charged, "F-002").held) == ([], "")


def test_the_paper_itself_says_so_and_no_longer_when_it_is_decided(charged: SmallNetwork) -> None:
    dispute = a_dispute(charged.actors["omar"], charged.outlets["TL-001"])
    db.session.commit()
    with speaking("en", "Europe/Berlin"):
        document = statement.build(OCTOBER, charged.franchisees["F-001"].id)
        html = html_of("fees/pdf/statement.html", document, "en")
    assert "Not asked for now" in html
    assert '<span class="faint">in dispute</span>' in html
    deciding.reject(
        charged.actors["hanna"], dispute, reasons="The till is right.", next_step="Mediation."
    )
    db.session.commit()
    found = built(charged)
    assert (rows_in_dispute(found), found.held) == ([], "")
