"""Settings: what is assumed, what is refused, and the secret that is made once."""

from __future__ import annotations

import os
import re
import secrets
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import create_app
from core.config import LONGEST_SOCKET_PATH, PROJECT_FOLDER, AppRole, Config
from core.config_values import ConfigError
from core.db import db
from core.service import valkey

SECRET = "a secret for tests only, long enough"


def read(folder: Path, **environment: str) -> Config:
    return Config.from_environment({"DATA_DIR": str(folder), **environment})


def test_without_any_setting_everything_has_a_value_that_works_on_one_machine(tmp_path: Path) -> None:
    config = read(tmp_path)

    assert (config.host, config.port) == ("127.0.0.1", 8000)
    assert config.database_url == f"sqlite:///{tmp_path}/gegencheck.db"
    assert config.redis_url == f"unix://{tmp_path}/valkey/valkey.sock"
    assert config.embedded_redis
    assert config.app_role is AppRole.ALL
    assert config.public_url == ""
    assert not config.secure_cookies
    assert config.proxies == 0, "no proxy is believed unless the operator says there is one"
    assert config.demo_content


def test_an_empty_setting_counts_as_one_that_is_not_made(tmp_path: Path) -> None:
    names = ("PORT", "HOST", "APP_ROLE", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "TRUSTED_PROXIES")

    config = read(tmp_path, SECRET_KEY=SECRET, **dict.fromkeys(names, ""))

    assert config == read(tmp_path, SECRET_KEY=SECRET)


def test_cookies_travel_by_https_only_where_readers_reach_the_service_by_https(tmp_path: Path) -> None:
    secure, plain = (read(tmp_path, PUBLIC_URL=f"{scheme}://check.example/") for scheme in ("https", "http"))

    assert (secure.public_url, secure.secure_cookies) == ("https://check.example", True)
    assert (plain.public_url, plain.secure_cookies) == ("http://check.example", False)


@pytest.mark.parametrize(
    "name,value",
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "80a"),
        ("PORT", "8000.0"),
        ("PORT", "８０００"),
        ("APP_ROLE", "editor"),
        ("APP_ROLE", "ALL"),
        ("TRUSTED_PROXIES", "one"),
        ("TRUSTED_PROXIES", "-1"),
        ("PUBLIC_URL", "check.example"),
        ("PUBLIC_URL", "javascript:alert(1)"),
        ("UNSENT_MB_PER_NETWORK", "many"),
        ("REPORTS_PER_NETWORK_PER_HOUR", "five"),
        ("REPORTS_PER_HOUR", "-1"),
        ("FREE_DISK_MB", "-1"),
        ("LEAVE_TO", "http://example.org/"),
        ("LEAVE_TO", "javascript:alert(1)"),
        ("LEAVE_TO", "https://"),
        ("LEAVE_TO", "https://somebody@example.org/"),
        ("LEAVE_TO", "https://example.org:0/"),
        ("LEAVE_TO", "https://exam ple.org/"),
        ("LEAVE_TO", "www.example.org"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"^{name}={re.escape(value)} "):
        read(tmp_path, **{name: value})


@pytest.mark.parametrize(
    "given,used",
    [
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u:p@h/d?sslmode=require", "postgresql+psycopg://u:p@h/d?sslmode=require"),
        ("postgresql+psycopg://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("sqlite:////elsewhere/x.db", "sqlite:////elsewhere/x.db"),
    ],
)
def test_every_spelling_of_a_postgres_address_reaches_the_driver_that_is_installed(
    tmp_path: Path, given: str, used: str
) -> None:
    assert read(tmp_path, DATABASE_URL=given).database_url == used


def test_secrets_stay_out_of_what_is_printed(tmp_path: Path) -> None:
    shown = repr(
        read(
            tmp_path,
            SECRET_KEY="secret-" * 8,
            DATABASE_URL="postgresql://u:secret-two@h/d",
            REDIS_URL="redis://:secret-three@h/0",
        )
    )

    assert "secret-" not in shown


@pytest.mark.parametrize("given", ["mysql://u:p@h/d", "gegencheck.db", "postgresql+psycopg2://u:p@h/d"])
def test_another_kind_of_database_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(ConfigError, match=r"^DATABASE_URL must begin with") as refused:
        read(tmp_path, DATABASE_URL=given)
    assert given not in str(refused.value), "it may hold a password"


@pytest.mark.parametrize("value", ["changeme", "x" * 31])
def test_a_secret_that_could_be_guessed_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigError, match="SECRET_KEY"):
        read(tmp_path, SECRET_KEY=value)


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "new"

    first, second = read(folder), read(folder)

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == ["secret.key"], "nothing half-made is left behind"


