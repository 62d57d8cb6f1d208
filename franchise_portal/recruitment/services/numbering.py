"""References of applicants: the year, and a number that nobody else has."""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ...database import db
from ...kit import clock
from ..models import Applicant

TRIES = 20


def add_numbered(applicant: Applicant) -> None:
    """Give an applicant the next reference and add the row.

    Two enquiries of one moment may want the same number; one of them then takes the next. Gaps do
    no harm.
    """
    for _ in range(TRIES):
        applicant.reference = _next()
        try:
            with db.session.begin_nested():
                db.session.add(applicant)
        except IntegrityError:
            continue
        return
    message = "no free reference was found"
    raise RuntimeError(message)


def _next() -> str:
    start = f"AP-{clock.today().year}-"
    latest = db.session.scalar(
        select(Applicant.reference)
        .where(Applicant.reference.startswith(start, autoescape=True))
        .order_by(func.length(Applicant.reference).desc(), Applicant.reference.desc())
        .limit(1)
    )
    number = int(latest.removeprefix(start)) + 1 if latest else 1
    return f"{start}{number:04d}"
