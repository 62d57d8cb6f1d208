"""What the calendar does for disputes and grades."""

from ..database import edge
from ..jobs import Progress, job
from ..kit import clock
from ..kit.period import Period
from .queries.grades import without_grade
from .services import grading, watching


@job("disputes.watch_answers", queue="bulk", every="40 5 * * *", timeout=1800)
def watch_answers(*, progress: Progress) -> None:
    """Remind of answers that are due soon, and tell of those that are late; each once."""
    today = clock.today()
    with edge(write=False):
        found = watching.to_watch(today)
    for done, dispute_id in enumerate(found):
        with edge():
            watching.watch(dispute_id, on=today)
        progress(done + 1, len(found))


@job("disputes.work_out_grades", queue="bulk", every="10 4 * * *", timeout=3600)
def work_out_grades(*, progress: Progress) -> None:
    """Work out the grades of the month that has begun; those that are there already stay.

    Every night, so that a night missed is made up for and newcomers get theirs.
    """
    month = Period.month_of(clock.today())
    with edge(write=False):
        found = without_grade(month.text)
    for done, franchisee_id in enumerate(found):
        with edge():
            grading.work_out(franchisee_id, month=month)
        progress(done + 1, len(found))
