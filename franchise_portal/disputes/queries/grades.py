"""One franchisee's grade, what holds today, appeals, and the terms that were adopted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...contracts.enums import ContractStatus
from ...contracts.models import Contract
from ...contracts.queries.versions import terms_in_force
from ...database import db
from ...kit import clock
from ...kit.errors import NotFound
from ...kit.money import Money
from ...network.enums import FranchiseeStatus
from ...network.models import Franchisee
from ...network.queries import founded, visible_franchisees
from ..grade_enums import AppealStatus, Grade, Measured
from ..models import AdoptedTerms, CreditGrade, GradeAppeal
from ..rules.grades import (
    Behaviour,
    Standing,
    Terms,
    Way,
    behaviour_from_json,
    proposed,
    ways_up,
)

LATEST = 24
BINDING = (ContractStatus.IN_FORCE, ContractStatus.SUSPENDED)
GRADED = (FranchiseeStatus.SIGNED, FranchiseeStatus.ACTIVE, FranchiseeStatus.LEAVING)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeFile:
    """Everything about a franchisee's grade."""

    franchisee: Franchisee
    rows: Sequence[CreditGrade]
    """The latest first; empty before the first was worked out."""
    appeals: Sequence[GradeAppeal]
    adopted: Sequence[AdoptedTerms]

    @property
    def latest(self) -> CreditGrade | None:
        """The grade of the latest month."""
        return self.rows[0] if self.rows else None

    @property
    def override(self) -> GradeAppeal | None:
        """The decision by which another grade holds today."""
        today = clock.today()
        return next(
            (one for one in self.appeals if one.override_until and one.override_until >= today),
            None,
        )

    @property
    def grade(self) -> Grade | None:
        """What holds today."""
        if self.override is not None:
            return self.override.override_grade
        return self.latest.grade if self.latest else None

    @property
    def open_appeal(self) -> GradeAppeal | None:
        """The appeal that waits for a decision."""
        return next((one for one in self.appeals if one.status is AppealStatus.OPEN), None)

    @property
    def in_force(self) -> AdoptedTerms | None:
        """The terms adopted that hold today."""
        today = clock.today()
        return next((one for one in self.adopted if one.starts_on <= today), None)

    @property
    def behaviour(self) -> Behaviour | None:
        """What was measured for the latest grade."""
        return behaviour_from_json(self.latest.inputs["behaviour"]) if self.latest else None

    @property
    def standing(self) -> Standing | None:
        """The points of each measure, as they were given then."""
        if self.latest is None:
            return None
        kept = self.latest.inputs["points"]
        of = {one: int(kept[one.value]) for one in Measured}
        return Standing(grade=self.latest.grade, points=self.latest.points, of=of)

    @property
    def ways(self) -> tuple[Way, ...]:
        """How the next grade is reached."""
        return ways_up(self.behaviour) if self.behaviour else ()

    @property
    def proposal(self) -> Terms | None:
        """The terms that the grade which holds proposes."""
        if self.latest is None or self.grade is None:
            return None
        kept = self.latest.inputs
        fees = Money(kept["monthly_minor"], kept["currency"])
        return proposed(self.grade, usual_days=founded().payment_days, monthly_fees=fees)


def file_of(actor: Actor, franchisee_id: UUID) -> GradeFile:
    """Everything about one franchisee's grade.

    Raises:
        NotFound: when there is no such franchisee, or none that the actor may see.
    """
    actor.require(Permission.DISPUTES_GRADE_READ)
    franchisee = db.session.scalar(visible_franchisees(actor).where(Franchisee.id == franchisee_id))
    if franchisee is None:
        raise NotFound
    return GradeFile(
        franchisee=franchisee,
        rows=db.session.scalars(
            select(CreditGrade)
            .where(CreditGrade.franchisee_id == franchisee_id)
            .order_by(CreditGrade.month.desc())
            .limit(LATEST)
        ).all(),
        appeals=db.session.scalars(
            select(GradeAppeal)
            .where(GradeAppeal.franchisee_id == franchisee_id)
            .options(joinedload(GradeAppeal.grade))
            .order_by(GradeAppeal.opened_at.desc(), GradeAppeal.id.desc())
            .limit(LATEST)
        ).all(),
        adopted=db.session.scalars(
            select(AdoptedTerms)
            .where(AdoptedTerms.franchisee_id == franchisee_id)
            .order_by(AdoptedTerms.starts_on.desc(), AdoptedTerms.adopted_at.desc())
            .limit(LATEST)
        ).all(),
    )


