"""Late charges that turn out too high are taken back: once, by a credit note, with the working."""

from datetime import date

import pytest
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit.models import Entry
from franchise_portal.database import db
from franchise_portal.disputes.enums import DisputeReason
from franchise_portal.disputes.services import opening
from franchise_portal.disputes.services.opening import Complaint
from franchise_portal.dunning import jobs
from franchise_portal.dunning.enums import LateKind
from franchise_portal.dunning.models import LateCorrection, LateLook
from franchise_portal.dunning.queries import late as queries
from franchise_portal.dunning.queries.late_corrections import seen_upto
from franchise_portal.dunning.queries.late_invoices import late_franchisees
from franchise_portal.dunning.services import charging, waiving
from franchise_portal.fees.enums import InvoiceKind
from franchise_portal.fees.models import Invoice, SalesReport
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.kit.period import Period
from franchise_portal.mail import Message
from tests.builders.corrections import come_back, corrected, credit
from tests.builders.disputes import line_of
from tests.builders.dunning import a_late_invoice, agree_on_late, at, euro, late_charges, seen_by
from tests.builders.fees import assess, pay
from tests.support.richer import once

SEPTEMBER, OCTOBER = Period.parse_month("2026-09"), Period.parse_month("2026-10")


@pytest.fixture
@once
def late(network):
    """4,250 due on 15 September, of which 3,250 bear 3.65 %: 32.5 cents a day."""
    a_late_invoice(network)
    return network


@pytest.fixture
def charged(late):
    """September is posted: 15 days on 3,250 are 4.88."""
    agree_on_late(late.contracts["CT-F-001-TL"])
    post(late, SEPTEMBER, on=date(2026, 10, 5))
    return late


def post(network, month, *, on):
    with at(on):
        run = charging.post_month(network.actors["felix"], month)
        for franchisee_id in late_franchisees(month, after=None, limit=50):
            charging.charge_franchisee(SYSTEM, run, franchisee_id, on=on)
        charging.finish(SYSTEM, run)


def look(on=date(2026, 10, 21)):
    """The daily look at what was booked."""
    db.session.commit()
    with at(on):
        jobs.correct_late(progress=lambda *_: None)
    db.session.expire_all()


def corrections():
    return list(db.session.scalars(select(LateCorrection).order_by(LateCorrection.id)))


def credit_notes():
    return list(
        db.session.scalars(
            select(Invoice)
            .where(Invoice.kind == InvoiceKind.CREDIT_NOTE)
            .order_by(Invoice.issued_at, Invoice.number)
        )
    )


def sound():
    assert [str(finding) for finding in check_ledger().findings] == []


def booked_late(network, amount, *, received, booked=date(2026, 10, 20), **more):
    with at(booked):
        return pay(network.franchisees["F-001"], amount, on=received, **more)


def test_a_payment_booked_late_with_an_earlier_day_lowers_what_was_posted(charged):
    """2,000 came on 23 September: 8 days on 3,250 and 7 on 2,250 are 4.18 instead of 4.88."""
    booked_late(charged, "2000", received=date(2026, 9, 23))
    look()
    [row] = corrections()
    assert (row.amount_minor, row.right_minor) == (70, 418)
    assert [(part["base_minor"], part["days"]) for part in row.working["parts"]] == [
        (325_000, 8),
        (225_000, 7),
    ]
    [charge] = late_charges()
    assert charge.amount_minor == 488
    [note] = credit_notes()
    assert (note.id, note.total_minor, note.corrects_id) == (
        row.credit_note_id,
        -70,
        charge.note_id,
    )
    assert "charged too much for being late" in note.reason
    entry = db.session.scalars(select(Entry).where(Entry.action == "dunning.late.lowered")).one()
    assert entry.franchisee_id == charge.franchisee_id
    sound()


def test_looking_twice_takes_back_once(charged):
    booked_late(charged, "2000", received=date(2026, 9, 23))
    look()
    look()
    look(date(2026, 10, 22))
    assert len(corrections()) == len(credit_notes()) == 1
    assert db.session.scalar(select(func.count()).select_from(LateLook)) == 3
    sound()


def mails():
    return db.session.scalars(select(Message).where(Message.kind == "dunning/late_lowered")).all()


