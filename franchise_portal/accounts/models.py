"""Users, their sessions and the one-time links sent to them.

`franchisee_id` and `outlet_id` name tables of the network, which stands above accounts: the
database checks the reference, the code here does not follow it.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..access.roles import Role
from ..database import Base, Identified
from ..kit import clock
from .enums import LinkKind, Theme, UserState


class User(Identified, Base):
    """A person who may sign in: on the franchisor's side or on one franchisee's."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint(
            "(role LIKE 'franchisee%') = (franchisee_id IS NOT NULL)", name="side_of_role"
        ),
    )

    email: Mapped[str] = mapped_column(String(254), unique=True)
    """In lower case; what people type is lowered before it is looked up."""
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_local: Mapped[str] = mapped_column(String(200), default="")
    """The name in the person's own script, for example 郭伟."""
    title: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    """argon2id; None until the invitation is accepted."""
    role: Mapped[Role]
    franchisee_id: Mapped[UUID | None] = mapped_column(ForeignKey("franchisees.id"), index=True)
    language: Mapped[str] = mapped_column(String(10), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    theme: Mapped[Theme] = mapped_column(default=Theme.SYSTEM)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    disabled_at: Mapped[datetime | None]
    password_changed_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    """Real time, to within a few minutes."""
    outlets: Mapped[list["UserOutlet"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    @property
    def is_active(self) -> bool:
        """Whether this person may sign in. The name is Flask-Login's."""
        return self.disabled_at is None

    @property
    def state(self) -> UserState:
        """What the list of users shows."""
        if self.disabled_at is not None:
            return UserState.DISABLED
        return UserState.INVITED if self.password_hash is None else UserState.ACTIVE


class UserOutlet(Base):
    """An outlet that a manager or member of staff may see. An owner has none: sees all."""

    __tablename__ = "user_outlets"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlets.id"), primary_key=True)


class UserSession(Identified, Base):
    """One device on which somebody is signed in; ending the row ends the session at once."""

    __tablename__ = "user_sessions"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the cookie's token: reading this table does not let anybody in."""
    created_at: Mapped[datetime] = mapped_column(default=clock.wall)
    last_seen_at: Mapped[datetime] = mapped_column(default=clock.wall)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(String(45), default="")
    device: Mapped[str] = mapped_column(String(200), default="")
    """Browser and system in words, for example `Firefox, Windows`."""
    user: Mapped[User] = relationship(lazy="raise")


class OneTimeLink(Identified, Base):
    """An invitation or a password reset: good once, for a while."""

    __tablename__ = "one_time_links"

    kind: Mapped[LinkKind]
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.wall)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    """When it was used, or withdrawn."""
    user: Mapped[User] = relationship(lazy="raise")


class SignInAttempt(Identified, Base):
    """A try, kept for the throttle: by digest of the address typed and by network address."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_key_at", "key", "at"),)

    key: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(default=clock.wall)
