"""A contract is given its plan on its page: a kept one or one from a file, from a day on."""

import io
import re
from datetime import date

import pytest
from sqlalchemy import func, select

from franchise_portal.audit.models import Entry
from franchise_portal.contracts.models import Clause, ContractVersion
from franchise_portal.contracts.queries import clause_numbers
from franchise_portal.contracts.rules.clauses import ClauseText
from franchise_portal.contracts.rules.terms import FEE_PLAN, Terms
from franchise_portal.contracts.services import record_paper_version
from franchise_portal.database import db, edge
from franchise_portal.fees import services
from franchise_portal.fees.models import Charge, FeePlan, PlanAssignment
from franchise_portal.kit.errors import BadInput, ChangedMeanwhile
from tests.builders.fees import ROYALTY, a_plan, a_report, assess, give_plan
from tests.fees.test_at_once import together

TOML = """currency = "EUR"
[[fee]]
name = "royalty"
clause = "6.1"
basis = "gross_sales"
method = "percent"
rate = "0.05"
"""


@pytest.fixture
def contract(network):
    """Omar's contract: clause 6.1, no plan yet."""
    return network.contracts["CT-F-001-TL"]


@pytest.fixture
def kept(network):
    """A plan that Olga's contract uses already."""
    plan = give_plan(network.contracts["CT-F-002-HX"], a_plan(ROYALTY)).plan_id
    db.session.commit()
    return plan


@pytest.fixture
def hanna(browser, network):
    browser.sign_in("hanna")
    return browser


def page(contract):
    return f"/fees/contracts/{contract.id}/plans"


def send(browser, contract, *, status=200, file=None, **answers):
    """Answer the form as it was shown."""
    browser.get(f"{page(contract)}/new")
    form = {"version": version_on(browser), "starts_on": "2024-03-01", **answers}
    if file is not None:
        form |= {"plan": "file", "file": (io.BytesIO(file.encode()), "own.toml")}
    browser.post(page(contract), form, status=status)
    db.session.expire_all()
    return browser.page.text


def version_on(browser):
    [found] = re.findall(r'name="version" type="hidden" value="(\d+)"', browser.page.html)
    return found


def assigned(contract):
    query = select(PlanAssignment.starts_on, FeePlan.name).join(FeePlan)
    query = query.where(PlanAssignment.contract_id == contract.id)
    return [(day, name) for day, name in db.session.execute(query.order_by("starts_on"))]


def test_the_contracts_page_leads_there(contract, hanna):
    hanna.get(f"/contracts/{contract.id}")
    assert "Give it a plan" in hanna.page.text
    assert f'href="{page(contract)}/new"' in hanna.page.html


def test_a_kept_plan_is_chosen_and_charges_from_its_day_on(network, contract, kept, hanna):
    hanna.get(f"{page(contract)}/new")
    assert "Royalty 6% of net sales" in hanna.page.text
    text = send(hanna, contract, plan=str(kept))
    assert "CT-F-001-TL has this fee plan from 1 March 2024 on." in text
    assert "Give it another plan" in text
    assert assigned(contract) == [(date(2024, 3, 1), "royalty")]
    a_report(network.outlets["TL-001"], gross="50000")
    assert [str(total) for total in assess().total] == ["3000.00 EUR"]


def test_a_plan_from_a_file_is_kept_under_the_files_name(contract, hanna):
    send(hanna, contract, file=TOML)
    assert assigned(contract) == [(date(2024, 3, 1), "own")]
    noted = db.session.scalars(select(Entry).where(Entry.action == "fees.plan.assigned")).one()
    assert (noted.actor_name, noted.data["plan"]) == ("Hanna", "own")
    hanna.get(f"/contracts/{contract.id}")
    assert "Hanna gave CT-F-001-TL the fee plan “own” from 1 March 2024" in hanna.page.text


def test_each_mistake_of_a_file_is_named_with_its_line_and_key(contract, hanna):
    wrong = TOML.replace("0.05", "five").replace('clause = "6.1"\n', "")
    text = send(hanna, contract, file=wrong, status=422)
    assert "The plan has 2 mistakes." in text
    table = text.split("Mistakes in the plan file")[-1]
    assert "clause" in table
    assert "five" in table
    assert assigned(contract) == []


