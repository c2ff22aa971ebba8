"""The conversation with a real mail server: what it takes, refuses or leaves open, and what it forgets."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.db import now
from core.outbox.settings import MailSettings, Security
from core.outbox.smtp import Line, LineDown, Refused, Unclear
from tests.support.mailing import HOST, SENDER, MailServer, mail_server

TO = "leserin@example.org"
LETTER = b"Subject: Test\r\n\r\nEine Zeile\r\n.mit Punkt\r\n..mit zweien\r\n"


@pytest.fixture(name="server")
def server_of_a_test() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def line(server: MailServer, *, seconds: float = 5.0, security: Security = Security.OFF) -> Line:
    settings = MailSettings(HOST, server.port, security, SENDER)
    return Line(settings, step_seconds=seconds, end_seconds=seconds)


def yes() -> bool:
    return True


def test_a_letter_arrives_as_it_was_written_and_the_next_goes_by_the_same_connection(server: MailServer) -> None:
    with line(server) as way:
        assert way.send(TO, LETTER, before_end=yes)
        assert way.send("leser@example.org", LETTER, before_end=yes)

    assert server.got == [(TO, LETTER), ("leser@example.org", LETTER)]


def test_what_must_not_be_sent_any_more_is_forgotten_by_the_server(server: MailServer) -> None:
    with line(server) as way:
        assert not way.send(TO, LETTER, before_end=lambda: False)
        assert way.send("leser@example.org", LETTER, before_end=yes)

    assert [to for to, _ in server.got] == ["leser@example.org"]


def test_a_note_that_cannot_be_written_keeps_the_letter_from_being_sent(server: MailServer) -> None:
    def breaks() -> bool:
        raise ZeroDivisionError

    with line(server) as way, pytest.raises(ZeroDivisionError):
        way.send(TO, LETTER, before_end=breaks)

    assert server.got == []


@pytest.mark.parametrize(
    "step, said, is_final",
    [
        ("RCPT", "550 No such user leserin@example.org", True),
        ("RCPT", "450 Greylisted, come back later", False),
        ("END", "554 Looks like spam", True),
        ("END", "451 Try again", False),
    ],
)
def test_a_refusal_says_whether_another_try_is_of_use(server: MailServer, step: str, said: str, is_final: bool) -> None:
    if step == "RCPT":
        server.on_recipient = lambda _server, _to: said
    else:
        server.on_letter = lambda _server, _to: said

    with line(server) as way, pytest.raises(Refused) as refused:
        way.send(TO, LETTER, before_end=yes)

    assert (str(refused.value), refused.value.is_final) == (f"{step} {said[:3]}", is_final)
    assert server.got == []


def test_after_a_refusal_the_same_connection_takes_the_next_letter(server: MailServer) -> None:
    server.on_recipient = lambda _server, to: "550 No" if to == TO else "250 OK"
    with line(server) as way:
        with pytest.raises(Refused):
            way.send(TO, LETTER, before_end=yes)
        assert way.send("leser@example.org", LETTER, before_end=yes)


def test_a_server_that_is_down_is_down(server: MailServer) -> None:
    with socket.create_server((HOST, 0)) as nobody:
        settings = MailSettings(HOST, nobody.getsockname()[1], Security.OFF, SENDER)
    with Line(settings) as way, pytest.raises(LineDown):
        way.send(TO, LETTER, before_end=yes)


def test_a_server_that_says_nothing_is_not_waited_for_longer_than_set() -> None:
    with socket.create_server((HOST, 0)) as silent:
        settings = MailSettings(HOST, silent.getsockname()[1], Security.OFF, SENDER)
        with Line(settings, step_seconds=0.2) as way, pytest.raises(LineDown):
            way.send(TO, LETTER, before_end=yes)


def test_without_an_answer_to_the_last_line_nobody_knows(server: MailServer) -> None:
    server.seconds_to_answer = 2.0
    with line(server, seconds=0.3) as way, pytest.raises(Unclear):
        way.send(TO, LETTER, before_end=yes)

    assert [to for to, _ in server.got] == [TO], "it has arrived, and only the server knows"


def test_a_server_that_hangs_up_after_the_last_line_leaves_it_open() -> None:
    def talk(listening: socket.socket) -> None:
        peer, _ = listening.accept()
        with peer, peer.makefile("rb") as lines:
            peer.sendall(b"220 there\r\n")
            for said in lines:
                if said == b".\r\n":
                    return
                step = said[:4].upper()
                if step in {b"EHLO", b"MAIL", b"RCPT", b"DATA"}:
                    peer.sendall(b"354 go on\r\n" if step == b"DATA" else b"250 OK\r\n")

    with socket.create_server((HOST, 0)) as listening:
        thread = threading.Thread(target=talk, args=(listening,))
        thread.start()
        settings = MailSettings(HOST, listening.getsockname()[1], Security.OFF, SENDER)
        with Line(settings) as way, pytest.raises(Unclear):
            way.send(TO, b"Eine Zeile\r\n", before_end=yes)
        thread.join()


def self_signed(folder: Path) -> ssl.SSLContext:
    """Return what a server needs that nobody has vouched for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now() - timedelta(days=1))
        .not_valid_after(now() + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "server.pem"
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_a_server_that_cannot_say_who_it_is_gets_no_letter(tmp_path: Path) -> None:
    with mail_server(tls_context=self_signed(tmp_path)) as server:
        with line(server, security=Security.STARTTLS) as way, pytest.raises(LineDown):
            way.send(TO, LETTER, before_end=yes)
        assert server.got == []


def test_a_server_without_encryption_gets_no_letter_where_it_is_wanted(server: MailServer) -> None:
    with line(server, security=Security.STARTTLS) as way, pytest.raises(LineDown):
        way.send(TO, LETTER, before_end=yes)

    assert server.got == []
