"""The page on which somebody signs: the same behind an account and behind a link."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import audit, storage
from ...access.actor import Actor
from ...kit import clock
from ...kit.errors import NotFound, Refused
from ...law import disclaimer
from ...web.errors import translated
from ...web.rendering import flash, render
from ..forms.signing import DeclineForm, SignForm
from ..models import ExecutedDocument, Signatory
from ..queries import executed as files
from ..queries import signing_clock
from ..rules.consent import CONSENT, CONSENT_VERSION
from ..services import signatures
from ..signing_enums import RoundStatus, SigningAction, SigningMethod
from ..signing_errors import SignedAlready


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the page's links and forms lead."""

    template: str
    document: str
    sign: str
    decline: str
    executed: Callable[[ExecutedDocument], str]


def show(
    signatory: Signatory,
    ways: Ways,
    *,
    form: Any = None,  # noqa: ANN401 - the form with faults, if one was sent
) -> ResponseReturnValue:
    """The document, the words of consent and the two answers; or what became of it."""
    held = signatory.round
    executed = files.executed_in(held.id)
    return render(
        ways.template,
        form=form,
        signatory=signatory,
        held=held,
        paths=ways,
        state=state_of(signatory),
        sign_form=form if isinstance(form, SignForm) else SignForm(formdata=None),
        decline_form=form if isinstance(form, DeclineForm) else DeclineForm(formdata=None),
        consent=_(CONSENT),
        executed=executed,
        executed_url=ways.executed(executed) if executed else "",
        cooling_off=_cooling_off(signatory),
        signing_day=signing_clock.signing_day(held.contract, held.contract_version),
        today=clock.today(),
        disclaimer=_(disclaimer(signing_clock.law_of(held.contract))),
    )


def document(signatory: Signatory, actor: Actor) -> ResponseReturnValue:
    """The very document that is signed; that it was opened is noted."""
    held = signatory.round
    if held.shown is None:
        raise NotFound
    audit.record_access(
        actor,
        SigningAction.READ,
        held.contract,
        signer=signatory.name,
        version=held.contract_version.title,
        digest=held.shown_sha256,
    )
    return storage.send(held.shown, as_attachment=False)


def state_of(signatory: Signatory) -> str:
    """What the page is for: `sign`, `signed`, or `over`."""
    held = signatory.round
    if signatory.status.has_signed and held.status in {RoundStatus.OPEN, RoundStatus.COMPLETED}:
        return "signed"
    is_open = held.status is RoundStatus.OPEN and clock.today() <= held.expires_on
    return "sign" if is_open else "over"


def _cooling_off(signatory: Signatory) -> date | None:
    """Until when one could step back if the last signature came today."""
    held = signatory.round
    return signing_clock.cooling_off_until(
        held.contract, held.contract_version, signed_on=clock.today()
    )


def sign(signatory: Signatory, ways: Ways, actor: Actor) -> ResponseReturnValue | None:
    """Take the signature; the page again when something is wrong, else None."""
    form = SignForm()
    if not form.validate():
        return show(signatory, ways, form=form)
    try:
        signatures.sign(
            signatory.id,
            signatory.round_id,
            typed_name=str(form.typed_name.data),
            consent=signatures.Consent(version=CONSENT_VERSION, text=_(CONSENT)),
            seen_sha256=str(form.seen.data or ""),
            how=circumstances(actor),
        )
    except Refused as refusal:
        return show(signatory, ways, form=form.fault(refusal))
    except SignedAlready as refusal:
        flash(translated(refusal))
    # Nothing else is flashed: the page itself says that its reader has signed.
    return None


def decline(signatory: Signatory, ways: Ways, actor: Actor) -> ResponseReturnValue | None:
    """Take the refusal; the page again when something is wrong, else None."""
    form = DeclineForm()
    if not form.validate():
        return show(signatory, ways, form=form)
    try:
        signatures.decline(
            signatory.id,
            signatory.round_id,
            reason=str(form.reason.data),
            how=circumstances(actor),
        )
    except Refused as refusal:
        return show(signatory, ways, form=form.fault(refusal))
    flash(_("You have declined. The others are told why."))
    return None


def circumstances(actor: Actor) -> signatures.Circumstances:
    """How the person was recognised, and where the request comes from."""
    return signatures.Circumstances(
        actor=actor,
        method=SigningMethod.ACCOUNT if actor.user_id else SigningMethod.LINK,
        address=request.remote_addr or "",
        user_agent=request.headers.get("User-Agent", ""),
    )
