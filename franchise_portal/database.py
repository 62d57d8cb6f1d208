"""The declarative base, the column types, and the rule that only an edge commits.

A web request, a job or a command is one edge and one transaction. Nothing below an edge commits.
What must happen only once the data is safe (mail, ringing the queue) waits in `after_commit`.
"""

import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID, SafeUUID

from flask import Flask, Response, request
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import (
    DDL,
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    MetaData,
    Numeric,
    String,
    Uuid,
    event,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry
from sqlalchemy.types import TypeDecorator, TypeEngine

from .kit.ids import new_id

logger = logging.getLogger(__name__)

Mapped_ = TypeVar("Mapped_", bound="type[Base]")
Item = TypeVar("Item")

IDLE = 1.0
"""Seconds after which a connection that nobody used is asked whether it still stands."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

#: Whether the transaction about to begin will write. On SQLite a writer takes its lock at the
#: beginning: a transaction that reads first and writes later fails with "database is locked"
#: the moment another one has written in between, however long it is prepared to wait.
_writing: ContextVar[bool] = ContextVar("writing", default=False)

#: Whether a page is only read: on PostgreSQL it needs no transaction, in which each statement sees
#: what is committed when it begins in any case.
_reading: ContextVar[bool] = ContextVar("reading", default=False)

#: The connection on which such a page is read, from its first statement to its end.
_reader: ContextVar[Connection | None] = ContextVar("reader", default=None)


class QuickUuid(Uuid[UUID]):
    """SQLAlchemy's `Uuid`; where it is stored as hexadecimal digits, read without `UUID`'s checks.

    A page of fifty rows reads some hundred and fifty ids.
    """

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ANN401
        """Trust digits that this type has written."""
        if dialect.supports_native_uuid:
            return super().result_processor(dialect, coltype)  # type: ignore[no-untyped-call]
        return _uuid_of


def _uuid_of(digits: str | None) -> UUID | None:
    if digits is None:
        return None
    found = _new_uuid(UUID)
    _put(found, "int", int(digits, 16))
    _put(found, "is_safe", SafeUUID.unknown)
    return found


_new_uuid = UUID.__new__
_put = object.__setattr__  # the class itself refuses to be changed


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, stored and returned in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse a naive moment: nobody could say later which zone was meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment without a zone cannot be stored"
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give SQLite's naive values their zone back."""
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal that survives on SQLite too, which would store it as a binary float."""

    impl = Numeric(20, 6)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Use text where the database has no exact decimal."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(30))
        return dialect.type_descriptor(Numeric(20, 6))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """Write plain digits, never an exponent."""
        if value is None or dialect.name != "sqlite":
            return value
        return format(value, "f")

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ANN401, ARG002
        """Return a Decimal on every database."""
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    """What every mapped class inherits."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    registry = registry(
        metadata=metadata,
        type_annotation_map={
            UUID: QuickUuid,
            datetime: UTCDateTime,
            Decimal: ExactDecimal,
            dict[str, Any]: JSON(none_as_null=True),
            list[Any]: JSON(none_as_null=True),
            StrEnum: Enum(
                StrEnum,
                native_enum=False,
                create_constraint=True,
                length=40,
                values_callable=lambda enum: [member.value for member in enum],
            ),
        },
    )

    def __repr__(self) -> str:
        """Name the class and the id without touching the database."""
        return f"<{type(self).__name__} {self.__dict__.get('id', '?')}>"


class Identified:
    """A row known by a time-ordered UUID."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


class _Session(FlaskSession):
    def get_bind(self, *about: object, **named: Any) -> Engine | Connection:  # noqa: ANN401 - as it is declared there
        """The page's connection, if it has one: it shall not take a second from the pool."""
        return _reader.get() or super().get_bind(*about, **named)  # type: ignore[arg-type]


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "class_": _Session})


def reading() -> Connection:
    """The connection for a statement that reads rows and no objects.

    It is the session's where that is at work. A page that only reads needs no unit of work, whose
    beginning and end cost as much as a statement.
    """
    if not _reading.get() or db.engine.dialect.name == "sqlite" or _is_at_work():
        return db.session.connection()
    reader = _reader.get()
    if reader is None:
        reader = db.engine.connect()
        _reader.set(reader)
    return reader


def _is_at_work() -> bool:
    return db.session.registry.has() and db.session.registry().in_transaction()


def _let_go() -> None:
    reader = _reader.get()
    if reader is not None:
        _reader.set(None)
        reader.close()


Minor = BigInteger
"""The column type of amounts in minor units: a plain int would become a 32-bit INTEGER."""


