"""Builds the smallest packages that pip and uv accept, so that tests of the set-up need no registry."""

import zipfile
from hashlib import sha256
from pathlib import Path

OF_NO_PYTHON = "cp27-cp27m-win32"


def make_wheel(
    folder: Path, name: str, version: str, *, needs: tuple[str, ...] = (), made_for: str = "py3-none-any"
) -> Path:
    """Write a wheel that holds one module named as the package is."""
    folder.mkdir(parents=True, exist_ok=True)
    described = f"{name}-{version}.dist-info"
    needed = "".join(f"Requires-Dist: {need}\n" for need in needs)
    wheel = folder / f"{name}-{version}-{made_for}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"{name}.py", f"version = {version!r}\n")
        archive.writestr(f"{described}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needed}")
        archive.writestr(f"{described}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {made_for}\n")
        archive.writestr(f"{described}/RECORD", "")
    return wheel


def hash_of(file: Path) -> str:
    """Return the hash as requirements files spell it."""
    return f"--hash=sha256:{sha256(file.read_bytes()).hexdigest()}"


def make_index(folder: Path, *wheels: Path) -> str:
    """Write a package index of these files and return its address."""
    for wheel in wheels:
        page = folder / wheel.name.split("-")[0].replace("_", "-")
        page.mkdir(parents=True, exist_ok=True)
        with (page / "index.html").open("a") as links:
            digest = hash_of(wheel).removeprefix("--hash=").replace(":", "=")
            links.write(f'<a href="{wheel.as_uri()}#{digest}">{wheel.name}</a>\n')
    return folder.as_uri()
