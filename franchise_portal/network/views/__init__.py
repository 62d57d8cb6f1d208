"""The pages of the network."""

from flask import Blueprint

bp = Blueprint("network", __name__)

from . import (  # noqa: E402 - the views register themselves on the blueprint
    business,
    care,
    exports,
    franchisee_forms,
    franchisees,
    imports,
    outlet_forms,
    outlets,
    people,
    settings,
    territories,
)

__all__ = [
    "bp",
    "business",
    "care",
    "exports",
    "franchisee_forms",
    "franchisees",
    "imports",
    "outlet_forms",
    "outlets",
    "people",
    "settings",
    "territories",
]
