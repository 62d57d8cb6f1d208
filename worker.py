"""Works the queues and keeps the calendar. Any number may run, on any number of machines.

python worker.py --workers 2 --queues default,bulk --no-calendar
"""

import importlib
import sys

import click

from franchise_portal import create_app, jobs, logs
from franchise_portal.config import WrongSetting, read
from franchise_portal.jobs.registry import QUEUES
from franchise_portal.jobs.worker import Crew, Parent


@click.command()
@click.option("--workers", default=2, show_default=True, type=click.IntRange(0, 64))
@click.option("--queues", default=",".join(QUEUES), show_default=True, help="In order of urgency.")
@click.option("--calendar/--no-calendar", default=True, help="Start jobs that run by the clock.")
@click.option("--nice", default=10, show_default=True, type=click.IntRange(0, 19))
@click.option("--memory-limit", default=0, help="Mebibytes of address space for each job.")
@click.option("--recycle-after", default=1000, show_default=True, help="Jobs of one worker.")
@click.option("--warm/--cold", default=True, hidden=True)
@click.option("--load", multiple=True, hidden=True, help="Modules that register more jobs.")
@click.option("--heartbeat", type=float, hidden=True)
@click.option("--lease", type=float, hidden=True)
@click.option("--sweep", type=float, hidden=True)
@click.option("--ring-grace", type=float, hidden=True)
@click.option("--backoff", hidden=True, help="Seconds, separated by commas.")
def main(  # noqa: PLR0913 - one argument for each option
    *,
    workers: int,
    queues: str,
    calendar: bool,
    nice: int,
    memory_limit: int,
    recycle_after: int,
    warm: bool,
    load: tuple[str, ...],
    backoff: str | None,
    **rhythm: float | None,
) -> None:
    """Work the queues until told to stop; a running job is finished first."""
    logs.set_up()
    try:
        settings = read()
        app = create_app(settings)
    except WrongSetting as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    given = {name: value for name, value in rhythm.items() if value is not None}
    if backoff:
        given["backoff"] = tuple(float(pause) for pause in backoff.split(","))  # type: ignore[assignment]
    jobs.init_app(app, settings, jobs.Timing(**given))  # type: ignore[arg-type]
    for name in load:
        importlib.import_module(name)
    crew = Crew(
        workers=workers,
        queues=tuple(queues.split(",")),
        keeps_calendar=calendar,
        nice=nice,
        memory_limit=memory_limit,
        recycle_after=recycle_after,
        is_warm=warm,
    )
    Parent(app, crew).run()


if __name__ == "__main__":
    main()
