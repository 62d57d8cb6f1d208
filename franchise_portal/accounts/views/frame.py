"""What the pages of this feature ask the frame about the network, which stands above accounts."""

from typing import Any

from flask import current_app
from flask_babel import gettext

from ...web.languages import LANGUAGES
from ..permission_words import ROLE_NOTES


def the_network() -> Any:  # noqa: ANN401 - network.models.Network or None
    """The network's row, as the frame of each page has it."""
    return current_app.extensions["features"].network()


def is_demo() -> bool:
    """Whether this is a demo network, whose people a visitor may be."""
    network = the_network()
    return bool(network and network.is_demo)


def offered_languages(*kept: str) -> tuple[str, ...]:
    """The network's languages in its order; `kept` ones stay on offer to those who have them."""
    network = the_network()
    offered = tuple(network.languages) if network else tuple(LANGUAGES)
    return (*offered, *(language for language in kept if language not in offered))


def role_notes() -> dict[str, str]:
    """A line about each role, for the choice between them."""
    return {role.value: gettext(words) for role, words in ROLE_NOTES.items()}


def usual_zone() -> str:
    """The zone of the network, for somebody of whom nothing else is known."""
    network = the_network()
    return str(network.zone) if network else "UTC"
