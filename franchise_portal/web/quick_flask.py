"""Flask doing on every request only what may differ from the last one.

Three of its habits cost a page a tenth of its time and give it nothing: each function that it calls
is asked whether it is a coroutine, and none of ours is; the signer of the session's cookie is made
anew; and the same addresses are put together from their rules again and again.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import Flask, has_request_context, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

MOST_KNOWN = 2_000
"""Addresses that a process remembers."""


class QuickSessions(SecureCookieSessionInterface):
    """Flask's sessions; the signer is made once, as its secret does not change."""

    def __init__(self) -> None:
        """No signer is known yet."""
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs and reads the cookie."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


class QuickFlask(Flask):
    """An application without coroutines, without `url_defaults`, and with one secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Flask's own
        """Begin without known addresses."""
        super().__init__(*args, **kwargs)
        self.session_interface = QuickSessions()
        self._address = lru_cache(MOST_KNOWN)(self._built)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Every function of ours is an ordinary one."""
        return func

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: Any,  # noqa: ANN401
    ) -> str:
        """The address of a view; remembered where it depends on text and ids alone."""
        is_plain = all(one is None for one in (_anchor, _method, _scheme, _external))
        if not (is_plain and has_request_context() and _are_plain(values)):
            return super().url_for(
                endpoint,
                _anchor=_anchor,
                _method=_method,
                _scheme=_scheme,
                _external=_external,
                **values,
            )
        # The request itself: a page asks for some twenty addresses, and the proxy's way is long.
        here = request._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001
        if endpoint.startswith(".") and here.blueprint:
            endpoint = f"{here.blueprint}{endpoint}"
        return self._address(endpoint, here.script_root, **values)

    def _built(self, endpoint: str, _root: str, **values: Any) -> str:  # noqa: ANN401
        """The address under the present root, which tells two mounts of the portal apart."""
        return super().url_for(endpoint, **values)


def _are_plain(values: Mapping[str, object]) -> bool:
    """Whether equal values give the same address: not so for 1 and True."""
    return _PLAIN.issuperset(map(type, values.values()))


_PLAIN = frozenset({str, UUID})
