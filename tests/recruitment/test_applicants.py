"""Applicants: the list, the page, both editors' work, notes, steps, people, documents."""

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from sqlalchemy import select

from franchise_portal import storage
from franchise_portal.access.actor import NOBODY
from franchise_portal.audit.models import Entry
from franchise_portal.database import db
from franchise_portal.kit.errors import ChangedMeanwhile, NotFound, Refused
from franchise_portal.kit.money import Money
from franchise_portal.mail import Message
from franchise_portal.network.enums import PersonRole
from franchise_portal.recruitment import queries, services
from franchise_portal.recruitment.enums import (
    InterviewState,
    NoteKind,
    Stage,
    Statement,
    Verdict,
)
from franchise_portal.recruitment.errors import StepNotAllowed
from franchise_portal.recruitment.models import Applicant, ApplicantDocument, Note
from franchise_portal.storage import FileMissing
from tests.builders.recruitment import an_applicant, approved, assessed, moved
from tests.support.page import Browser


@pytest.fixture
def ana(network) -> Applicant:
    applicant = an_applicant(network)
    db.session.commit()
    return applicant


def fresh(applicant: Applicant) -> Applicant:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Applicant, applicant.id)


class TestList:
    @pytest.fixture
    def several(self, network):
        an_applicant(network, keeper_id=network.users["dora"].id)
        bo = an_applicant(network, "Bo Wexler", place="Eastgate", brand_id=network.brands["HX"].id)
        moved(network, bo, Stage.CONTACTED)
        db.session.commit()

    def test_filters_search_and_order_stand_in_the_address(self, several, browser: Browser):
        browser.sign_in("dora")
        for address, seen, hidden in (
            ("", ("Ana Lindqvist", "Bo Wexler"), ()),
            ("?q=eastgate", ("Bo Wexler",), ("Ana Lindqvist",)),
            ("?q=ap-2026-0001", ("Ana Lindqvist",), ("Bo Wexler",)),
            ("?q=bo%40example", ("Bo Wexler",), ("Ana Lindqvist",)),
            ("?stage=contacted", ("Bo Wexler",), ("Ana Lindqvist",)),
            ("?brand=TL", ("Ana Lindqvist",), ("Bo Wexler",)),
            ("?q=100%25", ("No applicant matches",), ("Bo Wexler",)),
        ):
            browser.get(f"/recruitment/applicants{address}")
            assert all(words in browser.page.text for words in seen), address
            assert not any(words in browser.page.text for words in hidden), address
        browser.get("/recruitment/applicants?sort=-name")
        assert browser.page.text.index("Bo Wexler") < browser.page.text.index("Ana Lindqvist")

    def test_an_empty_list_says_what_to_do_first(self, network, browser: Browser):
        browser.sign_in("dora")
        browser.get("/recruitment/applicants")
        assert "No applicant yet" in browser.page.text

    def test_fifty_are_on_a_page_and_the_next_page_has_the_rest(self, network, browser: Browser):
        for number in range(53):
            an_applicant(network, f"Name {number:02}")
        db.session.commit()
        browser.sign_in("dora")
        browser.get("/recruitment/applicants?page=2")
        assert "51 to 53 of 53" in browser.page.text


