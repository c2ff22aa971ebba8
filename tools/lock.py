"""Owns how the requirements files are compiled: every package pinned, with the hashes of all its files."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.machine import PROJECT_FOLDER, environment

# In this order, because the later lists are held to the versions of the first.
COMPILED = ("requirements", "requirements-build", "requirements-dev")

# torch and what only its CUDA builds ask for. They get a list of their own, because an operator may choose another
# build of torch, whose files have other hashes and whose needs are others.
TORCH_PACKAGE = re.compile(r"^(?:torch==|nvidia-|cuda-|triton==)")

# A package without a wheel runs its own code while it is installed, and fetches what it builds with. So there is
# none but this one, which is pure Python and has never had a wheel; make it with what requirements-build.txt lists.
WITHOUT_WHEEL = "flask-principal"

HEADER = """\
# Compiled by `make lock` from {source}.in; edit that file instead. Every file of a package is known by its hash.
--only-binary :all:
"""
# pip lets `:all:` undo what was said before it, so the exception comes second.
EXCEPTION = f"--no-binary {WITHOUT_WHEEL}\n"


def compiler(output: Path) -> list[str | Path]:
    """Return the command that pins for all systems and every Python from 3.11, not only for the one it runs on."""
    return [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
        *("--generate-hashes", "--no-header", "--only-binary", ":all:", "--no-binary", WITHOUT_WHEEL),
        *("--output-file", output),
    ]


def packages(compiled: str) -> list[str]:
    """Return one text per package: its pin, its hashes, and the comment on who asks for it."""
    blocks = re.split(r"^(?=[a-z0-9])", compiled, flags=re.MULTILINE)
    return [block for block in blocks if re.match("[a-z0-9]", block)]


def without_torch(compiled: str) -> tuple[str, str]:
    """Return the compiled list in two parts: what everybody installs, and torch with its CUDA libraries."""
    blocks = packages(compiled)
    ours = [block for block in blocks if not TORCH_PACKAGE.match(block)]
    torch = [block for block in blocks if TORCH_PACKAGE.match(block)]
    return "".join(ours), "".join(torch)


def pinned_before(name: str) -> str:
    """Return the pins of a list as it stands, which hold unless an upgrade is asked for.

    Only the pins, so that marks of a merge and pins without hashes are no hindrance.
    """
    files = [PROJECT_FOLDER / f"{name}.txt"]
    if name == "requirements":
        files.append(PROJECT_FOLDER / "requirements-torch.txt")
    text = "".join(file.read_text() for file in files if file.exists())
    return "".join(f"{pin}\n" for pin in re.findall(r"^[a-z0-9-]+==[^\s;]+", text, re.MULTILINE))


def compile_list(name: str, options: list[str]) -> str:
    """Return the packages that `name`.in needs, compiled; the list itself is not touched.

    Errors: `subprocess.CalledProcessError` if no versions fit together, or a package has no wheel.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / f"{name}.txt"
        output.write_text(pinned_before(name))
        command = [*compiler(output), *options, f"{name}.in"]
        subprocess.run(command, cwd=PROJECT_FOLDER, env=environment(), check=True)
        return "".join(packages(output.read_text()))


def main() -> int:
    """Compile all lists; options such as `--upgrade-package NAME` go to `uv pip compile`. Return the exit code."""
    for name in COMPILED:
        try:
            compiled = compile_list(name, sys.argv[1:])
        except subprocess.CalledProcessError as error:
            print(f"{name}.in could not be compiled, see above; {name}.txt is as it was.", file=sys.stderr)
            return error.returncode
        header = HEADER.format(source=name)
        if name == "requirements":
            compiled, torch = without_torch(compiled)
            (PROJECT_FOLDER / "requirements-torch.txt").write_text(header + torch)
            header += EXCEPTION
        (PROJECT_FOLDER / f"{name}.txt").write_text(header + compiled)
    return 0


if __name__ == "__main__":
    sys.exit(main())
