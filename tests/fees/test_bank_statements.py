"""Bank statements: what is sure is booked once, the rest waits, nothing is guessed."""

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from franchise_portal.access.actor import SYSTEM
from franchise_portal.cli import main
from franchise_portal.database import db, edge
from franchise_portal.fees import services
from franchise_portal.fees.bank_enums import (
    BankEntryStatus,
    BankFileKind,
    LeftOut,
    OpenReason,
)
from franchise_portal.fees.bank_errors import EntryDecided
from franchise_portal.fees.enums import Book
from franchise_portal.fees.models import BankEntry, Payment, PaymentImport
from franchise_portal.fees.queries.bank_entries import entry_for
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.services import bank_entries, bank_reading
from franchise_portal.fees.services.bank_reading import read_lines
from franchise_portal.kit.errors import BadInput, ChangedMeanwhile, NotAllowed, Refused
from franchise_portal.kit.money import Money
from franchise_portal.network.services import change_settings
from tests.builders.banking import FEES, FUND, OMAR, Entry, a_camt, an_ofx
from tests.builders.fees import a_dollar_outlet, a_report, assess, give_plan, invoices, pay
from tests.support.page import Browser
from tests.support.richer import once


@pytest.fixture
@once
def owed(network):
    """Omar owes 8,500.06 euros on 2026-0001, Olga 4,250.03 on the next; the accounts are known."""
    with edge():
        whole = db.session.merge(network.network)
        changes = {"fees_account": "DE89 3704 0044 0532 0130 00", "fund_account": FUND}
        change_settings(SYSTEM, whole, changes=changes)
        for contract in network.contracts.values():
            give_plan(contract)
        for code in ("TL-001", "TL-003", "HX-001"):
            a_report(network.outlets[code], gross="50000.37")
        assess()
    return network


def imported(data: bytes, *, dry_run: bool = False, actor=SYSTEM) -> services.PaymentsRead:
    with edge(write=not dry_run):
        return services.import_payments(
            actor, file=io.BytesIO(data), filename="statement.xml", dry_run=dry_run
        )


def payments() -> list[tuple[str, str]]:
    db.session.rollback()
    rows = db.session.scalars(select(Payment).order_by(Payment.received_on, Payment.id))
    return [(Money(row.amount_minor, row.currency).text, row.reference) for row in rows]


def the_entry(**conditions: object) -> BankEntry:
    db.session.rollback()
    query = select(BankEntry).filter_by(**conditions)
    entry = db.session.scalars(query).one()
    db.session.expunge_all()
    return entry


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


OMARS = Entry(
    amount="1000.11",
    text="Invoice|2026-0001",
    reference="B-1",
    name="Omar & Sons",
    iban=OMAR,
)
STRANGER = Entry(amount="77.00", text="Thank you", reference="B-2", name="A stranger")


