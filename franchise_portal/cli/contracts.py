"""`franchise-portal contracts …`: contracts read from a file, each with its fee plan."""

from pathlib import Path

import click

from ..access.actor import SYSTEM
from ..database import edge
from ..fees.services import import_contracts
from .contracts_dates import command as dates
from .contracts_verify import command as verify
from .manners import with_portal


@click.group()
def group() -> None:
    """Contracts and their fee plans."""


group.add_command(dates, "dates")
group.add_command(verify, "verify")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@with_portal
def import_(file: Path, *, dry_run: bool) -> None:
    """Read contracts: number,franchisee,brand,starts_on,ends_on,outlets,plan.

    Outlets are separated by semicolons; plan is the path of a plan file beside FILE.

    Example: franchise-portal contracts import contracts.csv
    """
    with edge(write=not dry_run):
        read = import_contracts(SYSTEM, path=file, dry_run=dry_run)
    click.echo(sentence(read.contracts, dry_run=dry_run))


def sentence(count: int, *, dry_run: bool) -> str:
    """What was done, for one and for many."""
    contracts = "1 contract" if count == 1 else f"{count} contracts"
    return f"{contracts} can be imported." if dry_run else f"{contracts} imported."
