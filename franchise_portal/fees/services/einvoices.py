"""Making e-invoices: EN 16931 as CII, checked before it is kept, and kept as it was handed out."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from ... import audit, storage
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import BadInput, Problem
from ...kit.i18n import N_
from ...kit.period import Period
from ...network.models import Franchisee
from ...network.queries import founded
from ...reports import services as reports
from ...reports.models import ReportRun
from ...storage import StoredFile
from ..enums import FeesAction
from ..errors import InvoiceNotSound
from ..models import EInvoice, Invoice
from ..queries import einvoices as queries
from ..queries.invoices import invoice_for
from ..rules.einvoice import Document, document_of
from ..rules.einvoice_checks import broken_rules
from ..rules.einvoice_needs import Need, needs_of_buyer, needs_of_seller
from ..rules.einvoice_terms import terms_of

PAPER = "invoice"
"""The slug of the PDF's kind."""
LEVEL = "en16931"
CONTENT_TYPE = "application/xml"
SETTINGS = N_("network settings")

Ids = Sequence[UUID]


def request_invoice_paper(actor: Actor, invoice_id: UUID) -> ReportRun:
    """Ask for an invoice as PDF, with the e-invoice inside that is made now, if it was not yet.

    Raises:
        NotFound: when there is no such invoice, or none that the actor may see.
        BadInput: when facts are missing that the standard wants.
    """
    invoice = invoice_for(actor, invoice_id).invoice
    provide([invoice.id])
    return reports.request_paper(actor, PAPER, invoice.id)


def require_facts(
    franchisees: Iterable[Franchisee], categories: Iterable[tuple[str, str]] = ()
) -> None:
    """See that everything is entered that invoices to these franchisees must say.

    `categories` are those of their taxes, each with why there is none; without any, the network's.

    Raises:
        BadInput: with everything that is missing, and where it is entered.
    """
    network = founded()
    seller = queries.seller_of(network)
    told = list(categories) or [(network.tax_category.value, queries.reason_of(network))]
    problems: list[Problem] = []
    for category, reason in told:
        problems += [
            _problem(SETTINGS, need)
            for need in needs_of_seller(seller, category=category, reason=reason)
        ]
        problems += [
            _problem(franchisee.code, need)
            for franchisee in franchisees
            for need in needs_of_buyer(queries.buyer_of(franchisee), category=category)
        ]
    problems = [one for place, one in enumerate(problems) if one not in problems[:place]]
    if problems:
        raise BadInput(
            N_("E-invoices cannot be made yet: some facts are missing."), problems=problems
        )


def _problem(place: str, need: Need) -> Problem:
    return Problem(place, None, need.field, None, need.message, need.remedy)


def require_facts_for(month: Period) -> None:
    """The same for everybody who was invoiced for a month; raises `BadInput`."""
    require_facts(queries.invoiced_in(month))


def provide(invoice_ids: Sequence[UUID]) -> dict[UUID, StoredFile]:
    """The e-invoices of some invoices: those that were made, and the others made now.

    Raises:
        BadInput: when facts are missing.
        InvoiceNotSound: when one would break the standard, which is a fault of ours.
    """
    found = queries.made(invoice_ids)
    lacking = [invoice_id for invoice_id in invoice_ids if invoice_id not in found]
    if not lacking:
        return found
    facts = list(queries.facts_of(lacking))
    require_facts(
        list({invoice.franchisee_id: invoice.franchisee for invoice, _ in facts}.values()),
        {
            (fee.tax.category, fee.tax.reason) if fee.tax else (about.category, about.reason)
            for _, about in facts
            for fee in about.fees
        },
    )
    for invoice, about in facts:
        found[invoice.id] = _keep(invoice, as_xml(document_of(about)))
    return found


def _keep(invoice: Invoice, data: bytes) -> StoredFile:
    """Keep an e-invoice; or take the one that somebody else made in the same moment."""
    file = storage.put(data, name=f"{invoice.number}.xml", content_type=CONTENT_TYPE)
    try:
        with db.session.begin_nested():
            db.session.add(EInvoice(invoice_id=invoice.id, file_id=file.id, made_at=clock.now()))
    except IntegrityError:
        return queries.made([invoice.id])[invoice.id]
    return file


def as_xml(document: Document) -> bytes:
    """An invoice as CII, checked by the standard's rules and against its schema.

    Raises:
        InvoiceNotSound: when it breaks any of them.
    """
    broken = broken_rules(document)
    if broken:
        raise InvoiceNotSound(number=document.number, rules="; ".join(str(one) for one in broken))
    import facturx  # noqa: PLC0415 - it takes its time, and most pages do without

    data: bytes = facturx.generate_cii_xml(
        terms_of(document), level=LEVEL, check_xsd=False, check_schematron=None
    )
    try:
        facturx.xml_check_xsd(data, flavor="factur-x", level=LEVEL)
    except Exception as error:  # the library raises nothing narrower
        raise InvoiceNotSound(number=document.number, rules=str(error)) from error
    return data


def note_export(actor: Actor, month: Period, *, invoices: int) -> None:
    """Let the audit know that a month's e-invoices were handed out."""
    audit.record(
        actor, FeesAction.INVOICES_EXPORTED, name=month.text, month=month.text, invoices=invoices
    )


def all_of(actor: Actor, month: Period, *, at_once: int = 500) -> Iterator[Ids]:
    """The invoices of a month in portions, for one unit of work each."""
    actor.require(Permission.FEES_INVOICE_READ)
    ids = queries.invoices_of(month)
    for start in range(0, len(ids), at_once):
        yield ids[start : start + at_once]
