"""`franchise-portal fees collect`: SEPA direct debit files for what is due."""

from datetime import date
from pathlib import Path

import click

from ..access.actor import SYSTEM
from ..database import edge
from ..fees.enums import Book
from ..fees.rules.direct_debit import Plan
from ..fees.services import direct_debit
from .files import folder, replaced
from .manners import with_portal

BOOKS = {"fees": Book.FRANCHISOR, "fund": Book.FUND}


@click.command()
@click.option("--on", "day", required=True, metavar="YYYY-MM-DD", help="The day of collection.")
@click.option(
    "--only", type=click.Choice(list(BOOKS)), help="Collect for one account instead of both."
)
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the files; not needed with --dry-run.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be collected.")
@with_portal
def command(*, day: str, only: str | None, out: Path | None, dry_run: bool) -> None:
    """Collect every due invoice whose franchisee has given a mandate, by SEPA direct debit.

    Each account (fees, advertising fund) and scheme (Core, B2B) has a file of its own, in
    pain.008.001.08. The day is one on which banks settle, one to fourteen days ahead. What is in a
    file is not collected again until it is settled or withdrawn on its page.

    Example: franchise-portal fees collect --on 2026-11-16 --out debits
    """
    on = _day(day)
    books = (BOOKS[only],) if only else tuple(BOOKS.values())
    with edge(write=False):
        plan = direct_debit.plan_collection(SYSTEM, on=on, books=books)
    _say_left_alone(plan)
    if dry_run:
        for batch in plan.batches:
            what = f"{batch.book.label}, {batch.scheme.value}"
            click.echo(f"{what}: {len(batch.debits)} debits, {batch.total}.")
        return
    if out is None:
        raise click.UsageError("Say where the files go: --out DIR.")
    folder(out)
    with edge():
        for run in direct_debit.collect(SYSTEM, on=on, books=books):
            name, data = direct_debit.file_of(run)
            with replaced(out / name) as file:
                file.write(data)
            click.echo(f"{out / name}: {run.items} debits, {direct_debit.total_of(run)}.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"“{text}” is not a day. Write it like 2026-11-16.", param_hint="--on"
        ) from None


def _say_left_alone(plan: Plan) -> None:
    for one in plan.left_alone:
        due = one.due
        click.echo(
            f"{due.code} {due.number} {due.book.label}, {due.amount}: {one.reason.label}", err=True
        )
