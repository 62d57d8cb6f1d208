"""Jobs of signing: making what is shown, sealing what was signed, reminding, ending in time.

Each begins by looking what is done already, and keeps its result in one transaction: killed
anywhere and begun again, a round has one document to sign and one signed file.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from flask import current_app

from .. import storage
from ..config import Settings
from ..database import edge
from ..jobs import job
from ..kit import clock
from ..kit.errors import DomainError
from ..network import queries as network
from . import sealing
from .models import Signature, SigningRound
from .queries import executed as files
from .queries import signing as rounds
from .reports import contract_document
from .reports.certificate import certificate_page
from .sealing.values import Sealed, Signing
from .services import signed_files, signing
from .services.signatures import SEAL
from .services.signing import PREPARE
from .signing_enums import RoundStatus

logger = logging.getLogger(__name__)


def note_problem(*, round_id: str, reason: str) -> None:
    """In the transaction that fails a job for good."""
    signed_files.note_problem(UUID(round_id), reason)


@job(PREPARE, timeout=300, retries=3, when_failed=note_problem)
def prepare(*, round_id: str) -> None:
    """Make the PDF that the signers of a round are shown, then ask the first of them."""
    held_id = UUID(round_id)
    with edge(write=False):
        held = rounds.round_of(held_id)
        if held.status is not RoundStatus.OPEN or held.shown_file_id is not None:
            return
        data = contract_document(held.version_id)
    with edge():
        signed_files.keep_shown(held_id, data, pages=sealing.page_count(data))


@job(SEAL, timeout=300, retries=5, when_failed=note_problem)
def seal_signed(*, round_id: str) -> None:
    """Append the certificate page, seal the whole, and bring the version into effect."""
    held_id = UUID(round_id)
    settings: Settings = current_app.settings  # type: ignore[attr-defined]
    with edge(write=False):
        held = rounds.round_of(held_id)
        if held.status is not RoundStatus.COMPLETED or files.executed_in(held_id) is not None:
            return
        signatures = signed_files.in_order(held)
        document, certificate = _papers(held, signatures, at=clock.now())
        keys = _keys(settings, network.founded().name)
        signings = [_signing(one) for one in signatures]
    sealed = _sealed(document, certificate, signings, keys, settings)
    with edge():
        signed_files.keep_executed(
            held_id, sealed, root=keys.root_pem, wanted_stamp=bool(settings.tsa_url)
        )


@job("contracts.keep_signing", every="5 * * * *")
def keep_signing() -> None:
    """End the rounds whose last day has passed, and remind those who are asked to sign."""
    today = clock.today()
    with edge(write=False):
        past = list(rounds.rounds_past(today))
    for round_id in past:
        _try(partial(signing.expire_round, round_id), round_id)
    with edge(write=False):
        due = list(rounds.reminders_due(today))
    for signatory_id, number in due:
        _try(partial(signing.remind_by_itself, signatory_id, number), signatory_id)


def _try(act: Callable[[], object], about: UUID) -> None:
    """One unit of the round: what one refuses must not keep the others waiting."""
    try:
        with edge():
            act()
    except DomainError as error:
        logger.warning("signing not kept", extra={"fields": {"id": str(about), "why": str(error)}})


def _papers(
    held: SigningRound, signatures: list[Signature], *, at: datetime
) -> tuple[bytes, bytes]:
    assert held.shown is not None  # noqa: S101 - nobody could have signed without it
    document = storage.read(held.shown)
    return document, certificate_page(held, signatures, size=len(document), at=at)


def _signing(one: Signature) -> Signing:
    return Signing(one.name, one.signed_at, f"{one.party.label}. {one.method.label}.")


def _keys(settings: Settings, name: str) -> "sealing.Keys":
    if settings.seal_key and settings.seal_certificate:
        return sealing.read_keys(settings.seal_key, settings.seal_certificate)
    return sealing.the_keys(settings.seal_folder, name=name, at=clock.wall())


def _sealed(
    document: bytes,
    certificate: bytes,
    signings: list[Signing],
    keys: "sealing.Keys",
    settings: Settings,
) -> Sealed:
    stamper = sealing.time_stamper(settings.tsa_url) if settings.tsa_url else None
    return sealing.seal(document, certificate, signings, keys=keys, stamper=stamper)
