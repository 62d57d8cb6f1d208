"""The rows of the lists: plain columns, one statement a page, the same work in any network.

A page's ids are found by an index in the order of the list; only then are names looked up, for
these few rows. Counting stops at a limit, so that it costs the same however many there are.
"""

from ....web.slices import counted
from .franchisees import (
    FranchiseeRow,
    FranchiseesWanted,
    franchisees,
    wanted_franchisees,
    wanted_ids,
)
from .options import Options, options
from .outlets import OutletRow, OutletsWanted, outlets
from .people import PeopleWanted, PersonRow, birthdays, people
from .territories import TerritoriesWanted, TerritoryRow, territories

__all__ = [
    "FranchiseeRow",
    "FranchiseesWanted",
    "Options",
    "OutletRow",
    "OutletsWanted",
    "PeopleWanted",
    "PersonRow",
    "TerritoriesWanted",
    "TerritoryRow",
    "birthdays",
    "counted",
    "franchisees",
    "options",
    "outlets",
    "people",
    "territories",
    "wanted_franchisees",
    "wanted_ids",
]