class TestWhatIsRead:
    @pytest.mark.parametrize("version", [f"{number:02}" for number in range(2, 13)])
    def test_a_payment_that_names_its_invoice_is_booked(self, owed, version: str) -> None:
        read = imported(a_camt(OMARS, version=version))
        assert (read.kind, read.payments, read.open) == (BankFileKind.CAMT, 1, ())
        assert payments() == [("1000.11", "Invoice 2026-0001 · B-1")]
        entry = the_entry()
        assert (entry.status, entry.account) == (BankEntryStatus.BOOKED, Book.FRANCHISOR)
        assert (entry.payer_name, entry.payer_iban) == ("Omar & Sons", OMAR)
        assert check_ledger().agrees

    @pytest.mark.parametrize("form", ["sgml", "xml"])
    def test_ofx_is_read_too(self, owed, form: str) -> None:
        data = an_ofx(
            ("20261102120000[+1:CET]", "1000.11", "Omar & Sons", "For 2026-0001", "FIT-1"),
            ("20261102", "-12.50", "The bank", "Fees"),
            ("20261101", "77.00", "A stranger", "Thank you"),
            is_xml=form == "xml",
        )
        read = imported(data)
        assert (read.kind, read.payments) == (BankFileKind.OFX, 1)
        assert payments() == [("1000.11", "Omar & Sons For 2026-0001 · FIT-1")]
        assert [one.reason for one in read.open] == [OpenReason.UNKNOWN]
        assert read.left_out == {LeftOut.DEBIT: 1}

    def test_a_sum_is_read_payment_by_payment_when_the_bank_lists_them(self, owed) -> None:
        parts = (
            Entry(amount="1000.00", text="2026-0001"),
            Entry(amount="500.00", text="ST-2026-10-F-002-F"),
        )
        for version in ("02", "08"):
            data = a_camt(
                Entry(amount="1500.00", parts=parts, reference=f"B-{version}"), version=version
            )
            assert [line.amount.text for line in read_lines(data, "x", BankFileKind.CAMT)] == [
                "1000.00",
                "500.00",
            ]
        read = imported(data)
        assert read.payments == 2

    @pytest.mark.parametrize(
        "entry",
        [
            Entry(amount="1500.00", count=2, text="2026-0001"),
            Entry(
                amount="1500.00",
                parts=(Entry(amount="1000.00", text="2026-0001"), Entry(amount="400.00")),
            ),
            Entry(
                amount="1500.00",
                parts=(
                    Entry(amount="1000.00", text="2026-0001"),
                    Entry(amount="500.00", is_credit=False),
                ),
            ),
        ],
    )
    def test_a_sum_that_is_not_listed_to_the_cent_waits_whole(self, owed, entry: Entry) -> None:
        read = imported(a_camt(entry))
        assert read.payments == 0
        assert [(one.reason, one.line.amount.text) for one in read.open] == [
            (OpenReason.UNDIVIDED, "1500.00")
        ]

    def test_what_the_payer_ordered_in_dollars_counts_as_what_arrived(self, owed) -> None:
        imported(a_camt(Entry(amount="90.00", instructed="100.00", text="2026-0001")))
        assert payments() == [("90.00", "2026-0001")]

    def test_what_is_not_for_us_is_left_out_with_its_number(self, owed) -> None:
        read = imported(
            a_camt(
                OMARS,
                Entry(amount="5.00", text="2026-0001", is_credit=False),
                Entry(amount="9.00", text="came back", is_credit=False, is_returned=True),
                Entry(amount="6.00", text="2026-0001", status="PDNG"),
                Entry(amount="7.00", text="2026-0001", currency="CHF"),
                Entry(amount="0.00", text="2026-0001"),
            )
        )
        assert read.payments == 1
        assert read.left_out == {
            LeftOut.DEBIT: 2,
            LeftOut.RETURNED: 1,
            LeftOut.PENDING: 1,
            LeftOut.OTHER_CURRENCY: 1,
        }

    def test_lines_of_another_account_in_the_same_file_are_left_out(self, owed) -> None:
        ours, other = a_camt(OMARS), a_camt(STRANGER, account="DE87123456781234567890")
        statement = re.search(rb"<Stmt>.*</Stmt>", other)[0]
        read = imported(ours.replace(b"</BkToCstmrStmt>", statement + b"</BkToCstmrStmt>"))
        assert (read.payments, read.left_out) == (1, {LeftOut.OTHER_ACCOUNT: 1})

    def test_the_funds_account_is_ours_too(self, owed) -> None:
        imported(a_camt(OMARS, account=FUND))
        assert the_entry().account is Book.FUND


class TestOnceOnly:
    def test_the_same_statement_twice_books_nothing_twice(self, owed) -> None:
        data = a_camt(OMARS, STRANGER)
        imported(data)
        again = imported(data)
        assert (again.payments, again.open) == (0, ())
        assert again.left_out == {LeftOut.KNOWN: 2}
        assert len(payments()) == 1
        assert count(BankEntry) == 2

    def test_a_statement_that_overlaps_books_what_is_new(self, owed) -> None:
        imported(a_camt(OMARS))
        read = imported(a_camt(OMARS, Entry(amount="5.00", text="2026-0001", reference="B-9")))
        assert (read.payments, read.left_out) == (1, {LeftOut.KNOWN: 1})

    def test_two_payments_that_are_quite_the_same_are_two(self, owed) -> None:
        twin = Entry(amount="10.00", text="2026-0001", iban=OMAR)
        data = a_camt(twin, twin)
        assert imported(data).payments == 2
        assert [amount for amount, _ in payments()] == ["10.00", "10.00"]
        assert imported(data).payments == 0

    def test_what_was_booked_by_hand_waits_instead_of_being_booked_again(self, owed) -> None:
        with edge():
            pay(owed.franchisees["F-001"], "1000.11", reference="typed")
        read = imported(a_camt(OMARS))
        assert [one.reason for one in read.open] == [OpenReason.LIKE_ANOTHER]
        assert len(payments()) == 1

    def test_a_dry_run_says_the_same_and_writes_nothing(self, owed) -> None:
        read = imported(a_camt(OMARS, STRANGER), dry_run=True)
        assert (read.payments, len(read.open), read.import_id) == (1, 1, None)
        db.session.rollback()
        assert (count(Payment), count(BankEntry), count(PaymentImport)) == (0, 0, 0)


