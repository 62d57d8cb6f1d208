"""Grades from the books, appeals, terms that somebody adopts; on pages too."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from franchise_portal.access.actor import SYSTEM
from franchise_portal.audit.models import Entry
from franchise_portal.contracts.enums import VersionKind, VersionStatus
from franchise_portal.contracts.models import Clause, ContractVersion
from franchise_portal.contracts.rules.terms import Deposit, PaymentDay, Terms
from franchise_portal.contracts.rules.terms_json import terms_to_json
from franchise_portal.contracts.term_enums import FeeKind
from franchise_portal.database import db
from franchise_portal.disputes import jobs
from franchise_portal.disputes.errors import (
    AlreadyAppealed,
    AppealMoved,
    NotGradedYet,
    OwnJudgement,
)
from franchise_portal.disputes.grade_enums import AppealStatus, Grade
from franchise_portal.disputes.models import AdoptedTerms, CreditGrade, GradeAppeal
from franchise_portal.disputes.queries import grades as queries
from franchise_portal.disputes.queries.behaviour import measured
from franchise_portal.disputes.queries.grades import pays_before_since
from franchise_portal.disputes.services import adopting, grading
from franchise_portal.fees import promises
from franchise_portal.fees.models import SingleCharge
from franchise_portal.fees.services import crediting
from franchise_portal.fees.single_enums import SingleKind
from franchise_portal.kit import clock
from franchise_portal.kit.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from franchise_portal.kit.money import Money
from franchise_portal.kit.period import Period
from franchise_portal.mail.models import Message
from franchise_portal.network.models import Franchisee
from tests.builders.corrections import come_back, with_owner
from tests.builders.disputes import a_dispute, books
from tests.builders.fees import PLAIN, a_plan, a_report, assess, give_plan, invoices, pay
from tests.builders.singles import an_occasion, charge_once
from tests.support.richer import once

NOVEMBER, DECEMBER = Period.parse_month("2026-11"), Period.parse_month("2026-12")


@pytest.fixture
@once
def charged(network):
    """Omar and Olga were charged for August, due on 15 September; Omar paid ten days late."""
    for contract in network.contracts.values():
        give_plan(contract)
    for code in ("TL-001", "HX-001"):
        a_report(network.outlets[code], "2026-08", "50000")
    with clock.fixed(datetime(2026, 9, 2, 9, tzinfo=UTC)):
        assess("2026-08")
    omars = invoices(network.franchisees["F-001"])[0]
    with clock.fixed(datetime(2026, 9, 25, 9, tzinfo=UTC)):
        pay(
            network.franchisees["F-001"],
            str(Money(omars.total_minor, "EUR").to_decimal()),
            on=date(2026, 9, 25),
            invoice=omars,
        )
    db.session.commit()
    return network


def run(job=jobs.work_out_grades):
    job(progress=lambda _done, _total: None)


def file_of(network, who="hanna", code="F-001"):
    return queries.file_of(network.actors[who], network.franchisees[code].id)


def euro(text):
    return Money.parse(text, "EUR")


def test_the_books_say_how_late_one_pays(charged):
    found = measured(charged.franchisees["F-001"], date(2026, 11, 1))
    assert str(found.behaviour.late) == "10.0"
    assert (found.behaviour.returned, found.behaviour.broken) == (0, 0)
    assert found.monthly_fees == euro("4250")
    # Olga paid nothing: on 31 October that was 46 days.
    assert str(measured(charged.franchisees["F-002"], date(2026, 11, 1)).behaviour.late) == "46.0"


def test_what_came_back_settled_nothing_and_counts(charged):
    owner = charged.franchisees["F-001"]
    from franchise_portal.fees.models import Payment  # noqa: PLC0415

    payment = db.session.scalars(select(Payment)).one()
    with clock.fixed(datetime(2026, 10, 1, 9, tzinfo=UTC)):
        come_back(payment, on=date(2026, 10, 1))
    found = measured(owner, date(2026, 11, 1)).behaviour
    assert (found.returned, str(found.late)) == (1, "46.0")


def test_what_is_in_dispute_is_not_late(charged):
    olga = charged.actors["olga"]
    with clock.fixed(datetime(2026, 9, 20, 9, tzinfo=UTC)):
        for fee in ("royalty", "advertising fund", "technology"):
            a_dispute(olga, charged.outlets["HX-001"], "0", fee=fee)
    assert measured(charged.franchisees["F-002"], date(2026, 11, 1)).behaviour.late is None


def test_promises_that_were_broken_are_counted_from_wherever_they_are_kept(charged, app):
    owner = charged.franchisees["F-001"]
    kept = app.extensions.get(promises.KEY)
    try:
        source = promises.PromiseSource(broken=lambda ids, _first, _until: dict.fromkeys(ids, 2))
        promises.install(app, [source])
        assert measured(owner, date(2026, 11, 1)).behaviour.broken == 2
    finally:
        app.extensions[promises.KEY] = kept or ()


@pytest.fixture
def secured(charged):
    """Omar's terms agree on a deposit of 4,000, for which his plan names clause 9."""
    contract = charged.contracts["CT-F-001-TL"]
    deposit = {"name": "deposit", "kind": "deposit", "clause": "9", "method": "flat"}
    give_plan(contract, a_plan(*PLAIN, {**deposit, "amount": "4000"}))
    db.session.add(
        ContractVersion(
            contract_id=contract.id,
            sequence=1,
            kind=VersionKind.ORIGINAL,
            status=VersionStatus.EXECUTED,
            effective_from=contract.starts_on,
            terms=terms_to_json(Terms(deposit=Deposit(amount=Money(4000_00, "EUR")))),
            executed_at=clock.now(),
            carried_at=clock.now(),
        )
    )
    db.session.commit()
    return contract


