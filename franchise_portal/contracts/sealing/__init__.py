"""Sealing: bytes in, sealed bytes out, and the question whether a file is still what was sealed.

Nothing here knows a contract, a database or a request. The signed file is the very bytes that the
signers were shown, with a certificate page appended and one PAdES signature for each of them, all
as incremental updates: cut off what was appended, and what remains has the digest that they saw.
"""

from .checking import Mark, Seal, marks_in, seals_in
from .keys import Keys, SealUnusable, read_keys, the_keys
from .pages import append_pages, page_count
from .seals import Sealed, Signing, seal, time_stamper

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
    "seal",
    "seals_in",
    "the_keys",
    "time_stamper",
]
