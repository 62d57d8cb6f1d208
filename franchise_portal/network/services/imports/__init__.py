"""Master data from files: read and checked first, written afterwards, all of it or what was chosen.

A row whose code is known changes what it says and leaves alone what it leaves empty; a row that
says what is already so changes nothing. So the same file can be imported every night.
"""

from .checking import Checked, check_file
from .keeping import (
    UNDECIDED,
    discard,
    keep_upload,
    post_upload,
    release_upload,
    request_posting,
    unpacked,
)
from .posting import Imported, post

__all__ = [
    "UNDECIDED",
    "Checked",
    "Imported",
    "check_file",
    "discard",
    "keep_upload",
    "post",
    "post_upload",
    "release_upload",
    "request_posting",
    "unpacked",
]
