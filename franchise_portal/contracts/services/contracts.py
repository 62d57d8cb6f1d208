"""Entering contracts: drafts, and those that were signed on paper. Nothing here commits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ... import audit
from ...access.actor import SYSTEM, Actor
from ...database import db
from ...kit import clock
from ...kit.errors import Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...law import SLUGS
from ...network import queries as network
from ...network.models import Brand, Franchisee, Outlet
from ...storage.models import StoredFile
from .. import queries
from ..enums import ClauseKind, ContractAction, ContractStatus, VersionKind, VersionStatus
from ..errors import (
    NoOutlets,
    NotTheirOutlet,
    NumberTaken,
    OutletCovered,
)
from ..models import Clause, Contract, ContractDocument, ContractOutlet, ContractVersion
from ..rules import first_overlap, require_term
from ..rules.clauses import ClauseText, clauses_to_json
from ..rules.terms import NO_END, Terms
from ..rules.terms_json import terms_to_json
from .lifecycle import hold_promises


@dataclass(frozen=True, slots=True)
class Words:
    """A clause to be written into a contract."""

    number: str
    title: str
    body: str
    kind: ClauseKind = ClauseKind.GENERAL

    @property
    def text(self) -> ClauseText:
        """The clause as a version holds it."""
        return ClauseText(number=self.number, title=self.title, body=self.body, kind=self.kind)


def create_contract(  # noqa: PLR0913 - each is one fact
    actor: Actor,
    *,
    number: str,
    franchisee: Franchisee,
    brand: Brand,
    starts_on: date,
    ends_on: date,
    outlets: Sequence[Outlet],
    clauses: Iterable[Words] = (),
    status: ContractStatus = ContractStatus.IN_FORCE,
    signed_on: date | None = None,
    note: str = "",
    pack: str = "none",
    is_first: bool = False,
) -> Contract:
    """Enter one contract with its outlets and clauses.

    One that binds already gets its first version, with the terms that are known of it. `ends_on`
    is `NO_END` for one without an end.

    Raises:
        EndsBeforeStart, NumberTaken, NoOutlets, NotTheirOutlet, OutletCovered: nothing is written.
    """
    require_term(starts_on, ends_on)
    if queries.numbers_taken([number]):
        raise NumberTaken(number)
    # An outlet may open only once the contract for it is signed.
    if not outlets and status.is_binding:
        raise NoOutlets
    require_pack(pack)
    _require_theirs(franchisee, brand, outlets)
    if status.is_binding:
        require_uncovered(outlets, starts_on, ends_on)
    contract = Contract(
        id=new_id(),
        number=number,
        franchisee_id=franchisee.id,
        brand_id=brand.id,
        status=status,
        signed_on=signed_on,
        starts_on=starts_on,
        ends_on=ends_on,
        note=note,
        pack=pack,
        is_first=is_first,
    )
    db.session.add(contract)
    db.session.flush()
    db.session.add_all(
        ContractOutlet(
            contract_id=contract.id, outlet_id=outlet.id, starts_on=starts_on, ends_on=ends_on
        )
        for outlet in outlets
    )
    words = tuple(clauses)
    add_clauses(contract, words)
    audit.record(actor, ContractAction.ADDED, contract)
    db.session.flush()
    if status.is_binding:
        write_known_terms(
            actor, contract, [one.text for one in words], language=franchisee.language
        )
    return contract


def add_clauses(contract: Contract, clauses: Iterable[Words]) -> None:
    """Write clauses in their order, after those that the contract has."""
    first = len(queries.clause_numbers(contract.id))
    db.session.add_all(
        Clause(
            contract_id=contract.id,
            position=position,
            number=words.number,
            title=words.title,
            body=words.body,
        )
        for position, words in enumerate(clauses, start=first)
    )


def write_known_terms(
    actor: Actor, contract: Contract, clauses: Sequence[ClauseText], *, language: str
) -> ContractVersion:
    """Give a contract from paper a version that says what its particulars and clauses say."""
    version = ContractVersion(
        contract_id=contract.id,
        sequence=queries.next_sequence(contract.id),
        kind=VersionKind.ORIGINAL,
        status=VersionStatus.EXECUTED,
        effective_from=contract.starts_on,
        terms=terms_to_json(known_terms(contract.starts_on, contract.ends_on)),
        clauses=clauses_to_json(clauses),
        language=language,
        executed_at=clock.now(),
        carried_at=clock.now(),
        created_by=actor.user_id,
        created_by_name=actor.name,
    )
    db.session.add(version)
    db.session.flush()
    return version


def language_of(contract: Contract) -> str:
    """The language in which a franchisee's contracts are written unless somebody says otherwise."""
    return network.franchisee_for(SYSTEM, contract.franchisee_id).language


