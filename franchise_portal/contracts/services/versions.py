"""Drafting versions of a contract, sending them out, and what follows once all have signed."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile
from ...kit.ids import new_id
from .. import queries
from ..enums import ContractAction, ContractStatus, VersionKind, VersionStatus
from ..errors import EffectiveTooEarly, NotADraft, OpenVersionExists
from ..models import Contract, ContractVersion
from ..rules.clauses import ClauseText, clauses_to_json
from ..rules.terms import NO_END, Terms
from ..rules.terms_json import terms_to_json
from .carrying import FIRST, begin_if_due, carry, cover
from .lifecycle import lock, move, read_again
from .soundness import require_sound, require_sound_on_paper, require_unpromised

BEFORE_SIGNING = (ContractStatus.DRAFT, ContractStatus.DISCLOSED)


def draft_version(  # noqa: PLR0913 - each is one fact
    actor: Actor,
    contract: Contract,
    *,
    kind: VersionKind,
    terms: Terms,
    clauses: Iterable[ClauseText],
    effective_from: date,
    title: str,
    reason: str,
    language: str = "en",
    template: tuple[str, int] | None = None,
) -> ContractVersion:
    """Draft another version; `template` is the key and version it was begun from.

    Raises:
        OpenVersionExists: while another version is a draft or out for signature.
        EffectiveTooEarly: when it would take effect before the contract begins.
    """
    contract = lock(contract)
    unfinished = queries.open_version(contract.id)
    if unfinished is not None:
        raise OpenVersionExists(version=name_of(unfinished), number=contract.number)
    _require_begun(contract, kind, effective_from)
    version = ContractVersion(
        id=new_id(),
        contract_id=contract.id,
        sequence=queries.next_sequence(contract.id),
        kind=kind,
        status=VersionStatus.DRAFT,
        effective_from=effective_from,
        title=title,
        reason=reason,
        terms=terms_to_json(terms),
        clauses=clauses_to_json(clauses),
        language=language,
        template=template[0] if template else "",
        template_version=template[1] if template else None,
        created_by=actor.user_id,
        created_by_name=actor.name,
    )
    db.session.add(version)
    audit.record(actor, ContractAction.VERSION_DRAFTED, contract, version=title)
    db.session.flush()
    return version


def change_draft(
    actor: Actor,
    version: ContractVersion,
    *,
    terms: Terms | None = None,
    clauses: Iterable[ClauseText] | None = None,
    effective_from: date | None = None,
    title: str | None = None,
    reason: str | None = None,
    seen: int | None = None,
) -> ContractVersion:
    """Change what a draft says; what is not given stays. Without a change there is no trace.

    Raises:
        NotADraft: when it is out for signature, executed or withdrawn.
        ChangedMeanwhile: when somebody else saved it after `seen` was read.
    """
    contract = lock_of(version)
    if seen is not None and version.version != seen:
        raise ChangedMeanwhile
    require_draft(contract, version)
    if effective_from is not None:
        _require_begun(contract, version.kind, effective_from)
    wanted = {
        "terms": None if terms is None else terms_to_json(terms),
        "clauses": None if clauses is None else clauses_to_json(clauses),
        "effective_from": effective_from,
        "title": title,
        "reason": reason,
    }
    changed = {
        name: value
        for name, value in wanted.items()
        if value is not None and value != getattr(version, name)
    }
    if not changed:
        return version
    for name, value in changed.items():
        setattr(version, name, value)
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
    if "terms" in changed and contract.status in BEFORE_SIGNING and version.kind in FIRST:
        _follow(contract, queries.terms_of(version))
    audit.record(actor, ContractAction.VERSION_CHANGED, contract, version=name_of(version))
    return version


def _follow(contract: Contract, terms: Terms) -> None:
    """Until it is signed, a contract's days are those of its draft."""
    began_on, ended_on = contract.starts_on, contract.ends_on
    contract.starts_on = terms.starts_on or began_on
    contract.ends_on = max(terms.term_end() or NO_END, contract.starts_on)
    cover(contract, began_on=began_on, ended_on=ended_on)


def withdraw(actor: Actor, version: ContractVersion, *, reason: str) -> ContractVersion:
    """Give a draft up. The contract itself stays as it is.

    Raises:
        NotADraft: when it is out for signature (take it back first) or finished.
    """
    contract = lock_of(version)
    require_draft(contract, version)
    version.status = VersionStatus.WITHDRAWN
    audit.record(
        actor, ContractAction.VERSION_WITHDRAWN, contract, version=name_of(version), reason=reason
    )
    db.session.flush()
    return version


