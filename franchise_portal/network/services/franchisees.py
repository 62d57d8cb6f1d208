"""Franchisees and who looks after them."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit.i18n import N_
from .. import queries
from ..enums import CareKind, Fact, FranchiseeStatus, NetworkAction
from ..errors import Refused
from ..models import CareAssignment, Franchisee, Region
from .editing import change, require_free, require_version
from .indexing import index_franchisee

_FACTS = {
    "code": Fact.CODE,
    "name": Fact.NAME,
    "name_local": Fact.NAME_LOCAL,
    "registration": Fact.REGISTRATION,
    "since": Fact.SINCE,
    "region_id": Fact.REGION,
    "email": Fact.EMAIL,
    "phone": Fact.PHONE,
    "address": Fact.ADDRESS,
    "postcode": Fact.POSTCODE,
    "city": Fact.CITY,
    "country": Fact.COUNTRY,
    "vat_number": Fact.TAX,
    "language": Fact.LANGUAGE,
}
_TAKEN = N_("Another franchisee has the code “%(value)s”. Choose another.")


def create_franchisee(  # noqa: PLR0913 - each is one fact
    actor: Actor,
    *,
    code: str,
    name: str,
    name_local: str = "",
    region: Region | None = None,
    registration: str = "",
    status: FranchiseeStatus = FranchiseeStatus.ACTIVE,
    since: date | None = None,
    email: str = "",
    phone: str = "",
    address: str = "",
    postcode: str = "",
    city: str = "",
    country: str = "",
    vat_number: str = "",
    language: str = "en",
) -> Franchisee:
    """Add a franchisee.

    Raises:
        Taken: when another has the code.
    """
    require_free(Franchisee.code, code, _TAKEN, field="code")
    franchisee = Franchisee(
        code=code,
        name=name,
        name_local=name_local,
        region_id=region.id if region else None,
        region=region,
        registration=registration,
        status=status,
        since=since,
        email=email,
        phone=phone,
        address=address,
        postcode=postcode,
        city=city,
        country=country,
        vat_number=vat_number,
        language=language,
    )
    db.session.add(franchisee)
    db.session.flush()
    audit.record(actor, NetworkAction.FRANCHISEE_ADDED, franchisee)
    index_franchisee(franchisee)
    return franchisee


def update_franchisee(
    actor: Actor,
    franchisee: Franchisee,
    *,
    changes: Mapping[str, object],
    version: int | None = None,
) -> tuple[Fact, ...]:
    """Change the facts of a franchisee. A new status is noted as a step of its own.

    Raises:
        Taken: when another has the new code.
        ChangedMeanwhile: when the version seen is not the present one.
    """
    require_version(franchisee, version)
    facts = dict(changes)
    status = facts.pop("status", franchisee.status)
    if "code" in facts:
        code = str(facts["code"])
        require_free(Franchisee.code, code, _TAKEN, field="code", besides=franchisee.id)
    changed = change(actor, NetworkAction.FRANCHISEE_CHANGED, franchisee, facts, _FACTS)
    if status != franchisee.status:
        audit.record(
            actor,
            NetworkAction.STATUS_CHANGED,
            franchisee,
            before=franchisee.status,
            after=status,
        )
        franchisee.status = FranchiseeStatus(str(status))
        changed = (*changed, Fact.STATUS)
    db.session.flush()
    index_franchisee(franchisee)
    return changed


def assign_care(
    actor: Actor,
    *,
    franchisee: Franchisee,
    user_id: UUID | None,
    kind: CareKind = CareKind.MANAGER,
    starts_on: date,
) -> CareAssignment | None:
    """Let somebody at the franchisor look after a franchisee from a day on.

    The present assignment of the same kind ends the day before. With `user_id=None` it only ends.

    Raises:
        Refused: when the day is not after the present assignment's first, or one person would be
            both manager and deputy.
        NotFound: when the person is not of the franchisor's side.
    """
    present = queries.open_care(franchisee.id, kind)
    if present is not None and present.user_id == user_id:
        return present
    if user_id is not None:
        _require_two_people(franchisee, user_id, kind)
    if present is not None:
        _end_care(actor, franchisee, present, on=starts_on - timedelta(days=1), is_last=not user_id)
    if user_id is None:
        return None
    user = queries.carer(user_id)
    care = CareAssignment(
        franchisee_id=franchisee.id, user_id=user.id, kind=kind, starts_on=starts_on
    )
    db.session.add(care)
    db.session.flush()
    audit.record(
        actor,
        NetworkAction.CARE_ASSIGNED,
        franchisee,
        person=user.name,
        kind=kind,
        day=starts_on,
    )
    return care


def _require_two_people(franchisee: Franchisee, user_id: UUID, kind: CareKind) -> None:
    other = CareKind.DEPUTY if kind is CareKind.MANAGER else CareKind.MANAGER
    present = queries.open_care(franchisee.id, other)
    if present is not None and present.user_id == user_id:
        raise Refused(
            N_("Manager and deputy are two people; choose somebody else."), field="user_id"
        )


def _end_care(
    actor: Actor, franchisee: Franchisee, care: CareAssignment, *, on: date, is_last: bool
) -> None:
    if on < care.starts_on:
        raise Refused(
            N_("The present one began on %(day)s; choose a later day."),
            field="starts_on",
            day=care.starts_on.isoformat(),
        )
    care.ends_on = on
    db.session.flush()
    if is_last:
        user_name = next(
            one.name for one in queries.care_history(franchisee.id) if one.user_id == care.user_id
        )
        audit.record(
            actor,
            NetworkAction.CARE_ENDED,
            franchisee,
            person=user_name,
            kind=care.kind,
            day=on,
        )