def test_the_franchisee_is_told_once_what_is_given_back_and_what_to_do(charged):
    booked_late(charged, "2000", received=date(2026, 9, 23))
    look()
    look(date(2026, 10, 22))
    [note] = credit_notes()
    [letter] = mails()
    assert letter.to_address == "omar@demo.test"
    text = f"{letter.subject} {letter.text}".replace("\u00a0", " ")
    for words in (
        f"Late charges lowered: € 0.70 given back by credit note {note.number}",
        "More became known of the days on which you paid",
        "Interest on a late payment",
        "€ 4.18 instead of € 4.88",
        "You need not do anything.",
        f"/fees/invoices/{note.id}",
    ):
        assert words in text, words
    assert "Open the credit note" in letter.html


def test_where_nothing_is_given_back_nobody_is_written_to(charged):
    booked_late(charged, "4250", received=date(2026, 10, 19))
    look()
    assert mails() == []


def test_what_was_paid_in_time_costs_nothing(charged):
    booked_late(charged, "4250", received=date(2026, 9, 15))
    look()
    [row] = corrections()
    assert (row.amount_minor, row.right_minor, row.working["parts"]) == (488, 0, [])
    assert not balance_of(charged.franchisees["F-001"].id, on=date(2026, 10, 22))
    sound()


def test_a_payment_of_a_later_day_takes_nothing_back(charged):
    booked_late(charged, "4250", received=date(2026, 10, 19))
    look()
    assert corrections() == []


def test_each_thing_learned_takes_back_what_it_shows(charged):
    booked_late(charged, "2000", received=date(2026, 9, 23))
    look()
    booked_late(charged, "500", received=date(2026, 9, 16), booked=date(2026, 10, 23))
    look(date(2026, 10, 24))
    first, second = corrections()
    assert first.right_minor == 418
    # 500 less from the seventeenth on: 14 days of 5 cents.
    assert (second.right_minor, second.amount_minor) == (348, 70)
    sound()


def test_every_month_that_was_posted_is_looked_at(charged):
    post(charged, OCTOBER, on=date(2026, 11, 4))
    booked_late(charged, "4250", received=date(2026, 9, 30), booked=date(2026, 11, 5))
    look(date(2026, 11, 6))
    [row] = corrections()
    charges = {one.id: one for one in late_charges()}
    assert charges[row.late_charge_id].period == "2026-10"
    assert row.right_minor == 0
    sound()


def test_a_corrected_report_shows_that_less_was_owed(charged):
    """On 40,000 of sales the fees are 2,650: 15 days are 3.98."""
    with at(date(2026, 10, 20)):
        corrected(db.session.scalars(select(SalesReport)).one(), "40000")
        assess("2026-08")
    look()
    [row] = corrections()
    assert (row.right_minor, row.amount_minor) == (398, 90)
    sound()


def test_a_credit_note_counts_where_the_invoice_was_paid_before(charged):
    booked_late(charged, "4250", received=date(2026, 10, 10), booked=date(2026, 10, 10))
    look(date(2026, 10, 11))
    assert corrections() == []
    invoice = db.session.scalars(select(Invoice).order_by(Invoice.issued_at)).first()
    with at(date(2026, 10, 20)):
        credit(invoice, {"royalty": "1000"})
    look()
    [row] = corrections()
    assert [(part["base_minor"], part["days"]) for part in row.working["parts"]] == [(225_000, 15)]
    sound()


def test_amounts_a_day_and_fixed_amounts_are_taken_back_too(late):
    agree_on_late(
        late.contracts["CT-F-001-TL"], rate=None, flat=euro("50"), a_day=euro("2"), grace_days=5
    )
    post(late, SEPTEMBER, on=date(2026, 10, 5))
    booked_late(late, "4250", received=date(2026, 9, 22))
    look()
    kinds = {one.id: one.kind for one in late_charges()}
    # Ten days were charged from the twenty-first on; two of them were late.
    assert {kinds[row.late_charge_id]: row.right_minor for row in corrections()} == {
        LateKind.DAILY: 400
    }
    booked_late(late, "1", received=date(2026, 9, 15), booked=date(2026, 10, 23))
    look(date(2026, 10, 24))
    assert len(corrections()) == 1
    sound()


def test_a_fixed_amount_falls_where_all_was_paid_within_the_days_of_grace(late):
    agree_on_late(late.contracts["CT-F-001-TL"], rate=None, flat=euro("50"), grace_days=5)
    post(late, SEPTEMBER, on=date(2026, 10, 5))
    booked_late(late, "4250", received=date(2026, 9, 20))
    look()
    [row] = corrections()
    assert (row.amount_minor, row.right_minor) == (5_000, 0)
    assert len(credit_notes()) == 1
    sound()


