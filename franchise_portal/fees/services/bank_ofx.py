"""Reading OFX, in which many banks outside the euro area give their statements.

The bankfile library reads both the old form and the XML one, and says what it was not sure of. A
day or an amount that it had to guess is refused here: money is not guessed.
"""

from collections.abc import Iterator

from bankfile import ReadWarning, Statement, UnknownFormatError, parse_bytes
from bankfile.detect import detect

from ...kit.errors import Unreadable, shown
from ...kit.i18n import N_
from ...kit.money import EXPONENTS, Money
from ...network.rules.identifiers import compact
from ..bank_enums import LeftOut
from ..rules.bank_statement import StatementLine

AGAIN = N_("Download the statement from the bank again, for one account.")
#: Fields that must be sure.
_OF_PAYMENTS = {"TRNAMT", "DTPOSTED", "STMTTRN"}


def is_ofx(data: bytes) -> bool:
    """Whether a file is OFX, by the beginning of its content."""
    try:
        return detect(data) == "OFX"
    except UnknownFormatError:
        return False


def read_ofx(data: bytes) -> Iterator[StatementLine]:
    """The lines of the statement; raises `Unreadable`."""
    statement = parse_bytes(data)
    _require_sure(statement)
    account = compact(statement.account or "")
    for transaction in statement.transactions:
        currency = (transaction.currency or "").upper()
        known = currency in EXPONENTS
        amount = Money.from_decimal(abs(transaction.amount), currency if known else "EUR")
        leave_out = LeftOut.DEBIT if transaction.amount <= 0 else None
        words = (transaction.counterparty_name, transaction.purpose, transaction.reference)
        yield StatementLine(
            account=account,
            day=transaction.date,
            amount=amount,
            payer_name=transaction.counterparty_name or "",
            payer_account=compact(transaction.counterparty_account or ""),
            text=" ".join(" ".join(word for word in words if word).split()),
            bank_reference=transaction.bank_reference or "",
            leave_out=leave_out if known else LeftOut.OTHER_CURRENCY,
        )


def _require_sure(statement: Statement) -> None:
    for warning in statement.warnings:
        if warning.field == "STMTRS":
            raise Unreadable(N_("The file holds the statements of several accounts."), AGAIN)
        if warning.field in _OF_PAYMENTS:
            raise _unsure(warning)
    if statement.account is None:
        raise Unreadable(N_("The file names no account."), AGAIN)
    if statement.currency is None and statement.transactions:
        raise Unreadable(N_("The file names no currency."), AGAIN)


def _unsure(warning: ReadWarning) -> Unreadable:
    return Unreadable(
        N_("“%(value)s” (%(field)s) cannot be read for certain."),
        N_("Ask the bank for the statement in another form, such as CAMT.053."),
        value=shown(warning.value or ""),
        field=warning.field,
    )
