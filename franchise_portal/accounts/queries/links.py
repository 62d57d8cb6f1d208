"""One-time links, found by what stands in their address."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ...database import db
from ...kit import clock
from .. import rules
from ..enums import LinkKind
from ..errors import LinkSpent
from ..models import OneTimeLink, User


def link_for(kind: LinkKind, token: str, *, locked: bool = False) -> OneTimeLink:
    """A link that still works, with its user; `locked` for the one who uses it.

    Raises:
        LinkSpent: unknown, of another kind, used, withdrawn, too old, or the account is disabled.
    """
    query = (
        select(OneTimeLink)
        .join(OneTimeLink.user)
        .options(joinedload(OneTimeLink.user, innerjoin=True))
        .where(
            OneTimeLink.kind == kind,
            OneTimeLink.token_hash == rules.token_digest(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > clock.wall(),
            User.disabled_at.is_(None),
        )
        .execution_options(populate_existing=locked)
    )
    if locked:
        query = query.with_for_update(of=OneTimeLink)
    link = db.session.scalars(query).one_or_none()
    if link is None:
        raise LinkSpent
    return link


def pending_link(user: User) -> OneTimeLink | None:
    """The link that was last sent and still works, if any."""
    return db.session.scalars(
        select(OneTimeLink)
        .where(
            OneTimeLink.user_id == user.id,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > clock.wall(),
        )
        .order_by(OneTimeLink.created_at.desc())
    ).first()
