"""Mails on their way, and those kept for the administrator to read when no server is set."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..database import Base, Identified
from ..kit import clock
from .enums import MailStatus


class Message(Identified, Base):
    """One mail to one address, in the recipient's language, as it was or will be sent."""

    __tablename__ = "mail_messages"

    kind: Mapped[str] = mapped_column(String(100))
    """Which template made it, `feature/name`."""
    to_address: Mapped[str] = mapped_column(String(254), index=True)
    to_name: Mapped[str] = mapped_column(String(200), default="")
    user_id: Mapped[UUID | None]
    language: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    is_confidential: Mapped[bool] = mapped_column(default=False)
    """Holds a one-time link: a page shows it only where no mail server is set."""
    status: Mapped[MailStatus] = mapped_column(default=MailStatus.WAITING)
    error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.wall, index=True)
    sent_at: Mapped[datetime | None]
