"""Which files people may attach to something: known by their first bytes, not by their names."""

from typing import Final

from ..kit.errors import Refused
from ..kit.i18n import N_

MEBIBYTE: Final = 1024 * 1024
LARGEST: Final = 20 * MEBIBYTE

#: Signature → content type. Office documents are zip archives; their name decides which.
SIGNATURES: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
ARCHIVES: Final = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
}


def content_type(head: bytes, *, filename: str, size: int) -> str:
    """What kind of document the first bytes show.

    Raises:
        Refused: when it is empty, too large, or none of the kinds that can be attached.
    """
    if size == 0:
        raise Refused(N_("This file is empty. Choose another."), field="file")
    if size > LARGEST:
        raise Refused(
            N_("This file is larger than %(limit)s MB. Attach a smaller one."),
            field="file",
            limit=LARGEST // MEBIBYTE,
        )
    for signature, kind in SIGNATURES:
        if head.startswith(signature):
            return kind
    ending = "." + filename.rsplit(".", 1)[-1].lower()
    if head.startswith(b"PK\x03\x04") and ending in ARCHIVES:
        return ARCHIVES[ending]
    raise Refused(
        N_("Only PDF, PNG, JPEG, DOCX and ODT files can be attached. Save it as a PDF first."),
        field="file",
    )
