"""What contracts add to the pages of the network, and what features above add to a contract's."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Flask, current_app

from ..access.actor import Actor
from ..access.permissions import Permission
from ..network.additions import Additions, Panel, Placed, Shown
from ..network.models import Franchisee, Outlet
from . import queries
from .findings import Finding
from .models import Contract
from .rules.clauses import ClauseText
from .rules.promises import Promise
from .rules.terms import Terms

KEY = "contracts.panels"
PARTS_KEY = "contracts.term_parts"
ACTS_KEY = "contracts.list_acts"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAct:
    """Something to do from the list of contracts, on a page of a feature above."""

    label: str
    """A verb and its object, marked with N_."""
    endpoint: str
    permission: Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPart:
    """A part of the terms that a feature above knows, such as the fee plan.

    The contract keeps its value as an opaque text in `Terms.parts`, under `key`.
    """

    key: str
    label: str
    """Marked with N_."""
    choices: Callable[[Actor], Sequence[tuple[str, str]]]
    """What can be chosen: values with their words, in the viewer's language."""
    words: Callable[[str], Sequence[str]]
    """What a value says, a sentence or line each, in the viewer's language."""
    problems: Callable[[str, Terms, Sequence[ClauseText]], Sequence[Finding]]
    """What is wrong with a value beside the other terms and the clauses of the same version."""
    apply: Callable[[Actor, Contract, date, str], None]
    """Carry a value into the feature's own tables, in force from a day on. Never commits."""
    in_force: Callable[[Sequence[UUID], date], Mapping[UUID, str]]
    """The values in force on a day for some contracts, as the feature's own tables have them."""
    promises: Callable[[str, Terms, date], Sequence[Promise]] = lambda _value, _terms, _on: ()
    """The duties that follow from a value, for a contract that begins on a day."""


def _of_franchisee(_actor: Actor, franchisee: Franchisee) -> Sequence[Contract]:
    return queries.contracts_of(franchisee.id)


def _of_outlet(actor: Actor, outlet: Outlet) -> Sequence[Contract] | None:
    return queries.contracts_about(actor, outlet.id) or None


ADDITIONS = Additions(
    guards={
        "contracts.": Permission.CONTRACTS_CONTRACT_READ,
        # What the office is still writing is the office's alone.
        "contracts.version.drafted": Permission.CONTRACTS_LIBRARY_READ,
        "contracts.version.changed": Permission.CONTRACTS_LIBRARY_READ,
        "contracts.version.withdrawn": Permission.CONTRACTS_LIBRARY_READ,
    },
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


def install_parts(app: Flask, parts: Sequence[TermPart]) -> None:
    """Keep the parts of the terms that features above know."""
    app.extensions[PARTS_KEY] = tuple(parts)


def install_acts(app: Flask, acts: Sequence[ListAct]) -> None:
    """Keep what features above let people do from the list of contracts."""
    app.extensions[ACTS_KEY] = tuple(acts)


def list_acts(actor: Actor) -> Sequence[ListAct]:
    """What this actor may do from the list of contracts besides entering one."""
    acts: Sequence[ListAct] = current_app.extensions.get(ACTS_KEY, ())
    return [act for act in acts if actor.may(act.permission)]


def term_parts() -> Sequence[TermPart]:
    """The parts of the terms that features above know, in the order of the street."""
    parts: Sequence[TermPart] = current_app.extensions.get(PARTS_KEY, ())
    return parts


def panels_of(actor: Actor, contract: Contract) -> Placed:
    """The panels that this actor may see on a contract's page, loaded."""
    placed = Placed()
    panels: Sequence[Panel] = current_app.extensions.get(KEY, ())
    for panel in panels:
        part: Any = panel.load(actor, contract) if actor.may(panel.permission) else None
        if part is not None:
            getattr(placed, panel.place).append(Shown(panel.template, part))
    return placed
