"""The blueprint of late payments, and what its pages have in common."""

from typing import TypeVar

from flask import Blueprint

from ...kit.errors import DomainError, Refused
from ...network.forms.fields import FactsForm
from ...web.errors import translated

bp = Blueprint("dunning", __name__)

AnyForm = TypeVar("AnyForm", bound=FactsForm)
CONFLICT = 409


def at_fault(form: AnyForm, error: DomainError) -> AnyForm:
    """Say at its field what was refused, or at the form."""
    if isinstance(error, Refused):
        return form.fault(error)
    form.form_errors.append(translated(error))
    return form
