"""What falls over while readers send: nothing is lost, nothing is doubled, and everything is matched in the end."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.support.service import Service, wait_for

SENDERS = 8
MATCHING_SECONDS = 180
HANGING_SECONDS = 4

SUBJECTS = ("die Stadtwerke", "der Busbetrieb", "das Rathaus", "die Bücherei", "der Sportverein")
RUMOURS = (
    "verlangen ab Monat {number} Geld für jeden Besuch, steht in unserer Gruppe. Stimmt das wirklich?",
    "haben heimlich {number} Kameras aufgehängt und verkaufen die Bilder, behauptet mein Kollege.",
    "geben {number} Euro an alle, die eine Nachricht an zehn Freunde weiterleiten. Wer weiß mehr?",
)


def posts(topic: str, count: int, *, different: int) -> list[str]:
    """Return `count` posts of which `different` are different; the others repeat them word for word."""
    return [
        f"{topic} Nummer {number}: {SUBJECTS[number % 5]} {RUMOURS[number % 3].format(number=number)}"
        for number in (running % different for running in range(count))
    ]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that counts each sender as a reader of their own, as behind a proxy."""
    environment = {"DEMO_CONTENT": "0", "TRUSTED_PROXIES": "1"}
    running = Service(tmp_path_factory.mktemp("disturbed") / "data", environment=environment)
    try:
        running.start()
        yield running
    finally:
        assert running.stop() == 0, running.output


def send_all(service: Service, texts: list[str], *, at_a_third: Callable[[], None]) -> list[str]:
    """Send all texts, side by side; return the references. What disturbs happens after a third of them."""
    answered = threading.Semaphore(0)

    def send(numbered: tuple[int, str]) -> str:
        number, text = numbered
        status, body = service.submit(text, sender=number)
        answered.release()
        assert (status, set(body)) == (202, {"reference", "receipt", "status_url"})
        return str(body["reference"])

    with ThreadPoolExecutor(SENDERS) as pool:
        sent = pool.map(send, enumerate(texts))
        for _ in range(len(texts) // 3):
            answered.acquire(timeout=60)
        at_a_third()
        return list(sent)


def assert_each_has_its_case(service: Service, topic: str, references: list[str], *, cases: int) -> None:
    wait_for(lambda: service.waiting() == 0, seconds=MATCHING_SECONDS, what=lambda: service.output)
    with service.database() as database:
        rows = database.execute(
            "SELECT reference, case_id FROM submission WHERE text LIKE ? || '%'", (topic,)
        ).fetchall()
        counters = database.execute(
            'SELECT "case".submission_count, count(submission.id) FROM "case" '
            'LEFT JOIN submission ON submission.case_id = "case".id GROUP BY "case".id'
        ).fetchall()
    assert sorted(row["reference"] for row in rows) == sorted(references)
    assert len({row["case_id"] for row in rows}) == cases
    assert all(kept == counted for kept, counted in counters)


def test_a_killed_worker_loses_and_doubles_nothing(service: Service) -> None:
    texts = posts("Gerücht", 120, different=100)
    worker = service.find("worker")

    references = send_all(service, texts, at_a_third=worker.kill)

    assert_each_has_its_case(service, "Gerücht", references, cases=100)
    assert service.find("worker").pid != worker.pid


def test_reports_are_taken_while_the_queue_is_dead(service: Service) -> None:
    texts = posts("Hörensagen", 60, different=60)
    queue = service.find("queue")

    references = send_all(service, texts, at_a_third=queue.kill)

    assert_each_has_its_case(service, "Hörensagen", references, cases=60)
    assert service.find("queue").pid != queue.pid


def test_reports_are_taken_while_the_queue_hangs(service: Service) -> None:
    texts = posts("Flurfunk", 60, different=60)
    queue = service.find("queue")

    def hang() -> None:
        queue.send_signal(signal.SIGSTOP)
        try:
            time.sleep(HANGING_SECONDS)
        finally:
            queue.send_signal(signal.SIGCONT)

    references = send_all(service, texts, at_a_third=hang)

    assert_each_has_its_case(service, "Flurfunk", references, cases=60)
    assert service.find("queue").pid == queue.pid