class TestNobodyIsGuessed:
    def test_a_known_account_is_enough_after_the_first_time(self, owed) -> None:
        imported(a_camt(OMARS))
        later = Entry(amount="50.00", text="thanks", iban=OMAR, reference="B-7")
        assert imported(a_camt(later)).payments == 1

    def test_another_currency_of_the_network_waits_for_who_never_had_it(self, owed) -> None:
        with edge():
            a_report(a_dollar_outlet(owed), gross="20000", currency="USD")
            assess()
        dollars = Entry(amount="20.00", currency="USD", text="F-002", reference="B-8")
        read = imported(a_camt(dollars))
        assert [one.reason for one in read.open] == [OpenReason.CURRENCY]
        his = Entry(amount="20.00", currency="USD", text="2026-0001", reference="B-9")
        assert [one.reason for one in imported(a_camt(his)).open] == [OpenReason.CURRENCY]

    def test_a_line_is_assigned_by_hand_and_teaches_the_account(self, owed) -> None:
        imported(a_camt(Entry(amount="77.00", text="Thank you", iban=OMAR, reference="B-2")))
        with edge():
            entry = entry_for(SYSTEM, the_entry().id)
            bank_entries.assign_entry(
                SYSTEM,
                entry,
                franchisee=db.session.merge(owed.franchisees["F-001"]),
                version=entry.version,
            )
        assert payments() == [("77.00", "Thank you · B-2")]
        assert the_entry().status is BankEntryStatus.BOOKED
        read = imported(a_camt(Entry(amount="5.00", iban=OMAR, reference="B-3")))
        assert read.payments == 1
        assert check_ledger().agrees

    def test_a_line_is_set_aside_with_a_reason(self, owed) -> None:
        imported(a_camt(STRANGER))
        with edge():
            bank_entries.set_entry_aside(SYSTEM, entry_for(SYSTEM, the_entry().id), note="Interest")
        entry = the_entry()
        assert (entry.status, entry.note) == (BankEntryStatus.ASIDE, "Interest")
        with pytest.raises(EntryDecided), edge():
            bank_entries.set_entry_aside(SYSTEM, entry_for(SYSTEM, entry.id), note="Again")

    def test_who_decides_second_is_told_so(self, owed) -> None:
        imported(a_camt(STRANGER))
        with pytest.raises(ChangedMeanwhile), edge():
            bank_entries.set_entry_aside(
                SYSTEM, entry_for(SYSTEM, the_entry().id), note="Late", version=99
            )

    def test_an_invoice_of_somebody_else_is_refused(self, owed) -> None:
        imported(a_camt(STRANGER))
        omars = invoices(owed.franchisees["F-001"])[0]
        with pytest.raises(Refused, match="belongs to another franchisee"), edge():
            bank_entries.assign_entry(
                SYSTEM,
                entry_for(SYSTEM, the_entry().id),
                franchisee=db.session.merge(owed.franchisees["F-002"]),
                invoice=db.session.merge(omars),
            )
        assert payments() == []

    def test_only_who_books_payments_decides(self, owed) -> None:
        imported(a_camt(STRANGER))
        with pytest.raises(NotAllowed):
            entry_for(owed.actors["rosa"], the_entry().id)


