"""Acts that charge: reports, estimates, corrections, assessments, debit notes."""

from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from sqlalchemy import select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.database import db
from franchise_portal.fees.models import SalesReport
from franchise_portal.fees.queries.balances import balances_of
from franchise_portal.fees.services import estimating
from franchise_portal.fees.single_enums import SingleKind
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.books.machine import MONTHS, Machine, months, places
from tests.builders.corrections import corrected
from tests.builders.fees import a_report, assess
from tests.builders.singles import an_occasion, charge_once

SOLD = st.integers(0, 9_000_000)
OUTLETS = ("TL-000", "TL-001", "TL-003", "HX-001")


class Charging(Machine):
    """What leads to invoices and debit notes."""

    @initialize(sold=st.lists(SOLD, min_size=6, max_size=6))
    def three_months_are_charged(self, sold: list[int]) -> None:
        """Two outlets have reported, so that there is something to pay and to argue about."""
        for place, cents in enumerate(sold):
            outlet = self.outlets[("TL-001", "HX-001")[place % 2]]
            a_report(outlet, MONTHS[place // 2], Money(cents, "EUR").text)
        for month in MONTHS:
            assess(month)
        self.is_checked = False

    @rule(code=st.sampled_from(OUTLETS), month=months, cents=SOLD)
    def report(self, code: str, month: str, cents: int) -> None:
        """The first report of a month, or one that takes the place of what stands there."""

        def act() -> None:
            standing = self.standing(code, month)
            if standing is None:
                a_report(self.outlets[code], month, Money(cents, "EUR").text)
            else:
                corrected(standing, Money(cents, "EUR").text)

        self.try_to("report", act)

    def standing(self, code: str, month: str) -> SalesReport | None:
        return db.session.scalar(
            select(SalesReport).where(
                SalesReport.outlet_id == self.outlets[code].id,
                SalesReport.month == month,
                SalesReport.is_current,
            )
        )

    @rule(code=st.sampled_from(OUTLETS), month=months)
    def estimate(self, code: str, month: str) -> None:
        """A report that comes later takes it back."""
        self.try_to(
            "estimate",
            lambda: estimating.estimate_sales(
                SYSTEM, outlet=self.outlets[code], period=Period.parse_month(month)
            ),
        )

    @rule(month=months)
    def assess(self, month: str) -> None:
        self.try_to("assess", lambda: assess(month))

    @rule(
        number=st.integers(1, 6),
        kind=st.sampled_from([SingleKind.OTHER, SingleKind.LATE_CHARGE, SingleKind.TRANSFER_FEE]),
        cents=st.integers(1, 500_000),
    )
    def debit_note(self, number: int, kind: SingleKind, cents: int) -> None:
        """The same occasion is charged once, whatever it would come to a second time."""
        contract = self.network.contracts["CT-F-001-TL"]
        occasion = an_occasion(contract, Money(cents, "EUR").text, source=f"s/{number}", kind=kind)
        self.try_to("debit_note", lambda: charge_once(occasion, contract=contract, on=self.day))

    @rule(place=places, cents=SOLD)
    def correct_and_correct_back(self, place: int, cents: int) -> None:
        """It is as if nothing had been: each owes what they owed."""
        report = self.some(SalesReport, place, SalesReport.is_current)
        gross = report.gross_minor

        def act() -> None:
            assess_all()
            before = self.owed()
            again = corrected(report, Money(cents, "EUR").text)
            assess_all()
            corrected(again, Money(gross, "EUR").text)
            assess_all()
            assert self.owed() == before

        self.try_to("correct_and_correct_back", act)

    def owed(self) -> dict[UUID, Money]:
        """What each franchisee owes in all, less their credit."""
        found = balances_of([one.id for one in self.network.franchisees.values()])
        return {key: one.owed for key, rows in found.items() for one in rows if one.owed}


def assess_all() -> None:
    """Every month, in order."""
    for month in MONTHS:
        assess(month)
