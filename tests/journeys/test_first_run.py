"""An empty portal leads whoever opens it through its first page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import opened
from tests.support.portal import RunningPortal, chromium

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


def test_an_empty_portal_is_set_up_on_its_first_page(tmp_path: Path) -> None:
    with RunningPortal(tmp_path, DEMO="0") as portal, chromium() as browser:
        page = opened(browser, portal.url, "")
        page.goto(f"{portal.url}/fees/invoices")
        expect(page.get_by_role("heading", name="Set up the portal")).to_be_visible()
        page.fill("input[name=network]", "Northlight")
        page.select_option("select[name=currency]", "EUR")
        page.select_option("select[name=zone]", "Europe/Berlin")
        page.fill("input[name=name]", "Ada Lind")
        page.fill("input[name=email]", "ada@northlight.example")
        page.fill("input[name=password]", "correct horse battery")
        page.fill("input[name=again]", "correct horse battery")
        page.locator("main button[type=submit]").last.click()
        page.wait_for_url(f"{portal.url}/")
        expect(page.locator("main")).to_contain_text("Ada")
