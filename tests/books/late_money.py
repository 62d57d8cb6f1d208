"""Acts about money that comes late: charges, interest, waivers, plans, more time, reminders."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from franchise_portal.access.actor import SYSTEM
from franchise_portal.access.roles import Side
from franchise_portal.dunning.models import LateCharge, PaymentPlan
from franchise_portal.dunning.queries import late as late_queries
from franchise_portal.dunning.queries import plans as plan_queries
from franchise_portal.dunning.queries.late_invoices import late_franchisees
from franchise_portal.dunning.rules.instalments import even, monthly
from franchise_portal.dunning.services import (
    charging,
    extending,
    plans,
    reminding,
    waiving,
    watching,
)
from franchise_portal.dunning.services.plans import Proposal
from franchise_portal.fees.models import Invoice
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.books.machine import Machine, codes, counts, places
from tests.builders.corrections import with_owner

OWNERS = {"F-001": "omar", "F-002": "olga"}


class LateMoney(Machine):
    """What being late costs, and what is agreed about it."""

    @rule()
    def charge_what_is_late(self) -> None:
        """The month before this one, once it is over; charged again, nothing is posted."""

        def act() -> None:
            month = Period.month_of(Period.month_of(self.day).start - timedelta(days=1))
            run = charging.post_month(self.actor("felix"), month)
            self.charge_everybody(run)
            charging.finish(SYSTEM, run)
            before = counts()
            self.charge_everybody(run)
            assert counts() == before

        self.try_to("charge_what_is_late", act)

    def charge_everybody(self, run: object) -> None:
        month = Period.parse_month(run.month)  # type: ignore[attr-defined]
        for franchisee_id in late_franchisees(month, after=None, limit=50):
            charging.charge_franchisee(SYSTEM, run, franchisee_id, on=self.day)  # type: ignore[arg-type]

    @rule(place=places)
    def waive(self, place: int) -> None:
        found = self.some(LateCharge, place)

        def act() -> None:
            charge = late_queries.charge_for(SYSTEM, found.id)
            self.grant(waiving.ask_waiver(self.actor("rosa"), charge, words="why"))

        if found is not None:
            self.try_to("waive", act)

    @rule(code=codes, count=st.integers(1, 4), by_owner=st.booleans())
    def propose_plan(self, code: str, count: int, *, by_owner: bool) -> None:
        franchisee = self.network.franchisees[code]

        def act() -> None:
            chosen = plan_queries.choosable(franchisee.id)
            total = Money.total((one.open for one in chosen), "EUR")
            proposal = Proposal(
                invoice_ids=tuple(one.invoice_id for one in chosen),
                instalments=even(total, monthly(self.day + timedelta(days=3), count)),
                words="why",
            )
            actor = self.actor(OWNERS[code] if by_owner else "felix")
            plans.propose_plan(actor, franchisee, proposal)

        self.try_to("propose_plan", act)

    @rule(place=places, is_accepted=st.booleans())
    def answer_plan(self, place: int, *, is_accepted: bool) -> None:
        found = self.some(PaymentPlan, place)

        def act() -> None:
            plan = plan_queries.plan_for(SYSTEM, found.id)
            owner = OWNERS[plan.franchisee.code]
            actor = self.actor(owner if plan.proposed_by is Side.FRANCHISOR else "felix")
            if is_accepted:
                plans.accept_plan(actor, plan, seen=None)
            else:
                plans.refuse_plan(actor, plan, words="why", seen=None)

        if found is not None:
            self.try_to("answer_plan", act)

    @rule()
    def watch_plans(self) -> None:
        """What is noted is noted once."""

        def watch() -> list[bool]:
            kept = plan_queries.kept_plans(after=None, limit=50)
            return [watching.watch_plan(one, on=self.day) for one in kept]

        def act() -> None:
            watch()
            before = counts()
            assert not any(watch())
            assert counts() == before

        self.try_to("watch_plans", act)

    @rule(place=places, days=st.integers(1, 60))
    def give_time(self, place: int, days: int) -> None:
        invoice = self.some(Invoice, place)

        def act() -> None:
            until = max(self.day, invoice.due_on) + timedelta(days=days)
            self.grant(
                extending.ask_extension(
                    self.actor("felix"), with_owner(invoice), until=until, words="why"
                )
            )

        if invoice is not None:
            self.try_to("give_time", act)

    @rule()
    def remind(self) -> None:
        """Said once, nothing more is said on the same day."""
        ids = [one.id for one in self.network.franchisees.values()]

        def act() -> None:
            reminding.remind(SYSTEM, ids, on=self.day)
            assert reminding.remind(SYSTEM, ids, on=self.day) == []

        self.try_to("remind", act)
