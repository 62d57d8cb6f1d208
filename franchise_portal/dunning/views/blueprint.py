"""The blueprint of late payments, and what its pages have in common."""

from collections.abc import Mapping
from typing import TypeVar

from flask import Blueprint

from ...kit.errors import DomainError, Refused
from ...network.forms.fields import FactsForm
from ...web.errors import translated
from ..errors import RateCharged, RateKnown, TableKnown

bp = Blueprint("dunning", __name__)

AnyForm = TypeVar("AnyForm", bound=FactsForm)
CONFLICT = 409
PLACES: Mapping[type[DomainError], str] = {
    RateCharged: "starts_on",
    RateKnown: "starts_on",
    TableKnown: "key",
}
"""The field at which each refusal is said."""


def at_fault(form: AnyForm, error: DomainError) -> AnyForm:
    """Say at its field what was refused, or at the form."""
    if isinstance(error, Refused):
        return form.fault(error)
    place = PLACES.get(type(error), "")
    if place in form:
        form[place].errors = [*form[place].errors, translated(error)]
    else:
        form.form_errors.append(translated(error))
    return form
