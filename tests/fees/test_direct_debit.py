"""Direct debits: mandates, one file for each account, each debit under way once, and its end."""

import threading
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from click.testing import CliRunner
from sepaxml import validation
from sqlalchemy import func, select

from franchise_portal import storage
from franchise_portal.access.actor import SYSTEM
from franchise_portal.cli import main
from franchise_portal.database import db, edge
from franchise_portal.fees.bank_enums import (
    BankFileKind,
    DebitRunStatus,
    DebitStatus,
    LeftOut,
    MandateScheme,
    NoDebit,
)
from franchise_portal.fees.bank_errors import (
    CreditorMissing,
    DebitOver,
    MandateRevoked,
    MandateThere,
    NothingToCollect,
    RunOver,
)
from franchise_portal.fees.enums import Book
from franchise_portal.fees.models import BankEntry, DebitItem, DebitRun, Mandate, Payment
from franchise_portal.fees.queries.debits import item_for, run_for
from franchise_portal.fees.queries.mandates import mandate_for
from franchise_portal.fees.queries.soundness import check_ledger
from franchise_portal.fees.services import direct_debit, einvoices, mandates
from franchise_portal.fees.services.bank_statements import import_statement
from franchise_portal.kit import clock
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, Refused
from franchise_portal.network.services import change_settings, update_franchisee
from franchise_portal.storage.models import StoredFile
from tests.builders.banking import FEES, FUND, OMAR, Entry, a_camt
from tests.builders.fees import (
    a_dollar_outlet,
    a_report,
    assess,
    give_plan,
    invoices,
    pay,
)
from tests.conftest import NOON
from tests.support.page import Browser
from tests.support.richer import once

ON = date(2026, 11, 16)
CREDITOR = "DE98ZZZ09999999999"
OLGA = "DE89370400440532013000"
NS = {"p": f"urn:iso:std:iso:20022:tech:xsd:{direct_debit.SCHEMA}"}


@pytest.fixture
@once
def owed(network):
    """Omar owes 6,500.04 fees and 2,000.02 to the fund, Olga 3,250.02 and 1,000.01."""
    with edge():
        whole = db.session.merge(network.network)
        changes = {
            "legal_name": "Tamberley Franchising GmbH",
            "fees_account": FEES,
            "fees_creditor": CREDITOR,
            "fund_account": FUND,
        }
        change_settings(SYSTEM, whole, changes=changes)
        for contract in network.contracts.values():
            give_plan(contract)
        for code in ("TL-001", "TL-003", "HX-001"):
            a_report(network.outlets[code], gross="50000.37")
        assess()
    return network


def a_mandate(network, code: str = "F-001", **changes: object) -> Mandate:
    facts = {
        "creditor_id": CREDITOR,
        "reference": f"{code}-1",
        "iban": OMAR if code == "F-001" else OLGA,
        "signed_on": date(2026, 10, 1),
    }
    with edge():
        return mandates.add_mandate(
            SYSTEM,
            franchisee=db.session.merge(network.franchisees[code]),
            **{**facts, **changes},
        )


def collected(on: date = ON, **more: object) -> list[DebitRun]:
    with edge():
        return direct_debit.collect(SYSTEM, on=on, **more)


def xml_of(run: DebitRun) -> ET.Element:
    with edge(write=False):
        file = db.session.get_one(StoredFile, run.file_id)
        return ET.fromstring(storage.read(file))


def texts(root: ET.Element, path: str) -> list[str]:
    return [element.text or "" for element in root.iterfind(f".//p:{path.replace('/', '/p:')}", NS)]


def items(**conditions: object) -> list[DebitItem]:
    db.session.rollback()
    found = db.session.scalars(
        select(DebitItem).filter_by(**conditions).order_by(DebitItem.end_to_end)
    ).all()
    db.session.expunge_all()
    return list(found)