def visible_appeals(actor: Actor) -> Select[GradeAppeal]:
    """All for the office, one's own on the other side."""
    actor.require(Permission.DISPUTES_GRADE_READ)
    query = select(GradeAppeal)
    if isinstance(actor.scope, Everything):
        return query
    return query.where(GradeAppeal.franchisee_id == actor.scope.franchisee_id)


def appeal_for(actor: Actor, appeal_id: UUID) -> GradeAppeal:
    """One appeal.

    Raises:
        NotFound: when there is none, or none that the actor may see.
    """
    query = visible_appeals(actor).where(GradeAppeal.id == appeal_id)
    loaded = query.options(joinedload(GradeAppeal.franchisee), joinedload(GradeAppeal.grade))
    appeal = db.session.scalars(loaded.execution_options(populate_existing=True)).one_or_none()
    if appeal is None:
        raise NotFound
    return appeal


def waiting_appeals(actor: Actor, *, limit: int) -> tuple[Sequence[GradeAppeal], int]:
    """Appeals that wait for a decision, the soonest due first, and how many there are."""
    query = visible_appeals(actor).where(GradeAppeal.status == AppealStatus.OPEN)
    count = db.session.scalar(query.with_only_columns(func.count(GradeAppeal.id))) or 0
    if not count:
        return (), 0
    rows = query.options(joinedload(GradeAppeal.franchisee), joinedload(GradeAppeal.grade))
    return db.session.scalars(
        rows.order_by(GradeAppeal.answer_until, GradeAppeal.id).limit(limit)
    ).all(), count


def without_grade(month: str) -> Sequence[UUID]:
    """The franchisees whose grade of a month has not been worked out, by code."""
    query = select(Franchisee.id).where(
        Franchisee.status.in_(GRADED),
        ~exists().where(CreditGrade.franchisee_id == Franchisee.id, CreditGrade.month == month),
    )
    return db.session.scalars(query.order_by(Franchisee.code)).all()


def adopted_days(on: date) -> Mapping[UUID, int]:
    """The days to pay of everybody for whom terms were adopted, for invoices issued on a day."""
    later = aliased(AdoptedTerms)
    newer = exists().where(
        later.franchisee_id == AdoptedTerms.franchisee_id,
        later.starts_on <= on,
        or_(
            later.starts_on > AdoptedTerms.starts_on,
            and_(
                later.starts_on == AdoptedTerms.starts_on,
                later.adopted_at > AdoptedTerms.adopted_at,
            ),
        ),
    )
    rows = db.session.execute(
        select(AdoptedTerms.franchisee_id, AdoptedTerms.due_days).where(
            AdoptedTerms.starts_on <= on, ~newer
        )
    )
    return dict(rows.all())


def pays_before_since(franchisee_id: UUID, on: date) -> date | None:
    """Since when a franchisee pays before by the terms in force on a day; None who does not."""
    terms = db.session.scalar(
        select(AdoptedTerms)
        .where(AdoptedTerms.franchisee_id == franchisee_id, AdoptedTerms.starts_on <= on)
        .order_by(AdoptedTerms.starts_on.desc(), AdoptedTerms.adopted_at.desc())
        .limit(1)
    )
    return terms.starts_on if terms is not None and terms.is_prepaid else None


def setters_of(franchisee_id: UUID) -> frozenset[UUID]:
    """Who set what an appeal can be about: the terms adopted last, and a grade that holds instead.

    They do not decide about an appeal themselves.
    """
    today = clock.today()
    adopted = db.session.scalar(
        select(AdoptedTerms.adopted_by)
        .where(AdoptedTerms.franchisee_id == franchisee_id)
        .order_by(AdoptedTerms.adopted_at.desc(), AdoptedTerms.id.desc())
        .limit(1)
    )
    decided = db.session.scalars(
        select(GradeAppeal.decided_by).where(
            GradeAppeal.franchisee_id == franchisee_id, GradeAppeal.override_until >= today
        )
    )
    return frozenset(one for one in (adopted, *decided) if one is not None)


def with_payment_days(franchisee_id: UUID, on: date) -> str | None:
    """The number of a contract whose terms on a day name days of payment; None without one."""
    numbers = dict(
        db.session.execute(
            select(Contract.id, Contract.number)
            .where(Contract.franchisee_id == franchisee_id, Contract.status.in_(BINDING))
            .order_by(Contract.number)
        ).all()
    )
    terms = terms_in_force(numbers, on)
    return next((numbers[one] for one in numbers if one in terms and terms[one].payments), None)
