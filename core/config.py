"""The settings of one process, read once from the environment; nothing else reads it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from core.config_values import ConfigError, Values
from core.face.problems import BadFace
from core.face.settings import Face
from core.kept_secret import SQLITE_FILE, kept_secret, long_enough
from core.outbox.settings import BadMail, MailSettings
from core.private_files import keep_private

PROJECT_FOLDER = Path(__file__).resolve().parent.parent
BUILT_MODEL_FOLDER = PROJECT_FOLDER / ".model" / "multilingual-e5-small-int8"

# A path in a socket address holds 104 bytes on macOS and 108 on Linux; the shorter one decides.
LONGEST_SOCKET_PATH = 100


class AppRole(StrEnum):
    """Which doors one web process opens; two host names may share one installation."""

    ALL = "all"
    PUBLIC = "public"
    DESK = "desk"


class SecondFactor(StrEnum):
    """Whether signing in to the desk takes more than a password."""

    OFF = "off"
    # Asked of whoever has set one up.
    OPTIONAL = "optional"
    # Whoever has none is led to set one up, and may do nothing else before.
    REQUIRED = "required"


class MediaPrivilege(StrEnum):
    """Whether whoever runs a desk works on personal data as press: a media company, citizens' journalism, or not."""

    NONE = "none"
    MEDIA = "media"
    CITIZEN = "citizen"


class FetchLinks(StrEnum):
    """Whether the worker may fetch the page behind a reported link when an editor asks for it."""

    OFF = "off"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Config:
    """All settings. Paths are absolute; `database_url` and `redis_url` are always filled."""

    data_dir: Path
    port: int
    host: str
    # Secrets stay out of every message that shows the settings.
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    embedded_redis: bool
    embedding_model: str
    app_role: AppRole
    second_factor: SecondFactor
    secret_key: str = field(repr=False)
    public_url: str
    proxies: int
    demo_content: bool
    source_url: str
    # Read by `review.care`: what the desk shows before somebody chooses, and who listens when it was too much.
    care_defaults: str
    care_contact: str
    # Read by `intake.objections`: whose holidays are no working days.
    holidays_country: str
    holidays_region: str
    # Read by `review.approval`: which kinds of acts wait for a second person.
    hold_decisions: str
    # Read by `intake.links`: whether anything is fetched from where strangers' links lead.
    fetch_links: FetchLinks
    # Read by `intake.files`: whether the words in pictures are read, where the program for it is installed.
    read_pictures: bool
    # Read by `intake.public.embedding`: the origins of the sites that may show the small form in a frame.
    embed_sites: tuple[str, ...]
    # Read by `intake.notices`: what the privacy notice says about the law for the press.
    media_privilege: MediaPrivilege
    # Read by `intake.files.room`: what a network may bring unsent, and what stays free of the disk; 0: no bound.
    unsent_mb_per_network: int
    free_disk_mb: int
    # Read by `intake.abuse`, 0 for no bound: beyond so many an hour reports wait their turn, of one network and of all.
    reports_per_network_per_hour: int
    reports_per_hour: int
    # Where the way out of the public pages leads.
    leave_to: str
    # Read by `intake.retention`, in days, 0 for no end: after its arrival, and of hate after its outcome.
    keep_reports: int
    keep_hate: int
    # Read by `intake.abuse`: the fewest seconds that a person takes for the form, and from how many reports in five
    # minutes on a proof of work is asked for; 0: not asked.
    form_seconds: int
    busy_reports: int
    # Read by `intake.contact`: the keys by which addresses of readers are sealed, and opened again.
    contact_public_key: Path
    contact_private_key: Path
    # How letters leave; None when none do, and then nobody is asked for an address.
    mail: MailSettings | None = None
    # How the pages look: name, logo, accent colour, contact.
    face: Face = field(default_factory=Face)

    @property
    def index_folder(self) -> Path:
        """Where snapshots of the search index are kept."""
        return self.data_dir / "index"

    @property
    def files_folder(self) -> Path:
        """Where the files that readers sent are kept, sealed."""
        return self.data_dir / "files"

    @property
    def letter_count(self) -> Path:
        """The file that says how many letters have left, to be left as it is when a backup is put back."""
        return self.data_dir / "letters.count"

    @property
    def erasure_log(self) -> Path:
        """Where it is listed which reports were erased; it outlives the database."""
        return self.data_dir / "erased.jsonl"

    @property
    def valkey_folder(self) -> Path:
        """Where the embedded queue keeps its append-only file."""
        return self.data_dir / "valkey"

    @property
    def secure_cookies(self) -> bool:
        """Whether readers reach the service by https, so that cookies must not travel without it."""
        return self.public_url.startswith("https://")

    def cookie_name(self, plain: str) -> str:
        """Return the name a cookie goes by: under https one that only this very host can set, and only over TLS."""
        return f"__Host-{plain}" if self.secure_cookies else plain

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Config:
        """Read the settings.

        Errors: `ConfigError` for a value that cannot be used or a data folder that cannot be written.
        """
        env = Values(os.environ if environ is None else environ)
        data_dir = Path(env.text("DATA_DIR", str(PROJECT_FOLDER / "var"))).expanduser().absolute()
        _make_private_folder(data_dir)
        database_url = _database_url(env.text("DATABASE_URL"), data_dir)
        keep_private(data_dir, _database_file(database_url))
        redis_url = _redis_url(env.text("REDIS_URL"))
        return cls(
            data_dir=data_dir,
            port=env.port("PORT", 8000),
            host=env.text("HOST", "127.0.0.1"),
            database_url=database_url,
            redis_url=redis_url or f"unix://{quote(str(_socket_path(data_dir)))}",
            embedded_redis=not redis_url,
            embedding_model=env.text("EMBEDDING_MODEL"),
            app_role=env.one_of("APP_ROLE", AppRole.ALL),
            second_factor=env.one_of("SECOND_FACTOR", SecondFactor.OPTIONAL),
            secret_key=long_enough(env.text("SECRET_KEY") or kept_secret(data_dir / "secret.key")),
            public_url=env.web_address("PUBLIC_URL"),
            proxies=env.count("TRUSTED_PROXIES", 0),
            source_url=env.web_address("SOURCE_URL"),
            demo_content=env.is_on("DEMO_CONTENT"),
            contact_public_key=Path(env.text("CONTACT_PUBLIC_KEY", str(data_dir / "contact.pub"))).absolute(),
            contact_private_key=Path(env.text("CONTACT_PRIVATE_KEY", str(data_dir / "contact.key"))).absolute(),
            mail=_mail(env.environ),
            face=_face(env.environ),
            care_defaults=env.text("CARE_DEFAULTS"),
            care_contact=env.text("CARE_CONTACT"),
            holidays_country=env.text("HOLIDAYS_COUNTRY", "DE"),
            holidays_region=env.text("HOLIDAYS_REGION"),
            hold_decisions=env.text("HOLD_DECISIONS"),
            fetch_links=env.one_of("FETCH_LINKS", FetchLinks.OFF),
            embed_sites=env.origins("EMBED_SITES"),
            media_privilege=env.one_of("MEDIA_PRIVILEGE", MediaPrivilege.NONE),
            read_pictures=env.is_on("READ_PICTURES"),
            unsent_mb_per_network=env.count("UNSENT_MB_PER_NETWORK", 400),
            free_disk_mb=env.count("FREE_DISK_MB", 1024),
            reports_per_network_per_hour=env.count("REPORTS_PER_NETWORK_PER_HOUR", 5),
            reports_per_hour=env.count("REPORTS_PER_HOUR", 600),
            leave_to=env.page("LEAVE_TO", "https://www.wikipedia.org/"),
            keep_reports=env.count("KEEP_REPORTS", 365),
            keep_hate=env.count("KEEP_HATE", 183),
            form_seconds=env.count("FORM_SECONDS", 4),
            busy_reports=env.count("BUSY_REPORTS", 100),
        )

    def flask_settings(self) -> dict[str, Any]:
        """Return what Flask and its extensions read from `app.config`."""
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SESSION_COOKIE_SECURE": self.secure_cookies,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_NAME": self.cookie_name("gegencheck"),
            # Browsers refuse a `__Host-` cookie with another path, or with a domain.
            "SESSION_COOKIE_PATH": "/",
            "SESSION_COOKIE_DOMAIN": None,
            # A form that was open over lunch is still accepted; a report takes some people long.
            "WTF_CSRF_TIME_LIMIT": 8 * 3600,
            # The strict check wants a Referer on https, and our own pages forbid browsers to send one.
            "WTF_CSRF_SSL_STRICT": False,
            "BABEL_DEFAULT_LOCALE": "de",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Vienna",
            "BABEL_TRANSLATION_DIRECTORIES": str(PROJECT_FOLDER / "translations"),
        }


