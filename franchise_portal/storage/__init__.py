"""Files: their bytes in a folder or an S3-compatible store, their register in the database.

The store is content-addressed: a file's key is the digest of its bytes. Writing the same bytes
again changes nothing, and what is written is never changed, so a crash between the file and its
row leaves at worst a file that nobody refers to.

    stored = storage.put(pdf, name="ST-2026-0118.pdf", content_type="application/pdf")
    return storage.send(stored)
"""

from .models import StoredFile
from .sending import send
from .services import check, forget, init_app, open_file, put, read
from .stores import FileMissing

__all__ = [
    "FileMissing",
    "StoredFile",
    "check",
    "forget",
    "init_app",
    "open_file",
    "put",
    "read",
    "send",
]
