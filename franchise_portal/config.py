"""The settings of one installation: read once from the environment, checked, then frozen.

Nothing else in the code base reads the environment. A missing or wrong value stops the process
with one sentence that names the setting.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


class WrongSetting(Exception):
    """A setting that the portal cannot start with; the message says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `PORTAL_…`, `DATABASE_URL`, `REDIS_URL`, `MAIL_URL` and `STORAGE_URL` say."""

    data_dir: Path
    database_url: str
    redis_url: str
    bind: str
    base_url: str
    mail_url: str
    storage_url: str
    secret_key: str
    #: Proxies in front of the web server whose forwarding headers are believed.
    trusted_proxies: int = 0
    #: Where nginx serves stored files from (`X-Accel-Redirect`); empty: this process sends them.
    accel_prefix: str = ""
    #: Key and certificate (PEM, its chain behind it) that seal signed contracts; none: our own.
    seal_key: Path | None = None
    seal_certificate: Path | None = None
    #: A time stamp service (RFC 3161); empty: contracts are sealed without time stamps.
    tsa_url: str = ""
    testing: bool = False

    @property
    def owns_valkey(self) -> bool:
        """Whether the queue is a private Valkey on a socket in the data folder."""
        return self.redis_url == f"unix://{self.valkey_socket}"

    @property
    def valkey_socket(self) -> Path:
        """The private Valkey's socket; a socket path may be at most 107 bytes long."""
        return socket_path(self.data_dir)

    @property
    def seal_folder(self) -> Path:
        """Where the portal's own key and certificate for sealing lie."""
        return self.data_dir / "seal"

    @property
    def is_secure(self) -> bool:
        """Whether people reach the portal over HTTPS, so that cookies may insist on it."""
        return self.base_url.startswith("https://")


def socket_path(data_dir: Path) -> Path:
    """Where the private Valkey listens: in the data folder, or a short path if that is too long."""
    inside = data_dir / "valkey.sock"
    if len(str(inside).encode()) <= 100:  # noqa: PLR2004 - the kernel's limit is 107 with the NUL
        return inside
    import hashlib  # noqa: PLC0415 - needed only for very deep data folders
    import tempfile  # noqa: PLC0415

    digest = hashlib.sha256(str(inside).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"franchise-portal-{digest}.sock"


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings.

    Raises:
        WrongSetting: with a sentence that names the setting and the remedy.
    """
    env = os.environ if environment is None else environment
    data_dir = Path(env.get("PORTAL_DATA_DIR") or "instance").expanduser().resolve()
    try:
        data_dir.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting(
            f"PORTAL_DATA_DIR: cannot make the folder {data_dir}: {error}."
        ) from error
    bind = env.get("PORTAL_BIND") or "127.0.0.1:8000"
    _check_bind(bind)
    base_url = (env.get("PORTAL_BASE_URL") or f"http://{bind}").rstrip("/")
    _check_scheme("PORTAL_BASE_URL", base_url, {"http", "https"})
    mail_url = env.get("MAIL_URL") or ""
    if mail_url:
        _check_scheme("MAIL_URL", mail_url, {"smtp", "smtps"})
    storage_url = env.get("STORAGE_URL") or ""
    if storage_url:
        _check_scheme("STORAGE_URL", storage_url, {"s3", "file"})
    redis_url = env.get("REDIS_URL") or f"unix://{socket_path(data_dir)}"
    _check_scheme("REDIS_URL", redis_url, {"redis", "rediss", "unix"})
    tsa_url = env.get("PORTAL_TSA_URL") or ""
    if tsa_url:
        _check_scheme("PORTAL_TSA_URL", tsa_url, {"http", "https"})
    seal_key, seal_certificate = _seal_files(env)
    proxies = env.get("PORTAL_TRUSTED_PROXIES") or "0"
    if not proxies.isdigit():
        raise WrongSetting("PORTAL_TRUSTED_PROXIES: write a whole number such as 0 or 1.")
    return Settings(
        data_dir=data_dir,
        database_url=_database_url(env.get("DATABASE_URL") or "", data_dir),
        redis_url=redis_url,
        bind=bind,
        base_url=base_url,
        mail_url=mail_url,
        storage_url=storage_url,
        secret_key=env.get("PORTAL_SECRET_KEY") or _secret_key(data_dir),
        trusted_proxies=int(proxies),
        accel_prefix=(env.get("PORTAL_ACCEL_PREFIX") or "").rstrip("/"),
        seal_key=seal_key,
        seal_certificate=seal_certificate,
        tsa_url=tsa_url,
    )


def _check_bind(bind: str) -> None:
    host, _, port = bind.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:  # noqa: PLR2004
        raise WrongSetting("PORTAL_BIND: write an address and a port, for example 127.0.0.1:8000.")


def _check_scheme(name: str, url: str, allowed: set[str]) -> None:
    if urlsplit(url).scheme not in allowed:
        choices = ", ".join(f"{scheme}://…" for scheme in sorted(allowed))
        raise WrongSetting(f"{name}: it should begin with one of {choices}.")


def _seal_files(env: Mapping[str, str]) -> tuple[Path | None, Path | None]:
    """The files that seal contracts: both or neither, and readable from the start on."""
    names = ("PORTAL_SEAL_KEY", "PORTAL_SEAL_CERTIFICATE")
    given = [env.get(name) or "" for name in names]
    if not any(given):
        return None, None
    for name, path in zip(names, given, strict=True):
        if not path:
            raise WrongSetting(f"{name}: set both {names[0]} and {names[1]}, or neither.")
        if not os.access(path, os.R_OK):
            raise WrongSetting(f"{name}: there is no file {path} that the portal can read.")
    return Path(given[0]).resolve(), Path(given[1]).resolve()


def _database_url(url: str, data_dir: Path) -> str:
    if not url:
        return f"sqlite:///{data_dir / 'portal.sqlite3'}"
    if url.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    _check_scheme("DATABASE_URL", url, {"sqlite", "postgresql+psycopg"})
    return url


def _secret_key(data_dir: Path) -> str:
    """The key that signs cookies: made once, readable by the owner only."""
    path = data_dir / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
