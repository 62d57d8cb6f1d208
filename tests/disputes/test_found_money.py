"""“It was paid already”: the payment is found, settles the invoice, and the decision says so."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit.models import Entry
from franchise_portal.database import db, edge
from franchise_portal.disputes.enums import (
    DisputeEntryKind,
    DisputeReason,
    DisputeStatus,
    Fit,
    Remedy,
)
from franchise_portal.disputes.errors import DisputeMoved
from franchise_portal.disputes.models import Dispute
from franchise_portal.disputes.queries import disputes as queries
from franchise_portal.disputes.queries.found_money import found_money
from franchise_portal.disputes.queries.lines import line_for
from franchise_portal.disputes.reports import kinds
from franchise_portal.disputes.services import deciding, opening
from franchise_portal.disputes.services.opening import Complaint
from franchise_portal.disputes.services.settling import settle_by
from franchise_portal.fees import services
from franchise_portal.fees.bank_enums import BankEntryStatus
from franchise_portal.fees.models import Allocation, BankEntry, Charge, OpenItem, Payment
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, Refused
from franchise_portal.mail.models import Message
from franchise_portal.network.services import change_settings
from franchise_portal.reports.writing import html_of, speaking
from tests.builders.banking import FEES, FUND, a_camt
from tests.builders.banking import Entry as Line
from tests.builders.corrections import come_back
from tests.builders.disputes import books, fresh
from tests.builders.dunning import at, euro
from tests.builders.fees import a_report, assess, give_plan, invoices, pay
from tests.support.richer import once

WHY = "Your transfer of 28 October reached us; it was booked to September."


@pytest.fixture
@once
def owing(network):
    """Omar owes 4,250 for September (2026-0001) and October (2026-0002), 1,000 of each the fund."""
    for contract in network.contracts.values():
        give_plan(contract)
    outlet = network.outlets["TL-001"]
    a_report(outlet, "2026-09", "50000")
    with at(date(2026, 10, 2)):
        assess("2026-09")
    a_report(outlet, "2026-10", "50000")
    assess("2026-10")
    db.session.commit()
    return network


def october(network):
    return invoices(network.franchisees["F-001"])[-1]


def disputed(network, reason=DisputeReason.PAID):
    """Omar says that October's royalty of 3,000 was paid."""
    omar = network.actors["omar"]
    charge = db.session.scalars(
        select(Charge).where(Charge.invoice_id == october(network).id, Charge.fee == "royalty")
    ).one()
    complaint = Complaint(reason=reason, words="We paid it by transfer.", right=euro("0"))
    made = opening.open_dispute(omar, line_for(omar, charge.id), complaint)
    db.session.commit()
    return fresh(network.actors["felix"], made)


def paid_elsewhere(network, reference="Invoice 2026-0002"):
    """4,250 that name October's invoice in words only; booked by order, all of it to September."""
    payment = pay(network.franchisees["F-001"], "4250", on=date(2026, 11, 2), reference=reference)
    db.session.commit()
    return payment


def statement(network, *lines):
    """Lines of a bank statement that say nothing of a franchisee stay to be assigned."""
    with edge():
        whole = db.session.merge(network.network)
        change_settings(SYSTEM, whole, changes={"fees_account": FEES, "fund_account": FUND})
        data = a_camt(*lines)
        services.import_payments(SYSTEM, file=io.BytesIO(data), filename="statement.xml")


def still_open(invoice):
    query = select(func.coalesce(func.sum(OpenItem.open_minor), 0)).where(
        OpenItem.invoice_id == invoice.id
    )
    return int(db.session.scalar(query))


def offered(network, dispute, who="felix"):
    return found_money(network.actors[who], fresh(network.actors[who], dispute))


def settle(network, dispute, key, who="felix", **more):
    actor = network.actors[who]
    done = settle_by(actor, queries.dispute_for(actor, dispute.id), found=key, reasons=WHY, **more)
    db.session.commit()
    return done


def sound():
    assert [str(finding) for finding in check_ledger().findings] == []


@pytest.fixture
def dispute(owing):
    paid_elsewhere(owing)
    return disputed(owing)


def the_dispute_of(network):
    return fresh(network.actors["felix"], db.session.scalars(select(Dispute)).one())


