"""What the calendar does for disputes and grades."""

from ..database import edge
from ..jobs import Progress, job
from ..kit import clock
from .services import watching


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
