"""What tests of signing begin with, made once a process: its document takes long to set."""

import pytest
from sqlalchemy import select

from franchise_portal.contracts.models import SigningRound
from franchise_portal.database import db
from tests.builders import signing as make
from tests.support.people import SmallNetwork
from tests.support.richer import once


@pytest.fixture
@once
def with_round(network: SmallNetwork) -> None:
    make.a_round(network)


@pytest.fixture
def held(with_round: SmallNetwork) -> SigningRound:
    """A round that Omar and Hanna sign in this order; the document is made, nobody has signed."""
    return make.fresh(db.session.scalars(select(SigningRound)).one())
