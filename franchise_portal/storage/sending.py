"""Sending a stored file to a browser, with headers that keep it a file and nothing else."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from flask import Response, current_app, send_file

from .models import StoredFile
from .services import open_file, the_store
from .stores import CHUNK, FileMissing

#: What a browser may show inside itself; everything else is saved, whatever a link says.
SHOWN_INSIDE = frozenset({"application/pdf", "image/png", "image/jpeg", "text/plain"})


def send(stored: StoredFile, *, as_attachment: bool = True) -> Response:
    """The answer that delivers a file. Whether this person may have it is the caller's question.

    Raises:
        FileMissing: when the store does not have it.
    """
    as_attachment = as_attachment or stored.content_type not in SHOWN_INSIDE
    response = _body(stored)
    kind = "attachment" if as_attachment else "inline"
    headers = response.headers
    headers["Content-Type"] = stored.content_type
    headers["Content-Disposition"] = f"{kind}; {_name(stored.name)}"
    if "X-Accel-Redirect" not in headers:
        headers["Content-Length"] = str(stored.size)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'self'; sandbox"
    headers["Cache-Control"] = "private, no-cache"
    response.set_etag(stored.sha256)
    return response


def _body(stored: StoredFile) -> Response:
    path = the_store().path(stored.key)
    if path is None:
        file = open_file(stored)
        response = Response(_pieces(file), direct_passthrough=True)
        response.call_on_close(file.close)
        return response
    if not path.is_file():
        raise FileMissing(stored.key)
    prefix = current_app.config.get("ACCEL_PREFIX")
    if prefix:
        # The proxy in front reads the file itself and this process is free again at once.
        return Response(headers={"X-Accel-Redirect": f"{prefix}/{quote(stored.key)}"})
    return send_file(path, mimetype=stored.content_type, conditional=False, etag=False)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _name(name: str) -> str:
    """The name for old clients in ASCII, and as it is for all others (RFC 6266)."""
    plain = "".join(
        char if char.isascii() and char.isprintable() and char not in '"\\/%;' else "_"
        for char in name
    )
    exact = "".join(char for char in name if char.isprintable() and char not in "/\\")
    return f"filename=\"{plain or 'file'}\"; filename*=UTF-8''{quote(exact, safe='')}"