class TestEditing:
    def form(self, applicant: Applicant, **facts: str) -> dict[str, str]:
        usual = {
            "version": str(applicant.version),
            "name": applicant.name,
            "email": applicant.email,
            "language": applicant.language,
            "place": applicant.place,
            "brand_id": str(applicant.brand_id),
            "horizon": applicant.horizon.value,
            "source": applicant.source.value,
            "pack": applicant.pack,
            "region_id": "",
            "keeper_id": "",
        }
        return {**usual, **facts}

    def test_what_is_typed_is_kept_and_noted_without_its_words(self, ana, browser: Browser):
        browser.sign_in("dora")
        browser.get(f"/recruitment/applicants/{ana.id}/particulars")
        browser.post(
            f"/recruitment/applicants/{ana.id}/particulars",
            self.form(
                ana,
                experience="Six years of baking",
                own_funds="85000",
                deposit="5000",
                deposit_on="2026-10-20",
                pack="cn",
                formats="street",
            ),
        )
        kept = fresh(ana)
        assert kept.experience == "Six years of baking"
        assert kept.own_funds == Money(8_500_000, "EUR")
        assert (kept.deposit_on, kept.pack, kept.formats) == (date(2026, 10, 20), "cn", ["street"])
        entry = db.session.scalars(
            select(Entry).where(Entry.action == "recruitment.applicant.changed")
        ).one()
        assert "baking" not in str(entry.data)
        assert "Ana" not in entry.subject_name

    def test_what_two_people_wrote_at_once_stands_beside_each_other(self, ana, browser: Browser):
        browser.sign_in("dora")
        seen = self.form(ana)
        browser.post(f"/recruitment/applicants/{ana.id}/particulars", {**seen, "place": "Harbour"})
        second = {**seen, "place": "Old Town", "own_funds": "12000"}
        browser.post(f"/recruitment/applicants/{ana.id}/particulars", second, status=409)
        text = browser.page.text
        assert "Somebody else changed this" in text
        assert "Harbour" in text
        assert "Old Town" in text
        assert "€ 12,000.00" in text.replace("\u00a0", " ")
        assert fresh(ana).place == "Harbour"
        renewed = next(v["value"] for v in browser.page.all("input") if v.get("name") == "version")
        browser.post(
            f"/recruitment/applicants/{ana.id}/particulars", {**second, "version": renewed}
        )
        assert fresh(ana).place == "Old Town"

    def test_two_notes_at_once_are_both_kept(self, network, ana):
        for text in ("First", "Second"):
            stale = db.session.get_one(Applicant, ana.id)
            services.add_note(network.actors["dora"], stale, kind=NoteKind.CALL, text=text)
            db.session.commit()
        assert [note.text for note in queries.notes_of(ana)] == ["Second", "First"]

    def test_an_unknown_fact_is_a_mistake_of_ours(self, network, ana):
        with pytest.raises(TypeError):
            services.change_applicant(
                network.actors["dora"], ana, {"stage": Stage.APPROVED}, version=None
            )


class TestSteps:
    def step(self, browser, applicant, after, **facts):
        return browser.post(
            f"/recruitment/applicants/{applicant.id}/steps",
            {"after": after, "version": str(applicant.version), **facts},
            status=facts.pop("status", 200),
        )

    def test_a_step_by_hand_moves_and_is_noted(self, ana, browser: Browser):
        browser.sign_in("dora")
        self.step(browser, ana, "contacted")
        assert fresh(ana).stage is Stage.CONTACTED
        assert "from Enquiry to Contacted" in browser.page.text

    def test_a_withdrawal_needs_its_reason(self, ana, browser: Browser):
        browser.sign_in("dora")
        browser.post(
            f"/recruitment/applicants/{ana.id}/steps",
            {"after": "withdrawn", "version": str(ana.version)},
            status=422,
        )
        assert "Write why" in browser.page.text
        assert fresh(ana).stage is Stage.ENQUIRY
        self.step(browser, ana, "withdrawn", reason="Moves abroad")
        assert fresh(ana).stage is Stage.WITHDRAWN
        assert "Moves abroad" in browser.page.text

    @pytest.mark.parametrize("after", ["assessed", "approved", "signed", "disclosed", "rejected"])
    def test_no_step_by_hand_leads_past_an_assessment_or_decision(self, ana, browser, after):
        browser.sign_in("hanna")
        browser.post(
            f"/recruitment/applicants/{ana.id}/steps",
            {"after": after, "version": str(ana.version), "reason": "Paid the deposit"},
            status=409,
        )
        assert fresh(ana).stage is Stage.ENQUIRY

    def test_approval_by_hand_says_what_makes_it(self, network):
        applicant = assessed(network)
        with pytest.raises(StepNotAllowed) as refusal:
            services.move(
                network.actors["hanna"], applicant, Stage.APPROVED, reason="x", version=None
            )
        assert "decision" in str(refusal.value)

    def test_a_step_on_what_changed_meanwhile_is_refused(self, network, ana):
        services.move(network.actors["dora"], ana, Stage.CONTACTED, version=ana.version)
        with pytest.raises(ChangedMeanwhile):
            services.move(network.actors["dora"], ana, Stage.QUALIFIED, version=1)

    def test_assessing_again_opens_another_round_and_keeps_the_reason(self, network):
        applicant = assessed(network)
        services.move(
            network.actors["dora"], applicant, Stage.QUALIFIED, reason="New funds", version=None
        )
        assert (applicant.stage, applicant.assessment_round) == (Stage.QUALIFIED, 2)
        notes = db.session.scalars(select(Note).where(Note.kind == NoteKind.STEP)).all()
        assert [note.text for note in notes] == ["New funds"]