def test_a_payment_that_names_the_invoice_and_went_elsewhere_is_offered(owing, dispute):
    [one] = offered(owing, dispute)
    assert one.fits == (Fit.NAMED, Fit.AMOUNT)
    assert (one.settles, one.free) == (euro("4250"), euro("0"))
    assert one.elsewhere == (("2026-0001", euro("4250")),)


def test_deciding_by_it_moves_it_and_gives_nothing_back(owing, dispute):
    [one] = offered(owing, dispute)
    first, second = invoices(owing.franchisees["F-001"])
    settle(owing, dispute, one.key)
    decided = the_dispute_of(owing)
    assert (decided.status, decided.remedy) == (DisputeStatus.ACCEPTED, Remedy.PAYMENT)
    assert (decided.settled, decided.granted, decided.paid) == (
        euro("4250"),
        euro("0"),
        euro("4250"),
    )
    assert decided.correction is None
    assert (still_open(second), still_open(first)) == (0, 425_000)
    kinds_of = [entry.kind for entry in queries.entries_of(decided.id)]
    assert kinds_of[-1] is DisputeEntryKind.PAID
    actions = set(db.session.scalars(select(Entry.action)))
    assert {"disputes.dispute.paid", "fees.payment.moved"} <= actions
    letter = db.session.scalars(
        select(Message).where(Message.kind == "disputes/dispute").order_by(Message.id.desc())
    ).first()
    assert letter.to_address == owing.users["omar"].email
    sound()


def test_what_it_settles_counts_from_the_day_on_which_it_came(owing):
    dispute = disputed(owing)
    with at(date(2026, 11, 20)):
        payment = pay(
            owing.franchisees["F-001"], "4250", on=date(2026, 11, 10), reference="2026-0002"
        )
        [one] = offered(owing, dispute)
        settle(owing, dispute, one.key)
    rows = db.session.execute(
        select(Allocation.invoice_id, Allocation.amount_minor, Allocation.allocated_on)
        .where(Allocation.payment_id == payment.id)
        .order_by(Allocation.id)
    ).all()
    first, second = invoices(owing.franchisees["F-001"])
    assert sorted(rows[-4:], key=lambda row: row.amount_minor) == [
        (first.id, -325_000, date(2026, 11, 20)),
        (first.id, -100_000, date(2026, 11, 20)),
        (second.id, 100_000, date(2026, 11, 10)),
        (second.id, 325_000, date(2026, 11, 10)),
    ]


def test_a_line_that_nobody_assigned_is_booked_and_settles_it(owing):
    line = Line(amount="4250.00", text="Fees October", reference="B-9", name="O. & S. GmbH")
    statement(owing, line, Line(amount="12.00", text="Hello", reference="B-10", name="A stranger"))
    dispute = disputed(owing)
    [one] = offered(owing, dispute)
    assert (one.is_line, one.payer, one.settles) == (True, "O. & S. GmbH", euro("4250"))
    settle(owing, dispute, one.key)
    decided = the_dispute_of(owing)
    entry = db.session.scalars(select(BankEntry).where(BankEntry.amount_minor == 425_000)).one()
    assert (entry.status, entry.payment_id) == (BankEntryStatus.BOOKED, decided.payment_id)
    assert entry.franchisee_id == dispute.franchisee_id
    sound()


def test_another_reason_finds_no_money(owing):
    paid_elsewhere(owing)
    assert offered(owing, disputed(owing, DisputeReason.RATE)) == ()


def test_money_that_says_nothing_is_not_offered(owing):
    paid_elsewhere(owing, reference="transfer")
    pay(owing.franchisees["F-001"], "11", on=date(2026, 11, 2), reference="thanks")
    pay(owing.franchisees["F-002"], "4250", on=date(2026, 11, 2), reference="2026-0002")
    dispute = disputed(owing)
    # Of the same amount as the invoice is only the first.
    assert [one.fits for one in offered(owing, dispute)] == [(Fit.AMOUNT,)]


def test_a_payment_that_came_back_is_not_offered(owing):
    come_back(paid_elsewhere(owing))
    assert offered(owing, disputed(owing)) == ()


def test_nothing_is_offered_where_nothing_is_open(owing):
    pay(owing.franchisees["F-001"], "8500", on=date(2026, 11, 2), reference="2026-0002")
    assert offered(owing, disputed(owing)) == ()


@pytest.mark.parametrize("who", ["omar", "rosa"])
def test_only_who_books_payments_sees_and_takes_them(owing, dispute, who):
    before = books()
    assert found_money(owing.actors[who], dispute) == ()
    with pytest.raises(NotAllowed):
        settle(owing, dispute, offered(owing, dispute)[0].key, who=who)
    db.session.rollback()
    assert books() == before


