"""Two hundred senders who never finish, against the service as `make run` starts it."""

from __future__ import annotations

from bench.measurements.half_open import half_sent, held, wait_for_answer
from bench.support.service import Service, wait_for
from processes.connections import IDLE_SECONDS, READ_SECONDS

HALF_SENT = 200


def is_ready(port: int) -> bool:
    """Return whether the model is loaded."""
    try:
        return wait_for_answer(port, "/readyz") > 0
    except OSError:
        return False


def test_two_hundred_half_sent_requests_stop_nobody_and_are_dropped(new_service: Service) -> None:
    new_service.start()
    # While the model is read, the processor is what a reader waits for.
    wait_for(lambda: is_ready(new_service.port), seconds=60, what=lambda: new_service.output)

    with half_sent(new_service.port, HALF_SENT) as stalled:
        waits = [wait_for_answer(new_service.port, path) for path in ("/healthz", "/report", "/lookup", "/desk/login")]
        status, _ = new_service.submit("Am Bahnhof sollen ab Montag alle Anzeigen rückwärts laufen, stimmt das?")
        still_held = len(held(stalled))

        assert max(waits) < 2
        assert status == 202
        assert still_held == HALF_SENT, "the readers were served beside them, not after them"
        wait_for(
            lambda: not held(stalled),
            seconds=READ_SECONDS + IDLE_SECONDS,
            what=lambda: f"{len(held(stalled))} of {HALF_SENT} are still held",
        )
        assert wait_for_answer(new_service.port, "/healthz") < 2
    assert new_service.stop() == 0
