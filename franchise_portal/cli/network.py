"""`franchise-portal network`: master data from files."""

from pathlib import Path

import click

from ..access.actor import SYSTEM
from ..database import edge
from ..kit.errors import BadInput, Problem
from ..kit.i18n import N_
from ..network import services
from ..network.enums import ImportKind
from ..network.services import imports
from .fees import bar
from .manners import polite, with_portal

KINDS = click.Choice([kind.value for kind in ImportKind])


@click.group()
def group() -> None:
    """Read franchisees, people and outlets."""


@group.command("import")
@click.argument("kind", type=KINDS)
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--create", is_flag=True, help="Make the brands and regions that are not known yet.")
@click.option("--dry-run", is_flag=True, help="Only check, write nothing.")
@with_portal
def import_file(*, kind: str, path: Path, create: bool, dry_run: bool) -> None:
    """Read master data (.csv or .xlsx): every row of it, or none.

    A known code changes what the row says and keeps what it leaves empty; a row that says what is
    already so changes nothing.

    Franchisees: code, name, region; and any of name_local, registration, status, since, email,
    phone, address, language.

    People: franchisee, name; and any of name_local, role, email, phone, birthday, language.

    Outlets: code, name, brand, franchisee, opened_on; and any of name_local, closed_on, region,
    format, country, city, postcode, address, zone.

    Example: franchise-portal network import outlets outlets.csv --create
    """
    with edge(write=not dry_run):
        services.provide_network(SYSTEM)
        checked = _checked(ImportKind(kind), path, create=create)
        checked.require_good()
        if not dry_run:
            with bar() as tell:
                imports.post(SYSTEM, checked, tell=tell)
    click.echo(_counts(checked) + (" Nothing was written." if dry_run else ""))


def _checked(kind: ImportKind, path: Path, *, create: bool) -> imports.Checked:
    try:
        with path.open("rb") as file:
            return imports.check_file(file, filename=str(path), kind=kind, creates=create)
    except OSError as error:
        message = N_("The file cannot be opened.")
        problem = Problem(str(path), None, None, None, message, N_("Check its name and place."))
        raise BadInput(message, problems=[problem]) from error


def _counts(checked: imports.Checked) -> str:
    new, changed, same = len(checked.new), len(checked.changed), checked.same
    parts = [f"{checked.kind.value}: {new} new, {changed} changed, {same} as they were."]
    for word, places in (("Brands", checked.brands), ("Regions", checked.regions)):
        if places.added:
            parts.append(f"{word} added: {', '.join(places.added.values())}.")
    return " ".join(parts)


polite(import_file, "import")
