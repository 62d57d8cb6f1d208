"""Keeping files and giving them back."""

import hashlib
import io
import tempfile
from typing import BinaryIO

from flask import Flask, current_app
from sqlalchemy import select

from .. import config
from ..database import after_commit, db, own_connection
from ..kit.ids import new_id
from .models import StoredFile
from .stores import CHUNK, Store, store_for

#: Larger files go through a temporary file instead of memory.
IN_MEMORY = 8 * CHUNK


def init_app(app: Flask, settings: config.Settings) -> None:
    """Open the store that the settings name. Makes no contact yet."""
    app.extensions["storage"] = store_for(settings.storage_url, settings.data_dir)


def put(data: bytes | BinaryIO, *, name: str, content_type: str) -> StoredFile:
    """Keep a file, and add its row to the current transaction.

    `name` is what a person sees when downloading; `data` is bytes or an open binary file, read
    from where it stands.
    """
    if isinstance(data, bytes):
        return _keep(
            io.BytesIO(data), hashlib.sha256(data).hexdigest(), len(data), name, content_type
        )
    digest, size = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
        while chunk := data.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            copy.write(chunk)
        copy.seek(0)
        return _keep(copy, digest.hexdigest(), size, name, content_type)  # type: ignore[arg-type]


def _keep(source: BinaryIO, digest: str, size: int, name: str, content_type: str) -> StoredFile:
    key = f"{digest[:2]}/{digest}"
    the_store().write(key, source)
    stored = StoredFile(
        id=new_id(), key=key, name=name[:200], content_type=content_type, size=size, sha256=digest
    )
    db.session.add(stored)
    # Other rows name this one by its id, without a relationship that would order the inserts.
    db.session.flush()
    return stored


def open_file(stored: StoredFile) -> BinaryIO:
    """The bytes as an open file; the caller closes it.

    Raises:
        FileMissing: when the store does not have it.
    """
    return the_store().open(stored.key)


def read(stored: StoredFile) -> bytes:
    """All bytes at once.

    Raises:
        FileMissing: when the store does not have it.
    """
    with open_file(stored) as file:
        return file.read()


def forget(stored: StoredFile) -> None:
    """Take a file out of the register; its bytes go after the commit, unless others share them.

    Somebody who stores the very same bytes in that moment, on another machine, may lose them: the
    price of a store that keeps equal bytes once. What is forgotten is personal, and never equal.
    """
    key = stored.key
    db.session.delete(stored)
    db.session.flush()
    after_commit(lambda: _remove_unshared(key))


def _remove_unshared(key: str) -> None:
    with own_connection() as connection:
        shared = connection.execute(select(StoredFile.id).where(StoredFile.key == key).limit(1))
        if shared.first() is None:
            the_store().remove(key)


def check() -> None:
    """See that the store answers; raises what went wrong."""
    the_store().check()


def the_store() -> Store:
    """The store of the application in hand."""
    store: Store = current_app.extensions["storage"]
    return store
