"""Signing a version: the round, its signers, their signatures, and the file that came of it.

What somebody did is never changed: signatures, reminders and executed files are append-only.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...database import Base, Identified, append_only
from ...kit import clock
from ...storage.models import StoredFile
from ..enums import Party
from ..signing_enums import RoundStatus, SealLevel, SignatoryStatus, SigningMethod, SigningOrder
from .contract import Contract
from .version import ContractVersion

_NOT_IN_VAIN = "status IN ('open', 'completed')"


class SigningRound(Identified, Base):
    """One attempt to have a version signed by all."""

    __tablename__ = "signing_rounds"
    __table_args__ = (
        # A version is out for signature once at a time, and signed once at most.
        Index(
            "uq_signing_rounds_version",
            "version_id",
            unique=True,
            sqlite_where=text(_NOT_IN_VAIN),
            postgresql_where=text(_NOT_IN_VAIN),
        ),
        Index("ix_signing_rounds_contract", "contract_id", "started_at"),
        Index("ix_signing_rounds_status", "status", "expires_on"),
    )

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("contract_versions.id"))
    status: Mapped[RoundStatus] = mapped_column(default=RoundStatus.OPEN)
    order: Mapped[SigningOrder] = mapped_column(default=SigningOrder.SEQUENTIAL)
    expires_on: Mapped[date]
    """The last day for signing, in the network's zone."""
    remind_every: Mapped[int] = mapped_column(default=3)
    """Days between reminders of a signer; 0 for none."""
    message: Mapped[str] = mapped_column(Text, default="")
    """What the franchisor says to the signers."""
    shown_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    """What the signers are shown; None while it is being made."""
    shown_sha256: Mapped[str] = mapped_column(String(64), default="")
    shown_pages: Mapped[int] = mapped_column(default=0)
    started_by: Mapped[UUID | None]
    started_by_name: Mapped[str] = mapped_column(String(200), default="")
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    ended_by_name: Mapped[str] = mapped_column(String(200), default="")
    end_reason: Mapped[str] = mapped_column(Text, default="")
    problem: Mapped[str] = mapped_column(Text, default="")
    """Why the document could not be made or sealed, when a job gave up."""
    version: Mapped[int] = mapped_column(default=1)
    contract: Mapped[Contract] = relationship(lazy="raise")
    contract_version: Mapped[ContractVersion] = relationship(lazy="raise")
    shown: Mapped[StoredFile | None] = relationship(lazy="raise")
    signatories: Mapped[list["Signatory"]] = relationship(
        lazy="raise", back_populates="round", order_by="(Signatory.place, Signatory.id)"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own convention


class Signatory(Identified, Base):
    """Somebody who is asked to sign for one party in one round."""

    __tablename__ = "signatories"
    __table_args__ = (
        Index(
            "uq_signatories_place",
            "round_id",
            "place",
            unique=True,
            sqlite_where=text("status != 'replaced'"),
            postgresql_where=text("status != 'replaced'"),
        ),
        Index("ix_signatories_user", "user_id", "status"),
    )

    round_id: Mapped[UUID] = mapped_column(ForeignKey("signing_rounds.id"), index=True)
    place: Mapped[int]
    """From 0 on; who takes somebody's place has the same."""
    party: Mapped[Party]
    name: Mapped[str] = mapped_column(String(200))
    name_local: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(10), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """The account that signs; without one a link does."""
    in_two_roles: Mapped[bool] = mapped_column(default=False)
    """Somebody said that this person signs for another party too."""
    status: Mapped[SignatoryStatus] = mapped_column(default=SignatoryStatus.WAITING)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """SHA-256 of the newest link's token: reading this table lets nobody sign."""
    asked_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why this signer declined or was replaced."""
    round: Mapped[SigningRound] = relationship(lazy="raise", back_populates="signatories")
    signature: Mapped["Signature | None"] = relationship(lazy="raise", back_populates="signatory")


@append_only()
class Signature(Identified, Base):
    """That somebody signed: who, what, when, from where, and under which words."""

    __tablename__ = "signatures"

    signatory_id: Mapped[UUID] = mapped_column(ForeignKey("signatories.id"), unique=True)
    """Unique: whoever signs in two tabs has signed once."""
    round_id: Mapped[UUID] = mapped_column(ForeignKey("signing_rounds.id"), index=True)
    party: Mapped[Party]
    name: Mapped[str] = mapped_column(String(200))
    typed_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    """Where the link was sent, or the address of the account."""
    user_id: Mapped[UUID | None]
    method: Mapped[SigningMethod]
    signed_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    address: Mapped[str] = mapped_column(String(45), default="")
    user_agent: Mapped[str] = mapped_column(String(500), default="")
    consent_version: Mapped[str] = mapped_column(String(20))
    consent_text: Mapped[str] = mapped_column(Text)
    """The words as they were shown, in the signer's language."""
    document_sha256: Mapped[str] = mapped_column(String(64))
    """Digest of the document that was shown and signed."""
    signatory: Mapped[Signatory] = relationship(lazy="raise", back_populates="signature")


@append_only()
class SigningReminder(Identified, Base):
    """A reminder that was sent, by its number: each is sent once."""

    __tablename__ = "signing_reminders"
    __table_args__ = (UniqueConstraint("signatory_id", "number"),)

    signatory_id: Mapped[UUID] = mapped_column(ForeignKey("signatories.id"))
    number: Mapped[int]
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)


@append_only()
class ExecutedDocument(Identified, Base):
    """The signed file: sealed once, kept once, never made again."""

    __tablename__ = "executed_documents"

    contract_id: Mapped[UUID] = mapped_column(ForeignKey("contracts.id"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("contract_versions.id"), unique=True)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("signing_rounds.id"), unique=True)
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes."""
    level: Mapped[SealLevel]
    note: Mapped[str] = mapped_column(Text, default="")
    """Why it carries no time stamp although a service is set."""
    root: Mapped[str] = mapped_column(Text)
    """The certificate (PEM) that whoever trusts the seal must trust."""
    cooling_off_until: Mapped[date | None]
    sealed_at: Mapped[datetime] = mapped_column(default=clock.now)
    file: Mapped[StoredFile] = relationship(lazy="raise")
    contract: Mapped[Contract] = relationship(lazy="raise")
    marks: Mapped[list["SealMark"]] = relationship(lazy="raise", order_by="SealMark.place")


@append_only()
class SealMark(Identified, Base):
    """One signature inside an executed file, by the digest of its bytes.

    A file that was changed is known by those that are still in it.
    """

    __tablename__ = "seal_marks"
    __table_args__ = (UniqueConstraint("executed_id", "place"),)

    executed_id: Mapped[UUID] = mapped_column(ForeignKey("executed_documents.id"))
    place: Mapped[int]
    signature_id: Mapped[UUID] = mapped_column(ForeignKey("signatures.id"), unique=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    signature: Mapped[Signature] = relationship(lazy="raise")
