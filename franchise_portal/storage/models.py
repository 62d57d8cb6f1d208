"""The register of stored files: what, how large, and the digest of its bytes."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Base, Identified
from ..kit import clock


class StoredFile(Identified, Base):
    """A file that the store keeps under `key`. Its bytes never change after it is written."""

    __tablename__ = "stored_files"

    key: Mapped[str] = mapped_column(String(200), index=True)
    """Where the store keeps the bytes; files with the same bytes share it."""
    name: Mapped[str] = mapped_column(String(200))
    """The name a person sees when downloading it."""
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=clock.wall)