@pytest.mark.parametrize("key", ["payment:00000000-0000-0000-0000-000000000001", "", "line:x"])
def test_money_that_does_not_fit_is_refused_and_the_books_stay(owing, dispute, key):
    before = books()
    with pytest.raises(Refused):
        settle(owing, dispute, key)
    db.session.rollback()
    assert books() == before


def test_it_is_decided_once(owing, dispute):
    [one] = offered(owing, dispute)
    with pytest.raises(ChangedMeanwhile):
        settle(owing, dispute, one.key, seen=dispute.version + 1)
    db.session.rollback()
    settle(owing, dispute, one.key)
    before = books()
    with pytest.raises(DisputeMoved):
        settle(owing, dispute, one.key)
    db.session.rollback()
    with pytest.raises(DisputeMoved):
        deciding.reject(
            owing.actors["felix"], the_dispute_of(owing), reasons="No.", next_step="Talk."
        )
    db.session.rollback()
    assert books() == before


def test_less_than_what_is_in_dispute_is_accepted_in_part(owing):
    pay(owing.franchisees["F-001"], "2500", on=date(2026, 11, 2), reference="For 2026-0002")
    dispute = disputed(owing)
    [one] = offered(owing, dispute)
    assert one.settles == euro("2500")
    settle(owing, dispute, one.key)
    decided = the_dispute_of(owing)
    assert (decided.status, decided.settled) == (DisputeStatus.PARTLY, euro("2500"))
    sound()


def test_a_payment_that_was_moved_can_still_come_back(owing, dispute):
    settle(owing, dispute, offered(owing, dispute)[0].key)
    payment = db.session.scalars(select(Payment)).one()
    come_back(payment)
    [balance] = balance_of(owing.franchisees["F-001"].id, on=date(2026, 11, 2))
    assert balance.open == euro("8500")
    sound()


def test_the_page_offers_it_and_both_sides_read_what_was_decided(owing, dispute, browser):
    url = f"/disputes/{dispute.id}"
    browser.sign_in("felix")
    browser.get(url)
    for words in ("It was paid: find the payment", "It names the invoice.", "€ 4,250.00"):
        assert words in browser.page.text
    [one] = offered(owing, dispute)
    fields = {"found-found": one.key, "found-reasons": WHY, "found-version": str(dispute.version)}
    browser.post(f"{url}/payment", {**fields, "found-reasons": ""}, status=422)
    browser.post(f"{url}/payment", {**fields, "found-found": ""}, status=422)
    browser.post(f"{url}/payment", {**fields, "found-found": "payment:nothing"}, status=422)
    assert "does not fit any more" in browser.page.text
    browser.post(f"{url}/payment", fields)
    browser.post(f"{url}/payment", fields, status=409)
    for who in ("felix", "omar"):
        browser.sign_out()
        browser.sign_in(who)
        browser.get(url)
        for words in ("settles € 4,250.00 of invoice 2026-0002", "2 November 2026", WHY):
            assert words in browser.page.text, (who, words)
        browser.get("/disputes/")
        assert "Accepted" in browser.page.text


def test_who_looks_for_a_payment_and_finds_none_is_told_so(owing, browser):
    dispute = disputed(owing)
    browser.sign_in("felix")
    browser.get(f"/disputes/{dispute.id}")
    assert "No payment and no line of a bank statement fits" in browser.page.text
    fields = {"found-found": "line:x", "found-reasons": "So."}
    browser.post(f"/disputes/{dispute.id}/payment", fields, status=422)
    assert "does not fit any more" in browser.page.text


def test_the_other_side_cannot_settle(owing, dispute, browser):
    browser.sign_in("omar")
    browser.post(f"/disputes/{dispute.id}/payment", {}, status=403)
    browser.sign_out()
    browser.sign_in("olga")
    browser.get(f"/disputes/{dispute.id}", status=404)


def test_the_paper_says_which_payment_it_was(owing, dispute):
    settle(owing, dispute, offered(owing, dispute)[0].key)
    with speaking("en", "Europe/Berlin"):
        html = html_of(kinds.DECISION.template, kinds.build(dispute.id), "en")
    for words in ("settled by the payment of", "A payment that was found", "2026-0002"):
        assert words in html
