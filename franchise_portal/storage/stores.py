"""Where bytes are kept: a folder on this machine, or a bucket that several machines share."""

import contextlib
import os
import tempfile
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast
from urllib.parse import urlsplit

CHUNK = 1024 * 1024


class FileMissing(Exception):
    """The register knows the file but the store does not have it: a restore went wrong."""


class Store(Protocol):
    """What a store can do. Keys are made by us and safe as file names."""

    def write(self, key: str, source: BinaryIO) -> None:
        """Keep the bytes of an open file under a key; all of them or none."""

    def open(self, key: str) -> BinaryIO:
        """The bytes as an open file.

        Raises:
            FileMissing: when there are none.
        """

    def remove(self, key: str) -> None:
        """Forget the bytes; without any it does nothing."""

    def path(self, key: str) -> Path | None:
        """Where the file lies on this machine, if it does."""

    def check(self) -> None:
        """See that the store answers and can be written to; raises what went wrong."""


class FolderStore:
    """Files in a folder: written beside, flushed to the disk, then renamed into place."""

    def __init__(self, folder: Path) -> None:
        """The folder is made when the first file is written."""
        self.folder = folder

    def write(self, key: str, source: BinaryIO) -> None:
        target = self.folder / key
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".writing-", dir=target.parent)
        try:
            # nginx may read what this process writes, where the two share a group.
            os.fchmod(descriptor, 0o640)
            with os.fdopen(descriptor, "wb") as file:
                while chunk := source.read(CHUNK):
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
        _flush_folder(target.parent)

    def open(self, key: str) -> BinaryIO:
        try:
            return (self.folder / key).open("rb")
        except FileNotFoundError:
            raise FileMissing(key) from None

    def remove(self, key: str) -> None:
        (self.folder / key).unlink(missing_ok=True)

    def path(self, key: str) -> Path | None:
        return self.folder / key

    def check(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self.folder) as file:
            file.write(b"ok")


class BucketStore:
    """Files in an S3-compatible bucket. An object is there as a whole or not at all."""

    def __init__(self, bucket: str, prefix: str = "", client: Any = None) -> None:  # noqa: ANN401 - boto3 makes its classes at run time
        """The client is made on first use, so that forked processes do not share sockets."""
        self.bucket = bucket
        self.prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._client = client
        self._made_by = os.getpid()

    @property
    def client(self) -> Any:  # noqa: ANN401
        """A boto3 client of this process, with the usual AWS settings."""
        if self._client is None or self._made_by != os.getpid():
            import boto3  # noqa: PLC0415 - takes a quarter of a second, and few installations need it
            from botocore.config import Config  # noqa: PLC0415

            self._client = boto3.client(
                "s3", config=Config(connect_timeout=5, read_timeout=30, retries={"max_attempts": 3})
            )
            self._made_by = os.getpid()
        return self._client

    def write(self, key: str, source: BinaryIO) -> None:
        if not self._has(key):
            self.client.upload_fileobj(source, self.bucket, self.prefix + key)

    def open(self, key: str) -> BinaryIO:
        from botocore.exceptions import ClientError  # noqa: PLC0415

        try:
            answer = self.client.get_object(Bucket=self.bucket, Key=self.prefix + key)
        except ClientError as error:
            if _is_missing(error):
                raise FileMissing(key) from None
            raise
        return cast("BinaryIO", answer["Body"])

    def remove(self, key: str) -> None:
        self.client.delete_object(Bucket=self.bucket, Key=self.prefix + key)

    def path(self, key: str) -> Path | None:  # noqa: ARG002
        return None

    def check(self) -> None:
        self.client.head_bucket(Bucket=self.bucket)

    def _has(self, key: str) -> bool:
        from botocore.exceptions import ClientError  # noqa: PLC0415

        try:
            self.client.head_object(Bucket=self.bucket, Key=self.prefix + key)
        except ClientError as error:
            if _is_missing(error):
                return False
            raise
        return True


def store_for(url: str, data_dir: Path) -> Store:
    """The store that `STORAGE_URL` names; a folder in the data folder when it is empty."""
    if not url:
        return FolderStore(data_dir / "files")
    parts = urlsplit(url)
    if parts.scheme == "s3":
        return BucketStore(parts.netloc, parts.path)
    return FolderStore(Path(parts.path))


def _is_missing(error: Any) -> bool:  # noqa: ANN401
    return str(error.response.get("Error", {}).get("Code")) in {"404", "NoSuchKey", "NotFound"}


def _flush_folder(folder: Path) -> None:
    """A rename survives a power cut only once its folder is on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
