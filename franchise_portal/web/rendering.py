"""Rendering a page, and the two answers every form gives."""

from typing import Any

from flask import flash as flask_flash
from flask import render_template, url_for
from werkzeug.utils import redirect as werkzeug_redirect
from werkzeug.wrappers import Response

from ..kit.enums import Tone


def render(
    template: str,
    *,
    form: Any = None,  # noqa: ANN401 - any WTForms form
    status: int | None = None,
    **context: Any,  # noqa: ANN401 - templates take anything
) -> tuple[str, int]:
    """Render a template. A form with errors makes it a 422 whose title says "Error:".

    Returns:
        The text and the HTTP status, as a view returns them.
    """
    page_error = bool(form is not None and form.errors)
    if status is None:
        status = 422 if page_error else 200
    return render_template(template, form=form, page_error=page_error, **context), status


def see(endpoint: str, **values: Any) -> Response:  # noqa: ANN401 - URL values
    """After a POST: look at another page (303)."""
    return werkzeug_redirect(url_for(endpoint, **values), 303)


def flash(message: str, tone: Tone = Tone.SUCCESS) -> None:
    """Say on the next page what happened."""
    flask_flash(message, tone.value)
