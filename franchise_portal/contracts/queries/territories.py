"""The areas that contracts grant."""

from collections.abc import Collection, Mapping

from ...access.actor import SYSTEM
from ...database import db
from ...network import queries as network
from ...network.models import Territory


def territories_named(codes: Collection[str]) -> Mapping[str, Territory]:
    """The territories with some codes; whoever may read the contract may read what it grants."""
    if not codes:
        return {}
    query = network.visible_territories(SYSTEM).where(Territory.code.in_(list(codes)))
    return {territory.code: territory for territory in db.session.scalars(query)}
