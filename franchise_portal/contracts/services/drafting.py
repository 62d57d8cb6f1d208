"""Beginning a contract or an amendment, recording a disclosure, and giving a draft up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...network.models import Brand, Franchisee, Outlet
from ...storage.models import StoredFile
from .. import additions, queries
from ..enums import ContractAction, ContractStatus, VersionKind, VersionStatus
from ..models import Contract, ContractDisclosure, ContractVersion
from ..queries.signing_clock import require_signing_day
from ..rules.clauses import ClauseText
from ..rules.terms import NO_END, Terms
from .applications import end_application
from .contracts import create_contract, known_terms, language_of
from .lifecycle import because, lock, move
from .soundness import require_sound_on_paper
from .versions import (
    BEFORE_SIGNING,
    draft_version,
    execute,
    lock_of,
    name_of,
    require_draft,
    withdraw,
)


def start_contract(  # noqa: PLR0913 - each is one fact
    actor: Actor,
    *,
    number: str,
    franchisee: Franchisee,
    brand: Brand,
    outlets: Sequence[Outlet],
    pack: str,
    is_first: bool,
    title: str,
    language: str,
    terms: Terms,
    clauses: Sequence[ClauseText] = (),
    template: tuple[str, int] | None = None,
    note: str = "",
) -> ContractVersion:
    """Begin a contract as a draft, from a template's clauses or from nothing.

    `terms` name the first day at least.

    Raises:
        Refused: as `create_contract` does.
    """
    assert terms.starts_on is not None  # noqa: S101 - the form asks for it
    contract = create_contract(
        actor,
        number=number,
        franchisee=franchisee,
        brand=brand,
        starts_on=terms.starts_on,
        ends_on=terms.term_end() or NO_END,
        outlets=outlets,
        status=ContractStatus.DRAFT,
        pack=pack,
        is_first=is_first,
        note=note,
    )
    return draft_version(
        actor,
        contract,
        kind=VersionKind.ORIGINAL,
        terms=terms,
        clauses=clauses,
        effective_from=terms.starts_on,
        title=title,
        reason="",
        language=language,
        template=template,
    )


def start_amendment(
    actor: Actor,
    contract: Contract,
    *,
    effective_from: date,
    title: str,
    reason: str,
    kind: VersionKind = VersionKind.AMENDMENT,
) -> ContractVersion:
    """Draft what changes, beginning from everything that will be in force on that day.

    Raises:
        OpenVersionExists, EffectiveTooEarly: as `draft_version` does.
        Refused: when the contract does not bind (any more).
    """
    contract = lock(contract)
    if not contract.status.is_binding or contract.status.is_over:
        raise Refused(
            N_("The contract %(number)s is “%(status)s”, so there is nothing to amend."),
            field="effective_from",
            number=contract.number,
            status=contract.status,
        )
    before = queries.in_force_version(contract.id, max(effective_from, contract.starts_on))
    terms = (
        queries.terms_of(before) if before else known_terms(contract.starts_on, contract.ends_on)
    )
    return draft_version(
        actor,
        contract,
        kind=kind,
        terms=with_parts(contract, terms, on=effective_from),
        clauses=queries.clauses_of(before) if before else queries.clause_texts(contract.id),
        effective_from=effective_from,
        title=title,
        reason=reason,
        language=before.language if before else language_of(contract),
    )


def with_parts(contract: Contract, terms: Terms, *, on: date) -> Terms:
    """Terms with what features above have in force for the contract, where the terms lack it.

    A contract from paper may have got its fee plan after its terms were written down.
    """
    parts = dict(terms.parts)
    for part in additions.term_parts():
        if part.key not in parts:
            value = part.in_force([contract.id], on).get(contract.id)
            if value:
                parts[part.key] = value
    return replace(terms, parts=tuple(sorted(parts.items())))


def record_disclosure(
    actor: Actor,
    contract: Contract,
    *,
    disclosed_on: date,
    stored: StoredFile,
    title: str,
    note: str = "",
) -> ContractDisclosure:
    """Record that the franchisee received the disclosure and the contract's text.

    A draft becomes disclosed. A wrong record is corrected by a further one: the latest counts.

    Raises:
        Refused: for a day to come, or once the contract was signed.
    """
    contract = lock(contract)
    if disclosed_on > clock.today():
        raise Refused(
            N_("This day lies ahead. Record a disclosure once it has been given."),
            field="disclosed_on",
        )
    if contract.status.is_binding or contract.status.is_over:
        raise Refused(
            N_("The contract %(number)s is “%(status)s”: disclosures come before the signature."),
            field="disclosed_on",
            number=contract.number,
            status=contract.status,
        )
    disclosure = ContractDisclosure(
        id=new_id(),
        contract_id=contract.id,
        disclosed_on=disclosed_on,
        file_id=stored.id,
        title=title,
        note=note,
        recorded_by_name=actor.name,
    )
    db.session.flush()
    db.session.add(disclosure)
    audit.record(actor, ContractAction.DISCLOSED, contract, document=title, day=disclosed_on)
    if contract.status is ContractStatus.DRAFT:
        move(actor, contract, ContractStatus.DISCLOSED, on=disclosed_on, reason=title)
    db.session.flush()
    return disclosure


def take_over_disclosure(actor: Actor, contract: Contract) -> Contract:
    """Bring a draft to `disclosed` by the disclosure given in the selection before the contract.

    Raises:
        Refused: when none was given, or its clock has not begun.
    """
    contract = lock(contract)
    day = queries.disclosed_on(contract)
    if day is None:
        raise Refused(
            N_(
                "No disclosure to this franchisee for this brand is on record. Give it in the "
                "selection, or record it here."
            ),
            field="disclosed_on",
        )
    reason = because(N_("the disclosure in the selection, on %(day)s"), day=day)
    return move(actor, contract, ContractStatus.DISCLOSED, on=day, reason=reason)


def withdraw_contract(actor: Actor, contract: Contract, *, reason: str) -> Contract:
    """Give up a contract that nobody has signed, with its draft.

    Raises:
        NotFromHere: once it was signed; out for signature it is taken back first.
        NotADraft: while its version is out for signature.
    """
    contract = lock(contract)
    unfinished = queries.open_version(contract.id)
    if unfinished is not None:
        withdraw(actor, unfinished, reason=reason)
    return move(actor, contract, ContractStatus.WITHDRAWN, on=clock.today(), reason=reason)


def execute_on_paper(
    actor: Actor, version: ContractVersion, *, signed_on: date, reason: str
) -> ContractVersion:
    """Note that both sides signed a draft on paper: it binds without a signature in the portal.

    The law's waiting time holds on paper too; only what was signed before it was entered here is
    taken as it is.

    Raises:
        NotADraft: when it is no draft.
        Unsound: when it cannot be, whoever signed it.
        Refused: for a day to come.
        TooEarly, NotDisclosed: when the law did not let them sign yet.
    """
    contract = lock_of(version)
    require_draft(contract, version)
    if signed_on > clock.today():
        raise Refused(N_("This day lies ahead. Choose the day of signing."), field="signed_on")
    require_sound_on_paper(contract, version)
    if version.kind is VersionKind.ORIGINAL and signed_on >= clock.day_of(version.created_at):
        require_signing_day(contract, version, on=signed_on)
    version.status = VersionStatus.OUT_FOR_SIGNATURE
    if contract.status in BEFORE_SIGNING:
        move(actor, contract, ContractStatus.OUT_FOR_SIGNATURE, on=signed_on, reason=reason)
    audit.record(actor, ContractAction.VERSION_ENTERED, contract, version=name_of(version))
    db.session.flush()
    execute(actor, version, at=clock.now())
    if version.kind is VersionKind.ORIGINAL:
        contract.signed_on = signed_on
        end_application(contract, signed_on=signed_on)
    db.session.flush()
    return version