def test_the_example_that_the_page_offers_can_be_given(contract, hanna):
    hanna.get(f"{page(contract)}/new")
    [link] = [a for a in hanna.page.all("a") if "plan.toml" in str(a.get("href"))]
    with hanna.client.get(link["href"]) as answer:
        send(hanna, contract, file=answer.get_data(as_text=True), adds_clauses="y")
    assert list(clause_numbers(contract.id)) == ["6.1", "6.3", "6.5"]
    assert assigned(contract) == [(date(2024, 3, 1), "own")]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Choose a plan."),
        ({"plan": "file"}, "Choose the plan file."),
        ({"plan": "file", "starts_on": ""}, "Choose the first day."),
        ({"plan": "11111111-1111-1111-1111-111111111111"}, "Not a valid choice"),
    ],
)
def test_an_answer_that_is_missing_is_asked_for(contract, kept, hanna, answers, words):
    assert words in send(hanna, contract, status=422, **answers)


def test_a_kept_plan_and_a_file_are_one_too_many(contract, kept, hanna):
    file = (io.BytesIO(TOML.encode()), "own.toml")
    hanna.get(f"{page(contract)}/new")
    form = {"version": "1", "starts_on": "2024-03-01", "plan": str(kept), "file": file}
    hanna.post(page(contract), form, status=422)
    assert "You chose a kept plan and a file." in hanna.page.text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2024-02-29", "begins on 1 March 2024. Choose that day or a later one."),
        ("2029-03-01", "ends on 28 February 2029. Choose that day or an earlier one."),
    ],
)
def test_a_day_outside_the_term_is_refused(contract, kept, hanna, day, words):
    assert words in send(hanna, contract, plan=str(kept), starts_on=day, status=422)
    assert assigned(contract) == []


def test_a_month_that_was_charged_keeps_its_plan(network, contract, kept, hanna):
    give_plan(contract, a_plan({**ROYALTY, "rate": "0.05"}))
    a_report(network.outlets["TL-001"], "2026-09")
    assess("2026-09")
    db.session.commit()
    hanna.get(f"{page(contract)}/new")
    assert "1 October 2026 at the earliest" in hanna.page.text
    assert 'value="2026-12-01"' in hanna.page.html  # the first of the month to come
    text = send(hanna, contract, plan=str(kept), starts_on="2026-09-30", status=422)
    assert "Sales up to 30 September 2026 have been charged under contract CT-F-001-TL" in text
    send(hanna, contract, plan=str(kept), starts_on="2026-10-01")
    assert [day for day, _name in assigned(contract)] == [date(2024, 3, 1), date(2026, 10, 1)]


def test_another_contracts_months_do_not_matter(network, contract, kept, hanna):
    a_report(network.outlets["HX-001"])
    assess()
    db.session.commit()
    send(hanna, contract, plan=str(kept), starts_on="2026-10-01")
    assert assigned(contract) == [(date(2026, 10, 1), "royalty")]


def test_clauses_that_the_plan_names_are_added_when_asked_for(contract, hanna):
    plan = TOML + TOML[TOML.index("[[") :].replace("royalty", "technology").replace("6.1", "6.5")
    text = send(hanna, contract, file=plan, status=422)
    assert "name clauses that contract CT-F-001-TL lacks: 6.5. Tick this box to add them" in text
    assert "Choose the file again" in text
    assert assigned(contract) == []
    send(hanna, contract, file=plan, adds_clauses="y")
    assert list(clause_numbers(contract.id)) == ["6.1", "6.5"]
    added = db.session.scalars(select(Clause).where(Clause.number == "6.5")).one()
    assert (added.title, added.body, added.position) == ("technology", "", 1)
    assert assigned(contract) == [(date(2024, 3, 1), "own")]


def test_only_plans_in_the_contracts_currency_are_offered_and_taken(network, contract, hanna):
    dollars = give_plan(network.contracts["CT-F-002-HX"], a_plan(ROYALTY, currency="USD"))
    db.session.commit()
    hanna.get(f"{page(contract)}/new")
    assert str(dollars.plan_id) not in hanna.page.html
    text = send(hanna, contract, file=TOML.replace("EUR", "USD"), status=422)
    assert "This plan is in USD, but contract CT-F-001-TL is charged in EUR." in text
    # A contract that is charged in dollars is given a plan in dollars.
    theirs = network.contracts["CT-F-002-HX"]
    send(hanna, theirs, file=TOML.replace("EUR", "USD"), starts_on="2027-01-01")
    assert [name for _day, name in assigned(theirs)] == ["royalty", "own"]


def test_terms_that_name_a_plan_are_changed_by_amendment(network, contract, kept, hanna):
    terms = Terms(
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        parts=((FEE_PLAN, str(kept)),),
    )
    words = ClauseText(number="6.1", title="Royalty", body="Six.")
    with edge():
        record_paper_version(
            network.actors["hanna"],
            contract,
            terms=terms,
            clauses=[words],
            title="Original",
            reason="signed on paper",
        )
    hanna.get(f"{page(contract)}/new")
    assert "only an amendment changes it" in hanna.page.text
    hanna.post(
        page(contract), {"plan": str(kept), "starts_on": "2027-01-01", "version": ""}, status=422
    )
    assert len(assigned(contract)) == 1
    assert db.session.scalars(select(ContractVersion)).one()


