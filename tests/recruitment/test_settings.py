"""Settings, and who may open which page."""

import pytest

from franchise_portal.database import db
from franchise_portal.recruitment import queries
from tests.builders.recruitment import an_applicant, assessed
from tests.support.page import Browser

FORM = {"is_open": "y", "pack": "cn", "patience_days": "5", "retention_days": "90"}


def test_settings_are_kept_and_two_people_see_each_other(network, browser: Browser) -> None:
    browser.sign_in("dora")
    browser.get("/recruitment/settings")
    browser.post("/recruitment/settings", FORM)
    kept = queries.settings()
    assert (kept.pack, kept.patience_days, kept.retention_days) == ("cn", 5, 90)
    seen = {**FORM, "version": "1"}
    browser.post("/recruitment/settings", {**seen, "patience_days": "6"})
    browser.post("/recruitment/settings", {**seen, "patience_days": "8"}, status=409)
    db.session.expire_all()
    assert queries.settings().patience_days == 6


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"patience_days": "0"}, "1 to 365"),
        ({"retention_days": ""}, "number of days"),
        ({"pack": "mars"}, "valid choice"),
    ],
)
def test_nonsense_is_named_at_its_field(network, browser, facts, words) -> None:
    browser.sign_in("dora")
    browser.post("/recruitment/settings", {**FORM, **facts}, status=422)
    assert words in browser.page.text


def test_the_usual_pack_holds_for_whom_no_other_is_chosen(network, browser) -> None:
    browser.sign_in("dora")
    browser.post("/recruitment/settings", FORM)
    assert queries.pack_of(an_applicant(network)).slug == "cn"
    assert queries.pack_of(an_applicant(network, pack="au")).slug == "au"


READING = ("", "/assessment", "/disclosure")
ASSESSING = ("/interviews/new", "/references/new", "/expectations/new")
WRITING = ("/particulars", "/people/new", "/disclosures/new")
DECIDING = ("/approval", "/rejection")
ALLOWED = {
    "hanna": (READING, ASSESSING, WRITING, DECIDING),
    "adam": (READING, ASSESSING, WRITING, DECIDING),
    "dora": (READING, ASSESSING, WRITING, DECIDING),
    "rosa": (READING, ASSESSING),
    "audrey": (READING,),
    "felix": (),
    "sami": (),
    "omar": (),
    "mina": (),
}


@pytest.mark.parametrize("who", ALLOWED)
def test_each_role_opens_what_is_its_own(network, browser: Browser, who: str) -> None:
    ana = assessed(network)
    db.session.commit()
    browser.sign_in(who)
    for pages in (READING, ASSESSING, WRITING, DECIDING):
        for page in pages:
            status = 200 if pages in ALLOWED[who] else 403
            browser.get(f"/recruitment/applicants/{ana.id}{page}", status=status)
    browser.get("/recruitment/applicants", status=200 if ALLOWED[who] else 403)
