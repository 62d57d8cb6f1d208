"""`franchise-portal ledger`: the books."""

from pathlib import Path

import click

from ..database import edge, see_one_moment
from ..fees.queries.soundness import LedgerCheck, check_ledger
from ..fees.services import beancount
from .files import replaced
from .manners import polite, with_portal


@click.group()
def group() -> None:
    """Look after the books."""


@group.command("check")
@click.option("--recompute", is_flag=True, help="Work every charge out again, too.")
@with_portal
def check(*, recompute: bool) -> None:
    """Prove that the books agree, and print what they come to; exit 1 on any difference.

    Every entry balances in each book, every invoice agrees with its lines and its entry, every line
    with its fee plan and its sales report, every payment with where it went, every day with what
    was agreed, the fund with its own book, and numbers have no gap.

    Example: franchise-portal ledger check
    """
    with edge(write=False):
        result = check_ledger(with_rule=recompute)
    click.echo(as_text(result))
    for finding in result.findings:
        click.echo(str(finding), err=True)
    if not result.agrees:
        raise SystemExit(1)


@group.command("export")
@click.option(
    "--out",
    required=True,
    metavar="FILE.beancount",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file; an older one of this name is replaced.",
)
@with_portal
def export(*, out: Path) -> None:
    """Write the books of the franchisor and of the fund as a file for beancount.

    Every entry stands in it with its invoice or payment, and at the end what each account must
    come to: beancount says when anything differs.

    Example: franchise-portal ledger export --out books.beancount
    """
    with replaced(out) as file, edge(write=False):
        see_one_moment()
        entries = beancount.write_books(file)
    click.echo(f"{entries} {'entry' if entries == 1 else 'entries'} are in {out}.")


def as_text(result: LedgerCheck) -> str:
    """The totals, book by book, and the verdict."""
    lines = [
        (
            f"{result.invoices} invoices with {result.charges} lines, {result.payments} payments, "
            f"{result.entries} entries."
        )
    ]
    width = max((len(balance.amount.text) for balance in result.balances), default=0)
    lines += [
        f"  {balance.amount.currency} {balance.amount.text:>{width}}  "
        f"{balance.book.label}: {balance.account.label}"
        for balance in result.balances
    ]
    lines.append("All agrees." if result.agrees else "The books do not agree.")
    return "\n".join(lines)


for _command in group.commands.values():
    polite(_command, str(_command.name))