def test_who_saw_an_older_contract_is_told_and_loses_nothing(contract, kept, hanna):
    hanna.get(f"{page(contract)}/new")
    stale = {"version": version_on(hanna), "plan": str(kept), "starts_on": "2025-05-01"}
    send(hanna, contract, plan=str(kept))
    hanna.post(page(contract), stale, status=409)
    text = hanna.page.text
    assert "Somebody else changed this contract or its plans" in text
    assert "from 1 March 2024" in text
    assert 'value="2025-05-01"' in hanna.page.html
    assert assigned(contract) == [(date(2024, 3, 1), "royalty")]
    again = {**stale, "version": version_on(hanna)}
    hanna.post(page(contract), again)
    db.session.expire_all()
    assert [day for day, _name in assigned(contract)] == [date(2024, 3, 1), date(2025, 5, 1)]


def test_of_two_people_at_once_one_is_refused(app, network, contract):
    seen, actor = contract.version, network.actors["hanna"]

    def giving(rate):
        def work():
            with edge():
                services.give_plan(
                    actor,
                    contract=contract,
                    plan=a_plan({**ROYALTY, "rate": rate}),
                    starts_on=date(2024, 3, 1),
                    adds_clauses=False,
                    seen=seen,
                )

        return work

    raised = together(app, giving("0.05"), giving("0.06"))
    assert [type(error) for error in raised] == [ChangedMeanwhile]
    assert db.session.execute(select(func.count()).select_from(PlanAssignment)).scalar_one() == 1


def test_a_month_assessed_at_the_same_moment_is_charged_or_the_day_is_refused(
    app, network, contract
):
    give_plan(contract, a_plan(ROYALTY))
    a_report(network.outlets["TL-001"])
    db.session.commit()

    def assessing():
        with edge():
            assess()

    def giving():
        with edge():
            services.give_plan(
                network.actors["hanna"],
                contract=contract,
                plan=a_plan({**ROYALTY, "rate": "0.10"}),
                starts_on=date(2026, 10, 1),
                adds_clauses=False,
                seen=None,
            )

    raised = together(app, assessing, giving)
    refused = [error for error in raised if isinstance(error, BadInput)]
    # Either the old plan charged the month and the new one was refused, or the new one charged it.
    assert len(raised) == len(refused)
    assert assess().total == ()
    charges = select(func.sum(Charge.amount_minor)).where(Charge.contract_id == contract.id)
    assert db.session.scalar(charges) == (300_000 if refused else 500_000)


@pytest.mark.parametrize(("who", "status"), [("felix", 200), ("rosa", 403), ("omar", 403)])
def test_it_is_for_whoever_may_write_contracts(network, contract, browser, who, status):
    browser.sign_in(who)
    browser.get(f"{page(contract)}/new", status=status)
    browser.get(f"/contracts/{contract.id}")
    assert ("Give it a plan" in browser.page.text) == (status == 200)


# Where a plan is used.


def test_every_kept_plan_is_listed_with_where_it_is_used(network, contract, kept, hanna):
    give_plan(contract, a_plan({**ROYALTY, "rate": "0.08"}))
    give_plan(contract, a_plan({**ROYALTY, "rate": "0.09"}))  # in its place, from the same day
    db.session.commit()
    hanna.get("/fees/plans")
    for words in ("6% of net sales", "8% of net sales", "9% of net sales"):
        assert words in hanna.page.text
    unused = next(
        row.id for row in db.session.scalars(select(FeePlan)) if "0.08" in str(row.definition)
    )
    hanna.get(f"/fees/plans/{unused}")
    assert "No contract uses it." in hanna.page.text
    hanna.get(f"/fees/plans/{kept}")
    assert "CT-F-002-HX" in hanna.page.text


def test_a_franchisee_sees_the_plans_of_the_own_contracts_only(network, contract, kept, browser):
    own = give_plan(contract, a_plan({**ROYALTY, "rate": "0.08"})).plan_id
    db.session.commit()
    browser.sign_in("omar")
    browser.get("/fees/plans")
    assert "8% of net sales" in browser.page.text
    assert "6% of net sales" not in browser.page.text
    browser.get(f"/fees/plans/{own}")
    browser.get(f"/fees/plans/{kept}", status=404)
