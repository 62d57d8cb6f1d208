"""Importing contracts with their plan files: choose them, check them, import all or nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from ... import storage
from ...access.actor import current_actor
from ...access.guards import requires
from ...access.permissions import Permission
from ...kit.enums import Tone
from ...kit.errors import BadInput, Problem
from ...network.enums import ImportStatus
from ...sheets import MAX_BYTES, write_csv
from ...web import filters
from ...web.errors import remedy, translated
from ...web.navigation import section
from ...web.rendering import flash, render, see
from .. import services
from ..forms import ContractsFileForm
from ..models import ContractImport, ContractImportPlan
from ..plan_files import plan_from_toml
from ..plan_words import ShownFee, shown_fees
from ..queries import contract_imports as queries
from ..queries.jobs import job_of
from ..services.contract_files import COLUMNS, UNDECIDED
from .blueprint import bp, uploaded

MEBIBYTE = 1024 * 1024


@bp.get("/contracts/imports/new")
@section("contracts.index")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
def new_contract_import() -> ResponseReturnValue:
    """Choose a contracts file and the plan files that it names."""
    return _upload_page(ContractsFileForm())


@bp.post("/contracts/imports")
@section("contracts.index")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
def create_contract_import() -> ResponseReturnValue:
    """Read the files and keep what was found; no contract is written yet."""
    form = ContractsFileForm()
    if not form.validate():
        return _upload_page(form)
    file, name, _size = uploaded(form.file.data)
    try:
        row = services.keep_contracts(
            current_actor, table=file.read(), filename=name, plans=_files(form.plans.data)
        )
    except BadInput as refusal:
        form.file.errors = [translated(refusal)]
        return _upload_page(form, refusal.problems)
    return see(".show_contract_import", import_id=row.id)


def _files(plans: Sequence[FileStorage]) -> list[tuple[str, bytes]]:
    return [(plan.filename or "", plan.read()) for plan in plans]


def _upload_page(form: ContractsFileForm, problems: Sequence[Problem] = ()) -> ResponseReturnValue:
    return render(
        "fees/contract_imports/new.html",
        form=form,
        problems=problems,
        columns=COLUMNS.required,
        limit=MAX_BYTES // MEBIBYTE,
        latest=queries.latest_contract_imports(),
    )


@bp.get("/contracts/imports/<uuid:import_id>")
@section("contracts.index")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
def show_contract_import(import_id: UUID) -> ResponseReturnValue:
    """What the files would do, and the decision; or how far it is; or what became of it."""
    row = queries.contract_import(import_id)
    problems = _problems(row)
    return render(
        "fees/contract_imports/show.html",
        row=row,
        is_open=row.status in UNDECIDED,
        job=job_of(row.job_id) if row.status is ImportStatus.RUNNING else None,
        problems=[problem for problem in problems if problem.place == row.filename],
        plan_problems=[
            (plan.filename, found)
            for plan in row.plans
            if (found := [problem for problem in problems if problem.place == plan.filename])
        ],
        plans=list(_plans(row)) if row.status in UNDECIDED else [],
    )


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """An uploaded plan file in words."""

    filename: str
    contracts: int
    currency: str
    fees: tuple[ShownFee, ...]
    is_readable: bool


def _plans(row: ContractImport) -> Iterator[ShownPlan]:
    for plan in row.plans:
        yield _shown(plan)


def _shown(plan: ContractImportPlan) -> ShownPlan:
    try:
        read = plan_from_toml(storage.read(plan.file), place=plan.filename)
    except BadInput:
        return ShownPlan(plan.filename, plan.contracts, "", (), is_readable=False)
    return ShownPlan(
        plan.filename, plan.contracts, read.currency, shown_fees(read), is_readable=True
    )


@bp.get("/contracts/imports/<uuid:import_id>/wrong-rows")
@section("contracts.index")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
def download_wrong_contracts(import_id: UUID) -> Response:
    """What is wrong in each of the files, as a file: where, what, and what to do."""
    row = queries.contract_import(import_id)
    data = write_csv(
        [
            _("File"),
            _("Row"),
            _("Column"),
            _("In the file"),
            _("What is wrong"),
            _("What to do"),
        ],
        [
            (p.place, p.row, p.column, p.value, translated(p), remedy(p))
            for p in _problems(row)
        ],
    )  # fmt: skip
    name = f"{row.filename.rsplit('.', 1)[0]}-wrong-rows.csv"
    response = Response(data, mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


@bp.post("/contracts/imports/<uuid:import_id>/posting")
@section("contracts.index")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
def post_contract_import(import_id: UUID) -> ResponseReturnValue:
    """Import all contracts of the file."""
    row = queries.contract_import(import_id)
    services.request_contracts(current_actor, row)
    if row.status is ImportStatus.POSTED:
        flash(
            ngettext(
                "%(count)s contract is imported.",
                "%(count)s contracts are imported.",
                row.rows_read,
                count=filters.number(row.rows_read),
            )
        )
    elif row.status is ImportStatus.CHECKED:
        flash(
            _("Nothing was imported: something is wrong with the files by now. See below what."),
            Tone.WARNING,
        )
    return see(".show_contract_import", import_id=import_id)


@bp.post("/contracts/imports/<uuid:import_id>/discard")
@section("contracts.index")
@requires(Permission.CONTRACTS_CONTRACT_WRITE)
def discard_contract_import(import_id: UUID) -> ResponseReturnValue:
    """Let go of the files."""
    row = queries.contract_import(import_id)
    services.discard_contracts(current_actor, row)
    flash(_("%(file)s is discarded. No contract was imported.", file=row.filename), Tone.INFO)
    return see(".new_contract_import")


def _problems(row: ContractImport) -> list[Problem]:
    return [Problem(**fields) for fields in row.problems]
