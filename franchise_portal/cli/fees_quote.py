"""`franchise-portal fees quote`: what a plan would charge, from two files and nothing else."""

import csv
import gc
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ..fees.enums import ReportingPeriod
from ..fees.plan_files import read_plan
from ..fees.reported_days import reported_twice
from ..fees.rules import FeeLine, FeePlan, Sales, in_words, quote
from ..fees.rules.reasons import exact_text
from ..fees.sales_files import read_sales, sales_columns
from ..kit.errors import BadInput, Problem
from ..kit.i18n import N_
from ..kit.money import EXPONENTS
from ..sheets import read_table
from .manners import polite

COLUMNS = (
    "outlet", "period", "fee", "basis", "basis_amount", "amount", "currency", "explanation",
)  # fmt: skip
_RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")


@click.command("quote")
@click.option(
    "--plan", "plan_path", required=True, type=click.Path(path_type=Path), metavar="PLAN.toml",
    help="The fee plan.",
)  # fmt: skip
@click.option(
    "--sales", "sales_path", required=True, type=click.Path(path_type=Path), metavar="SALES.csv",
    help="The sales file, .csv or .xlsx.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True,
    help="How to print it.",
)  # fmt: skip
def command(*, plan_path: Path, sales_path: Path, form: str) -> None:
    """Print what a plan would charge on a sales file, each amount with its explanation.

    Needs no database. One row a fee and period, in the order of the files. A sales file that
    reports a day of an outlet twice is refused, as an import refuses it.

    Example: franchise-portal fees quote --plan plan.toml --sales sales.csv
    """
    # A quote takes reports as they come, so the shortest usual period is thought of.
    plan = read_plan(plan_path, unsaid=ReportingPeriod.WEEK)
    with _no_collection():
        rows = _sales(sales_path, plan)
        lines = (_cells(line) for line in quote(plan, rows))
        output = _as_csv(lines) if form == "csv" else _as_json(lines)
    # Only when all is counted, and as bytes: UTF-8 whatever the terminal's locale is.
    click.echo(output, nl=False)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Pause the cyclic collector: it would walk a million small values again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _sales(path: Path, plan: FeePlan) -> list[Sales]:
    """The sales file's rows.

    Raises:
        BadInput: with every problem, in the order of the file.
    """
    place = str(path)
    faults: list[Problem] = []
    needed = plan.needed_columns
    try:
        with path.open("rb") as file:
            columns = sales_columns(needed)
            table = read_table(file, filename=place, columns=columns, faults=faults)
            reading = read_sales(table, place=place, currency=plan.currency, needed=needed)
    except OSError:
        raise _refusal(
            place, N_("The file cannot be opened."), N_("Check its name and place.")
        ) from None
    found = [*faults, *reading.problems, *reported_twice(reading.rows, place=place)]
    problems = sorted(found, key=lambda problem: problem.row or 0)
    if problems:
        raise BadInput(problems=problems)
    if not reading.rows:
        raise _refusal(
            place, N_("The file has no rows."), N_("Write one row for each outlet and period.")
        )
    return reading.rows


def _refusal(place: str, message: str, remedy: str) -> BadInput:
    return BadInput(message, problems=[Problem(place, None, None, None, message, remedy)])


def _cells(line: FeeLine) -> tuple[str, ...]:
    """A line as the text of its cells."""
    meter = line.meter
    least = EXPONENTS[meter.currency] if meter.is_money else 0
    return (
        line.sales.outlet,
        line.sales.period_text,
        line.fee,
        meter.fee.basis.value,
        exact_text(line.counted, meter.decimals, least),
        line.amount.text,
        meter.currency,
        in_words(line),
    )


def _as_csv(lines: Iterable[tuple[str, ...]]) -> bytes:
    output = io.BytesIO()
    with io.TextIOWrapper(output, encoding="utf-8", newline="") as text:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_harmless(cells) for cells in lines)
        text.flush()
        return output.getvalue()


def _harmless(cells: tuple[str, ...]) -> list[str]:
    """Keep a spreadsheet program from running a code or a name as a formula."""
    outlet, period, fee, *others = cells
    return [_as_text(outlet), period, _as_text(fee), *others]


def _as_text(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(_RUNS_AS_FORMULA) else cell


def _as_json(lines: Iterable[tuple[str, ...]]) -> bytes:
    rows = (dict(zip(COLUMNS, cells, strict=True)) for cells in lines)
    return (
        "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"
    ).encode()


polite(command, "quote")

if __name__ == "__main__":
    command(prog_name="franchise-portal fees quote")
