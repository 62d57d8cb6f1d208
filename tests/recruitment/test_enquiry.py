"""The public page: who may write, what is kept, what programs get, and how little is told."""

from datetime import timedelta

import pytest
from flask import current_app
from itsdangerous import TimestampSigner
from sqlalchemy import func, select

from franchise_portal.audit.models import Entry
from franchise_portal.database import db
from franchise_portal.kit import clock
from franchise_portal.kit.money import Money
from franchise_portal.mail import Message
from franchise_portal.recruitment import queries
from franchise_portal.recruitment.enums import Horizon, Stage
from franchise_portal.recruitment.models import Applicant, Expectation, RecruitmentSettings
from franchise_portal.recruitment.rules.consent import CONSENT
from franchise_portal.recruitment.views.enquiry import STAMP
from tests.support.page import Browser


class EarlierSigner(TimestampSigner):
    """Signs as the page did a while ago."""

    def __init__(self, ago: timedelta) -> None:
        """`ago` is how long the page has been open."""
        super().__init__(str(current_app.secret_key), salt="recruitment.enquiry")
        self._ago = ago

    def get_timestamp(self) -> int:
        """The second in which the page was shown."""
        return int((clock.wall() - self._ago).timestamp())


def stamp(ago: timedelta = timedelta(minutes=2)) -> str:
    return EarlierSigner(ago).sign(STAMP).decode()


def written(**facts: str) -> dict[str, str]:
    usual = {
        "name": "Ana Lindqvist",
        "email": "Ana@Example.test",
        "place": "Northhaven",
        "brand_id": "",
        "horizon": "half_year",
        "own_funds": "85000",
        "monthly_sales": "48000.50",
        "payback_months": "36",
        "support": "Help with hiring",
        "reason": "A place of my own",
        "source": "franchisee",
        "consent": "y",
        "stamp": stamp(),
    }
    return {**usual, **facts}


def count(model: type) -> int:
    db.session.rollback()
    found = db.session.execute(select(func.count()).select_from(model)).scalar_one()
    db.session.rollback()
    return found


def only() -> Applicant:
    db.session.rollback()
    return db.session.scalars(select(Applicant)).one()


def test_an_enquiry_becomes_an_applicant_with_what_was_expected(network, browser: Browser) -> None:
    browser.get("/recruitment/enquiry")
    browser.post("/recruitment/enquiry", written(brand_id=str(network.brands["HX"].id)))
    assert "Thank you" in browser.page.text
    applicant = only()
    assert applicant.reference == "AP-2026-0001"
    assert (applicant.stage, applicant.name) == (Stage.ENQUIRY, "Ana Lindqvist")
    assert applicant.email == "ana@example.test"
    assert applicant.horizon is Horizon.HALF_YEAR
    assert applicant.own_funds == Money(8_500_000, "EUR")
    assert applicant.brand_id == network.brands["HX"].id
    expectation = db.session.scalars(select(Expectation)).one()
    assert expectation.monthly_sales == Money(4_800_050, "EUR")
    assert (expectation.payback_months, expectation.support) == (36, "Help with hiring")


def test_the_consent_is_kept_in_the_words_and_version_that_were_shown(network, browser) -> None:
    browser.get("/recruitment/enquiry")
    shown = browser.page.text
    browser.post("/recruitment/enquiry", written())
    applicant = only()
    assert applicant.consent_version == CONSENT.version
    assert applicant.consent_text in shown
    assert "Tamberley" in applicant.consent_text
    assert "180" in applicant.consent_text
    assert applicant.consented_at == clock.now()


def test_without_consent_nothing_is_kept(network, browser) -> None:
    facts = written()
    del facts["consent"]
    browser.post("/recruitment/enquiry", facts, status=422)
    assert "Tick this" in browser.page.text
    assert count(Applicant) == 0


def test_a_mail_confirms_it_in_the_applicants_language_and_repeats_nothing_typed(
    network, browser
) -> None:
    browser.get("/recruitment/enquiry?lang=zh_Hans")
    browser.post("/recruitment/enquiry", written(name="Buy My Pills"))
    message = db.session.scalars(select(Message)).one()
    assert (message.to_address, message.language) == ("ana@example.test", "zh_Hans")
    assert "AP-2026-0001" in message.text
    assert "Pills" not in message.text + message.html + message.subject


def test_the_audit_names_the_reference_and_nobody(network, browser) -> None:
    browser.post("/recruitment/enquiry", written())
    entry = db.session.scalars(
        select(Entry).where(Entry.action == "recruitment.applicant.enquired")
    ).one()
    assert (entry.subject_name, entry.actor_name) == ("AP-2026-0001", "")


