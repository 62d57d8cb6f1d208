"""`franchise-portal jobs`: the calendar and the sweeper."""

import click

from .. import jobs
from ..jobs import calendar, queries, rules
from ..kit import clock
from .manners import with_portal


@click.group()
def group() -> None:
    """Look at background jobs."""


@group.command("list")
@with_portal
def list_command() -> None:
    """Print the calendar, and how many jobs wait, run and failed.

    Example: franchise-portal jobs list
    """
    now = clock.wall()
    click.echo(f"{'job':28} {'queue':8} {'cron (UTC)':16} next")
    for kind in calendar.scheduled():
        due = rules.next_strike(str(kind.every), at=now)
        click.echo(f"{kind.name:28} {kind.queue:8} {kind.every:16} {due:%Y-%m-%d %H:%M}")
    click.echo()
    click.echo(", ".join(f"{count} {status}" for status, count in queries.counts().items()))


@group.command("sweep")
@with_portal
def sweep_command() -> None:
    """Take jobs from dead workers and ring again for what the queue forgot. Workers do it too.

    Example: franchise-portal jobs sweep
    """
    swept = jobs.sweep()
    click.echo(f"{swept.released} taken from dead workers, {swept.rung} rung for again.")
