"""The two files of a signing: what the signers are shown, and what was sealed in the end."""

from uuid import UUID

from sqlalchemy import select

from ... import audit, storage
from ...access.actor import SYSTEM, Actor
from ...database import db
from ...jobs import Job
from ...jobs import try_again as try_job_again
from ...jobs.services import NotFailed
from ...kit import clock
from ...kit.i18n import N_
from ...kit.ids import new_id
from ..enums import VersionKind
from ..models import ExecutedDocument, SealMark, Signature, SigningRound
from ..queries import executed as files
from ..queries import signing as rounds
from ..queries import signing_clock
from ..sealing.values import Sealed
from ..signing_enums import RoundStatus, SealLevel, SigningAction
from ..signing_errors import NothingToSealAgain
from . import signing_letters as letters
from .applications import end_application
from .contracts import attach_document
from .signatures import SEAL
from .signing import PREPARE
from .signing_turns import ask_next, fresh_token, hold, present
from .versions import execute

PDF = "application/pdf"
WITHOUT_STAMP = N_(
    "A time stamp service is set, but it gave no usable time stamp when this was sealed."
)


def keep_shown(round_id: UUID, data: bytes, *, pages: int) -> bool:
    """Keep the document that is to be signed, and ask the first signers.

    Returns:
        False when another attempt was first, or the round has ended meanwhile.
    """
    held = hold(round_id)
    if held.status is not RoundStatus.OPEN or held.shown_file_id is not None:
        return False
    stored = storage.put(data, name=f"{held.contract.number}.pdf", content_type=PDF)
    held.shown_file_id, held.shown_sha256 = stored.id, stored.sha256
    held.shown_pages, held.problem = pages, ""
    db.session.flush()
    ask_next(held)
    return True


def keep_executed(
    round_id: UUID, sealed: Sealed, *, root: str, wanted_stamp: bool
) -> ExecutedDocument | None:
    """Keep the sealed file for good, bring the version into effect, and tell everybody.

    Args:
        round_id: the round that all have signed.
        sealed: the file.
        root: the certificate (PEM) that vouches for its seal.
        wanted_stamp: whether a time stamp service is set.

    Returns:
        None when another attempt was first: what it kept is the file, this one is thrown away.
    """
    held = hold(round_id)
    if held.status is not RoundStatus.COMPLETED or files.executed_in(round_id) is not None:
        return None
    contract, version = held.contract, held.contract_version
    signatures = in_order(held)
    signed_at = max(one.signed_at for one in signatures)
    name = f"{contract.number}-{version.sequence}-signed.pdf"
    stored = storage.put(sealed.data, name=name, content_type=PDF)
    executed = ExecutedDocument(
        id=new_id(),
        contract_id=contract.id,
        version_id=version.id,
        round_id=held.id,
        file_id=stored.id,
        sha256=stored.sha256,
        size=stored.size,
        level=SealLevel.B_T if sealed.is_stamped else SealLevel.B_B,
        note=WITHOUT_STAMP if wanted_stamp and not sealed.is_stamped else "",
        root=root,
        cooling_off_until=signing_clock.cooling_off_until(
            contract, version, signed_on=clock.day_of(signed_at)
        ),
        sealed_at=clock.now(),
    )
    db.session.add(executed)
    db.session.flush()
    db.session.add_all(
        SealMark(executed_id=executed.id, place=place, signature_id=one.id, sha256=mark.sha256)
        for place, (one, mark) in enumerate(zip(signatures, sealed.marks, strict=True))
    )
    held.problem = ""
    attach_document(SYSTEM, contract, stored=stored, title=version.title or name)
    audit.record(SYSTEM, SigningAction.SEALED, contract, version=version.title)
    execute(SYSTEM, version, at=signed_at)
    if version.kind is VersionKind.ORIGINAL:
        end_application(contract, signed_on=clock.day_of(signed_at))
    _tell(rounds.round_of(round_id), executed)
    return executed


def _tell(held: SigningRound, executed: ExecutedDocument) -> None:
    for signatory in present(held):
        token = fresh_token(signatory)
        letters.tell_completed(signatory, token=token, executed_id=executed.id)
    letters.tell_starter_completed(held, executed_id=executed.id)
    db.session.flush()


def in_order(held: SigningRound) -> list[Signature]:
    """The signatures of a round in the order in which they were given."""
    given = [one.signature for one in present(held) if one.signature is not None]
    return sorted(given, key=lambda one: (one.signed_at, one.id))


def note_problem(round_id: UUID, reason: str) -> None:
    """Say on the round's own page why its file could not be made."""
    held = db.session.get_one(SigningRound, round_id)
    held.problem = reason


def try_again(actor: Actor, held: SigningRound) -> None:
    """Have the file of a round made once more, after its job has given up.

    Raises:
        NothingToSealAgain: when the work is done, or still under way.
    """
    held = rounds.round_of(held.id)
    name = PREPARE if held.shown_file_id is None else SEAL
    row = db.session.scalars(select(Job).where(Job.dedupe_key == f"{name}/{held.id}")).one_or_none()
    if row is None:
        raise NothingToSealAgain
    try:
        try_job_again(actor=actor, row=row)
    except NotFailed as error:
        raise NothingToSealAgain from error
    held.problem = ""
