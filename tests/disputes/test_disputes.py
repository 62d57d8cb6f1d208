"""A dispute from its opening to the posted correction; what is refused leaves the books alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit.models import Entry
from franchise_portal.contracts.event_enums import ApprovalStatus
from franchise_portal.contracts.models import Approval
from franchise_portal.contracts.services import approvals
from franchise_portal.database import db
from franchise_portal.disputes import holds, jobs
from franchise_portal.disputes.enums import DisputeReason, DisputeStatus, Remedy
from franchise_portal.disputes.errors import (
    AlreadyDisputed,
    DecisionWaits,
    DisputeMoved,
    NothingLeft,
    TooLateToDispute,
)
from franchise_portal.disputes.models import Dispute, DisputeEntry
from franchise_portal.disputes.queries import disputes as queries
from franchise_portal.disputes.queries import lines
from franchise_portal.disputes.services import deciding, opening
from franchise_portal.disputes.services.opening import Complaint
from franchise_portal.fees.errors import CreditTooMuch
from franchise_portal.fees.models import Charge, CreditLine, Invoice, SalesReport, SingleCharge
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.rules.sales import Sales
from franchise_portal.kit import clock
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from franchise_portal.mail.models import Message
from tests.builders.corrections import credit
from tests.builders.disputes import a_dispute, books, charge_both, charge_of, fresh, line_of
from tests.builders.fees import invoices
from tests.builders.singles import an_occasion, charge_once
from tests.support.richer import once

WHY = "The vouchers were counted twice; the till's tape shows it."


@pytest.fixture
@once
def charged(network):
    """TL-001 was charged 3,000.00 royalty on sales of 50,000, HX-001 2,400.00."""
    return charge_both(network)


@pytest.fixture
def dispute(charged):
    """Omar disputes 1,000.00 of the royalty of TL-001."""
    made = a_dispute(charged.actors["omar"], charged.outlets["TL-001"])
    db.session.commit()
    return made


def euro(text):
    return Money.parse(text, "EUR")


def sound():
    assert check_ledger().findings == ()


def told(kind="disputes/dispute"):
    query = select(Message).where(Message.kind == kind).order_by(Message.id)
    return db.session.scalars(query).all()


def test_a_dispute_names_the_line_and_starts_the_clock(charged, dispute):
    assert dispute.number == "DS-2026-0001"
    assert (dispute.left, dispute.right, dispute.disputed) == (
        euro("3000"),
        euro("2000"),
        euro("1000"),
    )
    assert dispute.answer_until == date(2026, 11, 16)
    assert dispute.status is DisputeStatus.OPEN
    assert [entry.kind.value for entry in queries.entries_of(dispute.id)] == ["opened"]
    # Nobody looks after Omar, so the network's owner reads it.
    assert [one.to_address for one in told()] == [charged.users["hanna"].email]
    entry = db.session.scalars(select(Entry).where(Entry.action == "disputes.dispute.opened")).one()
    assert entry.franchisee_id == dispute.franchisee_id


def test_the_amount_is_marked_and_not_forgiven(charged, dispute):
    owner = charged.franchisees["F-001"]
    invoice = db.session.get_one(Invoice, dispute.invoice_id)
    (balance,) = balance_of(owner.id)
    assert balance.open.minor == invoice.total_minor
    assert queries.open_by_invoice([invoice.id]) == {invoice.id: euro("1000")}
    assert queries.open_by_franchisee([owner.id]) == {owner.id: [euro("1000")]}


def test_an_accepted_dispute_is_credited_in_the_same_transaction(charged, dispute):
    hanna = charged.actors["hanna"]
    approval = deciding.grant_credit(hanna, dispute, amount=euro("1000"), reasons=WHY)
    db.session.commit()
    assert approval.status is ApprovalStatus.DONE
    decided = fresh(hanna, dispute)
    assert decided.status is DisputeStatus.ACCEPTED
    assert (decided.granted, decided.remedy) == (euro("1000"), Remedy.CREDIT)
    assert decided.decision_words == WHY
    note = decided.correction
    assert note.total_minor == -100_000
    assert note.corrects_id == dispute.invoice_id
    assert note.reason.startswith("DS-2026-0001: ")
    assert queries.open_by_invoice([dispute.invoice_id]) == {}
    assert told()[-1].to_address == charged.users["omar"].email
    sound()


def test_a_part_is_accepted_in_part(charged, dispute):
    hanna = charged.actors["hanna"]
    deciding.grant_credit(hanna, dispute, amount=euro("400"), reasons=WHY)
    decided = fresh(hanna, dispute)
    assert (decided.status, decided.granted) == (DisputeStatus.PARTLY, euro("400"))
    sound()


def test_a_rejection_says_why_and_what_comes_next_and_posts_nothing(charged, dispute):
    hanna, before = charged.actors["hanna"], books()
    deciding.reject(hanna, dispute, reasons="Clause 6.1.", next_step="Mediation, clause 19.")
    decided = fresh(hanna, dispute)
    assert decided.status is DisputeStatus.REJECTED
    assert decided.next_step == "Mediation, clause 19."
    assert decided.correction is None
    assert books() == before


def test_what_was_rejected_can_be_mediated_and_decided_once_more(charged, dispute):
    hanna, omar = charged.actors["hanna"], charged.actors["omar"]
    deciding.reject(hanna, dispute, reasons="No.", next_step="Mediation.")
    opening.ask_mediation(omar, dispute, words="The association shall look at the tape.")
    again = fresh(omar, dispute)
    assert again.status is DisputeStatus.MEDIATION
    assert queries.clock_of(again) is None
    assert queries.open_by_invoice([dispute.invoice_id]) == {dispute.invoice_id: euro("1000")}
    deciding.grant_credit(hanna, again, amount=euro("500"), reasons="As the mediator proposed.")
    assert fresh(omar, dispute).status is DisputeStatus.PARTLY
    sound()


def test_a_withdrawn_dispute_leaves_the_line_as_it_was(charged, dispute):
    omar, before = charged.actors["omar"], books()
    opening.withdraw(omar, dispute, words="We found the second tape.")
    assert fresh(omar, dispute).status is DisputeStatus.WITHDRAWN
    assert books() == before
    # The line can be disputed again while there is time.
    a_dispute(omar, charged.outlets["TL-001"], "2500")


def test_a_wrong_report_is_corrected_and_charged_anew(charged, dispute):
    hanna = charged.actors["hanna"]
    sales = Sales("TL-001", Period.parse("2026-10"), "EUR", 3_500_000)
    approval = deciding.grant_report(hanna, dispute, sales=sales, reasons=WHY)
    db.session.commit()
    assert approval.status is ApprovalStatus.DONE
    decided = fresh(hanna, dispute)
    # 6 % of 35,000 are 2,100.00: 900.00 of the 1,000.00 in dispute come back.
    assert (decided.status, decided.granted) == (DisputeStatus.PARTLY, euro("900"))
    assert decided.remedy is Remedy.REPORT
    assert decided.report.version == 2
    assert decided.report.is_current
    assert decided.report.reason.startswith("DS-2026-0001: ")
    reversal = db.session.scalars(
        select(CreditLine).where(CreditLine.charge_id == dispute.charge_id)
    ).one()
    assert reversal.is_reversal
    assert decided.correction_id == reversal.invoice_id
    # The fund's part follows from the same figures: 2 % of 15,000 less.
    assert decided.correction.total_minor == -90_000 - 30_000
    sound()


def test_correcting_and_correcting_back_is_zero(charged, dispute):
    hanna, omar = charged.actors["hanna"], charged.actors["omar"]
    before = balance_of(charged.franchisees["F-001"].id)
    sales = Sales("TL-001", Period.parse("2026-10"), "EUR", 3_500_000)
    deciding.grant_report(hanna, dispute, sales=sales, reasons=WHY)
    db.session.commit()
    from franchise_portal.fees.queries.telling import place_for  # noqa: PLC0415
    from franchise_portal.fees.services import assess_month  # noqa: PLC0415
    from franchise_portal.fees.services.telling import report_sales  # noqa: PLC0415

    place = place_for(SYSTEM, charged.outlets["TL-001"].id, Period.parse("2026-10"))
    report_sales(
        hanna, place=place, sales=sales._replace(gross_sales=5_000_000), seen=2, reason="Back."
    )
    assess_month(SYSTEM, month=Period.parse("2026-10"))
    db.session.commit()
    assert balance_of(charged.franchisees["F-001"].id) == before
    assert fresh(omar, dispute).status is DisputeStatus.PARTLY
    sound()


@pytest.mark.parametrize("gross", [5_000_000, 5_500_000])
def test_sales_that_would_not_lower_the_fee_are_refused(charged, dispute, gross):
    before = books()
    sales = Sales("TL-001", Period.parse("2026-10"), "EUR", gross)
    with pytest.raises(Refused):
        deciding.grant_report(charged.actors["hanna"], dispute, sales=sales, reasons=WHY)
    assert books() == before
    assert db.session.scalar(select(func.max(SalesReport.version))) == 1


def test_above_ones_limit_a_second_person_decides_and_what_was_proposed_is_posted(network):
    charged = charge_both(network)
    felix, omar, hanna = (charged.actors[name] for name in ("felix", "omar", "hanna"))
    dispute = a_dispute(omar, charged.outlets["TL-001"], "0")
    before = books()
    approval = deciding.grant_credit(felix, dispute, amount=euro("3000"), reasons=WHY)
    db.session.commit()
    assert approval.status is ApprovalStatus.ASKED
    assert books() == before
    waiting = fresh(felix, dispute)
    assert waiting.status is DisputeStatus.OPEN
    with pytest.raises(DecisionWaits):
        deciding.reject(hanna, waiting, reasons="No.", next_step="None.")
    with pytest.raises(DecisionWaits):
        opening.withdraw(omar, waiting)
    db.session.rollback()
    approvals.grant(hanna, db.session.get_one(Approval, approval.id))
    db.session.commit()
    decided = fresh(felix, dispute)
    assert (decided.status, decided.granted) == (DisputeStatus.ACCEPTED, euro("3000"))
    assert decided.decided_by_name == hanna.name
    sound()


def test_a_refused_proposal_leaves_the_dispute_to_be_decided(network):
    charged = charge_both(network)
    felix, hanna = charged.actors["felix"], charged.actors["hanna"]
    dispute = a_dispute(charged.actors["omar"], charged.outlets["TL-001"], "0")
    approval = deciding.grant_credit(felix, dispute, amount=euro("3000"), reasons=WHY)
    approvals.refuse(hanna, approval, words="Look at the tape first.")
    db.session.commit()
    deciding.reject(felix, fresh(felix, dispute), reasons="The tape says so.", next_step="Talk.")
    assert fresh(felix, dispute).status is DisputeStatus.REJECTED


def test_a_decision_is_made_once(charged, dispute):
    hanna = charged.actors["hanna"]
    deciding.grant_credit(hanna, dispute, amount=euro("1000"), reasons=WHY)
    before = books()
    for again in (
        lambda: deciding.grant_credit(hanna, dispute, amount=euro("1000"), reasons=WHY),
        lambda: deciding.reject(hanna, dispute, reasons="No.", next_step="None."),
        lambda: opening.withdraw(charged.actors["omar"], dispute),
        lambda: opening.say(charged.actors["omar"], dispute, words="Thank you."),
        lambda: opening.ask_mediation(charged.actors["omar"], dispute, words="More."),
    ):
        with pytest.raises(DisputeMoved):
            again()
    assert books() == before


def test_whoever_saw_an_older_page_is_told(charged, dispute):
    hanna = charged.actors["hanna"]
    with pytest.raises(ChangedMeanwhile):
        deciding.grant_credit(
            hanna, dispute, amount=euro("10"), reasons=WHY, seen=dispute.version + 1
        )


@pytest.mark.parametrize(
    ("amount", "currency", "reasons"),
    [
        (0, "EUR", WHY),
        (-500, "EUR", WHY),
        (100_001, "EUR", WHY),
        (1_000, "USD", WHY),
        (1_000, "EUR", "  "),
    ],
)
def test_amounts_and_reasons_that_cannot_be_leave_the_books_alone(
    charged, dispute, amount, currency, reasons
):
    before = books()
    with pytest.raises(Refused):
        deciding.grant_credit(
            charged.actors["hanna"],
            dispute,
            amount=Money(amount, currency),
            reasons=reasons,
        )
    assert books() == before
    assert fresh(charged.actors["hanna"], dispute).status is DisputeStatus.OPEN


def test_more_than_is_left_by_then_is_refused(charged, dispute):
    invoice = db.session.get_one(Invoice, dispute.invoice_id)
    credit(invoice, {"royalty": "2500"})
    before = books()
    with pytest.raises(CreditTooMuch):
        deciding.grant_credit(charged.actors["hanna"], dispute, amount=euro("1000"), reasons=WHY)
    assert books() == before


@pytest.mark.parametrize(
    ("right", "currency", "words"),
    [
        (300_000, "EUR", "The same."),
        (300_001, "EUR", "More."),
        (-1, "EUR", "Less than nothing."),
        (1_000, "USD", "Another currency."),
        (1_000, "EUR", "   "),
    ],
)
def test_a_complaint_that_makes_no_sense_is_refused(charged, right, currency, words):
    omar = charged.actors["omar"]
    line = line_of(omar, charged.outlets["TL-001"])
    complaint = Complaint(reason=DisputeReason.OTHER, words=words, right=Money(right, currency))
    with pytest.raises(Refused):
        opening.open_dispute(omar, line, complaint)
    assert db.session.query(Dispute).count() == 0


def test_a_line_is_in_one_dispute_at_a_time(charged, dispute):
    with pytest.raises(AlreadyDisputed):
        a_dispute(charged.actors["omar"], charged.outlets["TL-001"], "10")
    a_dispute(charged.actors["omar"], charged.outlets["TL-001"], "10", fee="technology")


def test_after_the_days_of_the_network_it_is_too_late(charged):
    issued = invoices()[0].issued_on
    late = datetime(issued.year, issued.month, issued.day, 12, tzinfo=UTC) + timedelta(days=29)
    with clock.fixed(late), pytest.raises(TooLateToDispute):
        a_dispute(charged.actors["omar"], charged.outlets["TL-001"])


def test_of_a_line_that_was_credited_whole_nothing_can_be_disputed(charged):
    credit(invoices(charged.franchisees["F-001"])[0], {"royalty": "3000"})
    with pytest.raises((NothingLeft, Refused)):
        a_dispute(charged.actors["omar"], charged.outlets["TL-001"], "0")


def test_the_office_disputes_nothing_and_the_franchisee_decides_nothing(charged, dispute):
    with pytest.raises(NotAllowed):
        a_dispute(charged.actors["hanna"], charged.outlets["HX-001"])
    with pytest.raises(NotAllowed):
        deciding.reject(charged.actors["omar"], dispute, reasons="Yes.", next_step="Pay.")
    with pytest.raises(NotAllowed):
        opening.withdraw(charged.actors["hanna"], dispute)


def test_another_franchisees_line_and_dispute_do_not_exist(charged, dispute):
    olga = charged.actors["olga"]
    with pytest.raises(NotFound):
        queries.dispute_for(olga, dispute.id)
    with pytest.raises(NotFound):
        line_of(olga, charged.outlets["TL-001"])
    # Mina manages TL-003 only.
    with pytest.raises(NotFound):
        queries.dispute_for(charged.actors["mina"], dispute.id)


def test_both_sides_are_reminded_once_and_told_once_when_it_is_late(charged, dispute):
    before = len(told())
    steps = [(date(2026, 11, 10), 0), (date(2026, 11, 11), 2), (date(2026, 11, 12), 0)]
    steps += [(date(2026, 11, 16), 0), (date(2026, 11, 17), 2), (date(2026, 11, 18), 0)]
    for day, letters in steps:
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        for _time in range(2):
            with clock.fixed(moment):
                jobs.watch_answers(progress=lambda _done, _total: None)
        assert len(told()) - before == letters, day
        before = len(told())
    kinds = [entry.kind.value for entry in queries.entries_of(dispute.id)]
    assert kinds == ["opened", "reminded", "late"]
    with clock.fixed(datetime(2026, 11, 18, 12, tzinfo=UTC)):
        late, count = queries.waiting_disputes(charged.actors["omar"], limit=5)
        assert (count, late[0].number) == (1, "DS-2026-0001")


def test_a_decided_dispute_is_not_reminded_of(charged, dispute):
    deciding.reject(charged.actors["hanna"], dispute, reasons="No.", next_step="Talk.")
    db.session.commit()
    count = len(told())
    with clock.fixed(datetime(2026, 11, 20, 12, tzinfo=UTC)):
        jobs.watch_answers(progress=lambda _done, _total: None)
    assert len(told()) == count


def test_what_was_said_cannot_be_changed(charged, dispute):
    from sqlalchemy.exc import DatabaseError  # noqa: PLC0415

    entry = db.session.scalars(select(DisputeEntry)).first()
    entry.words = "Something else."
    with pytest.raises(DatabaseError):
        db.session.flush()
    db.session.rollback()


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parts=st.lists(st.integers(1, 60_000), min_size=1, max_size=4), data=st.data())
def test_however_often_a_line_is_disputed_no_more_comes_back_than_was_charged(charged, parts, data):
    """Open, then grant a part or reject, again and again: the books stay sound."""
    hanna, omar, outlet = (
        charged.actors["hanna"],
        charged.actors["omar"],
        charged.outlets["TL-001"],
    )
    charge = charge_of(outlet)
    with db.session.begin_nested() as step:
        for part in parts:
            line = line_of(omar, outlet)
            right = max(line.left.minor - part, 0)
            if line.left.minor <= 0:
                break
            made = a_dispute(omar, outlet, str(Money(right, "EUR").to_decimal()))
            if data.draw(st.booleans()):
                deciding.reject(hanna, made, reasons="No.", next_step="Talk.")
            else:
                given_back = data.draw(st.integers(1, made.disputed_minor))
                deciding.grant_credit(hanna, made, amount=Money(given_back, "EUR"), reasons="Yes.")
        granted = db.session.scalar(select(func.sum(Dispute.granted_minor))) or 0
        credited = db.session.scalar(
            select(func.sum(CreditLine.amount_minor)).where(CreditLine.charge_id == charge.id)
        )
        assert granted == -(credited or 0)
        assert granted <= db.session.get_one(Charge, charge.id).amount_minor
        sound()
        step.rollback()


def test_a_charge_without_a_report_is_disputed_and_credited_like_a_fee(charged):
    omar, hanna = charged.actors["omar"], charged.actors["hanna"]
    contract = charged.contracts["CT-F-001-TL"]
    debit = charge_once(an_occasion(contract, "16.77"), contract=contract)
    single = db.session.scalars(select(SingleCharge)).one()
    assert single.id in {one.id for one in lines.lines_to_dispute(omar)}
    with pytest.raises(NotFound):
        lines.line_for(charged.actors["olga"], single.id)
    line = lines.line_for(omar, single.id)
    complaint = Complaint(reason=DisputeReason.PAID, words="Paid in time.", right=euro("0"))
    dispute = opening.open_dispute(omar, line, complaint)
    assert (dispute.single_charge_id, dispute.charge_id) == (single.id, None)
    assert queries.open_by_invoice([debit.id]) == {debit.id: euro("16.77")}
    assert [one.amount for one in holds.holds([debit.id], date(2026, 11, 2))] == [euro("16.77")]
    before = books()
    with pytest.raises(Refused):
        deciding.grant_report(
            hanna,
            dispute,
            sales=Sales("TL-001", Period.parse("2026-10"), "EUR", 1),
            reasons=WHY,
        )
    assert books() == before
    deciding.grant_credit(hanna, dispute, amount=euro("16.77"), reasons=WHY)
    assert fresh(hanna, dispute).status is DisputeStatus.ACCEPTED
    assert list(holds.holds([debit.id], date(2026, 11, 2))) == []
    with pytest.raises((NothingLeft, Refused)):
        opening.open_dispute(omar, lines.line_for(omar, single.id), complaint)
    sound()


def test_a_list_costs_the_same_with_more_disputes(charged, browser):
    browser.sign_in("hanna")
    few = queries_of(browser, "/disputes/")
    for fee in ("royalty", "advertising fund", "technology"):
        for who, code in (("omar", "TL-001"), ("olga", "HX-001")):
            a_dispute(charged.actors[who], charged.outlets[code], "0", fee=fee)
    db.session.commit()
    assert queries_of(browser, "/disputes/") <= few + 1


def queries_of(browser, url):
    """How many statements a page runs."""
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        browser.get(url)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)
