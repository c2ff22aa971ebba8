"""Owns what the set-up knows of the machine: commands, room on the disk, system packages, the browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT_FOLDER = Path(__file__).resolve().parent.parent
CACHE = PROJECT_FOLDER / ".cache"
PIP_LOG = CACHE / "pip.log"
UNPACKED = CACHE / "programs"

GIGABYTE = 1_000_000_000
# Below this, a failed step is taken to have failed for want of space.
DISK_IS_FULL_BELOW_BYTES = GIGABYTE // 5

BROWSER_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_APPLICATIONS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)


class SetUpError(Exception):
    """The set-up cannot go on; the message says why and what to do, for a person."""


def environment() -> dict[str, str]:
    """Return the variables our commands run with: nothing is cached or unpacked outside the folder."""
    temporary = CACHE / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    env = dict(os.environ)
    # These point a Python at other people's packages, or pip at other places to install to.
    for name in ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_USER"):
        env.pop(name, None)
    env.update(
        TMPDIR=str(temporary),
        XDG_CACHE_HOME=str(CACHE),
        PIP_CACHE_DIR=str(CACHE / "pip"),
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PIP_NO_INPUT="1",
        # Without it onnxruntime writes a device number and reports how it is used to its maker.
        ORT_DISABLE_TELEMETRY="1",
        # Progress should appear as it happens, also where the output is a pipe.
        PYTHONUNBUFFERED="1",
    )
    home = env.get("HOME", "")
    if not (home and os.access(home, os.W_OK | os.X_OK)):
        env["HOME"] = str(CACHE)
    return env


def call(command: list[str | Path], *, on_failure: str, folder: Path = PROJECT_FOLDER) -> None:
    """Run a command in a folder, with its output in view.

    Open files marked as inheritable, such as the lock of the set-up, stay open in the command.
    Errors: `SetUpError` with `on_failure`, or with a sentence about the disk if that is what happened.
    """
    result = subprocess.run(command, cwd=folder, env=environment(), close_fds=False, check=False)
    if result.returncode == 0:
        return
    if free_bytes() < DISK_IS_FULL_BELOW_BYTES or "No space left on device" in tail(PIP_LOG):
        raise SetUpError(f"The disk is full: make room where {PROJECT_FOLDER} lies, then run this again.")
    raise SetUpError(on_failure)


def tail(file: Path) -> str:
    """Return the last lines of a file, or nothing if there is none."""
    try:
        return file.read_text(errors="replace")[-20_000:]
    except OSError:
        return ""


def free_bytes() -> int:
    """Return the space left for us on the disk the project lies on."""
    return shutil.disk_usage(PROJECT_FOLDER).free


def is_root() -> bool:
    """Tell whether system packages may be installed."""
    return os.geteuid() == 0


def install_system_package(package: str, *, purpose: str, on_macos: str) -> None:
    """Install a package of Debian, or raise `SetUpError` naming what the person has to install."""
    if sys.platform == "darwin":
        raise SetUpError(f"{purpose} cannot do without a program that is missing. Install it: {on_macos}")
    by_hand = f"apt-get install {package}"
    if not shutil.which("apt-get"):
        raise SetUpError(f"{purpose} cannot do without what Debian calls the package {package}; please install it.")
    if not is_root():
        raise SetUpError(f"{purpose} cannot do without the package {package}. As root: {by_hand}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    apt: list[str | Path] = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "-q"]
    failure = f"{purpose} cannot do without {package}, and apt-get could not install it; the lines above say why."
    call([*apt, "update"], on_failure=failure)
    call([*apt, "install", "-y", "--no-install-recommends", package], on_failure=failure)


def find_program(name: str) -> str | None:
    """Return a program that the tests run: the machine's own, else the one unpacked below our folder, else None."""
    return shutil.which(name) or shutil.which(
        name, path=os.pathsep.join(str(UNPACKED / "usr" / p) for p in ("sbin", "bin"))
    )


def unpack_program(package: str, *, purpose: str) -> None:
    """Fetch a package of Debian and unpack its files below our folder.

    Nothing is installed, so no root is needed and no service of the package is started on a developer's machine.
    Errors: `SetUpError` naming what the person has to install.
    """
    failure = f"{purpose} cannot do without {package}. Please install it, or let apt-get know it: apt-get update"
    if not shutil.which("apt-get"):
        raise SetUpError(failure)
    if is_root():
        call(["apt-get", "-q", "update"], on_failure=failure)
    UNPACKED.mkdir(parents=True, exist_ok=True)
    for old in UNPACKED.glob(f"{package}_*.deb"):
        old.unlink()
    call(["apt-get", "-q", "download", package], on_failure=failure, folder=UNPACKED)
    (archive,) = UNPACKED.glob(f"{package}_*.deb")
    call(["dpkg-deb", "--extract", archive, UNPACKED], on_failure=failure)


def find_browser() -> str | None:
    """Return the program the browser tests drive, or None if there is none."""
    found = (shutil.which(command) for command in BROWSER_COMMANDS)
    applications = (str(path) for path in BROWSER_APPLICATIONS if path.exists())
    return next((path for path in found if path), None) or next(applications, None)
