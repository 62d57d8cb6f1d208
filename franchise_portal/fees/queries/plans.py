"""Fee plans: parsed once, shown with the contracts that use them."""

from uuid import UUID

from ...database import db
from ...kit.errors import NotFound
from ..models import FeePlan
from ..rules.canonical import plan_from_json
from ..rules.plans import FeePlan as Plan

_parsed: dict[str, Plan] = {}
_digests: dict[UUID, str] = {}


def the_plan(plan_id: UUID) -> Plan:
    """The plan behind a row, parsed. A row never changes, so each process parses it once."""
    digest = _digests.get(plan_id)
    if digest is None:
        row = db.session.get(FeePlan, plan_id)
        if row is None:
            raise NotFound
        digest = _digests[plan_id] = row.digest
        if digest not in _parsed:
            _parsed[digest] = plan_from_json(row.definition)
    return _parsed[digest]
