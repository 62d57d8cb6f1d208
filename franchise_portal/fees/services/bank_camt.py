"""Reading CAMT.053, the bank statement of ISO 20022, in every version that banks send.

The pyiso20022 library has the message's parts as typed classes, xsdata fills them. Before that the
file is read once for nothing but its harmlessness: no document type, no entities.
"""

import importlib
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ...kit.errors import Unreadable, shown
from ...kit.i18n import N_
from ...kit.money import Money, UnknownCurrency
from ...network.rules.identifiers import compact
from ..bank_enums import LeftOut
from ..rules.bank_statement import StatementLine

_MESSAGE = re.compile(rb"urn:iso:std:iso:20022:tech:xsd:(camt\.05[0-9])\.001\.([0-9]{2})")
STATEMENT = b"camt.053"
NEWEST = 12
AGAIN = N_("Download the statement from the bank again, as CAMT.053.")
NOTHING = "NOTPROVIDED"
CREDIT = "CRDT"
BOOKED = "BOOK"
#: Bank transaction codes of direct debits that we sent.
DEBITS_OF_OURS = "IDDT"


def is_camt(data: bytes) -> bool:
    """Whether a file is some message about an account, by the beginning of its content."""
    return _MESSAGE.search(data[:4096]) is not None


def read_camt(data: bytes) -> Iterator[StatementLine]:
    """The lines of all statements of a file; raises `Unreadable`."""
    document = _parsed(data)
    for statement in document.bk_to_cstmr_stmt.stmt:
        account = _account(statement.acct)
        for entry in statement.ntry:
            yield from _lines(account, entry)


def _parsed(data: bytes) -> Any:  # noqa: ANN401 - the class depends on the version
    found = _MESSAGE.search(data[:4096])
    message, version = (found[1], found[2].decode()) if found else (b"", "")
    if message != STATEMENT:
        raise Unreadable(
            N_("This is %(message)s, a report on an account, not the statement."),
            AGAIN,
            message=message.decode().upper(),
        )
    if not 1 <= int(version) <= NEWEST:
        raise Unreadable(
            N_("This is version %(version)s of CAMT.053, which the portal does not read."),
            N_("Choose another version in the bank's settings, such as 08."),
            version=version,
        )
    _require_harmless(data)
    return _filled(data, version)


def _require_harmless(data: bytes) -> None:
    try:
        for _event, element in iterparse(BytesIO(data), forbid_dtd=True):
            element.clear()
    except DefusedXmlException:
        raise Unreadable(
            N_("The file declares a document type, which no bank does."), AGAIN
        ) from None
    except SyntaxError as error:  # what ElementTree raises for XML that is not well formed
        raise Unreadable(
            N_("The file is damaged: %(why)s."), AGAIN, why=shown(str(error))
        ) from None


def _filled(data: bytes, version: str) -> Any:  # noqa: ANN401
    from xsdata.exceptions import ConverterWarning, ParserError  # noqa: PLC0415 - see below
    from xsdata.formats.dataclass.parsers import XmlParser  # noqa: PLC0415 - of use here alone
    from xsdata.formats.dataclass.parsers.config import ParserConfig  # noqa: PLC0415
    from xsdata.formats.dataclass.parsers.handlers import XmlEventHandler  # noqa: PLC0415

    module = importlib.import_module(f"pyiso20022.camt.camt_053_001_{version}")
    parser = XmlParser(
        config=ParserConfig(fail_on_unknown_properties=False, fail_on_converter_warnings=True),
        handler=XmlEventHandler,
    )
    try:
        return parser.from_bytes(data, module.Document)
    except (ParserError, ConverterWarning, TypeError, ValueError) as error:
        raise Unreadable(
            N_("The file is no statement as CAMT.053 has it: %(why)s."),
            AGAIN,
            why=shown(str(error).splitlines()[0] if str(error) else ""),
        ) from None


def _lines(account: str, entry: Any) -> Iterator[StatementLine]:  # noqa: ANN401
    parts = [part for details in entry.ntry_dtls for part in details.tx_dtls]
    if not parts:
        yield _line(account, entry, None, entry.amt, is_undivided=_count(entry) > 1)
        return
    if len(parts) == 1:
        yield _line(account, entry, parts[0], entry.amt, is_undivided=_count(entry) > 1)
        return
    amounts = [_amount_of(part, entry) for part in parts]
    if None in amounts or sum(one.value for one in amounts if one) != entry.amt.value:
        yield _line(account, entry, None, entry.amt, is_undivided=True)
        return
    for part, amount in zip(parts, amounts, strict=True):
        yield _line(account, entry, part, amount, is_undivided=False)


