"""A private Valkey for tests that need a real queue."""

from pathlib import Path
from types import TracebackType
from typing import Self


class PrivateQueue:
    """Starts the same private Valkey that a one-machine portal uses, in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        """Keep socket and append-only file in `folder`."""
        self.folder = folder

    def __enter__(self) -> Self:
        """Start and wait until it answers."""
        from franchise_portal.jobs import valkey  # noqa: PLC0415 - only where a queue is needed

        self.server = valkey.PrivateValkey(self.folder)
        self.server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.server.stop()

    @property
    def url(self) -> str:
        """What `REDIS_URL` would say."""
        return self.server.url
