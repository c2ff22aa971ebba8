"""Owns how the requirements files are compiled: every package pinned, and no word of where they come from."""

import re
import subprocess
import sys

from tools.machine import PROJECT_FOLDER

# A local label (`+cpu`) names one build of one index and could not be installed from any other.
LOCAL_LABEL = re.compile(r"^([A-Za-z0-9_.-]+==[^+\s]+)\+\S+$", re.MULTILINE)

# The CUDA builds of torch ask for these themselves; listed here they would burden every other build.
CUDA_PACKAGES = re.compile(r"^(?:nvidia-|cuda-|triton)[^\n]*\n(?:    #[^\n]*\n)*", re.MULTILINE)

# Needed by the redis client on Pythons older than the one that compiles, among them Debian 12's 3.11.2.
OTHER_PYTHONS = 'async-timeout==5.0.1 ; python_full_version < "3.11.3"\n'

HEADER = """\
# Compiled from {name}.in by `make lock`; edit that file instead.
"""


def without_origin(pinned: str) -> str:
    """Return the compiled list with what belongs to this machine's torch taken out."""
    return CUDA_PACKAGES.sub("", LOCAL_LABEL.sub(r"\1", pinned))


def compile_list(name: str) -> None:
    """Compile one list in place, which keeps the pins that still fit unless an upgrade is asked for."""
    target = PROJECT_FOLDER / f"{name}.txt"
    options = [
        *("--no-header", "--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"),
        *("--strip-extras", "--allow-unsafe", "--quiet", "--output-file", target.name, *sys.argv[1:]),
    ]
    command = [sys.executable, "-m", "piptools", "compile", *options, f"{name}.in"]
    subprocess.run(command, cwd=PROJECT_FOLDER, check=True)
    more = OTHER_PYTHONS if name == "requirements" else ""
    target.write_text(HEADER.format(name=name) + more + without_origin(target.read_text()))


def main() -> None:
    """Compile both lists; the second is held to the versions of the first. Options go to pip-compile."""
    for name in ("requirements", "requirements-dev"):
        compile_list(name)


if __name__ == "__main__":
    main()
