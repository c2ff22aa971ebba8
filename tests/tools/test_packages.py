"""What is installed: only files that a list names by their hash, and torch from where the operator takes it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.wheels import OF_NO_PYTHON, hash_of, make_index, make_wheel
from tools import packages
from tools.machine import PROJECT_FOLDER, SetUpError
from tools.packages import install_list, install_torch

WRONG_HASH = f"--hash=sha256:{'0' * 64}"

LISTS = sorted(PROJECT_FOLDER.glob("requirements*.txt"))


@pytest.fixture(scope="module")
def environment_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("environment") / "with space"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return folder / "bin" / "python"


@pytest.fixture
def python(environment_of_its_own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The Python of an empty environment whose pip knows no source but those a test names."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.delenv("PIP_EXTRA_INDEX_URL", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", (tmp_path / "empty-index").as_uri())
    monkeypatch.setattr(packages, "PIP_LOG", tmp_path / "pip.log")
    emptying: list[str | Path] = [
        environment_of_its_own,
        "-m",
        "pip",
        "uninstall",
        "--yes",
        "--quiet",
        "pebble",
        "stranger",
        "torch",
    ]
    subprocess.run(emptying, capture_output=True, check=True)
    return environment_of_its_own


def listed(folder: Path, text: str, name: str = "requirements.txt") -> Path:
    file = folder / name
    file.write_text(f"--only-binary :all:\n{text}\n")
    return file


def version_in(python: Path, module: str) -> str | None:
    """The version of a package that is installed, or None."""
    question = f"import {module}; print({module}.version)"
    told = subprocess.run([python, "-c", question], capture_output=True, text=True, check=False)
    return told.stdout.strip() or None


def test_every_package_is_pinned_with_hashes_and_no_word_of_where_it_comes_from() -> None:
    for file in LISTS:
        text = file.read_text()
        pins = [block for block in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE) if re.match("[a-z0-9]", block)]
        assert pins, file.name
        for pin in pins:
            assert re.match(r"[a-z0-9-]+==[^\s+]+ (?:;[^\n]* )?\\\n    --hash=sha256:[0-9a-f]{64}", pin), pin[:200]
        assert not re.search(r"://|--index|--find-links|--trusted-host", text), file.name


def test_the_lists_agree_on_every_version() -> None:
    versions: dict[str, set[str]] = {}
    for file in LISTS:
        for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", file.read_text(), re.MULTILINE):
            versions.setdefault(name, set()).add(version)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", ["requirements", "requirements-build", "requirements-dev"])
def test_what_is_asked_for_is_what_the_compiled_list_gives(name: str) -> None:
    wanted = re.findall(r"^([A-Za-z][\w.-]*)", (PROJECT_FOLDER / f"{name}.in").read_text(), re.MULTILINE)
    files = [PROJECT_FOLDER / f"{name}.txt", PROJECT_FOLDER / "requirements-torch.txt"]
    pinned = set(re.findall(r"^([a-z0-9-]+)==", "".join(file.read_text() for file in files), re.MULTILINE))
    missing = {re.sub(r"[-_.]+", "-", package).lower() for package in wanted} - pinned
    assert not missing, f"`make lock` has not been run since {name}.in changed."


def test_a_file_that_the_list_names_is_installed(python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = make_wheel(tmp_path / "wheels", "pebble", "1.0")
    monkeypatch.setenv("PIP_INDEX_URL", make_index(tmp_path / "index", wheel))
    install_list(python, listed(tmp_path, f"pebble==1.0 {hash_of(wheel)}"))
    assert version_in(python, "pebble") == "1.0"


def test_an_exchanged_file_is_refused_with_a_sentence_for_the_operator(
    python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = make_wheel(tmp_path / "wheels", "pebble", "1.0")
    monkeypatch.setenv("PIP_INDEX_URL", make_index(tmp_path / "index", wheel))
    with pytest.raises(SetUpError, match=r"not the one requirements\.txt lists.*SECURITY\.md"):
        install_list(python, listed(tmp_path, f"pebble==1.0 {WRONG_HASH}"))
    assert version_in(python, "pebble") is None


def test_a_package_without_a_hash_is_refused(python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = make_wheel(tmp_path / "wheels", "pebble", "1.0")
    monkeypatch.setenv("PIP_INDEX_URL", make_index(tmp_path / "index", wheel))
    with pytest.raises(SetUpError, match=r"without its hashes.*make lock"):
        install_list(python, listed(tmp_path, "pebble==1.0"))
    assert version_in(python, "pebble") is None


def test_what_a_package_asks_for_beyond_the_list_is_not_fetched(
    python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = make_wheel(tmp_path / "wheels", "pebble", "1.0", needs=("stranger",))
    stranger = make_wheel(tmp_path / "wheels", "stranger", "1.0")
    monkeypatch.setenv("PIP_INDEX_URL", make_index(tmp_path / "index", wheel, stranger))
    install_list(python, listed(tmp_path, f"pebble==1.0 {hash_of(wheel)}"))
    assert version_in(python, "pebble") == "1.0"
    assert version_in(python, "stranger") is None


def test_a_machine_for_which_there_is_no_file_is_told_which_pythons_have_one(
    python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = make_wheel(tmp_path / "wheels", "pebble", "1.0", made_for=OF_NO_PYTHON)
    monkeypatch.setenv("PIP_INDEX_URL", make_index(tmp_path / "index", wheel))
    with pytest.raises(SetUpError, match=r"no ready-made file for this Python.*PYTHON="):
        install_list(python, listed(tmp_path, f"pebble==1.0 {hash_of(wheel)}"))


def test_torch_from_the_usual_source_is_known_by_its_hash(
    python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = make_wheel(tmp_path / "wheels", "torch", "9.9")
    monkeypatch.setenv("PIP_INDEX_URL", make_index(tmp_path / "index", wheel))
    monkeypatch.setattr(packages, "TORCH_LIST", listed(tmp_path, f"torch==9.9 {WRONG_HASH}", "requirements-torch.txt"))
    with pytest.raises(SetUpError, match=r"not the one requirements-torch\.txt lists"):
        install_torch(python)
    assert version_in(python, "torch") is None


def test_torch_from_a_source_that_the_operator_has_configured_is_held_to_its_version_alone(
    python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_wheel(tmp_path / "own wheels", "torch", "9.9+cpu")
    make_wheel(tmp_path / "own wheels", "torch", "10.0+cpu")
    monkeypatch.setenv("PIP_FIND_LINKS", (tmp_path / "own wheels").as_uri())
    monkeypatch.setattr(packages, "TORCH_LIST", listed(tmp_path, f"torch==9.9 {WRONG_HASH}", "requirements-torch.txt"))
    install_torch(python)
    assert version_in(python, "torch") == "9.9+cpu"
    assert "no hash is checked" in capsys.readouterr().out
