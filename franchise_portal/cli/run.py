"""`franchise-portal run`: everything on one machine, until Ctrl-C."""

import sys
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select

from .. import config
from ..database import db, edge
from ..migrating import upgrade
from ..network.models import Network
from .manners import InTheWay
from .supervisor import Supervisor

#: The demo network's people, as `interfaces` names them.
DEMO_PEOPLE = (
    ("hanna@demo.test", "owner of the network"),
    ("felix@demo.test", "finance"),
    ("rosa@demo.test", "relationship manager"),
    ("sami@demo.test", "support"),
    ("omar@demo.test", "franchisee"),
    ("olga@demo.test", "franchisee"),
    ("mina@demo.test", "manager of an outlet of Omar's"),
    ("audrey@demo.test", "auditor"),
)
LOG = "portal.log"
DEMO_PASSWORD = "demo-network"  # noqa: S105 - printed on the sign-in page of the demo


@click.command()
@click.option(
    "--demo/--no-demo", default=True, envvar="DEMO", help="Fill an empty database with the demo."
)
@click.option("--web", default=2, show_default=True, type=click.IntRange(1, 32), help="Processes.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 32))
def command(*, demo: bool, web: int, workers: int) -> None:
    """Start web, workers, calendar and a private Valkey; stop them with Ctrl-C.

    Makes or upgrades the database first. Starting again keeps the data.

    Example: franchise-portal run --no-demo
    """
    settings = config.read()
    # A person reads the welcome; line after line of the log would push it off the screen.
    log = settings.data_dir / LOG if sys.stderr.isatty() else None
    with Supervisor(settings, web=web, workers=workers, log=log) as supervisor:
        is_demo = _prepare(settings, demo=demo)
        supervisor.start()
        if supervisor.wait_until_open():
            click.echo(_welcome(settings.base_url, is_demo=is_demo, log=log))
            sys.stdout.flush()
        reason = supervisor.watch()
    if reason:
        raise InTheWay(reason)
    click.echo("Stopped. The data is kept.")


def _prepare(settings: config.Settings, *, demo: bool) -> bool:
    """Bring the database up to date and fill it where asked; whether it holds the demo."""
    from .. import create_app  # noqa: PLC0415 - whom the folder or the port refuses need not wait

    app = create_app(settings)
    with app.app_context():
        upgrade(app)
        is_demo = _is_demo()
        if is_demo is None and demo and _seed(app):
            is_demo = _is_demo()
        db.session.remove()
        db.engine.dispose()
    return bool(is_demo)


def _is_demo() -> bool | None:
    """Whether the network is a demo; None when there is no network yet."""
    with edge(write=False):
        return db.session.scalar(select(Network.is_demo))


def _seed(app: Flask) -> bool:
    """Write the demo network, by the same command that `make seed` uses."""
    from . import find  # noqa: PLC0415 - the table of commands names this one too

    seed = find("seed")
    demo = seed.get_command(click.Context(seed), "demo") if isinstance(seed, click.Group) else None
    if demo is None:
        return False
    click.echo("Writing the demo network. This happens once.")
    with app.app_context():
        demo.main(args=[], standalone_mode=False)
    return True


def _welcome(address: str, *, is_demo: bool, log: Path | None) -> str:
    lines = ["", f"  The portal is open at {address}", ""]
    if is_demo:
        lines.append(f"  Sign in as one of these, password {DEMO_PASSWORD}:")
        lines.extend(f"    {email:18} {role}" for email, role in DEMO_PEOPLE)
    else:
        lines.append("  Open it in a browser; the first page leads you on.")
    if log:
        lines.extend(["", f"  What happens is written to {log}"])
    return "\n".join([*lines, "", "  Ctrl-C stops it.", ""])
