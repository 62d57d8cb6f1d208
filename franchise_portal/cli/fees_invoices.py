"""`franchise-portal fees export-invoices`: a month's invoices as EN 16931 XML."""

import contextlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from .. import storage
from ..access.actor import SYSTEM
from ..database import edge
from ..fees.services import einvoices
from ..kit.errors import Unreadable
from ..kit.period import Period
from .files import folder
from .manners import with_portal

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@click.command()
@click.option("--period", required=True, metavar="YYYY-MM", help="The month.")
@click.option(
    "--out",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder; files of the same names are replaced.",
)
@with_portal
def command(*, period: str, out: Path) -> None:
    """Write every invoice issued for a month as EN 16931 XML (CII), one file each.

    A file is called by its invoice's number and holds byte for byte what the invoice's PDF
    carries. When facts are missing that the standard wants, they are listed and nothing is
    written.

    Example: franchise-portal fees export-invoices --period 2026-10 --out einvoices
    """
    month = _month(period)
    with edge(write=False):
        einvoices.require_facts_for(month)
    with _all_or_none(folder(out)) as unfinished:
        count = 0
        portions = _portions(month)
        for ids in portions:
            with edge():
                files = einvoices.provide(ids)
                for file in files.values():
                    (unfinished / _UNSAFE.sub("_", file.name)).write_bytes(storage.read(file))
            count += len(files)
    with edge():
        einvoices.note_export(SYSTEM, month, invoices=count)
    click.echo(f"{count} {'invoice is' if count == 1 else 'invoices are'} in {out}.")


def _month(text: str) -> Period:
    try:
        return Period.parse_month(text)
    except Unreadable as error:
        raise click.BadParameter(str(error), param_hint="--period") from None


def _portions(month: Period) -> list[einvoices.Ids]:
    with edge(write=False):
        return list(einvoices.all_of(SYSTEM, month))


@contextmanager
def _all_or_none(out: Path) -> Iterator[Path]:
    """A folder beside the files to come; when all are there, they move to their places."""
    unfinished = out / ".unfinished"
    unfinished.mkdir(exist_ok=True)
    try:
        yield unfinished
        for path in sorted(unfinished.iterdir()):
            path.replace(out / path.name)
    finally:
        for path in unfinished.iterdir():
            with contextlib.suppress(OSError):
                path.unlink()
        with contextlib.suppress(OSError):
            unfinished.rmdir()