def ask_for(contract, amount="4000"):
    occasion = an_occasion(
        contract, amount, source="deposit", kind=SingleKind.OTHER, clause="9", words="Deposit"
    )
    with clock.fixed(datetime(2026, 10, 1, 9, tzinfo=UTC)):
        return charge_once(occasion, contract=contract, on=date(2026, 10, 1))


def deposits(contract, on=date(2026, 11, 1)):
    found = measured(db.session.get_one(Franchisee, contract.franchisee_id), on)
    of = found.deposits
    received = None if of.received is None else of.received.minor
    return of.agreed.minor, received, of.counted.minor


def test_a_deposit_that_was_never_charged_here_counts_as_agreed(secured):
    assert deposits(secured) == (4000_00, None, 4000_00)


def test_of_a_deposit_that_was_charged_counts_what_came(charged, secured):
    note, owner = ask_for(secured), charged.franchisees["F-001"]
    assert deposits(secured) == (4000_00, 0, 0)
    pay(owner, "1500", on=date(2026, 10, 5), invoice=note)
    later = pay(owner, "500", on=date(2026, 10, 31), reference="rest", invoice=note)
    assert deposits(secured, date(2026, 10, 31)) == (4000_00, 1500_00, 1500_00)
    assert deposits(secured) == (4000_00, 2000_00, 2000_00)
    # 4,250 were invoiced for August and 4,000 as a deposit in October: 4,125 are a usual month.
    assert measured(owner, date(2026, 11, 1)).behaviour.cover == Decimal("0.4")
    come_back(later, on=date(2026, 10, 31))
    assert deposits(secured) == (4000_00, 1500_00, 1500_00)


def test_what_was_credited_or_written_off_of_a_deposit_did_not_come(charged, secured):
    note = ask_for(secured)
    [line] = db.session.scalars(select(SingleCharge)).all()
    with clock.fixed(datetime(2026, 10, 5, 9, tzinfo=UTC)):
        crediting.issue_credit_note(
            SYSTEM, with_owner(note), {line.id: Money(1000_00, "EUR")}, reason="Agreed anew."
        )
    assert deposits(secured) == (4000_00, 0, 0)
    pay(charged.franchisees["F-001"], "3000", on=date(2026, 10, 6), invoice=note)
    assert deposits(secured) == (4000_00, 3000_00, 3000_00)