class TestMandates:
    def test_a_mandate_is_kept_as_it_was_signed(self, owed) -> None:
        mandate = a_mandate(owed, iban="de88 4400 0117 2026 0200 00", scheme=MandateScheme.B2B)
        assert (mandate.iban, mandate.holder) == (OMAR, "Omar Sons")
        assert mandate.is_active

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"iban": "DE88440001172026020001"}, "iban"),
            ({"bic": "NOPE"}, "bic"),
            ({"reference": "with space"}, "reference"),
            ({"signed_on": date(2026, 11, 3)}, "signed_on"),
            ({"creditor_id": "DE00ZZZ00000000000"}, "creditor_id"),
        ],
    )
    def test_what_cannot_be_is_refused_at_its_field(self, owed, changes, field: str) -> None:
        with pytest.raises(Refused) as refused:
            a_mandate(owed, **changes)
        assert refused.value.field == field

    def test_one_mandate_for_a_creditor_at_a_time(self, owed) -> None:
        first = a_mandate(owed)
        with pytest.raises(MandateThere):
            a_mandate(owed, reference="F-001-2")
        with pytest.raises(Refused, match="has this reference"):
            a_mandate(owed, "F-002", reference="F-001-1")
        with edge():
            mandates.revoke_mandate(SYSTEM, mandate_for(SYSTEM, first.id), reason="New bank")
        a_mandate(owed, reference="F-001-2")

    def test_a_mandate_is_revoked_once(self, owed) -> None:
        mandate = a_mandate(owed)
        with edge():
            mandates.revoke_mandate(SYSTEM, mandate_for(SYSTEM, mandate.id), reason="Gone")
        with pytest.raises(MandateRevoked), edge():
            mandates.revoke_mandate(SYSTEM, mandate_for(SYSTEM, mandate.id), reason="Gone")
        with pytest.raises(NothingToCollect):
            collected()

    def test_who_may_not_collect_enters_no_mandate(self, owed) -> None:
        with pytest.raises(NotAllowed):
            mandate_for(owed.actors["omar"], owed.network.id)


class TestTheFile:
    def test_each_account_has_its_own_file_that_the_scheme_accepts(self, owed) -> None:
        a_mandate(owed)
        a_mandate(owed, "F-002", scheme=MandateScheme.B2B, bic="COBADEFFXXX")
        made = collected()
        assert [(run.book, run.scheme, run.items, run.total_minor) for run in made] == [
            (Book.FUND, MandateScheme.CORE, 1, 200002),
            (Book.FUND, MandateScheme.B2B, 1, 100001),
            (Book.FRANCHISOR, MandateScheme.CORE, 1, 650004),
            (Book.FRANCHISOR, MandateScheme.B2B, 1, 325002),
        ]
        schema = xmlschema.XMLSchema(
            str(Path(validation.__file__).parent / "schemas" / f"{direct_debit.SCHEMA}.xsd")
        )
        for run in made:
            root = xml_of(run)
            schema.validate(root)
            account = FUND if run.book is Book.FUND else FEES
            assert texts(root, "CdtrAcct/Id/IBAN") == [account]
            assert texts(root, "CdtrSchmeId/Id/PrvtId/Othr/Id") == [CREDITOR]
            assert texts(root, "LclInstrm/Cd") == [run.scheme.value]
            assert texts(root, "ReqdColltnDt") == ["2026-11-16"]
            assert texts(root, "GrpHdr/MsgId") == [run.message]

    def test_it_says_whose_account_and_which_invoice(self, owed) -> None:
        a_mandate(owed)
        root = xml_of(collected(books=[Book.FRANCHISOR])[0])
        assert texts(root, "DrctDbtTxInf/InstdAmt") == ["6500.04"]
        assert texts(root, "DbtrAcct/Id/IBAN") == [OMAR]
        assert texts(root, "MndtRltdInf/MndtId") == ["F-001-1"]
        assert texts(root, "MndtRltdInf/DtOfSgntr") == ["2026-10-01"]
        assert texts(root, "Dbtr/Nm") == ["Omar Sons"]
        assert texts(root, "EndToEndId") == ["2026-0001-F"]
        assert texts(root, "RmtInf/Ustrd") == ["Invoice 2026-0001, fees for 2026-10"]
        assert texts(root, "SeqTp") == ["FRST"]

    def test_only_the_first_collection_is_a_first_one(self, owed) -> None:
        a_mandate(owed)
        fund, fees = collected()
        assert (texts(xml_of(fund), "SeqTp"), texts(xml_of(fees), "SeqTp")) == (["FRST"], ["RCUR"])

    def test_what_is_not_due_by_the_day_is_not_in_it(self, owed) -> None:
        a_mandate(owed)
        with pytest.raises(NothingToCollect):
            collected(date(2026, 11, 13))

    def test_other_currencies_and_those_without_mandate_are_left_alone(self, owed) -> None:
        with edge():
            a_report(a_dollar_outlet(owed), gross="20000", currency="USD")
            assess()
        a_mandate(owed)
        with edge(write=False):
            plan = direct_debit.plan_collection(SYSTEM, on=ON)
        reasons = {(one.due.code, one.due.amount.currency): one.reason for one in plan.left_alone}
        assert reasons == {
            ("F-001", "USD"): NoDebit.NOT_EURO,
            ("F-002", "EUR"): NoDebit.NO_MANDATE,
        }

    def test_without_accounts_and_creditor_there_is_no_file(self, owed) -> None:
        with edge():
            whole = db.session.merge(owed.network)
            change_settings(SYSTEM, whole, changes={"fees_creditor": ""})
        with pytest.raises(CreditorMissing, match="creditor identifier"):
            collected()

    def test_a_day_without_settlement_is_refused(self, owed) -> None:
        a_mandate(owed)
        with pytest.raises(Refused, match=r"No money moves between banks on 2026-11-14"):
            collected(date(2026, 11, 14))


