"""An invoice as a PDF for people, with the e-invoice inside for machines.

Who the parties are and how to pay is read back from the e-invoice that was kept: what both say must
not drift apart when settings change later.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from babel import Locale
from flask_babel import get_locale
from flask_babel import gettext as _

from ... import storage
from ...access.actor import SYSTEM, Actor
from ...kit.errors import NotFound
from ...kit.money import Money
from ...network.enums import TaxCategory
from ...network.models import Franchisee, Network
from ...network.queries import founded
from ...reports.documents import Embedded, Issuer, Margin, Schema
from ...reports.kinds import Subject
from ...storage import StoredFile
from ...web import filters
from ..enums import Book
from ..queries.einvoices import REASONS, made
from ..queries.invoices import InvoiceData, invoice_for
from ..rules.einvoice import CREDIT_NOTE, DEBIT_NOTE, SEPA_DEBIT
from .documents import PayTo
from .invoice_documents import Invoice, InvoiceDocument, PartyWords, Sum
from .lines import fee_groups, fund_groups, in_tables
from .taking_back import tax_name
from .words import currency_name, document_words, local_name, other_name, sentences, span

OUTLETS_NAMED = 8
FILE_NAME = "factur-x.xml"
"""The name that the standard gives to the file inside."""
SCHEMA = Schema(
    name="Factur-X PDFA Extension Schema",
    prefix="fx",
    uri="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
    properties=(
        ("DocumentType", "INVOICE", "The type of the hybrid document in capital letters"),
        ("DocumentFileName", FILE_NAME, "The name of the embedded XML document"),
        ("Version", "1.0", "The version of the standard applying to the embedded XML document"),
        ("ConformanceLevel", "EN 16931", "The conformance level of the embedded XML document"),
    ),
)

Terms = dict[str, Any]


def subject(actor: Actor, invoice_id: UUID) -> Subject:
    """Whom an invoice is for; raises `NotFound` outside what the actor may see."""
    invoice = invoice_for(actor, invoice_id).invoice
    franchisee = invoice.franchisee
    return Subject(
        key=invoice.number,
        name=franchisee.name,
        name_local=franchisee.name_local,
        franchisee_id=franchisee.id,
        language=franchisee.language,
        zone=founded().zone,
    )


def embedded(invoice_id: UUID) -> Embedded:
    """The e-invoice, byte for byte as it is exported."""
    file = _file(invoice_id)
    return Embedded(
        name=FILE_NAME,
        data=storage.read(file),
        description="Factur-X XML file",
        made_at=file.created_at,
        schema=SCHEMA,
    )


def build(invoice_id: UUID) -> InvoiceDocument:
    """The document of one invoice.

    Raises:
        NotFound: when there is no such invoice, or no e-invoice of it yet.
    """
    import facturx  # noqa: PLC0415 - it takes its time, and pages do without

    data = invoice_for(SYSTEM, invoice_id)
    terms: Terms = facturx.parse_ubl_cii_xml(storage.read(_file(invoice_id)), check_xsd=False)
    return document_of(data, terms, founded())


def _file(invoice_id: UUID) -> StoredFile:
    file = made([invoice_id]).get(invoice_id)
    if file is None:
        raise NotFound
    return file


def document_of(data: InvoiceData, terms: Terms, network: Network) -> InvoiceDocument:
    """The facts in words, in the language in hand."""
    title = _title(terms["BT-3"])
    seller = _seller(terms["BG-4"])
    number = data.invoice.number
    return InvoiceDocument(
        issuer=Issuer(name=network.name, address=network.address, email=network.email),
        margin=Margin(
            number=_("%(title)s %(number)s", title=title, number=number),
            legal=sentences(
                (
                    _("%(name)s, %(address)s.", name=seller.name, address=network.address)
                    if network.address
                    else seller.name,
                    _(
                        "All amounts in %(currency)s.",
                        currency=currency_name(data.invoice.currency),
                    ),
                )
            ),
        ),
        invoice=_invoice(data, terms, title, seller),
    )


def _title(kind: str) -> str:
    if kind == CREDIT_NOTE:
        return _("Credit note")
    return _("Debit note") if kind == DEBIT_NOTE else _("Invoice")


def _invoice(data: InvoiceData, terms: Terms, title: str, seller: PartyWords) -> Invoice:
    invoice, month = data.invoice, filters.month(data.invoice.month)
    names = tuple(dict.fromkeys(_outlet_names(data)))
    is_credit = terms["BT-3"] == CREDIT_NOTE
    return Invoice(
        number=invoice.number,
        title=title,
        total=-data.total if is_credit else data.total,
        total_words=_("%(title)s, %(month)s", title=title, month=month),
        due_words=_("It settles your next invoice.")
        if is_credit
        else _("to pay by %(day)s", day=filters.date(invoice.due_on)),
        currency_symbol=filters.symbol(data.total),
        buyer=_buyer(terms["BG-7"], invoice.franchisee),
        seller=seller,
        issued_on=invoice.issued_on,
        period=_period(terms["BT-73"], terms["BT-74"]),
        outlets=names[:OUTLETS_NAMED],
        outlets_more=max(0, len(names) - OUTLETS_NAMED),
        contracts=tuple(number for _id, number in data.contracts[:OUTLETS_NAMED]),
        sums=tuple(_sums(data)),
        tax_words="" if data.taxes else _tax(terms["BG-23"][0]),
        pay_to=() if is_credit or terms.get("BT-81") == SEPA_DEBIT else tuple(_pay_to(data, terms)),
        pay_words=_pay_words(terms, is_credit=is_credit),
        parts=in_tables(
            fee_groups(data.outlets, data.fees, invoice.month, data.takes_back, data.singles)
        ),
        fund=fund_groups(data.outlets, data.fund, invoice.month, data.takes_back),
        reason=invoice.reason,
        corrects=document_words(data.corrects.kind, data.corrects.number) if data.corrects else "",
        lines_note=_("Counted exactly, rounded once."),
    )


def _period(first: date, last: date) -> str:
    return filters.date(first) if first == last else span(first, last)


def _outlet_names(data: InvoiceData) -> Iterator[str]:
    for outlet in data.outlets:
        yield local_name(outlet.name, outlet.name_local)
    for line in data.singles:
        if line.outlet_id is not None:
            yield local_name(line.outlet_name, line.outlet_name_local)


def _buyer(terms: Terms, franchisee: Franchisee) -> PartyWords:
    return PartyWords(
        name=local_name(franchisee.name, franchisee.name_local),
        other=other_name(franchisee.name, franchisee.name_local),
        lines=tuple(
            line
            for line in (
                *_address(terms),
                _numbered(_("Registration"), terms.get("legal_identifier")),
                _numbered(_("VAT number"), terms.get("vat_identifier")),
                _numbered(_("Code"), (terms.get("identifiers") or {}).get(None)),
            )
            if line
        ),
    )


def _seller(terms: Terms) -> PartyWords:
    return PartyWords(
        name=terms["name"],
        lines=tuple(
            line
            for line in (
                *_address(terms),
                _numbered(_("Registration"), terms.get("legal_identifier")),
                _numbered(_("VAT number"), terms.get("vat_identifier")),
                _numbered(_("Tax number"), terms.get("tax_identifier")),
            )
            if line
        ),
    )


def _address(terms: Terms) -> Iterator[str]:
    yield terms.get("addr_l1", "")
    yield " ".join(part for part in (terms.get("postcode"), terms.get("city")) if part)
    names = (get_locale() or Locale("en")).territories
    yield names.get(terms["country_code"], terms["country_code"])


def _numbered(words: str, number: str | None) -> str:
    return _("%(what)s %(number)s", what=words, number=number) if number else ""


def _sums(data: InvoiceData) -> Iterator[Sum]:
    sign = -1 if data.total.minor < 0 else 1
    charges = _("Charges without tax") if data.singles else _("Fees")
    if data.deposits:
        charges = _("Deposits, owed back")
    yield Sum(words=charges, amount=_signed(data.fees, sign))
    if data.fund:
        yield Sum(
            words=_("Advertising fund"),
            amount=_signed(data.fund, sign),
            note=_("held apart, in the fund’s own book"),
        )
    if not data.taxes:
        yield Sum(words=_("VAT"), amount=Money.zero(data.total.currency))
    for tax in data.taxes:
        amount = Money(tax.tax_minor, tax.currency)
        yield Sum(words=tax_name(tax, sign), amount=_signed(amount, sign), note=tax.reason)
    total = _("Invoice total")
    if sign < 0:
        total = _("Total of the credit note")
    elif data.singles:
        total = _("Total of the debit note")
    yield Sum(words=total, amount=_signed(data.total, sign))


def _signed(amount: Money, sign: int) -> Money:
    return amount if sign > 0 else -amount


def _tax(group: Terms) -> str:
    """Why no VAT stands on it: in the law's words where the network gave them."""
    category = TaxCategory(group["BT-118"])
    reason = group.get("BT-120", "")
    if not reason or reason == REASONS.get(category):
        return filters.label(category)
    return _("%(first)s, %(second)s", first=filters.label(category), second=reason)


def _pay_to(data: InvoiceData, terms: Terms) -> Iterator[PayTo]:
    """One account is enough for a machine; people see the fund's own account too."""
    network = founded()
    for book, account, amount in (
        (Book.FRANCHISOR, network.fees_account, data.total - data.fund),
        (Book.FUND, network.fund_account, data.fund),
    ):
        if amount.minor > 0 and account:
            name = _("Advertising fund") if book is Book.FUND else terms["BG-4"]["name"]
            yield PayTo(name=name, number=account, reference=data.invoice.number, amount=amount)


def _pay_words(terms: Terms, *, is_credit: bool) -> str:
    if is_credit:
        return _("Nothing is to be paid. The amount is kept as your credit.")
    if terms.get("BT-81") == SEPA_DEBIT:
        return _(
            "We collect it from the account %(account)s under your mandate %(mandate)s.",
            account=f"… {terms['BT-91'][-4:]}",
            mandate=terms["BT-89"],
        )
    return _(
        "One transfer is fine too. It is booked to what is due, the fund first, then the oldest "
        "fee; what is in dispute comes last."
    )
