"""What stands in the environment as values of the right kind; which settings there are says `core.config`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from core.face.settings import is_page

Choice = TypeVar("Choice", bound=StrEnum)

# Plain http on this machine only, for whoever tries it out.
_ORIGIN = re.compile(r"(?:https://[a-z0-9.-]+|http://(?:localhost|127\.0\.0\.1))(?::[0-9]{1,5})?")


class ConfigError(Exception):
    """A setting that cannot be used; the message says which and what would be right."""


@dataclass(frozen=True, slots=True)
class Values:
    """Reads one environment. What is empty counts as not set. Errors: `ConfigError` naming the setting."""

    environ: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        """Return a setting as it stands."""
        return self.environ.get(name) or default

    def is_on(self, name: str) -> bool:
        """Return whether something is on, as it is unless somebody switches it off."""
        return self.text(name, "1") not in {"0", "no", "false"}

    def count(self, name: str, default: int) -> int:
        """Return a number from 0."""
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit():
            raise ConfigError(f"{name}={value} is not a number.")
        return int(value)

    def port(self, name: str, default: int) -> int:
        """Return a port."""
        port = self.count(name, default)
        if not 0 < port < 65536:
            raise ConfigError(f"{name}={self.text(name)} is not a port: it must lie between 1 and 65535.")
        return port

    def web_address(self, name: str) -> str:
        """Return an address without a slash at its end; it may be empty."""
        value = self.text(name)
        if value and not value.startswith(("http://", "https://")):
            raise ConfigError(f"{name}={value} is not a web address: it starts with https:// or http://.")
        return value.rstrip("/")

    def page(self, name: str, default: str) -> str:
        """Return the address of a page that a browser opens safely."""
        value = self.text(name, default)
        if not is_page(value):
            raise ConfigError(f"{name}={value} is not a page that can be opened: write https://example.org/.")
        return value

    def origins(self, name: str) -> tuple[str, ...]:
        """Return sites by their origins, which stand between blanks."""
        found = tuple(self.text(name).split())
        for one in found:
            if not _ORIGIN.fullmatch(one):
                raise ConfigError(
                    f"{name}: {one} is not the origin of a site: https://, its name, and nothing behind it."
                )
        return found

    def one_of(self, name: str, default: Choice) -> Choice:
        """Return one of the choices that the default is one of."""
        choices, value = type(default), self.text(name, default.value)
        try:
            return choices(value)
        except ValueError as error:
            raise ConfigError(f"{name}={value} is unknown: use {', '.join(choices)}.") from error
