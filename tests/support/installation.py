"""Settings of an installation of its own, and a worker for it."""

from __future__ import annotations

from pathlib import Path

from core.config import Config
from core.service.worker import run_worker

CLOSING_SENTENCE = "Stopped. Everything that was sent is safe."
SECRET = "a secret for tests only, and long enough"


def configured(data_dir: Path, *, redis_url: str, **environment: str) -> Config:
    """Return settings as the environment would give them."""
    return Config.from_environment(
        # Tests fill in a form in no time, and none of them is about that unless it says so.
        {"DATA_DIR": str(data_dir), "REDIS_URL": redis_url, "SECRET_KEY": SECRET, "FORM_SECONDS": "0", **environment}
    )


def changed(config: Config, **environment: str) -> Config:
    """Return settings of the same installation, with its database and queue, that differ as the environment says."""
    own = {"redis_url": config.redis_url, "DATABASE_URL": config.database_url, **environment}
    return configured(config.data_dir, **own)


def work_off(config: Config) -> None:
    """Let a worker run until the queue is empty; call within an app context."""
    run_worker(config.redis_url, burst=True)
