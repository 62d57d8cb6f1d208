"""Changing the table of authority: each change is another version, with the reason."""

from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError

from ... import audit
from ...access.actor import Actor
from ...access.permissions import Permission
from ...access.roles import Role
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from .. import acts
from ..event_enums import ApprovalAction
from ..event_errors import TableChanged
from ..models import AuthorityLimit, AuthorityTable
from ..queries import approvals as queries
from ..rules.authority import NOTHING, Limit


def change_table(
    actor: Actor,
    limits: Mapping[tuple[Role, str], Limit],
    *,
    reason: str,
    seen: int | None = None,
) -> AuthorityTable | None:
    """Write the next version of the table; None when nothing differs from the present one.

    `seen` is the number of the table that was shown.

    Raises:
        TableChanged: when somebody else saved another one meanwhile.
        Refused: without a reason.
    """
    actor.require(Permission.CONTRACTS_AUTHORITY_WRITE)
    present = queries.authority()
    if seen is not None and seen != present.number:
        raise TableChanged
    known = {act.slug for act in acts.all_acts()}
    wanted = {
        key: limit
        for key, limit in limits.items()
        if limit != NOTHING and key[0] in queries.HOLDERS and key[1] in known
    }
    if wanted == {key: limit for key, limit in present.limits.items() if limit != NOTHING}:
        return None
    if not reason.strip():
        raise Refused(N_("Write why the limits change."), field="reason")
    table = AuthorityTable(
        id=new_id(),
        number=present.number + 1,
        reason=reason.strip(),
        made_by=actor.user_id,
        made_by_name=actor.name,
        made_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(table)
    except IntegrityError as error:
        raise TableChanged from error
    db.session.add_all(
        AuthorityLimit(
            table_id=table.id,
            role=role,
            act=act,
            size=limit.value,
            is_unlimited=limit.is_unlimited,
        )
        for (role, act), limit in wanted.items()
    )
    audit.record(
        actor,
        ApprovalAction.TABLE_CHANGED,
        table,
        name=str(table.number),
        reason=table.reason,
    )
    db.session.flush()
    return table
