"""The application: what it is made of, and the order in which it is put together."""

from pathlib import Path

import jinja2
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from . import config, database, features, jobs, mail, storage
from .access import guards
from .web import assets, cards, context, errors, filters, headers, languages, refusals, request_log
from .web.quick_flask import QuickFlask
from .web.quick_templates import QuickEnvironment

ROOT = Path(__file__).resolve().parent.parent
MEBIBYTE = 1024 * 1024
UPLOAD_LIMIT = 40 * MEBIBYTE


class Portal(QuickFlask):
    """Flask with typed settings, and templates that refuse to print what is not there."""

    settings: config.Settings
    jinja_environment = QuickEnvironment
    jinja_options = {  # noqa: RUF012 - Flask's own convention
        "undefined": jinja2.StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }


def create_app(settings: config.Settings | None = None) -> Portal:
    """Put the portal together. Reads as a table of contents."""
    settings = settings or config.read()
    app = Portal(
        __package__,
        root_path=str(ROOT / "franchise_portal"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        static_url_path="/static",
    )
    app.settings = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT,
        MAX_FORM_MEMORY_SIZE=MEBIBYTE,
        SESSION_COOKIE_NAME="__Host-portal" if settings.is_secure else "portal",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_secure,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        TEMPLATES_AUTO_RELOAD=False,
        ACCEL_PREFIX=settings.accel_prefix,
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    database.init_app(app, settings.database_url)
    jobs.init_app(app, settings)
    storage.init_app(app, settings)
    mail.init_app(app, settings)
    Migrate(app, database.db, directory=str(ROOT / "migrations"))
    headers.init_app(app, is_secure=settings.is_secure)
    request_log.init_app(app)
    languages.init_app(app)
    CSRFProtect(app)
    refusals.init_app(app)
    features.init_app(app)
    app.before_request(guards.check)
    assets.init_app(app, forget=settings.testing)
    filters.init_app(app)
    cards.init_app(app)
    context.init_app(app)
    errors.init_app(app)
    return app
