"""What contracts say: a franchisee has signed."""

from datetime import date
from uuid import UUID

from ...access.actor import Actor
from ...network import services as network
from ...network.enums import FranchiseeStatus
from ...network.models import Franchisee
from .. import queries
from ..enums import Stage
from ..errors import TooSoonToSign
from ..models import Applicant
from ..rules import require_step
from .editing import set_stage


def note_signed(
    actor: Actor,
    franchisee: Franchisee,
    *,
    brand_id: UUID,
    signed_on: date,
    is_executed: bool = False,
) -> Applicant | None:
    """Note that a franchisee has signed a contract for a brand; the application has ended well.

    Args:
        actor: who notes it.
        franchisee: who signed.
        brand_id: for which brand.
        signed_on: the day of signing.
        is_executed: the contract binds already. Its own clock was asked, with the disclosures
            recorded there, so that the one here has nothing left to refuse.

    Returns:
        The application that led there; None for franchisees who came another way.

    Raises:
        TooSoonToSign: when the law pack, or a missing receipt, stands against signing on that day.
    """
    applicant = queries.applicant_of_franchisee(franchisee.id, brand_id)
    if applicant is None or not applicant.stage.is_open:
        return None
    if not is_executed:
        _require_ready(franchisee, brand_id, on=signed_on)
    require_step(applicant.stage, Stage.SIGNED)
    applicant.signed_on = signed_on
    set_stage(actor, applicant, Stage.SIGNED)
    if franchisee.status is FranchiseeStatus.APPLICANT:
        changes = {"status": FranchiseeStatus.SIGNED, "since": franchisee.since or signed_on}
        network.update_franchisee(actor, franchisee, changes=changes)
    return applicant


def _require_ready(franchisee: Franchisee, brand_id: UUID, *, on: date) -> None:
    readiness = queries.ready_to_sign(franchisee.id, brand_id, on=on)
    for obstacle in readiness.day.obstacles:
        raise TooSoonToSign(obstacle.message, **obstacle.params)
