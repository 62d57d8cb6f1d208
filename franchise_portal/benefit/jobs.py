"""Looking for fee stress, every night: what is found is noted once."""

from ..jobs import Progress, job
from ..kit import clock
from .services import stress

JOB = "benefit.note_fee_stress"


@job(JOB, queue="bulk", every="41 2 * * *", timeout=3600)
def note_fee_stress(*, progress: Progress) -> None:
    """Look at the last charged months; running it again changes nothing.

    It runs every night and not once a month, because accounts and invoices come when they come.
    """
    stress.watch(clock.today(), progress=progress)
