"""Papers, keys and a time stamp service for tests of sealing; no database is needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from franchise_portal.contracts.sealing import Signing
from franchise_portal.reports.renderer import Engine

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
STATIC = Path(__file__).resolve().parents[2] / "static"
TWO = (
    Signing("Omar", NOON, "Franchisee. Signed in with e-mail address and password."),
    Signing("郭伟", NOON + timedelta(hours=1), "Franchisor. One-time link sent by e-mail."),
)


@cache
def paper(title: str = "Contract", paragraphs: int = 12) -> bytes:
    """A tagged PDF of ours."""
    body = "".join(f"<h2>{i}</h2><p>Words of the clause. 条款。</p>" for i in range(paragraphs))
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    html = f'<!doctype html><html lang="en">{head}<body><h1>{title}</h1>{body}</body></html>'
    return Engine(STATIC).write(html).data


@cache
def certificate() -> bytes:
    """A certificate page with a table and a link."""
    head = '<head><meta charset="utf-8"><title>Certificate</title></head>'
    table = "<table><tr><th scope='col'>Who</th></tr><tr><td>Omar</td></tr></table>"
    link = "<p><a href='https://portal.test/verify'>Check it</a></p>"
    body = f"<body><h1>Certificate</h1>{table}{link}</body>"
    html = f'<!doctype html><html lang="en">{head}{body}</html>'
    return Engine(STATIC).write(html).data


class Stamps:
    """What a time stamp service answers, and how often it was asked."""

    def __init__(self, mood: str) -> None:
        """`mood` is good, broken (500) or silly (200 and nonsense)."""
        self.mood = mood
        self.asked = 0
        self.stamper = _stamper()

    def answer(self, body: bytes) -> tuple[int, str, bytes]:
        """Status, content type and body."""
        self.asked += 1
        if self.mood == "broken":
            return 500, "text/plain", b"no"
        if self.mood == "silly":
            return 200, "application/timestamp-reply", b"not a time stamp"
        request = tsp.TimeStampReq.load(body)
        reply = self.stamper.request_tsa_response(request)
        return 200, "application/timestamp-reply", reply.dump()


@contextmanager
def stamp_service(mood: str = "good") -> Iterator[tuple[str, Stamps]]:
    """A time stamp service on this machine, spoken to over HTTP as a real one is."""
    stamps = Stamps(mood)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, kind, answer = stamps.answer(body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", stamps
        server.shutdown()


@cache
def _stamper() -> DummyTimeStamper:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Time stamps")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOON - timedelta(days=3650))
        .not_valid_after(NOON + timedelta(days=3650))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    der = serialization.Encoding.DER
    info = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return DummyTimeStamper(
        asn1_x509.Certificate.load(made.public_bytes(der)), asn1_keys.PrivateKeyInfo.load(info)
    )