class TestUnderWay:
    def test_an_invoice_is_collected_once_at_a_time(self, owed) -> None:
        a_mandate(owed)
        collected()
        with pytest.raises(NothingToCollect):
            collected()
        assert len(items()) == 2

    def test_two_who_collect_at_once_make_one_file(self, owed, app) -> None:
        a_mandate(owed)
        outcomes: list[str] = []
        barrier = threading.Barrier(2)

        def work() -> None:
            with app.app_context(), clock.fixed(NOON):
                barrier.wait(10)
                try:
                    with edge():
                        direct_debit.collect(SYSTEM, on=ON)
                    outcomes.append("made")
                except NothingToCollect:
                    outcomes.append("nothing")
                finally:
                    db.session.remove()

        db.session.rollback()
        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert sorted(outcomes) == ["made", "nothing"]
        assert len(items()) == 2

    def test_booked_as_collected_each_debit_settles_its_invoice(self, owed) -> None:
        a_mandate(owed)
        fund, fees = collected()
        with edge():
            total = direct_debit.book_collected(
                SYSTEM, run_for(SYSTEM, fees.id), on=date(2026, 11, 2)
            )
        assert total.text == "6500.04"
        [item] = items(run_id=fees.id)
        assert item.status is DebitStatus.COLLECTED
        payment = db.session.get_one(Payment, item.payment_id)
        assert (payment.invoice_id, payment.reference) == (item.invoice_id, "2026-0001-F")
        assert run_for(SYSTEM, fees.id).status is DebitRunStatus.COLLECTED
        assert run_for(SYSTEM, fund.id).is_open
        assert check_ledger().agrees
        with pytest.raises(RunOver), edge():
            direct_debit.book_collected(SYSTEM, run_for(SYSTEM, fees.id), on=date(2026, 11, 2))

    def test_a_withdrawn_file_frees_what_it_held(self, owed) -> None:
        a_mandate(owed)
        fund, fees = collected()
        for run in (fund, fees):
            with edge():
                direct_debit.withdraw(SYSTEM, run_for(SYSTEM, run.id))
        again = collected()
        assert [texts(xml_of(run), "EndToEndId") for run in again] == [
            ["2026-0001-A-2"],
            ["2026-0001-F-2"],
        ]
        assert texts(xml_of(again[0]), "SeqTp") == ["FRST"]
        with pytest.raises(RunOver), edge():
            direct_debit.withdraw(SYSTEM, run_for(SYSTEM, fees.id))

    def test_a_debit_that_came_back_is_collected_again_with_the_next(self, owed) -> None:
        a_mandate(owed)
        fund, _fees = collected()
        [item] = items(run_id=fund.id)
        with edge():
            direct_debit.note_return(
                SYSTEM,
                run_for(SYSTEM, fund.id),
                item_for(SYSTEM, fund.id, item.id),
                note="No money",
            )
        assert not run_for(SYSTEM, fund.id).is_open
        with pytest.raises(DebitOver), edge():
            direct_debit.note_return(
                SYSTEM,
                run_for(SYSTEM, fund.id),
                item_for(SYSTEM, fund.id, item.id),
                note="Again",
            )
        [again] = collected()
        assert again.book is Book.FUND

    def test_who_decides_second_is_told_so(self, owed) -> None:
        a_mandate(owed)
        _fund, fees = collected()
        with pytest.raises(ChangedMeanwhile), edge():
            direct_debit.withdraw(SYSTEM, run_for(SYSTEM, fees.id), version=99)

    def test_what_was_paid_meanwhile_is_not_collected_again(self, owed) -> None:
        a_mandate(owed)
        with edge():
            pay(owed.franchisees["F-001"], "8500.06")
        with pytest.raises(NothingToCollect):
            collected()


