"""What has been told so far, and the scenes that come between the months."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from ..access.actor import Actor, person
from ..access.roles import Role
from ..accounts.models import User
from ..accounts.rules import scope_of
from ..accounts.services import passwords
from ..contracts.models import Contract
from ..database import db
from ..fees.rules.plans import FeePlan as Plan
from ..kit import clock
from ..mail.models import Message
from ..network.models import Brand, Franchisee, Outlet, Region
from ..recruitment.models import Applicant
from . import story


@dataclass(slots=True)
class Told:
    """What has been written so far, by the names that the story uses."""

    seed: int
    brands: dict[str, Brand] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    franchisees: dict[str, Franchisee] = field(default_factory=dict)
    outlets: dict[str, Outlet] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    contracts: dict[str, Contract] = field(default_factory=dict)
    """By the franchisee's code and the brand's, `F-002/TL`."""
    applicants: dict[str, Applicant] = field(default_factory=dict)
    """By the name that the story uses."""
    audits: dict[str, UUID] = field(default_factory=dict)
    """Of sales, by the outlet's code."""
    till_secret: str = ""
    """With which Omar's till posts; nobody can read it anywhere else."""
    password_hash: str = field(default_factory=lambda: passwords.hashed(story.PASSWORD))
    """Of the one password; hashing is slow on purpose."""
    dated: set[UUID] = field(default_factory=set)
    """The mails that bear the day of their scene already."""

    def acting(self, email: str) -> Actor:
        """One of the story's people as an actor, who sees what they see when they sign in."""
        user = self.users[email]
        role = Role(user.role)
        return person(
            user_id=user.id,
            name=user.name,
            role=role,
            scope=scope_of(role, user.franchisee_id, ()),
            language=user.language,
            zone=user.zone,
        )

    def keeper(self, code: str) -> Actor:
        """Who at the office looks after a franchisee."""
        owner = next(one for one in story.OWNERS if one.code == code)
        manager, _deputy = story.CARE[owner.region]
        return self.acting(manager)

    def owner_of(self, code: str) -> Actor | None:
        """The franchisee's own account; None for those who have none."""
        everybody = (*story.USERS, *story.NEIGHBOURS)
        found = next((row[0] for row in everybody if row[4:6] == (OWNS, code)), None)
        return self.acting(found) if found else None


OWNS = Role.FRANCHISEE_OWNER.value


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that happened at one moment."""

    at: datetime
    tell: Callable[[Told], None]


def tell_scenes(told: Told, scenes: list[Scene], *, before: datetime) -> None:
    """Tell the scenes up to a moment, in order, and take them out of the list."""
    scenes.sort(key=lambda scene: scene.at)
    while scenes and scenes[0].at < before:
        scene = scenes.pop(0)
        with clock.fixed(scene.at):
            scene.tell(told)
            _date_mails(told)


def _date_mails(told: Told) -> None:
    """Mails bear the real time; those of the story went out on the story's day."""
    db.session.flush()
    new = set(db.session.scalars(select(Message.id))) - told.dated
    if new:
        db.session.execute(
            update(Message)
            .where(Message.id.in_(new))
            .values(created_at=clock.now())
            .execution_options(synchronize_session=False)
        )
        told.dated |= new


def at_once(scenes: Iterable[Iterable[Scene]]) -> list[Scene]:
    """The scenes of several chapters as one list."""
    return [scene for chapter in scenes for scene in chapter]
