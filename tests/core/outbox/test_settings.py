"""The settings of mail: what is missing, what cannot be used, and that nothing is offered without a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.config import Config
from core.config_values import ConfigError
from core.outbox.settings import Security
from tests.support.installation import configured

WHOLE = {"SMTP_HOST": "mail.example.org", "SMTP_FROM": "desk@example.org", "PUBLIC_URL": "https://check.example.org"}


def read(folder: Path, **more: str) -> Config:
    return configured(folder, redis_url="redis://unused", **more)


def test_without_a_server_no_letter_leaves(tmp_path: Path) -> None:
    assert read(tmp_path, SMTP_FROM="desk@example.org").mail is None


@pytest.mark.parametrize("tls, port", [("", 587), ("starttls", 587), ("tls", 465), ("off", 25)])
def test_each_way_has_its_port(tmp_path: Path, tls: str, port: int) -> None:
    mail = read(tmp_path, **WHOLE, SMTP_TLS=tls).mail

    assert mail is not None
    assert (mail.port, mail.security) == (port, Security(tls or "starttls"))
    assert mail.domain == "example.org"


@pytest.mark.parametrize(
    "changed, told",
    [
        ({"SMTP_FROM": ""}, "SMTP_FROM"),
        ({"SMTP_FROM": "desk"}, "SMTP_FROM='desk'"),
        ({"SMTP_FROM": "a@example.org\r\nBcc: b@example.org"}, "SMTP_FROM"),
        ({"SMTP_PORT": "x"}, "SMTP_PORT=x"),
        ({"SMTP_PORT": "70000"}, "SMTP_PORT=70000"),
        ({"SMTP_TLS": "ssl"}, "starttls, tls, off"),
        ({"SMTP_TLS": "off", "SMTP_USER": "a", "SMTP_PASSWORD": "b"}, "readable"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(tmp_path: Path, changed: dict[str, str], told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        read(tmp_path, **(WHOLE | changed))


def test_no_message_shows_the_password(tmp_path: Path) -> None:
    mail = read(tmp_path, **WHOLE, SMTP_USER="desk", SMTP_PASSWORD="Quastenflosser").mail

    assert "Quastenflosser" not in repr(mail)
