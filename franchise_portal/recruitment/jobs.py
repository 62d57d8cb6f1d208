"""What recruitment does every day by itself. Each may run twice without harm."""

from datetime import timedelta

from ..database import edge
from ..jobs import job
from ..kit import clock
from . import queries, services


@job("recruitment.remind", every="10 5 * * *")
def remind() -> None:
    """Mail the applicants that nobody has touched for a while to who is responsible."""
    with edge():
        services.remind()


@job("recruitment.forget", every="40 2 * * *")
def forget() -> None:
    """Forget what is personal in applications that came to nothing, one by one."""
    with edge(write=False):
        retention = timedelta(days=queries.settings().retention_days)
        ids = queries.forgettable(at=clock.now(), retention=retention)
    for applicant_id in ids:
        with edge():
            services.forget(applicant_id)
