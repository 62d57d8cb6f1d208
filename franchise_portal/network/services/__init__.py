"""Changing the network: each verb notes what it did, and none commits."""

from .bulk import add_franchisees, add_outlets, add_people
from .editing import change, require_free, require_version, save
from .founding import (
    adopt_currency,
    change_settings,
    create_brand,
    create_region,
    found_network,
    provide_network,
    update_brand,
    update_region,
)
from .franchisees import assign_care, create_franchisee, update_franchisee
from .indexing import index_everything
from .outlets import create_outlet, transfer_outlet, update_outlet
from .people import create_person, remove_person, update_person
from .taking_over import sell_outlet, take_over_outlet
from .territories import create_territory, update_territory

__all__ = [
    "add_franchisees",
    "add_outlets",
    "add_people",
    "adopt_currency",
    "assign_care",
    "change",
    "change_settings",
    "create_brand",
    "create_franchisee",
    "create_outlet",
    "create_person",
    "create_region",
    "create_territory",
    "found_network",
    "index_everything",
    "provide_network",
    "remove_person",
    "require_free",
    "require_version",
    "save",
    "sell_outlet",
    "take_over_outlet",
    "transfer_outlet",
    "update_brand",
    "update_franchisee",
    "update_outlet",
    "update_person",
    "update_region",
    "update_territory",
]
