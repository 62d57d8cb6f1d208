"""Recruitment: how the newest franchisee came, and the six who would like to come."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from .. import storage
from ..database import db
from ..kit.money import Money
from ..law import pack
from ..network import services as network
from ..network.enums import CareKind, FranchiseeStatus, PersonRole
from ..network.models import Franchisee
from ..network.queries import people_of
from ..recruitment import queries, services
from ..recruitment.enums import (
    Delivery,
    InterviewState,
    NoteKind,
    Proof,
    Stage,
    Statement,
    Verdict,
)
from ..recruitment.models import Applicant
from ..recruitment.rules.consent import CONSENT
from ..recruitment.rules.starter import STARTER
from ..recruitment.services import CriterionWords, Enquiry, NewFranchisee, Receipt
from ..recruitment.services.assessments import Mark
from . import agreements, businesses, papers, story, wanted
from .told import Scene, Told

DORA = "dora@demo.test"
SIGNED_ON = date(2026, 5, 18)
"""The day on which the newest franchisee signed."""


def scenes() -> Iterator[Scene]:
    """From the first scorecard to the enquiry of yesterday."""
    yield from _of_shen()
    yield from _of_xu()
    yield from _of_the_others()


def _of_shen() -> Iterator[Scene]:
    yield _on(2025, 11, 10, _publish_scorecard)
    yield _on(2025, 11, 20, lambda told: _add(told, "shen", brand="HX", region="N"))
    yield _on(2025, 11, 24, lambda told: _contact(told, "shen", "Called back; comes on Tuesday."))
    yield _on(2025, 12, 9, _talk_with_shen)
    yield _on(2026, 1, 13, lambda told: _assess(told, "shen", "dora"))
    yield _on(2026, 1, 14, lambda told: _assess(told, "shen", "rosa", is_last=True))
    yield _on(2026, 1, 20, _approve_shen)
    yield _on(2026, 2, 2, _disclose_to_shen)
    yield _on(2026, 5, 18, _sign_with_shen)
    yield _on(2026, 7, 11, _open_harbour_gate)


def _of_xu() -> Iterator[Scene]:
    yield _on(2026, 7, 6, lambda told: _add(told, "xu", brand="HX", region="E", pack="cn"))
    yield _on(2026, 7, 9, lambda told: _contact(told, "xu", "A long call; she asks what we earn."))
    yield _on(2026, 8, 13, _talk_with_xu)
    yield _on(2026, 9, 15, lambda told: _assess(told, "xu", "dora"))
    yield _on(2026, 9, 17, lambda told: _assess(told, "xu", "hanna", is_last=True))
    yield _on(2026, 9, 24, _approve_xu)
    yield _on(2026, 10, 12, _disclose_to_xu)
    yield _on(2026, 10, 28, _note_about_xu)


def _of_the_others() -> Iterator[Scene]:
    yield _on(2026, 8, 3, lambda told: _add(told, "ruiz", brand="TL", region="S"))
    yield _on(2026, 8, 6, lambda told: _contact(told, "ruiz", "Called; sends her figures."))
    yield _on(2026, 8, 20, lambda told: _add(told, "falk", brand="TL", region="H"))
    yield _on(2026, 8, 25, lambda told: _contact(told, "falk", "Met him at the terminal."))
    yield _on(2026, 9, 2, lambda told: _qualify(told, "ruiz"))
    yield _on(2026, 9, 10, _talk_with_falk)
    yield _on(2026, 10, 6, lambda told: _assess(told, "ruiz", "dora"))
    yield _on(2026, 10, 8, lambda told: _assess(told, "ruiz", "rosa", is_last=True))
    yield _on(2026, 10, 12, _reject_ruiz)
    yield _on(2026, 10, 15, lambda told: _add(told, "brandt", brand="TL", region="E"))
    yield _on(2026, 10, 21, lambda told: _contact(told, "brandt", "Called; knows what she wants."))
    yield _on(2026, 10, 26, lambda told: _assess(told, "falk", "dora"))
    yield _on(2026, 10, 27, lambda told: _assess(told, "falk", "rosa", is_last=True))
    yield _on(2026, 10, 28, _plan_to_meet_brandt)
    yield _on(2026, 10, 30, lambda told: _enquire(told, "okafor", "TL"))
    yield _on(2026, 11, 1, lambda told: _enquire(told, "chan", "HX"))


def _on(year: int, month: int, day: int, tell: Callable[[Told], None]) -> Scene:
    return Scene(datetime(year, month, day, 11, 30, tzinfo=UTC), tell)


def _publish_scorecard(told: Told) -> None:
    hanna = told.acting("hanna@demo.test")
    draft = services.begin_draft(
        hanna,
        starter=[
            CriterionWords(
                name=one.name,
                question=one.question,
                weight=one.weight,
                fail_below=one.fail_below,
                anchors=(one.low, "", one.middle, "", one.high),
            )
            for one in STARTER
        ],
    )
    services.publish_draft(hanna, draft, version=None)


def _add(told: Told, who: str, *, brand: str, region: str, pack: str = "") -> None:
    facts = {
        **wanted.FACTS[who],
        "brand_id": told.brands[brand].id,
        "region_id": told.regions[region].id,
        "keeper_id": told.users[DORA].id,
        "pack": pack,
    }
    told.applicants[who] = services.add_applicant(told.acting(DORA), facts)


def _again(told: Told, who: str) -> Applicant:
    """An applicant as the pages load one."""
    db.session.expire(told.applicants[who])
    return queries.applicant_for(told.acting(DORA), told.applicants[who].id)


def _contact(told: Told, who: str, words: str) -> None:
    dora, applicant = told.acting(DORA), _again(told, who)
    services.add_note(dora, applicant, kind=NoteKind.CALL, text=words)
    services.move(dora, applicant, Stage.CONTACTED, version=None)


def _qualify(told: Told, who: str) -> None:
    services.move(told.acting(DORA), _again(told, who), Stage.QUALIFIED, version=None)


def _interview(told: Told, who: str, at: datetime, *, place: str, people: str, **said: str) -> None:
    dora, applicant = told.acting(DORA), _again(told, who)
    interview = services.plan_interview(
        dora, applicant, at=at, zone=story.ZONE, place=place, people=people
    )
    services.change_interview(
        dora,
        applicant,
        interview,
        changes={"state": InterviewState.HELD, **said},
        version=None,
    )


def _ask(told: Told, who: str, *, name: str, relation: str, said: str, on: date) -> None:
    dora, applicant = told.acting(DORA), _again(told, who)
    reference = services.ask_reference(
        dora, applicant, name=name, relation=relation, contact="by telephone", asked_on=on
    )
    changes = {"verdict": Verdict.GOOD, "answered_on": on, "said": said}
    services.change_reference(dora, applicant, reference, changes=changes, version=None)


def _expect(told: Told, who: str, *, sales: int, months: int, support: str, on: date) -> None:
    dora, applicant = told.acting(DORA), _again(told, who)
    expectation = services.state_expectation(
        dora,
        applicant,
        stated_on=on,
        statement=Statement.INTERVIEW,
        monthly_sales=Money(sales * 100, story.CURRENCY),
        payback_months=months,
        support=support,
        reason="Counted guests of the neighbours at noon and in the evening, for two weeks.",
    )
    services.countersign(dora, applicant, expectation)


def _prove(told: Told, who: str, kind: Proof, title: str, line: str) -> None:
    applicant = _again(told, who)
    data = papers.page(title, f"For: {applicant.name}", line)
    stored = storage.put(data, name=f"{kind.value}.pdf", content_type=papers.PDF)
    services.add_document(told.acting(DORA), applicant, stored=stored, kind=kind, title=title)


def _talk_with_shen(told: Told) -> None:
    services.add_person(
        told.acting(DORA),
        _again(told, "shen"),
        name="Mei Lan",
        name_local="梅兰",
        role=PersonRole.PARTNER,
        remark="Keeps the accounts.",
    )
    _interview(
        told,
        "shen",
        datetime(2025, 12, 9, 9, 0, tzinfo=UTC),
        place="At the office",
        people="Shen Tao, Mei Lan, his parents; Dora Weiss",
        learned="The family has talked about hours, money and the first winter; each has a part.",
        concluded="They know what it asks of them. The funds are enough with the bank's loan.",
        decided="To assessment in January, once the bank has written.",
    )
    _expect(
        told,
        "shen",
        sales=52_000,
        months=38,
        support="Training of two cooks, help with the lease",
        on=date(2025, 12, 9),
    )
    _ask(
        told,
        "shen",
        name="Shen Aihua",
        relation="Aunt and employer for eight years",
        said="He opened and closed the house for two years. I never counted the till again.",
        on=date(2025, 12, 11),
    )
    _prove(told, "shen", Proof.FUNDS, "Proof of funds", "EUR 110,000 on 5 December 2025")
    _qualify(told, "shen")


def _assess(told: Told, who: str, assessor: str, *, is_last: bool = False) -> None:
    """One assessor's card; the last one closes the assessment."""
    actor = told.acting(f"{assessor}@demo.test")
    begun = services.start_assessment(actor, _again(told, who))
    db.session.flush()
    db.session.expire(begun)
    _applicant, assessment = queries.assessment_for(actor, begun.id)
    criteria = assessment.scorecard_version.criteria
    cards = zip(criteria, wanted.CARDS[who, assessor], strict=True)
    services.submit_assessment(
        actor,
        assessment,
        marks={criterion.id: Mark(score, words) for criterion, (score, words) in cards},
        summary=wanted.SUMMARIES[who, assessor],
        version=None,
    )
    if is_last:
        services.close_assessment(told.acting(DORA), _again(told, who))


