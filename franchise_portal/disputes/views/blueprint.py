"""The blueprint of disputes and grades."""

from datetime import date, timedelta
from typing import TypeVar

from flask import Blueprint

from ...kit.errors import DomainError, Refused
from ...network.forms.fields import FactsForm
from ...web import filters
from ...web.errors import translated
from ..calling import line_called

bp = Blueprint("disputes", __name__)

SECTION = "disputes.index"
CONFLICT = 409


@bp.app_template_filter("line_name")
def line_name(words: str, single: object) -> str:
    """What a disputed line is called: a fee's name, or the kind of a single charge."""
    return line_called(words, is_single=bool(single))


@bp.app_template_filter("iso_day")
def iso_day(text: str, days: int = 0) -> str:
    """A day as a grade keeps it, in words; so many days later."""
    return filters.date(date.fromisoformat(text) + timedelta(days=days))


Typed = TypeVar("Typed", bound=FactsForm)


def at_fault(form: Typed, error: DomainError) -> Typed:
    """What a service refused: at its field, or over the form."""
    if isinstance(error, Refused) and error.field in form:
        return form.fault(error)
    form.form_errors.append(translated(error))
    return form
