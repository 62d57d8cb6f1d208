"""From a line that is disputed to its correction and the new statement, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_month import Window, assess_the_month, violations
from tests.support.portal import RunningPortal

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

WORDS = "The till counted the vouchers twice; the tape is attached."


def test_a_disputed_line_is_corrected_and_the_next_statement_says_so(
    portal: RunningPortal, window: Window, axe: str
) -> None:
    hanna, omar = window("hanna"), window("omar")
    post_the_sales(portal, hanna)
    assess_the_month(portal, hanna)
    dispute_a_line(portal, omar)
    see_it_marked(portal, omar)
    other_people_do_not_see_it(portal, window("olga"), omar)
    ask_and_answer(portal, hanna, omar)
    correct_the_report(portal, hanna)
    read_the_new_statement(portal, omar)
    find_the_books_in_order(portal)
    keep_the_pages_accessible(portal, hanna, omar, axe)


def post_the_sales(portal: RunningPortal, page: Page) -> None:
    page.goto(f"{portal.url}/fees/sales/imports/new")
    page.set_input_files("input[type=file]", portal.folder / "demo/sales-2026-10.csv")
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name=re.compile(r"Post all \d+ rows")).click()
    expect(page.locator(".badge", has_text="Posted").first).to_be_visible()


def dispute_a_line(portal: RunningPortal, page: Page) -> None:
    page.goto(f"{portal.url}/fees/invoices?month=2026-10")
    page.locator("tbody a").first.click()
    line = page.locator("details", has_text="Royalty").first
    if line.get_attribute("open") is None:
        line.locator("summary").click()
    line.get_by_role("link", name="Dispute this line").click()
    page.select_option("select[name=reason]", label="The sales are wrong")
    page.fill("input[name=right]", "3000")
    page.fill("textarea[name=words]", WORDS)
    page.set_input_files(
        "input[type=file]",
        files=[{"name": "tape.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n% tape"}],
    )
    page.get_by_role("button", name="Dispute the line").click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"Dispute DS-2026-\d{4}"))
    for words in ("working days left", WORDS, "tape.pdf"):
        expect(page.locator("main")).to_contain_text(words)


def see_it_marked(portal: RunningPortal, page: Page) -> None:
    page.goto(f"{portal.url}/fees/invoices?month=2026-10")
    expect(page.locator("tbody")).to_contain_text("in dispute")
    page.goto(f"{portal.url}/disputes/")
    expect(page.locator("tbody")).to_contain_text("The sales are wrong")


def other_people_do_not_see_it(portal: RunningPortal, olga: Page, omar: Page) -> None:
    omar.locator("tbody a").first.click()
    expect(omar.locator("h1")).to_contain_text("Dispute DS-")
    assert olga.goto(omar.url).status == 404  # type: ignore[union-attr]


def ask_and_answer(portal: RunningPortal, hanna: Page, omar: Page) -> None:
    hanna.goto(omar.url)
    hanna.fill("textarea[name='say-words']", "Which day do the vouchers belong to?")
    hanna.get_by_role("button", name="Send it").click()
    omar.reload()
    expect(omar.locator("main")).to_contain_text("Which day do the vouchers belong to?")
    omar.fill("textarea[name='say-words']", "The twelfth and the nineteenth.")
    omar.get_by_role("button", name="Send it").click()
    expect(omar.locator(".timeline").first).to_contain_text("The twelfth and the nineteenth.")


def correct_the_report(portal: RunningPortal, page: Page) -> None:
    page.reload()
    page.locator("summary", has_text="The sales report is wrong").click()
    page.get_by_role("link", name="Correct the sales report").click()
    reported = page.locator("input[name=gross_sales]").input_value()
    page.fill("input[name=gross_sales]", f"{float(reported) - 5000:.2f}")
    page.fill("textarea[name=reasons]", "The vouchers were counted when sold and when used.")
    page.get_by_role("button", name="Correct and accept").click()
    expect(page.locator("main")).to_contain_text("The decision stands")
    expect(page.locator("main")).to_contain_text("gives it back")


def read_the_new_statement(portal: RunningPortal, page: Page) -> None:
    page.reload()
    expect(page.locator("main")).to_contain_text("The vouchers were counted when sold")
    page.goto(f"{portal.url}/fees/statements")
    page.locator("tbody a").first.click()
    expect(page.locator("h1")).to_contain_text("November 2026")
    expect(page.locator("main")).to_contain_text("Taken back from earlier charges")


def find_the_books_in_order(portal: RunningPortal) -> None:
    check = portal.command("ledger", "check")
    assert check.returncode == 0, check.stderr


def keep_the_pages_accessible(portal: RunningPortal, hanna: Page, omar: Page, axe: str) -> None:
    dispute = f"{portal.url}/disputes/"
    faults = {}
    for who in (hanna, omar):
        who.goto(dispute)
        one = str(who.locator("tbody a").first.get_attribute("href"))
        for path in ("/disputes/", one, "/disputes/grades", "/disputes/grades/tables"):
            faults[path] = violations(who, portal.url + path, axe)
    faults["/disputes/new"] = violations(omar, f"{portal.url}/disputes/new", axe)
    assert {path: found for path, found in faults.items() if found} == {}