def _approve(told: Told, who: str, code: str, name: str, reason: str) -> Franchisee:
    dora = told.acting(DORA)
    services.approve(dora, _again(told, who), reason=reason, becomes=NewFranchisee(code, name))
    franchisee_id = _again(told, who).franchisee_id
    franchisee = db.session.get_one(Franchisee, franchisee_id)
    told.franchisees[code] = franchisee
    return franchisee


def _approve_shen(told: Told) -> None:
    owner = _the_newest()
    dora = told.acting(DORA)
    franchisee = _approve(
        told,
        "shen",
        owner.code,
        owner.name,
        "Means, a family that helps, and eight years at it.",
    )
    changes: dict[str, object] = {"name_local": owner.name_local, **businesses.particulars(owner)}
    network.update_franchisee(dora, franchisee, changes=changes)
    (name, _local, birthday), *_others = owner.people
    for person in people_of(franchisee.id):
        if person.name == name:
            born = businesses.born_on(owner, 0, birthday)
            network.update_person(dora, person, changes={"birthday": born})


def _the_newest() -> story.Owner:
    return next(owner for owner in story.OWNERS if owner.code == story.NEWEST)


def _disclose_to_shen(told: Told) -> None:
    _disclose(told, "shen", slug="none", delivery=Delivery.HAND, on=date(2026, 2, 2))


