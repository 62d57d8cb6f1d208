"""Making and changing contracts. Nothing here commits; the edge does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm.exc import StaleDataError

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.errors import ChangedMeanwhile, Refused
from ...kit.i18n import N_
from ...kit.ids import new_id
from ...network import queries as network
from ...network.models import Brand, Franchisee, Outlet
from ...storage.models import StoredFile
from .. import queries
from ..enums import ContractAction, ContractFact, ContractStatus
from ..errors import (
    NoOutlets,
    NotTheirOutlet,
    NumberTaken,
    OutletCovered,
)
from ..models import Clause, Contract, ContractDocument, ContractOutlet
from ..rules import first_overlap, require_term

_FACTS = {
    "number": ContractFact.NUMBER,
    "status": ContractFact.STATUS,
    "signed_on": ContractFact.SIGNED_ON,
    "starts_on": ContractFact.STARTS_ON,
    "ends_on": ContractFact.ENDS_ON,
    "note": ContractFact.NOTE,
}
PORTION = 5_000


@dataclass(frozen=True, slots=True)
class Words:
    """A clause to be written into a contract."""

    number: str
    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRow:
    """A contract that was checked and is to be written with many others."""

    number: str
    franchisee_id: UUID
    brand_id: UUID
    starts_on: date
    ends_on: date
    outlet_ids: Sequence[UUID]
    clauses: Sequence[Words] = ()


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
) -> Contract:
    """Enter one contract with its outlets and clauses.

    Raises:
        EndsBeforeStart, NumberTaken, NoOutlets, NotTheirOutlet, OutletCovered: nothing is written.
    """
    require_term(starts_on, ends_on)
    if queries.numbers_taken([number]):
        raise NumberTaken(number)
    if not outlets:
        raise NoOutlets
    _require_theirs(franchisee, brand, outlets)
    if status is not ContractStatus.DRAFT:
        _require_uncovered(outlets, starts_on, ends_on)
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
    )
    db.session.add(contract)
    db.session.flush()
    db.session.add_all(
        ContractOutlet(
            contract_id=contract.id, outlet_id=outlet.id, starts_on=starts_on, ends_on=ends_on
        )
        for outlet in outlets
    )
    add_clauses(contract, clauses)
    audit.record(actor, ContractAction.ADDED, contract)
    db.session.flush()
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


def create_contracts_bulk(
    actor: Actor, rows: Sequence[ContractRow], *, file: str
) -> dict[str, UUID]:
    """Write contracts that were checked already (a file's import), in a few statements.

    Returns the id of each number. One audit entry names the file and the count.
    """
    ids = {row.number: new_id() for row in rows}
    at = clock.now()
    for start in range(0, len(rows), PORTION):
        portion = rows[start : start + PORTION]
        db.session.execute(
            insert(Contract),
            [
                {
                    "id": ids[row.number],
                    "number": row.number,
                    "franchisee_id": row.franchisee_id,
                    "brand_id": row.brand_id,
                    "status": ContractStatus.IN_FORCE,
                    "starts_on": row.starts_on,
                    "ends_on": row.ends_on,
                    "note": "",
                    "created_at": at,
                    "version": 1,
                }
                for row in portion
            ],
        )
        _insert_parts(portion, ids)
    audit.record(actor, ContractAction.IMPORTED, name=file, count=len(rows), file=file)
    return ids


def _insert_parts(rows: Sequence[ContractRow], ids: Mapping[str, UUID]) -> None:
    outlets = [
        {
            "id": new_id(),
            "contract_id": ids[row.number],
            "outlet_id": outlet_id,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
        }
        for row in rows
        for outlet_id in row.outlet_ids
    ]
    clauses = [
        {
            "id": new_id(),
            "contract_id": ids[row.number],
            "position": position,
            "number": words.number,
            "title": words.title,
            "body": words.body,
        }
        for row in rows
        for position, words in enumerate(row.clauses)
    ]
    if outlets:
        db.session.execute(insert(ContractOutlet), outlets)
    if clauses:
        db.session.execute(insert(Clause), clauses)


def change_contract(
    actor: Actor,
    contract: Contract,
    *,
    changes: Mapping[str, object],
    version: int | None = None,
) -> tuple[ContractFact, ...]:
    """Change facts of a contract; returns those that differ. Its outlets follow a changed term.

    Raises:
        ChangedMeanwhile: when somebody else saved it after `version` was seen.
        EndsBeforeStart, NumberTaken, OutletCovered: nothing is written.
    """
    if version is not None and contract.version != version:
        raise ChangedMeanwhile
    wanted = {name: changes.get(name, getattr(contract, name)) for name in _FACTS}
    before = {name: getattr(contract, name) for name in _FACTS}
    changed = {name: value for name, value in wanted.items() if value != before[name]}
    if not changed:
        return ()
    starts_on, ends_on = wanted["starts_on"], wanted["ends_on"]
    require_term(starts_on, ends_on)  # type: ignore[arg-type]
    if "number" in changed and queries.numbers_taken([str(wanted["number"])]):
        raise NumberTaken(str(wanted["number"]))
    if wanted["status"] is not ContractStatus.DRAFT:
        outlets = [covered.outlet for covered in contract.outlets]
        _require_uncovered(outlets, starts_on, ends_on, besides=contract.id)  # type: ignore[arg-type]
    for name, value in changed.items():
        setattr(contract, name, value)
    for covered in contract.outlets:
        covered.starts_on, covered.ends_on = contract.starts_on, contract.ends_on
    try:
        db.session.flush()
    except StaleDataError as error:
        raise ChangedMeanwhile from error
    facts = tuple(_FACTS[name] for name in changed)
    audit.record(
        actor,
        ContractAction.CHANGED,
        contract,
        facts=facts,
        before={name: before[name] for name in changed},
        after=changed,
    )
    return facts


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


def _require_theirs(franchisee: Franchisee, brand: Brand, outlets: Sequence[Outlet]) -> None:
    owners = network.owners_of([outlet.id for outlet in outlets], clock.today())
    for outlet in outlets:
        if outlet.brand_id != brand.id or owners.get(outlet.id) != franchisee.id:
            raise NotTheirOutlet(f"{outlet.code} {outlet.name}")


def _require_uncovered(
    outlets: Sequence[Outlet], starts_on: date, ends_on: date, *, besides: UUID | None = None
) -> None:
    covered = queries.coverings([outlet.id for outlet in outlets], besides=besides)
    for outlet in outlets:
        overlap = first_overlap(covered, outlet_id=outlet.id, starts_on=starts_on, ends_on=ends_on)
        if overlap:
            raise OutletCovered(f"{outlet.code} {outlet.name}", overlap.number)


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
        status=status,
        signed_on=signed_on,
        note=note,
    )
