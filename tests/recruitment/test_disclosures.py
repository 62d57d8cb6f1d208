"""Giving the document, the link and its receipt, the clock, and what contracts are told."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from franchise_portal.audit.models import Entry
from franchise_portal.database import db
from franchise_portal.kit import clock
from franchise_portal.kit.errors import Refused
from franchise_portal.law import pack
from franchise_portal.mail import Message
from franchise_portal.network.enums import FranchiseeStatus
from franchise_portal.network.models import Franchisee
from franchise_portal.recruitment import queries, services
from franchise_portal.recruitment.enums import Delivery, Stage
from franchise_portal.recruitment.errors import (
    LinkSpent,
    NotReadyToDisclose,
    StepNotAllowed,
    TooSoonToSign,
)
from franchise_portal.recruitment.models import Applicant, Disclosure
from franchise_portal.recruitment.services import Receipt
from tests.builders.recruitment import PDF, a_disclosure, an_applicant, approved
from tests.support.page import Browser

TODAY = date(2026, 11, 2)
HERE = Receipt("Ana Lindqvist", "192.0.2.7")


def on(day: date):
    return clock.fixed(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def show_everything(network) -> None:
    """What the Chinese law pack asks of Tallow Lane's franchisor, shown."""
    brand = network.brands["TL"]
    record = queries.record_of(brand.id, pack("cn"))
    services.change_record(
        network.actors["hanna"],
        brand,
        record,
        {
            "enterprise": "Tamberley Ltd, 91310000",
            "first_outlet": "Harbour",
            "first_opened_on": date(2022, 1, 1),
            "second_outlet": "Market",
            "second_opened_on": date(2023, 1, 1),
            "support": "Two trainers.",
            "document_reviewed_on": date(2026, 9, 1),
            "claims_checked_on": date(2026, 9, 1),
        },
        version=None,
    )


class TestGiving:
    def test_it_is_kept_with_its_digest_and_the_applicant_gets_a_link(self, network):
        ana = approved(network)
        given = a_disclosure(network, ana)
        assert given.sha256 == hashlib.sha256(PDF).hexdigest()
        assert ana.stage is Stage.DISCLOSED
        message = db.session.scalars(
            select(Message).where(Message.kind == "recruitment/disclosure")
        ).one()
        assert message.is_confidential
        assert given.sha256 in message.text
        assert given.token_hash
        assert given.token_hash not in message.text

    @pytest.mark.parametrize("stage", ["enquiry", "rejected"])
    def test_only_approved_applicants_receive_it(self, network, stage):
        ana = an_applicant(network)
        if stage == "rejected":
            services.reject(network.actors["dora"], ana, reason="No")
        with pytest.raises(StepNotAllowed):
            a_disclosure(network, ana)

    def test_a_day_that_has_not_come_is_refused(self, network):
        ana = approved(network)
        for facts in (
            {"delivered_on": TODAY + timedelta(days=1)},
            {"final_agreement_on": TODAY + timedelta(days=1)},
        ):
            with pytest.raises(Refused) as refusal:
                a_disclosure(network, ana, **facts)
            assert refusal.value.field in facts

    def test_a_link_needs_an_address(self, network):
        ana = approved(network, an_applicant(network, email=""))
        with pytest.raises(Refused) as refusal:
            a_disclosure(network, ana, delivery=Delivery.LINK)
        assert refusal.value.field == "delivery"
        assert a_disclosure(network, ana, delivery=Delivery.HAND).token_hash is None

    def test_a_newer_document_takes_the_place_and_starts_the_clock_anew(self, network):
        ana = approved(network)
        first = a_disclosure(network, ana, delivered_on=TODAY - timedelta(days=20))
        token = services.send_link(network.actors["dora"], ana, first)
        services.acknowledge(token, HERE)
        assert queries.signing_day(ana, first, on=TODAY).is_possible
        with on(TODAY):
            second = a_disclosure(network, ana)
        db.session.flush()
        assert queries.current_disclosure(ana) is second
        day = queries.ready_to_sign(ana.franchisee_id, ana.brand_id, on=TODAY).day
        assert not day.is_possible

    def test_the_page_gives_it_and_shows_when_signing_becomes_possible(self, network, browser):
        ana = approved(network)
        db.session.commit()
        browser.sign_in("dora")
        browser.get(f"/recruitment/applicants/{ana.id}/disclosures/new")
        browser.post(
            f"/recruitment/applicants/{ana.id}/disclosures",
            {
                "file": (BytesIO(PDF), "fdd.pdf"),
                "title": "Edition 2026",
                "pack": "us-ftc",
                "delivery": "hand",
                "delivered_on": "2026-11-01",
            },
            content_type="multipart/form-data",
        )
        text = browser.page.text
        for words in ("Edition 2026", "16 November 2026", "not legal advice", "436.2"):
            assert words in text, words

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            ({"file": (BytesIO(b"MZ"), "a.exe")}, "Only PDF"),
            ({"delivered_on": "2026-11-30"}, "has not come yet"),
            ({"delivered_on": ""}, "Choose the day"),
            ({"pack": "mars"}, "valid choice"),
        ],
    )
    def test_wrong_input_is_named_at_its_field(self, network, browser, facts, words):
        ana = approved(network)
        db.session.commit()
        browser.sign_in("dora")
        usual = {
            "file": (BytesIO(PDF), "fdd.pdf"),
            "pack": "us-ftc",
            "delivery": "hand",
            "delivered_on": "2026-11-01",
        }
        browser.post(
            f"/recruitment/applicants/{ana.id}/disclosures",
            {**usual, **facts},
            status=422,
            content_type="multipart/form-data",
        )
        assert words in browser.page.text
        assert queries.disclosures_of(db.session.get_one(Applicant, ana.id)) == []


