"""One whole portal and one browser for the journeys; each person has a window of their own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.portal import RunningPortal, chromium

PATIENCE_MS = 60_000


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that the first `make run` leaves: to write the demo network takes longest."""
    folder = tmp_path_factory.mktemp("told")
    with RunningPortal(folder):
        pass
    return folder


@pytest.fixture(scope="module")
def portal(told: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """`make run` on a demo network that nobody has touched yet, on a free port."""
    folder = tmp_path_factory.mktemp("demo")
    # The queue is only a bell, and its socket cannot be copied; jobs are in the database.
    rest = shutil.ignore_patterns("valkey*", "run.log")
    shutil.copytree(told, folder, ignore=rest, dirs_exist_ok=True)
    with RunningPortal(folder) as running:
        yield running


@pytest.fixture(scope="module")
def window(portal: RunningPortal) -> Iterator[Callable[[str], Page]]:
    """Opens the portal as a person of the demo network; an empty name stays signed out."""
    with chromium() as browser:
        yield lambda who: opened(browser, portal.url, who)


def opened(browser: Browser, url: str, who: str) -> Page:
    """A window of its own, signed in through the page; fails on any error in its console."""
    page = browser.new_context(accept_downloads=True, locale="en-GB").new_page()
    page.set_default_timeout(PATIENCE_MS)
    if who:
        page.goto(f"{url}/sign-in")
        page.fill("input[name=email]", f"{who}@demo.test")
        page.fill("input[name=password]", "demo-network")
        page.locator("form:has(input[name=password]) button[type=submit]").first.click()
        page.wait_for_url(f"{url}/")
    return page


@pytest.fixture(scope="module")
def axe() -> str:
    """The accessibility checker's script, as it was installed at set-up."""
    root = Path(__file__).resolve().parents[2]
    return (root / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
