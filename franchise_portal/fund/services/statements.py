"""Statements of the fund: made from the book, looked at, published, delivered; then frozen."""

from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import SYSTEM, Actor
from ...access.permissions import Permission
from ...database import db
from ...jobs import enqueue
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, NotFound, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...kit.period import Period
from ...network.queries import founded
from ...reports.services import request_paper
from ..enums import FundAction, StatementStatus
from ..errors import StatementFrozen, StatementStale, StatementUnfinished
from ..models import FundEdition, FundStatement
from ..queries import places
from ..queries import statements as queries
from ..queries.contributions import contributors
from ..queries.facts import facts_of, sums_of
from ..queries.terms import currency, statement_within, the_terms
from ..rules.statement import FundFacts

DELIVER_JOB = "fund.deliver_statement"
PLACES_JOB = "fund.add_up_places"


def make(actor: Actor, period: Period, *, reason: str = "") -> FundStatement:
    """Make a draft of the statement of a period.

    Raises:
        Refused: while the period runs, or for a further version without a reason.
    """
    actor.require(Permission.FUND_STATEMENT_PUBLISH)
    if period.last >= clock.today():
        raise Refused(
            N_("The period runs until %(day)s. Its statement can be made on the day after."),
            field="last",
            day=period.last,
        )
    if queries.published(period) is not None and not reason.strip():
        raise Refused(
            N_("A statement of this period is published. Write why another version is needed."),
            field="reason",
        )
    facts, is_large = _facts(period, currency())
    row = FundStatement(
        id=new_id(),
        starts_on=period.start,
        ends_on=period.last,
        number=queries.next_number(period),
        status=StatementStatus.DRAFT,
        currency=currency(),
        facts=facts.kept(),
        is_reconciled=facts.is_reconciled,
        due_on=statement_within(the_terms()).time.after(period.last),
        reason=reason.strip(),
        made_at=clock.now(),
        made_by_name=actor.name,
        version=1,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, FundAction.STATEMENT_MADE, row, name=row.name)
    if is_large:
        _ask_for_places(actor, row)
    return row


def _facts(period: Period, money: str) -> tuple[FundFacts, bool]:
    """What a draft says at once, and whether its regions and outlets are a job of their own."""
    is_large = places.is_large()
    return (sums_of if is_large else facts_of)(period, money), is_large


def _ask_for_places(actor: Actor, row: FundStatement) -> None:
    enqueue(
        PLACES_JOB,
        arguments={"statement_id": str(row.id)},
        dedupe_key=f"fund-places/{row.id}/{row.version}",
        label=row.name,
        actor=actor,
    )


def remake(actor: Actor, row: FundStatement) -> FundStatement:
    """Let a draft say what the book says now.

    Raises:
        StatementFrozen: when it is published.
    """
    actor.require(Permission.FUND_STATEMENT_PUBLISH)
    db.session.refresh(row)
    _require_draft(row)
    facts, is_large = _facts(Period.of_days(row.starts_on, row.ends_on), row.currency)
    row.facts, row.is_reconciled = facts.kept(), facts.is_reconciled
    row.made_at, row.made_by_name = clock.now(), actor.name
    _flush()
    if is_large:
        _ask_for_places(actor, row)
    return row


def publish(actor: Actor, row: FundStatement, *, version: int | None = None) -> FundStatement:
    """Publish a draft as it was looked at, and deliver it to everybody who contributed.

    Raises:
        StatementFrozen: when it is published already.
        StatementUnfinished: while its regions and outlets are being added up.
        StatementStale: when the book says something else since.
        ChangedMeanwhile: when somebody else made it anew since the page was opened.
    """
    actor.require(Permission.FUND_STATEMENT_PUBLISH)
    db.session.refresh(row)
    if version is not None and row.version != version:
        raise ChangedMeanwhile
    _require_draft(row)
    period = Period.of_days(row.starts_on, row.ends_on)
    _require_true(row, period)
    if not queries.facts(row).seen_entry:
        row.contributors = len(contributors(period))
    before = queries.published(period)
    if before is not None:
        before.status = StatementStatus.REPLACED
    row.status, row.published_at = StatementStatus.PUBLISHED, clock.now()
    row.published_by_name = actor.name
    _flush()
    for language in founded().languages:
        request_edition(row, language)
    enqueue(
        DELIVER_JOB,
        arguments={"statement_id": str(row.id)},
        dedupe_key=f"fund-statement/{row.id}",
        label=row.name,
        actor=actor,
    )
    audit.record(
        actor,
        FundAction.STATEMENT_PUBLISHED,
        row,
        name=row.name,
        contributors=row.contributors,
    )
    return row


def _require_true(row: FundStatement, period: Period) -> None:
    """Whether a draft says what the book says now.

    Of a large network the outlets are not added up again, nor the contributors counted: as long
    as nothing was charged or credited in the period since, they are what they were.
    """
    facts = queries.facts(row)
    if not facts.is_whole:
        raise StatementUnfinished
    if not facts.seen_entry:
        is_true = facts_of(period, row.currency) == facts
    else:
        now = sums_of(period, row.currency).without_places()
        has_moved = places.has_moved_since(facts.seen_entry, period)
        is_true = now == facts.without_places() and not has_moved
    if not is_true:
        raise StatementStale


def request_edition(row: FundStatement, language: str) -> FundEdition:
    """Ask for the PDF of a statement in a language.

    Raises:
        NotFound: when the network does not speak it.
        StatementUnfinished: while its regions and outlets are being added up.
    """
    if language not in founded().languages:
        raise NotFound
    if not queries.facts(row).is_whole:
        raise StatementUnfinished
    edition = queries.editions(row).get(language)
    if edition is None:
        edition = FundEdition(id=new_id(), statement_id=row.id, language=language)
        db.session.add(edition)
        db.session.flush()
    # By the portal itself: a person's asking would be in that person's language.
    request_paper(SYSTEM, queries.PAPER, edition.id)
    return edition


def _require_draft(row: FundStatement) -> None:
    if row.status is not StatementStatus.DRAFT:
        raise StatementFrozen


def _flush() -> None:
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
