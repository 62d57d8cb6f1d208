"""From a month's sales file to every franchisee's statement, in a real browser.

The journeys build on each other in the order of this file: one network, one month.
"""

import re
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.portal import RunningPortal

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

Window = Callable[[str], Page]
DAYS = {"timeout": 120_000}


def test_a_month_from_the_file_to_the_statements(
    portal: RunningPortal, window: Window, axe: str
) -> None:
    hanna = window("hanna")
    look_at_a_file_with_mistakes(portal, hanna)
    post_the_months_sales(portal, hanna)
    assess_the_month(portal, hanna)
    make_the_statements(portal, hanna)
    see_what_is_owed(portal, window("omar"))
    see_no_other_business(portal, window("olga"), hanna)
    find_the_books_in_order(portal)
    keep_every_page_accessible(portal, hanna, window(""), axe)


def look_at_a_file_with_mistakes(portal: RunningPortal, page: Page) -> None:
    page.goto(portal.url)
    page.get_by_role("link", name="Import sales").first.click()
    page.set_input_files("input[type=file]", portal.folder / "demo/sales-2026-10-with-mistakes.csv")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="3 rows to correct")).to_be_visible()
    for value in ("TL-O11", "TL-011", "without a report"):
        expect(page.locator("main")).to_contain_text(value)
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("main")).to_contain_text(re.compile("discarded", re.IGNORECASE))


def post_the_months_sales(portal: RunningPortal, page: Page) -> None:
    page.goto(f"{portal.url}/fees/sales/imports/new")
    page.set_input_files("input[type=file]", portal.folder / "demo/sales-2026-10.csv")
    page.get_by_role("button", name="Check the file").click()
    expect(page.locator("main")).to_contain_text("3 outlets without a report")
    page.get_by_role("button", name="Post all 36 rows").click()
    expect(page.locator(".badge", has_text="Posted").first).to_be_visible()


def assess_the_month(portal: RunningPortal, page: Page) -> None:
    page.goto(f"{portal.url}/fees/months/2026-10")
    page.get_by_role("button", name="Assess October 2026").click()
    expect(page.get_by_role("link", name="Make the statements")).to_be_visible(**DAYS)
    expect(page.locator("main")).to_contain_text("Advertising fund")


def make_the_statements(portal: RunningPortal, page: Page) -> None:
    page.get_by_role("link", name="Make the statements").click()
    page.locator("main form button[type=submit]").last.click()
    everything = page.get_by_role("link", name="Download all as one file")
    expect(everything).to_be_visible(**DAYS)
    with page.expect_download() as download:
        everything.click()
    with zipfile.ZipFile(download.value.path()) as archive:
        names = archive.namelist()
        assert len(names) == 23
        assert all(archive.read(name).startswith(b"%PDF-") for name in names)


def see_what_is_owed(portal: RunningPortal, page: Page) -> None:
    expect(page.locator("h1")).to_contain_text("You owe")
    page.goto(f"{portal.url}/fees/invoices")
    # Not the debit note above it, which is about no sales.
    page.locator("tbody a", has_text=re.compile(r"^\s*20\d\d-")).first.click()
    line = page.locator("details", has_text="Royalty").first
    if line.get_attribute("open") is None:
        line.locator("summary").click()
    for words in ("Gross sales", "6%", "Clause 6.1"):
        expect(line).to_contain_text(words)
    page.goto(f"{portal.url}/reports/")
    answer = page.request.get(
        portal.url
        + str(page.locator("a[href*='/file'], a[href*='/download']").first.get_attribute("href"))
    )
    assert answer.body().startswith(b"%PDF-")


def see_no_other_business(portal: RunningPortal, olga: Page, hanna: Page) -> None:
    hanna.goto(f"{portal.url}/fees/invoices?q=Haddad")
    theirs = str(hanna.locator("tbody a").first.get_attribute("href"))
    assert olga.goto(portal.url + theirs).status == 404  # type: ignore[union-attr]
    assert olga.goto(f"{portal.url}/fees/ledger").status == 403  # type: ignore[union-attr]


def find_the_books_in_order(portal: RunningPortal) -> None:
    check = portal.command("ledger", "check")
    assert check.returncode == 0, check.stderr
    again = portal.command("fees", "assess", "--period", "2026-10", "--format", "json")
    assert '"invoices": 0' in again.stdout, again.stdout


PAGES = (
    "/",
    "/network/franchisees",
    "/network/outlets",
    "/contracts",
    "/fees/months/2026-10",
    "/fees/invoices",
    "/fees/payments",
    "/fees/ledger",
    "/reports/",
    "/jobs/",
    "/audit",
    "/users",
    "/account/preferences",
)


def keep_every_page_accessible(portal: RunningPortal, page: Page, stranger: Page, axe: str) -> None:
    faults = {path: violations(page, portal.url + path, axe) for path in PAGES}
    faults["/sign-in"] = violations(stranger, f"{portal.url}/sign-in", axe)
    assert {path: found for path, found in faults.items() if found} == {}


def violations(page: Page, url: str, axe: str) -> list[str]:
    page.goto(url)
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(result => result.violations)")
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]
