"""Mandates: a franchisee's written leave to collect, entered and revoked."""

from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused, Unreadable
from ...kit.i18n import N_
from ...network.models import Franchisee
from ...network.queries import founded
from ...network.rules import identifiers
from ..bank_enums import MandateScheme, MandateStatus
from ..bank_errors import MandateRevoked, MandateThere
from ..enums import FeesAction
from ..models import Mandate
from ..queries.mandates import creditors_of
from ..rules.direct_debit import is_identifier, sepa_text

LONGEST_NAME = 70


def add_mandate(  # noqa: PLR0913 - each is one fact
    actor: Actor,
    *,
    franchisee: Franchisee,
    creditor_id: str,
    reference: str,
    iban: str,
    signed_on: date,
    holder: str = "",
    bic: str = "",
    scheme: MandateScheme = MandateScheme.CORE,
) -> Mandate:
    """Enter a mandate that a franchisee has signed.

    Raises:
        Refused: for a reference, account or day that cannot be, or another creditor than ours.
        MandateThere: when the franchisee has an active one for the creditor.
    """
    actor.require(Permission.FEES_DEBIT_WRITE)
    _require_sound(creditor_id, reference, signed_on)
    mandate = Mandate(
        franchisee_id=franchisee.id,
        creditor_id=creditor_id,
        reference=reference,
        scheme=scheme,
        holder=sepa_text(holder or franchisee.name, LONGEST_NAME) or franchisee.code,
        iban=_read(identifiers.iban, iban, "iban"),
        bic=_read(identifiers.bic, bic, "bic") if bic else "",
        signed_on=signed_on,
        created_by_name=actor.name,
        created_at=clock.now(),
    )
    _add(mandate)
    audit.record(
        actor,
        FeesAction.MANDATE_ADDED,
        mandate,
        name=franchisee.name,
        franchisee_id=franchisee.id,
        reference=reference,
    )
    return mandate


def revoke_mandate(
    actor: Actor, mandate: Mandate, *, reason: str, version: int | None = None
) -> None:
    """Collect no more under a mandate. What is under way goes on; the bank has it already.

    Raises:
        MandateRevoked: when it was revoked before.
        ChangedMeanwhile: when somebody else changed it since the page was opened.
    """
    actor.require(Permission.FEES_DEBIT_WRITE)
    if not mandate.is_active:
        raise MandateRevoked
    if version is not None and mandate.version != version:
        raise ChangedMeanwhile
    mandate.status, mandate.revoked_on = MandateStatus.REVOKED, clock.today()
    mandate.revoked_reason = reason
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
    audit.record(
        actor,
        FeesAction.MANDATE_REVOKED,
        mandate,
        name=mandate.franchisee.name,
        franchisee_id=mandate.franchisee_id,
        reference=mandate.reference,
        reason=reason,
    )


def _require_sound(creditor_id: str, reference: str, signed_on: date) -> None:
    if creditor_id not in creditors_of(founded()):
        raise Refused(
            N_("This is no creditor identifier of the network. Enter it in the settings first."),
            field="creditor_id",
        )
    if not is_identifier(reference):
        raise Refused(
            N_(
                "A mandate's reference has at most 35 letters, digits and signs such as - and ., "
                "without spaces."
            ),
            field="reference",
        )
    if signed_on > clock.today():
        raise Refused(
            N_("This day is still to come. Enter the mandate once it is signed."), field="signed_on"
        )


def _read(reader: object, text: str, field: str) -> str:
    try:
        return str(reader(text))  # type: ignore[operator]
    except Unreadable as trouble:
        raise Refused(trouble.message, field=field, **trouble.params) from None


def _add(mandate: Mandate) -> None:
    """The database has the last word: of two who enter a mandate at once, one is told so."""
    try:
        with db.session.begin_nested():
            db.session.add(mandate)
    except IntegrityError as error:
        if "reference" in str(error.orig):
            raise Refused(
                N_("Another mandate has this reference. Choose another."), field="reference"
            ) from error
        raise MandateThere from error
