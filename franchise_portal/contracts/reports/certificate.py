"""The certificate page that is appended to a signed document before it is sealed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from ...accounts.rules import device_words
from ...mail import linker
from ...network import queries as network
from ...reports import writing
from ...reports.documents import Issuer, Margin
from ...web import filters
from ..models import Signature, SigningRound
from ..signing_enums import SigningMethod

TEMPLATE: Final = "contracts/signing/pdf/certificate.html"
STYLESHEETS: Final = ("css/pdf/certificate.css",)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureWords:
    """One signature in words."""

    role: str
    name: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateWords:
    """What the page says."""

    number: str
    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    signatures: tuple[SignatureWords, ...]
    consents: tuple[tuple[str, str], ...]
    """Version and words, each once."""
    check_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateDocument:
    """What the template is given."""

    issuer: Issuer
    margin: Margin
    certificate: CertificateWords


def certificate_page(
    held: SigningRound, signatures: list[Signature], *, size: int, at: datetime
) -> bytes:
    """The page as a tagged PDF, in the contract's language.

    Args:
        held: the round, whole.
        signatures: in the order in which they were given.
        size: bytes of the document that was shown.
        at: when it is sealed.
    """
    from ...reports import renderer  # noqa: PLC0415 - it takes a second to load; pages do without

    language = held.contract_version.language
    with writing.speaking(language, network.founded().zone):
        document = _document(held, signatures, size=size, at=at)
        html = writing.html_of(TEMPLATE, document, language)
    return renderer.engine().write(html, STYLESHEETS).data


def _document(
    held: SigningRound, signatures: list[Signature], *, size: int, at: datetime
) -> CertificateDocument:
    whole = network.founded()
    number, title = held.contract.number, held.contract_version.title
    return CertificateDocument(
        issuer=Issuer(
            name=whole.legal_name or whole.name, address=whole.address, email=whole.email
        ),
        margin=Margin(
            number=number,
            legal=_(
                "Certificate of signature, %(title)s, contract %(number)s",
                title=title,
                number=number,
            ),
        ),
        certificate=CertificateWords(
            number=number,
            title=title,
            lead=_(
                "All have signed. The pages before this one are, byte for byte, those that each "
                "signer was shown; this page was added afterwards, and the whole was sealed."
            ),
            facts=tuple(_facts(held, size=size, at=at)),
            signatures=tuple(_signature(one) for one in signatures),
            consents=tuple({(one.consent_version, one.consent_text): None for one in signatures}),
            check_url=linker()("verification.show"),
        ),
    )


def _facts(held: SigningRound, *, size: int, at: datetime) -> Iterator[tuple[str, str]]:
    yield _("Contract"), held.contract.number
    yield _("Version"), held.contract_version.title
    yield _("Franchisee"), held.contract.franchisee.name
    yield (
        _("Document signed"),
        _(
            "%(pages)s pages, %(size)s bytes",
            pages=filters.number(held.shown_pages),
            size=filters.number(size),
        ),
    )
    yield _("Its digest (SHA-256)"), held.shown_sha256
    yield _("Sealed"), moment_words(at, "UTC")


def _signature(one: Signature) -> SignatureWords:
    return SignatureWords(
        role=filters.label(one.party),
        name=one.name,
        facts=tuple(_evidence(one)),
    )


def _evidence(one: Signature) -> Iterator[tuple[str, str]]:
    yield _("Name typed"), one.typed_name
    yield _("Signed"), moment_words(one.signed_at, "UTC")
    if one.zone != "UTC":
        yield _("Where the signer is"), moment_words(one.signed_at, one.zone)
    yield _("Recognised by"), _recognised(one)
    if one.address:
        yield _("Network address"), one.address
    if one.user_agent:
        yield _("Browser"), device_words(one.user_agent) or one.user_agent[:80]
    yield _("Document"), _("the one above, with its digest")
    yield _("Words agreed to"), _("version %(version)s, below", version=one.consent_version)


def _recognised(one: Signature) -> str:
    if one.method is SigningMethod.ACCOUNT:
        return _("the account of %(email)s, with its password", email=one.email)
    return _("a one-time link sent to %(email)s", email=one.email)


def moment_words(at: datetime, zone: str) -> str:
    """A moment to the second with its distance from UTC: evidence is not rounded."""
    there = at.astimezone(UTC if zone == "UTC" else ZoneInfo(zone))
    words = f"{there:%Y-%m-%d %H:%M:%S}"
    return f"{words} UTC" if zone == "UTC" else f"{words} {there:%Z} (UTC{there:%z}, {zone})"