BOMB = '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FOREIGN = '<!DOCTYPE d SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (a_camt(OMARS, kind="052"), "a report on an account, not the statement"),
        (a_camt(OMARS, version="99"), "version 99 of CAMT.053"),
        (a_camt(OMARS)[:-40], "The file is damaged"),
        (a_camt(OMARS, head=BOMB), "declares a document type"),
        (a_camt(OMARS, head=FOREIGN), "declares a document type"),
        (a_camt(Entry(amount="many", text="2026-0001")), "no statement as CAMT.053 has it"),
        (a_camt(Entry(amount="1.005", text="2026-0001")), "more than the 2 decimals"),
        (a_camt(OMARS, account="DE87123456781234567890"), "which is none of ours"),
        (an_ofx(("20261102", "2,000", "Omar", "2026-0001")), "cannot be read for certain"),
        (an_ofx(("021126", "20.00", "Omar", "2026-0001")), "cannot be read for certain"),
        (an_ofx(("20261102", "", "Omar", "2026-0001")), "cannot be read for certain"),
        (an_ofx(("20261102", "20.00", "Omar"), account="4711"), "which is none of ours"),
    ],
)
def test_a_statement_that_cannot_be_read_books_nothing(owed, data: bytes, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        imported(data)
    [problem] = refused.value.problems
    assert words in str(problem)
    assert problem.remedy
    assert (count(Payment), count(BankEntry)) == (0, 0)


def test_two_accounts_in_one_ofx_file_are_refused(owed) -> None:
    one = an_ofx(("20261102", "20.00", "Omar", "2026-0001")).decode()
    statement = re.search(r"<STMTTRNRS>.*</STMTTRNRS>", one, re.DOTALL)[0]
    both = one.replace("</BANKMSGSRSV1>", f"{statement}</BANKMSGSRSV1>").encode()
    with pytest.raises(BadInput, match=r"cannot be booked"):
        imported(both)


def test_without_accounts_in_the_settings_nothing_is_read(network) -> None:
    with pytest.raises(BadInput) as refused:
        imported(a_camt(OMARS))
    assert "does not know the network's accounts" in str(refused.value.problems[0])


def test_a_statement_that_is_too_large_is_refused(owed, monkeypatch) -> None:
    monkeypatch.setattr(bank_reading, "MOST_LINES", 1)
    with pytest.raises(BadInput) as refused:
        imported(a_camt(OMARS, STRANGER))
    assert "more than 1 lines" in str(refused.value.problems[0])
    monkeypatch.setattr(bank_reading, "MOST_BYTES", 10)
    with pytest.raises(BadInput) as refused:
        imported(a_camt(OMARS))
    assert "is larger than" in str(refused.value.problems[0])


def run(*words: str):
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def test_the_command_lists_what_is_left_to_do(owed, tmp_path: Path) -> None:
    path = tmp_path / "statement.xml"
    path.write_bytes(a_camt(OMARS, STRANGER, Entry(amount="5.00", is_credit=False)))
    result = run("fees", "import-payments", str(path))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "1 payment booked, 1000.11 EUR."
    left_out, to_assign = result.stderr.splitlines()
    assert left_out == "Left out: 1 line, money that went out."
    assert to_assign == (
        f"{path}:2: 2026-11-02 77.00 EUR A stranger Thank you: "
        "Neither its text nor its account names a franchisee. Assign it."
    )
    path.write_bytes(a_camt(OMARS, kind="054"))
    assert run("fees", "import-payments", str(path)).exit_code == 2


class TestPages:
    def send(self, browser: Browser, data: bytes, *, status: int = 200) -> None:
        file = (io.BytesIO(data), "statement.xml")
        browser.post(
            "/fees/payments/imports",
            {"file": file},
            status=status,
            content_type="multipart/form-data",
        )

    def test_what_is_left_is_assigned_on_its_page(self, owed, browser: Browser) -> None:
        browser.sign_in("felix")
        self.send(browser, a_camt(OMARS, STRANGER))
        assert "1 payment is booked. 1 line waits for somebody" in browser.page.text
        assert "Neither its text nor its account names a franchisee." in browser.page.text
        browser.get("/fees/payments")
        assert "1 bank line to assign" in browser.page.text
        entry = the_entry(status=BankEntryStatus.OPEN)
        browser.get(f"/fees/bank-lines/{entry.id}")
        url = f"/fees/bank-lines/{entry.id}/assignment"
        browser.post(url, {"franchisee": "F-9", "version": entry.version}, status=422)
        assert "No franchisee has this code." in browser.page.text
        browser.post(url, {"franchisee": "F-002", "version": entry.version})
        assert "Every line is decided" in browser.page.text
        browser.get("/fees/bank-lines?status=booked")
        assert "Olga Trading" in browser.page.text
        browser.get("/audit")
        assert "from a bank statement to Olga Trading" in browser.page.text

    def test_a_line_is_set_aside_with_words(self, owed, browser: Browser) -> None:
        browser.sign_in("felix")
        self.send(browser, a_camt(STRANGER))
        entry = the_entry()
        url = f"/fees/bank-lines/{entry.id}/aside"
        browser.post(url, {"note": "", "version": entry.version}, status=422)
        browser.post(url, {"note": "Interest", "version": entry.version})
        browser.get(f"/fees/bank-lines/{entry.id}")
        assert "Interest" in browser.page.text

    def test_who_comes_second_sees_what_became_of_it(self, owed, browser: Browser) -> None:
        browser.sign_in("felix")
        self.send(browser, a_camt(STRANGER))
        entry = the_entry()
        url = f"/fees/bank-lines/{entry.id}/assignment"
        browser.post(url, {"franchisee": "F-001", "version": entry.version + 1}, status=409)
        assert "Nothing of yours was saved." in browser.page.text

    def test_a_statement_of_a_strange_account_is_refused_with_the_remedy(
        self, owed, browser: Browser
    ) -> None:
        browser.sign_in("felix")
        self.send(browser, a_camt(OMARS, account="DE87123456781234567890"), status=422)
        assert "which is none of ours" in browser.page.text

    def test_bank_lines_are_the_offices_affair(self, owed, browser: Browser) -> None:
        imported(a_camt(STRANGER))
        entry = the_entry()
        browser.sign_in("omar")
        browser.get("/fees/bank-lines", status=403)
        browser.get(f"/fees/bank-lines/{entry.id}", status=403)


def test_our_account_is_known_by_the_number_inside_its_iban(owed) -> None:
    assert FEES.endswith("0532013000")
    assert imported(
        an_ofx(("20261102", "20.00", "Omar", "2026-0001"), account="532013000")
    ).payments
