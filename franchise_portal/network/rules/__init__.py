"""What holds in a network, without a database: dates, words, areas, and rows of master data."""

from .areas import Area, polygon_of, postcodes_of
from .dates import (
    birthday_place,
    is_birthday_between,
    next_birthday,
    outlet_status,
    require_transfer_day,
)
from .words import search_terms, search_words

__all__ = [
    "Area",
    "birthday_place",
    "is_birthday_between",
    "next_birthday",
    "outlet_status",
    "polygon_of",
    "postcodes_of",
    "require_transfer_day",
    "search_terms",
    "search_words",
]
