"""Many files as one ZIP, made while it is sent: nothing waits for the last file."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime

from .. import storage
from ..storage import StoredFile


class _Outlet:
    """A file that only takes: what was written is taken away piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep a piece until it is sent."""
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing to do: `taken` does it."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def zipped(files: Iterable[tuple[str, StoredFile]], *, made_at: datetime) -> Iterator[bytes]:
    """The bytes of an archive with each file under its name, in pieces as large as the files.

    Names must be safe and different. PDFs are compressed already, so they are only stored.
    """
    outlet = _Outlet()
    moment = made_at.timetuple()[:6]
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for name, file in files:
            entry = zipfile.ZipInfo(name, date_time=moment)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, storage.read(file))
            yield outlet.taken()
    yield outlet.taken()
