"""The list of grades: the latest of each franchisee, and what holds instead."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.scope import Everything
from ...database import db
from ...fees.queries.listing import page_of, with_rows
from ...kit import clock
from ...kit.period import Period
from ...network.enums import SearchKind
from ...network.models import Franchisee
from ...network.queries import found, visible_franchisees
from ...web.paging import Page
from ..grade_enums import AppealStatus, Grade
from ..models import CreditGrade, GradeAppeal


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRow:
    """A row of the list: the grade of the month, and what holds instead."""

    franchisee: Franchisee
    row: CreditGrade
    before: Grade | None
    override: Grade | None
    is_appealed: bool

    @property
    def grade(self) -> Grade:
        """What holds today."""
        return self.override or self.row.grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list of grades is narrowed to."""

    text: str = ""
    grades: Sequence[str] = ()
    is_appealed: bool = False
    order: str = "points"
    is_descending: bool = False
    page: int = 1


ORDERS = {
    "points": (CreditGrade.points, CreditGrade.franchisee_id),
    "name": (Franchisee.name, Franchisee.code),
}


def grades(actor: Actor, wanted: Wanted) -> Page[GradeRow]:
    """The grades of the latest month, the weakest first. Who was not graded in it has left."""
    actor.require(Permission.DISPUTES_GRADE_READ)
    query = _of_latest_month(by_name=wanted.order == "name")
    if not isinstance(actor.scope, Everything):
        seen = visible_franchisees(actor).with_only_columns(Franchisee.id)
        query = query.where(CreditGrade.franchisee_id.in_(seen))
    if wanted.grades:
        query = query.where(CreditGrade.grade.in_(wanted.grades))
    if wanted.is_appealed:
        query = query.where(_appealed())
    if wanted.text:
        query = query.where(
            CreditGrade.franchisee_id.in_(
                found(select(Franchisee.id), SearchKind.FRANCHISEE, Franchisee.id, wanted.text)
            )
        )
    order = [
        column.desc() if wanted.is_descending else column.asc()
        for column in ORDERS.get(wanted.order, ORDERS["points"])
    ]
    page = page_of(query, wanted.page, *order)
    ids = [row.Franchisee.id for row in page.rows]
    before = _before(ids, {row.CreditGrade.month for row in page.rows})
    overrides, appealed = overrides_of(ids), _appealed_ids(ids)
    return with_rows(
        page,
        [
            GradeRow(
                franchisee=row.Franchisee,
                row=row.CreditGrade,
                before=before.get((row.Franchisee.id, row.CreditGrade.month)),
                override=overrides.get(row.Franchisee.id),
                is_appealed=row.Franchisee.id in appealed,
            )
            for row in page.rows
        ],
    )


def _of_latest_month(*, by_name: bool) -> Select[CreditGrade, Franchisee]:
    """The grades with their franchisees, found in the order in which they are listed.

    By points an index of grades has the order; by name one of franchisees, and each grade is looked
    up from there.
    """
    mine, every = aliased(CreditGrade), aliased(CreditGrade)
    latest = select(func.max(every.month)).scalar_subquery()
    query = select(CreditGrade, Franchisee)
    if not by_name:
        return query.join(Franchisee, Franchisee.id == CreditGrade.franchisee_id).where(
            CreditGrade.month == latest
        )
    newest = (
        select(mine.id)
        .where(mine.franchisee_id == Franchisee.id, mine.month == latest)
        .scalar_subquery()
    )
    return query.select_from(Franchisee).join(CreditGrade, CreditGrade.id == newest)


def _appealed() -> ColumnElement[bool]:
    return exists().where(
        GradeAppeal.franchisee_id == CreditGrade.franchisee_id,
        GradeAppeal.status == AppealStatus.OPEN,
    )


def _appealed_ids(ids: Sequence[UUID]) -> frozenset[UUID]:
    query = select(GradeAppeal.franchisee_id).where(
        GradeAppeal.franchisee_id.in_(ids), GradeAppeal.status == AppealStatus.OPEN
    )
    return frozenset(db.session.scalars(query))


def _before(ids: Sequence[UUID], of: Collection[str]) -> Mapping[tuple[UUID, str], Grade]:
    """The grades of some months' preceding months, by franchisee and month."""
    months = [Period.parse_month(month).preceding().text for month in of]
    rows = db.session.execute(
        select(CreditGrade.franchisee_id, CreditGrade.month, CreditGrade.grade).where(
            CreditGrade.franchisee_id.in_(ids), CreditGrade.month.in_(months)
        )
    )
    return {
        (franchisee_id, Period.parse_month(month).following().text): grade
        for franchisee_id, month, grade in rows
    }


def overrides_of(ids: Sequence[UUID]) -> Mapping[UUID, Grade]:
    """The grades that hold today by a decision, by franchisee."""
    rows = db.session.execute(
        select(GradeAppeal.franchisee_id, GradeAppeal.override_grade)
        .where(
            GradeAppeal.franchisee_id.in_(ids),
            GradeAppeal.override_until >= clock.today(),
            GradeAppeal.override_grade.is_not(None),
        )
        .order_by(GradeAppeal.decided_at)
    )
    return {franchisee_id: grade for franchisee_id, grade in rows if grade is not None}
