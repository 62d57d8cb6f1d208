"""Sealing: bytes in, sealed bytes out, and the question whether a file is still what was sealed.

Nothing here knows a contract, a database or a request. The signed file is the very bytes that the
signers were shown, with a certificate page appended and one PAdES signature for each of them, all
as incremental updates: cut off what was appended, and what remains has the digest that they saw.

The library behind it takes most of a second to load, and few requests need it: each name below is
fetched when it is first used, as `sealing.seal(…)`.
"""

import importlib
from typing import TYPE_CHECKING, Any

from .values import Mark, Seal, Sealed, Signing

if TYPE_CHECKING:
    from .checking import marks_in, roots_of, seals_in
    from .keys import Keys, SealUnusable, read_keys, the_keys
    from .pages import append_pages, page_count
    from .seals import seal, time_stamper

_PLACES = {
    "marks_in": "checking",
    "roots_of": "checking",
    "seals_in": "checking",
    "Keys": "keys",
    "SealUnusable": "keys",
    "read_keys": "keys",
    "the_keys": "keys",
    "append_pages": "pages",
    "page_count": "pages",
    "seal": "seals",
    "time_stamper": "seals",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    place = _PLACES.get(name)
    if place is None:
        raise AttributeError(name)
    return getattr(importlib.import_module(f".{place}", __name__), name)


__all__ = [
    "Keys",
    "Mark",
    "Seal",
    "SealUnusable",
    "Sealed",
    "Signing",
    "append_pages",
    "marks_in",
    "page_count",
    "read_keys",
    "roots_of",
    "seal",
    "seals_in",
    "the_keys",
    "time_stamper",
]