class TestChecklist:
    def test_open_points_stand_against_disclosing_under_the_chinese_pack(self, network):
        ana = approved(network)
        with pytest.raises(NotReadyToDisclose) as refusal:
            a_disclosure(network, ana, slug="cn")
        assert "5 points" in str(refusal.value)
        assert "registered enterprise" in str(refusal.value)
        assert ana.stage is Stage.APPROVED

    def test_they_stand_against_no_other_pack(self, network):
        ana = approved(network)
        assert a_disclosure(network, ana, slug="au").pack == "au"

    def test_once_all_is_shown_it_may_be_given(self, network):
        ana = approved(network)
        show_everything(network)
        given = a_disclosure(network, ana, slug="cn")
        assert given.pack == "cn"

    def test_the_page_names_each_point_and_closes_them(self, network, browser: Browser):
        ana = approved(network, an_applicant(network, pack="cn"))
        db.session.commit()
        browser.sign_in("hanna")
        browser.get(f"/recruitment/applicants/{ana.id}/disclosure")
        assert "5 points of our own checklist are open" in browser.page.text
        browser.get("/recruitment/checklist")
        assert "0 of 2 own outlets are named" in browser.page.text
        brand = network.brands["TL"].id
        browser.get(f"/recruitment/checklist/cn/{brand}")
        browser.post(
            f"/recruitment/checklist/cn/{brand}",
            {
                "version": "",
                "enterprise": "Tamberley Ltd",
                "first_outlet": "Harbour",
                "first_opened_on": "2022-01-01",
                "second_outlet": "Market",
                "second_opened_on": "2023-01-01",
                "support": "Two trainers.",
                "document_reviewed_on": "2026-09-01",
                "claims_checked_on": "2026-09-01",
            },
        )
        assert "2 own outlets have run for long enough since 2 January 2024" in browser.page.text
        browser.get(f"/recruitment/applicants/{ana.id}/disclosure")
        assert "checklist" not in browser.page.text

    def test_two_people_keeping_it_at_once_see_each_other(self, network, browser: Browser):
        show_everything(network)
        db.session.commit()
        browser.sign_in("hanna")
        address = f"/recruitment/checklist/cn/{network.brands['TL'].id}"
        browser.get(address)
        browser.post(address, {"version": "1", "enterprise": "First Ltd"})
        browser.post(address, {"version": "1", "enterprise": "Second Ltd"}, status=409)
        assert "First Ltd" in browser.page.text
        assert "Second Ltd" in browser.page.html

    def test_a_pack_that_asks_nothing_has_no_checklist(self, network, browser: Browser):
        browser.sign_in("hanna")
        browser.get(f"/recruitment/checklist/au/{network.brands['TL'].id}", status=404)

    def test_the_first_contract_signed_here_counts_where_none_is_typed(self, network):
        ana = approved(network, an_applicant(network, pack="cn"))
        assert queries.first_contract_on(ana.brand_id, "cn") is None
        ana.signed_on = date(2026, 10, 1)
        db.session.flush()
        assert queries.first_contract_on(ana.brand_id, "cn") == date(2026, 10, 1)
        assert queries.first_contract_on(ana.brand_id, "au") is None


