"""Work on fees that takes a while, and the nightly proof that the books agree."""

import logging
import tempfile
from uuid import UUID
from zoneinfo import ZoneInfo

from ..access.actor import SYSTEM
from ..database import db, edge, see_one_moment
from ..jobs import Progress, job
from ..kit import clock
from ..kit.errors import DomainError
from ..kit.period import Period
from ..network.enums import ImportStatus as ContractImportStatus
from ..network.queries import founded
from . import services
from .draft_enums import Occasion
from .errors import BooksDisagree
from .models import ContractImport, FeeSimulation, SalesImport
from .queries import unreported
from .queries.months import ASSESS_JOB
from .queries.soundness import check_ledger
from .services import (
    beancount,
    estimating,
    initial_fees,
    plan_impacts,
    plan_steps,
    reminding,
    simulations,
)
from .services.contract_files import JOB as CONTRACTS_JOB
from .services.estimating import ESTIMATE_JOB
from .services.requests import CHECK_JOB, POST_JOB, on_behalf_of

EARLIEST_HOUR = 6
"""Of the network's day: nobody is reminded at night."""
AT_ONCE = 100

logger = logging.getLogger(__name__)


@job(ASSESS_JOB, timeout=3600)
def assess_month(
    *,
    month: str,
    run: str,
    user: str,
    name: str,
    occasion: str = Occasion.ASKED.value,
    progress: Progress,
) -> None:
    """Assess a month portion by portion; what a crash interrupted goes on where it stopped."""
    with edge():
        assessment = services.MonthRun(
            on_behalf_of(user, name),
            month=Period.parse_month(month),
            run_id=UUID(run),
            occasion=Occasion(occasion),
        )
    has_more = True
    while has_more:
        with edge():
            has_more = assessment.next_portion()
        progress(assessment.done, assessment.total)
    with edge():
        assessment.finish()


@job(CHECK_JOB, timeout=1800)
def check_import(*, import_id: str, progress: Progress) -> None:
    """Read and check a sales file."""
    with edge():
        row = db.session.get_one(SalesImport, UUID(import_id))
        services.check(row, tell=progress)


@job(POST_JOB, timeout=1800)
def post_import(*, import_id: str, user: str, name: str, progress: Progress) -> None:
    """Write the good rows of a sales file, all in one transaction."""
    with edge():
        row = db.session.get_one(SalesImport, UUID(import_id))
        services.post(on_behalf_of(user, name), row=row, tell=progress)


def _note_failure(*, import_id: str, user: str, name: str, reason: str) -> None:
    del user, name
    services.release_contracts(UUID(import_id), reason=reason)


@job(CONTRACTS_JOB, timeout=1800, retries=2, when_failed=_note_failure)
def post_contracts(*, import_id: str, user: str, name: str) -> None:
    """Write checked contracts in one transaction; done already, it does nothing."""
    with edge():
        row = db.session.get_one(ContractImport, UUID(import_id))
        if row.status is ContractImportStatus.RUNNING:
            services.post_contracts(on_behalf_of(user, name), row)


def _note_no_export(*, export_id: str, reason: str) -> None:
    beancount.give_up_export(UUID(export_id), reason=reason)


@job(beancount.JOB, queue="bulk", timeout=3600, retries=2, when_failed=_note_no_export)
def export_ledger(*, export_id: str) -> None:
    """Write the books into a file, all as they were at one moment, and keep it."""
    with tempfile.TemporaryFile() as file:
        with edge(write=False):
            see_one_moment()
            entries = beancount.write_books(file)
        with edge():
            beancount.keep_export(UUID(export_id), file, entries)