class TestDealings:
    def test_an_interview_is_planned_and_the_applicant_invited(self, ana, browser: Browser):
        browser.sign_in("rosa")
        browser.get(f"/recruitment/applicants/{ana.id}/interviews/new")
        browser.post(
            f"/recruitment/applicants/{ana.id}/interviews",
            {
                "day": "2026-11-12",
                "time": "14:30",
                "place": "Head office",
                "people": "Rosa",
                "state": "planned",
                "invites": "y",
            },
        )
        interview = queries.interviews_of(fresh(ana))[0]
        assert interview.at == datetime(2026, 11, 12, 13, 30, tzinfo=UTC)
        message = db.session.scalars(select(Message)).one()
        assert message.kind == "recruitment/interview_invitation"
        assert "12 November 2026, 14:30 (Europe/Berlin)" in message.text
        assert "12 November 2026, 14:30" in browser.page.text

    def test_an_interview_that_was_held_answers_three_questions(self, network, ana):
        rosa = network.actors["rosa"]
        when = datetime(2026, 11, 12, 13, tzinfo=UTC)
        interview = services.plan_interview(rosa, ana, at=when, zone="Europe/Berlin", place="Here")
        with pytest.raises(Refused) as refusal:
            services.change_interview(
                rosa,
                ana,
                interview,
                changes={"state": InterviewState.HELD, "learned": "Careful"},
                version=None,
            )
        assert refusal.value.field == "concluded"

    def test_an_invitation_without_an_address_is_refused(self, network):
        applicant = an_applicant(network, email="")
        with pytest.raises(Refused) as refusal:
            services.plan_interview(
                network.actors["rosa"],
                applicant,
                at=datetime(2026, 11, 12, 13, tzinfo=UTC),
                zone="UTC",
                place="Here",
                invites=True,
            )
        assert refusal.value.field == "invites"

    def test_two_people_writing_up_one_interview_see_each_others_words(self, network, ana, browser):
        rosa = network.actors["rosa"]
        when = datetime(2026, 11, 12, 13, tzinfo=UTC)
        interview = services.plan_interview(rosa, ana, at=when, zone="Europe/Berlin", place="Here")
        db.session.commit()
        address = f"/recruitment/interviews/{interview.id}"
        browser.sign_in("rosa")
        browser.get(address)
        form = {
            "version": "1",
            "day": "2026-11-12",
            "time": "14:00",
            "place": "Here",
            "state": "planned",
        }
        browser.post(address, {**form, "learned": "Careful with money"})
        browser.post(address, {**form, "learned": "Quick to ask"}, status=409)
        assert "Careful with money" in browser.page.text
        assert "Quick to ask" in browser.page.html

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"verdict": Verdict.GOOD}, "answered_on"),
            ({"verdict": Verdict.GOOD, "answered_on": date(2026, 10, 1)}, "answered_on"),
        ],
    )
    def test_an_answered_reference_has_its_day_and_not_before_it_was_asked(
        self, network, ana, changes, field
    ):
        rosa = network.actors["rosa"]
        reference = services.ask_reference(
            rosa, ana, name="Bank", relation="", contact="", asked_on=date(2026, 10, 2)
        )
        with pytest.raises(Refused) as refusal:
            services.change_reference(rosa, ana, reference, changes=changes, version=None)
        assert refusal.value.field == field

    def test_references_are_kept_by_pages(self, ana, browser: Browser):
        browser.sign_in("rosa")
        browser.post(
            f"/recruitment/applicants/{ana.id}/references",
            {"name": "Harbour Bank", "asked_on": "2026-10-13", "verdict": "waiting"},
        )
        reference = queries.references_of(fresh(ana))[0]
        browser.get(f"/recruitment/references/{reference.id}")
        browser.post(
            f"/recruitment/references/{reference.id}",
            {
                "version": "1",
                "name": "Harbour Bank",
                "asked_on": "2026-10-13",
                "answered_on": "2026-10-16",
                "verdict": "good",
                "said": "In order for eight years.",
            },
        )
        assert "In order for eight years." in browser.page.text

    def test_an_expectation_is_added_to_and_the_last_one_countersigned(self, network, ana, browser):
        browser.sign_in("rosa")
        browser.get(f"/recruitment/applicants/{ana.id}/expectations/new")
        for sales in ("40000", "48000"):
            browser.post(
                f"/recruitment/applicants/{ana.id}/expectations",
                {
                    "stated_on": "2026-10-05",
                    "statement": "interview",
                    "monthly_sales": sales,
                    "payback_months": "36",
                },
            )
        first, second = queries.expectations_of(fresh(ana))
        assert first.monthly_sales == Money(4_800_000, "EUR")
        assert first.statement is Statement.INTERVIEW
        browser.post(f"/recruitment/expectations/{first.id}/countersignature")
        db.session.expire_all()
        assert first.countersigned_by_name == "Rosa"
        assert second.countersigned_at is None


