"""Static files: a content hash in the URL, so that browsers may keep them for ever."""

import hashlib
from pathlib import Path

from flask import Flask, Response, request, url_for
from markupsafe import Markup

#: The order does not matter to the browser: cascade layers decide. It is the order of reading.
LAYERS = ("tokens", "reset", "base", "layout")


class Assets:
    """Knows the digest of each static file; a file is read once a process."""

    def __init__(self, folder: Path, *, forget: bool) -> None:
        """Serve from `folder`; with `forget` a changed file is noticed (development)."""
        self._folder = folder
        self._forget = forget
        self._digests: dict[str, str] = {}
        self._urls: dict[str, str] = {}
        self._stylesheets: tuple[str, ...] = ()
        self._scripts: tuple[str, ...] = ()
        self._head = Markup()

    def url(self, path: str) -> str:
        """The URL of a static file with its digest, `/static/css/base.css?v=…`."""
        if not self._forget and path in self._urls:
            return self._urls[path]
        url = url_for("static", filename=path, v=self._digest(path))
        self._urls[path] = url
        return url

    def stylesheets(self) -> tuple[str, ...]:
        """URLs of all style sheets of the pages (those of PDFs are read by the renderer)."""
        if self._forget or not self._stylesheets:
            self._stylesheets = tuple(self.url(path) for path in self._stylesheet_paths())
        return self._stylesheets

    def scripts(self) -> tuple[str, ...]:
        """URLs of our own modules."""
        if self._forget or not self._scripts:
            names = sorted(path.name for path in (self._folder / "js").glob("*.js"))
            self._scripts = tuple(self.url(f"js/{name}") for name in names)
        return self._scripts

    def head(self) -> Markup:
        """All of them as elements of a page's head."""
        if self._forget or not self._head:
            sheets = (
                Markup('<link rel="stylesheet" href="{}">').format(url)
                for url in self.stylesheets()
            )
            htmx = Markup('<script src="{}" defer></script>').format(
                self.url("vendor/htmx/htmx.min.js")
            )
            modules = (
                Markup('<script type="module" src="{}"></script>').format(url)
                for url in self.scripts()
            )
            self._head = Markup("\n").join((*sheets, htmx, *modules))
        return self._head

    def _stylesheet_paths(self) -> tuple[str, ...]:
        css = self._folder / "css"
        components = sorted(path.name for path in (css / "components").glob("*.css"))
        return (
            *(f"css/{name}.css" for name in LAYERS),
            *(f"css/components/{name}" for name in components),
            "css/utilities.css",
            "css/print.css",
        )

    def _digest(self, path: str) -> str:
        if self._forget or path not in self._digests:
            file = self._folder / path
            content = file.read_bytes() if file.is_file() else b""
            self._digests[path] = hashlib.sha256(content).hexdigest()[:12]
        return self._digests[path]


def init_app(app: Flask, *, forget: bool) -> None:
    """Provide `static_url`, `stylesheets` and `scripts` to templates; cache hashed files."""
    assets = Assets(Path(app.static_folder or "static"), forget=forget)
    app.extensions["assets"] = assets
    app.jinja_env.globals["static_url"] = assets.url
    app.jinja_env.globals["assets"] = assets

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and request.args.get("v") and response.status_code == 200:  # noqa: PLR2004
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response