def _face(environ: Mapping[str, str]) -> Face:
    try:
        return Face.read(environ)
    except BadFace as error:
        raise ConfigError(str(error)) from error


def _mail(environ: Mapping[str, str]) -> MailSettings | None:
    try:
        mail = MailSettings.read(environ)
    except BadMail as error:
        raise ConfigError(str(error)) from error
    if mail is not None and not environ.get("PUBLIC_URL"):
        raise ConfigError("SMTP_HOST needs PUBLIC_URL, too: letters hold links to this service.")
    return mail


def _make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"The data folder {folder} cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigError(f"The data folder {folder} cannot be written to by this user.")


def _database_url(value: str, data_dir: Path) -> str:
    if not value:
        return f"sqlite:///{quote(str(data_dir / SQLITE_FILE))}"
    # Providers hand out the old scheme; the driver installed here is psycopg 3.
    for scheme in ("postgres://", "postgresql://"):
        if value.startswith(scheme):
            return "postgresql+psycopg://" + value.removeprefix(scheme)
    if not value.startswith(("sqlite://", "postgresql+psycopg://")):
        raise ConfigError("DATABASE_URL must begin with postgresql:// or sqlite:///. Without it SQLite is used.")
    return value


def _redis_url(value: str) -> str:
    if value and not value.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigError(
            "REDIS_URL must begin with redis://, rediss:// or unix://; without it the service starts a queue."
        )
    return value


def _database_file(url: str) -> Path | None:
    """Return the file of an SQLite database; None for any other, and for one in memory."""
    path = url.removeprefix("sqlite:///").partition("?")[0]
    return Path(unquote(path)) if url.startswith("sqlite:///") and path and path != ":memory:" else None


def _socket_path(data_dir: Path) -> Path:
    """Return the queue's socket: in the data folder, or in a private folder with a short and plain name.

    Plain, because the server reports a connection as words between spaces, and RQ reads that report.
    """
    inside = data_dir / "valkey" / "valkey.sock"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_PATH and not re.search(r"[\s=]", str(inside)):
        return inside
    name = sha256(os.fsencode(data_dir)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"gegencheck-{os.getuid()}-{name}" / "valkey.sock"
