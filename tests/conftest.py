"""A real database and a real queue for every test; nothing is replaced by a stand-in."""

import gc
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache

from franchise_portal import Portal, create_app
from franchise_portal.database import db
from franchise_portal.kit import clock
from tests.support import databases, people
from tests.support.page import Browser
from tests.support.queue import PrivateQueue

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)

# How fast a machine is, and what else it does meanwhile, is nothing that a test judges.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")

# Ten thousand collected tests and the application are millions of objects that all stay: to look
# through them again and again for what may go was a seventh of the suite's time.
gc.disable()
#: As in `wsgi.py`: almost all that a test makes goes by itself.
gc.set_threshold(20_000, 20, 50)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for garbage again, but never more among what has been collected until now."""
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest, so that no process ends long after the others.

    Run on PostgreSQL what uses the database; the rest has run beside SQLite just the same. So has
    what needs the database only on the way to something else, and says so by `any_database`.
    """
    items.sort(key=_turn)
    if os.environ.get("TEST_DATABASE", "sqlite") == "sqlite":
        return
    config.hook.pytest_deselected(items=[item for item in items if not _is_of_the_database(item)])
    items[:] = filter(_is_of_the_database, items)


def _is_of_the_database(item: pytest.Item) -> bool:
    asks = "database" in getattr(item, "fixturenames", ())
    return asks and item.get_closest_marker("any_database") is None


def _turn(item: pytest.Item) -> int:
    """Journeys first, then what needs the demo network, so that one process tells it."""
    if item.get_closest_marker("journey"):
        return 0
    return 1 if "telling" in getattr(item, "fixturenames", ()) else 2


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[databases.Database]:
    """The database of this process: SQLite, or PostgreSQL with `TEST_DATABASE=postgresql`."""
    kind = os.environ.get("TEST_DATABASE", "sqlite")
    with databases.started(kind, tmp_path_factory) as running:
        yield running


@pytest.fixture(scope="session")
def queue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateQueue]:
    """A private Valkey, started by the first test that needs one."""
    with PrivateQueue(tmp_path_factory.mktemp("queue", numbered=True)) as running:
        yield running


@pytest.fixture(scope="session")
def application(
    database: databases.Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """One application for all tests of this process."""
    app = create_app(database.settings)
    # As on a server: a page hashes no style sheets that an earlier one has hashed.
    app.extensions["assets"]._forget = False
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(_shared_folder(tmp_path_factory)))
    gc.freeze()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run, in which one process finds the templates that another has compiled."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "templates"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def app(
    application: Portal, database: databases.Database, request: pytest.FixtureRequest
) -> Iterator[Portal]:
    """The application with a fixed business clock, inside a context.

    Its database is empty, or holds the small network for a test that asks for it.
    """
    state = people.STATE if "network" in request.fixturenames else databases.EMPTY
    if state == people.STATE and state not in database.kept:
        with clock.fixed(NOON):
            people.keep_small_network(application, database)
        # The first use of the tables has made what knows them.
        gc.freeze()
    database.reset(application, state)
    with application.app_context(), clock.fixed(NOON):
        yield application
        db.session.remove()


@pytest.fixture
def network(app: Portal) -> people.SmallNetwork:
    """The small network that most tests of pages and services start from."""
    return people.small_network()


@pytest.fixture
def browser(app: Portal) -> Browser:
    """A client that inspects every page it fetches."""
    return Browser(app)


@pytest.fixture
def shared() -> Path:
    """The folder of shared material beside the checkout; the test is skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the shared folder is not beside this checkout")
    return folder
