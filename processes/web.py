"""The process that answers readers and editors: it holds the model, and has one loop and many threads."""

from __future__ import annotations

import gc
import logging
import resource
import signal
import socket
import sys
import threading
from types import FrameType

from app import create_app
from archive.models import CLAIMS
from archive.public import lookups
from core.config import AppRole, Config
from core.config_values import ConfigError
from core.service.supervisor import follow_parent
from core.service.unseen import keep_unseen
from intake.cases import seeing
from intake.cases.near_duplicates import CASES
from intake.files import inspecting
from intake.reports import waiting
from processes.connections import KindAndPlaceOnly, WebServer, adjustments
from search.engine import warm_up

# Threads that look-ups and files can never hold: reports, sign-in and health find one of these. More would bring
# nothing: reports wait for the one writer of the database, and everything else for a core.
FREE_THREADS = 16
MOST_CONNECTIONS = 1_000
# So soon a thread that computes lets another one go on: a report needs a dozen turns, and beside a file that is taken
# apart waited for so long at each. Python's own figure is ten times this.
SWITCH_SECONDS = 0.0005
# Each connection may have a socket and a temporary file; the database, the queue and the index have the rest.
OTHER_FILES = 256


def main() -> None:
    """Serve until told to stop."""
    keep_unseen()
    follow_parent()
    app = create_app()
    config: Config = app.extensions["settings"]
    logging.getLogger("waitress").addFilter(KindAndPlaceOnly())
    logging.getLogger("waitress").setLevel(logging.ERROR)
    logging.getLogger("waitress.queue").setLevel(logging.CRITICAL)
    try:
        listening = listen(config)
    except OSError as error:
        sys.exit(f"Error: port {config.port} on {config.host} cannot be used: {error.strerror or error}.")
    threads = lookups.MOST_AT_ONCE + seeing.MOST_AT_ONCE + inspecting.MOST_AT_ONCE + FREE_THREADS
    server = WebServer(
        app,
        listening,
        adjustments(threads=threads, connections=connection_limit(), behind_proxy=config.proxies > 0),
    )

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sys.setswitchinterval(SWITCH_SECONDS)
    keep_for_good()
    # The model is read while the first pages are already served. Only the desk searches the cases.
    warming = warm_up(app, [CLAIMS] if config.app_role is AppRole.PUBLIC else [CLAIMS, CASES])
    threading.Thread(target=_keep_after, args=(warming,), name="keep", daemon=True).start()
    waiting.watch(app)
    server.run()


def keep_for_good() -> None:
    """Take what is in memory now out of the garbage collector's sight: it lives as long as the process.

    Otherwise each full collection walks through all of it, a tenth of a second in which every request waits, and one
    page in twenty of the desk meets one.
    """
    gc.collect()
    gc.freeze()


def _keep_after(loading: threading.Thread) -> None:
    """Do so again once the model is there, too."""
    loading.join()
    keep_for_good()


def listen(config: Config) -> socket.socket:
    """Return the socket of the service's address, bound; `::` takes IPv4 too where the system can.

    Errors: `OSError` when the address cannot be used.
    """
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    both = config.host == "::" and socket.has_dualstack_ipv6()
    try:
        return socket.create_server((config.host, config.port), family=family, backlog=1024, dualstack_ipv6=both)
    except socket.gaierror as error:
        raise ConfigError(f"HOST={config.host} is no address of this machine.") from error


def connection_limit() -> int:
    """Return how many connections may be open, after raising this process's limit of open files as far as needed."""
    wanted = 2 * MOST_CONNECTIONS + OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    files = wanted if soft == resource.RLIM_INFINITY else soft
    return max(100, min(MOST_CONNECTIONS, (files - OTHER_FILES) // 2))


if __name__ == "__main__":
    main()
