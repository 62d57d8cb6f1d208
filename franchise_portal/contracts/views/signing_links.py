"""What the links lead to that are sent to signers without an account.

Looking at a link never spends it. The newest mail holds the link that works.
"""

from functools import partial

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from ... import audit, storage
from ...access.actor import NOBODY
from ...access.guards import public
from ...accounts.rules import token_digest
from ...database import release
from ...kit import clock
from ...kit.errors import NotFound
from ...web.rendering import render, see
from ..models import ExecutedDocument, Signatory
from ..queries import executed as files
from ..queries import signing as rounds
from ..rules.signing import is_link_over
from ..services.verification import note_wrong_link
from ..signing_enums import SigningAction
from ..signing_errors import SigningLinkSpent
from . import signing_page

bp = Blueprint("signing", __name__)


@bp.get("/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The document and the two answers, or what became of it."""
    try:
        signatory = _signatory(token)
    except SigningLinkSpent:
        return _spent()
    return signing_page.show(signatory, _ways(token))


@bp.get("/<token>/document")
@public
def document(token: str) -> ResponseReturnValue:
    """The very document that is signed."""
    try:
        signatory = _signatory(token)
    except SigningLinkSpent:
        return _spent()
    return signing_page.document(signatory, NOBODY)


@bp.get("/<token>/signed-file")
@public
def signed_file(token: str) -> ResponseReturnValue:
    """The signed file, once all have signed."""
    try:
        signatory = _signatory(token)
    except SigningLinkSpent:
        return _spent()
    executed = files.executed_in(signatory.round_id)
    if executed is None:
        raise NotFound
    audit.record_access(NOBODY, SigningAction.FILE_OPENED, executed.contract, signer=signatory.name)
    return storage.send(executed.file)


@bp.post("/<token>/signature")
@public
def sign(token: str) -> ResponseReturnValue:
    """Sign."""
    try:
        signatory = _signatory(token)
    except SigningLinkSpent:
        return _spent()
    again = signing_page.sign(signatory, _ways(token), NOBODY)
    return again or see(".show", token=token)


@bp.post("/<token>/refusal")
@public
def decline(token: str) -> ResponseReturnValue:
    """Decline."""
    try:
        signatory = _signatory(token)
    except SigningLinkSpent:
        return _spent()
    again = signing_page.decline(signatory, _ways(token), NOBODY)
    return again or see(".show", token=token)


def _signatory(token: str) -> Signatory:
    signatory = rounds.signatory_by_link(token_digest(token))
    ended_at = signatory.round.ended_at
    if ended_at and is_link_over(clock.day_of(ended_at), on=clock.today()):
        raise SigningLinkSpent
    return signatory


def _spent() -> ResponseReturnValue:
    """Say so; and make guessing slow."""
    release()
    note_wrong_link(request.remote_addr or "")
    return render("contracts/signing/link_spent.html", status=SigningLinkSpent.status)


def _ways(token: str) -> signing_page.Ways:
    return signing_page.Ways(
        template="contracts/signing/sign_by_link.html",
        document=url_for("signing.document", token=token),
        sign=url_for("signing.sign", token=token),
        decline=url_for("signing.decline", token=token),
        executed=partial(_executed_url, token),
    )


def _executed_url(token: str, _executed: ExecutedDocument) -> str:
    return url_for("signing.signed_file", token=token)
