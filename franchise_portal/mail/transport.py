"""Handing a mail to the server that `MAIL_URL` names."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

from .. import config
from ..kit.i18n import N_
from .models import Message

PATIENCE = 30
ENCRYPTED_PORT = 465
SUBMISSION_PORT = 587
#: Every answer of an SMTP server from here on means no, for good.
PERMANENT = 500


class Refused(Exception):
    """The server will never take this mail: the address does not exist, or it says no for good."""


@dataclass(frozen=True, slots=True)
class Transport:
    """`smtp://user:password@host:587?from=portal@example.com`, or `smtps://` for port 465."""

    host: str
    port: int
    sender: str
    sender_name: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    is_encrypted: bool = False

    def deliver(self, message: Message, sender_name: str = "") -> None:
        """Hand one mail over.

        Raises:
            Refused: when the server says no for good.
            OSError, smtplib.SMTPException: when it may work later.
        """
        try:
            with self._connected() as server:
                server.send_message(self._letter(message, sender_name))
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _text in error.recipients.values()]
            if all(code >= PERMANENT for code in codes):
                raise Refused(N_("The server refused the address.")) from error
            raise
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            if error.smtp_code >= PERMANENT:
                raise Refused(N_("The server refused the mail.")) from error
            raise

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.is_encrypted:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=PATIENCE, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        server.ehlo()
        if not self.is_encrypted and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif not self.is_encrypted and self.password:
            server.close()
            raise Refused(N_("The server offers no encryption, so the password was not sent."))
        if self.user:
            server.login(self.user, self.password)
        return server

    def _letter(self, message: Message, sender_name: str) -> EmailMessage:
        letter = EmailMessage()
        letter["Subject"] = message.subject
        letter["From"] = _address(sender_name or self.sender_name, self.sender)
        letter["To"] = _address(message.to_name, message.to_address)
        letter["Date"] = format_datetime(message.created_at)
        # The same on every attempt: a mail that arrives twice is recognised as one.
        letter["Message-ID"] = f"<{message.id}@{self.sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter["Content-Language"] = message.language.replace("_", "-")
        letter.set_content(message.text)
        letter.add_alternative(message.html, subtype="html")
        return letter


def transport_for(settings: config.Settings) -> Transport | None:
    """How mails leave; None when `MAIL_URL` is empty."""
    if not settings.mail_url:
        return None
    parts = urlsplit(settings.mail_url)
    if not parts.hostname:
        raise config.WrongSetting(
            "MAIL_URL: it names no server, as in smtp://mail.example.com:587."
        )
    query = parse_qs(parts.query)
    home = urlsplit(settings.base_url).hostname or "localhost"
    is_encrypted = parts.scheme == "smtps"
    return Transport(
        host=parts.hostname,
        port=parts.port or (ENCRYPTED_PORT if is_encrypted else SUBMISSION_PORT),
        sender=query.get("from", [f"portal@{home}"])[0],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_encrypted=is_encrypted,
    )


def _address(name: str, address: str) -> Address:
    return Address(display_name=" ".join(name.split()), addr_spec=address)