def test_the_page_shows_the_deposit_agreed_and_the_one_received(charged, secured, browser):
    note = ask_for(secured)
    pay(charged.franchisees["F-001"], "1500", on=date(2026, 10, 5), invoice=note)
    db.session.commit()
    run()
    browser.sign_in("omar")
    browser.get(f"/disputes/grades/{charged.franchisees['F-001'].id}")
    words = browser.page.text.replace("\u00a0", " ")
    assert "Deposit agreed: € 4,000.00" in words
    assert "charged here: € 1,500.00" in words


def test_the_job_works_each_grade_out_once_and_keeps_what_it_rests_on(charged):
    run()
    run()
    rows = db.session.scalars(select(CreditGrade).order_by(CreditGrade.points.desc())).all()
    assert [(row.month, row.grade) for row in rows] == [
        ("2026-11", Grade.B),  # ten days late: 40, and 20 for nothing broken, 4 for the years
        ("2026-11", Grade.D),
    ]
    assert rows[0].points == 64
    assert rows[0].inputs["behaviour"]["late"] == "10.0"
    assert rows[0].inputs["points"] == {
        "late": 40,
        "returned": 10,
        "broken": 10,
        "cover": 0,
        "age": 4,
    }


def test_a_grade_is_history(charged):
    run()
    row = db.session.scalars(select(CreditGrade)).first()
    row.points = 100
    with pytest.raises(DatabaseError):
        db.session.flush()
    db.session.rollback()


def test_the_franchisee_is_told_when_the_grade_is_another_one(charged):
    run()
    letters = select(Message).where(Message.kind == "disputes/grade")
    assert db.session.scalars(letters).all() == []
    a_report(charged.outlets["TL-001"], "2026-09", "50000")
    assess("2026-09")
    db.session.commit()
    # On the last day of the year September's invoice is 46 days late: 28 on average.
    with clock.fixed(datetime(2027, 1, 1, 9, tzinfo=UTC)):
        run()
    assert db.session.scalars(letters).one().to_address == charged.users["omar"].email
    entry = db.session.scalars(select(Entry).where(Entry.action == "disputes.grade.changed")).one()
    assert entry.franchisee_id == charged.franchisees["F-001"].id
    assert file_of(charged).latest.grade is Grade.C


def test_an_appeal_is_decided_with_reasons_and_another_grade_for_a_time(charged):
    run()
    omar, felix = charged.actors["omar"], charged.actors["felix"]
    appeal = grading.appeal(omar, file_of(charged, "omar"), words="The bank was closed.")
    assert appeal.answer_until == date(2026, 11, 16)
    with pytest.raises(AlreadyAppealed):
        grading.appeal(omar, file_of(charged, "omar"), words="Once more.")
    override = grading.Override(grade=Grade.A, until=date(2027, 1, 31))
    grading.decide(felix, appeal, reasons="It was.", override=override)
    file = file_of(charged)
    assert (file.grade, file.latest.grade) == (Grade.A, Grade.B)
    assert file.proposal.due_days == 13
    with clock.fixed(datetime(2027, 2, 1, 9, tzinfo=UTC)):
        assert file_of(charged).grade is Grade.B
    with pytest.raises(AppealMoved):
        grading.decide(felix, appeal, reasons="Again.")
    with pytest.raises(AppealMoved):
        grading.withdraw_appeal(omar, appeal)


