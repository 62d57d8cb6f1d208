"""The page behind the link in a mail: the document, its digest, and the receipt."""

from flask import request
from flask.typing import ResponseReturnValue

from ... import audit, storage
from ...access.actor import current_actor
from ...access.guards import public
from ...accounts.rules import token_digest
from ...law import pack
from ...web.rendering import render
from .. import queries, services, words
from ..enums import RecruitmentAction
from ..forms import ReceiptForm
from ..models import Disclosure
from ..rules import clock_starts
from .blueprint import bp


@bp.get("/receipts/<string:token>")
@public
def receipt(token: str) -> ResponseReturnValue:
    """What was given, and the form to say that one has it."""
    return _page(queries.disclosure_by_token(token_digest(token)), token, ReceiptForm())


@bp.get("/receipts/<string:token>/document")
@public
def receipt_document(token: str) -> ResponseReturnValue:
    """The document itself."""
    disclosure = queries.disclosure_by_token(token_digest(token))
    applicant = disclosure.applicant
    audit.record_access(
        current_actor,
        RecruitmentAction.DISCLOSURE_OPENED,
        applicant,
        name=applicant.reference,
    )
    return storage.send(disclosure.file)


@bp.post("/receipts/<string:token>")
@public
def acknowledge_receipt(token: str) -> ResponseReturnValue:
    """Say that one has it. The link is spent; this answer is the applicant's copy."""
    disclosure = queries.disclosure_by_token(token_digest(token))
    form = ReceiptForm()
    if not form.validate():
        return _page(disclosure, token, form)
    given = services.acknowledge(
        token, services.Receipt(name=str(form.name.data), address=request.remote_addr or "")
    )
    starts = clock_starts(given.delivery, given.delivered_on, given.acknowledged_on)
    law_pack = pack(given.pack)
    return render(
        "recruitment/public/acknowledged.html",
        disclosure=given,
        earliest=law_pack.earliest_signing(starts, final_agreement_on=given.final_agreement_on),
        law_pack=law_pack,
        words=words,
    )


def _page(disclosure: Disclosure, token: str, form: ReceiptForm) -> ResponseReturnValue:
    return render(
        "recruitment/public/receipt.html",
        disclosure=disclosure,
        token=token,
        form=form,
        receipt_form=form,
        law_pack=pack(disclosure.pack),
        words=words,
    )