def after_commit(action: Callable[[], object]) -> None:
    """Run `action` once the surrounding transaction has really been committed."""
    _actions_to_come().append(action)


def after_commit_together(action: Callable[[list[Item]], object], item: Item) -> None:
    """Run `action` once, with every item that the transaction brought for it, when it is committed.

    For what costs a journey each time: a day's work is promised in hundreds of portions, and the
    queue is told of all of them at once.
    """
    for other in _actions_to_come():
        if isinstance(other, _Together) and other.action == action:
            other.items.append(item)
            return
    _actions_to_come().append(_Together(action, [item]))


@dataclass(slots=True)
class _Together:
    action: Callable[[list[Any]], object]
    items: list[Any]

    def __call__(self) -> object:
        return self.action(self.items)


def _actions_to_come() -> list[Callable[[], object]]:
    waiting: list[Callable[[], object]] = db.session().info.setdefault("after_commit", [])
    return waiting


@event.listens_for(Session, "after_commit")
def _run_actions(session: Session) -> None:
    # The event also fires when a savepoint is released; then nothing is safe yet.
    if session.in_nested_transaction():
        return
    actions, session.info["after_commit"] = session.info.get("after_commit", []), []
    for action in actions:
        try:
            action()
        except Exception:
            # The data is already committed; the sweeper rings again for what was lost here.
            logger.exception("something that waited for the commit failed")


@event.listens_for(Session, "after_rollback")
def _drop_actions(session: Session) -> None:
    session.info["after_commit"] = []


def afterwards(action: Callable[[], object]) -> None:
    """Run `action` once the surrounding transaction has ended, whichever way it went.

    For entries that outlive a rollback. They cannot be written earlier on a connection of their
    own: on SQLite the surrounding transaction may hold the only write lock.
    """
    db.session().info.setdefault("afterwards", []).append(action)


def _run_afterwards() -> None:
    for action in db.session().info.pop("afterwards", []):
        try:
            action()
        except Exception:
            logger.exception("something that waited for the end of the transaction failed")


def release() -> None:
    """Let go of the database before something slow, such as hashing a password.

    On SQLite a POST holds the write lock from its first query on. Objects already loaded stay
    usable.

    Raises:
        RuntimeError: when something has been changed; letting go would cut the work in two.
    """
    session = db.session()
    if session.new or session.dirty or session.deleted or session.info.get("after_commit"):
        message = "release() comes before the first change"
        raise RuntimeError(message)
    session.commit()


@contextmanager
def edge(*, write: bool = True) -> Iterator[None]:
    """One unit of work outside a request: commits at the end, rolls back on any exception.

    Needs an application context. With `write=False` it reads and always rolls back.
    """
    _abandon()
    token = _writing.set(write)
    try:
        yield
        if write:
            db.session.commit()
        else:
            db.session.rollback()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)
        _run_afterwards()


def _abandon() -> None:
    """Forget what an earlier unit of work left: a rollback without a transaction says nothing."""
    db.session.rollback()
    db.session().info["after_commit"] = []


@contextmanager
def own_connection(*, patient: bool = True) -> Iterator[Connection]:
    """A short transaction of its own, for entries that must survive a rollback of the request.

    Call it through `afterwards`, or after `release`. With `patient=False` it gives up at once
    (OperationalError) when a long import holds SQLite's write lock, instead of making a page wait.
    """
    token = _writing.set(True)
    try:
        with (
            db.engine.connect() as connection,
            _waiting(connection, patient=patient),
            connection.begin(),
        ):
            yield connection
    finally:
        _writing.reset(token)


@contextmanager
def _waiting(connection: Connection, *, patient: bool) -> Iterator[None]:
    driver: Any = connection.connection.driver_connection
    if patient or not isinstance(driver, sqlite3.Connection):
        yield
        return
    driver.execute("PRAGMA busy_timeout=50")
    try:
        yield
    finally:
        driver.execute("PRAGMA busy_timeout=30000")


def init_app(app: Flask, url: str) -> None:
    """Bind the database and make each request an edge."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(url)
    db.init_app(app)

    @app.before_request
    def begin() -> None:
        is_safe = request.method in SAFE_METHODS
        _writing.set(not is_safe)
        _reading.set(is_safe)

    @app.after_request
    def finish(response: Response) -> Response:
        if request.method in SAFE_METHODS or response.status_code >= 400:  # noqa: PLR2004
            if db.session.registry.has():
                db.session.rollback()
        else:
            db.session.commit()
        return response

    @app.teardown_request
    def after_all(_error: BaseException | None) -> None:
        _let_go()
        if db.session.registry.has():
            _run_afterwards()
        # What reads next in this thread shall not take the write lock because this one posted.
        _writing.set(False)
        _reading.set(False)


def _engine_options(url: str) -> dict[str, Any]:
    options: dict[str, Any] = {"json_serializer": to_json}
    if url.startswith("sqlite"):
        options["connect_args"] = {"timeout": 30}
    return options


def to_json(value: object) -> str:
    """The text in which JSON columns are kept."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@event.listens_for(Engine, "connect")
