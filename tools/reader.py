"""Owns how the set-up brings Tesseract, the program that reads words in pictures."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tools.machine import UNPACKED, SetUpError, install_system_package, is_root, unpack_program

PURPOSE = "Reading pictures"
READER_PACKAGES = ("tesseract-ocr", "tesseract-ocr-deu")
# The first of them brings English where packages bring what they depend on.
READER_LANGUAGE_PACKAGES = ("tesseract-ocr-eng",)
READER_LANGUAGES = ("deu", "eng")


def find_reader() -> str | None:
    """Return the program that reads words in pictures, the machine's own or ours; None where a language is missing."""
    program = shutil.which("tesseract")
    unpacked = UNPACKED / "usr" / "bin" / "tesseract"
    for found, env in ((program, dict(os.environ)), (str(unpacked), _environment_of_reader())):
        if found is None or not os.access(found, os.X_OK):
            continue
        listed = subprocess.run([found, "--list-langs"], env=env, capture_output=True, text=True, check=False).stdout
        if set(READER_LANGUAGES) <= set(listed.split()):
            return found
    return None


def _environment_of_reader() -> dict[str, str]:
    libraries = sorted({str(found.parent) for found in (UNPACKED / "usr" / "lib").glob("**/*.so*")})
    languages = next(iter(sorted((UNPACKED / "usr" / "share" / "tesseract-ocr").glob("*/tessdata"))), UNPACKED)
    return {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(libraries), "TESSDATA_PREFIX": str(languages)}


def bring_reader() -> None:
    """Install the program that reads words in pictures, or unpack it below our folder with the libraries it needs.

    Errors: `SetUpError` naming what the person has to install.
    """
    if sys.platform == "darwin" or is_root() or not shutil.which("apt-get"):
        for package in READER_PACKAGES:
            install_system_package(
                package, purpose="Reading pictures", on_macos="brew install tesseract tesseract-lang"
            )
        return
    for package in (*READER_PACKAGES, *_libraries_of_reader()):
        unpack_program(package, purpose=PURPOSE)
    if find_reader() is None:
        raise SetUpError(f"Reading pictures needs {' and '.join(READER_PACKAGES)}. As root: apt-get install them.")


def _libraries_of_reader() -> list[str]:
    """Return the packages that Tesseract needs and that this machine has not."""
    depends = ["apt-cache", "depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts"]
    depends += ["--no-breaks", "--no-replaces", "--no-enhances", READER_PACKAGES[0]]
    named = subprocess.run(depends, capture_output=True, text=True, check=False).stdout.splitlines()
    wanted = {line for line in named if line.startswith("lib")}
    known = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n"],
        capture_output=True,
        text=True,
        check=False,
    )
    there = {line.split()[0] for line in known.stdout.splitlines() if line.endswith(" installed")}
    return sorted({*wanted, *READER_LANGUAGE_PACKAGES} - there)