class TestReceipt:
    @pytest.fixture
    def linked(self, network):
        """An approved applicant with a disclosure, and the secret of its link."""
        ana = approved(network)
        given = a_disclosure(network, ana, delivery=Delivery.LINK, slug="us-ftc")
        token = services.send_link(network.actors["dora"], ana, given)
        db.session.commit()
        return ana.id, given.id, token

    def test_a_stranger_with_the_link_sees_file_and_digest_and_acknowledges(
        self, linked, browser: Browser
    ):
        _, given_id, token = linked
        browser.get(f"/recruitment/receipts/{token}")
        digest = hashlib.sha256(PDF).hexdigest()
        assert " ".join(digest[i : i + 8] for i in range(0, 64, 8)) in browser.page.text
        assert "not legal advice" in browser.page.text
        answer = browser.get(f"/recruitment/receipts/{token}/document")
        assert answer.data == PDF
        answer.close()
        browser.post(
            f"/recruitment/receipts/{token}",
            {"name": "Ana Lindqvist", "confirms": "y"},
            environ_overrides={"REMOTE_ADDR": "198.51.100.7"},
        )
        assert "17 November 2026" in browser.page.text
        db.session.expire_all()
        given = db.session.get_one(Disclosure, given_id)
        assert given.acknowledged_by_name == "Ana Lindqvist"
        assert given.acknowledged_from == "198.51.100.7"
        assert (given.acknowledged_at, given.acknowledged_on) == (clock.now(), TODAY)
        told = set(db.session.scalars(select(Entry.action)))
        assert {
            "recruitment.disclosure.opened",
            "recruitment.disclosure.acknowledged",
        } <= told

    def test_the_link_works_once(self, linked, browser: Browser):
        token = linked[2]
        services.acknowledge(token, HERE)
        db.session.commit()
        for address in (
            f"/recruitment/receipts/{token}",
            f"/recruitment/receipts/{token}/document",
        ):
            browser.get(address, status=410)
        browser.post(f"/recruitment/receipts/{token}", {"name": "Ana", "confirms": "y"}, status=410)
        assert "works no longer" in browser.page.text or "no longer works" in browser.page.text

    def test_a_link_that_is_unknown_replaced_or_too_old_works_no_more(self, network, linked):
        ana_id, given_id, token = linked
        with pytest.raises(LinkSpent):
            services.acknowledge("made-up", HERE)
        ana = queries.applicant_for(network.actors["dora"], ana_id)
        newer = services.send_link(
            network.actors["dora"], ana, db.session.get_one(Disclosure, given_id)
        )
        with pytest.raises(LinkSpent):
            services.acknowledge(token, HERE)
        given = db.session.get_one(Disclosure, given_id)
        given.token_expires_at = clock.wall() - timedelta(seconds=1)
        db.session.flush()
        with pytest.raises(LinkSpent):
            services.acknowledge(newer, HERE)

    @pytest.mark.parametrize("facts", [{"name": ""}, {"confirms": ""}, {"name": "http://x.test"}])
    def test_without_a_name_and_a_tick_nothing_is_acknowledged(self, linked, browser, facts):
        _, given_id, token = linked
        browser.post(
            f"/recruitment/receipts/{token}",
            {
                key: value
                for key, value in {"name": "Ana", "confirms": "y", **facts}.items()
                if value
            },
            status=422,
        )
        db.session.expire_all()
        assert db.session.get_one(Disclosure, given_id).acknowledged_at is None

    def test_a_link_counts_from_the_receipt_and_not_from_the_mail(self, network, linked):
        ana_id, given_id, token = linked
        ana = queries.applicant_for(network.actors["dora"], ana_id)
        given = db.session.get_one(Disclosure, given_id)
        assert queries.signing_day(ana, given, on=TODAY + timedelta(days=90)).earliest is None
        with on(TODAY + timedelta(days=5)):
            services.acknowledge(token, HERE)
        expected = pack("us-ftc").earliest_signing(TODAY + timedelta(days=5))
        assert queries.signing_day(ana, given, on=TODAY).earliest == expected

    def test_an_acknowledged_receipt_gets_no_further_link(self, network, linked):
        ana_id, given_id, token = linked
        services.acknowledge(token, HERE)
        ana = queries.applicant_for(network.actors["dora"], ana_id)
        with pytest.raises(LinkSpent):
            services.send_link(
                network.actors["dora"], ana, db.session.get_one(Disclosure, given_id)
            )


