"""What a file really is, judged by its first bytes and by its entries, never by its name."""

from enum import Enum

from ..kit.errors import Unreadable
from ..kit.i18n import N_
from .faults import SAVE_AGAIN


class Kind(Enum):
    """The two kinds that can be read."""

    TEXT = "text"
    ARCHIVE = "archive"


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_PDF = N_("This is a PDF, not a table.")
_PICTURE = N_("This is a picture, not a table.")
_DOCUMENT = N_("This is a text document, not a table.")
_PACKED = N_("This is a packed archive, not a table.")
_DATABASE = N_("This is a database, not a table.")
_WEB_PAGE = N_("This is a web page, not a table.")

#: First bytes of files that people take for tables, and what to say of each.
FOREIGN = (
    (b"%PDF", _PDF),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"{\\rtf", _DOCUMENT),
    (b"\x1f\x8b", _PACKED),
    (b"7z\xbc\xaf\x27\x1c", _PACKED),
    (b"Rar!", _PACKED),
    (b"SQLite format 3", _DATABASE),
)

SPREADSHEET_NAMES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def recognise(data: bytes, filename: str) -> Kind:
    """Say which reader is right for the content.

    Raises:
        Unreadable: for content that is no table, with the remedy.
    """
    if data.startswith(b"PK\x03\x04"):
        return Kind.ARCHIVE
    if data.startswith(OLD_OFFICE):
        raise Unreadable(
            N_("This is an old Excel file (.xls) or one protected by a password."),
            N_("Open it in your spreadsheet program, remove the password and save it as .xlsx."),
        )
    for beginning, message in FOREIGN:
        if data.startswith(beginning):
            raise Unreadable(message, SAVE_AGAIN)
    if filename.lower().endswith(SPREADSHEET_NAMES):
        raise Unreadable(
            N_("The file's name says that it is a spreadsheet, but its content is not."), SAVE_AGAIN
        )
    if _begins_with_markup(data):
        raise Unreadable(_WEB_PAGE, SAVE_AGAIN)
    return Kind.TEXT


def _begins_with_markup(data: bytes) -> bool:
    beginning = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return beginning.startswith((b"<!doctype", b"<html", b"<?xml", b"<table"))
