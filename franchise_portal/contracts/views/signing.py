"""Sending a version out for signature and keeping the round; and what one is asked to sign."""

from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import audit, storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit import clock
from ...kit.errors import NotFound, Refused
from ...law import disclaimer
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import queries
from ..forms.signing import CancelForm, StartForm, SuccessorForm
from ..models import ContractVersion, Signatory, SigningRound
from ..queries import executed as files
from ..queries import signing as rounds
from ..queries import signing_clock
from ..queries.signing_parties import candidates
from ..services import signed_files
from ..services import signing as services
from ..signing_enums import SigningAction, SigningOrder
from . import signing_page
from .blueprint import bp

# ---- keeping a round


@bp.get("/versions/<uuid:version_id>/signing")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def new_signing(version_id: UUID) -> ResponseReturnValue:
    """Who is to sign a version, until when."""
    version = queries.version_for(current_actor, version_id)
    return _start_page(version, _start_form(version))


@bp.post("/versions/<uuid:version_id>/signing")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def start_signing(version_id: UUID) -> ResponseReturnValue:
    """Send a version out for signature."""
    version = queries.version_for(current_actor, version_id)
    form = _start_form(version)
    if not form.validate():
        return _start_page(version, form)
    try:
        held = services.start_round(
            current_actor,
            version,
            signers=form.chosen,
            order=SigningOrder(form.order.data),
            expires_on=form.expires_on.data,
            remind_every=int(form.remind_every.data),
            message=str(form.message.data or ""),
            in_two_roles=bool(form.in_two_roles.data),
        )
    except Refused as refusal:
        # Read again: what was refused had taken hold of it.
        version = queries.version_for(current_actor, version_id)
        return _start_page(version, form.fault(refusal))
    flash(_("The document is being made. The first signers get a mail as soon as it is ready."))
    return see(".show_signing", round_id=held.id)


@bp.get("/signing-rounds/<uuid:round_id>")
@requires(Permission.CONTRACTS_CONTRACT_READ)
@section("contracts.index")
def show_signing(round_id: UUID) -> ResponseReturnValue:
    """Who has signed, who has not, and what came of it."""
    held = rounds.round_for(current_actor, round_id)
    return render(
        "contracts/signing/show.html",
        held=held,
        executed=files.executed_in(held.id),
        today=clock.today(),
    )


@bp.get("/signing-rounds/<uuid:round_id>/document")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
def open_shown(round_id: UUID) -> ResponseReturnValue:
    """What the signers are shown, for those who keep the round."""
    held = rounds.round_for(current_actor, round_id)
    if held.shown is None:
        raise NotFound
    return storage.send(held.shown, as_attachment=False)


@bp.get("/signing-rounds/<uuid:round_id>/cancellation")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def ask_to_cancel_signing(round_id: UUID) -> ResponseReturnValue:
    """What stopping a round means."""
    held = rounds.round_for(current_actor, round_id)
    return render("contracts/signing/cancel.html", held=held, form=CancelForm())


@bp.post("/signing-rounds/<uuid:round_id>/cancellation")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def cancel_signing(round_id: UUID) -> ResponseReturnValue:
    """Stop a round."""
    held = rounds.round_for(current_actor, round_id)
    form = CancelForm()
    if not form.validate():
        return render("contracts/signing/cancel.html", held=held, form=form)
    services.cancel_round(current_actor, held, reason=str(form.reason.data))
    flash(_("The signing is stopped, and those who were asked are told."))
    return see(".show_signing", round_id=round_id)


@bp.post("/signing-rounds/<uuid:round_id>/attempts")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
def repeat_signing(round_id: UUID) -> ResponseReturnValue:
    """Have a file made once more that could not be made."""
    held = rounds.round_for(current_actor, round_id)
    signed_files.try_again(current_actor, held)
    flash(_("It is tried again now."))
    return see(".show_signing", round_id=round_id)


@bp.post("/signatories/<uuid:signatory_id>/reminders")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
def remind_signer(signatory_id: UUID) -> ResponseReturnValue:
    """Send the mail once more."""
    signatory = rounds.signatory_seen(current_actor, signatory_id)
    services.remind(current_actor, signatory)
    flash(_("A mail is on its way to %(name)s.", name=signatory.name))
    return see(".show_signing", round_id=signatory.round_id)


@bp.get("/signatories/<uuid:signatory_id>/successor")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def new_successor(signatory_id: UUID) -> ResponseReturnValue:
    """Who may sign instead."""
    signatory = rounds.signatory_seen(current_actor, signatory_id)
    return _successor_page(signatory, _successor_form(signatory))