def _prepare_connection(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's own class
    # SQLAlchemy's `begin` event below opens transactions; the driver must not open its own.
    if not isinstance(connection, sqlite3.Connection):
        connection.autocommit = True
        # What is sent outside of a transaction reads; the database itself sees to it. And a page's
        # statement is never worth being compiled, which takes a hundred times as long as it does.
        connection.execute("SET default_transaction_read_only = on; SET jit = off")
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    # Else INSERT OR REPLACE takes a row away without asking the trigger that forbids it.
    cursor.execute("PRAGMA recursive_triggers=ON")
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: a power cut must not take back a payment that somebody was told is recorded.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=30000")
    cursor.execute("PRAGMA cache_size=-32000")
    cursor.close()


@event.listens_for(Engine, "checkin")
def _note_use(_connection: object, record: Any) -> None:  # noqa: ANN401 - the pool's own class
    record.info["used_at"] = time.monotonic()


@event.listens_for(Engine, "checkout")
def _ask_whether_it_stands(connection: Any, record: Any, _proxy: object) -> None:  # noqa: ANN401
    """Find out that the server was restarted meanwhile; the pool then connects anew.

    SQLAlchemy's `pool_pre_ping` asks every time, which costs a busy portal a twentieth of a page.
    """
    used_at = record.info.get("used_at")
    if used_at is None or isinstance(connection, sqlite3.Connection):
        return
    if time.monotonic() - used_at < IDLE:
        return
    try:
        connection.execute("SELECT 1")
    except connection.Error as error:
        raise DisconnectionError from error


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        if _writing.get() or not _reading.get():
            try:
                driver.execute("BEGIN READ WRITE")
            except driver.Error:
                # Whether the connection is lost, and what to raise, SQLAlchemy knows.
                connection.exec_driver_sql("BEGIN READ WRITE")
    elif _writing.get():
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        # Takes no lock and cannot fail, so that it needs none of SQLAlchemy's care.
        driver.execute("BEGIN")


def see_one_moment() -> None:
    """Let all queries of this transaction see the same rows. Call it before any other.

    Else what is committed between two of them would be in one and not in the other. SQLite does so
    anyway.
    """
    connection = db.session.connection()
    if connection.dialect.name != "sqlite":
        _begin_if_not_begun(connection)
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def read_in_portions(portion: int) -> dict[str, Any]:
    """The execution options of a query whose rows are fetched some at a time, on a page too."""
    _begin_if_not_begun(db.session.connection())
    return {"yield_per": portion}


def _begin_if_not_begun(connection: Connection) -> None:
    """PostgreSQL keeps a result only inside a transaction, which a page that is read has not."""
    if connection.dialect.name == "sqlite":
        return
    driver: Any = connection.connection.driver_connection
    if driver.info.transaction_status == _IDLE:
        connection.exec_driver_sql("BEGIN")


_IDLE = 0
"""PostgreSQL's word for a connection without a transaction (`PQTRANS_IDLE`)."""


def append_only() -> Callable[[Mapped_], Mapped_]:
    """Make the database itself refuse to change or delete rows of a mapped class.

    The triggers are attached to the table, so that `create_all` and the migrations make the same.
    """

    def attach(mapped: Mapped_) -> Mapped_:
        for dialect, sql in append_only_triggers(mapped.__tablename__):
            statement = DDL(sql).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
            event.listen(mapped.__table__, "after_create", statement)
        return mapped

    return attach


def append_only_triggers(table: str) -> list[tuple[str, str]]:
    """The triggers as (dialect, SQL); the migrations hold the same text."""
    message = f"{table} is append-only"
    sqlite = (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        for verb in ("UPDATE", "DELETE")
    )
    function = (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
    )
    trigger = (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    )
    # TRUNCATE takes all rows away without asking a trigger of rows.
    emptying = (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )
    return [
        *(("sqlite", statement) for statement in sqlite),
        ("postgresql", function),
        ("postgresql", trigger),
        ("postgresql", emptying),
    ]