def _disclose(told: Told, who: str, *, slug: str, delivery: Delivery, on: date) -> None:
    """Give the document, and let the applicant acknowledge the receipt by a link."""
    dora, applicant = told.acting(DORA), _again(told, who)
    data = papers.page(
        f"Disclosure document, edition {on.year}",
        "Tamberley Franchising GmbH, HRB 20260",
        "1. The franchisor and its people    2. The brand and its marks",
        "3. What an outlet costs    4. Fees    5. Supply    6. Support and training",
        "7. Outlets opened and closed in three years    8. Disputes    9. Accounts",
    )
    disclosure = services.give_disclosure(
        dora,
        applicant,
        stored=storage.put(data, name="disclosure-document.pdf", content_type=papers.PDF),
        title=f"Disclosure document, edition {on.year}",
        slug=slug,
        delivery=delivery,
        delivered_on=on,
    )
    # The secret of the first link stands in its mail alone.
    token = services.send_link(dora, applicant, disclosure)
    name = applicant.name_local or applicant.name
    services.acknowledge(token, Receipt(name=name, address="203.0.113.24"))


def _sign_with_shen(told: Told) -> None:
    """Signed at the office on paper; the outlet is being fitted out."""
    dora, owner = told.acting(DORA), _the_newest()
    franchisee = told.franchisees[owner.code]
    for place in story.PLACES:
        if place.owner == owner.code:
            businesses.add_place(told, dora, place)
    agreements.sign_with(told, told.acting("hanna@demo.test"), owner, signed_on=SIGNED_ON)
    services.note_signed(dora, franchisee, brand_id=told.brands["HX"].id, signed_on=SIGNED_ON)
    network.update_franchisee(dora, franchisee, changes={"since": owner.since})
    businesses.look_after(told, dora, owner, franchisee)


def _open_harbour_gate(told: Told) -> None:
    network.update_franchisee(
        told.acting(DORA),
        told.franchisees[story.NEWEST],
        changes={"status": FranchiseeStatus.ACTIVE},
    )


