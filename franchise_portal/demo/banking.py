"""What banks told and were told: leave to collect, files of debits, and money nobody can place.

Harbour Row and Brightwater let their fees be collected. The statement of the end of October holds
money from somebody's private account, and money that is no franchisee's.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..database import db
from ..fees.bank_enums import BankFileKind, MandateScheme
from ..fees.models import BankEntry, DebitRun, Mandate
from ..fees.services import bank_entries, direct_debit, mandates
from ..fees.services.bank_statements import import_statement
from ..network.queries import founded
from ..network.services.founding import change_settings
from . import story
from .told import Scene, Told

CREDITOR = "DE98ZZZ09999999999"
"""The identifier that the European Payments Council prints as an example."""
COLLECTED = ("F-007", "F-010")
"""Whose invoices of the last month are collected; they send no transfers for it."""
DEBITED_ON = date(2026, 10, 15)
STRANGER = "Stadtwerke Northhaven"
ACCOUNTS = (
    ("F-010", "DE13440001172026010001", "TL-F010-2024", date(2024, 3, 8), MandateScheme.CORE),
    ("F-007", "DE18440001172026007001", "TL-F007-2024", date(2024, 10, 1), MandateScheme.B2B),
    ("F-012", "DE42440001172026012001", "TL-F012-2024", date(2024, 10, 2), MandateScheme.CORE),
)

#: Amount, payer, what was written, the bank's own reference.
ARRIVED = (
    ("640.00", "H. Fenwick", "Fees July, first part", "N-10300017"),
    ("218.35", STRANGER, "Credit from the yearly bill, customer 88120", "N-10300021"),
)


def scenes() -> Iterator[Scene]:
    """In the order in which it happened."""
    yield Scene(datetime(2024, 10, 7, 9, 0, tzinfo=UTC), _enter_mandates)
    yield Scene(datetime(2026, 4, 14, 15, 30, tzinfo=UTC), _kestrel_would_rather_transfer)
    yield Scene(datetime(2026, 10, 9, 10, 20, tzinfo=UTC), _hand_in_the_files)
    yield Scene(datetime(2026, 10, 16, 8, 50, tzinfo=UTC), _book_what_was_collected)
    yield Scene(datetime(2026, 10, 30, 16, 45, tzinfo=UTC), _read_the_statement)
    yield Scene(datetime(2026, 10, 30, 16, 55, tzinfo=UTC), _set_the_strangers_aside)


def _enter_mandates(told: Told) -> None:
    hanna, felix = told.acting("hanna@demo.test"), told.acting("felix@demo.test")
    change_settings(hanna, founded(), changes={"fees_creditor": CREDITOR})
    for code, iban, reference, signed_on, scheme in ACCOUNTS:
        mandates.add_mandate(
            felix,
            franchisee=told.franchisees[code],
            creditor_id=CREDITOR,
            reference=reference,
            iban=iban,
            signed_on=signed_on,
            scheme=scheme,
        )


def _kestrel_would_rather_transfer(told: Told) -> None:
    felix = told.acting("felix@demo.test")
    query = (
        select(Mandate)
        .where(Mandate.franchisee_id == told.franchisees["F-012"].id)
        .options(joinedload(Mandate.franchisee))
    )
    mandates.revoke_mandate(
        felix,
        db.session.scalars(query).one(),
        reason="Kestrel Retail pays by transfer again, letter of 10 April.",
    )


def _hand_in_the_files(told: Told) -> None:
    direct_debit.collect(told.acting("felix@demo.test"), on=DEBITED_ON)


def _book_what_was_collected(told: Told) -> None:
    felix = told.acting("felix@demo.test")
    for run in db.session.scalars(select(DebitRun).order_by(DebitRun.message)):
        direct_debit.book_collected(felix, run, on=DEBITED_ON)


def _read_the_statement(told: Told) -> None:
    import_statement(
        told.acting("felix@demo.test"),
        data=statement().encode(),
        filename="statement-2026-10-30.xml",
        kind=BankFileKind.CAMT,
    )


def _set_the_strangers_aside(told: Told) -> None:
    query = select(BankEntry).where(BankEntry.payer_name == STRANGER)
    bank_entries.set_entry_aside(
        told.acting("felix@demo.test"),
        db.session.scalars(query).one(),
        note="The office’s electricity, no fee of anybody.",
    )


def statement() -> str:
    """The day's statement as the bank writes it, CAMT.053."""
    account = founded().fees_account.replace(" ", "")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>N-2026-10-30</MsgId><CreDtTm>2026-10-30T18:00:00</CreDtTm></GrpHdr>"
        "<Stmt><Id>N-2026-10-30</Id><CreDtTm>2026-10-30T18:00:00</CreDtTm>"
        f"<Acct><Id><IBAN>{account}</IBAN></Id><Ccy>{story.CURRENCY}</Ccy></Acct>"
        "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="{story.CURRENCY}">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        "<Dt><Dt>2026-10-30</Dt></Dt></Bal>"
        f"{''.join(_entry(*one) for one in ARRIVED)}</Stmt></BkToCstmrStmt></Document>"
    )


def _entry(amount: str, payer: str, text: str, reference: str) -> str:
    return (
        f'<Ntry><Amt Ccy="{story.CURRENCY}">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        "<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-10-30</Dt></BookgDt>"
        f"<AcctSvcrRef>{reference}</AcctSvcrRef>"
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>"
        "</BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f"<RltdPties><Dbtr><Pty><Nm>{payer}</Nm></Pty></Dbtr></RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
