"""Disclosures, and whether a contract may be signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import joinedload

from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...law import Pack, Rule, pack
from ..errors import LinkSpent
from ..models import Applicant, Disclosure
from ..rules import SigningDay, clock_starts, obstacles_to_signing
from .applicants import applicant_for, applicant_of_franchisee, visible_applicants
from .settings import pack_of, settings


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureGiven:
    """What contracts need to know of a disclosure."""

    disclosure_id: UUID
    pack: Pack
    disclosed_on: date | None
    """The day that counts; None while the clock has not started."""
    acknowledged_on: date | None
    final_agreement_on: date | None
    earliest_signing: date | None
    rule: Rule | None
    """The rule that makes signing wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether a franchisee may sign a contract for a brand on a day."""

    pack: Pack
    given: DisclosureGiven | None
    day: SigningDay

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands against it."""
        return self.day.is_possible


def disclosures_of(applicant: Applicant) -> Sequence[Disclosure]:
    """All disclosures to an applicant with brand and file, the latest first: that one counts."""
    query = (
        select(Disclosure)
        .where(Disclosure.applicant_id == applicant.id)
        .options(joinedload(Disclosure.brand), joinedload(Disclosure.file))
    )
    return db.session.scalars(
        query.order_by(Disclosure.given_at.desc(), Disclosure.id.desc())
    ).all()


def current_disclosure(applicant: Applicant) -> Disclosure | None:
    """The disclosure that counts."""
    return next(iter(disclosures_of(applicant)), None)


def disclosure_for(actor: Actor, disclosure_id: UUID) -> tuple[Applicant, Disclosure]:
    """One disclosure with file and brand, and its applicant.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    visible = visible_applicants(actor).with_only_columns(Applicant.id)
    query = (
        select(Disclosure)
        .where(Disclosure.id == disclosure_id, Disclosure.applicant_id.in_(visible))
        .options(joinedload(Disclosure.brand), joinedload(Disclosure.file))
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return applicant_for(actor, found.applicant_id), found


def disclosure_by_token(token_hash: str, *, locked: bool = False) -> Disclosure:
    """The disclosure that a link leads to, with file, brand and applicant.

    Raises:
        LinkSpent: unknown, used, replaced or too old.
    """
    query = (
        select(Disclosure)
        .where(Disclosure.token_hash == token_hash, Disclosure.token_expires_at > clock.wall())
        .options(
            joinedload(Disclosure.brand),
            joinedload(Disclosure.file),
            joinedload(Disclosure.applicant),
        )
    )
    if locked:
        query = query.with_for_update(of=Disclosure).execution_options(populate_existing=True)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise LinkSpent
    return found


def signing_day(applicant: Applicant, disclosure: Disclosure | None, *, on: date) -> SigningDay:
    """What stands against an applicant's signing on a day."""
    found = pack(disclosure.pack) if disclosure else pack_of(applicant)
    return _signing_day(found, disclosure, on=on)


def disclosure_of(franchisee_id: UUID, brand_id: UUID) -> DisclosureGiven | None:
    """The disclosure that counts for a franchisee's next contract of a brand."""
    found = _latest(franchisee_id, brand_id)
    return _given(found) if found else None


def is_disclosed(franchisee_id: Any, brand_id: Any) -> ColumnElement[bool]:  # noqa: ANN401 - columns
    """Whether a franchisee was given a disclosure for a brand, as a condition over two columns."""
    return exists().where(
        Disclosure.applicant_id == Applicant.id,
        Applicant.franchisee_id == franchisee_id,
        Disclosure.brand_id == brand_id,
    )


def ready_to_sign(
    franchisee_id: UUID, brand_id: UUID, *, on: date, law_pack: Pack | None = None
) -> Readiness:
    """Whether a franchisee may sign a contract for a brand on a day, and what stands against it.

    Args:
        franchisee_id: who would sign.
        brand_id: for which brand.
        on: the day of signing.
        law_pack: the contract's own law pack; else the disclosure's, the applicant's, or the
            network's usual one.
    """
    found = _latest(franchisee_id, brand_id)
    if law_pack is None:
        applicant = applicant_of_franchisee(franchisee_id, brand_id)
        usual = pack_of(applicant) if applicant else pack(settings().pack)
        law_pack = pack(found.pack) if found else usual
    return Readiness(
        pack=law_pack,
        given=_given(found) if found else None,
        day=_signing_day(law_pack, found, on=on),
    )


def _latest(franchisee_id: UUID, brand_id: UUID) -> Disclosure | None:
    query = (
        select(Disclosure)
        .join(Applicant, Applicant.id == Disclosure.applicant_id)
        .where(Applicant.franchisee_id == franchisee_id, Disclosure.brand_id == brand_id)
        .order_by(Disclosure.given_at.desc(), Disclosure.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).first()


def _given(disclosure: Disclosure) -> DisclosureGiven:
    law_pack = pack(disclosure.pack)
    day = _signing_day(law_pack, disclosure, on=clock.today())
    return DisclosureGiven(
        disclosure_id=disclosure.id,
        pack=law_pack,
        disclosed_on=_starts(disclosure),
        acknowledged_on=disclosure.acknowledged_on,
        final_agreement_on=disclosure.final_agreement_on,
        earliest_signing=day.earliest,
        rule=day.clock.rule if day.clock else None,
    )


def _signing_day(law_pack: Pack, disclosure: Disclosure | None, *, on: date) -> SigningDay:
    return obstacles_to_signing(
        law_pack,
        disclosed_on=_starts(disclosure) if disclosure else None,
        is_given=disclosure is not None,
        is_acknowledged=disclosure is not None and disclosure.acknowledged_at is not None,
        final_agreement_on=disclosure.final_agreement_on if disclosure else None,
        on=on,
    )


def _starts(disclosure: Disclosure) -> date | None:
    return clock_starts(disclosure.delivery, disclosure.delivered_on, disclosure.acknowledged_on)
