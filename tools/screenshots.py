"""Take the README's pictures: starts the portal on the demo network and drives Chromium over it.

    python tools/screenshots.py [--out docs/pictures] [--url http://127.0.0.1:8000] [--only NAME]

With `--url` it uses a portal that is already running instead of starting one.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.portal import RunningPortal, chromium  # noqa: E402 - after the path is set

WIDE = {"width": 1440, "height": 1000}
PHONE = {"width": 390, "height": 844}
INVOICE = "tbody a:text-matches('^20')"
"""The newest invoice of a month: debit notes are numbered otherwise."""

LONGEST = 1500
"""A longer page is cut here: a README should load quickly, and what lies below adds little."""


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at which page, how."""

    name: str
    who: str
    path: str
    language: str = "en"
    theme: str = "light"
    phone: bool = False
    click: str = ""
    """A link or control to press first, by CSS selector."""


SHOTS = (
    Shot("home", "hanna", "/"),
    Shot("home-dark", "hanna", "/", theme="dark"),
    Shot("franchisees", "hanna", "/network/franchisees"),
    Shot("invoice", "omar", "/fees/invoices", click=INVOICE),
    Shot("invoice-zh", "wei", "/fees/invoices", language="zh_Hans", click=INVOICE),
    Shot("contract", "omar", "/contracts", click="tbody a"),
    Shot("contract-zh", "wei", "/contracts", language="zh_Hans", click="tbody a"),
    Shot("duties", "hanna", "/contracts/duties"),
    Shot("calendar", "omar", "/contracts/calendar"),
    Shot("applicants", "hanna", "/recruitment/applicants"),
    Shot("verification", "", "/verify"),
    Shot("phone-contract", "omar", "/contracts", phone=True, click="tbody a"),
    Shot("phone-home", "omar", "/", phone=True),
    Shot("phone-home-zh", "wei", "/", language="zh_Hans", phone=True, theme="dark"),
)


def main() -> int:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--url")
    parser.add_argument("--only", action="append", default=[])
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with _portal(options.url) as url, chromium() as browser:
        for shot in SHOTS:
            if not options.only or shot.name in options.only:
                take(browser, url, shot, options.out)
                print(shot.name)
        if not options.only or "statement" in options.only:
            take_statement(browser, url, options.out)
            print("statement")
    return 0


@contextmanager
def _portal(url: str | None) -> Iterator[str]:
    if url:
        yield url
        return
    with tempfile.TemporaryDirectory() as folder, RunningPortal(Path(folder)) as running:
        yield running.url


def take(browser: Browser, url: str, shot: Shot, folder: Path) -> None:
    """Sign in, set language and theme, open the page, and keep the picture."""
    context = browser.new_context(
        viewport=PHONE if shot.phone else WIDE,
        device_scale_factor=2 if shot.phone else 1,
        color_scheme=shot.theme,
        locale={"zh_Hans": "zh-CN", "zh_Hant": "zh-TW"}.get(shot.language, "en-GB"),
        reduced_motion="reduce",
    )
    with nullcontext(context.new_page()) as page:
        if shot.who:
            sign_in(page, url, shot.who)
            prefer(page, url, shot.language, shot.theme)
        page.goto(f"{url}{shot.path}")
        if shot.click:
            page.locator(shot.click).first.click()
            page.wait_for_load_state("networkidle")
        picture = folder / f"{shot.name}.png"
        page.screenshot(path=str(picture), full_page=not shot.phone)
        shrink(picture, PHONE["height"] * 2 if shot.phone else LONGEST)
    context.close()


def shrink(picture: Path, longest: int = LONGEST) -> None:
    """Keep 160 colours, as a page has few, and its upper part where it is long."""
    with Image.open(picture) as image:
        top = image.crop((0, 0, image.width, min(image.height, longest)))
        small = top.convert("RGB").quantize(160, dither=Image.Dither.NONE)
    small.save(picture, optimize=True)


def take_statement(browser: Browser, url: str, folder: Path) -> None:
    """Keep the first page of a franchisee's latest statement, as poppler draws it."""
    page = browser.new_context().new_page()
    sign_in(page, url, "omar")
    for _try in range(60):
        page.goto(f"{url}/reports/")
        link = page.locator("a[href$='/file'], a[href$='/download']").first
        if link.count():
            break
        page.wait_for_timeout(2000)
    answer = page.request.get(url + str(link.get_attribute("href")))
    pdf = folder / "statement.pdf"
    pdf.write_bytes(answer.body())
    command = ["pdftoppm", "-png", "-r", "100", "-singlefile", str(pdf), str(folder / "statement")]
    subprocess.run(command, check=True)
    pdf.unlink()
    shrink(folder / "statement.png")


def sign_in(page: Page, url: str, who: str) -> None:
    """Sign in through the page, as a person would."""
    page.goto(f"{url}/sign-in")
    page.fill("input[name=email]", f"{who}@demo.test")
    page.fill("input[name=password]", "demo-network")
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")


def prefer(page: Page, url: str, language: str, theme: str) -> None:
    """Set the person's own language and theme."""
    page.goto(f"{url}/account/preferences")
    page.locator(f"label:has(input[name=language][value={language}])").click()
    page.locator(f"label:has(input[name=theme][value={theme}])").click()
    page.locator("form:has(input[name=language]) button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    raise SystemExit(main())
