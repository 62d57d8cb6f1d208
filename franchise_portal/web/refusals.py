"""What no page can make sense of, refused before any page sees it."""

from collections.abc import Iterable

from flask import Flask, abort, request

NUL = "\0"


def init_app(app: Flask) -> None:
    """Look at every request."""
    app.before_request(refuse_nul)


def refuse_nul() -> None:
    """Refuse the character NUL: nobody types it, and PostgreSQL cannot even search for it."""
    if NUL in request.path or _holds_nul(request.args.listvalues()):
        abort(400)
    if request.method == "POST" and _holds_nul(request.form.listvalues()):
        abort(400)


def _holds_nul(values: Iterable[list[str]]) -> bool:
    return any(NUL in value for group in values for value in group)
