"""The commands. Each module defines one; all are listed here, and imported when they are used.

    franchise-portal fees assess --period 2026-10
    flask --app wsgi fees assess --period 2026-10

Exit 0 on success, 2 on bad usage or bad input with one line per problem on standard error, 1 when
something around the portal is in the way (database away, port taken).
"""

import importlib
import importlib.util
from typing import Any

import click

from .manners import polite

#: Command, and the module beside this one that defines it as `command` or `group`.
COMMANDS = (
    ("run", "run"),
    ("seed", "seed"),
    ("network", "network"),
    ("contracts", "contracts"),
    ("fees", "fees"),
    ("reports", "reports"),
    ("ledger", "ledger"),
    ("accounts", "accounts"),
    ("jobs", "jobs"),
    ("db", "database"),
)


class Commands(click.Group):
    """The commands, each imported when somebody asks for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order of the table, those that are there."""
        return [name for name, module in COMMANDS if _is_there(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one."""
        return find(cmd_name)


def find(name: str) -> click.Command | None:
    """The command of that name, which says in a sentence what goes wrong."""
    module = dict(COMMANDS).get(name)
    if module is None or not _is_there(module):
        return None
    loaded = importlib.import_module(f".{module}", __name__)
    command = getattr(loaded, "group", None) or loaded.command
    return polite(command, name)


def _is_there(module: str) -> bool:
    return importlib.util.find_spec(f".{module}", __name__) is not None


def __getattr__(name: str) -> Any:  # noqa: ANN401 - what `flask.commands` entry points load
    """`flask --app wsgi …` finds the same commands through the project's entry points."""
    command = find(name.removesuffix("_command")) if name.endswith("_command") else None
    if command is None:
        raise AttributeError(name)
    return command


@click.command(cls=Commands, help="The franchise network portal.")
@click.version_option(package_name="franchise-portal")
def main() -> None:
    """Every command has --help with an example."""