class TestDocuments:
    def attach(self, browser, applicant, data=b"%PDF-1.7 x", name="funds.pdf", status=200):
        return browser.post(
            f"/recruitment/applicants/{applicant.id}/documents",
            {"file": (BytesIO(data), name), "proof": "funds", "title": ""},
            status=status,
            content_type="multipart/form-data",
        )

    def test_a_document_is_attached_opened_noted_and_removed_for_good(self, ana, browser: Browser):
        browser.sign_in("dora")
        self.attach(browser, ana)
        document = db.session.scalars(select(ApplicantDocument)).one()
        stored = queries.documents_of(ana)[0].file
        answer = browser.get(f"/recruitment/proofs/{document.id}")
        assert answer.data == b"%PDF-1.7 x"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        answer.close()
        opened = db.session.scalars(
            select(Entry).where(Entry.action == "recruitment.document.opened")
        ).one()
        assert opened.subject_name == "AP-2026-0001"
        browser.post(f"/recruitment/proofs/{document.id}/removal")
        db.session.rollback()
        assert db.session.scalars(select(ApplicantDocument)).all() == []
        with pytest.raises(FileMissing):
            storage.read(stored)

    @pytest.mark.parametrize(
        ("data", "name", "words"),
        [
            (b"", "empty.pdf", "empty"),
            (b"MZ\x90\x00", "funds.pdf", "Only PDF"),
            (b"<html>", "funds.html", "Only PDF"),
            (b"PK\x03\x04", "funds.zip", "Only PDF"),
        ],
    )
    def test_what_is_no_document_is_refused_at_its_field(self, ana, browser, data, name, words):
        browser.sign_in("dora")
        self.attach(browser, ana, data, name, status=422)
        assert words in browser.page.text
        assert queries.documents_of(fresh(ana)) == []


class TestPeople:
    def test_partners_and_family_are_added_and_removed(self, ana, browser: Browser):
        browser.sign_in("dora")
        browser.get(f"/recruitment/applicants/{ana.id}/people/new")
        browser.post(
            f"/recruitment/applicants/{ana.id}/people",
            {"name": "Jonas", "role": "family", "remark": "Keeps the books"},
        )
        person = queries.people_of(fresh(ana))[0]
        assert (person.name, person.role) == ("Jonas", PersonRole.FAMILY)
        browser.post(f"/recruitment/applicant-people/{person.id}/removal")
        assert queries.people_of(fresh(ana)) == []


def test_a_page_of_a_franchisee_tells_the_office_how_they_came_in(network, browser) -> None:
    applicant = approved(network)
    db.session.commit()
    browser.sign_in("hanna")
    browser.get(f"/network/franchisees/{applicant.franchisee_id}")
    assert "How they came in" in browser.page.text
    assert applicant.reference in browser.page.text


def test_nobody_outside_the_office_sees_any_applicant(network, ana) -> None:
    for actor in (network.actors["omar"], network.actors["mina"], NOBODY):
        with pytest.raises(NotFound):
            queries.applicant_for(actor, ana.id)
        assert queries.applicants(actor, queries.Wanted()).rows == []
