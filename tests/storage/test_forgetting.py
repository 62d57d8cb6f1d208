"""A file that is forgotten leaves the register at once, and the store after the commit."""

import pytest

from franchise_portal import storage
from franchise_portal.database import db, edge
from franchise_portal.storage import FileMissing, StoredFile


def keep(data: bytes) -> StoredFile:
    with edge():
        return storage.put(data, name="a.pdf", content_type="application/pdf")


def forget(stored: StoredFile) -> None:
    with edge():
        storage.forget(db.session.get_one(StoredFile, stored.id))


def test_its_bytes_are_gone(app):
    stored = keep(b"only here")
    forget(stored)
    with pytest.raises(FileMissing):
        storage.read(stored)


def test_bytes_that_another_file_shares_stay(app):
    first, second = keep(b"twice"), keep(b"twice")
    forget(first)
    assert storage.read(second) == b"twice"
    forget(second)
    with pytest.raises(FileMissing):
        storage.read(second)


def test_a_rolled_back_change_forgets_nothing(app):
    stored = keep(b"still here")

    def forget_and_fail() -> None:
        storage.forget(db.session.get_one(StoredFile, stored.id))
        raise RuntimeError

    with pytest.raises(RuntimeError), edge():
        forget_and_fail()
    assert storage.read(stored) == b"still here"