def test_appeals_that_cannot_be_are_refused(charged):
    omar, hanna, felix = (charged.actors[name] for name in ("omar", "hanna", "felix"))
    with pytest.raises(NotGradedYet):
        grading.appeal(omar, file_of(charged, "omar"), words="Why?")
    run()
    with pytest.raises(Refused):
        grading.appeal(omar, file_of(charged, "omar"), words="  ")
    with pytest.raises(NotAllowed):
        grading.appeal(hanna, file_of(charged), words="For them.")
    appeal = grading.appeal(omar, file_of(charged, "omar"), words="The bank was closed.")
    with pytest.raises(NotAllowed):
        grading.decide(omar, appeal, reasons="Yes.")
    with pytest.raises(Refused):
        grading.decide(felix, appeal, reasons=" ")
    for day in (date(2026, 11, 2), date(2028, 1, 1)):
        with pytest.raises(Refused):
            grading.decide(
                felix, appeal, reasons="Yes.", override=grading.Override(grade=Grade.A, until=day)
            )
    with pytest.raises(ChangedMeanwhile):
        grading.decide(felix, appeal, reasons="Yes.", seen=appeal.version + 1)
    with pytest.raises(NotFound):
        queries.appeal_for(charged.actors["olga"], appeal.id)
    grading.withdraw_appeal(omar, appeal)
    assert db.session.scalars(select(GradeAppeal)).one().status is AppealStatus.WITHDRAWN


def an_adoption(**more):
    facts = {
        "due_days": 20,
        "is_prepaid": False,
        "credit_limit": euro("6000"),
        "starts_on": date(2026, 11, 2),
        "reason": "They asked for it.",
    }
    return adopting.Adoption(**{**facts, **more})


def test_adopted_days_hold_for_invoices_issued_from_their_first_day_on(charged):
    run()
    hanna = charged.actors["hanna"]
    adopting.adopt(hanna, file_of(charged), an_adoption(starts_on=date(2026, 11, 3)))
    for code in ("TL-001", "HX-001"):
        a_report(charged.outlets[code], "2026-09", "50000")
    assess("2026-09")
    for code in ("TL-001", "HX-001"):
        a_report(charged.outlets[code], "2026-10", "50000")
    with clock.fixed(datetime(2026, 11, 4, 9, tzinfo=UTC)):
        assess("2026-10")
    due = {
        (one.month, one.franchisee_id == charged.franchisees["F-001"].id): one.due_on
        for one in invoices()
    }
    assert due["2026-09", True] == due["2026-09", False] == date(2026, 11, 15)
    assert due["2026-10", True] == date(2026, 11, 24)
    assert due["2026-10", False] == date(2026, 11, 17)


def test_the_newest_terms_that_have_begun_hold(charged):
    run()
    hanna, owner = charged.actors["hanna"], charged.franchisees["F-001"]
    adopting.adopt(hanna, file_of(charged), an_adoption(due_days=20))
    adopting.adopt(hanna, file_of(charged), an_adoption(due_days=30, starts_on=date(2026, 12, 1)))
    assert queries.adopted_days(date(2026, 11, 1)) == {}
    assert queries.adopted_days(date(2026, 11, 30)) == {owner.id: 20}
    assert queries.adopted_days(date(2026, 12, 1)) == {owner.id: 30}
    assert file_of(charged).in_force.due_days == 20


@pytest.mark.parametrize("worse", [{"due_days": 5}, {"is_prepaid": True}])
def test_less_time_than_everybody_has_needs_a_clause_that_allows_it(charged, worse):
    run()
    hanna = charged.actors["hanna"]
    with pytest.raises(Refused):
        adopting.adopt(hanna, file_of(charged), an_adoption(**worse))
    with pytest.raises(Refused):
        adopting.adopt(hanna, file_of(charged), an_adoption(**worse, clause="99.9"))
    assert db.session.query(AdoptedTerms).count() == 0
    contract = charged.contracts["CT-F-001-TL"]
    db.session.add(Clause(contract_id=contract.id, number="9.7", body="Terms by grade."))
    db.session.flush()
    row = adopting.adopt(hanna, file_of(charged), an_adoption(**worse, clause="9.7"))
    assert (row.clause, row.contract_id) == ("9.7", contract.id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_days": -1},
        {"due_days": 181},
        {"credit_limit": Money(-100, "EUR")},
        {"credit_limit": Money.parse("10", "USD")},
        {"starts_on": date(2026, 11, 1)},
        {"reason": "  "},
    ],
)
def test_terms_that_cannot_be_are_refused(charged, wrong):
    run()
    before = books()
    with pytest.raises(Refused):
        adopting.adopt(charged.actors["hanna"], file_of(charged), an_adoption(**wrong))
    assert db.session.query(AdoptedTerms).count() == 0
    assert books() == before


