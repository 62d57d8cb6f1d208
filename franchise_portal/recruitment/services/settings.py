"""How we recruit, and what we have shown about ourselves."""

from collections.abc import Mapping
from typing import Any

from ...access.actor import Actor
from ...audit import record
from ...database import db
from ...kit import clock
from ...network.models import Brand
from ..enums import RecruitmentAction
from ..models import ComplianceRecord, RecruitmentSettings
from .editing import set_all


def change_settings(
    actor: Actor,
    settings: RecruitmentSettings,
    changes: Mapping[str, Any],
    *,
    version: int | None,
) -> None:
    """Change the settings; the first change keeps the row.

    Raises:
        ChangedMeanwhile: when somebody else saved them after `version` was seen.
    """
    _kept(settings, changes, version)
    record(actor, RecruitmentAction.SETTINGS_CHANGED, settings)


def change_record(
    actor: Actor,
    brand: Brand,
    kept: ComplianceRecord,
    changes: Mapping[str, Any],
    *,
    version: int | None,
) -> None:
    """Change what the franchisor has shown for a brand.

    Raises:
        ChangedMeanwhile: when somebody else saved it after `version` was seen.
    """
    stamped = {**changes, "changed_by_name": actor.name, "changed_at": clock.now()}
    _kept(kept, stamped, version)
    record(actor, RecruitmentAction.COMPLIANCE_CHANGED, kept, brand=brand.name)


def _kept(
    subject: RecruitmentSettings | ComplianceRecord,
    changes: Mapping[str, Any],
    version: int | None,
) -> None:
    if subject not in db.session:
        for name, value in changes.items():
            setattr(subject, name, value)
        db.session.add(subject)
        db.session.flush()
    else:
        set_all(subject, changes, version)
