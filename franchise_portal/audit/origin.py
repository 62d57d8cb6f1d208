"""Where a change comes from: the request's id and the caller's network address, without Flask."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Empty outside requests."""

    request_id: str = ""
    address: str = ""


NOWHERE = Origin()

_current: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


def set_origin(origin: Origin) -> None:
    """Say where this request, job or command comes from."""
    _current.set(origin)


def current() -> Origin:
    """What is known about the present one."""
    return _current.get()