def _count(entry: Any) -> int:  # noqa: ANN401
    """How many payments the bank says a sum is of."""
    counts = [int(_at(details, "btch.nb_of_txs") or 0) for details in entry.ntry_dtls]
    return max(counts, default=0)


def _amount_of(part: Any, entry: Any) -> Any:  # noqa: ANN401
    """What one payment of a sum comes to, in the account's currency; None when it is not said."""
    direction = _at(part, "cdt_dbt_ind")
    if direction is not None and direction != entry.cdt_dbt_ind:
        return None
    for amount in (_at(part, "amt"), _at(part, "amt_dtls.tx_amt.amt")):
        if amount is not None and amount.ccy == entry.amt.ccy:
            return amount
    return None


def _line(
    account: str,
    entry: Any,  # noqa: ANN401
    part: Any,  # noqa: ANN401
    amount: Any,  # noqa: ANN401
    *,
    is_undivided: bool,
) -> StatementLine:
    leave_out = _left_out(entry, part)
    money = _money(amount.value, amount.ccy)
    if money is None:
        leave_out, money = LeftOut.OTHER_CURRENCY, Money(0, "EUR")
    end_to_end = _at(part, "refs.end_to_end_id") or ""
    return StatementLine(
        account=account,
        day=_day(entry),
        amount=money,
        payer_name=(_at(part, "rltd_pties.dbtr.pty.nm") or _at(part, "rltd_pties.dbtr.nm") or ""),
        payer_account=_account(_at(part, "rltd_pties.dbtr_acct")),
        text=_text(entry, part),
        bank_reference=_bank_reference(entry, part),
        end_to_end="" if end_to_end == NOTHING else end_to_end,
        leave_out=leave_out,
        is_reversal=bool(entry.rvsl_ind),
        is_undivided=is_undivided,
    )


def _money(value: Decimal, currency: str) -> Money | None:
    try:
        return Money.from_decimal(value, currency)
    except UnknownCurrency:
        return None


def _left_out(entry: Any, part: Any) -> LeftOut | None:  # noqa: ANN401
    status = _at(entry, "sts.cd") or _at(entry, "sts.value") or ""
    if status and status != BOOKED:
        return LeftOut.PENDING
    if entry.cdt_dbt_ind.value == CREDIT:
        return None
    families = {_at(entry, "bk_tx_cd.domn.fmly.cd"), _at(part, "bk_tx_cd.domn.fmly.cd")}
    if _at(part, "rtr_inf") is not None or DEBITS_OF_OURS in families:
        return LeftOut.RETURNED
    return LeftOut.DEBIT


def _day(entry: Any) -> date:  # noqa: ANN401
    for when in (entry.bookg_dt, entry.val_dt):
        found = _at(when, "dt") or _at(when, "dt_tm")
        if found is not None:
            return date(found.year, found.month, found.day)
    raise Unreadable(N_("A line of the statement has no day."), AGAIN)


def _text(entry: Any, part: Any) -> str:  # noqa: ANN401
    words: list[str] = list(_at(part, "rmt_inf.ustrd") or ())
    for structured in _at(part, "rmt_inf.strd") or ():
        reference = _at(structured, "cdtr_ref_inf.ref")
        if reference:
            words.append(reference)
    if not words:
        words = [_at(part, "addtl_tx_inf") or entry.addtl_ntry_inf or ""]
    return " ".join(" ".join(words).split())


def _bank_reference(entry: Any, part: Any) -> str:  # noqa: ANN401
    for reference in (_at(part, "refs.acct_svcr_ref"), entry.acct_svcr_ref, entry.ntry_ref):
        if reference and reference != NOTHING:
            return str(reference)
    return ""


def _account(account: Any) -> str:  # noqa: ANN401
    number = _at(account, "id.iban") or _at(account, "id.othr.id") or ""
    return compact(number)


def _at(start: Any, path: str) -> Any:  # noqa: ANN401
    """What stands at the end of a path of optional parts; None when one of them is not there."""
    found = start
    for name in path.split("."):
        found = getattr(found, name, None)
        if found is None:
            return None
    return found
