"""What contracts add to the pages of the network, and what features above add to a contract's."""

from collections.abc import Sequence
from typing import Any

from flask import Flask, current_app

from ..access.actor import Actor
from ..access.permissions import Permission
from ..network.additions import Additions, Panel, Placed, Shown
from ..network.models import Franchisee, Outlet
from . import queries
from .models import Contract

KEY = "contracts.panels"


def _of_franchisee(_actor: Actor, franchisee: Franchisee) -> Sequence[Contract]:
    return queries.contracts_of(franchisee.id)


def _of_outlet(actor: Actor, outlet: Outlet) -> Sequence[Contract] | None:
    return queries.contracts_about(actor, outlet.id) or None


ADDITIONS = Additions(
    guards={"contracts.": Permission.CONTRACTS_CONTRACT_READ},
    franchisee_panels=(
        Panel(
            key="contracts",
            permission=Permission.CONTRACTS_CONTRACT_READ,
            template="contracts/_panel.html",
            load=_of_franchisee,
            place="aside",
        ),
    ),
    outlet_panels=(
        Panel(
            key="contracts",
            permission=Permission.CONTRACTS_CONTRACT_READ,
            template="contracts/_panel.html",
            load=_of_outlet,
            place="aside",
        ),
    ),
)


def install(app: Flask, panels: Sequence[Panel]) -> None:
    """Keep the panels that features above add to a contract's page."""
    app.extensions[KEY] = tuple(panels)


def panels_of(actor: Actor, contract: Contract) -> Placed:
    """The panels that this actor may see on a contract's page, loaded."""
    placed = Placed()
    panels: Sequence[Panel] = current_app.extensions.get(KEY, ())
    for panel in panels:
        part: Any = panel.load(actor, contract) if actor.may(panel.permission) else None
        if part is not None:
            getattr(placed, panel.place).append(Shown(panel.template, part))
    return placed
