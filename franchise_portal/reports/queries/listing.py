"""The list of reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, or_, select

from ...access.actor import Actor
from ...access.scope import Everything
from ...database import db
from ...ready import Ready
from ...rows import written
from ...web.paging import Page
from ...web.slices import AnyRows, Prepared, distinct, page, prepared
from .. import kinds
from ..models import Report
from .reports import visible_reports


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of reports is filtered by; empty means everything."""

    text: str = ""
    kinds: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text or self.kinds or self.periods)


class ReportRow(NamedTuple):
    """A row of the list: a report that is current."""

    id: str
    kind: str
    period: str
    subject_id: str | None
    subject_key: str
    subject_name: str
    subject_local: str
    franchisee_id: str | None
    language: str
    pages: int
    finished_at: datetime


def reports(actor: Actor, wanted: Wanted) -> Page[ReportRow]:
    """A page of the reports that are current, the latest month first."""
    if isinstance(actor.scope, Everything) and not wanted.is_filtered:
        statement = _all_of(tuple(kind.slug for kind in kinds.kinds_for(actor)))
        return page(statement, wanted.page, make=ReportRow)
    ids = visible_reports(actor).with_only_columns(Report.id).where(Report.is_current)
    if wanted.kinds:
        ids = ids.where(Report.kind.in_(wanted.kinds))
    if wanted.periods:
        ids = ids.where(Report.period.in_(wanted.periods))
    if wanted.text:
        like = f"%{_escaped(wanted.text)}%"
        ids = ids.where(
            or_(
                Report.subject_name.ilike(like, escape="\\"),
                Report.subject_local.ilike(like, escape="\\"),
                Report.subject_key.ilike(like, escape="\\"),
            )
        )
    return page(prepared(ids, _rows, _LATEST), wanted.page, make=ReportRow)


@lru_cache(maxsize=16)
def _all_of(slugs: tuple[str, ...]) -> Prepared:
    ids = select(Report.id).where(Report.is_current, Report.kind.in_(slugs))
    return prepared(ids, _rows, _LATEST)


def _rows(ids: Any) -> AnyRows:  # noqa: ANN401 - a subquery
    return _NAMED.where(Report.id.in_(ids))


_LATEST = (Report.period.desc(), Report.kind.asc(), Report.subject_key.asc())
#: Built once: building a statement costs as much as running one.
_NAMED: AnyRows = select(
    written(Report.id),
    Report.kind,
    Report.period,
    written(Report.subject_id),
    Report.subject_key,
    Report.subject_name,
    Report.subject_local,
    written(Report.franchisee_id),
    Report.language,
    Report.pages,
    Report.finished_at,
)


def periods(actor: Actor) -> Sequence[str]:
    """The months that there are reports of, the latest first."""
    if isinstance(actor.scope, Everything):
        return _months_of(tuple(kind.slug for kind in kinds.kinds_for(actor))).scalars()
    query = visible_reports(actor).where(Report.is_current, Report.period != "")
    return db.session.scalars(
        query.with_only_columns(Report.period).distinct().order_by(Report.period.desc())
    ).all()


@lru_cache(maxsize=16)
def _months_of(slugs: tuple[str, ...]) -> Ready:
    def is_shown(period: ColumnElement[str]) -> ColumnElement[bool]:
        here = (Report.period == period, Report.kind.in_(slugs), Report.is_current)
        return (period != "") & exists().where(*here)

    return Ready(distinct(Report.period, is_shown))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
