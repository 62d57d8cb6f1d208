"""Looking at a file that claims to be signed. The file may be anything; the answer is an answer.

Two ways, which need each other. *Marks* are found by looking at the bytes alone: the signatures
that stand in a file, even where the rest of it cannot be read any more. *Seals* are checked with
pyHanko: whether each signature is the portal's, and what it covers is unchanged.
"""

import hashlib
import io
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from .values import Mark, Seal

logger = logging.getLogger(__name__)
# It tells each stranger's certificate with a trace. What is wrong with a file is in the answer.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)

#: Where a signature stands in a file: hexadecimal digits, padded with zeros.
_CONTENTS: Final = re.compile(rb"/Contents\s{0,8}<([0-9a-fA-F]{512,131072})>")
MOST_SIGNATURES: Final = 40
_COVERED: Final = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)


def marks_in(data: bytes) -> Iterator[Mark]:
    """The signatures that stand in a file, in its order, whether it can be read or not."""
    for number, found in enumerate(_CONTENTS.finditer(data)):
        if number == MOST_SIGNATURES:
            return
        yield _mark(bytes.fromhex(found[1].decode() + "0" * (len(found[1]) % 2)))


def _mark(contents: bytes) -> Mark:
    return Mark(hashlib.sha256(contents.rstrip(b"\0")).hexdigest())


def roots_of(texts: Iterable[str]) -> list[x509.Certificate]:
    """Certificates from their PEM texts."""
    return [x509.Certificate.load(pem.unarmor(text.encode())[2]) for text in texts]


def seals_in(data: bytes, *, roots: Sequence[x509.Certificate]) -> tuple[Seal, ...]:
    """Every signature of a PDF, checked; empty when it cannot be read as a PDF."""
    try:
        signatures = PdfFileReader(io.BytesIO(data)).embedded_regular_signatures
    except Exception as error:  # noqa: BLE001 - a stranger's bytes may break a reader in any way
        logger.info("unreadable PDF", extra={"fields": {"reason": repr(error)[:200]}})
        return ()
    return tuple(_checked(one, roots) for one in signatures[:MOST_SIGNATURES])


def _checked(signature: EmbeddedPdfSignature, roots: Sequence[x509.Certificate]) -> Seal:
    mark = _mark(signature.pkcs7_content)
    try:
        name = str(signature.sig_object.get("/Name", ""))
        at = signature.self_reported_timestamp
        status = validate_pdf_signature(signature, _context(signature, roots, at))
    except Exception as error:  # noqa: BLE001 - see above
        logger.info("unreadable signature", extra={"fields": {"reason": repr(error)[:200]}})
        return Seal(mark, "", None, is_ours=False, is_intact=False, is_stamped=False)
    is_ours = bool(status.trusted)
    stamp = status.timestamp_validity
    return Seal(
        mark,
        name,
        at,
        is_ours=is_ours,
        is_intact=is_ours and _is_unchanged(status),
        is_stamped=stamp is not None and bool(stamp.intact and stamp.valid),
    )


def _is_unchanged(status: PdfSignatureStatus) -> bool:
    return bool(status.intact and status.valid and status.coverage in _COVERED and status.docmdp_ok)


def _context(
    signature: EmbeddedPdfSignature, roots: Sequence[x509.Certificate], at: datetime | None
) -> ValidationContext:
    """Trust our roots and nobody else, as of the moment that the signature names.

    A contract outlives the certificate that sealed it. Where the moment lies outside the
    certificate's life (the standing clock of a demo network), the nearest moment inside counts.
    """
    certificate = signature.signer_cert
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    moment = begins if at is None else min(max(at, begins), ends)
    return ValidationContext(trust_roots=list(roots), moment=moment, allow_fetching=False)
