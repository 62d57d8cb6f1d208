"""The demo network, told once a process; whoever asks for it begins where the story ends."""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest

from franchise_portal import Portal, mail
from franchise_portal.database import db
from franchise_portal.demo import seeds, story
from franchise_portal.demo.seeds import Told
from franchise_portal.kit import clock
from tests.support.databases import Database

SEED = 2026
STATE = "demo network"


@dataclass
class Telling:
    """What was heard and what was kept when the story was told."""

    told: bytes = b""
    steps: list[tuple[int, int]] = field(default_factory=list)

    def hear(self, done: int, total: int, _what: str) -> None:
        """Note how far the story is."""
        self.steps.append((done, total))


@pytest.fixture(scope="session")
def telling(application: Portal, database: Database) -> Telling:
    """The story told into an empty database, which is kept.

    A mail server is set all the while: nobody may hear from it.
    """
    database.reset(application)
    before = application.extensions["mail"]
    server = replace(application.settings, mail_url="smtp://127.0.0.1:9?from=portal@demo.test")
    mail.init_app(application, server)
    made = Telling()
    with application.app_context():
        made.told = pickle.dumps(seeds.tell(seed=SEED, say=made.hear))
        db.session.remove()
        clock.set_network(zone="UTC", stands_on=None)
    application.extensions["mail"] = before
    database.keep(application, STATE)
    return made


@pytest.fixture(scope="module")
def told(telling: Telling, application: Portal, database: Database) -> Iterator[Told]:
    """The told network inside a context, under the clock of its pages."""
    database.reset(application, STATE)
    with application.app_context():
        made: Told = pickle.loads(telling.told)
        for rows in (
            made.brands, made.regions, made.franchisees, made.outlets, made.users, made.contracts,
            made.applicants,
        ):  # fmt: skip
            db.session.add_all(rows.values())
        db.session.commit()
        clock.set_network(zone=story.ZONE, stands_on=story.STANDS_ON)
        yield made
        db.session.remove()
        clock.set_network(zone="UTC", stands_on=None)
