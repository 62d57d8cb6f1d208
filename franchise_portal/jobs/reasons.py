"""Why something failed, in one line that may be kept: no addresses, no parameters, no paths."""

import re

from rq.timeouts import JobTimeoutException
from sqlalchemy.exc import StatementError

from ..kit.errors import DomainError
from ..kit.i18n import N_

TOO_LONG = N_("It took longer than it may.")
NO_MEMORY = N_("There was not enough memory for it.")

LONGEST = 300

_ADDRESS = re.compile(r"[^\s@<>,;:\"']+@[^\s@<>,;:\"']+")


def reason(error: BaseException) -> str:
    """The error in one line for the row, the log and the administrator's page."""
    if isinstance(error, DomainError):
        return _tidy(str(error))
    if isinstance(error, JobTimeoutException):
        return TOO_LONG
    if isinstance(error, MemoryError):
        return NO_MEMORY
    if isinstance(error, StatementError) and error.orig is not None:
        # The statement and its parameters hold names and amounts; the driver's first line not.
        return _tidy(f"{type(error.orig).__name__}: {error.orig}")
    text = str(error)
    return _tidy(f"{type(error).__name__}: {text}" if text else type(error).__name__)


def _tidy(text: str) -> str:
    line = (text.strip().splitlines() or [""])[0]
    line = _ADDRESS.sub("…@…", line)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
