"""Acts about the advertising fund: what comes in, what is spent, what own outlets owe."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from franchise_portal.access.actor import SYSTEM
from franchise_portal.fund.models import FundSpending
from franchise_portal.fund.services import own, receipts, spending
from franchise_portal.fund.services.receipts import Received
from franchise_portal.kit.money import Money
from tests.books.machine import Machine, counts, places
from tests.builders.fund import a_bill, a_file, the_line


class Funding(Machine):
    """The other book."""

    @rule()
    def post_own(self) -> None:
        """What own outlets owe; posted again, nothing is."""

        def act() -> None:
            own.post_own(SYSTEM)
            before = counts()
            assert not own.post_own(SYSTEM)
            assert counts() == before

        self.try_to("post_own", act)

    @rule(cents=st.integers(1, 300_000))
    def transfer(self, cents: int) -> None:
        self.try_to(
            "transfer",
            lambda: own.note_transfer(
                self.actor("felix"), amount=Money(cents, "EUR"), on=self.day, reference="T"
            ),
        )

    @rule(cents=st.integers(1, 120_000), days=st.integers(0, 40))
    def spend(self, cents: int, days: int) -> None:
        def act() -> None:
            bill = a_bill(
                # Of a year that has no budget yet it is refused.
                line_key=the_line().line_key,
                money=Money(cents, "EUR"),
                on=self.day - timedelta(days=days),
                over_reason="As it comes.",
                regions=list(self.network.regions.values()) if cents % 2 else (),
            )
            spending.spend(self.actor("felix"), bill, a_file())

        self.try_to("spend", act)

    @rule(place=places)
    def take_back(self, place: int) -> None:
        found = self.some(FundSpending, place)
        if found is not None:
            self.try_to(
                "take_back", lambda: spending.reverse(self.actor("felix"), found, reason="Wrong.")
            )

    @rule(cents=st.integers(1, 5_000))
    def receive(self, cents: int) -> None:
        received = Received("Interest", self.day, Money(cents, "EUR"))
        self.try_to("receive", lambda: receipts.receive(self.actor("felix"), received, a_file()))