def test_an_address_that_is_known_gets_the_very_same_answer(network, browser) -> None:
    first = browser.post("/recruitment/enquiry", written()).get_data(as_text=True)
    second = browser.post("/recruitment/enquiry", written()).get_data(as_text=True)
    unknown = browser.post("/recruitment/enquiry", written(email="omar@demo.test"))
    assert first == second == unknown.get_data(as_text=True)
    assert count(Applicant) == 3
    browser.sign_in("hanna")
    browser.get(f"/recruitment/applicants/{oldest()}")
    assert "AP-2026-0002" in browser.page.text


def oldest() -> object:
    db.session.rollback()
    return db.session.scalars(select(Applicant.id).order_by(Applicant.reference).limit(1)).one()


def test_who_fills_the_field_that_nobody_sees_is_told_what_everybody_is_told(
    network, browser
) -> None:
    browser.post("/recruitment/enquiry", written(website="http://pills.example"))
    assert "Thank you" in browser.page.text
    assert count(Applicant) == 0
    assert count(Message) == 0


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: stamp(timedelta(seconds=1)), "That was quick"),
        (lambda: stamp(timedelta(hours=13)), "open for very long"),
        (lambda: "forged", "Send it once more"),
        (lambda: "", "Send it once more"),
    ],
)
def test_too_quick_too_slow_or_forged_is_asked_once_more_with_all_it_wrote(
    network, browser, made, words
) -> None:
    browser.post("/recruitment/enquiry", written(stamp=made()), status=422)
    assert words in browser.page.text
    values = {v.get("name"): v.get("value") for v in browser.page.all("input")}
    assert values["place"] == "Northhaven"
    assert values["stamp"] not in {"", "forged", made()}
    assert count(Applicant) == 0


def test_one_address_is_slowed_down_after_three(network, browser) -> None:
    for _ in range(3):
        browser.post("/recruitment/enquiry", written())
    answer = browser.post("/recruitment/enquiry", written(email=" ANA@example.TEST "), status=429)
    assert "Wait" in browser.page.text
    assert int(answer.headers["Retry-After"]) > 60
    assert count(Applicant) == 3
    browser.post("/recruitment/enquiry", written(email="bo@example.test"))
    assert count(Applicant) == 4


def test_one_network_is_slowed_down_after_six_whatever_the_addresses(network, browser) -> None:
    for number in range(6):
        browser.post("/recruitment/enquiry", written(email=f"a{number}@example.test"))
    browser.post("/recruitment/enquiry", written(email="b@example.test"), status=429)
    assert count(Applicant) == 6
    elsewhere = {"REMOTE_ADDR": "198.51.100.7"}
    browser.post(
        "/recruitment/enquiry", written(email="b@example.test"), environ_overrides=elsewhere
    )
    assert count(Applicant) == 7


def test_the_throttle_of_enquiries_is_not_that_of_signing_in(network, browser) -> None:
    for number in range(6):
        browser.post("/recruitment/enquiry", written(email=f"a{number}@example.test"))
    browser.sign_in("hanna")
    assert "Hanna" in browser.page.text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Write your name"),
        ("name", "Ana http://pills.example", "without a web address"),
        ("email", "not an address", "e-mail"),
        ("email", "a@b.test\nBcc: c@d.test", "e-mail"),
        ("place", "", "a town or an area"),
        ("own_funds", "a lot", "amount"),
        ("own_funds", "-5", "amount"),
        ("own_funds", "0", "above zero"),
        ("payback_months", "0", "1 to 240"),
        ("horizon", "never", "valid choice"),
        ("support", "x" * 4001, "4000 characters"),
    ],
)
def test_a_wrong_answer_is_named_at_its_field(network, browser, field, value, words) -> None:
    browser.post("/recruitment/enquiry", written(**{field: value}), status=422)
    assert words in browser.page.text
    assert count(Applicant) == 0


def test_a_closed_door_does_not_exist(network, browser) -> None:
    db.session.add(
        RecruitmentSettings(lock=1, is_open=False, pack="none", patience_days=7, retention_days=180)
    )
    db.session.commit()
    browser.get("/recruitment/enquiry", status=404)
    browser.post("/recruitment/enquiry", written(), status=404)
    assert count(Applicant) == 0


def test_references_go_on_counting_past_four_digits(network, app) -> None:
    db.session.add(Applicant(reference="AP-2026-9999", name="Old", currency="EUR"))
    db.session.add(Applicant(reference="AP-2025-0500", name="Older", currency="EUR"))
    db.session.commit()
    from tests.builders.recruitment import an_applicant  # noqa: PLC0415

    assert an_applicant(network).reference == "AP-2026-10000"
    assert an_applicant(network).reference == "AP-2026-10001"
    assert queries.settings().is_open
