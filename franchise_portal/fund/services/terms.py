"""The rules of the fund's year and of the clock of its statement."""

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...law import SLUGS
from ..enums import FundAction, StatementStatus
from ..models import FundStatement, FundTerms
from ..queries.terms import the_terms

MOST_MONTHS, MOST_DAYS, DECEMBER = 24, 365, 12


def change_terms(
    actor: Actor,
    *,
    year_starts_month: int,
    law_pack: str,
    due_months: int,
    hand_out_days: int,
    names_outlets: bool,
    version: int | None = None,
) -> FundTerms:
    """Change them. The year's first month stays once a statement is published.

    Raises:
        Refused: for numbers that cannot be, or another first month after a statement.
        ChangedMeanwhile: when somebody else changed them since the page was opened.
    """
    actor.require(Permission.FUND_TERMS_WRITE)
    terms = the_terms()
    if version is not None and terms.version != version:
        raise ChangedMeanwhile
    _require_possible(year_starts_month, law_pack, due_months, hand_out_days)
    if year_starts_month != terms.year_starts_month and _has_statement():
        raise Refused(
            N_("A statement is published by the present year, so its first month stays."),
            field="year_starts_month",
        )
    terms.year_starts_month, terms.law_pack = year_starts_month, law_pack
    terms.due_months, terms.hand_out_days = due_months, hand_out_days
    terms.names_outlets = names_outlets
    if not terms.version:
        terms.version = 1
        db.session.add(terms)
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
    audit.record(actor, FundAction.TERMS_CHANGED, terms, name="fund")
    return terms


def _require_possible(month: int, law_pack: str, months: int, days: int) -> None:
    if not 1 <= month <= DECEMBER:
        raise Refused(N_("Choose a month of the year."), field="year_starts_month")
    if law_pack not in SLUGS:
        raise Refused(N_("Choose one of the laws."), field="law_pack")
    if not 1 <= months <= MOST_MONTHS:
        raise Refused(
            N_("Write a number of months from 1 to %(most)s."), field="due_months", most=MOST_MONTHS
        )
    if not 1 <= days <= MOST_DAYS:
        raise Refused(
            N_("Write a number of days from 1 to %(most)s."), field="hand_out_days", most=MOST_DAYS
        )


def _has_statement() -> bool:
    query = select(FundStatement.id).where(FundStatement.status != StatementStatus.DRAFT)
    return db.session.scalar(query.limit(1)) is not None