def _talk_with_xu(told: Told) -> None:
    _interview(
        told,
        "xu",
        datetime(2026, 8, 13, 7, 0, tzinfo=UTC),
        place="In her tea house in Suzhou",
        people="Xu Meilin, her husband and her sister; Dora Weiss, Yue Martens",
        learned="The sister takes over both tea houses; the husband purchases from March on.",
        concluded="She leads people well and has the means. The place on Pingjiang Road is good.",
        decided="To assessment in September. Check what the law asks of us in China first.",
    )
    _expect(
        told,
        "xu",
        sales=45_000,
        months=30,
        support="Recipes for local suppliers, two cooks for the first month",
        on=date(2026, 8, 13),
    )
    _ask(
        told,
        "xu",
        name="Pan Guoliang",
        relation="Landlord of her first tea house",
        said="Six years, and never a late rent. She mended the roof before I knew it leaked.",
        on=date(2026, 8, 18),
    )
    _prove(told, "xu", Proof.FUNDS, "Proof of funds", "EUR 140,000 on 12 August 2026")
    _prove(told, "xu", Proof.RECORD, "Extract from the register", "Nothing is entered.")
    _qualify(told, "xu")
    _get_ready_for_china(told)


def _get_ready_for_china(told: Told) -> None:
    """What the law asks the franchisor to be able to show before it discloses."""
    brand, law = told.brands["HX"], pack("cn")
    services.change_record(
        told.acting("hanna@demo.test"),
        brand,
        queries.record_of(brand.id, law),
        {
            "enterprise": "Tamberley Franchising GmbH, HRB 20260",
            "first_outlet": "Hexiang, Shanghai Yuyuan Road",
            "first_opened_on": date(2023, 5, 20),
            "second_outlet": "Hexiang, Shanghai Tianping Road",
            "second_opened_on": date(2024, 3, 2),
            "support": "Two trainers in Shanghai; the manual in Chinese, edition 3.",
            "document_reviewed_on": date(2026, 8, 24),
            "claims_checked_on": date(2026, 8, 24),
        },
        version=None,
    )


def _approve_xu(told: Told) -> None:
    franchisee = _approve(
        told,
        "xu",
        story.NEXT,
        "Xu Tea & Noodles",
        "The best prepared applicant so far: means, people, a place, and a family that carries it.",
    )
    dora = told.acting(DORA)
    changes: dict[str, object] = {"name_local": "许记茶面", "city": "Suzhou", "country": "CN"}
    network.update_franchisee(dora, franchisee, changes=changes)
    network.assign_care(
        dora,
        franchisee=franchisee,
        user_id=told.users["yue@demo.test"].id,
        kind=CareKind.MANAGER,
        starts_on=date(2026, 9, 24),
    )
    businesses.add_place(told, dora, story.PLANNED)


def _disclose_to_xu(told: Told) -> None:
    """By a link; what counts is the day on which she used it."""
    _disclose(told, "xu", slug="cn", delivery=Delivery.LINK, on=date(2026, 10, 12))


def _note_about_xu(told: Told) -> None:
    services.add_note(
        told.acting(DORA),
        _again(told, "xu"),
        kind=NoteKind.CALL,
        text="Has read the document twice; asks about the cooling-off and when we may sign.",
    )


def _talk_with_falk(told: Told) -> None:
    _interview(
        told,
        "falk",
        datetime(2026, 9, 10, 15, 0, tzinfo=UTC),
        place="At the ferry terminal",
        people="Jonas Falk; Dora Weiss",
        learned="He knows the travellers and leads well. His partner was not there.",
        concluded="A strong applicant if the family comes along. The funds are tight.",
        decided="To assessment; Rosa calls the partner before.",
    )
    _expect(
        told,
        "falk",
        sales=68_000,
        months=24,
        support="Financing, and a second cook for the summer",
        on=date(2026, 9, 10),
    )
    _qualify(told, "falk")


def _reject_ruiz(told: Told) -> None:
    services.reject(
        told.acting("hanna@demo.test"),
        _again(told, "ruiz"),
        reason="Own funds are far below what an opening needs, and no total makes up for that.",
        words="Your energy convinced us both, and we would be glad to hear from you once the "
        "means are there, perhaps together with a partner.",
    )


def _plan_to_meet_brandt(told: Told) -> None:
    services.plan_interview(
        told.acting(DORA),
        _again(told, "brandt"),
        at=datetime(2026, 11, 5, 9, 0, tzinfo=UTC),
        zone=story.ZONE,
        place="At the office, second floor",
        people="Eva Brandt and her mother; Dora Weiss, Rosa Shen",
        invites=True,
    )


def _enquire(told: Told, who: str, brand: str) -> None:
    whole = {"network": "Tamberley Franchising GmbH", "days": 180}
    told.applicants[who] = services.receive_enquiry(
        Enquiry(
            **wanted.ENQUIRIES[who],
            brand_id=told.brands[brand].id,
            own_funds=Money(9_000_000, story.CURRENCY),
            monthly_sales=Money(5_500_000, story.CURRENCY),
            payback_months=36,
            consent_version=CONSENT.version,
            consent_text=CONSENT.text % whole,
        )
    )