def test_the_pages_of_both_sides(charged, browser):
    run()
    browser.sign_in("felix")
    browser.get("/disputes/grades")
    for words in ("Omar & Sons", "Olga Trading", "46.0"):
        assert words in browser.page.text
    browser.get("/disputes/grades?grade=D")
    assert "Omar & Sons" not in browser.page.text
    browser.get("/disputes/grades/tables")
    assert "at most 14 days" in browser.page.text
    owner = charged.franchisees["F-001"]
    browser.get(f"/network/franchisees/{owner.id}")
    assert "64 of 100 points" in browser.page.text

    browser.sign_in("omar")
    browser.get("/disputes/grades")
    for words in ("How to reach A", "Days late on average", "at most 7 days"):
        assert words in browser.page.text
    browser.post(f"/disputes/grades/{owner.id}/appeals", {"appeal-words": ""}, status=422)
    browser.post(f"/disputes/grades/{owner.id}/appeals", {"appeal-words": "The bank was closed."})
    assert "An appeal waits" in browser.page.text
    browser.post(f"/disputes/grades/{owner.id}/appeals", {"appeal-words": "Again."}, status=409)
    assert "The appeal was not sent" in browser.page.text
    assert "Wait for it, or withdraw that one." in browser.page.text
    browser.get(f"/disputes/grades/{charged.franchisees['F-002'].id}", status=404)
    browser.post(f"/disputes/grades/{owner.id}/terms", {}, status=403)

    appeal = db.session.scalars(select(GradeAppeal)).one()
    url = f"/disputes/appeals/{appeal.id}/decision"
    browser.sign_in("hanna")
    browser.get("/")
    assert "Appeals against credit grades" in browser.page.text
    browser.post(url, {"decide-grade": "A", "decide-reasons": "It was."}, status=422)
    fields = {"decide-grade": "A", "decide-until": "2027-01-31", "decide-reasons": "It was."}
    browser.post(url, fields)
    assert "by decision of" in browser.page.text
    browser.post(url, fields, status=409)
    terms = f"/disputes/grades/{owner.id}/terms"
    fields = {"adopt-due_days": "5", "adopt-credit_limit": "0", "adopt-starts_on": "2026-11-02"}
    browser.post(terms, {**fields, "adopt-reason": "So."}, status=422)
    browser.post(terms, {**fields, "adopt-due_days": "20", "adopt-reason": "So."})
    assert "In force" in browser.page.text


def a_clause(network, number="9.7"):
    contract = network.contracts["CT-F-001-TL"]
    db.session.add(Clause(contract_id=contract.id, number=number, body="Terms by grade."))
    db.session.flush()


def appealed(network):
    omar = network.actors["omar"]
    return grading.appeal(omar, file_of(network, "omar"), words="The bank was closed.")


def test_whoever_adopted_the_terms_does_not_judge_the_appeal_against_them(charged):
    run()
    hanna, felix = charged.actors["hanna"], charged.actors["felix"]
    a_clause(charged)
    adopting.adopt(felix, file_of(charged), an_adoption(due_days=5, clause="9.7"))
    appeal = appealed(charged)
    with pytest.raises(OwnJudgement):
        grading.decide(felix, appeal, reasons="They hold.")
    assert db.session.scalars(select(GradeAppeal)).one().status is AppealStatus.OPEN
    grading.decide(hanna, appeal, reasons="They hold.")
    assert db.session.scalars(select(GradeAppeal)).one().decided_by == hanna.user_id


