"""Acts about lines that a franchisee disputes, and the grade that follows from all of it."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from franchise_portal.access.actor import SYSTEM, Actor
from franchise_portal.disputes.enums import DisputeReason
from franchise_portal.disputes.models import Dispute
from franchise_portal.disputes.queries.disputes import dispute_for
from franchise_portal.disputes.queries.lines import lines_to_dispute
from franchise_portal.disputes.services import deciding, grading, opening
from franchise_portal.disputes.services.opening import Complaint
from franchise_portal.disputes.services.report_correcting import place_of_dispute
from franchise_portal.fees.rules.sales import Sales
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from tests.books.late_money import OWNERS
from tests.books.machine import Machine, codes, counts, places

shares = st.integers(0, 110)


class Disputing(Machine):
    """From a complaint to what is posted because of it."""

    @rule(code=codes, place=places, share=shares)
    def dispute(self, code: str, place: int, share: int) -> None:
        owner = self.actor(OWNERS[code])

        def act() -> None:
            lines = lines_to_dispute(owner)
            if lines:
                line = lines[place % len(lines)]
                right = Money(line.left.minor * share // 100, line.left.currency)
                complaint = Complaint(reason=DisputeReason.SALES, words="why", right=right)
                opening.open_dispute(owner, line, complaint)

        self.try_to("dispute", act)

    @rule(place=places, share=shares)
    def accept(self, place: int, share: int) -> None:
        """Give back a part of what is disputed, all of it, or more, which is refused."""
        found = self.some(Dispute, place)

        def act() -> None:
            dispute, felix = self.fresh(found)
            amount = Money(dispute.disputed_minor * share // 100, dispute.currency)
            self.grant(deciding.grant_credit(felix, dispute, amount=amount, reasons="why"))

        if found is not None:
            self.try_to("accept", act)

    @rule(place=places, share=shares)
    def accept_sales(self, place: int, share: int) -> None:
        """Correct the report, which charges all of its fees anew."""
        found = self.some(Dispute, place, Dispute.charge_id.is_not(None))

        def act() -> None:
            dispute, felix = self.fresh(found)
            where, report, _charge = place_of_dispute(dispute)
            gross = report.gross_minor * share // 100
            sales = Sales(where.outlet.code, where.period, report.currency, gross)
            self.grant(deciding.grant_report(felix, dispute, sales=sales, reasons="why"))

        if found is not None:
            self.try_to("accept_sales", act)

    @rule(place=places)
    def reject(self, place: int) -> None:
        found = self.some(Dispute, place)

        def act() -> None:
            dispute, felix = self.fresh(found)
            deciding.reject(felix, dispute, reasons="why", next_step="Mediation.")

        if found is not None:
            self.try_to("reject", act)

    @rule(place=places, is_withdrawn=st.booleans())
    def go_on(self, place: int, *, is_withdrawn: bool) -> None:
        """The franchisee withdraws, or asks for mediation after a rejection."""
        found = self.some(Dispute, place)

        def act() -> None:
            dispute, _felix = self.fresh(found)
            owner = self.actor(OWNERS[dispute.franchisee.code])
            if is_withdrawn:
                opening.withdraw(owner, dispute, words="why")
            else:
                opening.ask_mediation(owner, dispute, words="why")

        if found is not None:
            self.try_to("go_on", act)

    def fresh(self, found: Dispute) -> tuple[Dispute, Actor]:
        """The dispute as it stands, and who decides about it."""
        return dispute_for(SYSTEM, found.id), self.actor("felix")

    @rule()
    def grade(self) -> None:
        """Worked out twice in a month, a grade stays what it was."""

        def work_out() -> None:
            for franchisee in self.network.franchisees.values():
                grading.work_out(franchisee.id, month=Period.month_of(self.day))

        def act() -> None:
            work_out()
            before = counts()
            work_out()
            assert counts() == before

        self.try_to("grade", act)
