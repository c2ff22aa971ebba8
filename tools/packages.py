"""Owns how packages are installed: files whose hash a list names, and torch as the operator has chosen it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tools.machine import PIP_LOG, PROJECT_FOLDER, SetUpError, call, environment, tail

TORCH_LIST = PROJECT_FOLDER / "requirements-torch.txt"

# Settings of pip that name a source of packages beside the usual one. A mirror (`index-url`) is none: it holds the
# same files, with the same hashes.
SOURCES = re.compile(r"^\S*\.(?:extra-index-url|find-links)=", re.MULTILINE)


def install_list(python: Path, file: Path) -> None:
    """Install exactly what a list names. The lists are complete, so nobody's word on further needs is followed.

    Without build isolation, because what pip fetches by itself for a build would not be checked.
    Errors: `SetUpError`, as `explained` puts it.
    """
    build = ["--no-build-isolation", "--use-pep517"]
    pip_install(python, ["--require-hashes", "--no-deps", *build, "-r", file], file.name)


def install_torch(python: Path) -> None:
    """Install torch with hashes, or by its version alone where pip's configuration names a source of its own.

    Which files such a source offers is not known here, and the configuration is the operator's word: nobody who
    tampers with a package on its way can change it.
    """
    if not SOURCES.search(pip_configuration(python)):
        install_list(python, TORCH_LIST)
        return
    print(f"{version_of_torch()} may come from a source that pip's configuration names: no hash is checked for it.")
    pip_install(python, ["--only-binary", ":all:", version_of_torch()], TORCH_LIST.name)


def version_of_torch() -> str:
    """Return the pin, as in `torch==2.13.0`."""
    pin = re.search(r"^torch==[^\s;]+", TORCH_LIST.read_text(), re.MULTILINE)
    if pin is None:
        raise SetUpError(f"{TORCH_LIST.name} does not name torch; `make lock` writes it anew.")
    return pin.group()


def pip_configuration(python: Path) -> str:
    """Return pip's settings, one a line, from its files and from the environment."""
    command: list[str | Path] = [python, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        raise SetUpError(f"pip cannot read its own configuration: {listed.stderr.strip()}")
    return listed.stdout


def pip_install(python: Path, arguments: list[str | Path], name: str) -> None:
    """Let pip install something with its progress in view; `name` is the list that errors speak of."""
    # The log is kept because pip's own output goes to the terminal: only there can it draw its progress.
    PIP_LOG.unlink(missing_ok=True)
    try:
        call([python, "-m", "pip", "install", "--log", PIP_LOG, *arguments], on_failure="")
    except SetUpError as error:
        # A disk that is full is told by `call` itself.
        raise SetUpError(str(error) or explained(tail(PIP_LOG), name)) from error


def explained(log: str, name: str) -> str:
    """Return for a person why pip failed, by the end of its log."""
    if "DO NOT MATCH THE HASHES" in log:
        return (
            f"A file that arrived is not the one {name} lists; pip names the package above. Nothing of it was"
            " installed. If the download was damaged, running this again helps. If it keeps failing, somebody may have"
            " exchanged the package: do not work around it, report it as SECURITY.md says."
        )
    if "Hashes are required in --require-hashes mode" in log:
        return f"{name} names a package without its hashes, see above. `make lock` adds them."
    if "No matching distribution found" in log and "Retrying (" not in log:
        return (
            f"A package in {name} has no ready-made file for this Python and this kind of machine; pip names it above."
            " Python 3.11 to 3.13 on Linux or macOS have all: remove .venv, then name one of them, for example"
            " make setup PYTHON=python3.13"
        )
    return (
        f"pip could not install {name}; the lines above, and {PIP_LOG}, say why."
        " Running this again continues where it stopped."
    )
