"""When a step of the set-up is done again."""

from pathlib import Path

import pytest

from tools import set_up
from tools.machine import SetUpError
from tools.set_up import Step, packages_step


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(set_up, "PROJECT_FOLDER", tmp_path)
    monkeypatch.setattr(set_up, "STAMPS", tmp_path / "stamps")
    for name in ("first.txt", "second.txt"):
        (tmp_path / name).write_text("pebble==1.0\n")
    return tmp_path


def step(install: list[str]) -> Step:
    return packages_step("Installing", lambda: install.append("installed"), "first.txt", "second.txt")


def test_lists_are_installed_once_and_again_when_one_of_them_changes(project: Path) -> None:
    runs: list[str] = []
    assert not step(runs).is_done()
    step(runs).run()
    assert step(runs).is_done()
    (project / "first.txt").write_text("pebble==2.0\n")
    assert not step(runs).is_done()


def test_an_installation_that_failed_is_tried_again(project: Path) -> None:
    def fail() -> None:
        raise SetUpError("refused")

    failing = packages_step("Installing", fail, "first.txt")
    with pytest.raises(SetUpError):
        failing.run()
    assert not failing.is_done()


def test_a_list_that_changes_while_it_is_installed_counts_as_not_installed(project: Path) -> None:
    def change() -> None:
        (project / "first.txt").write_text("pebble==2.0\n")

    changing = packages_step("Installing", change, "first.txt")
    changing.run()
    assert not changing.is_done()


def test_the_environment_of_another_folder_is_not_emptied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = tmp_path / "theirs" / ".venv"
    theirs.mkdir(parents=True)
    (theirs / "pyvenv.cfg").touch()
    (tmp_path / ".venv").symlink_to(theirs)
    monkeypatch.setattr(set_up, "VENV", tmp_path / ".venv")

    with pytest.raises(SetUpError, match="link"):
        set_up.make_venv()

    assert (theirs / "pyvenv.cfg").exists()
