"""A plan is written on its page, tried out as one writes, and exported as the file it came from."""

import io
import re
import tomllib
from datetime import date

import pytest
from sqlalchemy import select

from franchise_portal.database import db
from franchise_portal.fees.models import PlanAssignment, PlanVersion
from franchise_portal.fees.plan_enums import PlanStatus
from franchise_portal.fees.queries.plan_versions import plan_in
from franchise_portal.fees.rules import parse_plan
from franchise_portal.fees.services import plan_versions as services
from franchise_portal.fees.services.plan_impacts import note_seen
from tests.builders.fees import ROYALTY, a_plan, a_report, give_plan
from tests.builders.plans import a_draft

NEW = "/fees/plans/new"
YEARLY = {
    "method": "marginal",
    "tiers": [{"up_to": "60000", "rate": "0.1"}, {"rate": "0.04"}],
    "thresholds": "year_to_date",
}
TIERED = {
    "name": "Plan A",
    "starts_on": "2026-12-01",
    "currency": "EUR",
    "year_starts": "01-01",
    "fees-0-name": "royalty",
    "fees-0-clause": "6.1",
    "fees-0-kind": "fee",
    "fees-0-basis": "gross_sales",
    "fees-0-method": "marginal",
    "fees-0-thresholds": "period",
    "fees-0-tiers-0-up_to": "10000",
    "fees-0-tiers-0-rate": "8%",
    "fees-0-tiers-1-up_to": "50000",
    "fees-0-tiers-1-rate": "0.06",
    "fees-0-tiers-2-up_to": "",
    "fees-0-tiers-2-rate": "4%",
    "example-gross_sales": "60000",
    "example-month": "13",
}


@pytest.fixture
def hanna(browser, network):
    browser.sign_in("hanna")
    return browser


def send(browser, form, *, act="save", status=200, url=NEW):
    return browser.post(url, {**form, "act": act}, status=status)


def the_version():
    return db.session.scalars(select(PlanVersion)).one()


def test_the_example_says_what_each_tier_charges(hanna):
    hanna.get(NEW)
    send(hanna, TIERED, act="example", status=200)
    said = "On sales of €\u00a060,000.00 this charges €\u00a03,600.00: 800.00 + 2,400.00 + 400.00."
    assert said.replace("\u00a0", " ") in hanna.page.text
    assert db.session.scalars(select(PlanVersion)).first() is None


def test_a_plan_written_on_the_page_is_kept_as_a_draft(hanna):
    hanna.get(NEW)
    send(hanna, TIERED)
    version = the_version()
    assert version.status is PlanStatus.DRAFT
    [fee] = plan_in(version).fees
    assert [(tier.up_to and int(tier.up_to), str(tier.rate)) for tier in fee.tiers] == [
        (10000, "0.08"),
        (50000, "0.06"),
        (None, "0.04"),
    ]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"fees-0-tiers-1-up_to": "9000"}, "fees-0-tiers-1-up_to", "the tiers overlap"),
        ({"fees-0-tiers-2-up_to": "90000"}, "fees-0-tiers-2-up_to", "a gap after the last tier"),
        ({"fees-0-tiers-0-rate": "1.2"}, "fees-0-tiers-0-rate", "is above one"),
        ({"fees-0-minimum": "900", "fees-0-maximum": "800"}, "fees-0-minimum", "over the maximum"),
        ({"fees-0-maximum": "0"}, "fees-0-maximum", "lets nothing be charged. Leave it out"),
        (
            {"fees-0-maximum": "900", "fees-0-yearly_minimum": "12000"},
            "fees-0-yearly_minimum",
            "12 × 900.00 = 10800.00",
        ),
        (
            {"fees-1-name": "Royalty", "fees-1-clause": "6.3", "fees-1-rate": "2%"},
            "fees-1-name",
            "tell “Royalty” from the fee “royalty”. Give each fee a name of its own.",
        ),
        ({"fees-0-clause": ""}, "fees-0-clause", "no clause, no fee"),
        ({"fees-0-minimum": "9,000"}, "fees-0-minimum", "thousands separators"),
        (
            {"fees-0-schedule-0-rate": "5%"},
            "fees-0-schedule-0-from_month",
            "“From month of operation” is missing",
        ),
        ({"currency": "EURO"}, "currency", "is not a currency in use"),
        ({"change_notice": "soon"}, "change_notice", "is not a duration"),
        ({"name": ""}, "name", "Write what the plan is called."),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_lost(hanna, wrong, field, words):
    hanna.get(NEW)
    send(hanna, {**TIERED, **wrong}, status=422)
    assert db.session.scalars(select(PlanVersion)).first() is None
    [error] = re.findall(rf'id="{field}-error">([^<]*)<', hanna.page.html)
    assert words in error.replace("&#34;", '"')
    assert hanna.page.title.startswith("Error")
    kept = [one.get("value") for one in hanna.page.all("input") if one.get("name") == "fees-0-name"]
    assert kept == ["royalty"]


