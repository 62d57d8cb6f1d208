"""Contracts: those from paper with their whole terms, what was amended since, and the drafts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from ..access.actor import Actor
from ..contracts import filling, queries
from ..contracts import services as contracts
from ..contracts.enums import ClauseKind, InsuranceKind, Rhythm, VersionKind
from ..contracts.models import Contract, ContractVersion
from ..contracts.queries import library
from ..contracts.rules.clauses import ClauseText, clause_number_order
from ..contracts.rules.terms import Insurance, Terms, TerritoryGrant
from ..contracts.services import signing
from ..contracts.services.signing import Chosen
from ..contracts.signing_enums import SigningOrder
from ..fees.services.assigning import keep_plan
from . import deals, story
from .told import Scene, Told

CHINA = "china"
"""The plan for outlets in China, by the name that the story uses."""


def sign_all(told: Told) -> None:
    """Enter the contracts of everybody who was there when the portal began."""
    hanna = told.acting("hanna@demo.test")
    contracts.plant_library(hanna)
    for owner in story.OWNERS:
        if owner.code != story.NEWEST:
            sign_with(told, hanna, owner)


def sign_with(
    told: Told, actor: Actor, owner: story.Owner, *, signed_on: date | None = None
) -> None:
    """Enter a franchisee's contracts, one for each brand that it runs outlets of.

    Without a day they were signed on the eve of their first day.
    """
    for brand in story.CLAUSES:
        if _places(owner, brand):
            _sign(told, actor, owner, brand, signed_on=signed_on)


def _sign(
    told: Told, actor: Actor, owner: story.Owner, brand: str, *, signed_on: date | None
) -> None:
    places = _places(owner, brand)
    terms = deals.terms_of(
        owner,
        brand,
        outlets=len(places),
        plan=_plan(told, brand, f"{told.brands[brand].name} 2024"),
    )
    assert terms.starts_on is not None  # noqa: S101 - each deal has a first day
    version = contracts.start_contract(
        actor,
        number=f"CT-{terms.starts_on.year}-{owner.code[-3:]}{'' if brand == 'TL' else '-H'}",
        franchisee=told.franchisees[owner.code],
        brand=told.brands[brand],
        outlets=[told.outlets[place.code] for place in places],
        pack="none",
        is_first=False,
        title=deals.TITLE,
        language="en",
        terms=terms,
        clauses=_clauses(brand, terms),
    )
    _fill(actor, version)
    contracts.execute_on_paper(
        actor,
        version,
        signed_on=signed_on or terms.starts_on - date.resolution,
        reason="Signed on paper, and kept in the cabinet of the office.",
    )
    told.contracts[f"{owner.code}/{brand}"] = queries.contract_of(version)


def _places(owner: story.Owner, brand: str) -> list[story.Place]:
    return [
        place
        for place in story.PLACES
        if place.owner == owner.code and place.code.startswith(brand)
    ]


def _plan(told: Told, key: str, name: str) -> str:
    return str(keep_plan(told.plans[key], name=name).id)


def _clauses(brand: str, terms: Terms) -> list[ClauseText]:
    """The brand's own clauses about money, and the library's about everything else."""
    own = [
        ClauseText(number=number, title=title, body=body, kind=deals.KINDS[title])
        for number, title, body in (
            *story.CLAUSES[brand],
            *([deals.LATE_CLAUSE] if terms.late else []),
        )
    ]
    left_out = {
        key
        for key, is_there in (
            ("territory", terms.territory is not None),
            ("development", bool(terms.development)),
        )
        if not is_there
    }
    words = {one.clause.key: one for one in library.library(language="en")}
    taken = [
        library.text_of(words[key].clause, words[key].words, number=number)
        for number, key in deals.LIBRARY_PLACES[brand].items()
        if key not in left_out
    ]
    return sorted([*own, *taken], key=lambda clause: clause_number_order(clause.number))


def _fill(actor: Actor, version: ContractVersion) -> ContractVersion:
    """Fill the places in the clauses from the terms, as the pages do with every change."""
    whole = queries.version_for(actor, version.id)
    return contracts.change_draft(actor, whole, clauses=filling.refilled(whole))


def scenes() -> Iterator[Scene]:
    """What was amended on paper, and what is on the table now."""
    yield Scene(datetime(2025, 6, 18, 9, 30, tzinfo=UTC), _amend_olgas_contract)
    yield Scene(datetime(2026, 10, 29, 13, 10, tzinfo=UTC), _draft_petrovs_second_area)
    yield Scene(datetime(2026, 10, 30, 9, 45, tzinfo=UTC), _draft_for_china)
    yield Scene(datetime(2026, 11, 2, 7, 50, tzinfo=UTC), _send_omars_amendment)


def _amend_olgas_contract(told: Told) -> None:
    """Signed on paper in June 2025: delivery, a further outlet, a shorter non-compete."""
    dora = told.acting("dora@demo.test")
    contract = told.contracts["F-003/TL"]
    before = queries.in_force_version(contract.id, date(2025, 6, 18))
    assert before is not None  # noqa: S101 - it was entered from paper
    terms = queries.terms_of(before)
    assert terms.non_compete is not None  # noqa: S101 - every form has one
    contracts.record_paper_version(
        dora,
        contract,
        kind=VersionKind.AMENDMENT,
        effective_from=date(2025, 7, 1),
        title="Amendment 1: delivery, and a second outlet",
        reason="Olga Lindqvist asked for a kitchen that only delivers; both sides tried it first.",
        terms=replace(
            terms,
            outlets_permitted=3,
            non_compete=replace(terms.non_compete, after=deals.lasting("6 months")),
            insurance=(
                *terms.insurance,
                Insurance(kind=InsuranceKind.VEHICLE, evidence_every=Rhythm.YEAR),
            ),
        ),
        clauses=_with_delivery(queries.clauses_of(before)),
    )


def _with_delivery(clauses: Sequence[ClauseText]) -> list[ClauseText]:
    """The clauses of before, the one on technology reworded, and one more."""
    reworded = [
        replace(
            clause,
            body="For tills, ordering, delivery and this portal the Franchisee pays € 180 a month "
            "for each Outlet; an Outlet that only delivers pays nothing.",
        )
        if clause.number == "6.5"
        else clause
        for clause in clauses
    ]
    delivery = ClauseText(
        number="4.3",
        title="Delivery",
        body="The Franchisee may deliver within 5 km of each Outlet, by its own riders or by a "
        "partner that the Franchisor has agreed to. Delivered sales are part of Net Sales.\n"
        "The Franchisor negotiates the partners' commission for all outlets and passes it on "
        "without a margin.",
        kind=ClauseKind.STANDARDS,
    )
    return sorted([*reworded, delivery], key=lambda clause: clause_number_order(clause.number))


def _draft_petrovs_second_area(told: Told) -> None:
    """A draft that cannot go out: its area reaches into one that somebody holds exclusively."""
    dora = told.acting("dora@demo.test")
    terms = replace(
        deals.FORMS["TL"],
        starts_on=date(2027, 2, 1),
        territory=TerritoryGrant(codes=("T-06",), is_exclusive=True),
        outlets_permitted=2,
        parts=(("fee_plan", _plan(told, "TL", "Tallow Lane 2024")),),
    )
    version = contracts.start_contract(
        dora,
        number=queries.next_number(2026),
        franchisee=told.franchisees["F-021"],
        brand=told.brands["TL"],
        outlets=(),
        pack="none",
        is_first=False,
        title="Franchise agreement, canal side",
        language="en",
        terms=terms,
        clauses=_without_places(_clauses("TL", terms)),
        note="Mila Petrov has seen two places at the canal. The area is still being talked about.",
    )
    _fill(dora, version)
    told.contracts["F-021/canal"] = queries.contract_of(version)


def _without_places(clauses: Sequence[ClauseText]) -> list[ClauseText]:
    """The clauses of a contract whose outlets nobody has found yet."""
    later = "those that both sides name in writing once their places are found"
    return [
        replace(
            clause,
            body=clause.body.replace("{outlets}", later),
            source=clause.source.replace("{outlets}", later),
        )
        for clause in clauses
    ]


def _draft_for_china(told: Told) -> None:
    """The contract of the applicant who is approved, from the library's template for China."""
    dora = told.acting("dora@demo.test")
    template = library.find_template("standard-cn", "zh_Hans")
    assert template is not None  # noqa: S101 - planted with the library
    latest = library.latest_of_template(template)
    form = deals.FORMS["HX"]
    terms = replace(
        library.template_terms(latest),
        starts_on=date(2027, 1, 1),
        territory=None,
        outlets_permitted=2,
        deposit=form.deposit,
        transfer=form.transfer,
        governing_law="中华人民共和国",
        parts=(("fee_plan", _plan(told, CHINA, "Hexiang, China")),),
    )
    version = contracts.start_contract(
        dora,
        number=queries.next_number(2026),
        franchisee=told.franchisees[story.NEXT],
        brand=told.brands["HX"],
        outlets=[told.outlets[story.PLANNED.code]],
        pack="cn",
        is_first=True,
        title="特许经营合同",
        language="zh_Hans",
        terms=terms,
        clauses=[
            clause
            for clause in library.texts_of_template(template, latest)
            if clause.kind is not ClauseKind.TERRITORY
        ],
        template=(template.key, latest.number),
    )
    _fill(dora, version)
    contract = contracts.take_over_disclosure(dora, queries.contract_of(version))
    told.contracts[f"{story.NEXT}/HX"] = contract


