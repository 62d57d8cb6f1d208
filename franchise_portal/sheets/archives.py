"""The archive that an XLSX file is, opened with suspicion: counted, measured, read in pieces."""

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ..kit.errors import Unreadable
from ..kit.i18n import N_
from .faults import SAVE_AGAIN
from .limits import MAX_PARTS, MAX_SMALL_PART, MAX_UNPACKED

_CHUNK = 256 * 1024
_ENCRYPTED = 0x1
_DAMAGED = N_("The file is damaged: it cannot be unpacked.")
_NOT_A_WORKBOOK = N_("The file is not a spreadsheet.")
_TOO_LARGE = N_("Unpacked, the file is far larger than it pretends to be.")
_SPLIT = N_("Save only the table that is wanted, or split it into several files.")


class Archive:
    """The parts of a workbook, by name."""

    def __init__(self, data: bytes) -> None:
        """Open the archive and check what it declares.

        Raises:
            Unreadable: when it is damaged, protected, not a workbook or too large.
        """
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise Unreadable(_DAMAGED, SAVE_AGAIN) from error
        self._unpacked = 0
        entries = self._zip.infolist()
        if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise Unreadable(_TOO_LARGE, _SPLIT)
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise Unreadable(N_("The file is protected by a password."), SAVE_AGAIN)
        self._names = {entry.filename for entry in entries}
        self._refuse_other_documents()

    def __contains__(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self._names

    def chunks(self, name: str, limit: int = MAX_UNPACKED) -> Iterator[bytes]:
        """One part in pieces; what is really unpacked counts, not what the archive declares.

        Raises:
            Unreadable: when the part is missing, damaged or larger than `limit`.
        """
        read = 0
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(_CHUNK):
                    read += len(chunk)
                    self._unpacked += len(chunk)
                    if read > limit or self._unpacked > MAX_UNPACKED:
                        raise Unreadable(_TOO_LARGE, _SPLIT)
                    yield chunk
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise Unreadable(_DAMAGED, SAVE_AGAIN) from error

    def tree(self, name: str) -> Element:
        """A small part as a tree; refuses document types and entities.

        Raises:
            Unreadable: when it is missing, damaged, too large or tries to define entities.
        """
        content = b"".join(self.chunks(name, MAX_SMALL_PART))
        try:
            root: Element = fromstring(content, forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise Unreadable(_DAMAGED, SAVE_AGAIN) from error
        return root

    def first_sheet(self) -> tuple[str, Element]:
        """The part that holds the first sheet that is not hidden, and the workbook's tree."""
        workbook = self.workbook_part()
        tree = self.tree(workbook)
        targets = self.related(workbook)
        for sheet in tree.iter():
            if local(sheet.tag) == "sheet" and sheet.get("state", "visible") == "visible":
                key = next((v for k, v in sheet.attrib.items() if local(k) == "id"), "")
                name = targets.get(key, ("", ""))[1]
                if name in self:
                    return name, tree
        raise Unreadable(_NOT_A_WORKBOOK, SAVE_AGAIN)

    def workbook_part(self) -> str:
        """The part that lists the sheets."""
        for kind, name in self.related("").values():
            if kind == "officeDocument" and name in self:
                return name
        raise Unreadable(_NOT_A_WORKBOOK, SAVE_AGAIN)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """The relations of a part: id to (kind, name of the other part)."""
        folder, _, file = part.rpartition("/")
        name = join(folder, "_rels", f"{file}.rels")
        if name not in self:
            return {}
        return {
            relation.get("Id", ""): (
                relation.get("Type", "").rpartition("/")[2],
                _resolved(part, relation.get("Target", "")),
            )
            for relation in self.tree(name)
            if relation.get("TargetMode") != "External"
        }

    def _refuse_other_documents(self) -> None:
        if "content.xml" in self:
            raise Unreadable(
                N_("This is an OpenDocument file."),
                N_("In your spreadsheet program choose “Save as” and the type .xlsx."),
            )
        if "xl/workbook.bin" in self:
            raise Unreadable(
                N_("This is a binary workbook (.xlsb)."),
                N_("In your spreadsheet program choose “Save as” and the type .xlsx."),
            )
        if "_rels/.rels" not in self or "[Content_Types].xml" not in self:
            raise Unreadable(_NOT_A_WORKBOOK, SAVE_AGAIN)


def local(name: str) -> str:
    """A tag or attribute without its namespace."""
    return name.rpartition("}")[2]


def _resolved(part: str, target: str) -> str:
    if target.startswith("/"):
        return normpath(target).lstrip("/")
    return normpath(join(dirname(part), target)).lstrip("/")
