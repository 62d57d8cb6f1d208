"""Who may sign a version, and for which party: there is nobody else to choose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import case, select

from ...access.permissions import Permission
from ...access.roles import ROLES, Role, Side
from ...accounts.models import User
from ...database import db
from ...network import queries as network
from ...network.models import Franchisee
from ..enums import Party
from ..models import Contract, ContractVersion
from .versions import terms_of

SIGNING_ROLES = tuple(role for role in Role if Permission.CONTRACTS_CONTRACT_SIGN in ROLES[role])


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may sign for a party."""

    key: str
    """Says who it is: `user:…`, `person:…`, `business`, `guarantor:…`."""
    party: Party
    name: str
    name_local: str = ""
    email: str = ""
    """Empty for a guarantor of whom the terms know the name only."""
    language: str = "en"
    zone: str = "UTC"
    user_id: UUID | None = None


def candidates(contract: Contract, version: ContractVersion) -> Sequence[Candidate]:
    """Everybody who may sign: the franchisor's, then the franchisee's, then the guarantors."""
    return (
        *_franchisors(),
        *_franchisees(contract.franchisee_id),
        *_guarantors(contract.franchisee_id, version),
    )


def _franchisors() -> Iterator[Candidate]:
    roles = [role for role in SIGNING_ROLES if role.side is Side.FRANCHISOR]
    query = select(User).where(
        User.role.in_(roles), User.disabled_at.is_(None), User.password_hash.is_not(None)
    )
    owners_first = case((User.role == Role.OWNER, 0), else_=1)
    for user in db.session.scalars(query.order_by(owners_first, User.name, User.id)):
        yield _account(Party.FRANCHISOR, user)


def _franchisees(franchisee_id: UUID) -> Iterator[Candidate]:
    """Accounts first; then people and the business itself, by address, where they have none."""
    roles = [role for role in SIGNING_ROLES if role.side is Side.FRANCHISEE]
    query = select(User).where(
        User.role.in_(roles),
        User.franchisee_id == franchisee_id,
        User.disabled_at.is_(None),
        User.password_hash.is_not(None),
    )
    zone, known = _zone(), set[str]()
    for user in db.session.scalars(query.order_by(User.name, User.id)):
        known.add(user.email)
        yield _account(Party.FRANCHISEE, user)
    for person in network.people_of(franchisee_id):
        email = person.email.strip().lower()
        if email and email not in known:
            known.add(email)
            yield Candidate(
                key=f"person:{person.id}",
                party=Party.FRANCHISEE,
                name=person.name,
                name_local=person.name_local,
                email=email,
                language=person.language,
                zone=zone,
            )
    business = db.session.get_one(Franchisee, franchisee_id)
    email = business.email.strip().lower()
    if email and email not in known:
        yield Candidate(
            key="business",
            party=Party.FRANCHISEE,
            name=business.name,
            name_local=business.name_local,
            email=email,
            language=business.language,
            zone=zone,
        )


def _guarantors(franchisee_id: UUID, version: ContractVersion) -> Iterator[Candidate]:
    language = db.session.get_one(Franchisee, franchisee_id).language
    for place, guarantor in enumerate(terms_of(version).guarantors):
        yield Candidate(
            key=f"guarantor:{place}",
            party=Party.GUARANTOR,
            name=guarantor.name,
            language=language,
            zone=_zone(),
        )


def _account(party: Party, user: User) -> Candidate:
    return Candidate(
        key=f"user:{user.id}",
        party=party,
        name=user.name,
        name_local=user.name_local,
        email=user.email,
        language=user.language,
        zone=user.zone,
        user_id=user.id,
    )


def _zone() -> str:
    return network.founded().zone
