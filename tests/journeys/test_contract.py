"""From a stranger's enquiry to a signed contract, its amendment and its renewal, in a real browser.

One story, told in the order of this file; each person has a window of their own. Who has no account
finds their links in mails, which the administrator of the demo can read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_month import Window, violations
from tests.support.portal import RunningPortal

pytestmark = [pytest.mark.journey, pytest.mark.timeout(900)]

PATIENCE_MS = 30_000
"""For a page on a busy machine."""
LENA = "lena.hart@example.test"
DISCLOSURE = b"%PDF-1.7\n% what is disclosed, edition 2026\n"


@dataclass(slots=True)
class Cast:
    """Who takes part, and which pages were met on the way."""

    url: str
    folder: Path
    window: Callable[[str], Page]
    pages: dict[str, str] = field(default_factory=dict)
    windows: dict[str, Page] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    """Links that work once and were used."""

    def __call__(self, who: str) -> Page:
        """Somebody's window; an empty name is a stranger's."""
        if who not in self.windows:
            self.windows[who] = self.window(who)
        return self.windows[who]


def test_a_stranger_becomes_a_franchisee_whose_contract_is_signed_amended_and_renewed(
    portal: RunningPortal, window: Window, axe: str, tmp_path: Path
) -> None:
    expect.set_options(timeout=PATIENCE_MS)
    cast = Cast(portal.url, tmp_path, window)
    enquire(cast)
    qualify(cast)
    for assessor in ("dora", "rosa"):
        assess(cast, assessor)
    approve(cast)
    disclose(cast)
    acknowledge(cast)
    plan_the_outlet(cast)
    draft_the_contract(cast)
    be_refused_since_it_is_too_early(cast)
    find_that_it_was_handed_over_earlier(cast)
    sign_by_both(cast, "The contract")
    check_the_signed_file(cast)
    find_the_application_ended_well(cast)
    amend(cast)
    sign_by_both(cast, "The amendment")
    renew(cast)
    keep_the_pages_accessible(cast, axe)


def enquire(cast: Cast) -> None:
    page = cast("")
    page.goto(f"{cast.url}/recruitment/enquiry")
    page.fill("input[name=name]", "Lena Hart")
    page.fill("input[name=email]", LENA)
    page.select_option("select[name=brand_id]", label="Tallow Lane")
    page.fill("input[name=place]", "Lindow")
    page.fill("input[name=own_funds]", "95000")
    page.fill("textarea[name=experience]", "Ten years in a bakery, four of them as its manager.")
    page.fill("textarea[name=family_support]", "My sister comes in with me.")
    page.fill("input[name=monthly_sales]", "52000")
    page.fill("input[name=payback_months]", "36")
    page.check("input[name=consent]")
    # Whoever sends it within seconds is taken for a program.
    page.wait_for_timeout(4_500)
    page.get_by_role("button", name="Send the enquiry").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def qualify(cast: Cast) -> None:
    page = cast("dora")
    page.goto(f"{cast.url}/recruitment/applicants?q=Lena")
    page.get_by_role("link", name=re.compile("Lena Hart")).first.click()
    expect(page.locator("h1")).to_contain_text("Lena Hart")
    cast.pages["applicant"] = page.url
    for stage in ("Contacted", "Qualified"):
        page.get_by_role("button", name=f"Now “{stage}”").click()
        expect(page.locator("header .badge, .page-header .badge").first).to_contain_text(stage)


def assess(cast: Cast, who: str) -> None:
    page = cast(who)
    page.goto(cast.pages["applicant"] + "/assessment")
    page.get_by_role("button", name="Begin your assessment").click()
    expect(page.get_by_role("heading", name="Your assessment")).to_be_visible()
    names = {str(one.get_attribute("name")) for one in page.locator("main input[type=radio]").all()}
    assert len(names) >= 3
    for name in sorted(names):
        page.locator(f"label:has(input[name='{name}'][value='4'])").click()
    page.fill("textarea[name=summary]", "A careful plan, and a family that helps.")
    page.get_by_role("button", name="Submit for good").click()
    expect(page.get_by_role("table", name="Assessors of this round")).to_contain_text("Submitted")


def approve(cast: Cast) -> None:
    page = cast("dora")
    page.goto(cast.pages["applicant"] + "/assessment")
    cast.pages["assessment"] = page.url
    page.get_by_role("button", name="Close the assessment").click()
    page.get_by_role("link", name="Decide").first.click()
    page.fill("textarea[name=reason]", "Means, craft, and a sister who comes along.")
    page.fill("input[name=code]", "F-040")
    page.fill("input[name=name]", "Hart & Hart")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("main")).to_contain_text("Approved")


def disclose(cast: Cast) -> None:
    give_the_document(cast, "Disclosure document, edition 2026", by="link")
    expect(cast("dora").locator("main")).to_contain_text("not been acknowledged yet")


def acknowledge(cast: Cast, *, day: str = "17 November 2026") -> None:
    """By the one-time link; the receipt says from which day on the contract can be signed."""
    page = cast("")
    page.goto(link_in_mail(cast, "/recruitment/receipts/"))
    page.fill("input[name=name]", "Lena Hart")
    page.check("input[name=confirms]")
    page.get_by_role("button", name="Acknowledge the receipt").click()
    expect(page.locator("main")).to_contain_text("it is acknowledged")
    expect(page.locator("main")).to_contain_text(day)


def give_the_document(cast: Cast, title: str, *, by: str, on: str = "") -> None:
    page = cast("dora")
    page.goto(cast.pages["applicant"] + "/disclosure")
    cast.pages["disclosure"] = page.url
    page.get_by_role("link", name=re.compile("Give (the disclosure|a newer) document")).click()
    page.set_input_files("input[type=file]", a_file(cast, f"{by}.pdf"))
    page.fill("input[name=title]", title)
    page.select_option("select[name=pack]", "us-ftc")
    page.locator(f"label:has(input[name=delivery][value={by}])").click()
    if on:
        page.fill("input[name=delivered_on]", on)
    page.get_by_role("button", name="Give it").click()
    expect(page.locator("main")).to_contain_text(title)


def plan_the_outlet(cast: Cast) -> None:
    page = cast("dora")
    page.goto(f"{cast.url}/network/outlets/new")
    page.fill("input[name=code]", "TL-040")
    page.fill("input[name=name]", "Lake Gate")
    page.select_option("select[name=brand_id]", label="Tallow Lane")
    page.fill("input[name=franchisee]", "F-040")
    page.fill("input[name=opened_on]", "2027-02-01")
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("h1")).to_contain_text("Lake Gate")


def draft_the_contract(cast: Cast) -> None:
    page = cast("dora")
    page.goto(f"{cast.url}/contracts/drafts/new")
    page.fill("input[name=franchisee]", "F-040")
    page.select_option("select[name=brand]", label="Tallow Lane")
    page.fill("textarea[name=outlets]", "TL-040")
    page.fill("input[name=starts_on]", "2026-11-02")
    choose(page, "template", re.compile(r"^Franchise agreement(?!, China)"))
    page.select_option("select[name=pack]", "us-ftc")
    page.get_by_role("button", name="Make the draft").click()
    expect(page.get_by_role("heading", name="Edit the terms")).to_be_visible()
    page.fill("input[name=territory_codes]", "T-06")
    choose(page, "part_fee_plan", re.compile("Tallow Lane 2024"))
    page.fill("input[name=governing_law]", "Germany")
    page.get_by_role("button", name="Save the terms").click()
    expect(page.get_by_role("link", name="Send out for signature")).to_be_visible()
    cast.pages["draft"] = page.url
    page.locator("nav[aria-label] a[href^='/contracts/'], .breadcrumb a").last.click()
    cast.pages["contract"] = page.url


def be_refused_since_it_is_too_early(cast: Cast) -> None:
    page = cast("dora")
    send_out(cast)
    expect(page.locator("main")).to_contain_text("Too early to sign")
    page.get_by_role("button", name="Send out for signature").click()
    expect(page.locator("main")).to_contain_text("17 November 2026")
    expect(page.locator("main")).to_contain_text("16 CFR 436.2")
    page.goto(cast.pages["contract"])
    expect(page.locator("main")).not_to_contain_text("Out for signature")


def find_that_it_was_handed_over_earlier(cast: Cast) -> None:
    """The same document lay with Lena on paper for weeks, which she confirms."""
    give_the_document(cast, "The same, handed over at the fair", by="hand", on="2026-10-12")
    acknowledge(cast, day="27 October 2026")


def send_out(cast: Cast) -> None:
    page = cast("dora")
    page.goto(cast.pages["draft"])
    page.get_by_role("link", name="Send out for signature").click()
    choose(page, "signer0", re.compile("Lena Hart"))
    choose(page, "signer1", re.compile("Hanna Moreau"))
    page.locator("label:has(input[name=order][value=sequential])").click()


def sign_by_both(cast: Cast, what: str) -> None:
    """Lena by the link in her mail, then Hanna with her account; a worker seals the file."""
    send_out(cast)
    dora, lena, hanna = cast("dora"), cast(""), cast("hanna")
    dora.get_by_role("button", name="Send out for signature").click()
    expect(dora.locator("main")).to_contain_text("Lena Hart")
    lena.goto(link_in_mail(cast, "/sign/"))
    expect(lena.get_by_role("heading", name="The document")).to_be_visible()
    put_the_name_under(lena, "Lena Hart")
    expect(lena.locator("main")).to_contain_text("You have signed")
    hanna.goto(f"{cast.url}/contracts/to-sign")
    hanna.locator("main tr, main li").filter(has_text="Hart & Hart").get_by_role(
        "link"
    ).first.click()
    expect(hanna.get_by_role("heading", name="The document")).to_be_visible()
    cast.pages[f"{what}, to sign"] = hanna.url
    put_the_name_under(hanna, "Hanna Moreau")
    until(hanna, lambda: hanna.get_by_text("Signed by all").count() > 0, what)


def put_the_name_under(page: Page, name: str) -> None:
    page.fill("input[name=typed_name]", name)
    page.locator("label:has(input[name=consent])").click()
    page.get_by_role("button", name="Sign the contract").click()


def check_the_signed_file(cast: Cast) -> None:
    """Anybody can: the file as it is, and with one byte changed."""
    hanna = cast("hanna")
    hanna.goto(cast.pages["contract"])
    expect(hanna.locator("h1").locator("xpath=ancestor::header[1]")).to_contain_text("In force")
    link = hanna.locator("main a[href^='/contracts/documents/']").first
    signed = hanna.request.get(cast.url + str(link.get_attribute("href"))).body()
    assert signed.startswith(b"%PDF-")
    whole, changed = cast.folder / "contract.pdf", cast.folder / "changed.pdf"
    whole.write_bytes(signed)
    middle = len(signed) // 2
    changed.write_bytes(signed[:middle] + bytes([signed[middle] ^ 1]) + signed[middle + 1 :])
    stranger = cast("")
    for path, verdict in (
        (whole, "Unchanged since it was signed"),
        (changed, "Changed since it was signed"),
    ):
        stranger.goto(f"{cast.url}/verify")
        stranger.set_input_files("input[type=file]", path)
        stranger.locator("main form button[type=submit]").click()
        expect(stranger.locator("main")).to_contain_text(verdict)
        for name in ("Lena Hart", "Hanna Moreau"):
            expect(stranger.get_by_role("table", name="Signatures")).to_contain_text(name)


def find_the_application_ended_well(cast: Cast) -> None:
    page = cast("dora")
    page.goto(cast.pages["applicant"])
    expect(page.locator("main")).to_contain_text("They have signed")


def amend(cast: Cast) -> None:
    page = cast("dora")
    page.goto(cast.pages["contract"])
    page.get_by_role("link", name="Draft an amendment").first.click()
    page.fill("input[name=title]", "Amendment 1: a second outlet")
    page.fill("input[name=effective_from]", "2026-11-02")
    page.fill("textarea[name=reason]", "Lena Hart has seen a place at the station.")
    page.get_by_role("button", name="Make the draft").click()
    cast.pages["draft"] = re.sub(r"/terms$", "", page.url)
    page.goto(cast.pages["draft"] + "/terms")
    page.fill("input[name=outlets_permitted]", "2")
    page.get_by_role("button", name="Save the terms").click()
    page.get_by_role("link", name="Compare").first.click()
    expect(page.locator("main")).to_contain_text("Outlets permitted")
    cast.pages["comparison"] = page.url


def renew(cast: Cast) -> None:
    """Both sides can agree on the next term at any time; the office begins it."""
    page = cast("hanna")
    page.goto(cast.pages["contract"] + "/renewal")
    cast.pages["renewal"] = page.url
    for act, words in (("ask", "Lena Hart asked us to say it early."), ("agree", "With pleasure.")):
        fold = page.locator(f"details#act-{act}")
        fold.locator("summary").click()
        fold.locator("textarea").fill(words)
        fold.locator("button[type=submit]").click()
    expect(page.locator("main .badge", has_text="Agreed")).to_be_visible()
    expect(page.locator("main")).to_contain_text("1 November 2036")


def keep_the_pages_accessible(cast: Cast, axe: str) -> None:
    hanna, stranger = cast("hanna"), cast("")
    for name in ("applicants", "scorecard", "calibration"):
        cast.pages[name] = f"{cast.url}/recruitment/{name}"
    for name in ("calendar", "duties", "notices", "approvals", "exits", "health", "clauses"):
        cast.pages[name] = f"{cast.url}/contracts/{name}"
    faults = {name: violations(hanna, url, axe) for name, url in cast.pages.items()}
    for name in ("recruitment/enquiry", "verify"):
        faults[name] = violations(stranger, f"{cast.url}/{name}", axe)
    assert {name: found for name, found in faults.items() if found} == {}


def link_in_mail(cast: Cast, part: str) -> str:
    """The new link of that kind in the latest mail to Lena, as the administrator reads it."""
    page, link = cast("adam"), re.compile(rf"https?://\S+{re.escape(part)}[\w-]+(?=\s|$)")

    def new() -> list[str]:
        page.goto(f"{cast.url}/mails/?q={LENA}")
        page.locator("tbody a").first.click()
        expect(page.get_by_role("heading", name="Particulars")).to_be_visible()
        texts = page.locator("pre").all_inner_texts()
        return [one for text in texts for one in link.findall(text) if one not in cast.used]

    until(page, lambda: bool(new()), f"a mail with a link to {part}")
    found = new()[0]
    cast.used.add(found)
    return found


def until(page: Page, happened: Callable[[], bool], what: str) -> None:
    """Look again until something has happened, which a worker does."""
    for _second in range(150):
        if happened():
            return
        page.wait_for_timeout(1_000)
        page.reload()
    pytest.fail(f"{what}: it did not happen; the page is {page.url}")


def choose(page: Page, name: str, words: re.Pattern[str]) -> None:
    """Choose the first option whose words fit."""
    options = page.locator(f"select[name={name}] option").all()
    value = next(one.get_attribute("value") for one in options if words.search(one.inner_text()))
    page.select_option(f"select[name={name}]", value)


def a_file(cast: Cast, name: str) -> Path:
    path = cast.folder / name
    path.write_bytes(DISCLOSURE)
    return path
