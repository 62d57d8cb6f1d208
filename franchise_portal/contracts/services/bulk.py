"""Contracts by the hundred thousand: written in a few statements, checked beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from ... import audit
from ...access.actor import Actor
from ...database import db
from ...kit import clock
from ...kit.ids import new_id
from ...network.models import Outlet
from ...rows import insert_rows
from .. import queries
from ..enums import ContractAction, ContractStatus, VersionKind, VersionStatus
from ..errors import OutletCovered
from ..models import Clause, Contract, ContractOutlet, ContractVersion
from ..rules.clauses import clauses_to_json
from ..rules.coverage import Covering
from ..rules.terms_json import terms_to_json
from .contracts import Words, known_terms
from .lifecycle import hold_promises

PORTION = 5_000


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
    parts: tuple[tuple[str, str], ...] = ()
    """What features above know of its terms, as in `Terms.parts`."""


def create_contracts_bulk(
    actor: Actor, rows: Sequence[ContractRow], *, file: str
) -> dict[str, UUID]:
    """Write contracts that were checked already (a file's import), each with its first version.

    Returns the id of each number. One audit entry names the file and the count.

    Raises:
        OutletCovered: when another contract covers an outlet by now.
    """
    for brand_id in sorted({row.brand_id for row in rows}):
        hold_promises(brand_id)
    _require_uncovered(rows)
    ids = {row.number: new_id() for row in rows}
    for start in range(0, len(rows), PORTION):
        portion = rows[start : start + PORTION]
        _insert_contracts(portion, ids)
        _insert_outlets(portion, ids)
        _insert_clauses(portion, ids)
        _insert_versions(actor, portion, ids)
    audit.record(actor, ContractAction.IMPORTED, name=file, count=len(rows), file=file)
    return ids


def _require_uncovered(rows: Sequence[ContractRow]) -> None:
    """Somebody may have promised an outlet since the file was checked.

    Raises:
        OutletCovered: naming the outlet and the contract.
    """
    covered: dict[UUID, list[Covering]] = {}
    for one in queries.coverings(outlet_id for row in rows for outlet_id in row.outlet_ids):
        covered.setdefault(one.outlet_id, []).append(one)
    for row in rows:
        for outlet_id in row.outlet_ids:
            for one in covered.get(outlet_id, ()):
                if one.overlaps(row.starts_on, row.ends_on):
                    outlet = db.session.get_one(Outlet, outlet_id)
                    raise OutletCovered(f"{outlet.code} {outlet.name}", one.number)


def _insert_contracts(rows: Sequence[ContractRow], ids: dict[str, UUID]) -> None:
    at = clock.now()
    insert_rows(
        Contract,
        (
            "id",
            "number",
            "franchisee_id",
            "brand_id",
            "status",
            "starts_on",
            "ends_on",
            "pack",
            "is_first",
            "term_number",
            "note",
            "created_at",
            "version",
        ),
        [
            (
                ids[row.number],
                row.number,
                row.franchisee_id,
                row.brand_id,
                ContractStatus.IN_FORCE,
                row.starts_on,
                row.ends_on,
                "none",
                False,
                1,
                "",
                at,
                1,
            )
            for row in rows
        ],
    )


def _insert_outlets(rows: Sequence[ContractRow], ids: dict[str, UUID]) -> None:
    insert_rows(
        ContractOutlet,
        ("id", "contract_id", "outlet_id", "starts_on", "ends_on"),
        [
            (new_id(), ids[row.number], outlet_id, row.starts_on, row.ends_on)
            for row in rows
            for outlet_id in row.outlet_ids
        ],
    )


def _insert_clauses(rows: Sequence[ContractRow], ids: dict[str, UUID]) -> None:
    insert_rows(
        Clause,
        ("id", "contract_id", "position", "number", "title", "body"),
        [
            (new_id(), ids[row.number], position, words.number, words.title, words.body)
            for row in rows
            for position, words in enumerate(row.clauses)
        ],
    )


def _insert_versions(actor: Actor, rows: Sequence[ContractRow], ids: dict[str, UUID]) -> None:
    at = clock.now()
    # Very many contracts hold the same words: each collection of them is turned once.
    words: dict[int, list[Any]] = {}
    for row in rows:
        if id(row.clauses) not in words:
            words[id(row.clauses)] = clauses_to_json(one.text for one in row.clauses)
    insert_rows(
        ContractVersion,
        (
            "id",
            "contract_id",
            "sequence",
            "kind",
            "status",
            "effective_from",
            "title",
            "reason",
            "terms",
            "clauses",
            "language",
            "template",
            "executed_at",
            "carried_at",
            "created_by",
            "created_by_name",
            "created_at",
            "version",
        ),
        [
            (
                new_id(),
                ids[row.number],
                1,
                VersionKind.ORIGINAL,
                VersionStatus.EXECUTED,
                row.starts_on,
                "",
                "",
                terms_to_json(known_terms(row.starts_on, row.ends_on, row.parts)),
                words[id(row.clauses)],
                "en",
                "",
                at,
                at,
                actor.user_id,
                actor.name,
                at,
                1,
            )
            for row in rows
        ],
    )