def test_the_part_of_the_fund_counts_where_the_contract_says_so(late):
    agree_on_late(late.contracts["CT-F-001-TL"], is_on_fund=True)
    post(late, SEPTEMBER, on=date(2026, 10, 5))
    [charge] = late_charges()
    look()
    assert (charge.amount_minor, corrections()) == (638, [])
    booked_late(late, "1000", received=date(2026, 9, 15))
    look(date(2026, 10, 22))
    assert corrections()[0].right_minor == 488
    sound()


def test_what_was_credited_by_hand_is_not_given_back_twice(charged):
    [charge] = late_charges()
    note = db.session.get_one(Invoice, charge.note_id)
    with at(date(2026, 10, 6)):
        waiving.ask_waiver(
            charged.actors["felix"],
            queries.charge_for(charged.actors["felix"], charge.id),
            words="The bank was at fault.",
        )
    booked_late(charged, "4250", received=date(2026, 9, 15))
    look()
    assert corrections() == []
    assert [one.corrects_id for one in credit_notes()] == [note.id]


def test_what_was_in_dispute_when_it_was_posted_is_neither_charged_nor_taken_back(late):
    """1,000 are in dispute in September, so 2,250 bear interest: a payment beside it is no news."""
    agree_on_late(late.contracts["CT-F-001-TL"])
    omar = late.actors["omar"]
    with at(date(2026, 9, 10)):
        dispute = opening.open_dispute(
            omar,
            line_of(omar, late.outlets["TL-001"]),
            Complaint(reason=DisputeReason.RATE, words="Too much.", right=euro("2000")),
        )
    post(late, SEPTEMBER, on=date(2026, 10, 5))
    [charge] = late_charges()
    assert charge.amount_minor == 338
    with at(date(2026, 10, 8)):
        opening.withdraw(omar, dispute)
    booked_late(late, "2000", received=date(2026, 9, 20))
    look()
    assert corrections() == []
    booked_late(late, "1000", received=date(2026, 9, 20), booked=date(2026, 10, 22))
    look(date(2026, 10, 23))
    [row] = corrections()
    assert [(part["base_minor"], part["days"]) for part in row.working["parts"]] == [
        (225_000, 5),
        (125_000, 10),
    ]


def test_a_payment_that_comes_back_charges_nothing_anew(charged):
    payment = booked_late(charged, "4250", received=date(2026, 9, 15))
    look()
    with at(date(2026, 10, 24)):
        come_back(payment, on=date(2026, 10, 24))
    look(date(2026, 10, 25))
    assert len(corrections()) == 1
    assert len(late_charges()) == 1
    sound()


def test_a_look_reads_only_what_was_booked_since_the_look_before_the_last(charged):
    look(date(2026, 10, 6))
    assert seen_upto() is None
    look(date(2026, 10, 7))
    first = db.session.scalars(select(LateLook).order_by(LateLook.upto)).first()
    assert seen_upto() == first.upto
    booked_late(charged, "2000", received=date(2026, 9, 23))
    look()
    assert len(corrections()) == 1
    latest = db.session.scalars(select(LateLook).order_by(LateLook.upto.desc())).first()
    assert latest.corrections == 1


def test_both_sides_see_what_was_taken_back_and_why(charged, browser):
    booked_late(charged, "2000", received=date(2026, 9, 23))
    look()
    [charge] = late_charges()
    for who in ("felix", "omar"):
        text = seen_by(browser, who, f"/dunning/late-charges/{charge.id}")
        for words in ("Lowered", "Taken back on 21 October 2026", "€ 0.70", "€ 4.18", "€ 2,250.00"):
            assert words in text, (who, words)
        browser.get("/dunning/late-charges")
        assert "€ 0.70 taken back" in browser.page.text
        browser.sign_out()


def test_a_charge_taken_back_whole_cannot_be_waived(charged, browser):
    booked_late(charged, "4250", received=date(2026, 9, 15))
    look()
    [charge] = late_charges()
    text = seen_by(browser, "felix", f"/dunning/late-charges/{charge.id}")
    assert "Taken back" in text
    assert "Waive it" not in text
