"""How the web server runs: one process that holds the model, many threads."""

from gunicorn.workers.base import Worker

from core.config import Config
from core.supervisor import follow_parent
from search.engine import warm_up

_config = Config.from_environment()

# One process, because each would hold the model and the index in its own memory.
workers = 1
worker_class = "gthread"
threads = 16
timeout = 120
graceful_timeout = 8
# Requests are not logged: addresses and times of readers are nobody's business.
accesslog = None
errorlog = "-"
# One level up, its warnings name the address of whoever sent a malformed request.
loglevel = "error"
control_socket_disable = True


def on_starting(_server: object) -> None:
    """End with the process that started this one."""
    follow_parent()


def post_worker_init(worker: Worker) -> None:
    """Load the model while the first pages are already served."""
    warm_up(worker.app.callable)