def test_processes_that_start_together_for_the_first_time_agree_on_one_secret(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    gate = tmp_path / "gate"
    program = (
        "import sys, time, pathlib\n"
        "from core.config import Config\n"
        "print('ready', flush=True)\n"
        "while not pathlib.Path(sys.argv[1]).exists(): pass\n"
        "print(Config.from_environment().secret_key)\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(gate)],
            cwd=PROJECT_FOLDER,
            env={"DATA_DIR": str(folder)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"

    gate.touch()
    agreed = {process.communicate(timeout=20)[0].strip() for process in processes}

    assert agreed == {(folder / "secret.key").read_text(encoding="ascii")}


def test_a_process_that_is_a_moment_later_takes_the_secret_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = "f" * 64

    def overtaken(_length: int) -> str:
        (tmp_path / "secret.key").write_text(first, encoding="ascii")
        return "5" * 64

    monkeypatch.setattr(secrets, "token_hex", overtaken)

    assert read(tmp_path).secret_key == first
    assert (tmp_path / "secret.key").read_text(encoding="ascii") == first


@pytest.mark.parametrize("kept", ["gegencheck.db", "files/ab/0123.sealed"])
def test_no_other_secret_is_made_beside_what_belongs_to_a_lost_one(tmp_path: Path, kept: str) -> None:
    (tmp_path / kept).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / kept).write_bytes(b"something")
    with pytest.raises(ConfigError, match=r"secret\.key is gone"):
        read(tmp_path)
    assert not (tmp_path / "secret.key").exists()
    assert read(tmp_path, SECRET_KEY=SECRET).secret_key == SECRET


@pytest.mark.parametrize(
    "content", [b"", b"short", b"\n" * 64, b"\xff" * 64], ids=["empty", "short", "blank", "binary"]
)
def test_a_secret_that_was_spoilt_is_not_used(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret.key").write_bytes(content)

    with pytest.raises(ConfigError, match=r"secret\.key"):
        read(tmp_path)


def test_a_long_data_folder_gets_a_socket_with_a_short_path_that_stays_the_same(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)

    urls = {read(folder).redis_url for _ in range(2)}
    other = read(tmp_path / ("else" * 30)).redis_url

    (url,) = urls
    path = url.removeprefix("unix://")
    assert len(os.fsencode(path)) <= LONGEST_SOCKET_PATH
    assert url != other, "two installations never share a queue"


@pytest.mark.parametrize("name", ["with a space", "Ordner mit Ümläut", "per%20cent", "hash#tag", "why?"])
def test_a_data_folder_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = tmp_path / name
    config = read(folder)
    app = create_app(config)

    with app.app_context():
        db.create_all()
        db.engine.dispose()

    assert (folder / "gegencheck.db").is_file()
    command = valkey.command(config)
    assert command[command.index("--dir") + 1] == f"{folder}/valkey"
    # The server reports its connections as words between spaces, so its socket may have no space.
    assert " " not in command[command.index("--unixsocket") + 1]


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ConfigError, match="file/var cannot be made: Not a directory"):
        read(tmp_path / "file" / "var")


@pytest.fixture
def as_somebody_else() -> Iterator[None]:
    """Let root stand for an ordinary user; only the question who may write is asked in their name."""
    if os.getuid() != 0:
        yield
        return
    os.setreuid(65534, -1)
    yield
    os.setreuid(0, -1)


def test_a_data_folder_that_this_user_cannot_write_is_named(as_somebody_else: None) -> None:
    with tempfile.TemporaryDirectory() as outer:
        folder = Path(outer) / "var"
        folder.mkdir()
        Path(outer).chmod(0o755)
        folder.chmod(0o777)
        read(folder, SECRET_KEY=SECRET)

        folder.chmod(0o555)
        with pytest.raises(ConfigError, match="var cannot be written to by this user"):
            read(folder, SECRET_KEY=SECRET)


def test_the_queue_is_not_started_in_a_folder_that_is_open_to_others(tmp_path: Path) -> None:
    config = read(tmp_path)
    valkey.command(config)
    config.valkey_folder.chmod(0o755)

    with pytest.raises(ConfigError, match="is open to others"):
        valkey.command(config)