@job(ESTIMATE_JOB, timeout=3600)
def estimate_month(*, month: str, user: str, name: str, progress: Progress) -> None:
    """Estimate every missing report of a month that the plans let be estimated."""
    actor, period = on_behalf_of(user, name), Period.parse_month(month)
    with edge(write=False):
        found = unreported.all_unreported(actor, period)
        due = [one.outlet_id for one in found if one.may_be_estimated(clock.today())]
    for done in range(0, len(due), AT_ONCE):
        progress(done, len(due))
        with edge():
            estimating.estimate_due(actor, outlet_ids=due[done : done + AT_ONCE], month=period)
    progress(len(due), len(due))


@job("fees.remind_of_sales", queue="bulk", every="20 * * * *", timeout=3600)
def remind_of_sales(*, progress: Progress) -> None:
    """Once the day has begun at the office: remind of reports that are due soon or late.

    Each is reminded of once in each state, so running it again says nothing twice.
    """
    if clock.now().astimezone(ZoneInfo(founded().zone)).hour < EARLIEST_HOUR:
        return
    for month in reminding.months_to_look_at(clock.today()):
        after, has_more, done = "", True, 0
        while has_more:
            with edge():
                found, after = unreported.unreported(SYSTEM, month, after=after, limit=AT_ONCE)
                done += reminding.remind_of(found, on=clock.today())
            has_more = bool(after)
            progress(done, done)


@job("fees.charge_initial_fees", every="*/20 * * * *", timeout=1800)
def charge_initial_fees(*, progress: Progress) -> None:
    """Charge the initial fees of contracts that have come into force, each once.

    What cannot be charged stays among the other charges, where a person sees what is in the way.
    """
    with edge(write=False):
        due = initial_fees.initial_fees_due()
    for done, charge_id in enumerate(due):
        progress(done, len(due))
        try:
            with edge():
                initial_fees.charge_initial_fee(SYSTEM, charge_id)
        except DomainError as error:
            fields = {"id": str(charge_id), "why": str(error)}
            logger.warning("an initial fee waits for a person", extra={"fields": fields})
    progress(len(due), len(due))


def _note_no_answer(*, simulation_id: str, reason: str) -> None:
    simulations.give_up(UUID(simulation_id), reason=reason)


@job(simulations.JOB, queue="bulk", timeout=3600, retries=2, when_failed=_note_no_answer)
def simulate(*, simulation_id: str, progress: Progress) -> None:
    """Work out what other terms of a fee would mean for everybody; answered already, do nothing."""
    with edge():
        simulations.work_out(
            db.session.get_one(FeeSimulation, UUID(simulation_id)), progress=progress
        )


def _note_no_impact(*, impact_id: str, reason: str) -> None:
    plan_impacts.give_up(UUID(impact_id), reason=reason)


@job(plan_impacts.JOB, queue="bulk", timeout=3600, retries=2, when_failed=_note_no_impact)
def work_out_impact(*, impact_id: str, progress: Progress) -> None:
    """Work out what a version of a plan would mean for everybody; known already, do nothing."""
    with edge(write=False):
        answer = plan_impacts.answer_to(UUID(impact_id), progress=progress)
    with edge():
        if answer is not None:
            plan_impacts.keep_answer(UUID(impact_id), answer)
        else:
            plan_impacts.give_up(UUID(impact_id), reason="The draft says something else by now.")


@job(plan_steps.JOB, queue="bulk", timeout=3600, retries=5)
def move_contracts(*, version_id: str, progress: Progress) -> None:
    """Move the contracts of a version step by step, also back; moved already, do nothing."""
    has_more = True
    while has_more:
        with edge():
            reached = plan_steps.move_some(UUID(version_id))
        has_more = reached is not None
        if reached is not None:
            progress(*reached)


@job("fees.check_ledger", queue="bulk", timeout=3600, every="17 2 * * *")
def check_books() -> None:
    """Prove every night that the books agree.

    Raises:
        BooksDisagree: which fails the job, so that the page of jobs shows it.
    """
    with edge(write=False):
        result = check_ledger()
    for finding in result.findings:
        logger.error("the books disagree: %s", finding)
    if result.findings:
        raise BooksDisagree(first=str(result.findings[0]), count=len(result.findings))
