"""Bank statements for tests, written as banks write them."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

FEES = "DE89370400440532013000"
FUND = "DE02440001172026770000"
OMAR = "DE88440001172026020000"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a statement as CAMT has it; `parts` make it a sum of several payments."""

    amount: str
    text: str = ""
    day: str = "2026-11-02"
    currency: str = "EUR"
    is_credit: bool = True
    status: str = "BOOK"
    reference: str = ""
    name: str = ""
    iban: str = ""
    end_to_end: str = "NOTPROVIDED"
    is_reversal: bool = False
    is_returned: bool = False
    parts: Sequence["Entry"] = ()
    count: int = 0
    """How many payments the bank says it is of, without listing them."""
    instructed: str = ""
    """What the payer ordered, in dollars, where that is another amount."""


def a_camt(
    *entries: Entry, account: str = FEES, version: str = "08", kind: str = "053", head: str = ""
) -> bytes:
    """A CAMT file of one statement."""
    body = "".join(_entry(entry, version) for entry in entries)
    statement = (
        f"<Stmt><Id>S-1</Id><CreDtTm>2026-11-02T18:00:00</CreDtTm>"
        f"<Acct><Id>{_account(account)}</Id><Ccy>EUR</Ccy></Acct>{_balance()}{body}</Stmt>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f"{head}"
        f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}">'
        "<BkToCstmrStmt><GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-11-02T18:00:00</CreDtTm></GrpHdr>"
        f"{statement}</BkToCstmrStmt></Document>"
    ).encode()


def _account(number: str) -> str:
    if number[:2].isalpha():
        return f"<IBAN>{number}</IBAN>"
    return f"<Othr><Id>{number}</Id></Othr>"


def _balance() -> str:
    return (
        "<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp>"
        '<Amt Ccy="EUR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-01</Dt></Dt></Bal>'
    )


def _entry(entry: Entry, version: str) -> str:
    status = f"<Sts>{entry.status}</Sts>"
    if version >= "08":
        status = f"<Sts><Cd>{entry.status}</Cd></Sts>"
    reversal = "<RvslInd>true</RvslInd>" if entry.is_reversal else ""
    reference = f"<AcctSvcrRef>{entry.reference}</AcctSvcrRef>" if entry.reference else ""
    batch = f"<Btch><NbOfTxs>{entry.count}</NbOfTxs></Btch>" if entry.count else ""
    parts = entry.parts or (() if entry.count else (entry,))
    details = "".join(_details(part, version, is_part=bool(entry.parts)) for part in parts)
    family = "IDDT" if entry.is_returned else "RCDT"
    return (
        f'<Ntry><Amt Ccy="{entry.currency}">{entry.amount}</Amt>'
        f"<CdtDbtInd>{_direction(entry)}</CdtDbtInd>{reversal}{status}"
        f"<BookgDt><Dt>{entry.day}</Dt></BookgDt>{reference}"
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly>"
        f"</Domn></BkTxCd><NtryDtls>{batch}{details}</NtryDtls></Ntry>"
    )


def _details(entry: Entry, version: str, *, is_part: bool) -> str:
    amount = ""
    if entry.instructed:
        amount = (
            f'<AmtDtls><InstdAmt><Amt Ccy="USD">{entry.instructed}</Amt></InstdAmt>'
            f'<TxAmt><Amt Ccy="{entry.currency}">{entry.amount}</Amt></TxAmt></AmtDtls>'
        )
    elif is_part and version == "02":
        amount = (
            f'<AmtDtls><TxAmt><Amt Ccy="{entry.currency}">{entry.amount}</Amt></TxAmt></AmtDtls>'
        )
    elif is_part or "02" < version < "08":
        amount = (
            f'<Amt Ccy="{entry.currency}">{entry.amount}</Amt>'
            f"<CdtDbtInd>{_direction(entry)}</CdtDbtInd>"
        )
    name = escape(entry.name)
    party = f"<Nm>{name}</Nm>" if version < "07" else f"<Pty><Nm>{name}</Nm></Pty>"
    payer = f"<Dbtr>{party}</Dbtr>" if entry.name else ""
    if entry.iban:
        payer += f"<DbtrAcct><Id>{_account(entry.iban)}</Id></DbtrAcct>"
    lines = "".join(f"<Ustrd>{escape(line)}</Ustrd>" for line in entry.text.split("|") if line)
    returned = "<RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf>" if entry.is_returned else ""
    return (
        f"<TxDtls><Refs><EndToEndId>{entry.end_to_end}</EndToEndId></Refs>{amount}"
        f"{f'<RltdPties>{payer}</RltdPties>' if payer else ''}"
        f"{f'<RmtInf>{lines}</RmtInf>' if lines else ''}{returned}</TxDtls>"
    )


def _direction(entry: Entry) -> str:
    return "CRDT" if entry.is_credit else "DBIT"


def an_ofx(
    *transactions: tuple[str, ...],
    account: str = "0532013000",
    currency: str = "EUR",
    is_xml: bool = False,
) -> bytes:
    """An OFX file; each transaction is day, amount, name, memo and the bank's id."""
    rows = "".join(_transaction(*one, is_xml=is_xml) for one in transactions)
    leaf = _xml_leaf if is_xml else _leaf
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200" VERSION="211" '
        'SECURITY="NONE" OLDFILEUID="NONE" NEWFILEUID="NONE"?>\n'
        if is_xml
        else "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nSECURITY:NONE\nENCODING:UTF-8\n"
        "CHARSET:NONE\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:NONE\n\n"
    )
    return (
        f"{head}<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>{leaf('CURDEF', currency)}"
        f"<BANKACCTFROM>{leaf('BANKID', '37040044')}{leaf('ACCTID', account)}"
        f"{leaf('ACCTTYPE', 'CHECKING')}</BANKACCTFROM><BANKTRANLIST>{rows}</BANKTRANLIST>"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    ).encode()


def _transaction(
    day: str, amount: str, name: str = "", memo: str = "", reference: str = "", *, is_xml: bool
) -> str:
    leaf = _xml_leaf if is_xml else _leaf
    fields = {"NAME": name, "MEMO": memo, "FITID": reference}
    further = "".join(leaf(tag, value) for tag, value in fields.items() if value)
    kind = "DEBIT" if amount.startswith("-") else "CREDIT"
    return (
        f"<STMTTRN>{leaf('TRNTYPE', kind)}{leaf('DTPOSTED', day)}{leaf('TRNAMT', amount)}"
        f"{further}</STMTTRN>"
    )


def _leaf(tag: str, value: str) -> str:
    return f"<{tag}>{escape(value)}\n"


def _xml_leaf(tag: str, value: str) -> str:
    return f"<{tag}>{escape(value)}</{tag}>"
