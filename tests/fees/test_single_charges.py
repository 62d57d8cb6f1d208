"""What comes from no sales report: charged once, under a clause, owed like an invoice."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit.models import Entry
from franchise_portal.database import db
from franchise_portal.fees.enums import Account, Book, EntryKind, InvoiceKind
from franchise_portal.fees.errors import CreditTooMuch
from franchise_portal.fees.models import (
    Invoice,
    JournalEntry,
    OpenItem,
    Posting,
    SingleCharge,
)
from franchise_portal.fees.queries.balances import balance_of
from franchise_portal.fees.queries.crediting import cancelled, creditable
from franchise_portal.fees.queries.months import months
from franchise_portal.fees.queries.single_charges import single_lines
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.queries.statements import statement_of
from franchise_portal.fees.services import crediting
from franchise_portal.fees.services.single_charges import charged_sources
from franchise_portal.fees.single_enums import SingleKind
from franchise_portal.fees.single_errors import (
    ChargeInOtherCurrency,
    ChargeOfNothing,
    ContractOfAnother,
    NoClause,
)
from franchise_portal.kit.errors import Refused
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from franchise_portal.mail.models import Message
from tests.builders.corrections import a_tax, with_owner
from tests.builders.fees import a_dollar_outlet, a_report, assess, give_plan, invoices, pay
from tests.builders.singles import an_occasion, charge_once


@pytest.fixture
def contract(network):
    give_plan(network.contracts["CT-F-001-TL"])
    db.session.commit()
    return network.contracts["CT-F-001-TL"]


def counts():
    models = (Invoice, SingleCharge, JournalEntry, Posting, OpenItem)
    return [db.session.execute(select(func.count()).select_from(m)).scalar_one() for m in models]


def credit_single(note, amount, reason="It was our own mistake."):
    [line] = creditable(note)
    amounts = {line.charge_id: Money.parse(amount, note.currency)}
    return crediting.issue_credit_note(SYSTEM, with_owner(note), amounts, reason=reason)


def agrees():
    return [str(finding) for finding in check_ledger(with_rule=True).findings] == []


def test_it_stands_on_a_debit_note_with_a_number_of_its_own_series(contract):
    note = charge_once(an_occasion(contract), contract=contract)
    assert (note.number, note.kind, note.total_minor) == (
        "DN-2026-0001",
        InvoiceKind.DEBIT_NOTE,
        16_77,
    )
    assert (note.issued_on, note.due_on) == (date(2026, 11, 2), date(2026, 11, 15))
    assert agrees()


def test_it_is_posted_as_owed_and_as_income(contract):
    note = charge_once(an_occasion(contract), contract=contract)
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.invoice_id == note.id)).one()
    sides = db.session.execute(
        select(Posting.book, Posting.account, Posting.amount_minor).where(
            Posting.entry_id == entry.id
        )
    ).all()
    assert entry.kind is EntryKind.DEBIT_NOTE
    assert {tuple(side) for side in sides} == {
        (Book.FRANCHISOR, Account.RECEIVABLE, 16_77),
        (Book.FRANCHISOR, Account.REVENUE, -16_77),
    }


def test_the_same_occasion_is_charged_once(contract):
    occasion = an_occasion(contract)
    assert charge_once(occasion, contract=contract)
    before = counts()
    assert charge_once(occasion, contract=contract) is None
    assert counts() == before
    assert charged_sources([occasion.source, "other"]) == {occasion.source}


def test_what_is_new_among_what_was_charged_stands_on_one_further_debit_note(contract):
    charge_once(an_occasion(contract), contract=contract)
    again = [an_occasion(contract, source=f"late_interest/{place}") for place in range(1, 4)]
    note = charge_once(*again, again[1], contract=contract)
    assert [line.source for line in single_lines([note.id])] == [
        "late_interest/2",
        "late_interest/3",
    ]
    assert agrees()


def test_nothing_to_charge_issues_nothing(contract):
    before = counts()
    assert charge_once(contract=contract) is None
    assert counts() == before


def test_numbers_have_no_gap_beside_invoices_and_credit_notes(network, contract):
    a_report(network.outlets["TL-001"])
    assess()
    for place in range(3):
        charge_once(an_occasion(contract, source=f"s/{place}"), contract=contract)
    credit_single(invoices()[-1], "1")
    assert sorted(one.number for one in invoices()) == [
        "2026-0001",
        "CN-2026-0001",
        "DN-2026-0001",
        "DN-2026-0002",
        "DN-2026-0003",
    ]
    assert agrees()


@pytest.mark.parametrize("clause", ["", "  ", "99.9"])
def test_without_a_clause_of_the_contract_nothing_is_charged(contract, clause):
    before = counts()
    with pytest.raises(NoClause, match="cannot be charged"):
        charge_once(an_occasion(contract, clause=clause), contract=contract)
    assert counts() == before


@pytest.mark.parametrize("amount", ["0", "-0.01"])
def test_an_amount_that_is_not_above_zero_is_refused(contract, amount):
    before = counts()
    with pytest.raises(ChargeOfNothing):
        charge_once(an_occasion(contract, amount), contract=contract)
    assert counts() == before


def test_another_currency_than_the_contracts_is_refused(contract):
    before = counts()
    with pytest.raises(ChargeInOtherCurrency, match="EUR"):
        charge_once(an_occasion(contract, currency="USD"), contract=contract)
    assert counts() == before


def test_two_currencies_do_not_stand_on_one_document(network, contract):
    a_dollar_outlet(network)
    other = db.session.scalars(
        select(type(contract)).where(type(contract).number == "CT-F-001-HX")
    ).one()
    before = counts()
    with pytest.raises(ChargeInOtherCurrency):
        charge_once(
            an_occasion(contract),
            an_occasion(other, source="s/2", currency="USD"),
            contract=contract,
        )
    assert counts() == before


def test_somebody_elses_contract_or_outlet_is_refused(network, contract):
    before = counts()
    for occasion in (
        an_occasion(network.contracts["CT-F-002-HX"]),
        an_occasion(contract, outlet_id=network.outlets["HX-001"].id),
        an_occasion(contract, contract_id=uuid4()),
    ):
        with pytest.raises(ContractOfAnother):
            charge_once(occasion, contract=contract)
    assert counts() == before


def test_a_day_to_come_is_refused(contract):
    with pytest.raises(Refused):
        charge_once(an_occasion(contract), contract=contract, on=date(2026, 11, 3))


def test_what_is_agreed_otherwise_needs_words(contract):
    occasion = an_occasion(contract, kind=SingleKind.OTHER, words=" ")
    with pytest.raises(Refused, match="Write what is charged"):
        charge_once(occasion, contract=contract)


def test_of_several_the_one_that_is_wrong_keeps_all_from_being_charged(contract):
    before = counts()
    with pytest.raises(NoClause):
        charge_once(
            an_occasion(contract), an_occasion(contract, source="s/2", clause=""), contract=contract
        )
    assert counts() == before


def test_credit_settles_it_at_once(network, contract):
    pay(network.franchisees["F-001"], "10")
    charge_once(an_occasion(contract), contract=contract)
    [balance] = balance_of(contract.franchisee_id)
    assert (balance.open.minor, balance.credit.minor) == (6_77, 0)
    assert agrees()


def test_a_payment_that_names_it_settles_it_first(network, contract):
    a_report(network.outlets["TL-001"])
    assess()
    note = charge_once(an_occasion(contract), contract=contract)
    pay(network.franchisees["F-001"], "16.77", invoice=note)
    still = select(OpenItem).where(OpenItem.invoice_id == note.id)
    assert db.session.scalars(still).all() == []
    assert agrees()


def test_it_is_credited_in_part_and_whole_and_not_one_cent_over(contract):
    note = charge_once(an_occasion(contract), contract=contract)
    credit_single(note, "6.77")
    with pytest.raises(CreditTooMuch, match=r"10\.00"):
        credit_single(note, "10.01")
    credit_single(note, "10.00")
    [line] = creditable(note)
    [balance] = balance_of(contract.franchisee_id) or [None]
    assert line.left.minor == 0
    assert balance is None
    assert cancelled([note]) == {note.id}
    assert agrees()


def test_the_tax_is_that_of_its_day_and_comes_back_to_the_cent(contract):
    a_tax()
    note = charge_once(an_occasion(contract, "100.03"), contract=contract)
    assert (note.total_minor, note.tax_minor) == (119_04, 19_01)
    for part in ("33.34", "33.34", "33.35"):
        credit_single(note, part)
    backs = [one for one in invoices() if one.kind is InvoiceKind.CREDIT_NOTE]
    assert sum(one.tax_minor for one in backs) == -19_01
    assert sum(one.total_minor for one in backs) == -119_04
    assert agrees()


def test_a_tax_for_its_kind_alone_goes_before_the_tax_for_everything(contract):
    a_tax()
    a_tax("0.07", "Reduced", fee="late_interest")
    note = charge_once(
        an_occasion(contract, "100"),
        an_occasion(contract, "100", source="s/2", kind=SingleKind.RETURNED_DEBIT),
        contract=contract,
    )
    assert note.tax_minor == 7_00 + 19_00
    assert agrees()


def test_the_database_itself_refuses_to_change_or_forget_it(contract):
    charge_once(an_occasion(contract), contract=contract)
    for statement in (update(SingleCharge).values(words="other"), delete(SingleCharge)):
        with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(statement)


def test_it_is_in_the_history_and_the_franchisee_is_told(contract):
    note = charge_once(an_occasion(contract), contract=contract)
    entry = db.session.scalars(select(Entry).where(Entry.action == "fees.single.charged")).one()
    assert (entry.subject_id, entry.franchisee_id) == (note.id, contract.franchisee_id)
    letter = db.session.scalars(select(Message).where(Message.kind == "fees/debit_note")).one()
    assert "DN-2026-0001" in letter.subject


def test_a_debit_note_does_not_make_a_month_assessed(contract):
    charge_once(an_occasion(contract), contract=contract)
    credit_single(invoices()[0], "1")
    assert {row.month: row.invoices for row in months(SYSTEM)}.get("2026-11", 0) == 0


def test_reports_of_the_month_before_still_stand_on_their_own_statement(network, contract):
    note = charge_once(an_occasion(contract), contract=contract)
    credit_single(note, "1")
    a_report(network.outlets["TL-001"])
    assess()
    [invoice] = [one for one in invoices() if one.kind is InvoiceKind.INVOICE]
    assert (note.statement_month, invoice.statement_month) == ("2026-11", "2026-10")


def test_the_statement_tells_it_and_adds_up(network, contract):
    a_report(network.outlets["TL-001"])
    assess()
    charge_once(an_occasion(contract, outlet_id=network.outlets["TL-001"].id), contract=contract)
    [november] = statement_of(contract.franchisee_id, Period.parse("2026-11")).accounts
    assert november.fees.minor == 16_77
    assert [line.contract.number for line in november.singles] == ["CT-F-001-TL"]
    assert november.opening + november.charges - november.paid == november.closing
    assert november.closing == november.due - november.credit
