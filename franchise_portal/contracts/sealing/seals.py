"""One PAdES signature for each signer, each an incremental update that leaves the former valid."""

import io
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.fields import append_signature_field as append_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .checking import marks_in, seals_in
from .keys import Keys
from .pages import append_pages
from .values import Sealed, Signing

logger = logging.getLogger(__name__)

DIGEST: Final = "sha256"
#: Seconds within which a time stamp service must answer.
PATIENCE: Final = 15
#: Untagged fields must be hidden in a document that is tagged throughout (PDF/UA).
HIDDEN: Final = InvisSigSettings(set_hidden_flag=True)


def seal(
    document: bytes,
    certificate: bytes,
    signings: Sequence[Signing],
    *,
    keys: Keys,
    stamper: TimeStamper | None = None,
) -> Sealed:
    """Append the certificate page and sign once for each signer, in their order.

    A time stamp service that is away, slow or talks nonsense costs the time stamps, never the
    signatures.

    Args:
        document: what the signers were shown; the result begins with these bytes.
        certificate: the PDF of the certificate page.
        signings: in the order in which they signed.
        keys: the portal's.
        stamper: a client of a time stamp service.
    """
    data = _prepared(document, certificate, len(signings))
    if stamper is not None:
        sealed = _stamped(data, signings, keys, stamper)
        if sealed is not None:
            return sealed
    return _signed(data, signings, keys, None)


def time_stamper(url: str) -> TimeStamper:
    """A client of the time stamp service (RFC 3161) at an address."""
    return RequestsHTTPTimeStamper(url, timeout=PATIENCE)


def _prepared(document: bytes, certificate: bytes, count: int) -> bytes:
    """The document with its certificate page, and a field for each signature to come."""
    writer = append_pages(document, certificate)
    for number in range(count):
        append_field(
            writer,
            SigFieldSpec(
                _field(number),
                on_page=-1,
                invis_sig_settings=HIDDEN,
                readable_field_name=f"Signature {number + 1}",
            ),
        )
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _field(number: int) -> str:
    return f"Signature{number + 1}"


def _stamped(
    data: bytes, signings: Sequence[Signing], keys: Keys, stamper: TimeStamper
) -> Sealed | None:
    """Sealed with time stamps; None when the service did not give good ones."""
    try:
        sealed = _signed(data, signings, keys, stamper)
    except Exception as error:  # noqa: BLE001 - whatever a foreign service does, contracts are sealed
        logger.warning("time stamp service failed", extra={"fields": {"reason": repr(error)[:300]}})
        return None
    seals = seals_in(sealed.data, roots=[keys.root])
    if all(one.is_intact and one.is_stamped for one in seals):
        return sealed
    logger.warning("time stamp service gave unusable stamps")
    return None


def _signed(
    data: bytes, signings: Sequence[Signing], keys: Keys, stamper: TimeStamper | None
) -> Sealed:
    signer = SimpleSigner(
        signing_cert=keys.certificate,
        signing_key=keys.key,
        cert_registry=SimpleCertificateStore.from_certs(keys.above),
    )
    for number, signing in enumerate(signings):
        data = _sign_once(data, number, signing, signer, stamper)
    return Sealed(data, tuple(marks_in(data)), is_stamped=stamper is not None)


def _sign_once(
    data: bytes, number: int, signing: Signing, signer: SimpleSigner, stamper: TimeStamper | None
) -> bytes:
    described = PdfSignatureMetadata(
        field_name=_field(number),
        md_algorithm=DIGEST,
        name=signing.name,
        reason=signing.reason,
        subfilter=SigSeedSubFilter.PADES,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    made = SignerOf(described, signer, timestamper=stamper, at=signing.at).sign_pdf(
        writer, existing_fields_only=True
    )
    return bytes(made.getvalue())


class SignerOf(PdfSigner):
    """Signs with the moment at which the person signed, not that of sealing."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - handed on
        """The session, dated."""
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session
