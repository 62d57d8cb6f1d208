"""Telling the selection before the contract how it ended."""

import logging
from datetime import date

from ...access.actor import SYSTEM
from ...database import db
from ...kit.errors import DomainError
from ...network import queries as network
from ...recruitment.services import note_signed
from ..models import Contract

logger = logging.getLogger(__name__)


def end_application(contract: Contract, *, signed_on: date) -> None:
    """Let the application that led to a contract end well, however it was signed.

    The contract binds whatever the application says, so that nothing is refused here any more.
    """
    franchisee = network.franchisee_for(SYSTEM, contract.franchisee_id)
    try:
        with db.session.begin_nested():
            note_signed(
                SYSTEM,
                franchisee,
                brand_id=contract.brand_id,
                signed_on=signed_on,
                is_executed=True,
            )
    except DomainError as error:
        fields = {"contract": contract.number, "why": str(error)}
        logger.warning("application not ended", extra={"fields": fields})
