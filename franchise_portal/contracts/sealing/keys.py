"""The portal's own key and certificate, made when they are first needed, or brought as files.

    seal/authority.pem    key and certificate that sign the seal's certificate, for thirty years
    seal/seal.pem         key, certificate and authority that seal contracts, for ten

What such a seal proves, and what it does not, stands in docs/decisions/0015-sealing.md.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from asn1crypto import keys as asn1_keys
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

AUTHORITY_LIVES: Final = timedelta(days=30 * 365)
SEAL_LIVES: Final = timedelta(days=10 * 365)
#: A seal that would end sooner is replaced.
RENEWED_BEFORE: Final = timedelta(days=365)
LONGEST_NAME: Final = 64
"""Bytes of a name in a certificate (X.520)."""


class SealUnusable(Exception):
    """A key or certificate that nothing can be sealed with; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Keys:
    """A key, its certificate, and the certificates above it; the last of all is the root."""

    key: asn1_keys.PrivateKeyInfo
    certificate: asn1_x509.Certificate
    above: tuple[asn1_x509.Certificate, ...]

    @property
    def root(self) -> asn1_x509.Certificate:
        """What somebody must trust to trust the seal."""
        return self.above[-1] if self.above else self.certificate

    @property
    def root_pem(self) -> str:
        """The root as text, for the register of those that ever sealed something."""
        return str(pem.armor("CERTIFICATE", self.root.dump()).decode())


def read_keys(key_file: Path, certificate_file: Path) -> Keys:
    """A key and its certificate from PEM files; the chain follows its certificate, root last.

    Raises:
        SealUnusable: when a file cannot be read, or the two do not belong together.
    """
    try:
        private = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise SealUnusable(
            f"{key_file}: it is not a readable PEM key without a password."
        ) from error
    try:
        chain = x509.load_pem_x509_certificates(certificate_file.read_bytes())
    except (OSError, ValueError) as error:
        raise SealUnusable(f"{certificate_file}: it is not a readable PEM certificate.") from error
    der, spki = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    if private.public_key().public_bytes(der, spki) != chain[0].public_key().public_bytes(
        der, spki
    ):
        raise SealUnusable(f"{certificate_file}: its first certificate is not for {key_file}.")
    info = private.private_bytes(
        der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    first, *above = (asn1_x509.Certificate.load(one.public_bytes(der)) for one in chain)
    return Keys(asn1_keys.PrivateKeyInfo.load(info), first, tuple(above))


def the_keys(folder: Path, *, name: str, at: datetime) -> Keys:
    """The portal's own key and certificate in a folder; made there when there are none.

    Args:
        folder: only the portal's user may read it.
        name: the network's, for the certificate.
        at: when it is needed; a seal in its last year is replaced.
    """
    if not folder.exists():
        _found(folder, name, at)
    file = folder / "seal.pem"
    keys = read_keys(file, file)
    if keys.certificate.not_valid_after - at < RENEWED_BEFORE:
        _renew(folder, name, at)
        keys = read_keys(file, file)
    return keys


def _found(folder: Path, name: str, at: datetime) -> None:
    """Make authority and seal beside, then rename: of two that begin at once one wins whole."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".seal-", dir=folder.parent))
    try:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _subject(name, "authority")
        certificate = _certificate(
            subject, key.public_key(), subject, key, at, AUTHORITY_LIVES, is_authority=True
        )
        _write(beside / "authority.pem", key, certificate)
        _renew(beside, name, at)
        beside.rename(folder)
    except OSError:
        shutil.rmtree(beside, ignore_errors=True)
        if not folder.exists():
            raise


def _renew(folder: Path, name: str, at: datetime) -> None:
    held = (folder / "authority.pem").read_bytes()
    authority_key = serialization.load_pem_private_key(held, password=None)
    authority = x509.load_pem_x509_certificate(held)
    if not isinstance(authority_key, ec.EllipticCurvePrivateKey):
        raise SealUnusable(f"{folder / 'authority.pem'}: it is not the key that was made there.")
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(
        _subject(name, "seal"),
        key.public_key(),
        authority.subject,
        authority_key,
        at,
        min(SEAL_LIVES, authority.not_valid_after_utc - at),
        is_authority=False,
    )
    _write(folder / "seal.pem", key, certificate, authority)


def _certificate(  # noqa: PLR0917 - each is a field of the certificate
    subject: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    at: datetime,
    lives: timedelta,
    *,
    is_authority: bool,
) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + lives)
        .add_extension(
            x509.BasicConstraints(ca=is_authority, path_length=0 if is_authority else None),
            critical=True,
        )
        .add_extension(_usage(is_authority=is_authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
        .sign(issuer_key, hashes.SHA256())
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _subject(network: str, part: str) -> x509.Name:
    common_name = f"{_at_most(network, LONGEST_NAME - len(part) - 1)} {part}"
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _at_most(network, LONGEST_NAME)),
        ]
    )


def _at_most(text: str, size: int) -> str:
    """A text of so many bytes at most, cut between characters."""
    return text.encode()[:size].decode(errors="ignore")


def _write(path: Path, key: ec.EllipticCurvePrivateKey, *chain: x509.Certificate) -> None:
    """Key and certificates in one file, which changes as a whole; only its owner may read it."""
    encoding = serialization.Encoding.PEM
    data = key.private_bytes(
        encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + b"".join(one.public_bytes(encoding) for one in chain)
    beside = path.with_suffix(f".{os.getpid()}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