class TestTheStatementAnswers:
    def statement(self, *entries: Entry, account: str = FEES):
        with edge():
            return import_statement(
                SYSTEM,
                data=a_camt(*entries, account=account),
                filename="s.xml",
                kind=BankFileKind.CAMT,
            )

    def test_a_debit_on_the_statement_is_booked_and_over(self, owed) -> None:
        a_mandate(owed)
        _fund, fees = collected()
        answer = Entry(amount="6500.04", end_to_end="2026-0001-F", reference="B-1", iban=OMAR)
        assert self.statement(answer).payments == 1
        [item] = items(run_id=fees.id)
        assert (item.status, item.payment_id is not None) == (DebitStatus.COLLECTED, True)
        assert not run_for(SYSTEM, fees.id).is_open

    def test_what_was_booked_as_collected_is_not_booked_again(self, owed) -> None:
        a_mandate(owed)
        _fund, fees = collected()
        with edge():
            direct_debit.book_collected(SYSTEM, run_for(SYSTEM, fees.id), on=date(2026, 11, 2))
        answer = Entry(amount="6500.04", end_to_end="2026-0001-F", reference="B-1", iban=OMAR)
        read = self.statement(answer)
        assert (read.payments, read.left_out) == (0, {LeftOut.KNOWN: 1})
        assert db.session.scalar(select(func.count()).select_from(BankEntry)) == 0

    def test_a_mandates_account_tells_whose_other_payments_are(self, owed) -> None:
        a_mandate(owed)
        read = self.statement(Entry(amount="12.00", text="thanks", iban=OMAR, reference="B-5"))
        assert read.payments == 1


def test_an_einvoice_names_the_mandate_it_is_collected_under(owed) -> None:
    import facturx  # noqa: PLC0415

    a_mandate(owed)
    with edge():
        whole = db.session.merge(owed.network)
        change_settings(SYSTEM, whole, changes={"country": "DE", "registration": "HRB 1"})
        omar = db.session.merge(owed.franchisees["F-001"])
        update_franchisee(SYSTEM, omar, changes={"country": "DE"})
        first = invoices(omar)[0]
        data = storage.read(einvoices.provide([first.id])[first.id])
    terms = facturx.parse_ubl_cii_xml(data)
    assert (terms["BT-81"], terms["BT-89"], terms["BT-90"], terms["BT-91"]) == (
        "59",
        "F-001-1",
        CREDITOR,
        OMAR,
    )
    from tests.fees.einvoices import official_findings  # noqa: PLC0415

    assert official_findings(data) == []


def run(*words: str):
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


class TestByCommand:
    def test_the_files_are_written_and_named(self, owed, tmp_path: Path) -> None:
        a_mandate(owed)
        result = run("fees", "collect", "--on", "2026-11-16", "--out", str(tmp_path))
        assert result.exit_code == 0
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "debits-2026-11-16-fees-core.xml",
            "debits-2026-11-16-fund-core.xml",
        ]
        assert "F-002 2026-0002 Fees, 3250.02 EUR: There is no mandate" in result.stderr

    def test_a_dry_run_makes_nothing(self, owed, tmp_path: Path) -> None:
        a_mandate(owed)
        result = run("fees", "collect", "--on", "2026-11-16", "--dry-run")
        assert "Advertising fund, CORE: 1 debits, 2000.02 EUR." in result.stdout
        assert items() == []

    @pytest.mark.parametrize("day", ["2026-11-14", "2026-13-01", "2027-01-04"])
    def test_a_day_that_cannot_be_is_refused(self, owed, day: str, tmp_path: Path) -> None:
        a_mandate(owed)
        result = run("fees", "collect", "--on", day, "--out", str(tmp_path))
        assert result.exit_code == 2
        assert list(tmp_path.iterdir()) == []


