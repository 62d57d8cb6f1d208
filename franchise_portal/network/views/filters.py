"""The filters that the lists of the network share."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select

from ...access.actor import Actor, current_actor
from ...kit.enums import LabeledEnum
from ...web.filters import label
from ...web.lists import Asked, Filter
from ...web.speech import gettext as _
from ..queries import lists
from ..queries.lists import Options

Member = TypeVar("Member", bound=LabeledEnum)


def of_enum(name: str, words: str, members: Iterable[LabeledEnum]) -> Filter:
    """A filter whose choices are the members of an enumeration."""
    return Filter(name, words, [(member.value, label(member)) for member in members])


def of_places(offered: Options) -> list[Filter]:
    """Brand and region; a filter of one choice is left out."""
    filters = (
        Filter("brand", _("Brand"), offered.brands),
        Filter("region", _("Region"), offered.regions),
    )
    return [one for one in filters if len(one.options) > 1]


def ids(asked: Asked, name: str) -> list[UUID]:
    """The chosen ids of a filter."""
    return [UUID(value) for value in asked.chosen(name)]


def members(asked: Asked, name: str, kind: type[Member]) -> Sequence[Member]:
    """The chosen members of a filter."""
    return [kind(value) for value in asked.chosen(name)]


def whole(visible: Callable[[Actor], Select[Any]], asked: Asked) -> int | None:
    """How many there are without filters; None where nothing is left out."""
    return lists.counted(visible(current_actor)) if asked.is_narrowed else None
