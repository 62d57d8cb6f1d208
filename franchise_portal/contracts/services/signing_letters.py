"""The mails about signing, each in its reader's language."""

from typing import Any
from uuid import UUID

from ... import mail
from ...accounts.models import User
from ...database import db
from ..models import Signatory, SigningRound


def ask(signatory: Signatory, *, token: str | None, is_reminder: bool = False) -> None:
    """Ask somebody to sign; a `token` leads in where there is no account."""
    name = "signing_reminder" if is_reminder else "signing_invitation"
    _to_signatory(name, signatory, token=token)


def tell_replaced(signatory: Signatory) -> None:
    """Tell somebody that another person signs instead."""
    _to_signatory("signing_replaced", signatory)


def tell_declined(held: SigningRound, decliner: Signatory) -> None:
    """Tell whoever began it, and those who signed or were asked, that somebody declined."""
    _to_all("signing_declined", held, besides=decliner, decliner=decliner.name)


def tell_ended(held: SigningRound) -> None:
    """Tell whoever began it, and those who signed or were asked, that nothing comes of it."""
    _to_all("signing_ended", held, besides=None)


def tell_completed(signatory: Signatory, *, token: str | None, executed_id: UUID) -> None:
    """Send a signer to the signed file; a `token` leads there without an account."""
    _to_signatory("signing_completed", signatory, token=token, executed_id=executed_id)


def tell_starter_completed(held: SigningRound, *, executed_id: UUID) -> None:
    """Send whoever began it to the signed file, unless they signed it too."""
    starter = _starter(held)
    if starter and starter.id not in {one.user_id for one in _reached(held)}:
        _to_user("signing_completed", held, starter, token=None, executed_id=executed_id)


def _to_all(name: str, held: SigningRound, *, besides: Signatory | None, **context: object) -> None:
    told = {besides.user_id} if besides else set()
    for signatory in _reached(held):
        if signatory is not besides:
            told.add(signatory.user_id)
            _to_signatory(name, signatory, **context)
    starter = _starter(held)
    if starter and starter.id not in told:
        _to_user(name, held, starter, **context)


def _reached(held: SigningRound) -> list[Signatory]:
    """Those who have been asked at all and still belong to the round."""
    return [one for one in held.signatories if one.asked_at and not one.status.is_gone]


def _starter(held: SigningRound) -> User | None:
    user = db.session.get(User, held.started_by) if held.started_by else None
    return user if user and user.is_active else None


def _to_signatory(name: str, signatory: Signatory, **context: object) -> None:
    mail.send(
        kind=f"contracts/{name}",
        to_address=signatory.email,
        to_name=signatory.name,
        language=signatory.language,
        user_id=signatory.user_id,
        confidential=context.get("token") is not None,
        context={**_facts(signatory.round), **_own(signatory), **context},
    )


def _to_user(name: str, held: SigningRound, user: User, **context: object) -> None:
    mail.send(
        kind=f"contracts/{name}",
        to_address=user.email,
        to_name=user.name,
        language=user.language,
        user_id=user.id,
        context={
            **_facts(held),
            "reader": user.name,
            "email": user.email,
            "signatory_id": None,
            "has_signed": False,
            **context,
        },
    )


def _own(signatory: Signatory) -> dict[str, Any]:
    return {
        "reader": signatory.name,
        "email": signatory.email,
        "signatory_id": signatory.id if signatory.user_id else None,
        "has_signed": signatory.status.has_signed,
    }


def _facts(held: SigningRound) -> dict[str, Any]:
    contract = held.contract
    return {
        "number": contract.number,
        "contract_id": contract.id,
        "title": held.contract_version.title,
        "franchisee": contract.franchisee.name,
        "brand": contract.brand.name,
        "sender": held.started_by_name,
        "message": held.message,
        "expires_on": held.expires_on,
        "status": held.status,
        "reason": held.end_reason,
    }
