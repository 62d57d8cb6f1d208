"""Security headers on every answer, and a request id that the log line and the audit share."""

import secrets

from flask import Flask, Response, g, request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)

ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def init_app(app: Flask, *, is_secure: bool) -> None:
    """Give each request an id and each answer its headers."""
    always = [*ALWAYS, *([HTTPS_ONLY] if is_secure else [])]

    @app.before_request
    def name_request() -> None:
        g.request_id = secrets.token_hex(8)

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        # No view sets one of these, so they need not be looked for before they are added.
        headers.extend(always)
        headers.add("X-Request-Id", g.get("request_id", ""))
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "no-store, private")
        return response