def test_rows_and_fees_come_and_go_without_scripts(hanna):
    hanna.get(NEW)
    send(hanna, TIERED, act="add-fee", status=200)
    assert 'name="fees-1-name"' in hanna.page.html
    send(hanna, TIERED, act="add-tier:0", status=200)
    assert 'name="fees-0-tiers-3-rate"' in hanna.page.html
    send(hanna, TIERED, act="add-step:0", status=200)
    assert 'name="fees-0-schedule-0-from_month"' in hanna.page.html
    two = {**TIERED, "fees-1-name": "fund", "fees-1-clause": "6.3", "fees-1-rate": "2%"}
    send(hanna, two, act="remove-fee:0", status=200)
    names = [one["value"] for one in hanna.page.all("input") if one.get("name") == "fees-0-name"]
    assert names == ["fund"]
    assert 'name="fees-1-name"' not in hanna.page.html
    send(hanna, two, act="up-fee:1", status=200)
    names = [one["value"] for one in hanna.page.all("input") if one.get("name") == "fees-0-name"]
    assert names == ["fund"]
    rates = [
        one["value"] for one in hanna.page.all("input") if "tiers-1-rate" in str(one.get("name"))
    ]
    assert rates == ["0.06"]


EVERYTHING = """currency = "EUR"
year_starts = "04-01"
change_notice = "6 months"
[reporting]
period = "week"
due_days = 3
[[fee]]
name = "royalty"
clause = "6.1"
basis = "net_sales"
deduct = ["sales_tax", "discounts"]
discount_cap = "0.05"
method = "marginal"
tiers = [{ up_to = "10000", rate = "0.08" }, { rate = "0.0425" }]
thresholds = "year_to_date"
minimum = "900"
maximum = "6000"
yearly_minimum = "12000"
prorate = "days"
opened = { "S-014" = 2026-10-12 }
[[fee.schedule]]
from_month = 13
rate = "0.05"
[[fee.schedule]]
from_month = 25
tiers = [{ up_to = "500", rate = "0.1" }, { rate = "0.02" }]
[[fee]]
name = "advertising fund"
clause = "6.3"
basis = "gross_profit"
method = "percent"
rate = "0.02"
fund = true
[[fee]]
name = "heads"
clause = "6.4"
basis = "customers"
method = "per_unit"
rate = "0.25"
[[fee]]
name = "rent"
clause = "6.5"
basis = "outlet"
method = "flat"
amount = "250"
every = "quarter"
[[fee]]
name = "deposit"
kind = "deposit"
clause = "9"
method = "flat"
amount = "5000"
[[fee]]
name = "transfer"
kind = "transfer"
clause = "11"
method = "flat"
amount = "2500"
[[fee]]
name = "goods"
kind = "supply_margin"
clause = "12"
basis = "cost_of_goods"
method = "percent"
rate = "0.085"
"""


def test_a_file_a_page_and_the_file_again_are_the_same_plan(hanna):
    hanna.get(NEW)
    file = {"file": (io.BytesIO(EVERYTHING.encode()), "all.toml")}
    hanna.post(NEW, {"act": "file", **file}, status=200)
    send(hanna, fields(hanna))
    version = the_version()
    whole = parse_plan(tomllib.loads(EVERYTHING))
    assert plan_in(version) == whole
    text = hanna.client.get(f"/fees/plans/versions/{version.id}/file").get_data(as_text=True)
    assert parse_plan(tomllib.loads(text)) == whole


def fields(browser):
    """What a browser would send of the page's form."""
    found = {}
    for one in browser.page.all("input"):
        if one.get("type") == "file" or not one.get("name"):
            continue
        if one.get("type") in {"checkbox", "radio"} and "checked" not in one:
            continue
        found.setdefault(one["name"], []).append(one.get("value") or "")
    for name, options in re.findall(
        r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', browser.page.html, re.DOTALL
    ):
        chosen = re.findall(r'<option selected value="([^"]*)"', options)
        found[name] = chosen or re.findall(r'value="([^"]*)"', options)[:1]
    for name, text in re.findall(
        r'<textarea[^>]* name="([^"]+)"[^>]*>\s*(.*?)</textarea>', browser.page.html, re.DOTALL
    ):
        found[name] = [text]
    return found


def test_a_file_with_mistakes_names_them_and_fills_nothing(hanna):
    hanna.get(NEW)
    file = {"file": (io.BytesIO(EVERYTHING.replace("0.0425", "4.25").encode()), "all.toml")}
    hanna.post(NEW, {"act": "file", **file}, status=422)
    assert "above one" in hanna.page.text


def test_another_ones_saving_is_noticed_and_the_own_words_stay(hanna, network):
    draft = a_draft(network.actors["hanna"], starts_on=date(2026, 12, 1))
    db.session.commit()
    url = f"/fees/plans/versions/{draft.id}/edit"
    hanna.get(url)
    mine = {**fields(hanna), "name": "Mine"}
    words = services.PlanWords(name="Theirs", plan=a_plan(ROYALTY), starts_on=date(2026, 12, 1))
    services.change_draft(network.actors["felix"], draft, words, seen=None)
    db.session.commit()
    send(hanna, mine, url=url, status=409)
    assert "Somebody else saved this draft" in hanna.page.text
    assert "Mine" in [one.get("value") for one in hanna.page.all("input")]
    send(hanna, fields(hanna), url=url)
    db.session.expire_all()
    assert the_version().name == "Mine"


