"""Acts about money that came: payments and their return, refunds, credits, write-offs."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from franchise_portal.fees.models import Invoice, Payment, Refund
from franchise_portal.fees.queries.crediting import creditable
from franchise_portal.fees.services import crediting, refunds, write_offs
from franchise_portal.kit.money import Money
from tests.books.machine import Machine, codes, places
from tests.builders.corrections import come_back, with_owner
from tests.builders.fees import pay


class Paying(Machine):
    """What is paid, paid back, credited and given up."""

    @rule(
        code=codes,
        cents=st.integers(1, 900_000),
        days=st.integers(0, 60),
        place=st.one_of(st.none(), places),
    )
    def pay(self, code: str, cents: int, days: int, place: int | None) -> None:
        whose = self.network.franchisees[code]
        named = (
            None if place is None else self.some(Invoice, place, Invoice.franchisee_id == whose.id)
        )
        number = self.next_number()
        self.try_to(
            "pay",
            lambda: pay(
                whose,
                Money(cents, "EUR").text,
                on=self.day - timedelta(days=days),
                reference=f"transfer {number}",
                invoice=named,
            ),
        )

    @rule(place=places)
    def payment_comes_back(self, place: int) -> None:
        payment = self.some(Payment, place)
        if payment is not None:
            self.try_to("payment_comes_back", lambda: come_back(payment, on=self.day))

    @rule(place=places, share=st.integers(1, 110))
    def credit(self, place: int, share: int) -> None:
        """Now and then of more than is left, which is refused."""
        invoice = self.some(Invoice, place)

        def act() -> None:
            whole = with_owner(invoice)
            amounts = {
                line.charge_id: Money(line.left.minor * share // 100, "EUR")
                for line in [one for one in creditable(whole) if one.left][:2]
            }
            self.grant(crediting.ask_credit(self.actor("felix"), whole, amounts, reason="why"))

        if invoice is not None:
            self.try_to("credit", act)

    @rule(place=places, cents=st.integers(1, 400_000))
    def write_off(self, place: int, cents: int) -> None:
        invoice = self.some(Invoice, place)

        def act() -> None:
            whole, amount = with_owner(invoice), Money(cents, "EUR")
            self.grant(
                write_offs.ask_write_off(self.actor("felix"), whole, amount=amount, words="why")
            )

        if invoice is not None:
            self.try_to("write_off", act)

    @rule(code=codes, cents=st.integers(1, 300_000))
    def refund(self, code: str, cents: int) -> None:
        def act() -> None:
            self.grant(
                refunds.ask_refund(
                    self.actor("felix"),
                    self.network.franchisees[code],
                    amount=Money(cents, "EUR"),
                    account="their own",
                    words="why",
                )
            )

        self.try_to("refund", act)

    @rule(place=places)
    def refund_is_paid(self, place: int) -> None:
        refund = self.some(Refund, place)
        if refund is not None:
            self.try_to(
                "refund_is_paid",
                lambda: refunds.pay_refund(
                    self.actor("felix"), refund, on=self.day, reference="T-1"
                ),
            )
