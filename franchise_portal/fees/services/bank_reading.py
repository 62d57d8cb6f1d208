"""Reading a bank statement in whichever form it comes, within limits."""

from collections.abc import Iterator

from ...kit.errors import BadInput, Unreadable, shown
from ...kit.i18n import N_
from ..bank_enums import BankFileKind
from ..rules.bank_statement import StatementLine, counted
from .bank_camt import is_camt, read_camt
from .bank_ofx import is_ofx, read_ofx

MOST_BYTES = 8 * 2**20
MOST_LINES = 10_000
READERS = {BankFileKind.CAMT: read_camt, BankFileKind.OFX: read_ofx}
_FEWER_DAYS = N_("Download it for fewer days at a time.")


def recognised(data: bytes) -> BankFileKind:
    """What a file of payments is, by its content."""
    if is_camt(data):
        return BankFileKind.CAMT
    return BankFileKind.OFX if is_ofx(data) else BankFileKind.TABLE


def read_lines(data: bytes, filename: str, kind: BankFileKind) -> list[StatementLine]:
    """The lines of a bank statement, each with how many quite the same stood before it.

    Raises:
        BadInput: when it cannot be read, or is too large to be read while somebody waits.
    """
    try:
        return list(_limited(data, kind))
    except Unreadable as trouble:
        raise refused(filename, trouble) from None


def _limited(data: bytes, kind: BankFileKind) -> Iterator[StatementLine]:
    if len(data) > MOST_BYTES:
        raise Unreadable(
            N_("The statement is larger than %(limit)s MB."), _FEWER_DAYS, limit=MOST_BYTES // 2**20
        )
    for number, line in enumerate(counted(READERS[kind](data)), start=1):
        if number > MOST_LINES:
            raise Unreadable(
                N_("The statement has more than %(limit)s lines."), _FEWER_DAYS, limit=MOST_LINES
            )
        yield line


def refused(filename: str, trouble: Unreadable) -> BadInput:
    """A statement as a whole cannot be imported."""
    problem = trouble.at(filename, None, None, None)
    return BadInput(
        N_("The payments in %(file)s cannot be booked. Nothing was changed."),
        problems=[problem],
        file=shown(filename),
    )