class TestPages:
    def test_from_the_mandate_to_the_money(self, owed, browser: Browser) -> None:
        browser.sign_in("felix")
        browser.get("/fees/mandates")
        browser.get("/fees/mandates/new?franchisee=F-001")
        facts = {
            "franchisee": "F-001",
            "creditor": CREDITOR,
            "reference": "F-001-1",
            "scheme": "CORE",
            "iban": OMAR,
            "signed_on": "2026-10-01",
        }
        browser.post("/fees/mandates", {**facts, "iban": f"{OMAR[:-1]}1"}, status=422)
        assert "its check digits do not fit" in browser.page.text
        browser.post("/fees/mandates", {**facts, "franchisee": "F-9"}, status=422)
        browser.post("/fees/mandates", facts)
        assert "Mandate F-001-1" in browser.page.text
        browser.get("/fees/debits")
        assert "Nothing has been collected yet" in browser.page.text
        browser.get("/fees/debits/new")
        assert "Nothing is due by that day" in browser.page.text
        browser.get("/fees/debits/new?on=2026-11-14&fees=y", status=422)
        assert "No money moves between banks" in browser.page.text
        browser.get("/fees/debits/new?on=2026-11-16", status=422)
        assert "Choose at least one account." in browser.page.text
        browser.get("/fees/debits/new?on=2026-11-16&fees=y&fund=y")
        assert "There is no mandate for this account’s creditor." in browser.page.text
        browser.post("/fees/debits", {"on": "2026-11-16", "fees": "y", "fund": "y"})
        assert "2 files are made." in browser.page.text
        [run_row, *_] = db.session.scalars(
            select(DebitRun).where(DebitRun.book == Book.FRANCHISOR)
        ).all()
        response = browser.get(f"/fees/debits/{run_row.id}/file")
        assert b"pain.008.001.08" in response.get_data()
        response.close()
        browser.get(f"/fees/debits/{run_row.id}")
        data = {"on": "2026-11-03", "version": "1"}
        browser.post(f"/fees/debits/{run_row.id}/collection", data, status=422)
        data = {"on": "2026-11-02", "version": "9"}
        browser.post(f"/fees/debits/{run_row.id}/collection", data, status=409)
        data = {"on": "2026-11-02", "version": "1"}
        browser.post(f"/fees/debits/{run_row.id}/collection", data)
        assert "is booked as collected." in browser.page.text
        browser.get("/audit")
        assert "made the direct debit file" in browser.page.text

    def test_a_debit_that_came_back_is_noted_and_a_file_withdrawn(
        self, owed, browser: Browser
    ) -> None:
        a_mandate(owed)
        fund, fees = collected()
        [item] = items(run_id=fund.id)
        browser.sign_in("felix")
        browser.get(f"/fees/debits/{fund.id}/items/{item.id}")
        url = f"/fees/debits/{fund.id}/items/{item.id}/return"
        browser.post(url, {"note": "", "version": "1"}, status=422)
        browser.post(url, {"note": "No money", "version": "1"})
        assert "No money" in browser.page.text
        browser.post(f"/fees/debits/{fees.id}/withdrawal")
        assert "Withdrawn" in browser.page.text
        browser.get(f"/fees/debits/{fees.id}/items/{item.id}", status=404)

    def test_a_mandate_is_revoked_on_its_page(self, owed, browser: Browser) -> None:
        mandate = a_mandate(owed)
        browser.sign_in("felix")
        url = f"/fees/mandates/{mandate.id}/revocation"
        browser.post(url, {"reason": "", "version": "1"}, status=422)
        browser.post(url, {"reason": "New bank", "version": "9"}, status=409)
        browser.post(url, {"reason": "New bank", "version": "1"})
        assert "Revoked" in browser.page.text

    def test_the_auditor_sees_and_the_franchisee_does_not(self, owed, browser: Browser) -> None:
        mandate = a_mandate(owed)
        [run_row, _] = collected()
        browser.sign_in("audrey")
        browser.get(f"/fees/mandates/{mandate.id}")
        browser.get(f"/fees/debits/{run_row.id}")
        browser.get(f"/fees/debits/{run_row.id}/file", status=403)
        browser.post(f"/fees/debits/{run_row.id}/withdrawal", status=403)
        browser.sign_out()
        browser.sign_in("omar")
        browser.get(f"/fees/mandates/{mandate.id}", status=403)
        browser.get("/fees/debits", status=403)


def test_a_debit_that_comes_back_after_it_was_booked_is_booked_the_other_way_round(owed) -> None:
    a_mandate(owed)
    _fund, fees = collected()
    with edge():
        direct_debit.book_collected(SYSTEM, run_for(SYSTEM, fees.id), on=date(2026, 11, 2))
    [item] = items(run_id=fees.id)
    with edge():
        direct_debit.note_return(
            SYSTEM,
            run_for(SYSTEM, fees.id),
            item_for(SYSTEM, fees.id, item.id),
            note="Account closed",
        )
    [item] = items(run_id=fees.id)
    assert (item.status, item.note) == (DebitStatus.RETURNED, "Account closed")
    db.session.rollback()
    paid = select(Payment.amount_minor).order_by(Payment.id)
    assert db.session.scalars(paid).all() == [6_500_04, -6_500_04]
    assert check_ledger().agrees
    with pytest.raises(DebitOver), edge():
        direct_debit.note_return(
            SYSTEM, run_for(SYSTEM, fees.id), item_for(SYSTEM, fees.id, item.id), note="Again"
        )
    [again] = collected()
    assert again.book is Book.FRANCHISOR
