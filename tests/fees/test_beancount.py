"""The books as a file: beancount itself reads it, and comes to what our ledger comes to."""

import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader
from beancount.core import data as parsed
from click.testing import CliRunner

from franchise_portal.cli import main
from franchise_portal.database import edge, see_one_moment
from franchise_portal.fees.enums import Account, Book, EntryKind
from franchise_portal.fees.queries.comparing import balances
from franchise_portal.fees.rules import beancount as rules
from franchise_portal.fees.services import beancount
from franchise_portal.jobs import run_waiting
from franchise_portal.kit.money import Money
from tests.builders.fees import (
    a_dollar_outlet,
    a_report,
    assess,
    give_plan,
    invoices,
    pay,
)
from tests.builders.singles import an_occasion, charge_once
from tests.support.page import Browser
from tests.support.richer import once

LAST = date(2026, 11, 2)


@pytest.fixture
@once
def books(network) -> Iterator[object]:
    """Two franchisees, two currencies, payments, credit, and a reference full of mischief."""
    with edge():
        for contract in network.contracts.values():
            give_plan(contract)
        outlet = a_dollar_outlet(network)
        for code in ("TL-001", "TL-003", "HX-001"):
            a_report(network.outlets[code], gross="50000.37")
        a_report(outlet, gross="20000", currency="USD")
        assess()
        omar, olga = network.franchisees["F-001"], network.franchisees["F-002"]
        pay(omar, "1000.11", reference='for "October"\\ ; * ^x\n2026-01-01 close Assets:Bank')
        pay(omar, "300", currency="USD", reference="dollars")
        pay(olga, "99999", reference="far too much")
        contract = network.contracts["CT-F-001-TL"]
        charge_once(an_occasion(contract), contract=contract)
    return network


def exported() -> str:
    file = io.BytesIO()
    with edge(write=False):
        see_one_moment()
        beancount.write_books(file)
    return file.getvalue().decode()


def read(text: str) -> tuple[list[object], list[object], dict[str, object]]:
    return loader.load_string(text)


def test_beancount_accepts_the_file_and_comes_to_our_balances(books) -> None:
    entries, errors, options = read(exported())
    assert errors == []
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for entry in entries:
        if isinstance(entry, parsed.Transaction):
            for posting in entry.postings:
                sums[posting.account, posting.units.currency] += posting.units.number
    ours = {
        (rules.account_name(one.book, one.account), one.amount.currency): one.amount.to_decimal()
        for one in balances()
    }
    assert dict(sums) == ours
    assert len(ours) > 8
    assert options["operating_currency"] == ["EUR"]


def test_each_book_is_balanced_by_itself(books) -> None:
    entries, _errors, _options = read(exported())
    for entry in entries:
        if isinstance(entry, parsed.Transaction):
            sums: dict[str, Decimal] = defaultdict(Decimal)
            for posting in entry.postings:
                sums[posting.account.split(":")[1]] += posting.units.number
            assert set(sums.values()) == {Decimal(0)}


def test_every_account_is_asserted_to_the_minor_unit(books) -> None:
    entries, _errors, _options = read(exported())
    asserted = [one for one in entries if isinstance(one, parsed.Balance)]
    assert len(asserted) == len(balances())
    assert {one.tolerance for one in asserted} == {Decimal(0)}
    assert {one.date for one in asserted} == {date(2026, 11, 3)}


def test_a_cent_that_is_changed_is_noticed(books) -> None:
    text = exported()
    broken = text.replace("1000.11 EUR", "1000.12 EUR", 1)
    assert broken != text
    assert read(broken)[1]


def test_entries_lead_to_their_invoices_and_payments(books) -> None:
    entries, _errors, _options = read(exported())
    found = [one for one in entries if isinstance(one, parsed.Transaction)]
    first = invoices()[0]
    [issue] = [one for one in found if one.meta.get("invoice") == first.number]
    assert issue.links == {f"invoice-{first.number}"}
    assert (issue.payee, issue.meta["franchisee"]) == ("Omar & Sons", "F-001")
    [paid] = [one for one in found if one.meta.get("reference", "").startswith("for ")]
    assert paid.meta["reference"] == 'for "October"\\ ; * ^x 2026-01-01 close Assets:Bank'
    assert len(paid.links) == 1


def test_it_is_the_same_every_time(books) -> None:
    assert exported() == exported()


def test_an_empty_ledger_is_a_file_too(network) -> None:
    entries, errors, _options = read(exported())
    assert (entries, errors) == ([], [])


def test_every_account_and_book_has_a_place() -> None:
    assert set(rules.ACCOUNTS) == set(Account)
    assert set(rules.BOOKS) == set(Book)


@pytest.mark.parametrize(("minor", "currency"), [(5, "JPY"), (5, "KWD"), (-5, "EUR")])
def test_currencies_keep_their_decimals(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    entry = rules.Transaction(
        id="1",
        kind=EntryKind.INVOICE,
        on=LAST,
        memo="2026-0001",
        payee="",
        franchisee="",
        invoice="2026-0001",
        payment="",
        parts=(
            rules.Part(Book.FUND, Account.RECEIVABLE, amount),
            rules.Part(Book.FUND, Account.CONTRIBUTIONS, -amount),
        ),
    )
    standings = [rules.Standing(part.book, part.account, part.amount) for part in entry.parts]
    lines = [
        *rules.heading("T", currency),
        *rules.openings(standings, on=LAST),
        *rules.transaction(entry),
        *rules.assertions(standings, last=LAST),
    ]
    assert read("\n".join(lines) + "\n")[1] == []


def fetched(browser: Browser, url: str) -> str:
    response = browser.get(url)
    text = response.get_data(as_text=True)
    response.close()
    return text


def run(*words: str):
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def test_the_command_writes_the_file(books, tmp_path: Path) -> None:
    out = tmp_path / "books.beancount"
    result = run("ledger", "export", "--out", str(out))
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"are in {out}." in result.stdout
    assert loader.load_file(str(out))[1] == []
    assert [path.name for path in tmp_path.iterdir()] == ["books.beancount"]


def test_a_place_that_cannot_be_written_is_named(books, tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "books.beancount"
    result = run("ledger", "export", "--out", str(out))
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"{out}: Nothing can be written there. Check the folder and your right to write in it."
    ]


def test_the_ledgers_page_gives_the_file(books, browser: Browser) -> None:
    browser.sign_in("felix")
    browser.get("/fees/ledger")
    page = browser.post("/fees/ledger/exports").request.path
    assert "The books as a file" in browser.page.text
    assert read(fetched(browser, f"{page}/file"))[1] == []
    browser.get("/audit")
    assert "exported the books" in browser.page.text


def test_a_long_ledger_is_written_by_a_job(books, browser: Browser, monkeypatch) -> None:
    monkeypatch.setattr(beancount, "SMALL", 1)
    browser.sign_in("audrey")
    page = browser.post("/fees/ledger/exports").request.path
    assert "Look again" in browser.page.text
    run_waiting()
    browser.get(page)
    assert "Download" in browser.page.text
    assert read(fetched(browser, f"{page}/file"))[1] == []


def test_the_file_is_not_for_franchisees(books, browser: Browser) -> None:
    browser.sign_in("omar")
    browser.post("/fees/ledger/exports", status=403)
