"""`franchise-portal ledger`: the books."""

import click

from ..database import edge
from ..fees.queries.soundness import LedgerCheck, check_ledger
from .manners import polite, with_portal


@click.group()
def group() -> None:
    """Look after the books."""


@group.command("check")
@click.option("--recompute", is_flag=True, help="Work every charge out again, too.")
@with_portal
def check(*, recompute: bool) -> None:
    """Prove that the books agree, and print what they come to; exit 1 on any difference.

    Every entry balances in each book, every invoice agrees with its lines and its entry, every
    payment with where it went, the fund with its own book, and numbers have no gap.

    Example: franchise-portal ledger check
    """
    with edge(write=False):
        result = check_ledger(with_rule=recompute)
    click.echo(as_text(result))
    for finding in result.findings:
        click.echo(str(finding), err=True)
    if not result.agrees:
        raise SystemExit(1)


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