def _send_omars_amendment(told: Told) -> None:
    """Out for signature: both sides are asked at once, as soon as the document has been made."""
    hanna = told.acting("hanna@demo.test")
    contract: Contract = told.contracts["F-002/TL"]
    version = contracts.start_amendment(
        hanna,
        contract,
        effective_from=date(2026, 12, 1),
        title="Amendment 1: breakfast, and a third outlet",
        reason="Omar Haddad opens at six from December on and looks for a third place.",
    )
    terms = queries.terms_of(version)
    contracts.change_draft(
        hanna,
        version,
        terms=replace(terms, outlets_permitted=3),
        clauses=_with_breakfast(queries.clauses_of(version)),
    )
    _fill(hanna, version)
    contracts.note_comparison(
        hanna,
        version,
        reason="Looked at on the map: Westerby lies across the country from the Old Town.",
    )
    signers = [told.users[email] for email in ("omar@demo.test", "hanna@demo.test")]
    signing.start_round(
        hanna,
        version,
        signers=[Chosen(key=f"user:{user.id}") for user in signers],
        order=SigningOrder.PARALLEL,
        expires_on=date(2026, 11, 23),
        message="As we talked it through on 27 October. Call me if anything reads differently.",
    )


def _with_breakfast(clauses: Sequence[ClauseText]) -> list[ClauseText]:
    breakfast = ClauseText(
        number="4.3",
        title="Breakfast",
        body="The outlets Riverside Market and Station Arcade open at six on working days and "
        "serve the breakfast of the manual's chapter 9.\n"
        "Until 31 May 2027 the Franchisor pays half of the first order of breakfast ware, up to "
        "€ 1,200 for each Outlet.",
        kind=ClauseKind.STANDARDS,
    )
    return sorted([*clauses, breakfast], key=lambda clause: clause_number_order(clause.number))
