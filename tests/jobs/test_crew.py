"""A command that needs workers finds them, borrowed or its own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from franchise_portal import Portal, jobs
from franchise_portal.jobs import crew
from franchise_portal.jobs.valkey import PrivateValkey
from tests.jobs.crew import Crew, until

pytestmark = pytest.mark.any_database


@pytest.fixture
def settings(app: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Settings with a private queue in a folder of the test, as children read them too."""
    server = PrivateValkey(tmp_path)
    for name, value in {
        "PORTAL_DATA_DIR": str(tmp_path),
        "DATABASE_URL": app.settings.database_url,
        "REDIS_URL": "",
    }.items():
        monkeypatch.setenv(name, value)
    before = app.extensions["jobs"]
    made = replace(app.settings, data_dir=tmp_path, redis_url=server.url)
    jobs.init_app(app, made)
    yield made
    app.extensions["jobs"] = before


def test_workers_are_started_for_the_while(settings) -> None:
    with crew.at_work(settings, workers=1):
        until(lambda: crew.somebody_works(settings))
    assert not PrivateValkey(settings.data_dir).answers()


def test_workers_that_are_there_are_borrowed(app: Portal, settings) -> None:
    with PrivateValkey(settings.data_dir) as server, Crew(app, server.url) as others:
        until(lambda: crew.somebody_works(settings))
        with crew.at_work(settings):
            pass
        assert others.process.is_alive()
        assert server.answers()
