"""How commands speak of trouble, and how they get the portal they work on."""

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

import click
from flask import Flask, current_app, has_app_context
from flask.cli import ScriptInfo
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError

from ..config import WrongSetting
from ..jobs.valkey import QueueUnavailable
from ..kit.errors import BadInput, DomainError

P = ParamSpec("P")
R = TypeVar("R")

BAD_INPUT = 2
IN_THE_WAY = 1


class InTheWay(Exception):
    """Something around the portal keeps a command from its work; the message says what to do."""


def polite(command: click.Command, name: str) -> click.Command:
    """Let a command end in sentences instead of traces. Harmless when done twice."""
    if not getattr(command, "is_polite", False):
        command.name = name
        invoke = command.invoke
        command.invoke = lambda ctx: _politely(invoke, ctx)  # type: ignore[method-assign]
        command.is_polite = True  # type: ignore[attr-defined]
    return command


def _politely(invoke: Callable[[click.Context], Any], ctx: click.Context) -> Any:  # noqa: ANN401
    try:
        return invoke(ctx)
    except BadInput as error:
        _end([str(problem) for problem in error.problems] or [str(error)], BAD_INPUT)
    except (DomainError, WrongSetting) as error:
        _end([str(error)], BAD_INPUT)
    except (InTheWay, QueueUnavailable) as error:
        _end([str(error)], IN_THE_WAY)
    except OperationalError as error:
        _end([f"The database does not answer: {_first_line(error.orig)}"], IN_THE_WAY)
    except RedisError as error:
        _end([f"The queue does not answer: {_first_line(error)}"], IN_THE_WAY)


def _end(lines: list[str], status: int) -> None:
    for line in lines:
        click.echo(line, err=True)
    sys.exit(status)


def _first_line(error: BaseException | None) -> str:
    return (str(error).strip().splitlines() or ["no reason given."])[0]


def with_portal(function: Callable[P, R]) -> Callable[P, R]:
    """Run a command inside the portal: settings read, database up to date, business clock set.

    An empty database is brought up to date; one that is older than the code is refused. The
    command opens its own `database.edge()`.
    """

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with portal():
            return function(*args, **kwargs)

    return run


@contextmanager
def portal() -> Iterator[Flask]:
    """The portal that a command works on, as `with_portal` gives it."""
    from ..migrating import bring_up_to_date  # noqa: PLC0415 - Alembic takes its time

    with _context() as app:
        bring_up_to_date(app)
        app.extensions["features"].set_clock()
        yield app


@contextmanager
def _context() -> Iterator[Flask]:
    if has_app_context():
        yield current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 - Flask's way to the real one
        return
    app = _the_app()
    with app.app_context():
        yield app


def _the_app() -> Flask:
    """The application of `flask --app wsgi`, or a new one."""
    context = click.get_current_context(silent=True)
    info = context.find_object(ScriptInfo) if context else None
    if info is not None:
        return info.load_app()
    from .. import create_app  # noqa: PLC0415 - commands on files alone do without

    return create_app()
