"""The table of settings names what the product reads, with the values it has without them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import config
from core.config import Config
from core.outbox.settings import MailSettings
from tests.support.papers import LIVING, paper, rows, section
from tools.machine import PROJECT_FOLDER

TABLE = {row[0].strip("`"): row[1] for row in rows(section("README.md", "Settings"))}

PRODUCT = ("accounts", "archive", "audit", "core", "intake", "processes", "review", "search")


class Asked(dict[str, str]):
    """An empty environment that remembers what was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.names.add(key)
        return default


@pytest.fixture
def plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Config, set[str]]:
    """The settings without any environment, and what was asked for."""
    monkeypatch.setattr(config, "PROJECT_FOLDER", tmp_path)
    environment = Asked()
    return Config.from_environment(environment), environment.names


def test_the_table_names_exactly_what_is_read(plain: tuple[Config, set[str]]) -> None:
    assert set(TABLE) == plain[1], "README.md, Settings: one row for each variable that core/config.py reads."


def test_the_defaults_in_the_table_are_those_of_the_code(plain: tuple[Config, set[str]], tmp_path: Path) -> None:
    settings = plain[0]
    truth = {
        "DATA_DIR": "`var` in this folder" if settings.data_dir == tmp_path / "var" else "",
        "PORT": f"`{settings.port}`",
        "HOST": f"`{settings.host}`",
        "DATABASE_URL": "SQLite, `DATA_DIR/gegencheck.db`"
        if settings.database_url == f"sqlite:///{settings.data_dir}/gegencheck.db"
        else "",
        "REDIS_URL": "a Valkey started by Gegencheck, on a socket"
        if settings.embedded_redis and settings.redis_url.startswith("unix://")
        else "",
        "EMBEDDING_MODEL": "the model built by `make setup`" if settings.embedding_model == "" else "",
        "APP_ROLE": f"`{settings.app_role}`",
        "SECOND_FACTOR": f"`{settings.second_factor}`",
        "PUBLIC_URL": settings.public_url or "empty",
        "SECRET_KEY": "made at the first start, kept in `DATA_DIR/secret.key`"
        if settings.secret_key == (settings.data_dir / "secret.key").read_text().strip()
        else "",
        "TRUSTED_PROXIES": f"`{settings.proxies}`",
        "DEMO_CONTENT": f"`{int(settings.demo_content)}`",
        "SOURCE_URL": settings.source_url or "empty",
        "DESK_NAME": f"`{settings.face.name}`",
        "DESK_LOGO": "empty" if settings.face.logo is None else "",
        "DESK_ACCENT": "empty" if settings.face.accent is None else "",
        "DESK_CONTACT": "empty" if settings.face.contact is None else "",
        "CARE_DEFAULTS": settings.care_defaults or "empty",
        "CARE_CONTACT": settings.care_contact or "empty",
        "HOLIDAYS_COUNTRY": f"`{settings.holidays_country}`",
        "HOLIDAYS_REGION": settings.holidays_region or "empty",
        "FETCH_LINKS": f"`{settings.fetch_links}`",
        "EMBED_SITES": " ".join(settings.embed_sites) or "empty",
        "MEDIA_PRIVILEGE": f"`{settings.media_privilege}`",
        "READ_PICTURES": f"`{int(settings.read_pictures)}`",
        "UNSENT_MB_PER_NETWORK": f"`{settings.unsent_mb_per_network}`",
        "REPORTS_PER_NETWORK_PER_HOUR": f"`{settings.reports_per_network_per_hour}`",
        "REPORTS_PER_HOUR": f"`{settings.reports_per_hour}`",
        "FREE_DISK_MB": f"`{settings.free_disk_mb}`",
        "LEAVE_TO": f"`{settings.leave_to}`",
        "KEEP_REPORTS": f"`{settings.keep_reports}`",
        "KEEP_HATE": f"`{settings.keep_hate}`",
        "FORM_SECONDS": f"`{settings.form_seconds}`",
        "BUSY_REPORTS": f"`{settings.busy_reports}`",
        "HOLD_DECISIONS": settings.hold_decisions or "empty",
        "SMTP_HOST": "empty" if settings.mail is None else "",
        "SMTP_PORT": "by `SMTP_TLS`" if letters(SMTP_TLS="tls").port != letters().port else "",
        "SMTP_TLS": f"`{letters().security}`",
        "SMTP_USER": letters().user or "empty",
        "SMTP_PASSWORD": letters().password or "empty",
        "SMTP_FROM": "empty" if settings.mail is None else "",
        "CONTACT_PUBLIC_KEY": "`DATA_DIR/contact.pub`"
        if settings.contact_public_key == settings.data_dir / "contact.pub"
        else "",
        "CONTACT_PRIVATE_KEY": "`DATA_DIR/contact.key`"
        if settings.contact_private_key == settings.data_dir / "contact.key"
        else "",
    }
    assert truth == TABLE


def letters(**more: str) -> MailSettings:
    """Return the settings of mail where only what must be named is named."""
    found = MailSettings.read({"SMTP_HOST": "mail.example.org", "SMTP_FROM": "desk@example.org", **more})
    assert found is not None
    return found


def test_nothing_but_the_settings_reads_the_environment() -> None:
    read = [place for package in PRODUCT for file in (PROJECT_FOLDER / package).rglob("*.py") for place in reads(file)]
    # Variables of our own between a process and its children are no settings.
    assert read == ["core/service/supervisor.py LIFELINE"]


def reads(file: Path) -> Iterator[str]:
    """Yield where a file asks the environment for a value."""
    name = str(file.relative_to(PROJECT_FOLDER))
    if name == "core/config.py":
        return
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"os.environ.get", "os.getenv"}:
            yield f"{name} {ast.unparse(node.args[0])}"
        elif (
            isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Load)
            and ast.unparse(node.value) == "os.environ"
        ):
            yield f"{name} {ast.unparse(node.slice)}"


@pytest.mark.parametrize("name", LIVING)
def test_settings_that_a_paper_sets_are_read_by_somebody(name: str) -> None:
    known = set(TABLE) | {
        # Of the Makefile, the set-up and the tools it calls.
        *("ARGS", "PYTHON", "OSV_URL", "UV_DEFAULT_INDEX"),
        # Of glibc.
        "MALLOC_ARENA_MAX",
        # Of the tests.
        *("TEST_BUDGET_FACTOR", "TEST_PICTURES"),
    }
    written = set(re.findall(r"(?<![\w$\"'-])([A-Z][A-Z_]{3,})=", paper(name)))
    assert written <= known
