"""`franchise-portal db`: the database's form."""

import click

from .. import create_app
from ..migrating import State, state_of, upgrade


@click.group()
def group() -> None:
    """Bring the database into the form that this version needs."""


@group.command("upgrade")
def upgrade_command() -> None:
    """Make or upgrade the tables. Take a backup first.

    Example: franchise-portal db upgrade
    """
    app = create_app()
    with app.app_context():
        before = state_of(app)
        if before != State.CURRENT:
            upgrade(app)
    words = {
        State.EMPTY: "The tables are made.",
        State.OLD: "The database is up to date now.",
        State.CURRENT: "The database is up to date.",
    }
    click.echo(words[before])


@group.command("check")
def check_command() -> None:
    """Say whether the database has the form that this version needs; exit 1 if not.

    Example: franchise-portal db check
    """
    app = create_app()
    with app.app_context():
        state = state_of(app)
    click.echo(f"The database is {state}.")
    if state != State.CURRENT:
        raise SystemExit(1)
