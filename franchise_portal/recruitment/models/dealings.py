"""What was done with an applicant: notes, interviews, references, documents."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified
from ...kit import clock
from ...storage.models import StoredFile
from ..enums import InterviewState, NoteKind, Proof, Verdict
from .applicant import Applicant


class Note(Identified, Base):
    """Something written down about an applicant; never changed, only added to."""

    __tablename__ = "applicant_notes"
    __table_args__ = (Index("ix_applicant_notes_applicant", "applicant_id", "at"),)

    applicant_id: Mapped[UUID] = mapped_column(ForeignKey("applicants.id"))
    kind: Mapped[NoteKind] = mapped_column(default=NoteKind.NOTE)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[UUID | None]
    by_name: Mapped[str] = mapped_column(String(200), default="")


class Interview(Identified, Base):
    """A talk, and the three questions that it must answer."""

    __tablename__ = "applicant_interviews"
    __table_args__ = (Index("ix_applicant_interviews_applicant", "applicant_id", "at"),)

    applicant_id: Mapped[UUID] = mapped_column(ForeignKey("applicants.id"))
    state: Mapped[InterviewState] = mapped_column(default=InterviewState.PLANNED)
    at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    """In which the moment was typed and the invitation names it."""
    place: Mapped[str] = mapped_column(String(200), default="")
    people: Mapped[str] = mapped_column(String(300), default="")
    """Who takes part from the franchisor's side, and who the applicant brings."""
    learned: Mapped[str] = mapped_column(Text, default="")
    """What did we learn?"""
    concluded: Mapped[str] = mapped_column(Text, default="")
    """What do we conclude?"""
    decided: Mapped[str] = mapped_column(Text, default="")
    """What do we decide?"""
    planned_by_name: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    applicant: Mapped[Applicant] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Reference(Identified, Base):
    """Somebody who was asked about an applicant, when, and what they said."""

    __tablename__ = "applicant_references"

    applicant_id: Mapped[UUID] = mapped_column(ForeignKey("applicants.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    relation: Mapped[str] = mapped_column(String(200), default="")
    """Bank, landlord, former employer, supplier …"""
    contact: Mapped[str] = mapped_column(String(200), default="")
    asked_on: Mapped[date]
    answered_on: Mapped[date | None]
    verdict: Mapped[Verdict] = mapped_column(default=Verdict.WAITING)
    said: Mapped[str] = mapped_column(Text, default="")
    asked_by_name: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    applicant: Mapped[Applicant] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ApplicantDocument(Identified, Base):
    """A file that proves something about an applicant."""

    __tablename__ = "applicant_documents"

    applicant_id: Mapped[UUID] = mapped_column(ForeignKey("applicants.id"), index=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    kind: Mapped[Proof] = mapped_column(default=Proof.OTHER)
    title: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    added_by_name: Mapped[str] = mapped_column(String(200), default="")
    file: Mapped[StoredFile] = relationship(lazy="raise")
    applicant: Mapped[Applicant] = relationship(lazy="raise")
