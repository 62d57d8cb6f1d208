"""Files made for one answer."""

from urllib.parse import quote

from flask import Response


def attachment(content: bytes, name: str, content_type: str) -> Response:
    """A file to be saved under a name."""
    response = Response(content, content_type=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