class TestSigning:
    """What contracts ask and say."""

    @pytest.fixture
    def disclosed(self, network):
        """Given by hand on 2 November under the FTC's rule, and acknowledged that day."""
        ana = approved(network)
        given = a_disclosure(network, ana)
        services.acknowledge(services.send_link(network.actors["dora"], ana, given), HERE)
        db.session.flush()
        return ana

    def test_contracts_learn_when_by_which_pack_and_rule(self, disclosed):
        given = queries.disclosure_of(disclosed.franchisee_id, disclosed.brand_id)
        assert given.pack is pack("us-ftc")
        assert (given.disclosed_on, given.acknowledged_on) == (TODAY, TODAY)
        assert given.earliest_signing == date(2026, 11, 17)
        assert given.rule.id == "us-ftc.disclosure"

    def test_another_brand_has_no_disclosure(self, network, disclosed):
        other = network.brands["HX"].id
        assert queries.disclosure_of(disclosed.franchisee_id, other) is None
        franchisee_id = disclosed.franchisee_id
        asked = queries.ready_to_sign(
            franchisee_id, other, on=date(2030, 1, 1), law_pack=pack("cn")
        )
        assert not asked.is_ready

    @pytest.mark.parametrize(
        ("day", "is_ready"), [(date(2026, 11, 16), False), (date(2026, 11, 17), True)]
    )
    def test_signing_too_early_is_impossible_and_says_when_it_becomes_possible(
        self, network, disclosed, day, is_ready
    ):
        franchisee = db.session.get_one(Franchisee, disclosed.franchisee_id)
        readiness = queries.ready_to_sign(franchisee.id, disclosed.brand_id, on=day)
        assert readiness.is_ready is is_ready
        act = lambda: services.note_signed(  # noqa: E731
            network.actors["hanna"], franchisee, brand_id=disclosed.brand_id, signed_on=day
        )
        if not is_ready:
            with pytest.raises(TooSoonToSign) as refusal:
                act()
            assert "2026-11-17" in str(refusal.value)
            assert disclosed.stage is Stage.DISCLOSED
            return
        assert act() is disclosed
        assert (disclosed.stage, disclosed.signed_on) == (Stage.SIGNED, day)
        assert (franchisee.status, franchisee.since) == (FranchiseeStatus.SIGNED, day)

    def test_a_contracts_own_pack_decides_where_it_names_one(self, disclosed):
        asked = queries.ready_to_sign(
            disclosed.franchisee_id, disclosed.brand_id, on=date(2026, 11, 20), law_pack=pack("cn")
        )
        assert asked.day.earliest == date(2026, 12, 2)

    def test_an_approved_applicant_signs_without_a_disclosure_only_where_no_law_asks(self, network):
        ana = approved(network)
        hanna, franchisee = network.actors["hanna"], ana.franchisee
        services.change_applicant(hanna, ana, {"pack": "au"}, version=None)
        with pytest.raises(TooSoonToSign):
            services.note_signed(hanna, franchisee, brand_id=ana.brand_id, signed_on=TODAY)
        services.change_applicant(hanna, ana, {"pack": "none"}, version=None)
        signed = services.note_signed(hanna, franchisee, brand_id=ana.brand_id, signed_on=TODAY)
        assert signed.stage is Stage.SIGNED

    def test_who_came_another_way_is_no_application_of_ours(self, network):
        omar = network.franchisees["F-001"]
        assert (
            services.note_signed(
                network.actors["hanna"], omar, brand_id=network.brands["TL"].id, signed_on=TODAY
            )
            is None
        )
        assert queries.disclosure_of(omar.id, network.brands["TL"].id) is None
