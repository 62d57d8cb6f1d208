"""Writing a mail: three templates in the recipient's language, one row, one job."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask, current_app
from flask_babel import force_locale

from .. import config, jobs
from ..database import db
from ..kit.ids import new_id
from .enums import MailStatus
from .models import Message
from .transport import Transport, transport_for

TAGS = {"en": "en", "zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant"}


def init_app(app: Flask, settings: config.Settings) -> None:
    """Read how mails leave."""
    app.extensions["mail"] = Outbox(settings.base_url, transport_for(settings))


class Outbox:
    """How mails leave, and what links in them begin with."""

    def __init__(self, base_url: str, transport: Transport | None) -> None:
        """Without a transport mails are kept."""
        self.base_url = base_url
        self.transport = transport


def the_outbox() -> Outbox:
    """The outbox of the application in hand."""
    outbox: Outbox = current_app.extensions["mail"]
    return outbox


def keeps_mails() -> bool:
    """Whether mails stay here because no server is set."""
    return the_outbox().transport is None


def send(
    *,
    kind: str,
    to_address: str,
    to_name: str = "",
    language: str = "en",
    user_id: UUID | None = None,
    confidential: bool = False,
    context: Mapping[str, Any] | None = None,
) -> Message:
    """Write a mail in the current transaction; it leaves once that is committed.

    `kind` is `feature/name`. A confidential mail holds a one-time link: its text is forgotten
    once it has been sent.
    """
    subject, text, html = write(kind, language, to_name, context or {})
    transport = None if _stays(to_address) else the_outbox().transport
    message = Message(
        id=new_id(),
        kind=kind,
        to_address=to_address,
        to_name=to_name,
        user_id=user_id,
        language=language,
        subject=subject[:300],
        text=text,
        html=html,
        is_confidential=confidential,
        status=MailStatus.WAITING if transport else MailStatus.KEPT,
    )
    db.session.add(message)
    if transport:
        jobs.enqueue(
            "mail.deliver",
            arguments={"message_id": str(message.id)},
            dedupe_key=f"mail/{message.id}",
            label=kind,
        )
    return message


class Reader(Protocol):
    """Somebody to write to; `user_id` is None for an address without an account."""

    @property
    def user_id(self) -> UUID | None: ...

    @property
    def email(self) -> str: ...

    @property
    def name(self) -> str: ...

    @property
    def language(self) -> str: ...


def send_to(reader: Reader, *, kind: str, context: Mapping[str, Any]) -> Message:
    """Write a mail to a reader in their language; the templates get their name as `recipient`."""
    return send(
        kind=kind,
        to_address=reader.email,
        to_name=reader.name,
        language=reader.language,
        user_id=reader.user_id,
        context={"recipient": reader.name, **context},
    )


def send_to_each(readers: Collection[Reader], *, kind: str, context: Mapping[str, Any]) -> int:
    """Write the same to several readers, each in their own language; how many mails that were."""
    for one in readers:
        send_to(one, kind=kind, context=context)
    return len(readers)


@contextmanager
def keeping() -> Iterator[None]:
    """Keep all mails that are written inside: a story is told, and nobody is to hear of it."""
    token = _keeping.set(True)
    try:
        yield
    finally:
        _keeping.reset(token)


_keeping: ContextVar[bool] = ContextVar("keeping", default=False)
#: Nobody can ever have such an address (RFC 2606).
MADE_UP = (".test", ".example", ".invalid", "example.com", "example.org", "example.net")


def _stays(address: str) -> bool:
    """Whether a mail is not handed to a server: in the demo network, those to made-up people."""
    if _keeping.get():
        return True
    return getattr(_network(), "is_demo", False) and address.lower().endswith(MADE_UP)


def write(
    kind: str, language: str, to_name: str, context: Mapping[str, Any]
) -> tuple[str, str, str]:
    """Subject, text and HTML of a mail."""
    feature, _, name = kind.partition("/")
    values = {
        "recipient_name": to_name,
        "network": _network(),
        "page_language": TAGS.get(language, "en"),
        "link": linker(),
        **context,
    }
    folder = f"{feature}/email/{name}"
    environment = current_app.jinja_env
    with force_locale(language):
        subject = environment.get_template(f"{folder}/subject.txt").render(values)
        text = environment.get_template(f"{folder}/body.txt").render(values)
        html = environment.get_template(f"{folder}/body.html").render(values)
    # A subject is one line, whatever names were put into it.
    return " ".join(subject.split()), _tidy(text), html.strip() + "\n"


def _network() -> Any:  # noqa: ANN401 - network.models.Network, which mail does not know
    features = current_app.extensions.get("features")
    network = features.network() if features else None
    return network or SimpleNamespace(name="Franchise Portal")


def linker() -> Callable[..., str]:
    """Absolute addresses, also outside a request, from the one address people know."""
    parts = urlsplit(the_outbox().base_url)
    adapter = current_app.url_map.bind(
        parts.netloc, script_name=parts.path or "/", url_scheme=parts.scheme
    )

    def link(endpoint: str, **values: object) -> str:
        return adapter.build(endpoint, values, force_external=True)

    return link


def _tidy(text: str) -> str:
    """At most one empty line in a row: blocks of a layout that stay empty leave gaps."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines) + "\n"