def send_out(actor: Actor, version: ContractVersion, *, on: date, reason: str) -> ContractVersion:
    """Lock a draft for signing. A contract that does not run yet is then out for signature too.

    From when on it may be signed is asked with each signature: the law counts days until then.

    Raises:
        NotADraft: when it is no draft any more.
        Unsound: when a check found what must be put right first.
    """
    contract = lock_of(version)
    require_draft(contract, version)
    require_sound(contract, version)
    version.status = VersionStatus.OUT_FOR_SIGNATURE
    if contract.status in BEFORE_SIGNING:
        move(actor, contract, ContractStatus.OUT_FOR_SIGNATURE, on=on, reason=reason)
    audit.record(actor, ContractAction.VERSION_SENT, contract, version=name_of(version))
    db.session.flush()
    return version


def take_back(actor: Actor, version: ContractVersion, *, on: date, reason: str) -> ContractVersion:
    """Make a version that is out for signature a draft again: declined, expired or cancelled.

    The contract returns to `disclosed` where a disclosure is on record, to `draft` otherwise.

    Raises:
        NotADraft: when it is not out for signature.
    """
    contract = lock_of(version)
    if version.status is not VersionStatus.OUT_FOR_SIGNATURE:
        raise _standing(contract, version)
    version.status = VersionStatus.DRAFT
    if contract.status is ContractStatus.OUT_FOR_SIGNATURE:
        back = (
            ContractStatus.DISCLOSED
            if queries.disclosed_on(contract) is not None
            else ContractStatus.DRAFT
        )
        move(actor, contract, back, on=on, reason=reason)
    audit.record(
        actor, ContractAction.VERSION_TAKEN_BACK, contract, version=name_of(version), reason=reason
    )
    db.session.flush()
    return version


def execute(actor: Actor, version: ContractVersion, *, at: datetime) -> ContractVersion:
    """All have signed: the version binds from `effective_from` on.

    The contract becomes signed, and in force when its first day has come; terms and clauses
    become the contract's own now, or on the day from which an amendment holds. A version that is
    executed already is left alone, so that a repeated job changes nothing.

    Raises:
        NotADraft: when it was withdrawn.
        Unsound: when somebody else was promised an outlet or area of it meanwhile.
    """
    contract = lock_of(version)
    if version.status is VersionStatus.EXECUTED:
        return version
    if version.status is VersionStatus.WITHDRAWN:
        raise _standing(contract, version)
    require_unpromised(contract, version)
    day = clock.day_of(at)
    version.status, version.executed_at = VersionStatus.EXECUTED, at
    audit.record(
        actor,
        ContractAction.VERSION_EXECUTED,
        contract,
        version=name_of(version),
        day=version.effective_from,
    )
    if contract.status is ContractStatus.OUT_FOR_SIGNATURE:
        contract.signed_on = day
        move(actor, contract, ContractStatus.SIGNED, on=day, reason=name_of(version))
    if version.kind in FIRST or version.effective_from <= day:
        carry(actor, contract, version, at=at)
    begin_if_due(contract, on=day)
    db.session.flush()
    return version


def record_paper_version(  # noqa: PLR0913 - each is one fact
    actor: Actor,
    contract: Contract,
    *,
    terms: Terms,
    clauses: Sequence[ClauseText],
    title: str,
    reason: str,
    kind: VersionKind = VersionKind.ORIGINAL,
    effective_from: date | None = None,
    language: str = "en",
) -> ContractVersion:
    """Enter what was signed on paper: a version that is executed as soon as it is written.

    Raises:
        OpenVersionExists, EffectiveTooEarly: as `draft_version` does.
        Unsound: when it cannot be, whoever signed it.
    """
    version = draft_version(
        actor,
        contract,
        kind=kind,
        terms=terms,
        clauses=clauses,
        effective_from=effective_from or terms.starts_on or contract.starts_on,
        title=title,
        reason=reason,
        language=language,
    )
    require_sound_on_paper(contract, version)
    version.status, version.executed_at = VersionStatus.EXECUTED, clock.now()
    audit.record(actor, ContractAction.VERSION_ENTERED, contract, version=title)
    if version.kind in FIRST or version.effective_from <= clock.today():
        carry(actor, contract, version, at=clock.now())
    db.session.flush()
    return version


def name_of(version: ContractVersion) -> str:
    """What people call a version: its title, or its kind where it has none."""
    return version.title or version.kind


def lock_of(version: ContractVersion) -> Contract:
    """Hold the contract of a version, and read both as they are now."""
    contract = lock(queries.contract_of(version))
    read_again(version)
    return contract


def _require_begun(contract: Contract, kind: VersionKind, effective_from: date) -> None:
    if kind not in FIRST and effective_from < contract.starts_on:
        raise EffectiveTooEarly(contract.number, contract.starts_on)


def require_draft(contract: Contract, version: ContractVersion) -> None:
    """Refuse to change what is no draft any more.

    Raises:
        NotADraft: naming its state.
    """
    if version.status is not VersionStatus.DRAFT:
        raise _standing(contract, version)


def _standing(contract: Contract, version: ContractVersion) -> NotADraft:
    return NotADraft(version=name_of(version), number=contract.number, status=version.status)