def test_whoever_let_another_grade_hold_does_not_judge_the_next_appeal(charged):
    run()
    hanna, felix = charged.actors["hanna"], charged.actors["felix"]
    override = grading.Override(grade=Grade.C, until=date(2027, 1, 31))
    grading.decide(felix, appealed(charged), reasons="It is worse.", override=override)
    appeal = appealed(charged)
    with pytest.raises(OwnJudgement):
        grading.decide(felix, appeal, reasons="Still.")
    grading.decide(hanna, appeal, reasons="Looked at again.")
    # Once the other grade holds no more, anybody may decide.
    with clock.fixed(datetime(2027, 2, 1, 9, tzinfo=UTC)):
        grading.decide(felix, appealed(charged), reasons="The tables are right.")


def test_the_page_says_who_cannot_decide(charged, browser):
    run()
    adopting.adopt(charged.actors["felix"], file_of(charged), an_adoption())
    appealed(charged)
    db.session.commit()
    url = f"/disputes/grades/{charged.franchisees['F-001'].id}"
    browser.sign_in("felix")
    browser.get(url)
    assert "so somebody else decides about it" in browser.page.text
    assert "Decide about the appeal" not in browser.page.text
    appeal = db.session.scalars(select(GradeAppeal)).one()
    browser.post(
        f"/disputes/appeals/{appeal.id}/decision", {"decide-reasons": "They hold."}, status=422
    )
    browser.sign_out()
    browser.sign_in("hanna")
    browser.get(url)
    assert "Decide about the appeal" in browser.page.text


def test_a_contract_that_names_its_own_days_is_not_changed_by_a_grade(charged):
    run()
    hanna, before = charged.actors["hanna"], books()
    contract = charged.contracts["CT-F-001-TL"]
    terms = Terms(payments=(PaymentDay(fee=FeeKind.ROYALTY, day=10),))
    db.session.add(
        ContractVersion(
            contract_id=contract.id,
            sequence=1,
            kind=VersionKind.ORIGINAL,
            status=VersionStatus.EXECUTED,
            effective_from=contract.starts_on,
            terms=terms_to_json(terms),
            executed_at=clock.now(),
            carried_at=clock.now(),
        )
    )
    db.session.flush()
    with pytest.raises(Refused, match="names the days on which its fees are paid"):
        adopting.adopt(hanna, file_of(charged), an_adoption())
    assert db.session.query(AdoptedTerms).count() == 0
    assert books() == before
    # A limit of credit beside everybody's days changes nothing of the contract.
    adopting.adopt(hanna, file_of(charged), an_adoption(due_days=13))


def test_who_pays_before_is_told_where_something_is_charged(charged, browser):
    run()
    a_clause(charged)
    terms = an_adoption(is_prepaid=True, clause="9.7", starts_on=date(2026, 11, 2))
    adopting.adopt(charged.actors["hanna"], file_of(charged), terms)
    db.session.commit()
    owner, contract = charged.franchisees["F-001"], charged.contracts["CT-F-001-TL"]
    assert pays_before_since(owner.id, date(2026, 11, 1)) is None
    assert pays_before_since(owner.id, date(2026, 11, 2)) == date(2026, 11, 2)
    assert pays_before_since(charged.franchisees["F-002"].id, date(2026, 11, 2)) is None
    browser.sign_in("felix")
    browser.get(f"/fees/contracts/{contract.id}/single-charges/new")
    assert "pays single charges and supplies before" in browser.page.text
    other = charged.contracts["CT-F-002-HX"]
    browser.get(f"/fees/contracts/{other.id}/single-charges/new")
    assert "pays single charges and supplies before" not in browser.page.text
    for page in (f"/network/franchisees/{owner.id}", f"/disputes/grades/{owner.id}"):
        browser.get(page)
        assert "Pays before" in browser.page.text, page
