"""`franchise-portal seed demo`: the demo network, or one of any size for measuring."""

import logging
import sys
from pathlib import Path

import click
from flask import current_app

from ..demo import files, seeds, story
from .manners import with_portal


@click.group()
def group() -> None:
    """Write made-up data into an empty database."""


@group.command("demo")
@click.option("--outlets", type=click.IntRange(1), help="A network of this many outlets instead.")
@click.option("--months", type=click.IntRange(1, 24), default=1, help="Its assessed months.")
@click.option("--seed", type=int, default=2026, help="Another seed gives other figures.")
@with_portal
def demo(outlets: int | None, months: int, seed: int) -> None:
    """Write the demo network into an empty database.

    Example: franchise-portal seed demo
    """
    # Seeds are written before anything listens; the workers that start later find their jobs.
    logging.getLogger("franchise_portal.jobs.doorbell").setLevel(logging.ERROR)
    folder = Path(current_app.settings.data_dir) / "demo"  # type: ignore[attr-defined]
    if outlets is None:
        told = seeds.tell(seed=seed, say=_say)
        paths = files.write(folder, seed=told.seed)
    else:
        from ..demo import many  # noqa: PLC0415 - only for measuring

        many.tell(outlets=outlets, months=months, seed=seed, say=_say)
        paths = many.write(folder, outlets=outlets, seed=seed)
    click.echo(f"The demo network is written. Its clock stands at {story.STANDS_ON:%-d %B %Y}.")
    for path in paths:
        click.echo(str(path))


def _say(done: int, total: int, what: str) -> None:
    """A bar on a terminal, a line for each tenth elsewhere."""
    if sys.stderr.isatty():
        filled = "#" * (30 * done // max(total, 1))
        click.echo(f"\r[{filled:<30}] {what[:40]:<40}", nl=done >= total, err=True)
    elif done == total or done % max(1, total // 10) == 0:
        click.echo(f"{done} of {total} {what}".rstrip(), err=True)