def known_terms(starts_on: date, ends_on: date, parts: tuple[tuple[str, str], ...] = ()) -> Terms:
    """The terms of a contract of which only the first and last days are known."""
    has_end = ends_on != NO_END
    return Terms(
        starts_on=starts_on,
        ends_on=ends_on if has_end else None,
        is_indefinite=not has_end,
        parts=parts,
    )


def attach_document(
    actor: Actor, contract: Contract, *, stored: StoredFile, title: str
) -> ContractDocument:
    """Attach a stored file to a contract."""
    document = ContractDocument(
        contract_id=contract.id, file_id=stored.id, title=title, added_by_name=actor.name
    )
    db.session.flush()
    db.session.add(document)
    audit.record(actor, ContractAction.DOCUMENT_ADDED, contract, document=title)
    db.session.flush()
    return document


def require_pack(slug: str) -> None:
    """Refuse a law pack that nobody wrote."""
    if slug not in SLUGS:
        raise Refused(N_("There is no law pack “%(pack)s”."), field="pack", pack=slug)


def require_uncovered(
    outlets: Sequence[Outlet], starts_on: date, ends_on: date, *, contract: Contract | None = None
) -> None:
    """Refuse outlets that another binding contract covers on some day.

    Raises:
        OutletCovered: naming the outlet and the contract.
    """
    # The same lock under which versions are checked: what is free here stays free until the end.
    for brand_id in sorted({outlet.brand_id for outlet in outlets}):
        hold_promises(brand_id)
    besides = contract.id if contract else None
    covered = queries.coverings([outlet.id for outlet in outlets], besides=besides)
    for outlet in outlets:
        overlap = first_overlap(covered, outlet_id=outlet.id, starts_on=starts_on, ends_on=ends_on)
        if overlap:
            raise OutletCovered(f"{outlet.code} {outlet.name}", overlap.number)


def _require_theirs(franchisee: Franchisee, brand: Brand, outlets: Sequence[Outlet]) -> None:
    owners = network.owners_of([outlet.id for outlet in outlets], clock.today())
    for outlet in outlets:
        if outlet.brand_id != brand.id or owners.get(outlet.id) != franchisee.id:
            raise NotTheirOutlet(f"{outlet.code} {outlet.name}")


def enter_contract(  # noqa: PLR0913 - each is one fact
    actor: Actor,
    *,
    number: str,
    franchisee_code: str,
    brand_code: str,
    outlet_codes: Sequence[str],
    clauses: Iterable[Words],
    starts_on: date,
    ends_on: date,
    status: ContractStatus,
    signed_on: date | None,
    note: str,
    pack: str = "none",
    is_first: bool = False,
) -> Contract:
    """Enter a contract by the codes that people know.

    Raises:
        Refused: naming the code that nobody has, or as `create_contract` does.
    """
    franchisee = queries.find_franchisee(actor, franchisee_code)
    if franchisee is None:
        raise Refused(
            N_("No franchisee has the code “%(code)s”."), field="franchisee", code=franchisee_code
        )
    brand = queries.find_brand(brand_code)
    if brand is None:
        raise Refused(N_("No brand has the code “%(code)s”."), field="brand", code=brand_code)
    found = queries.find_outlets(actor, outlet_codes)
    for code in outlet_codes:
        if code not in found:
            raise Refused(N_("No outlet has the code “%(code)s”."), field="outlets", code=code)
    return create_contract(
        actor,
        number=number,
        franchisee=franchisee,
        brand=brand,
        starts_on=starts_on,
        ends_on=ends_on,
        outlets=list(found.values()),
        clauses=clauses,
        status=_begun(status, starts_on),
        signed_on=signed_on,
        note=note,
        pack=pack,
        is_first=is_first,
    )


def _begun(status: ContractStatus, starts_on: date) -> ContractStatus:
    """What was signed and has not begun is signed, whatever somebody chose."""
    if status is ContractStatus.IN_FORCE and starts_on > clock.today():
        return ContractStatus.SIGNED
    return status
