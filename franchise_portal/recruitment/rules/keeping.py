"""When an applicant has waited too long, and when what is personal must be forgotten."""

from datetime import datetime, timedelta

from ..enums import Stage

#: Who is not becoming a franchisee has a right to be forgotten.
FORGOTTEN_STAGES = frozenset({Stage.REJECTED, Stage.WITHDRAWN})


def is_untouched(
    stage: Stage,
    *,
    touched_at: datetime,
    reminded_at: datetime | None,
    at: datetime,
    patience: timedelta,
) -> bool:
    """Whether somebody should be reminded: once for each time that nothing happens."""
    if not stage.is_open or touched_at + patience > at:
        return False
    return reminded_at is None or reminded_at < touched_at


def is_to_be_forgotten(
    stage: Stage, *, stage_since: datetime, at: datetime, retention: timedelta
) -> bool:
    """Whether the time is over for which a rejected or withdrawn application is kept."""
    return stage in FORGOTTEN_STAGES and stage_since + retention <= at
