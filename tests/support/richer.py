"""The small network with more in it, made by the first test of a process that asks for it:

    @pytest.fixture
    @once
    def charged(network: SmallNetwork) -> None:
        give_plan(network.contracts["CT-F-001-TL"])
        assess()

A test is given the network. What stands below `@once` runs once; later tests find its rows put
back, and the objects as they were. So it may rest on the network alone, and it comes before
whatever else a test writes: what was written before it is gone.
"""

import pickle
from collections.abc import Callable

from franchise_portal import Portal
from franchise_portal.database import db
from tests.support import people
from tests.support.databases import Database

Make = Callable[[people.SmallNetwork], object]
_remembered: dict[str, bytes] = {}


def once(make: Make) -> Callable[[people.SmallNetwork, Portal, Database], people.SmallNetwork]:
    """A fixture's function that makes its rows once a process."""
    state = f"{make.__module__.removeprefix('tests.')}.{make.__name__}"

    def richer(
        network: people.SmallNetwork, app: Portal, database: Database
    ) -> people.SmallNetwork:
        if state in database.kept:
            db.session.remove()
            database.reset(app, state)
            # The same object: a test may have asked for `network` too.
            vars(network).update(vars(people.attached(pickle.loads(_remembered[state]))))
            return network
        make(network)
        db.session.commit()
        _remembered[state] = pickle.dumps(network)
        database.keep(app, state)
        return network

    # Not `functools.wraps`: pytest would ask for the arguments of what is inside.
    richer.__name__, richer.__doc__ = make.__name__, make.__doc__
    richer.__module__ = make.__module__
    return richer
