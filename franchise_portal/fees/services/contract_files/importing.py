"""Writing contracts that were read: all of them, or none."""

from dataclasses import dataclass
from pathlib import Path

from ....access.actor import Actor
from ....access.permissions import Permission
from ....contracts.rules.terms import FEE_PLAN
from ....contracts.services import ContractRow, create_contracts_bulk
from ....kit.errors import BadInput, Problem, shown
from ....kit.i18n import N_
from ....kit.ids import new_id
from ....network.services import adopt_currency
from ....rows import insert_rows
from ...models import PlanAssignment
from ..assigning import keep_plan
from ..plans import clauses_of
from .plans import InFolder, name_of
from .reading import ContractsChecked, read_contracts


@dataclass(frozen=True, slots=True)
class ContractsRead:
    """What a contracts file held."""

    contracts: int
    outlets: int
    plans: int


def import_contracts(actor: Actor, *, path: Path, dry_run: bool = False) -> ContractsRead:
    """Read contracts from a file and write all of them, or none; plan files lie beside it.

    Raises:
        BadInput: with every problem of the file and of the plan files that it names.
    """
    actor.require(Permission.CONTRACTS_CONTRACT_WRITE)
    checked = _read(path)
    require_clean(checked, name=path.name)
    if not dry_run:
        write_contracts(actor, checked, file=path.name)
    return ContractsRead(len(checked.contracts), checked.outlets, len(checked.plans))


def _read(path: Path) -> ContractsChecked:
    try:
        table = path.open("rb")
    except OSError:
        message = N_("The file cannot be opened.")
        problem = Problem(str(path), None, None, None, message, N_("Check its name and place."))
        raise BadInput(message, problems=[problem]) from None
    with table:
        return read_contracts(table, place=str(path), plans=InFolder(path.parent))


def require_clean(checked: ContractsChecked, *, name: str) -> None:
    """Refuse to go on when anything is wrong.

    Raises:
        BadInput: with every problem.
    """
    if checked.problems:
        raise BadInput(
            N_("The contracts in %(file)s cannot be imported. Nothing was changed."),
            problems=checked.problems,
            file=shown(name),
        )


def write_contracts(actor: Actor, checked: ContractsChecked, *, file: str) -> None:
    """Write contracts that were checked, with their plans and the clauses that these name."""
    plans = {key: plan for key, plan in checked.plans.items() if plan is not None}
    for plan in plans.values():
        adopt_currency(plan.currency)
    words = {key: clauses_of(plan) for key, plan in plans.items()}
    kept = {key: keep_plan(plan, name=name_of(key)).id for key, plan in plans.items()}
    ids = create_contracts_bulk(
        actor,
        [
            ContractRow(
                number=row.number,
                franchisee_id=row.franchisee_id,
                brand_id=row.brand_id,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                outlet_ids=row.outlet_ids,
                clauses=words[row.plan],
                parts=((FEE_PLAN, str(kept[row.plan])),),
            )
            for row in checked.contracts
        ],
        file=file,
    )
    insert_rows(
        PlanAssignment,
        ("id", "contract_id", "plan_id", "starts_on"),
        [(new_id(), ids[row.number], kept[row.plan], row.starts_on) for row in checked.contracts],
    )
