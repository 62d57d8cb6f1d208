"""What fees tell recruitment: sales against expectation, months paid late."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from franchise_portal.database import db
from franchise_portal.fees.models import OpenItem
from franchise_portal.fees.queries.outcomes import months_paid_late, sales_against_expectation
from franchise_portal.kit import clock
from franchise_portal.recruitment.enums import Stage
from franchise_portal.recruitment.models import Applicant, Expectation
from tests.builders.fees import a_report, assess, give_plan, pay

TODAY = date(2026, 11, 2)


def expects(franchisee, minor, *, on=date(2024, 1, 1), currency="EUR"):
    applicant = Applicant(
        reference=f"AP-{franchisee.code}-{on:%d}",
        name="x",
        currency=currency,
        stage=Stage.SIGNED,
        franchisee_id=franchisee.id,
    )
    db.session.add(applicant)
    db.session.flush()
    db.session.add(
        Expectation(
            applicant_id=applicant.id,
            franchisee_id=franchisee.id,
            stated_on=on,
            currency=currency,
            monthly_sales_minor=minor,
        )
    )
    db.session.flush()


@pytest.fixture
def omar(network):
    """Omar's two outlets: 50,000 and 30,000 net a month in August, September and October."""
    for month in ("2026-08", "2026-09", "2026-10"):
        a_report(network.outlets["TL-001"], month, "54000", sales_tax="3000", refunds="1000")
        a_report(network.outlets["TL-003"], month, "30000")
    db.session.flush()
    return network.franchisees["F-001"]


class TestSales:
    def ratio(self, *franchisees):
        return sales_against_expectation([one.id for one in franchisees], TODAY)

    def test_it_is_the_mean_of_an_outlet_and_month_by_the_last_expectation(self, omar):
        expects(omar, 9_999_900, on=date(2024, 1, 1))
        expects(omar, 5_000_000, on=date(2024, 1, 2))
        assert self.ratio(omar) == {omar.id: Decimal("0.8")}

    def test_who_stated_nothing_is_left_out(self, omar):
        assert self.ratio(omar) == {}
        expects(omar, None)
        assert self.ratio(omar) == {}

    def test_fewer_than_three_months_are_left_out(self, network):
        olga = network.franchisees["F-002"]
        for month in ("2026-09", "2026-10"):
            a_report(network.outlets["HX-001"], month, "20000")
        expects(olga, 2_000_000)
        assert self.ratio(olga) == {}

    def test_the_running_month_and_those_of_more_than_a_year_ago_do_not_count(self, network, omar):
        for month in ("2026-11", "2025-10"):
            a_report(network.outlets["TL-001"], month, "900000")
        expects(omar, 4_000_000)
        assert self.ratio(omar) == {omar.id: Decimal(1)}

    def test_amounts_in_another_currency_are_not_compared(self, omar):
        expects(omar, 4_000_000, currency="USD")
        assert self.ratio(omar) == {}


class TestPaying:
    def late(self, on, *franchisees):
        return months_paid_late([one.id for one in franchisees], on)

    @pytest.fixture
    def invoiced(self, network):
        """October is assessed on 2 November and due on 15 November."""
        for contract in network.contracts.values():
            give_plan(contract)
        a_report(network.outlets["TL-001"], gross="52000")
        a_report(network.outlets["HX-001"], gross="20000")
        assess()
        db.session.flush()
        return network.franchisees["F-001"], network.franchisees["F-002"]

    def test_what_is_not_due_yet_is_not_measured(self, invoiced):
        assert self.late(date(2026, 11, 15), *invoiced) == {}

    def test_overdue_is_late_and_paid_in_time_is_not(self, invoiced):
        omar, olga = invoiced
        db.session.commit()
        open_minor = sum(
            one.open_minor for one in db.session.query(OpenItem).filter_by(franchisee_id=omar.id)
        )
        pay(omar, str(Decimal(open_minor) / 100), reference="in time")
        db.session.commit()
        assert self.late(date(2026, 12, 1), omar, olga) == {
            omar.id: Decimal(0),
            olga.id: Decimal(1),
        }

    def test_paid_after_the_due_day_stays_late(self, invoiced):
        omar, _ = invoiced
        db.session.commit()
        open_minor = sum(
            one.open_minor for one in db.session.query(OpenItem).filter_by(franchisee_id=omar.id)
        )
        with clock.fixed(datetime(2026, 11, 20, 12, tzinfo=UTC)):
            pay(omar, str(Decimal(open_minor) / 100), reference="late", on=date(2026, 11, 20))
            db.session.commit()
        assert self.late(date(2026, 12, 1), omar) == {omar.id: Decimal(1)}