@bp.post("/signatories/<uuid:signatory_id>/successor")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
@section("contracts.index")
def replace_signer(signatory_id: UUID) -> ResponseReturnValue:
    """Have somebody else sign."""
    signatory = rounds.signatory_seen(current_actor, signatory_id)
    form = _successor_form(signatory)
    if not form.validate():
        return _successor_page(signatory, form)
    try:
        successor = services.replace_signer(
            current_actor,
            signatory,
            by=services.Chosen(key=str(form.who.data), email=str(form.email.data or "")),
            reason=str(form.reason.data),
            in_two_roles=bool(form.in_two_roles.data),
        )
    except Refused as refusal:
        return _successor_page(signatory, form.fault(refusal))
    flash(
        _(
            "%(name)s signs instead of %(before)s.",
            name=successor.name,
            before=signatory.name,
        )
    )
    return see(".show_signing", round_id=signatory.round_id)


@bp.get("/executed/<uuid:executed_id>")
@requires(Permission.CONTRACTS_CONTRACT_READ)
def open_executed(executed_id: UUID) -> ResponseReturnValue:
    """Download the signed file."""
    executed = files.executed_for(current_actor, executed_id)
    audit.record_access(
        current_actor,
        SigningAction.FILE_OPENED,
        executed.contract,
        signer=current_actor.name,
    )
    return storage.send(executed.file)


def _start_form(version: ContractVersion) -> StartForm:
    return StartForm.of(
        candidates(version.contract, version),
        today=clock.today(),
        sender=current_actor.user_id,
    )


def _start_page(version: ContractVersion, form: StartForm) -> ResponseReturnValue:
    contract = version.contract
    return render(
        "contracts/signing/new.html",
        form=form,
        contract=contract,
        version=version,
        signing_day=signing_clock.signing_day(contract, version),
        cooling_off=signing_clock.cooling_off_until(contract, version, signed_on=clock.today()),
        guarantors=queries.terms_of(version).guarantors,
        today=clock.today(),
        disclaimer=_(disclaimer(signing_clock.law_of(contract))),
    )


def _successor_form(signatory: Signatory) -> SuccessorForm:
    held: SigningRound = signatory.round
    taken = {one.email for one in held.signatories if one.party is signatory.party}
    return SuccessorForm.of(
        [
            one
            for one in candidates(held.contract, held.contract_version)
            if one.party is signatory.party and (not one.email or one.email not in taken)
        ]
    )


def _successor_page(signatory: Signatory, form: SuccessorForm) -> ResponseReturnValue:
    return render(
        "contracts/signing/successor.html", signatory=signatory, held=signatory.round, form=form
    )


# ---- what one is asked to sign


@bp.get("/to-sign")
@requires(Permission.CONTRACTS_CONTRACT_SIGN)
@section("contracts.to_sign")
def to_sign() -> ResponseReturnValue:
    """What one is asked to sign, and what one has signed."""
    return render(
        "contracts/signing/index.html",
        waiting=rounds.waiting_for(current_actor),
        signed=rounds.signed_by(current_actor),
        today=clock.today(),
    )


@bp.get("/to-sign/<uuid:signatory_id>")
@requires(Permission.CONTRACTS_CONTRACT_SIGN)
@section("contracts.to_sign")
def sign_page(signatory_id: UUID) -> ResponseReturnValue:
    """The document and the two answers."""
    signatory = rounds.signatory_for(current_actor, signatory_id)
    return signing_page.show(signatory, _ways(signatory))


@bp.get("/to-sign/<uuid:signatory_id>/document")
@requires(Permission.CONTRACTS_CONTRACT_SIGN)
def read_to_sign(signatory_id: UUID) -> ResponseReturnValue:
    """The very document that is signed."""
    signatory = rounds.signatory_for(current_actor, signatory_id)
    return signing_page.document(signatory, current_actor)


@bp.post("/to-sign/<uuid:signatory_id>/signature")
@requires(Permission.CONTRACTS_CONTRACT_SIGN)
@section("contracts.to_sign")
def sign(signatory_id: UUID) -> ResponseReturnValue:
    """Sign."""
    signatory = rounds.signatory_for(current_actor, signatory_id)
    again = signing_page.sign(signatory, _ways(signatory), current_actor)
    return again or see(".sign_page", signatory_id=signatory_id)


@bp.post("/to-sign/<uuid:signatory_id>/refusal")
@requires(Permission.CONTRACTS_CONTRACT_SIGN)
@section("contracts.to_sign")
def decline_to_sign(signatory_id: UUID) -> ResponseReturnValue:
    """Decline."""
    signatory = rounds.signatory_for(current_actor, signatory_id)
    again = signing_page.decline(signatory, _ways(signatory), current_actor)
    return again or see(".sign_page", signatory_id=signatory_id)


def _ways(signatory: Signatory) -> signing_page.Ways:
    return signing_page.Ways(
        template="contracts/signing/sign.html",
        document=url_for("contracts.read_to_sign", signatory_id=signatory.id),
        sign=url_for("contracts.sign", signatory_id=signatory.id),
        decline=url_for("contracts.decline_to_sign", signatory_id=signatory.id),
        executed=lambda executed: url_for("contracts.open_executed", executed_id=executed.id),
    )
