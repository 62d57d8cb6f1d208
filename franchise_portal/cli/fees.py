"""`franchise-portal fees`: a month from its sales file to the payments."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from ..access.actor import SYSTEM
from ..database import edge
from ..fees import services
from ..fees.queries.left_out import Skipped
from ..fees.queries.missing import Missing
from ..kit.errors import BadInput, Problem, Unreadable, filled
from ..kit.i18n import N_
from ..kit.money import Money
from ..kit.period import Period
from ..network.queries import founded
from .fees_collect import command as collect
from .fees_invoices import command as export_invoices
from .fees_quote import command as quote
from .manners import polite, with_portal

MOST_SHOWN = 20

FILE = click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
DRY_RUN = click.option("--dry-run", is_flag=True, help="Only check, write nothing.")


@click.group()
def group() -> None:
    """Import sales, assess a month, book payments, or ask what a plan would charge."""


group.add_command(quote, "quote")
group.add_command(collect, "collect")
group.add_command(export_invoices, "export-invoices")


@group.command("import-sales")
@FILE
@DRY_RUN
@with_portal
def import_sales(*, path: Path, dry_run: bool) -> None:
    """Read a sales file (.csv or .xlsx): every row of it, or none.

    Columns: outlet, period, gross_sales; and any of sales_tax, refunds, discounts, excluded_sales,
    cost_of_goods, transactions, customers, units, currency.

    Example: franchise-portal fees import-sales sales-2026-10.csv --dry-run
    """
    with opened(path) as file, edge(write=not dry_run), bar() as tell:
        read = services.import_sales(
            SYSTEM, file=file, filename=str(path), dry_run=dry_run, tell=tell
        )
    done = "can be posted" if dry_run else "posted"
    click.echo(f"{_count(read.reports, 'sales report')} {done}, gross {amounts(read.gross)}.")
    _say_missing(read.month, read.missing, read.missing_count)


@group.command("assess")
@click.option("--period", required=True, metavar="YYYY-MM", help="The month.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@with_portal
def assess(*, period: str, form: str) -> None:
    """Charge every report of a month that has not been charged, and post the invoices.

    Running it again changes nothing; it prints what this run issued.

    Example: franchise-portal fees assess --period 2026-10 --format json
    """
    month = month_of(period)
    with edge(), bar() as tell:
        summary = services.assess_month(SYSTEM, month=month, progress=tell)
    for skipped in summary.skipped:
        click.echo(_skipped(skipped), err=True)
    if summary.skipped_count > len(summary.skipped):
        rest = summary.skipped_count - len(summary.skipped)
        click.echo(f"… and {rest} more that could not be charged.", err=True)
    click.echo(as_json(summary) if form == "json" else as_text(summary))


@group.command("import-payments")
@FILE
@DRY_RUN
@with_portal
def import_payments(*, path: Path, dry_run: bool) -> None:
    """Read payments from a table or a bank statement, and allocate each.

    Of a table (.csv, .xlsx) every row is booked, or none. Columns: franchisee, received_on, amount,
    currency, reference; and invoice, if the payer named one. Otherwise what is due is settled
    first, the advertising fund before the oldest fee, and what is in dispute last.

    Of a bank statement (CAMT.053, OFX) what is surely a franchisee's is booked; what cannot be
    said for certain is listed, and waits on the page of payments to be assigned.

    Example: franchise-portal fees import-payments bank-2026-11-02.csv
    """
    with opened(path) as file, edge(write=not dry_run):
        read = services.import_payments(SYSTEM, file=file, filename=str(path), dry_run=dry_run)
    done = "can be booked" if dry_run else "booked"
    click.echo(f"{_count(read.payments, 'payment')} {done}, {amounts(read.totals)}.")
    if not dry_run:
        click.echo(f"Settled {amounts(read.allocated)}, left as credit {amounts(read.credit)}.")
    for why, count in read.left_out.items():
        click.echo(f"Left out: {_count(count, 'line')}, {why.label}.", err=True)
    for one in read.open:
        click.echo(_to_assign(str(path), one), err=True)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file that a person named.

    Raises:
        BadInput: when it cannot be opened.
    """
    try:
        file = path.open("rb")
    except OSError:
        message = N_("The file cannot be opened.")
        problem = Problem(str(path), None, None, None, message, N_("Check its name and place."))
        raise BadInput(message, problems=[problem]) from None
    with file:
        yield file


def month_of(text: str) -> Period:
    """The month of `--period`.

    Raises:
        BadInput: when it is not a month.
    """
    try:
        return Period.parse_month(text)
    except Unreadable as trouble:
        problem = trouble.at("--period", None, None, text)
        raise BadInput(problem.message, problems=[problem], **problem.params) from None


@contextmanager
def bar() -> Iterator[Callable[[int, int], None]]:
    """Tell on a terminal how far it is; say nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return

    def tell(done: int, total: int) -> None:
        of = f" of {total}" if total else ""
        click.echo(f"\r{done}{of} …", nl=False, err=True)

    yield tell
    click.echo("\r\033[K", nl=False, err=True)


def as_json(summary: services.AssessmentSummary) -> str:
    """What a run issued, as `interfaces` promise it."""
    return json.dumps(
        {
            "invoices": summary.invoices,
            "lines": summary.lines,
            "total": plain(summary.total),
            "by_fee": {fee: plain(sums) for fee, sums in summary.fees.items()},
        },
        ensure_ascii=False,
    )


def as_text(summary: services.AssessmentSummary) -> str:
    """What a run issued, in words."""
    if not summary.invoices:
        return f"{summary.month}: nothing new to charge."
    lines = [
        (
            f"{summary.month}: {_count(summary.invoices, 'invoice')}, "
            f"{_count(summary.lines, 'line')}, {amounts(summary.total)}."
        )
    ]
    lines += [f"  {fee}: {amounts(sums)}" for fee, sums in summary.fees.items()]
    return "\n".join(lines)


def plain(sums: Sequence[Money]) -> str:
    """A sum as decimal text; of several currencies each with its code."""
    if not sums:
        return Money.zero(founded().currency).text
    return sums[0].text if len(sums) == 1 else ", ".join(str(amount) for amount in sums)


def amounts(sums: Sequence[Money]) -> str:
    """Sums with their currencies."""
    return ", ".join(str(amount) for amount in sums) or "0"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _to_assign(place: str, one: services.OpenLine) -> str:
    line = one.line
    payer = " ".join(part for part in (line.payer_name, line.payer_account, line.text) if part)
    return f"{place}:{one.row}: {line.day} {line.amount} {payer}: {one.reason.label} Assign it."


def _skipped(skipped: Skipped) -> str:
    reason = filled(skipped.message, dict(skipped.params))
    return f"{skipped.outlet} {skipped.name}, {skipped.period}: {reason}"


def _say_missing(month: str, missing: Sequence[Missing], count: int) -> None:
    if not count:
        return
    click.echo(f"{_count(count, 'outlet')} without a report for {month}:", err=True)
    for one in missing[:MOST_SHOWN]:
        click.echo(f"  {one.outlet} {one.name}", err=True)
    if count > MOST_SHOWN:
        click.echo(f"  … and {count - MOST_SHOWN} more.", err=True)


for _command in group.commands.values():
    polite(_command, str(_command.name))