def test_a_version_is_followed_from_its_draft_to_its_decision(hanna, network):
    plan_id = give_plan(network.contracts["CT-F-001-TL"]).plan_id
    a_report(network.outlets["TL-001"], "2026-10", "60000")
    db.session.commit()
    hanna.get(f"/fees/plans/{plan_id}")
    hanna.get(f"{NEW}?follows={plan_id}")
    assert "1 March 2027 at the earliest" in hanna.page.text
    form = fields(hanna)
    send(hanna, {**form, "fees-0-rate": "7%"}, url=f"{NEW}?follows={plan_id}")
    version = the_version()
    page = f"/fees/plans/versions/{version.id}"
    hanna.get(page)
    assert "First look at what it would mean" in hanna.page.text
    hanna.get(f"{page}/impact")
    assert "+1%" in hanna.page.text
    hanna.post(f"{page}/impact", {})
    hanna.get(page)
    [seen] = [one["value"] for one in hanna.page.all("input") if one.get("name") == "version"]
    hanna.post(f"{page}/decision", {"version": seen})
    hanna.get(page)
    assert "600.00" in hanna.page.text
    moved = db.session.scalars(select(PlanAssignment.starts_on).order_by("starts_on")).all()
    assert moved == [date(2024, 3, 1), date(2027, 3, 1)]
    hanna.get("/fees/plans")


def test_a_decision_with_too_early_a_day_says_so_on_the_page(hanna, network):
    plan_id = give_plan(network.contracts["CT-F-001-TL"]).plan_id
    draft = a_draft(network.actors["hanna"], plan_id, starts_on=date(2026, 12, 1))
    note_seen(network.actors["hanna"], draft)
    db.session.commit()
    hanna.post(f"/fees/plans/versions/{draft.id}/decision", {}, status=422)
    assert "1 March 2027" in hanna.page.text


def test_omar_reads_what_a_decision_means_for_him_alone(browser, network):
    for number in ("CT-F-001-TL", "CT-F-002-HX"):
        plan_id = give_plan(network.contracts[number]).plan_id
    a_report(network.outlets["TL-001"], "2026-10", "60000")
    draft = a_draft(network.actors["hanna"], plan_id)
    note_seen(network.actors["hanna"], draft)
    services.decide(network.actors["hanna"], draft, seen=None)
    db.session.commit()
    browser.sign_in("omar")
    browser.get(f"/fees/plans/versions/{draft.id}")
    assert "CT-F-001-TL" in browser.page.text
    assert "CT-F-002-HX" not in browser.page.text
    assert "What it means for you" in browser.page.text
    browser.get(f"/fees/plans/versions/{draft.id}/impact", status=403)
    browser.get(NEW, status=403)


def test_a_plan_in_use_is_exported_as_a_file(hanna, network):
    plan_id = give_plan(network.contracts["CT-F-001-TL"]).plan_id
    db.session.commit()
    answer = hanna.client.get(f"/fees/plans/{plan_id}/file")
    assert parse_plan(tomllib.loads(answer.get_data(as_text=True))) == a_plan()
    assert "royalty,-advertising-fund" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"name": "licence fee"}, "A new name is a new fee: its year begins on 1 March 2027"),
        ({"basis": "gross_sales", "deduct": []}, "so its tiers over the year begin anew"),
        ({"minimum": "950"}, ""),
    ],
)
def test_a_version_whose_fee_does_not_go_on_counting_says_so(hanna, network, words, told):
    tiers = {**{key: ROYALTY[key] for key in ("name", "clause", "basis", "deduct")}, **YEARLY}
    plan_id = give_plan(network.contracts["CT-F-001-TL"], a_plan(tiers)).plan_id
    draft = a_draft(network.actors["hanna"], plan_id, plan=a_plan({**tiers, **words}))
    db.session.commit()
    hanna.get(f"/fees/plans/versions/{draft.id}")
    assert told in hanna.page.text
    assert bool(told) is bool(re.search("begins on 1 March|begin anew", hanna.page.text))


def test_contracts_that_would_stay_are_said_before_the_decision(hanna, network):
    for number in ("CT-F-001-TL", "CT-F-002-HX"):
        plan_id = give_plan(network.contracts[number]).plan_id
    a_report(network.outlets["TL-001"], "2026-10", "60000")
    network.contracts["CT-F-002-HX"].ends_on = date(2027, 1, 31)
    draft = a_draft(network.actors["hanna"], plan_id)
    db.session.commit()
    page = f"/fees/plans/versions/{draft.id}/impact"
    hanna.get(page)
    assert "1 of 2 contracts would keep its plan" in hanna.page.text
    assert "Contract CT-F-002-HX ends on 31 January 2027, before" in hanna.page.text
    network.contracts["CT-F-002-HX"].ends_on = date(2029, 1, 31)
    db.session.commit()
    hanna.get(page)
    assert "would keep" not in hanna.page.text
